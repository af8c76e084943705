"""Authorities for tests, and the documents that they seal."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from app.documents.sealing import Authority, sealed_certificate
from app.documents.sealing.development import new_development_authority
from app.documents.sealing.keys import open_pkcs12
from app.documents.typesetting.paper import sample_facts

NOON = datetime(2022, 11, 15, 11, 0, tzinfo=UTC)
FACTS = replace(sample_facts(), is_specimen=False)


def an_authority(
    valid_from: datetime = datetime(2022, 1, 1, tzinfo=UTC),
    valid_until: datetime = datetime(2042, 1, 1, tzinfo=UTC),
    *,
    is_development: bool = False,
    timestamp_url: str = "",
) -> Authority:
    chain, sign = open_pkcs12(new_development_authority(valid_from, valid_until), "")
    return Authority(chain, sign, is_development=is_development, timestamp_url=timestamp_url)


@cache
def the_authority() -> Authority:
    return an_authority()


@cache
def a_sealed_file() -> bytes:
    return sealed_certificate(FACTS, the_authority(), NOON)
