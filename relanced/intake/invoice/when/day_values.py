"""A sheet and a label of a day in, the chunk that holds its value out: beside it, or under it. Pure.

A value is of one label only. Where it may be of two, it is of none: a due day that is taken for the
day of issue moves every letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.days import find_days
from relanced.intake.invoice.labels.labels import Labels
from relanced.intake.invoice.labels.labels_day import DAY_LABELS, MONEY_HEADS
from relanced.intake.invoice.labels.labels_money import ITEM_HEADS
from relanced.intake.invoice.labels.labels_number import NUMBER_LABELS
from relanced.intake.invoice.page.sheet import Chunk, Sheet

MAX_OPEN = 200  # labels without a value of their own that are looked at
_MONEY_HEADS = Labels({True: MONEY_HEADS})
_BESIDE, _UNDER = 0.5, 1.0  # how much worse than a value in the label's own line


@dataclass(frozen=True, slots=True)
class Values:
    """One sheet, and its labels whose value stands in another chunk."""

    sheet: Sheet
    open_labels: tuple[Chunk, ...]

    def of(self, label: Chunk) -> Iterator[tuple[float, Chunk]]:
        """The chunks that may hold the value of a label, each with what it costs; the nearest first."""
        beside = self._beside(label)
        if beside is not None:
            yield _BESIDE, beside
        for under in self.sheet.below(label)[:1]:
            if not self._is_of_another(under, label) and not self._heads_a_table(label, under):
                yield _UNDER, under

    def _beside(self, label: Chunk) -> Chunk | None:
        beside = self.sheet.right_of(label)[:1]
        if not beside or self._is_below_another(beside[0], label):
            return None
        return beside[0] if beside[0].line == label.line else self._in_pairs(label, beside[0])

    def _in_pairs(self, label: Chunk, value: Chunk) -> Chunk | None:
        """A value half a line lower than its label: the labels and values of two columns, counted off.

        Web pages printed with rows of uneven height do so; each label then stands beside two values.
        """
        labels, values = _stack(self.sheet, label), _stack(self.sheet, value)
        if len(labels) > 1 and len(labels) == len(values):
            return values[labels.index(label)]
        return value if len([each for each in labels if _overlap(each, value)]) <= 1 else None

    def _is_below_another(self, value: Chunk, label: Chunk) -> bool:
        """Whether a day beside a label stands right under another one that has nothing beside it."""
        above = (
            other
            for other in self.open_labels
            if other is not label
            and -0.4 * other.height <= value.top - other.bottom <= 1.2 * other.height
            and _away(other, value) < 4
        )
        return any(not _holds_day(self.sheet.right_of(other)[:1]) for other in above)

    def _is_of_another(self, value: Chunk, label: Chunk) -> bool:
        """Whether what stands under a label is nearer to another in its line, or beside one of its own."""
        for other in self.open_labels:
            if other is label:
                continue
            if other.line == label.line and _away(other, value) < _away(label, value):
                return True
            if other.line == value.line and other.right <= value.left + 2:
                between = [c for c in self.sheet.right_of(other)[:1] if c is value]
                if between:
                    return True
        return False

    def _heads_a_table(self, label: Chunk, under: Chunk) -> bool:
        """Whether a label heads the column of days of a table of items: «Date | Désignation | Qté»."""
        if self.is_item_head(label):
            return True
        following = self.sheet.below(under, reach=1.5)[:1]
        column = (under, *following)
        return len(column) == 2 and _away(under, following[0]) < 4 and all(map(_is_bare_day, column))

    def is_item_head(self, label: Chunk) -> bool:
        """Whether two heads of item columns stand in the line, or one beside that of an amount.

        «Référence» counts for none: it also stands beside the date in the strip at the head of a page.
        """
        line = [chunk.plain for chunk in self.sheet.line_of(label)]
        heads = {plain[hit.start : hit.end] for plain in line for hit in ITEM_HEADS.find(plain)}
        heads -= {"reference", "ref"}
        return len(heads) >= 2 or (bool(heads) and any(_MONEY_HEADS.find(plain) for plain in line))


def values_of(sheet: Sheet) -> Values:
    """Prepare the look-up: find the labels that end their chunk."""
    found = (chunk for chunk in sheet.chunks if len(chunk.text) <= 80 and _is_open(chunk))
    return Values(sheet, tuple(chunk for chunk, _ in zip(found, range(MAX_OPEN), strict=False)))


def _is_open(chunk: Chunk) -> bool:
    ends = [hit.end for labels in (DAY_LABELS, NUMBER_LABELS) for hit in labels.find(chunk.plain)[-1:]]
    return any(not any(char.isalnum() for char in chunk.plain[end:]) for end in ends)


def _stack(sheet: Sheet, chunk: Chunk) -> list[Chunk]:
    """The chunks of one size flush above and under this one, without a gap."""
    column = sorted(
        (c for c in sheet.chunks if abs(c.left - chunk.left) < 3 and 0.77 < c.height / chunk.height < 1.3),
        key=lambda c: c.top,
    )
    here = column.index(chunk)
    first = last = here
    while first > 0 and _follows(column[first - 1], column[first]):
        first -= 1
    while last + 1 < len(column) and _follows(column[last], column[last + 1]):
        last += 1
    return column[first : last + 1]


def _follows(upper: Chunk, lower: Chunk) -> bool:
    return lower.top - upper.bottom <= 1.2 * upper.height


def _overlap(one: Chunk, other: Chunk) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.25 * min(one.height, other.height)


def _away(label: Chunk, value: Chunk) -> float:
    """How far a value is off the column of a label: its left edges, right edges or middles, in points."""
    centres = abs(label.left + label.right - value.left - value.right) / 2
    return min(abs(label.left - value.left), abs(label.right - value.right), centres)


def _holds_day(chunks: tuple[Chunk, ...]) -> bool:
    return any(True for chunk in chunks for _ in find_days(chunk.text))


def _is_bare_day(chunk: Chunk) -> bool:
    found = next(find_days(chunk.text), None)
    return found is not None and found.end - found.start >= len(chunk.text.strip()) - 1
