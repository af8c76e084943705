"""Measures the issue of the demonstration's certificates, from the press of the button to the last stored byte.

One certificate is issued first, as by a server that has been up for a while; SQLite keeps every safety on.
"""

import tempfile
import time
from pathlib import Path

import flask_migrate

from app import create_app
from app.certification.models import Result
from app.demonstration.services import load_demonstration
from app.documents.archive import merged_pdf
from app.documents.queries import documents_in_force, due_results, pdfs_of
from app.documents.services import complete_run, reserve_certificates
from app.people.models import Network
from app.web.clock import now, today
from config import TestingConfig

BASE_URL = "https://livret.example.org"


def main() -> None:
    """Print the seconds of each step."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(TestingConfig(f"sqlite:///{Path(folder) / 'livret.sqlite'}"))
        with app.app_context():
            flask_migrate.upgrade()
            network = load_demonstration()
            issue(network, due_results(network)[:1])
            due = due_results(network)
            started = time.perf_counter()
            reserved = issue(network, due)
            issued = time.perf_counter()
            pages = b"".join(merged_pdf(pdfs_of(documents_in_force(network))))
            merged = time.perf_counter()
    print(
        f"{len(due)} certificates: reserved in {reserved - started:.2f} s, issued in {issued - started:.2f} s; "
        f"all merged into {len(pages) // 1024} KiB in {merged - issued:.2f} s"
    )


def issue(network: Network, results: list[Result]) -> float:
    """Issue certificates, and return the moment at which their numbers were taken."""
    run = reserve_certificates(network, results, today=today(network), now=now(), by=None, base_url=BASE_URL)
    reserved = time.perf_counter()
    complete_run(run, now=now)
    return reserved


if __name__ == "__main__":
    main()
