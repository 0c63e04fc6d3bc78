"""An invoice's PDF and a word in, a copy with that word across each of its pages out. Pure.

The copy shall not pass for the invoice, nor be taken in twice: files embedded in it (Factur-X),
its metadata, signatures and scripts stay out of it. The original is not touched.
"""

import math
import warnings
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf

Box = tuple[float, float, float, float]  # left, low, right, high, in the units of the page

MAX_PAGES = 100
_RED = "0.83 0.07 0.07"
_SEEN_THROUGH = 0.42  # of 1: what lies under the stamp can still be read
_SPAN = 0.9  # of the page, frame and all
_HIGHEST = 0.19  # of the shorter side
_PAD = 0.42  # of the size of type: the accent of «À» stands in it
# Adobe's metrics of Helvetica-Bold, thousandths of the type size; accents do not change a width.
_WIDTHS = {
    **dict.fromkeys("FLTZ", 611),
    **dict.fromkeys("ESPXYV", 667),
    **dict.fromkeys("ABCDHKNRU", 722),
    **dict.fromkeys("GOQ", 778),
    " ": 278,
    "I": 278,
    "-": 333,
    "J": 556,
    "–": 556,
    "M": 833,
    "W": 944,
}
_USUAL = 722
_CAP_HEIGHT = 0.718
_DEEPEST = 30  # levels of a tree of pages or fields that are followed
# What pikepdf raises on a file that cannot be opened, repaired or written again.
_DAMAGE = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RuntimeError,
)
# How pikepdf's PageCopyWarning begins, by its words: pikepdf 9 has no such class.
_LOOSE_FIELDS = r"This document has \d+ form widget annotation\(s\) that are not reachable"
# Keys of any object that carry files, signatures, what is done on opening, or that the copy is no longer.
_DROPPED = ("/AF", "/EF", "/AA", "/Metadata", "/PieceInfo")
_DROPPED_OF_ROOT = ("/Perms", "/DSS", "/OpenAction", "/Collection", "/OutputIntents", "/Extensions", "/Legal")


def stamp(pdf: bytes, words: str) -> bytes | str:
    """A copy of this PDF with these words in red across every page, or why there is none.

    The same file gives the same bytes. A file that only the owner's password protects can be read
    by anybody, and its copy is written without protection; one that needs a password to be read
    has no copy.
    """
    try:
        words.encode("cp1252")
        with pikepdf.open(BytesIO(pdf)) as opened:
            if len(opened.pages) > MAX_PAGES:
                return f"{len(opened.pages)} pages are more than {MAX_PAGES}"
            if not opened.pages:
                return "it has no page"
            _strip(opened)
            for page in opened.pages:
                _stamp_page(opened, page, words)
            return _written(opened)
    except pikepdf.PasswordError:
        return "it needs a password to be read"
    except _DAMAGE as error:
        return f"it cannot be written again: {str(error)[:200]}"


def _written(pdf: Pdf) -> bytes:
    out = BytesIO()
    with warnings.catch_warnings():
        # Fields on a page that the form does not know: the invoice has them too, and shows them or not
        # as its copy does. Nobody can do anything about it, and a log would tell it for each file.
        warnings.filterwarnings("ignore", message=_LOOSE_FIELDS)
        pdf.save(out, encryption=False, deterministic_id=True)
    return out.getvalue()


def _strip(pdf: Pdf) -> None:
    """Take out what would make the copy pass for the invoice, or be taken in as another one."""
    _drop(pdf.Root, _DROPPED_OF_ROOT)
    _drop(pdf.Root.get("/Names"), ("/EmbeddedFiles", "/JavaScript"))
    _strip_form(pdf.Root.get("/AcroForm"))
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            page.obj.Annots = Array([each for each in annotations.as_list() if not _is_dropped(each)])
    for each in pdf.objects:
        _drop(each, _DROPPED)


def _drop(held: pikepdf.Object | None, keys: tuple[str, ...]) -> None:
    if isinstance(held, Dictionary | pikepdf.Stream):
        for key in keys:
            if key in held:
                del held[key]


def _strip_form(form: pikepdf.Object | None) -> None:
    """A signature does not hold for a copy: neither the field nor what it shows stays."""
    if not isinstance(form, Dictionary):
        return
    _drop(form, ("/SigFlags", "/XFA"))
    if isinstance(fields := form.get("/Fields"), Array):
        form.Fields = Array([field for field in fields.as_list() if not _is_signature(field)])


def _is_dropped(annotation: pikepdf.Object) -> bool:
    return isinstance(annotation, Dictionary) and (
        annotation.get("/Subtype") == Name.FileAttachment or _is_signature(annotation)
    )


def _is_signature(field: pikepdf.Object | None) -> bool:
    """Whether a field, or the one above a widget of it, is a signature."""
    for _ in range(_DEEPEST):
        if not isinstance(field, Dictionary):
            return False
        if field.get("/FT") == Name.Sig:
            return True
        field = field.get("/Parent")
    return False


def _stamp_page(pdf: Pdf, page: Page, words: str) -> None:
    """Draw over one page. Its content becomes a form of its own: whatever it leaves open ends with it."""
    if not _is_seen(_visible(page)):
        raise ValueError("a page without a size")
    original = page.as_form_xobject(handle_transformations=False)
    original.write(original.read_bytes())  # qpdf would read the page's content only when it writes
    original.BBox = Array(list(_box(page.mediabox)))
    forms = Dictionary(Original=original, Stamp=_form(pdf, page, words))
    page.obj.Resources = Dictionary(XObject=forms)
    page.obj.Contents = pdf.make_stream(b"q /Original Do Q\n/Artifact BMC q /Stamp Do Q EMC\n")


def _form(pdf: Pdf, page: Page, words: str) -> pikepdf.Stream:
    """The stamp of one page as a form of its own, so that nothing of the page's resources is touched."""
    box = _visible(page)
    stream = pdf.make_stream(_drawn(box, _turn(page), words))
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array(list(box))
    stream.Group = Dictionary(Type=Name.Group, S=Name.Transparency, I=True)
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"), Encoding=Name.WinAnsiEncoding
    )
    seen = Dictionary(Type=Name.ExtGState, ca=_SEEN_THROUGH, CA=_SEEN_THROUGH, BM=Name.Normal)
    stream.Resources = Dictionary(Font=Dictionary(Bold=font), ExtGState=Dictionary(Seen=seen))
    return stream


def _drawn(box: Box, turn: int, words: str) -> bytes:
    """The words in their frame, in the middle of the box, rising along its diagonal as it is shown."""
    left, low, right, high = box
    wide, tall = (high - low, right - left) if turn % 180 else (right - left, high - low)
    slant = math.atan2(tall, wide)
    long, thick = sum(_WIDTHS.get(_bare(char), _USUAL) for char in words) / 1000, _CAP_HEIGHT  # at size 1
    size = min(_size(wide, tall, slant, (long + 2 * _PAD, thick + 2 * _PAD)), _HIGHEST * min(wide, tall))
    # A page that is shown turned by 90° turns what stands on it, clockwise.
    cos, sin = math.cos(slant + math.radians(turn)), math.sin(slant + math.radians(turn))
    x, y, pad = -long * size / 2, -thick * size / 2, _PAD * size
    head = (
        f"q /Seen gs {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {(left + right) / 2:.3f} {(low + high) / 2:.3f} cm\n"
        f"{_RED} rg {_RED} RG {size * 0.05:.3f} w 1 j\n"
        f"{x - pad:.3f} {y - pad:.3f} {2 * (pad - x):.3f} {2 * (pad - y):.3f} re S\n"
        f"BT /Bold {size:.3f} Tf {x:.3f} {y:.3f} Td ("
    )
    text = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return head.encode("ascii") + text + b") Tj ET Q"


def _size(wide: float, tall: float, slant: float, frame: tuple[float, float]) -> float:
    """The size of type at which a frame of these measures, slanted, fills the page but for a margin."""
    cos, sin = math.cos(slant), math.sin(slant)
    across, up = frame[0] * cos + frame[1] * sin, frame[0] * sin + frame[1] * cos
    return _SPAN * min(wide / across, tall / up)


def _bare(char: str) -> str:
    return {"À": "A", "É": "E"}.get(char, char)


def _turn(page: Page) -> int:
    """By how many degrees the page is shown turned, clockwise: a multiple of 90, all else counts as none."""
    node: pikepdf.Object | None = page.obj
    for _ in range(_DEEPEST):
        if not isinstance(node, Dictionary):
            break
        if "/Rotate" in node:
            turn = int(node.Rotate)
            return turn % 360 if turn % 90 == 0 else 0
        node = node.get("/Parent")
    return 0


def _visible(page: Page) -> Box:
    """What is shown of the page, in its own units: the crop box as far as it lies in the media box."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    left, low = max(media[0], crop[0]), max(media[1], crop[1])
    right, high = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, low, right, high) if _is_seen((left, low, right, high)) else media


def _is_seen(box: Box) -> bool:
    return box[2] - box[0] > 1 and box[3] - box[1] > 1


def _box(box: Array) -> Box:
    """A box with its corners in order: they may be given in any."""
    x1, y1, x2, y2 = (float(each) for each in box.as_list())
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
