"""The objects of a PDF in their final form."""

from __future__ import annotations

import zlib

import pydyf


class _WrittenObject(pydyf.Object):
    """An object that knows its bytes and makes them no more."""

    compressible = False
    data = b""

    def __init__(self, source: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = source.number, source.generation, source.free
        self.compressible, self.data = source.compressible, source.data


def write_objects_once(pdf: pydyf.PDF) -> None:
    """Give each object of a finished document its bytes; nothing may change it afterwards.

    pydyf makes them twice, for the file and for the checksum that identifies it, and compresses each stream as hard
    as it can both times. Once, at zlib's own level, saves a tenth of the time and costs half a percent of the size.
    """
    free, *objects = pdf.objects
    for one in objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            _compress(one)
    pdf.objects = [free, *map(_WrittenObject, objects)]


def _compress(stream: pydyf.Stream) -> None:
    content = b"\n".join(map(pydyf._to_bytes, stream.stream))  # noqa: SLF001  (As pydyf writes them.)
    stream.stream, stream.compress = [zlib.compress(content)], False
    stream.extra["Filter"] = "/FlateDecode"
