"""XML bytes of a mail in, an element tree out, or why they are refused; and the ways through the tree.

Hostile: no entities, no network, no document type, limits on size, marks and depth. Readable: XML whose
declaration names another encoding than its bytes have is read by its bytes.
"""

import codecs
from collections.abc import Iterator

from lxml import etree

from relanced.intake.lazy import lazy
from relanced.intake.message import clean

MAX_XML = 5 * 1024 * 1024
MAX_MARKS = 400_000  # «<» in one file: each element costs memory, however short its name
MAX_DEPTH = 60  # EN 16931 needs twelve levels
MAX_HEAD = 8_000  # where the root and a document type would stand
MAX_TEXT = 500  # characters of one element

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARATION = lazy(r"<\?xml[^>]{0,200}\?>")


def head_of(data: bytes) -> str:
    """The first bytes as text, whatever their encoding: good enough to find a name in them."""
    return data[:MAX_HEAD].replace(b"\x00", b"").decode("latin-1")


def parse(data: bytes) -> Element | str:
    """The root of an XML file, or why it is refused; the words follow «the invoice XML …»."""
    if len(data) > MAX_XML:
        return f"is too large: relanced reads at most {MAX_XML // 1024 // 1024} MB"
    if data.count(b"<") > MAX_MARKS:
        return f"has too many elements: relanced reads at most {MAX_MARKS:,} marks"
    if "<!DOCTYPE" in head_of(data).upper():
        return "declares a document type, which no invoice needs and an attack does"
    try:
        root = _parsed(data)
    except etree.XMLSyntaxError as error:
        return f"is damaged: from line {error.lineno} on it is no XML, or it ends too early"
    except ValueError:
        return "is damaged: it is no text that XML can be written in"
    if root.getroottree().docinfo.internalDTD is not None:
        return "declares a document type, which no invoice needs and an attack does"
    if root.xpath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")"):
        return f"is nested more than {MAX_DEPTH} levels deep"
    return root


def _parsed(data: bytes) -> Element:
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError:
        text = _DECLARATION.sub("", _decoded(data), count=1)  # it named the wrong encoding, or came late
        return etree.fromstring(text.strip().encode(), _parser())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _decoded(data: bytes) -> str:
    """The text by what its bytes look like; Windows' Western European where they are not UTF-8."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def local(element: Element) -> str:
    """The name of an element without its namespace: those differ by version and mean the same."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def every(element: Element | None, *path: str) -> Iterator[Element]:
    """All elements at the end of a path of local names."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from every(child, *path[1:])


def at(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path."""
    return next(every(element, *path), None)


def text(element: Element | None, *path: str) -> str:
    """The text of the first element at the end of a path, in one line; "" where there is none."""
    found = at(element, *path)
    return " ".join(clean(found.text or "").split())[:MAX_TEXT] if found is not None else ""


def line(element: Element | None, *path: str) -> str:
    """The text of the first element at the end of a path as it stands, but for what surrounds it."""
    found = at(element, *path)
    return (found.text or "").strip() if found is not None else ""


def texts(element: Element | None, *path: str) -> tuple[str, ...]:
    """The texts of all elements at the end of a path, each once."""
    found = (" ".join(clean(each.text or "").split())[:MAX_TEXT] for each in every(element, *path))
    return tuple(dict.fromkeys(filter(None, found)))


def first(*values: str) -> str:
    """The first text that is not empty."""
    return next(filter(None, values), "")
