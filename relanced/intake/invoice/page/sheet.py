"""Pieces of text with their places in, a sheet to look things up on out: what stands beside, what below.

A page is read as people read it: a value stands after its label, to the right of it, or under it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from relanced.intake.days import fold
from relanced.intake.lazy import lazy

MAX_CHUNKS = 6_000  # of one sheet: of a longer one the middle, its items, is cut
_SIGNS = lazy(r"[:;.,|=>_–—/·•-]{1,40}")
_TAB = 40.0  # width that a gap between two columns of plain text stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Words that stand together. Places in points, y growing downwards over all pages of a sheet."""

    text: str
    plain: str  # the same, folded, character for character
    left: float
    right: float
    top: float
    bottom: float
    line: int  # chunks of one base line share it; grows downwards

    @property
    def height(self) -> float:
        """The height of the letters, in points."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Sheet:
    """One document: its chunks in reading order, over all of its pages."""

    chunks: tuple[Chunk, ...]

    @cached_property
    def _reach(self) -> tuple[float, float, float]:
        """The top of the highest words, the bottom of the lowest, the height of the tallest."""
        top = min((each.top for each in self.chunks), default=0.0)
        bottom = max((each.bottom for each in self.chunks), default=0.0)
        return top, bottom, max((each.height for each in self.chunks), default=0.0)

    @cached_property
    def _by_top(self) -> tuple[list[float], list[tuple[int, Chunk]]]:
        """The chunks from the top down, each with its place in reading order; apart, their tops."""
        ordered = sorted(enumerate(self.chunks), key=lambda each: each[1].top)
        return [chunk.top for _, chunk in ordered], ordered

    @cached_property
    def _by_line(self) -> dict[int, tuple[Chunk, ...]]:
        lines: dict[int, list[Chunk]] = {}
        for chunk in self.chunks:
            lines.setdefault(chunk.line, []).append(chunk)
        return {number: tuple(line) for number, line in lines.items()}

    def _between(self, first: float, last: float) -> list[Chunk]:
        """The chunks whose tops lie between two heights, in reading order."""
        tops, ordered = self._by_top
        found = ordered[bisect_left(tops, first) : bisect_right(tops, last)]
        return [chunk for _, chunk in sorted(found, key=_place)]

    @property
    def text(self) -> str:
        """The text, line by line, the columns of a line apart by tabs."""
        return "\n".join("\t".join(chunk.text for chunk in line) for line in self.lines())

    def depth_of(self, chunk: Chunk) -> float:
        """How far down a chunk stands: 0 at the first words of the sheet, 1 at the last."""
        top, bottom, _ = self._reach
        return (chunk.top - top) / max(bottom - top, 1.0)

    def lines(self) -> Iterator[tuple[Chunk, ...]]:
        """The chunks of each base line, from left to right."""
        line: list[Chunk] = []
        for chunk in self.chunks:
            if line and chunk.line != line[0].line:
                yield tuple(line)
                line = []
            line.append(chunk)
        if line:
            yield tuple(line)

    def line_of(self, chunk: Chunk) -> tuple[Chunk, ...]:
        """The chunks on the base line of this one."""
        return self._by_line.get(chunk.line, ())

    def right_of(self, chunk: Chunk) -> tuple[Chunk, ...]:
        """What stands beside it on the right, nearest first; sizes of type may differ.

        Signs that stand alone are none: «Échéance | : | 30.06.2026».
        """
        highest = chunk.top - self._reach[2] - 1  # of what may still reach down to it
        found = [
            other
            for other in self._between(highest, chunk.bottom)
            if other.left >= chunk.right - 2
            and other is not chunk
            and _beside(chunk, other)
            and not _SIGNS.fullmatch(other.text)
        ]
        return tuple(sorted(found, key=lambda other: other.left))

    def below(self, chunk: Chunk, reach: float = 2.5) -> tuple[Chunk, ...]:
        """What stands under it, nearest first, no farther than `reach` times its height."""
        limit = chunk.bottom + reach * chunk.height
        found = [
            other
            for other in self._between(chunk.bottom - 0.4 * chunk.height, limit)
            if chunk.line < other.line
            and other.left < max(chunk.right + 3, chunk.left + 45)  # a value may be indented under its label
            and other.right > chunk.left - 3
        ]
        return tuple(sorted(found, key=lambda other: (other.top, abs(other.left - chunk.left))))

    def block_below(self, chunk: Chunk, most: int = 6) -> tuple[Chunk, ...]:
        """The lines that go on under a chunk: same left or right edge, no gap between them."""
        block: list[Chunk] = []
        last = chunk
        while len(block) < most:
            following = next((c for c in self.below(last, reach=1.2) if _flush(chunk, c)), None)
            if following is None:
                break
            block.append(following)
            last = following
        return tuple(block)


def _place(each: tuple[int, Chunk]) -> int:
    return each[0]


def _beside(one: Chunk, other: Chunk) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.25 * min(
        one.height, other.height
    )  # a label stands in the middle of a value of two lines


def _flush(one: Chunk, other: Chunk) -> bool:
    return abs(one.left - other.left) < 4 or abs(one.right - other.right) < 4


def sheet_of(chunks: Iterable[Chunk]) -> Sheet:
    """Put chunks into reading order, within the limit."""
    ordered = sorted(chunks, key=lambda c: (c.line, c.left))
    half = MAX_CHUNKS // 2
    return Sheet(tuple(ordered if len(ordered) <= MAX_CHUNKS else ordered[:half] + ordered[-half:]))


def sheet_of_text(text: str) -> Sheet:
    """Lay plain text out as a sheet: a line is a line, tabs part its columns."""
    chunks = []
    for number, line in enumerate(text.split("\n")[:2_000]):
        left = 0.0
        for column in line[:2_000].replace("|", "\t").split("\t"):
            words = " ".join(column.split())
            right = left + 5.0 * len(words)
            if words:
                chunks.append(chunk_of(words, (left, number * 12.0, right, number * 12.0 + 10), number))
            left = right + _TAB
    return sheet_of(chunks)


def chunk_of(text: str, box: tuple[float, float, float, float], line: int) -> Chunk:
    """A chunk from its text and (left, top, right, bottom)."""
    left, top, right, bottom = box
    return Chunk(text=text, plain=fold(text), left=left, right=right, top=top, bottom=bottom, line=line)
