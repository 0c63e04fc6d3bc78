"""A mail's body in, its lines, labelled values and lists of money out. Pure.

Banks print one thing in many ways: «Label: value», a label above its value, a table with a row of
headings, columns held apart by spaces, «/DE … /MOTIF …». All become pairs and rows here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from relanced.intake.amounts import FoundAmount, find_amounts
from relanced.intake.bank.labels import (
    OPEN_LABELS,
    PAYERS_WORDS,
    ROLE_OF,
    SLASH_ROLE,
    Role,
    without_payers_figures,
)
from relanced.intake.days import find_days, fold
from relanced.intake.html import html_to_text, node_text, parse_html

MAX_LINES = 600
MAX_LINE = 600  # characters
MAX_TABLES = 60
_CELLS = re.compile(r"\t|\s{0,40}\|\s{0,40}| {2,}| ?\.{4,} ?")
_RULE = re.compile(r"[-_=*–—]{5,}")
_LABELS = "|".join(re.escape(label) for label in sorted(ROLE_OF, key=len, reverse=True))
_IN_LINE = re.compile(
    rf"(?:^|(?<=[\s|;,.(/–-]))({_LABELS})(?: ?n°)?(?: ?\([a-z€£$]{{1,6}}\))?\s?[:=]\s?(?!//)"
)
_SLASHED = re.compile(
    r"(?:^|\s)/\s?(de|motif|ref|reference|libelle|from|info|msg|name|remi|nom|objet|rem)\s+"
)
_NOT_MONEY = re.compile(  # dates, times, accounts, percentages
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}\b"
    r"|^\d{1,2}\.\d{1,2}\.?(?=\s)(?!\s*(?:€|eur|usd|gbp|chf|£|\$))"
    r"|\b(?:[01]?\d|2[0-3])[:h]\d{2}(?::\d{2})?\b|\b(?:[01]?\d|2[0-3])\.\d{2}(?=\s*uhr)"
    r"|\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,8}\b|(?<!\d)\d{1,20}(?:[.,]\d{1,20})?\s?%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A value with its label."""

    role: Role
    label: str  # folded
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its cells, by role where the list has headings."""

    cells: tuple[str, ...]
    roles: tuple[Role | None, ...]  # as long as cells; all None where there are no headings
    line: int

    def value(self, *roles: Role) -> str:
        """The first cell that is not empty of the first of these roles that has one."""
        for wanted in roles:
            for role, cell in zip(self.roles, self.cells, strict=True):
                if role is wanted and cell:
                    return cell
        return ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A body taken apart."""

    lines: tuple[str, ...]
    pairs: tuple[Pair, ...]
    tables: tuple[tuple[Row, ...], ...]  # lists with headings
    rows: tuple[Row, ...]  # lines of cells without headings
    prose: tuple[tuple[int, str], ...]  # the rest, with the number of the line


def role_of(label: str) -> Role | None:
    """What a label announces; None where it is no label that we know."""
    plain = " ".join(fold(label).replace("’", "'").split()).strip(" :.*=>·•-")
    if plain in ROLE_OF:
        return ROLE_OF[plain]
    plain = re.sub(r"\s?\([^)]{0,24}\)$", "", plain)
    if plain in ROLE_OF:
        return ROLE_OF[plain]
    return next((role for start, role in OPEN_LABELS if plain.startswith(start) and len(plain) < 80), None)


def money_in(text: str, currency: str = "EUR") -> list[FoundAmount]:
    """The amounts of a text that are written as money: with a currency or with cents; dates and numbers apart."""
    blanked = _NOT_MONEY.sub(lambda m: "#" * len(m[0]), text[:MAX_LINE])
    return [found for found in find_amounts(blanked, currency) if found.has_currency or found.has_cents]


def day_in(text: str) -> date | None:
    """The first full date of a text."""
    return next((found.day for found in find_days(text[:MAX_LINE])), None)


def layout_of(text: str, html: str) -> Layout:
    """Take a body apart: the HTML where there is one, for its tables tell more."""
    source = html_to_text(html) if html else text
    lines = [
        line[:MAX_LINE].replace("\u00a0", " ").replace("\u202f", " ")
        for line in source.splitlines()[:MAX_LINES]
    ]
    lines = [line.rstrip() for line in lines if line.strip()]
    grids = list(_grids(html)) if html else []
    return _Builder(_without_foot(lines), grids).build()


def _without_foot(lines: list[str]) -> list[str]:
    """Cut at a ruled line when money stands above it and no label below."""
    for place, line in enumerate(lines):
        if not _RULE.fullmatch(line.strip()):
            continue
        above = any(money_in(before) for before in lines[:place])
        below = any(_IN_LINE.search(fold(after)) or role_of(after) for after in lines[place + 1 :])
        if above and not below:
            return lines[:place]
    return [line for line in lines if not _RULE.fullmatch(line.strip())]


def _grids(html: str) -> Iterator[list[list[str]]]:
    """The innermost tables, cell by cell; empty cells stay, for a column's place tells debit from credit."""
    for count, table in enumerate(parse_html(html).css("table")):
        if count >= MAX_TABLES:
            return
        if len(table.css("table")) > 1:  # itself is one of them
            continue
        rows = [[_cell_text(cell) for cell in row.css("td, th")] for row in table.css("tr")[:MAX_LINES]]
        yield [row for row in rows if row]


def _cell_text(cell: LexborNode) -> str:
    return " ".join(node_text(cell).replace("\u00a0", " ").replace("\u202f", " ").split())[:MAX_LINE]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip()) if cell and cell.strip()]


class _Builder:
    """One pass over the lines."""

    def __init__(self, lines: list[str], grids: list[list[list[str]]]) -> None:
        self._lines = lines
        self._pairs: list[Pair] = []
        self._rows: list[Row] = []
        self._prose: list[tuple[int, str]] = []
        self._tables = [table for grid in grids if (table := _headed(grid))]
        self._is_html = bool(grids)
        self._in_tables = {_squeezed(row.cells) for table in self._tables for row in table}
        self._stacked: list[Row] = []  # a name, and an amount on the line below or at the line's end
        self._items: list[Row] = []  # those of one line

    def build(self) -> Layout:
        place = 0
        while place < len(self._lines):
            place += self._take(place)
        if len(self._stacked) > 1:  # one alone is a bank's name above a headline
            self._rows.extend(self._stacked)
        else:
            self._prose = sorted([*self._prose, *((row.line, self._lines[row.line]) for row in self._items)])
        return Layout(
            tuple(self._lines), tuple(self._pairs), tuple(self._tables), tuple(self._rows), tuple(self._prose)
        )

    def _take(self, place: int) -> int:
        """Read what starts at this line; the number of lines taken."""
        line = self._lines[place]
        cells = _cells(line)
        if _squeezed(cells) in self._in_tables:
            return 1
        if not self._is_html and (table := self._text_table(place)):
            self._tables.append(table)
            return len(table) + 1
        if self._label_above(place):
            return 2
        if (
            self._payers_cell(cells, place)
            or self._labelled(line, place)
            or self._celled(cells, place)
            or self._item(line, place)
        ):
            return 1
        below = self._lines[place + 1] if place + 1 < len(self._lines) else ""
        if len(line) < 100 and is_money(below) and not is_money(line):
            self._stacked.append(Row((line.strip(), below.strip()), (None, None), place))
        if role := self._leading_amount(line):
            self._pairs.append(Pair(role, fold(line), line, place))
        self._prose.append((place, line))
        return 1

    def _payers_cell(self, cells: list[str], place: int) -> bool:
        """The payer's name or words behind their label: whatever labels he writes, they are his words."""
        role = role_of(cells[0]) if len(cells) > 1 else None
        if role not in PAYERS_WORDS or all(role_of(cell) for cell in cells):
            return False
        self._pairs.append(Pair(role, fold(cells[0]), " ".join(cells[1:]), place))
        return True

    def _celled(self, cells: list[str], place: int) -> bool:
        """A line of several cells: a label and its value, or one line of a list."""
        if len(cells) < 2:
            return False
        role = role_of(cells[0])
        if role is not None and len(cells) <= 3:
            self._pairs.append(Pair(role, fold(cells[0]), " ".join(cells[1:]), place))
        elif not all(role_of(cell) for cell in cells):  # else a row of headings without its list
            self._rows.append(Row(tuple(cells), (None,) * len(cells), place))
        return True

    def _item(self, line: str, place: int) -> bool:
        """«• Jane Doe — F2026-0012 — €50.00»: a line of a list without cells."""
        amounts = money_in(line)
        if len(amounts) != 1:
            return False
        before, after = line[: amounts[0].start].strip(), line[amounts[0].end :].strip(" .;")
        if not re.search(r"\s[-–—·]$|:$", before) or not re.fullmatch(r"(?:\(.{1,60}\))?", after):
            return False
        cells = tuple(
            c
            for c in (before.strip(" •*-–—·:"), line[amounts[0].start : amounts[0].end], after.strip("()"))
            if c
        )
        row = Row(cells, (None,) * len(cells), place)
        self._items.append(row)
        self._stacked.append(row)
        return True

    def _label_above(self, place: int) -> bool:
        """A label on a line of its own, its value on the next."""
        line = self._lines[place].strip()
        role = role_of(line)
        if role is None or len(_cells(line)) > 1 or place + 1 >= len(self._lines):
            return False
        value = self._lines[place + 1].strip()
        cells = _cells(value)
        if role_of(value) or len(cells) > 2 or _IN_LINE.match(fold(value)):
            return False
        if (len(cells) == 2 and role_of(cells[0])) or self._leading_amount(value):
            return False  # the next labelled value; this one is empty
        self._pairs.append(Pair(role, fold(line), value, place))
        return True

    def _labelled(self, line: str, place: int) -> bool:
        """Every «label: value» of a line, also in the middle of a sentence."""
        folded = fold(line)
        marks = [(m.start(1), m.end(), ROLE_OF[m[1]], m[1]) for m in _IN_LINE.finditer(folded)]
        slashed = _SLASHED.finditer(folded)
        marks.extend((m.start(), m.end(), SLASH_ROLE.get(m[1], Role.REFERENCE), m[1]) for m in slashed)
        marks.sort()
        marks = without_payers_figures(marks)
        starts = [start for start, *_ in marks] + [len(line)]
        for (_, end, role, label), upto in zip(marks, starts[1:], strict=True):
            value = (
                re.sub(r"[\s|;,(–-]+$", "", line[end:upto].strip("\t "))
                if upto < len(line)
                else line[end:upto]
            )
            if value.strip():
                self._pairs.append(Pair(role, label, value.strip(), place))
        if not marks:
            return False
        lead = line[: marks[0][0]].strip(" \t-–|/")
        if len(lead) > 3:
            self._prose.append((place, lead))
        return True

    def _leading_amount(self, line: str) -> Role | None:
        """«Montant 1 860,00 €» without any mark between."""
        amounts = money_in(line)
        if len(amounts) != 1 or line[amounts[0].end :].strip(" .*"):
            return None
        return role_of(line[: amounts[0].start])

    def _text_table(self, place: int) -> tuple[Row, ...]:
        """A row of headings and the rows below it, in columns held apart by tabs or spaces."""
        heads = _spans(self._lines[place])
        if len(heads) < 2 or not _is_heading([text for _, _, text in heads]):
            return ()
        rows = []
        for below in range(place + 1, len(self._lines)):
            cells = _spans(self._lines[below])
            if len(cells) < 2 or (len(cells) == 2 < len(heads) and role_of(cells[0][2])):
                break
            if not any(money_in(text) for _, _, text in cells):
                break
            rows.append(_placed(heads, cells, below))
        return tuple(rows)


def _squeezed(cells: Iterable[str]) -> str:
    return re.sub(r"\W+", "", "".join(cells))


def is_money(line: str) -> bool:
    """An amount and nothing else."""
    found = money_in(line)
    return len(found) == 1 and not re.sub(r"[\s+*.]", "", line[: found[0].start] + line[found[0].end :])


def _spans(line: str) -> list[tuple[int, int, str]]:
    """The cells of a line and where they stand."""
    found, start = [], 0
    for match in [*_CELLS.finditer(line), None]:
        end = match.start() if match else len(line)
        if line[start:end].strip():
            lead = len(line[start:end]) - len(line[start:end].lstrip())
            found.append((start + lead, end, line[start:end].strip()))
        start = match.end() if match else end
    return found


def _is_heading(cells: list[str]) -> bool:
    known = [role_of(cell) for cell in cells]
    has_money = any(role in {Role.AMOUNT, Role.CREDITED, Role.SENT, Role.DEBIT, Role.NET} for role in known)
    return (
        has_money
        and len(cells) >= 2
        and sum(role is not None for role in known) * 3 >= len(cells) * 2
        and not any(map(money_in, cells))
    )


def _placed(heads: list[tuple[int, int, str]], cells: list[tuple[int, int, str]], line: int) -> Row:
    """Give each cell the heading that stands over it; as many cells as headings: in order."""
    roles = [role_of(text) for _, _, text in heads]
    if len(heads) == len(cells):
        return Row(tuple(text for _, _, text in cells), tuple(roles), line)
    given = []
    for start, end, _ in cells:
        distances = [max(head_start - end, start - head_end, 0) for head_start, head_end, _ in heads]
        given.append(roles[min(range(len(heads)), key=lambda i: (distances[i], abs(heads[i][1] - end)))])
    return Row(tuple(text for _, _, text in cells), tuple(given), line)


def _headed(grid: list[list[str]]) -> tuple[Row, ...]:
    """The rows of a table below its headings; empty where it has none."""
    for place, heads in enumerate(grid[:4]):
        if len(heads) >= 2 and _is_heading([head for head in heads if head]):
            roles = tuple(role_of(head) if head else None for head in heads)
            return tuple(Row(tuple(row), roles, -1) for row in grid[place + 1 :] if len(row) == len(heads))
    return ()
