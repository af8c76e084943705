"""The people and networks of the tests of accounts serve here too."""

from tests.people.conftest import gaston, gers, landes, make_person, neighbours, odile

__all__ = ["gaston", "gers", "landes", "make_person", "neighbours", "odile"]
