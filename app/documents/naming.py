"""What the files of certificates are called: a pattern of named fields, made safe for every file system."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_
from app.documents.models import IssuedDocument
from app.documents.queries import facts_of
from app.documents.rules import DEFAULT_PATTERN

# File systems take 255 bytes; the longest pattern of fields is cut below, with room for what tells two apart.
_LONGEST_NAME_BYTES: Final = 80
_LONGEST_FILE_BYTES: Final = 230
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_KEPT: Final = frozenset("_-")


class UnknownField(RuleBroken):
    """The pattern names something that files are not called after."""

    message = N_("« %(field)s » n’est pas un champ. Écrivez %(fields)s.")


class NoField(RuleBroken):
    """The pattern names no field: all files would be called the same."""

    message = N_("Le modèle de nom doit contenir au moins un champ : %(fields)s.")


def _host(document: IssuedDocument) -> str:
    return document.advisor.host.name if document.advisor.host else "sans-structure"


FIELDS: Final[dict[str, Callable[[IssuedDocument], str]]] = {
    "numero": lambda document: document.number,
    "nom": lambda document: facts_of(document).family_name,
    "prenom": lambda document: facts_of(document).given_name,
    "structure": _host,
    "bloc": lambda document: facts_of(document).block_code,
}
"""What a file may be called after, beside its rank in the order given."""
FIELDS_IN_WORDS: Final = ", ".join(f"{{{name}}}" for name in ("rang", *FIELDS))


def check_pattern(pattern: str) -> None:
    """Let only a pattern of known fields pass.

    :raises UnknownField: naming the first that is none.
    :raises NoField: when there is none at all.
    """
    names = _FIELD.findall(pattern)
    for name in names:
        if name != "rang" and name not in FIELDS:
            raise UnknownField(field=name, fields=FIELDS_IN_WORDS)
    if not names:
        raise NoField(fields=FIELDS_IN_WORDS)


def named_files(
    documents: Iterable[tuple[IssuedDocument, bytes]], pattern: str = DEFAULT_PATTERN
) -> Iterator[tuple[str, bytes]]:
    """Yield each file with its name, in the order given; no two names are the same, whatever the file system.

    :raises UnknownField: and NoField, when the pattern is none.
    """
    check_pattern(pattern)
    taken: set[str] = set()
    for rank, (document, content) in enumerate(documents, start=1):
        name = _free(_filled(pattern, rank, document), taken)
        yield f"{name}.pdf", content


def safe_name(name: str) -> str:
    """Return a person's name as a part of a file name that every file system takes: letters, digits and hyphens."""
    return _cut(_plain(name) or "sans-nom", _LONGEST_NAME_BYTES)


def _filled(pattern: str, rank: int, document: IssuedDocument) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1]
        return f"{rank:03d}" if name == "rang" else safe_name(FIELDS[name](document))

    # What stands between the fields is made safe by itself: a value never becomes a field.
    parts = _FIELD.split(pattern)
    between, names = parts[::2], _FIELD.finditer(pattern)
    values = [value(found) for found in names]
    texts = ["".join(each if each.isalnum() or each in _KEPT else "-" for each in text) for text in between]
    filled = "".join(part for pair in zip(texts, [*values, ""], strict=True) for part in pair)
    return _cut(filled.strip("-") or "certificat", _LONGEST_FILE_BYTES)


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    # Some file systems do not tell upper from lower case, nor one way to write an accent from another.
    while (key := unicodedata.normalize("NFKC", free).casefold()) in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(key)
    return free


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(each if each.isalnum() else "-" for each in composed)
    return "-".join(part for part in kept.split("-") if part)


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
