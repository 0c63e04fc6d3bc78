"""PDF bytes in, the invoice XML embedded in it out (Factur-X, ZUGFeRD, Order-X left aside). Pure."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pikepdf

from relanced.intake.invoice.xml.structured import read_xml
from relanced.intake.invoice.xml.xml_facts import Refused, Structured
from relanced.intake.invoice.xml.xml_tree import MAX_XML

MAX_EMBEDDED = 30
# Names that the standards give the file, in order of trust; other names are tried after them.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
# What pikepdf raises on a locked file, a damaged catalogue, a name tree that is none.
_DAMAGE = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pikepdf.DataDecodingError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RuntimeError,
)


def read_embedded(data: bytes) -> tuple[Structured, ...] | Refused:
    """The facts of the embedded invoice; () where there is none, Refused for one that cannot be read."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            files = sorted(_files(pdf), key=lambda pair: _rank(pair[0]))
    except _DAMAGE:
        return ()  # the page is still read
    refused: Refused | None = None
    for name, content in files:
        found = read_xml(content, is_named=name in _NAMES)
        if found and not isinstance(found, Refused):
            return found
        if isinstance(found, Refused):
            refused = refused or found
    return refused or ()


def _rank(name: str) -> int:
    return _NAMES.index(name) if name in _NAMES else len(_NAMES)


def _files(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Name and content of each embedded XML file, from the name tree and from /AF (PDF/A-3)."""
    for name, attached in islice(pdf.attachments.items(), MAX_EMBEDDED):
        yield from _file(str(attached.filename or name), attached.obj)
    associated = pdf.Root.get("/AF")
    if isinstance(associated, pikepdf.Array):
        for index in range(min(len(associated), MAX_EMBEDDED)):
            spec = associated[index]
            yield from _file(str(spec.get("/UF", spec.get("/F", ""))), spec)


def _file(name: str, spec: pikepdf.Object) -> Iterator[tuple[str, bytes]]:
    held = spec.get("/EF")
    if held is None or not name.lower().endswith(".xml"):
        return
    stream = held.get("/UF", held.get("/F"))
    if isinstance(stream, pikepdf.Stream):
        yield name.lower(), _content(stream)


def _content(stream: pikepdf.Stream) -> bytes:
    """The bytes of a file, never more than the limit: a small stream may inflate to gigabytes."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = (
        [str(each) for each in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
    )
    if filters is None or not names:
        return packed[: MAX_XML + 1]
    if names != ["/FlateDecode"]:
        return b""
    try:
        return zlib.decompressobj().decompress(packed, MAX_XML + 1)
    except zlib.error:
        return b""
