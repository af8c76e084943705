"""The people and networks of the tests of accounts serve here too."""

from tests.people.conftest import _cheap_hashes, gaston, gers, landes, make_person, odile

__all__ = ["_cheap_hashes", "gaston", "gers", "landes", "make_person", "odile"]
