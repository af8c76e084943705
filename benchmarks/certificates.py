"""How long a certificate takes, beside the plain way to use WeasyPrint.

Run it with `python3 run.py bench`, or alone with `python -m benchmarks.certificates [how many]`. Both ways print the
same paper, in turns, and what is told is the time that one core worked for each: other work on the machine moves it
less than the time on the wall, and the ratio least. The plain loop makes fonts, style sheet and border anew each time,
as `HTML(...).write_pdf()` does, and claims no standard.
"""

import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace

import segno
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from app.documents.facts import CertificateFacts
from app.documents.paper import PAPER, sample_facts, written_page
from app.documents.rendering import render_certificate

HOW_MANY = 32
_PAGE = "@page { background: url(border.svg) no-repeat 0 0 / 297mm 210mm }"


def main() -> None:
    """Print the milliseconds of both ways and how many times one goes into the other."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    sample = replace(sample_facts(), is_specimen=False)
    people = [replace(sample, number=f"LAN-2022-{number:04d}") for number in range(how_many)]
    first = seconds(render_certificate, people[0])
    ours = plain = 0.0
    for facts in people:
        ours += seconds(render_certificate, facts)
        plain += seconds(plain_certificate, facts)
    print(f"Start-up and first certificate: {first * 1000:.0f} ms")
    print(f"{how_many} certificates: {ours:.2f} s, {ours / how_many * 1000:.0f} ms each")
    print(
        f"Plain WeasyPrint loop: {plain:.2f} s, {plain / how_many * 1000:.0f} ms each, {plain / ours:.1f} times as long"
    )


def seconds(render: Callable[[CertificateFacts], bytes], facts: CertificateFacts) -> float:
    """How long one core works to print a certificate."""
    start = time.process_time()
    render(facts)
    return time.process_time() - start


def plain_certificate(facts: CertificateFacts) -> bytes:
    """The same paper as most programs would print it."""
    fonts = FontConfiguration()
    text = written_page(facts, 1, segno.make(facts.verification_url).svg_data_uri())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        styles = [
            CSS(filename=PAPER / "certificate.css", font_config=fonts),
            CSS(string=_PAGE, base_url=str(PAPER / "certificate.css"), font_config=fonts),
        ]
        page = HTML(string=text, base_url=str(PAPER / "certificate.html"))
        return bytes(page.write_pdf(stylesheets=styles, font_config=fonts, pdf_tags=True))


if __name__ == "__main__":
    main()
