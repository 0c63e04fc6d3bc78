"""A mail's body in, its lines, labelled values, lists and records of money out. Pure.

Banks print one thing in many ways: «Label: value», a label above its value, a row of labels above a
row of values, a table with a row of headings, columns held apart by spaces, «/DE … /MOTIF …», one
card for each payment. All become pairs, rows and records here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from relanced.intake.bank.figures import DIRECTION, day_in, is_money, money_in
from relanced.intake.bank.labels import FIGURES, PAYERS_WORDS, Role
from relanced.intake.bank.layout.glued import parted_lines
from relanced.intake.bank.layout.owned import leading_amount, owned_pairs
from relanced.intake.bank.layout.parts import Layout, Line, Pair, Row
from relanced.intake.bank.layout.plain import MAX_LINES, text_lines
from relanced.intake.bank.layout.records import lone_record, records_of
from relanced.intake.bank.layout.source import html_lines
from relanced.intake.bank.layout.tables import table_at
from relanced.intake.bank.vocabulary import GENERAL, Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_MAX_DAY = 28  # characters: «mercredi 15 octobre 2026»
_ARROWS = "←⇐⬅◀◄\ufe0f"
_QUOTED = lazy(r"[«“„\"‟][^«»“”„\"]{2,200}[»”“\"]")
_BULLET = lazy(r"[•*·‣▪–-]\s")
_NUMBERS = FIGURES - {Role.CURRENCY} | {Role.BALANCE, Role.DEBIT, Role.DAY, Role.VALUE_DAY}
_RULE = lazy(r"(?:[-_=*–—─═+|] {0,3}){5,}")


def layout_of(text: str, html: str, vocabulary: Vocabulary = GENERAL, subject: str = "") -> Layout:
    """Take a body apart: the HTML where there is one, for its tables tell more."""
    lines = html_lines(html) if html else text_lines(text)
    is_cut = len(lines) > MAX_LINES
    lines = parted_lines(lines[:MAX_LINES], subject, vocabulary)
    lines = _without_foot(lines, vocabulary)
    if html:
        lines = list(_unstacked(lines, vocabulary))
    return replace(_Builder(lines, vocabulary).build(), is_cut=is_cut)


def _without_foot(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """Cut at a ruled line when money stands above it and no label below."""
    for place, line in enumerate(lines):
        if not _RULE.fullmatch(line.text.strip()):
            continue
        above = any(money_in(before.text) for before in lines[:place])
        below = any(
            vocabulary.in_line.search(fold(after.text))
            or vocabulary.role_of(after.text)
            or money_in(after.text)
            for after in lines[place + 1 :]
        )
        if above and not below:
            lines = lines[:place]
            break
    return [line for line in lines if not _RULE.fullmatch(line.text.strip())]


def _unstacked(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """A row whose cells each hold a label above its value, as lines of their own."""
    found: list[Line] = []
    for line in lines:
        stacks = [cell.split("\n") for cell in line.cells if cell]
        labelled = [stack for stack in stacks if len(stack) > 1 and vocabulary.likely_role(stack[0])]
        if line.grid >= 0 and len(labelled) * 2 > len(stacks) - 1 and len(labelled) > len(stacks) // 2:
            found += [Line((part,), (*line.path, i)) for i, stack in enumerate(stacks) for part in stack]
        else:
            found.append(line)
    return found


def _turned(lines: list[Line], vocabulary: Vocabulary) -> frozenset[int]:
    """The HTML tables of two columns whose labels all stand right of their values."""
    rows: dict[int, list[tuple[Role | None, Role | None]]] = {}
    for line in lines:
        cells = [cell for cell in line.cells if cell]
        if line.grid >= 0 and len(cells) == 2:
            rows.setdefault(line.grid, []).append(
                (vocabulary.role_of(cells[0]), vocabulary.role_of(cells[1]))
            )
    return frozenset(
        grid
        for grid, roles in rows.items()
        if not any(left for left, _ in roles)
        and len({right for _, right in roles if right}) > 1
        and any(right in FIGURES for _, right in roles)
    )


def _labels_below(lines: list[Line], vocabulary: Vocabulary) -> frozenset[int]:
    """The labels of a run that all stand below their values: its figures show on which side they stand."""
    labels = {n for n, line in enumerate(lines) if len(line.cells) == 1 and vocabulary.role_of(line.text)}
    found: set[int] = set()
    for first in sorted(label for label in labels if label - 2 not in labels):
        run = [first]
        while run[-1] + 2 in labels:
            run.append(run[-1] + 2)
        told = [n for n in run if vocabulary.role_of(lines[n].text) in _NUMBERS - {Role.CURRENCY}]
        is_below = bool(told) and all(_is_figure(lines, n - 1) and not _is_figure(lines, n + 1) for n in told)
        if len(run) > 1 and first > 0 and is_below and run[-1] + 1 not in labels and first - 1 not in labels:
            found |= {n for n in run if n - 1 not in labels}
    return frozenset(found)


def _is_figure(lines: list[Line], place: int) -> bool:
    """An amount, or a day, and nothing else."""
    text = lines[place].text if 0 <= place < len(lines) else ""
    return is_money(text) or (day_in(text) is not None and len(text) < _MAX_DAY)


class _Builder:
    """One pass over the lines."""

    def __init__(self, lines: list[Line], vocabulary: Vocabulary) -> None:
        self._lines = lines
        self._vocabulary = vocabulary
        self._pairs: list[Pair] = []
        self._rows: list[Row] = []
        self._prose: list[tuple[int, str]] = []
        self._tables: list[tuple[Row, ...]] = []
        self._turned = _turned(lines, vocabulary)
        self._below = _labels_below(lines, vocabulary)

    def build(self) -> Layout:
        place = 0
        while place < len(self._lines):
            place += self._take(place)
        records, prose = records_of(self._lines, self._pairs, self._rows, self._prose)
        lone = None if records else lone_record(self._lines, self._rows, self._prose)
        return Layout(
            tuple(line.text for line in self._lines),
            tuple(self._pairs),
            tuple(self._tables),
            tuple(self._rows),
            records,
            lone,
            tuple(prose),
            self._vocabulary,
        )

    def _take(self, place: int) -> int:
        """Read what starts at this line; the number of lines taken."""
        line = self._lines[place]
        cells = [" ".join(cell.split()) for cell in line.cells if cell]
        rows, taken = table_at(self._lines, place, self._vocabulary)
        if taken:
            self._tables.append(rows)
            return taken
        if len(cells) == 1 and _QUOTED.fullmatch(cells[0]):
            self._prose.append((place, cells[0]))  # somebody's own words, whatever labels he writes
            return 1
        if self._behind(line, cells, place):
            return 1
        if place + 1 in self._below:
            label = self._lines[place + 1].text
            role = self._vocabulary.role_of(label) or Role.ASIDE
            self._pairs.append(Pair(role, fold(label), line.text.strip(), place))
            return 2
        if self._labels_above(place) or self._label_above(place, cells):
            return 2
        if self._payers_cell(cells, place) or self._beside(cells, place) or self._labelled(line, place):
            return 1
        if len(cells) > 1:
            self._celled(line, cells, place)
            return 1
        if pair := leading_amount(line.text, place, self._vocabulary):
            self._pairs.append(pair)
        self._prose.append((place, line.text.strip()))
        return 1

    def _behind(self, line: Line, cells: list[str], place: int) -> bool:
        """A label right of its value: «1.240,00 €  ← amount», or in every row of the table."""
        if len(cells) != 2 or self._vocabulary.role_of(cells[0]):
            return False
        has_arrow = cells[1][0] in _ARROWS
        role = self._vocabulary.role_beside(cells[1], cells[0])
        if not has_arrow and (role is None or line.grid not in self._turned):
            return False
        self._pairs.append(Pair(role or Role.ASIDE, fold(cells[1]).strip(_ARROWS + " "), cells[0], place))
        return True

    def _payers_cell(self, cells: list[str], place: int) -> bool:
        """The payer's name or words behind their label: whatever labels he writes, they are his words."""
        role = self._vocabulary.role_of(cells[0]) if len(cells) > 1 else None
        if role not in PAYERS_WORDS or len(cells) > 3 or self._alternates(cells):
            return False
        if all(map(self._vocabulary.role_of, cells)):
            return False
        self._pairs.append(Pair(role, fold(cells[0]), " ".join(cells[1:]), place))
        return True

    def _alternates(self, cells: list[str]) -> bool:
        """«label, value, label, value»."""
        labels = [self._vocabulary.role_of(cell) for cell in cells]
        return len(cells) >= 4 and len(cells) % 2 == 0 and all(labels[::2]) and not any(labels[1::2])

    def _beside(self, cells: list[str], place: int) -> bool:
        """Labels left of their values."""
        if len(cells) < 2:
            return False
        if self._alternates(cells):
            for label, value in zip(cells[::2], cells[1::2], strict=True):
                if role := self._vocabulary.role_of(label):
                    self._pairs.append(Pair(role, fold(label), value, place))
            return True
        role = self._vocabulary.role_beside(cells[0], " ".join(cells[1:]))
        if role is None or len(cells) > 3:
            return False
        if role in {Role.CREDITED, Role.DEBIT} and _BULLET.match(cells[0]) and DIRECTION.fullmatch(cells[0]):
            return False  # an entry of a list: «• bij  € 605,00»
        if len(cells) == 3 and is_money(cells[1]) and is_money(cells[2]):
            return False  # a sum below columns
        self._pairs.append(Pair(role, fold(cells[0]), " ".join(cells[1:]), place))
        return True

    def _celled(self, line: Line, cells: list[str], place: int) -> None:
        """One line of a list."""
        if all(self._vocabulary.role_of(cell) for cell in cells):
            return  # a row of headings without its list
        if all(is_money(cell) or self._vocabulary.likely_role(cell) is Role.CURRENCY for cell in cells):
            return
        kept = tuple(cell for cell in line.cells if cell)
        self._rows.append(Row(kept, (None,) * len(kept), place))

    def _labels_above(self, place: int) -> bool:
        """A row of labels, its values in the row below."""
        if place + 1 >= len(self._lines):
            return False
        heads, values = self._lines[place], self._lines[place + 1]
        labels = [self._vocabulary.likely_role(cell) for cell in heads.cells]
        if (
            len(heads.cells) < 2
            or len(values.cells) != len(heads.cells)
            or (heads.grid < 0) != (values.grid < 0)
        ):
            return False
        known = sum(role is not None for role in labels)
        unknown = sum(bool(cell) for cell in heads.cells) - known
        is_plain = not any(re.search(r"\d{2}", cell) for cell in heads.cells)
        are_labels = sum(self._vocabulary.role_of(cell) is not None for cell in values.cells)
        if (
            known < 1
            or (unknown and known < unknown + 2)
            or not is_plain
            or are_labels
            or not any(values.cells)
        ):
            return False
        if sum(bool(cell) for cell in heads.cells) < 2:
            return False
        for label, role, value in zip(heads.cells, labels, values.cells, strict=True):
            if label and value:
                plain = " ".join(value.split())
                self._pairs.append(Pair(role or Role.ASIDE, fold(label), plain, place + 1))
        return True

    def _label_above(self, place: int, cells: Sequence[str]) -> bool:
        """A label on a line of its own, its value on the next."""
        if len(cells) > 1 or place + 1 >= len(self._lines):
            return False
        line, below = self._lines[place].text.strip(), self._lines[place + 1]
        value = below.text.strip()
        role = self._vocabulary.role_of(line)
        if role is None and len(line) < 40 and not line.endswith((".", "!", "?")):
            role = self._vocabulary.role_beside(line, value) if not below.raw else None
        if role is None or (role in _NUMBERS and not re.search(r"\d", value)):
            return False
        inner = [cell for cell in below.cells if cell]
        if self._vocabulary.role_of(value) or len(inner) > 2 or self._vocabulary.in_line.match(fold(value)):
            return False
        if (len(inner) == 2 and self._vocabulary.likely_role(inner[0])) or leading_amount(
            value, 0, self._vocabulary
        ):
            return False  # the next labelled value; this one is empty
        self._pairs.append(Pair(role, fold(line), value, place + 1))
        return True

    def _labelled(self, line: Line, place: int) -> bool:
        """Every «label: value» of a line, also in the middle of a sentence."""
        pairs, lead = owned_pairs(line.text, place, self._vocabulary)
        self._pairs.extend(pairs)
        if not pairs and lead == line.text:
            return False
        if len(lead) > 3:
            self._prose.append((place, lead))
        return True
