"""PDF bytes in, its pages as placed words out. Pure; a file that cannot be read is a value, not an error.

pdfium tells where each letter stands. Words, lines and columns are put together here, because
pdfium's own text is a stream: it glues columns, and takes wide letter spacing for spaces.
"""

import ctypes
import math
import re
import unicodedata
from bisect import insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from relanced.intake.invoice.page.sheet import Chunk, chunk_of
from relanced.intake.message import clean

# Of a longer file its first and its last pages are read: numbers stand on the first page of an
# invoice, what is to be paid on the last.
FIRST_PAGES, LAST_PAGES = 60, 20
MAX_LETTERS = 30_000  # of one page
LINE_GAP = 10_000  # between the line numbers of two pages
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ENOUGH = 60  # signs, from which on a share of them tells
_LEAST_ALNUM, _LEAST_VOWELS = 0.5, 0.22
_SPACED_OUT = 4  # letters that stand apart, from which on they are a word and not as many initials


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a PDF gives no text."""

    why: str
    is_scan: bool = False  # its pages are pictures: only the mail can tell what it may be


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its chunks in reading order, placed as on one sheet of all pages."""

    chunks: tuple[Chunk, ...]
    skipped: int = 0  # pages before it that were not read


class _Letter(NamedTuple):
    char: str
    left: float
    right: float
    base: float  # of the base line, growing downwards
    size: float
    spaced: bool  # a real space goes before it

    def gap_after(self, other: "_Letter") -> float:
        return (self.left - other.right) / max(min(self.size, other.size), 1.0)


def read_pages(data: bytes) -> tuple[Page, ...] | Unreadable:
    """Read a PDF; Unreadable for what is no PDF, is locked, is broken, or holds no text.

    Of more than 80 pages the first 60 and the last 20 are read; the page after the gap says so.
    """
    if b"%PDF-" not in data[:1024]:
        return Unreadable("the file is not a PDF, whatever its name says")
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
        broken = "the PDF is broken: its end is missing, or it is damaged"
        return Unreadable("the PDF is locked with a password" if locked else broken)
    try:
        pages = tuple(_pages(document))
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return Unreadable("the PDF is broken: one of its pages cannot be opened")
    finally:
        document.close()
    if not any(len(chunk.text) > 2 for page in pages for chunk in page.chunks):
        return Unreadable("the PDF holds no text: a scan or a picture", is_scan=True)
    if _is_garbled("".join(chunk.text for page in pages for chunk in page.chunks)):
        return Unreadable(
            "its text is garbled: the PDF does not say which letters its signs are", is_scan=True
        )
    return pages


def _is_garbled(text: str) -> bool:
    """Whether the text is no language: the fonts of some printers' PDFs map signs to other letters, or to none.

    Of what people print more than two thirds are letters and digits, rules and dotted lines apart,
    and more than a third of the letters vowels: ciphers have few.
    """
    signs = re.sub(r"([^\w\s])\1{2,}|\s", "", text)
    if len(signs) < _ENOUGH:
        return False
    if sum(sign.isalnum() for sign in signs) < _LEAST_ALNUM * len(signs):
        return True
    letters = [sign for sign in unicodedata.normalize("NFD", signs).casefold() if "a" <= sign <= "z"]
    vowels = sum(letter in "aeiouy" for letter in letters)
    return len(letters) >= 2 * _ENOUGH and vowels < _LEAST_VOWELS * len(letters)


def _pages(document: "pypdfium2.PdfDocument") -> Iterator[Page]:
    offset = 0.0
    count = len(document)
    left_out = max(0, count - FIRST_PAGES - LAST_PAGES)
    for number in (*range(min(count, FIRST_PAGES)), *range(FIRST_PAGES + left_out, count)):
        page = _with_fields(document, number)
        try:
            letters = _letters(page)
            skipped = left_out if number == FIRST_PAGES + left_out else 0
            yield Page(tuple(_chunks(letters, offset, number * LINE_GAP)), skipped)
            offset += float(page.get_height()) + 50
        finally:
            page.close()


def _with_fields(document: "pypdfium2.PdfDocument", number: int) -> "pypdfium2.PdfPage":
    """A page with what was typed into its form: values of a form lie beside the page, not on it."""
    page = document[number]
    if page.formenv is None:
        return page
    page.flatten()
    page.close()
    return document[number]


def _letters(page: "pypdfium2.PdfPage") -> list[_Letter]:
    """The letters of a page as a reader holds it: turned so that most of them stand upright.

    The direction of the letters counts and not the page's /Rotate: landscape exports set both,
    and some set the one that does not fit. Letters that run another way (a margin note) fall away.
    """
    text = page.get_textpage()
    try:
        placed = list(_placed(text.raw, text.count_chars()))
    finally:
        text.close()
    turns = Counter(turn for turn, _, _ in placed).most_common(1)
    _, low_y, high_x, high_y = page.get_mediabox()
    letters: list[_Letter] = []
    seen: set[tuple[str, int, int]] = set()
    for turn, glyph, box in placed:
        if turn != turns[0][0]:
            continue
        letter = _turned(glyph, box, turn, (low_y, high_x, high_y))
        key = (letter.char, round(letter.left / 1.5), round(letter.base / 1.5))
        ligature = bool(letters) and letters[-1].char == letter.char and letters[-1].left == letter.left
        if key in seen and not ligature:  # bold made by printing twice
            continue
        seen.add(key)
        letters.append(letter)
    return letters


_Glyph = tuple[str, float, float, float, bool]  # letter, origin x and y, size, whether a space goes before
_Box = tuple[float, float, float, float]  # left, bottom, right, top


def _placed(text: "raw.FPDF_TEXTPAGE", count: int) -> Iterator[tuple[int, _Glyph, _Box]]:
    """Each letter with its quarter turn (0 to 3) and its place, as pdfium gives them."""
    x, y, matrix, rect = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), raw.FS_RECTF()
    shapes: dict[tuple[float, ...], tuple[float, int]] = {}  # most letters of a page share theirs
    spaced = False
    for index in range(min(count, MAX_LETTERS)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char.isspace():  # pdfium makes up spaces and line ends of its own, and no letter
            spaced = spaced or raw.FPDFText_IsGenerated(text, index) != 1
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        written = (matrix.a, matrix.b, matrix.c, matrix.d)
        scale, turn = shapes.get(written) or shapes.setdefault(written, _shape(*written))
        size = raw.FPDFText_GetFontSize(text, index) * scale
        shown = _shown(char)
        if shown and size > 1.0:
            if not raw.FPDFText_GetLooseCharBox(text, index, rect):
                raise pypdfium2.PdfiumError("a letter without a place")
            box = (rect.left, rect.bottom, rect.right, rect.top)
            yield turn, (shown, x.value, y.value, size, spaced), box
            spaced = False


def _shape(a: float, b: float, c: float, d: float) -> tuple[float, int]:
    """By how much a letter's matrix stretches it, and its quarter turn."""
    return math.hypot(c, d), round(math.atan2(b, a) / (math.pi / 2)) % 4


@lru_cache(maxsize=1_024)
def _shown(char: str) -> str:
    """The letter as a reader takes it: ligatures apart; pdfium's mark for a hyphen at a line's end."""
    if char in "ºᵒ":  # «Nº»: the compatibility form would be a letter
        return "°"
    if char in "\x02\u00ad":
        return "-"
    return clean(unicodedata.normalize("NFKC", char)).replace("\n", "") if char != "\ufffe" else "-"


def _turned(glyph: _Glyph, box: _Box, turn: int, edges: tuple[float, float, float]) -> _Letter:
    """Place a letter on the page as turned for reading, y growing downwards."""
    char, x, y, size, spaced = glyph
    left, bottom, right, top = box
    low_y, high_x, high_y = edges
    if turn == 1:
        return _Letter(char, bottom - low_y, top - low_y, x, size, spaced)
    if turn == 2:
        return _Letter(char, high_x - right, high_x - left, y - low_y, size, spaced)
    if turn == 3:
        return _Letter(char, high_y - top, high_y - bottom, high_x - x, size, spaced)
    return _Letter(char, left, right, high_y - y, size, spaced)


def _chunks(letters: list[_Letter], offset: float, first_line: int) -> Iterator[Chunk]:
    """Put letters into lines by their base line, lines into chunks by their gaps."""
    lines: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda each: each.base):
        near = lines and abs(letter.base - lines[-1][0].base) <= 0.22 * min(letter.size, lines[-1][0].size)
        if near:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    for number, line in enumerate(lines):
        line.sort(key=lambda each: each.left)
        for run in _runs(line):
            words = _words(run)
            if words:
                size = max(letter.size for letter in run)
                base = run[0].base + offset
                box = (run[0].left, base - 0.78 * size, run[-1].right, base + 0.22 * size)
                yield chunk_of(words, box, first_line + number)


def _runs(line: list[_Letter]) -> Iterator[list[_Letter]]:
    """Part a line where the gap is wider than any space between words, in letter-spaced titles too."""
    run = line[:1]
    gaps: list[float] = []  # in order of size
    for before, letter in pairwise(line):
        gap = letter.gap_after(before)
        usual = _middle(gaps) if len(gaps) > 3 else 0.0
        limit = (0.75 if letter.spaced else 0.5) + (2.5 * usual if usual > 0.08 else 0.0)
        if gap > limit:
            yield run
            run, gaps = [], []
        else:
            insort(gaps, gap)
        run.append(letter)
    if run:
        yield run


def _middle(ordered: list[float]) -> float:
    """The median; the library's sorts anew, which makes a long line take the square of its length."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _words(run: list[_Letter]) -> str:
    """The text of a run; in letter-spaced titles («I N V O I C E») only the wider gaps are spaces."""
    gaps = [letter.gap_after(before) for before, letter in pairwise(run)]
    if len(run) >= _SPACED_OUT and all(
        letter.spaced or gap > 0.4 for letter, gap in zip(run[1:], gaps, strict=True)
    ):
        wide = 1.6 * median(gaps)  # «I N V O I C E», typed with spaces
        text = "".join(
            letter.char + (" " if gap > wide else "") for letter, gap in zip(run, [*gaps, 0.0], strict=True)
        )
        return " ".join(text.split())
    tight = sorted(gap for gap, letter in zip(gaps, run[1:], strict=False) if not letter.spaced)
    usual = median(tight) if len(tight) > 3 else 0.0
    limit = 0.15 if usual < 0.08 else usual * 1.6 + 0.05
    out = [run[0].char]
    for gap, letter in zip(gaps, run[1:], strict=True):
        if letter.spaced or gap > limit:
            out.append(" ")
        out.append(letter.char)
    return " ".join("".join(out).split())
