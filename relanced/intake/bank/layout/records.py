"""Lines with their blocks in, the records of a list that has no headings out: one card for each payment. Pure.

A service prints each payment as a block of its own: a name, some words, an amount. A block reaches
as far out as it holds one payment's amount only; what stands below it and before the next belongs to it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from relanced.intake.bank.figures import DIRECTION, is_money, money_in, sign_of
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Line, Pair, Record, Row
from relanced.intake.bank.sentences import payer_in

_FIGURES = frozenset(
    {Role.CREDITED, Role.AMOUNT, Role.SENT, Role.TOTAL, Role.NET, Role.FEE, Role.BALANCE, Role.DEBIT}
)
_MAX_SENTENCE = 240
_MAX_BESIDE = 90  # characters beside an amount; more is a sentence
Prose = list[tuple[int, str]]
Anchor = tuple[str, tuple[str, ...]]  # the amount as printed, the words beside it


def records_of(
    lines: Sequence[Line], pairs: Sequence[Pair], rows: Sequence[Row], prose: Prose
) -> tuple[tuple[Record, ...], Prose]:
    """The records (two at least, else none), and the prose that is in none of them."""
    anchors = _anchors(lines, pairs, rows, prose)
    places = sorted(anchors)
    amounts = {found.money for amount, _ in anchors.values() for found in money_in(amount)}
    if len(places) < 2 or (len(amounts) == 1 and len(places) == 2):
        return (), prose  # one payment, told twice
    owner = _owners(lines, places)
    if not any(_sentence(lines[place], lines[place].text) for place in places):
        owner = _with_tails(lines, places, owner)
    records = tuple(
        _record(place, anchors[place], [n for n, of in owner.items() if of == place], pairs, rows, prose)
        for place in places
    )
    if not all(map(_has_words, records)):
        return (), prose
    return records, [(place, text) for place, text in prose if place not in owner]


def _anchors(
    lines: Sequence[Line], pairs: Sequence[Pair], rows: Sequence[Row], prose: Prose
) -> dict[int, Anchor]:
    """By line, the amounts that may be a payment's each, with the words on their line."""
    figures = {pair.line for pair in pairs if pair.role in _FIGURES}
    found = {place: each for place, text in prose if place not in figures and (each := _anchor(text))}
    found |= {row.line: each for row in rows if row.line not in figures and (each := _row_anchor(row))}
    told = {
        place: _sentence(lines[place], text) for place, text in prose if place not in figures | found.keys()
    }
    entries = {place: each for place, each in told.items() if each}
    lists = {lines[place].path[:-1] for place in entries if not lines[place].raw}
    beside: dict[int, Anchor] = {  # «you refunded WHO 12 €»: an entry of the same list that names no payer
        place: (text[money_in(text)[0].start : money_in(text)[0].end], (text,))
        for place, text in prose
        if len(entries) > 1
        and place not in figures | found.keys() | entries.keys()
        and lines[place].path[:-1] in lists
        and lines[place].path[-1:]
        and len(money_in(text)) == 1
        and len(text) <= _MAX_SENTENCE
        and not lines[place].raw
    }
    return found | entries | beside


def _record(
    place: int,
    anchor: Anchor,
    mine: Sequence[int],
    pairs: Sequence[Pair],
    rows: Sequence[Row],
    prose: Prose,
) -> Record:
    amount, beside = anchor
    words = [(place, word) for word in beside]
    words += [(n, text) for n, text in prose if n in mine and n != place]
    words += [
        (row.line, cell) for row in rows if row.line in mine and row.line != place for cell in row.cells
    ]
    words.sort(key=lambda each: each[0])
    return Record(
        amount, tuple(word for _, word in words), tuple(pair for pair in pairs if pair.line in mine), place
    )


def _has_words(record: Record) -> bool:
    told = (*record.words, *(pair.value for pair in record.pairs))
    return any(re.search(r"[^\W\d]{3}", text) for text in told)


def _anchor(text: str) -> Anchor | None:
    """An amount alone, or at the end of a few words: the amount as printed and the words."""
    found = money_in(text)
    if len(found) != 1 or len(text) > _MAX_BESIDE:
        return None
    before, after = text[: found[0].start], text[found[0].end :]
    if is_money(text) or (DIRECTION.fullmatch(before) and not after.strip(" .;")):
        return text.strip(), ()
    tail = after.strip(" .;")
    if not re.fullmatch(r"(?:\(.{1,60}\))?", tail):
        return None
    if not re.search(r"(?:\s[-–—·]|:)\s*+[+−-]?\s*+$", before):
        return None
    amount = text[found[0].start : found[0].end]
    return amount, tuple(w for w in (before.strip(" •*-–—·:"), tail.strip("()")) if w)


def _sentence(line: Line, text: str) -> Anchor | None:
    """«1) Eingang 12,00 EUR von Kanzlei Ode»: an entry in words, of a list or a block of its own."""
    found = money_in(text)
    is_entry = bool(line.path[-1:]) and (not line.raw or line.path[-1] > 0)
    if len(found) != 1 or not is_entry or len(text) > _MAX_SENTENCE or not payer_in(text):
        return None
    return text[found[0].start : found[0].end], (text,)


def lone_record(lines: Sequence[Line], rows: Sequence[Row], prose: Prose) -> Record | None:
    """The one amount that stands alone, with the words of the innermost block that has some beside it."""
    words = dict(prose) | {row.line: "\n".join(row.cells) for row in rows}
    anchors = {place: text.strip() for place, text in prose if is_money(text)}
    anchors |= {row.line: found[0] for row in rows if (found := _row_anchor(row))}
    if len(anchors) != 1:
        return None
    (place, amount), *_ = anchors.items()
    path = lines[place].path
    for depth in range(len(path), 0, -1):
        inside = [n for n, line in enumerate(lines) if line.path[:depth] == path[:depth] and n in words]
        parts = (part for n in inside for part in words[n].split("\n"))
        told = tuple(part for part in parts if not is_money(part) and not DIRECTION.fullmatch(part))
        if any(re.search(r"[^\W\d]{4}", part) for part in told):
            return Record(amount, told, (), place)
    return None


def _row_anchor(row: Row) -> Anchor | None:
    amounts = [cell for cell in row.cells if is_money(" ".join(cell.split()))]
    if not amounts:
        return None
    words = [cell for cell in row.cells if cell not in amounts]
    ways = [word for word in words if DIRECTION.fullmatch(word)]
    amount = f"{ways[0]} {amounts[0]}" if ways and not sign_of(amounts[0]) else amounts[0]
    return amount, tuple(word for word in words if word not in ways)


def _owners(lines: Sequence[Line], places: Sequence[int]) -> dict[int, int]:
    """For each line of a record the line of its amount."""
    owner: dict[int, int] = {}
    for index, place in enumerate(places):
        path = lines[place].path
        near = [lines[places[i]].path for i in (index - 1, index + 1) if 0 <= i < len(places)]
        depth = max(_common(path, other) for other in near)
        if len(path) <= depth:
            owner[place] = place
            continue
        start = end = place
        while start > 0 and lines[start - 1].path[: depth + 1] == path[: depth + 1]:
            start -= 1
        while end + 1 < len(lines) and lines[end + 1].path[: depth + 1] == path[: depth + 1]:
            end += 1
        owner.update(dict.fromkeys(range(start, end + 1), place))
    return owner


def _with_tails(lines: Sequence[Line], places: Sequence[int], owner: dict[int, int]) -> dict[int, int]:
    """Give each record the lines between it and the next that stand in no record, if all have such."""
    shapes = []
    for place, following in pairwise(places):
        free = [n for n in range(place + 1, following) if n not in owner]
        shapes.append(free)
    if not shapes or not all(shapes) or len({len(free) for free in shapes}) != 1:
        return owner
    first = min(n for n, of in owner.items() if of == places[0])
    heads = first > 0 and lines[first - 1].path[:-1] == lines[shapes[0][-1]].path[:-1]
    if heads or any(money_in(lines[n].text) for free in shapes for n in free):
        return owner
    heads_first = min(n for n, of in owner.items() if of == places[0])
    width = len(shapes[0])
    has_head = any(owner.get(n) == places[0] and n < places[0] for n in owner) or _beside_words(
        lines[places[0]]
    )
    for place in places:
        if has_head:
            tail = range(place + 1, min(place + 1 + width, len(lines)))
            owner.update({n: place for n in tail if n not in owner})
        else:
            lead = range(max(place - width, 0), place)
            owner.update({n: place for n in lead if n not in owner and n < max(heads_first, place)})
    return owner


def _beside_words(line: Line) -> bool:
    return any(not is_money(cell) for cell in line.cells if cell)


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
