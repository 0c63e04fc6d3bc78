"""A text and the numbers of items in, what it names as a whole out: marks, structured references. Values. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relanced.casework.settle.names import fold_text
from relanced.casework.settle.numbers import TOKEN, Number
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.structured import carried, structured_in


@dataclass(frozen=True, slots=True)
class Mention:
    """One number as written, and what it may mean."""

    written: str
    items: tuple[OpenItem, ...]  # several: the same running number in two years, one order for two invoices
    sure: bool  # False: amount or payer must bear it out
    cut: bool = False  # the text ends inside the number
    strong: bool = True  # False, of a sure one: digits so few that they may be another's number
    labelled: bool = False  # called an invoice
    longer: tuple[OpenItem, ...] = ()  # the text ends here: numbers that go on


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that a text names."""

    found: tuple[Mention, ...]
    strangers: tuple[str, ...]  # numbers in the form of ours that are none of these items
    between: tuple[OpenItem, ...] = ()  # further items, where two numbers may mean «from … to»
    is_range: bool = False  # they do
    cut: Mention | None = None  # behind whole numbers: one that the text's end cut
    unread: tuple[str, ...] = ()  # rows of digits that may name one of our numbers and could not be read


def take_structured(text: str, numbers: Sequence[Number]) -> tuple[str, list[Mention]]:
    """Find structured references, and blank them: their digits are nothing else."""
    found: list[Mention] = []
    for reference in structured_in(text):
        hits = [n for n in numbers if carried(reference, n.compact)]
        most = max((len(n.digits) for n in hits), default=0)
        items = tuple(n.item for n in hits if len(n.digits) == most)
        if items:
            found.append(Mention(reference.written, items, sure=True, labelled=True))
        text = _blank(text, reference.start, reference.end)
    return text, found


def take_marks(text: str, numbers: Sequence[Number]) -> tuple[str, list[Mention]]:
    """Find order and quote numbers as a whole, and blank them: their digits are no invoice's."""
    marks: dict[tuple[str, ...], list[OpenItem]] = {}
    for number in numbers:
        for mark in number.item.marks:
            parts = tuple(TOKEN.findall(fold_text(mark[:80])))
            if sum(map(len, parts)) >= 4 and sum(len(p) for p in parts if p.isdigit()) >= 3:
                marks.setdefault(parts, []).append(number.item)
    found: list[Mention] = []
    plain = "".join(TOKEN.findall(text))
    there = (parts for parts in marks if "".join(parts) in plain)  # an expression for each would cost much
    for parts in sorted(there, key=lambda parts: -sum(map(len, parts))):
        loose = r"[^A-Z0-9]{0,3}".join(map(re.escape, parts))
        match = re.search(rf"(?<![0-9]){loose}(?![0-9])", text)
        if match:
            found.append(Mention(match[0], tuple(marks[parts]), sure=True))
            text = _blank(text, match.start(), match.end())
    return text, found


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "#" * (end - start) + text[end:]
