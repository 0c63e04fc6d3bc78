"""A table of movements as CSV in, its movements out. Pure; the columns are found by their headings, or by the balances.

Where the owner or a profile lays the columns down, csv_rule.py reads it, and nothing is guessed.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from relanced.intake.bank.files.csv_bare import bare_of, entries_of
from relanced.intake.bank.files.csv_cells import (
    amount_in,
    day_in_cell,
    decimal_sign,
    is_signed,
    puts_month_first,
    sense_in,
)
from relanced.intake.bank.files.csv_heads import Column, Heads, heads_of
from relanced.intake.bank.files.csv_rule import read_by_rule
from relanced.intake.bank.files.csv_text import Row, rows_of, separator_of, text_of
from relanced.intake.bank.files.csv_words import who_and_what_of
from relanced.intake.bank.files.statement import Entry, Sense, Statement, UnreadableFile, statement_of
from relanced.intake.bank.files.values import account_of, bounced, currency_named, entry_name
from relanced.intake.bank.phrases import PAYOUT
from relanced.intake.bank.vocabulary import GENERAL, Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money
from relanced.model.profile import TableRule

_SAMPLE = 8_192  # bytes that show whether a file is a table
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_HEAD_ROWS = 40  # before the heading: the account, the owner, the balance
_SUM = lazy(  # a balance or a total among the movements; «solde F2026-12» is a payer's word
    r"(?:(?:ancien|nouveau|sous|opening|closing|alter|neuer|anfangs|end) ?-?)?"
    r"(?:total|totaux|summe|gesamt|totale|totaal|saldo|solde|balance|kontostand|umsatzsaldo)"
    r"(?: ?(?:$|:|(?:au|du|initial|final|finale|iniziale|inicial|precedent|anterieur|crediteur|am|per|al|op|as of)\b)"
    r".{0,60})"
)


def read_csv(
    data: bytes, rule: TableRule | None = None, vocabulary: Vocabulary = GENERAL, currency: str = ""
) -> Statement:
    """Every row that tells of money. Raises UnreadableFile where nothing tells the columns, or they break the rule.

    `currency` is that of amounts where the table names none.
    """
    if rule is not None:
        return read_by_rule(data, rule, currency)
    text = text_of(data)
    rows = rows_of(text, separator_of(text))
    for place, (_, cells) in enumerate(rows[:_HEAD_ROWS]):
        heads = heads_of(cells, vocabulary)
        if heads:
            named = heads.currency or _above(rows[:place]) or currency or "EUR"
            return _Table(heads, rows[place + 1 :], vocabulary, named).read()
    bare = bare_of(rows, currency)
    if bare is not None:
        return statement_of("CSV", entries_of(rows, bare), [])
    raise UnreadableFile("a CSV file of which neither headings nor balances tell the columns")


def is_table(data: bytes, vocabulary: Vocabulary) -> bool:
    """Whether a file of another name is a table of movements: text, and headings or balances tell its columns."""
    if _BINARY.search(data[:_SAMPLE]) and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    try:
        text = text_of(data[: _SAMPLE - _SAMPLE % 2])
        whole = text if len(data) < _SAMPLE else text[: text.rfind("\n") + 1]
        rows = rows_of(whole, separator_of(text))
    except UnreadableFile:
        return False
    has_heads = any(heads_of(cells, vocabulary) for _, cells in rows[:_HEAD_ROWS])
    return has_heads or bare_of(rows, "") is not None


def _above(rows: list[Row]) -> str:
    """The currency that the lines above the heading name, such as a balance."""
    return currency_named("\n".join(cell for _, row in rows for cell in row))


@dataclass(frozen=True, slots=True)
class _Line:
    """One row by its columns."""

    number: int  # the line in the file
    cells: dict[Column, list[str]]

    def one(self, column: Column) -> str:
        """The first cell of a column that is not empty, or ""."""
        return next(iter(self.cells.get(column, ())), "")


class _Table:
    """The rows under a heading."""

    def __init__(self, heads: Heads, rows: list[Row], vocabulary: Vocabulary, currency: str) -> None:
        self._heads, self._vocabulary, self._currency = heads, vocabulary, currency
        self._problems: list[str] = []
        self._moved: list[tuple[_Line, Money]] = []  # what each row moves, as far as it is read
        self._lines = [line for number, row in rows if (line := self._line(number, row))]
        money = [
            cell
            for line in self._lines
            for column in (Column.CREDIT, Column.DEBIT, Column.AMOUNT)
            for cell in line.cells.get(column, ())
        ]
        self._decimal = decimal_sign(money)
        has_sides = Column.DEBIT in heads.columns and Column.CREDIT in heads.columns
        self._is_signed = has_sides or any(
            is_signed(cell) for line in self._lines for cell in line.cells.get(Column.AMOUNT, ())
        )
        names = [line.one(Column.ID) for line in self._lines]
        self._is_named = len(set(names)) == len(names)  # a batch's number is no payment's
        dated = {column for column in (Column.VALUE_DAY, Column.DAY) if column in heads.columns}
        self._dated = tuple(column for column in (Column.VALUE_DAY, Column.DAY) if column in dated)
        self._month_first = {
            column: puts_month_first(cell for line in self._lines for cell in line.cells.get(column, ()))
            for column in self._dated
        }

    def read(self) -> Statement:
        """The movements of all rows."""
        entries = [entry for line in self._lines for entry in self._entry(line)]
        return replace(statement_of("CSV", entries, self._problems), net=self._net())

    def _net(self) -> Money | None:
        """Of a service's list of payments, with its fees: what it transfers for all of them together."""
        if not {Column.NET, Column.FEE} <= set(self._heads.columns):
            return None
        total: Money | None = None
        for line, amount in self._moved:
            kind = fold(line.one(Column.KIND))
            if (
                not line.one(Column.NET)
                or "payout" in kind
                or PAYOUT.search(kind)
                or not self._is_booked(line)
            ):
                continue
            net = amount_in(line.one(Column.NET), amount.currency, self._decimal)
            if net is None or (total and total.currency != net.currency):
                return None
            net = Money(-abs(net.cents), net.currency) if amount.cents < 0 else net
            total = total + net if total else net
        return total if total and total.cents > 0 else None

    def _line(self, number: int, row: list[str]) -> _Line | None:
        """A row, its cells put to their columns; one with words beyond the last heading is not guessed at."""
        columns = self._heads.columns
        if any(cell.strip() for cell in row[len(columns) :]):
            self._problems.append(f"line {number}: more cells than the heading has")
            return None
        cells: dict[Column, list[str]] = {}
        for column, cell in zip(columns, row, strict=False):
            if column and cell.strip():
                cells.setdefault(column, []).append(cell.strip())
        return _Line(number, cells)

    def _entry(self, line: _Line) -> Iterator[Entry]:
        if self._dated and not any(column in line.cells for column in self._dated):
            return  # a sum, a footer, a movement that is not booked
        if any(
            _SUM.match(fold(cells[0]))
            for column, cells in line.cells.items()
            if column is not Column.CURRENCY
        ):
            return
        amount = self._amount(line)
        if amount is None or amount.cents == 0:
            return
        self._moved.append((line, amount))
        sense = self._sense(line, amount)
        if sense:
            yield Entry(sense=sense, credit=self._credit(line, Money(abs(amount.cents), amount.currency)))

    def _amount(self, line: _Line) -> Money | None:
        """What the row moves, below zero where it leaves."""
        currency = line.one(Column.CURRENCY).upper()
        currency = currency if re.fullmatch(r"[A-Z]{3}", currency) else self._currency
        for column in (Column.CREDIT, Column.DEBIT, Column.AMOUNT):
            cell = line.one(column)
            if not cell:
                continue
            amount = amount_in(cell, currency, self._decimal)
            if amount is None:
                if re.search(r"\d", cell):
                    self._problems.append(f"line {line.number}: «{cell[:30]}» is no amount, or two")
                return None
            if amount.cents == 0:
                continue
            if column is Column.DEBIT:
                return Money(-abs(amount.cents), amount.currency)
            side = sense_in(line.one(Column.SENSE)) if Column.SENSE in line.cells else None
            side = sense_in(line.one(Column.KIND)) if side is None else side
            return Money(-abs(amount.cents), amount.currency) if side is False else amount
        return None

    def _sense(self, line: _Line, amount: Money) -> Sense | None:
        """What a row does to us; None: it is not booked, or not a payment.

        The words for its kind decide only where neither sign nor column does: «Refund» with a plus
        is a refund that we got.
        """
        words, kind = self._vocabulary, fold(line.one(Column.KIND))
        if not self._is_booked(line):
            return None
        if amount.cents < 0:
            said = " ".join((kind, line.one(Column.LABEL)))
            return Sense.BACK if bounced(said) else Sense.DEBIT
        sided = self._is_signed or any(sense_in(line.one(c)) for c in (Column.SENSE, Column.KIND))
        if not sided and (
            words.no_credit.search(kind) or words.returned.search(kind) or words.leaves.search(kind)
        ):
            return Sense.BACK if bounced(kind) else Sense.DEBIT
        return Sense.CREDIT

    def _is_booked(self, line: _Line) -> bool:
        """Neither pending nor refused, by its own state and kind."""
        words = self._vocabulary
        state, kind = fold(line.one(Column.STATE)), fold(line.one(Column.KIND))
        not_yet = words.not_yet.search(state) or words.not_yet.search(kind)
        return not (not_yet or words.returned.search(state) or words.no_credit.search(state))

    def _credit(self, line: _Line, amount: Money) -> Credit:
        payer, reference = who_and_what_of(line.cells)
        days = (
            day_in_cell(line.one(column), month_first=self._month_first[column])
            for column in self._dated
            if column in line.cells
        )
        fee = (
            amount_in(line.one(Column.FEE), amount.currency, self._decimal)
            if Column.FEE in line.cells
            else None
        )
        return Credit(
            amount=amount,
            payer=payer,
            reference=reference,
            value_on=next((day for day in days if day), None),
            payer_account=account_of(line.one(Column.ACCOUNT)),
            fee=Money(abs(fee.cents), fee.currency) if fee and fee.cents else None,
            entry_id=entry_name(line.one(Column.ID)) if self._is_named else "",
        )
