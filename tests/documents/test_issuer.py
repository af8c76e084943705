"""In whose name a network prints, set by several administrators at once."""

from flask import Flask
from sqlalchemy.orm import Session

from app.documents.queries import issuer_of
from app.documents.services import save_issuer
from app.people.queries import network_by_code
from tests.documents.ceremony import NOON, Ceremony
from tests.together import all_at_once


def save_here(number: int) -> str:
    """Save in the context of this thread; return the name that was given."""
    network = network_by_code("landes")
    assert network is not None
    name = f"Réseau {number}"
    save_issuer(
        network,
        name=name,
        place="Mont-de-Marsan",
        heading="Attestation",
        disclaimer="Ce document n’est pas un titre.",
        signatories=[(f"Odile {number}", "Présidente"), (f"Paul {number}", "Directeur")],
        now=NOON,
        by=None,
    )
    return name


def test_settings_saved_at_once_are_those_of_one_of_them(app: Flask, database: Session) -> None:
    network = Ceremony(size=0).network
    database.commit()

    saved = all_at_once(app, save_here)

    assert sorted(map(str, saved)) == [f"Réseau {number}" for number in range(8)]
    database.rollback()
    issuer = issuer_of(network)
    assert issuer is not None
    number = issuer.name.removeprefix("Réseau ")
    assert [one.name for one in issuer.signatories] == [f"Odile {number}", f"Paul {number}"]
