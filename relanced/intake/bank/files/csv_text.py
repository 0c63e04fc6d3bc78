"""The bytes of a table in, its rows out. Pure; any encoding that banks export, any of four separators."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from relanced.intake.bank.files.statement import MAX_ENTRIES, MAX_FILE, UnreadableFile
from relanced.intake.charsets import decode_bytes
from relanced.intake.message import clean

SEPARATORS = ";,\t|"
MAX_CELLS = 200  # of one row
MAX_LINES = 6  # of one cell
_SAMPLE = 60  # lines that show the separator
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Row = tuple[int, list[str]]  # the number of its last line in the file, and its cells


def text_of(data: bytes) -> str:
    """The text of a table; without a mark it is UTF-8, else Windows' Western European."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"a CSV file of {len(data)} bytes")
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(encoding, "replace"))
    head = data[:400]
    if head.count(b"\x00") * 3 > len(head):  # every second byte: UTF-16 without its mark
        return clean(data.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be", "replace"))
    return clean(decode_bytes(data, "utf-8")[0])


def separator_of(text: str) -> str:
    """The sign that parts most lines of the file into equally many cells."""
    lines = [line for line in text[:40_000].splitlines()[:_SAMPLE] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        cells, times = max(counts.items(), key=lambda each: (each[0] * each[1], each[0]), default=(0, 0))
        return cells * times, cells

    return max(SEPARATORS, key=evenness)


def rows_of(text: str, separator: str) -> list[Row]:
    """The rows that are not empty. Raises UnreadableFile for too many of them, or cells too long.

    A quote that never closes would swallow what follows it: then quotes are signs like any other.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(_rows(plain, separator, quotes=True))
    except csv.Error:
        rows = []
    if rows and all(cell.count("\n") <= MAX_LINES for _, row in rows for cell in row):
        return rows
    try:
        return list(_rows(plain, separator, quotes=False))
    except csv.Error as error:
        raise UnreadableFile(f"a CSV file that cannot be read: {error}") from error


def _rows(text: str, separator: str, *, quotes: bool) -> Iterator[Row]:
    source = io.StringIO(text)
    if quotes:
        reader = csv.reader(source, delimiter=separator, strict=True)
    else:
        reader = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
    for count, row in enumerate(reader):
        if count > MAX_ENTRIES:
            raise UnreadableFile(f"more than {MAX_ENTRIES} rows in one file")
        if len(row) > MAX_CELLS:
            raise UnreadableFile(f"line {reader.line_num}: more than {MAX_CELLS} cells")
        if any(cell.strip() for cell in row):
            yield reader.line_num, row if quotes else [cell.strip().strip('"') for cell in row]
