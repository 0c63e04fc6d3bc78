"""Rows of cells in, the lists below a row of headings out; of HTML, and of text held apart by spaces. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Line, Row
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_PAYMENT_COLUMNS = frozenset({Role.AMOUNT, Role.CREDITED, Role.SENT, Role.DEBIT, Role.NET})
_FIGURE_COLUMNS = _PAYMENT_COLUMNS | {Role.FEE, Role.BALANCE, Role.TOTAL}
MAX_WORDS = 4  # headings that one space holds apart
_SLACK = 3  # characters that an amount may stand left of its heading
_WORDS = (Role.REFERENCE, Role.DIRECTION, Role.PAYER, Role.OWN_REFERENCE, Role.INVOICE)
_GAP = lazy(r"\t|\s{0,40}\|\s{0,40}| {2,}")
Span = tuple[int, int, str]


def is_heading(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    """A row of labels, one of them for a payment's amount."""
    known = [vocabulary.likely_role(cell) for cell in cells if cell]
    return (
        len(known) >= 2
        and any(role in _PAYMENT_COLUMNS for role in known)
        and sum(role is not None for role in known) * 2 >= len(known)
        and not any(map(money_in, cells))
    )


def table_at(lines: Sequence[Line], place: int, vocabulary: Vocabulary) -> tuple[tuple[Row, ...], int]:
    """The rows below the headings at a place, and how many lines they take; none where there are no headings."""
    line = lines[place]
    if line.grid >= 0:
        if not is_heading(line.cells, vocabulary) or _is_stacked(lines, place, vocabulary):
            return (), 0
        return _html_table(lines, place, vocabulary)
    if not line.raw or len(line.cells) < 2:
        return (), 0
    heads = _split_heads(_spans(line.raw), vocabulary)
    if len(heads) < 2 or not is_heading([text for *_, text in heads], vocabulary):
        return (), 0
    return _text_table(lines, place, heads, vocabulary)


def _html_table(lines: Sequence[Line], place: int, vocabulary: Vocabulary) -> tuple[tuple[Row, ...], int]:
    heads = lines[place].cells
    roles = tuple(vocabulary.likely_role(head) if head else None for head in heads)
    rows: list[Row] = []
    taken = 1
    for below in lines[place + 1 :]:
        if below.grid != lines[place].grid or is_heading(below.cells, vocabulary):
            break
        taken += 1
        cells = below.cells
        if len(cells) != len(heads):
            cells = _fitted(cells, len(heads))
        if not cells:
            continue
        if rows and not any(money_in(cell) for cell in cells):
            rows[-1] = _grown(rows[-1], " ".join(cell for cell in cells if cell))
        else:
            rows.append(Row(cells, roles, place + taken - 1, tuple(map(fold, heads))))
    return tuple(rows), taken


def _is_stacked(lines: Sequence[Line], place: int, vocabulary: Vocabulary) -> bool:
    """Two rows above or below stand labels again: rows of labels and rows of values take turns."""
    near = [lines[n] for n in (place - 2, place + 2) if 0 <= n < len(lines)]
    return any(line.grid == lines[place].grid and _are_labels(line.cells, vocabulary) for line in near)


def _are_labels(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    filled = [cell for cell in cells if cell]
    known = sum(vocabulary.role_of(cell) is not None for cell in filled)
    return known >= 2 and known * 2 > len(filled) and not any(re.search(r"\d", cell) for cell in filled)


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A row that lacks its first cells (they reach down from the row above), or () where it fits in no way."""
    return (*[""] * (width - len(cells)), *cells) if len(cells) < width else ()


def _text_table(
    lines: Sequence[Line], place: int, heads: list[Span], vocabulary: Vocabulary
) -> tuple[tuple[Row, ...], int]:
    rows: list[Row] = []
    taken = 1
    for number, below in enumerate(lines[place + 1 :], place + 1):
        cells = _spans(below.raw)
        if rows and below.path[0] != lines[number - 1].path[0]:
            break
        if not any(money_in(text) for *_, text in cells):
            if not (rows and cells and cells[0][0] > heads[0][0]):
                break
            rows[-1] = _grown(rows[-1], " ".join(text for *_, text in cells))
        elif len(cells) == 2 < len(heads) and vocabulary.likely_role(cells[0][2]):
            break  # a sum
        elif len(cells) < 2:
            break
        elif not _in_columns(heads, cells, vocabulary):
            if not rows:
                break
            rows[-1] = _grown(rows[-1], " ".join(text for *_, text in cells))
        else:
            rows.append(_placed(heads, cells, number, vocabulary))
        taken += 1
    return tuple(rows), taken if rows else 0


def _in_columns(heads: list[Span], cells: list[Span], vocabulary: Vocabulary) -> bool:
    """Whether the line has an amount below the heading of amounts; else a payer wrote one into his words."""
    columns = [start for start, _, text in heads if vocabulary.likely_role(text) in _FIGURE_COLUMNS]
    return any(end > since - _SLACK for _, end, text in cells if money_in(text) for since in columns)


def _grown(row: Row, words: str) -> Row:
    """A row with the words of the line below it in its own cell of words."""
    place = next((row.roles.index(role) for role in _WORDS if role in row.roles), None)
    if place is None:
        place = max(range(len(row.cells)), key=lambda i: sum(map(str.isalpha, row.cells[i])))
    cells = list(row.cells)
    cells[place] = f"{cells[place]}\n{words}".strip()
    return replace(row, cells=tuple(cells))


def _spans(line: str) -> list[Span]:
    """The cells of a line of text and where they stand."""
    found, start = [], 0
    for match in [*_GAP.finditer(line), None]:
        end = match.start() if match else len(line)
        if line[start:end].strip():
            lead = len(line[start:end]) - len(line[start:end].lstrip())
            found.append((start + lead, end, line[start:end].strip()))
        start = match.end() if match else end
    return found


def _split_heads(heads: list[Span], vocabulary: Vocabulary) -> list[Span]:
    """«Bu-Tag Wert» are two headings that one space holds apart, where each word is a label of its own."""
    found: list[Span] = []
    for start, end, text in heads:
        words = text.split()
        if (
            1 < len(words) <= MAX_WORDS
            and vocabulary.role_of(text) is None
            and all(map(vocabulary.role_of, words))
        ):
            starts = [start + match.start() for match in re.finditer(r"\S+", text)]
            found += list(zip(starts, [*(since - 1 for since in starts[1:]), end], words, strict=True))
        else:
            found.append((start, end, text))
    return found


def _placed(heads: list[Span], cells: list[Span], line: int, vocabulary: Vocabulary) -> Row:
    """Give each cell the heading that stands over it; as many cells as headings: in order."""
    roles = [vocabulary.likely_role(text) for *_, text in heads]
    labels = [fold(text) for *_, text in heads]
    if len(heads) == len(cells):
        return Row(tuple(text for *_, text in cells), tuple(roles), line, tuple(labels))
    given: list[int] = []
    for start, end, _ in cells:
        distances = [max(head_start - end, start - head_end, 0) for head_start, head_end, _ in heads]
        given.append(min(range(len(heads)), key=lambda i: (distances[i], abs(heads[i][1] - end))))
    return Row(
        tuple(text for *_, text in cells),
        tuple(roles[place] for place in given),
        line,
        tuple(labels[place] for place in given),
    )
