"""The room that a paper leaves for its seal: a signature field in the tagged structure, and a signature to fill in.

With the room in the file from the start, sealing rewrites nothing: the file stays one revision, its metadata keep the
schemas that the standards ask for, and the signature covers every byte outside of its own digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pydyf

BYTE_RANGE: Final = b"[0 0000000000 0000000000 0000000000]"
FIELD_NAME: Final = "Livret"
# Print, and locked against changes: a signature field that takes no place on the page.
_FLAGS: Final = 4 + 128
_SIGNATURES_EXIST_AND_APPEND_ONLY: Final = 3
_NO_CHANGES: Final = 1


@dataclass(frozen=True, slots=True)
class Room:
    """What a paper says of the seal that it leaves room for.

    `size` is what the signature may take, in bytes; `contact` is where the document is checked.
    """

    size: int
    at: datetime
    name: str
    contact: str
    field_label: str
    is_development: bool


class _InTheClear(pydyf.Dictionary):
    """A dictionary outside of the compressed objects, where the digits of the signature can be filled in."""

    compressible = False


def leave_room(room: Room, pdf: pydyf.PDF) -> None:
    """Add the field and the empty signature to a tagged document; part of a WeasyPrint finisher."""
    page = pdf.objects[pdf.pages["Kids"][0]]
    signature = _empty_signature(room)
    pdf.add_object(signature)
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD_NAME),
            "TU": pydyf.String(room.field_label),
            "F": _FLAGS,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "V": signature.reference,
        }
    )
    pdf.add_object(field)
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    _add_to_structure(field, page, pdf)
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([field.reference]), "SigFlags": _SIGNATURES_EXIST_AND_APPEND_ONLY}
    )
    pdf.catalog["Perms"] = pydyf.Dictionary({"DocMDP": signature.reference})


def _empty_signature(room: Room) -> pydyf.Dictionary:
    no_changes = pydyf.Dictionary({"Type": "/TransformParams", "P": _NO_CHANGES, "V": "/1.2"})
    reference = pydyf.Dictionary(
        {"Type": "/SigRef", "TransformMethod": "/DocMDP", "TransformParams": no_changes}
    )
    return _InTheClear(
        {
            "Type": "/Sig",
            "Filter": "/Adobe.PPKLite",
            "SubFilter": "/ETSI.CAdES.detached",
            "Name": pydyf.String(room.name),
            "M": pydyf.String(f"D:{room.at.astimezone(UTC):%Y%m%d%H%M%SZ}"),
            "ContactInfo": pydyf.String(room.contact),
            "Reference": pydyf.Array([reference]),
            "ByteRange": BYTE_RANGE,
            "Contents": b"<" + b"0" * (2 * room.size) + b">",
        }
    )


def _add_to_structure(field: pydyf.Dictionary, page: pydyf.Dictionary, pdf: pydyf.PDF) -> None:
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document = _object(pdf, root["K"][0])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    pdf.add_object(place)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "K": pydyf.Array([place.reference]),
            "Pg": page.reference,
            "P": document.reference,
        }
    )
    pdf.add_object(element)
    document["K"].append(element.reference)
    # Pairs of a number and what stands under it; the last number is the highest.
    field["StructParent"] = numbers[-2] + 1
    numbers.extend([field["StructParent"], element.reference])


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
