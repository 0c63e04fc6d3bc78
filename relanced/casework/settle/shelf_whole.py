"""Items by their numbers, sign for sign, in; for a reference that names one of them and nothing else that one out.

An index, changed by its shelf. Most payers write one number and the words around it: what is surely
said so needs no other reading of the text.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from relanced.casework.settle.numbers import written
from relanced.casework.settle.references import attempts, is_one
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.structured import structured_in
from relanced.casework.settle.tokens import tokens_of

_MOST_WORDS = 30  # of a reference that is looked at: a longer one is read as all others are


class Whole(NamedTuple):
    """A number that stands in a text."""

    place: int  # of its item
    written: str  # as it stands there


@dataclass(slots=True)
class WholeIndex:
    """Items, each a whole number here, by letters and digits of their numbers in turn."""

    _by_parts: dict[tuple[str, ...], list[int]] = field(default_factory=dict)
    _most: int = 0  # parts that a number ever had

    def add(self, place: int, item: OpenItem) -> None:
        """Take in an item that is not yet there."""
        number = written(item)
        if number.groups:
            self._by_parts.setdefault(number.parts, []).append(place)
            self._most = max(self._most, len(number.parts))

    def remove(self, place: int, item: OpenItem) -> None:
        """Forget an item that is there."""
        number = written(item)
        if number.groups:
            self._by_parts[number.parts].remove(place)
            if not self._by_parts[number.parts]:
                del self._by_parts[number.parts]

    def only(self, reference: str) -> list[Whole]:
        """The items of the one number that stands in a reference whose other words bear no digit; else nothing.

        For `references.read_mentions` such a text names these items, surely, and nothing beside them, as
        long as it names no mark.
        """
        readings = attempts(reference)
        told = tokens_of(readings[0])
        if len(readings) != 1 or len(told) > _MOST_WORDS:
            return []
        text, words = readings[0], [token.text for token in told]
        found = [
            (start, size)
            for start in range(len(words))
            for size in range(2, min(self._most, len(words) - start) + 1)
            if tuple(words[start : start + size]) in self._by_parts
        ]
        if len(found) != 1 or any(True for _ in structured_in(text)):
            return []
        ((start, size),) = found
        letters = "".join(word for word in words[start : start + size] if not word.isdigit())
        beside = (*words[:start], *words[start + size :])
        if any(map(str.isdigit, beside)) or not is_one(text, told, start, size, letters):
            return []
        written = text[told[start].start : told[start + size - 1].end]
        return [Whole(place, written) for place in self._by_parts[tuple(words[start : start + size])]]
