"""The head of a list of due days in, the days of the list out: one day, or several instalments. Pure."""

from dataclasses import replace
from itertools import groupby

from relanced.intake.days import find_days
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.invoice.when.day_phrases import names_a_sum
from relanced.intake.invoice.when.day_reads import DayRead

MAX_LINES = 24
_REACH = 3.0  # heights between the head and the first line, or two lines


def instalments_of(sheet: Sheet, head: Chunk, *, month_first: bool) -> list[DayRead]:
    """The days under «Échéances» or «Vencimientos», each in a line with its amount.

    Such a head stands in the middle over all columns of its list as often as over that of the days.
    """
    found: list[DayRead] = []
    last = head
    below = (each for each in sheet.chunks if head.line < each.line <= head.line + 2 * MAX_LINES)
    for _, group in groupby(below, key=lambda each: each.line):
        line = tuple(group)
        if line[0].top - last.bottom > _REACH * head.height:
            break
        read = _of_line(line, month_first=month_first)
        if read is None and found:
            break
        if read is not None:
            found.append(replace(read, words=f"{head.text.strip()} {read.words}"))
            last = line[0]
    return [replace(read, is_part=True) for read in found] if len(found) > 1 else found


def _of_line(line: tuple[Chunk, ...], *, month_first: bool) -> DayRead | None:
    """The one day of a line that also names an amount."""
    days = [found.day for chunk in line for found in find_days(chunk.text, month_first=month_first)]
    if len(set(days)) != 1 or not any(names_a_sum(chunk.text) for chunk in line):
        return None
    return DayRead(days[0], " ".join(chunk.text for chunk in line), 9.0)
