"""The text of a configuration and names for [trust] in, which lines to write, and where, out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TABLE = re.compile(r"\s{0,9}\[{1,2}([^\[\]]{1,99})\]")
_KEY = re.compile(r"\s{0,9}(trust\s{0,9}\.\s{0,9})?authserv_ids\s{0,9}=(.*)")
_INLINE = re.compile(r"\s{0,9}trust\s{0,9}=")


@dataclass(frozen=True, slots=True)
class Paste:
    """Lines for the owner to write, and the sentence that says where."""

    where: str
    lines: str


def paste_of(text: str, names: Sequence[str]) -> Paste:
    """The entry as it fits into this text: in the place of one that is there, below a [trust], or with its own."""
    listed = ", ".join(f'"{name}"' for name in names)
    entry = f"authserv_ids = [{listed}]"
    rows, table, head = text.split("\n"), "", 0
    for number, row in enumerate(rows, start=1):
        if (found := _TABLE.match(row)) is not None:
            table = found[1].strip()
            head = number if table == "trust" else head
            continue
        key = _KEY.match(row)
        if key is not None and (table == "trust" if key[1] is None else not table):
            last = _last_row(rows, number)
            lines = f"line {number}" if last == number else f"lines {number} to {last}"
            return Paste(
                f"In the place of {lines}, where authserv_ids stands already:", (key[1] or "") + entry
            )
        if not table and _INLINE.match(row):
            return Paste(f"Between the braces of trust, in line {number}:", entry)
    if head:
        return Paste(f"Below the [trust] in line {head}:", entry)
    return Paste("At the end of the file:", f"[trust]\n{entry}")


def _last_row(rows: Sequence[str], number: int) -> int:
    """Where a list that begins in this row ends: in the row of its bracket."""
    ends = (at for at, row in enumerate(rows[number - 1 :], start=number) if "]" in row.partition("#")[0])
    return next(ends, number)
