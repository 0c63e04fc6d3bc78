"""A table of movements without headings in, its movements out. Pure; its balances show which column is the amount.

Dutch banks export such files (ABN AMRO's «.TAB»: account, currency, day, balance before, balance after,
value day, amount, words). Nothing is guessed: in every row the balance before and the amount must make the
balance after, or each balance and the next amount the next balance, and only one choice of columns may do so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from relanced.intake.bank.files.csv_cells import (
    amount_in,
    day_in_cell,
    decimal_sign,
    puts_month_first,
    sense_in,
)
from relanced.intake.bank.files.csv_heads import Column
from relanced.intake.bank.files.csv_text import Row
from relanced.intake.bank.files.csv_words import who_and_what_of
from relanced.intake.bank.files.mt940_details import details_of
from relanced.intake.bank.files.statement import Entry, Sense
from relanced.intake.bank.files.values import account_of, bounced, iban_of, told
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

MAX_COLUMNS = 30
MAX_MONEY = 5  # columns of amounts; of more, no choice is tried
_CENTS = lazy(r"\d[.,]\d{2}\s?[+-]?", re.ASCII)
_DAY = lazy(r"\d{8}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", re.ASCII)
_CURRENCY = lazy(r"[A-Z]{3}")
_BIC = lazy(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")

_Amounts = dict[int, list[Money]]  # the amounts of each column of money, by its place


@dataclass(frozen=True, slots=True)
class Bare:
    """What the columns of such a table hold; `moved` is what each row moves, below zero where it leaves."""

    moved: tuple[Money, ...]
    days: tuple[int, ...]  # places of the columns of days
    wordy: tuple[int, ...]  # places of the columns of words
    accounts: tuple[int, ...]  # places of the columns of accounts that differ from row to row


def bare_of(rows: Sequence[Row], currency: str) -> Bare | None:
    """The columns of a table without headings; None where its balances do not prove them."""
    cells = [[cell.strip() for cell in row] for _, row in rows]
    width = max((len(row) for row in cells), default=0)
    if not 4 <= width <= MAX_COLUMNS or any(len(row) != width for row in cells):
        return None
    columns = [[row[place] for row in cells] for place in range(width)]
    days = tuple(place for place, column in enumerate(columns) if _all(column, _DAY.fullmatch))
    currencies = [place for place, column in enumerate(columns) if _all(column, _CURRENCY.fullmatch)]
    named = columns[currencies[0]] if currencies else [currency or "EUR"] * len(cells)
    money = _money(columns, named)
    if not days or len(set(named)) != 1 or not 2 <= len(money) <= MAX_MONEY:
        return None
    sides = [
        place for place, column in enumerate(columns) if _all(column, lambda cell: sense_in(cell) is not None)
    ]
    moved = _proved(money, [[sense_in(cell) is not False for cell in columns[place]] for place in sides])
    if moved is None:
        return None
    rest = [p for p in range(width) if p not in {*days, *currencies, *money, *sides}]
    accounts = tuple(p for p in rest if any(map(account_of, columns[p])) and _is_each(columns[p], account_of))
    return Bare(
        moved=tuple(moved),
        days=days,
        wordy=tuple(p for p in rest if p not in accounts and not _is_each(columns[p], _BIC.fullmatch)),
        accounts=tuple(p for p in accounts if len(set(columns[p])) > 1),
    )


def entries_of(rows: Sequence[Row], bare: Bare) -> Iterator[Entry]:
    """The movement of each row."""
    value_day = bare.days[-1]
    month_first = puts_month_first(row[value_day] for _, row in rows)
    for (_, row), moved in zip(rows, bare.moved, strict=True):
        texts = [text for place in bare.wordy if (text := told(row[place]))]
        details = details_of(["  ".join(row[place].strip() for place in bare.wordy)], 0)
        payer, said = details.payer, details.reference
        if not payer:
            payer, said = who_and_what_of({Column.LABEL: texts})
        accounts = (found for place in bare.accounts if (found := iban_of(row[place])))
        credit = Credit(
            amount=Money(abs(moved.cents), moved.currency),
            payer=payer,
            reference=said,
            value_on=day_in_cell(row[value_day], month_first=month_first),
            payer_account=details.account or next(accounts, ""),
        )
        if moved.cents:
            yield Entry(sense=_sense(moved, details.operation or details.text), credit=credit)


def _sense(moved: Money, said: str) -> Sense:
    if moved.cents > 0:
        return Sense.CREDIT
    return Sense.BACK if bounced(said) else Sense.DEBIT


def _all(column: Sequence[str], fits: Callable[[str], object]) -> bool:
    return all(fits(cell) for cell in column)


def _is_each(column: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether all cells that are not empty fit."""
    return all(fits(cell) for cell in column if cell)


def _money(columns: Sequence[Sequence[str]], currencies: Sequence[str]) -> _Amounts:
    """The columns of which every cell is an amount with cents."""
    found: _Amounts = {}
    for place, column in enumerate(columns):
        if not _all(column, _CENTS.search) or _all(column, _DAY.fullmatch):
            continue
        decimal = decimal_sign(column)
        amounts = [amount_in(cell, code, decimal) for cell, code in zip(column, currencies, strict=True)]
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(column):
            found[place] = known
    return found


def _proved(money: _Amounts, sides: Sequence[Sequence[bool]]) -> list[Money] | None:
    """What each row moves, where the balances prove one reading of the columns and no other."""
    readings: dict[tuple[int, ...], list[Money]] = {}
    for place, amounts in money.items():
        others = [other for other in money if other != place]
        for signed in (amounts, *(_signed(amounts, side) for side in sides)):
            if _fits(signed, others, money):
                readings.setdefault(tuple(each.cents for each in signed), signed)
    return next(iter(readings.values())) if len(readings) == 1 else None


def _signed(amounts: Sequence[Money], is_in: Sequence[bool]) -> list[Money]:
    return [abs_ if side else -abs_ for abs_, side in zip(_absolute(amounts), is_in, strict=True)]


def _absolute(amounts: Sequence[Money]) -> list[Money]:
    return [Money(abs(each.cents), each.currency) for each in amounts]


def _fits(moved: Sequence[Money], others: Sequence[int], money: _Amounts) -> bool:
    """Whether two other columns are the balances before and after, or one of them is the balance after.

    The balance before stands left of that after: else each could be taken for the amount of the other.
    """
    for before, after in permutations(others, 2):
        if before < after and _makes(money[before], moved, money[after]):
            return True
    return any(_runs(moved, money[after]) or _runs(moved[::-1], money[after][::-1]) for after in others)


def _runs(moved: Sequence[Money], balances: Sequence[Money]) -> bool:
    """Whether each balance and the next amount make the next balance; one row alone proves nothing."""
    pairs = zip(balances, balances[1:], moved[1:], strict=False)
    return len(moved) > 1 and all(before + amount == after for before, after, amount in pairs)


def _makes(before: Sequence[Money], moved: Sequence[Money], after: Sequence[Money]) -> bool:
    """Whether in each row the balance before and the amount make that after, and the rows follow each other."""
    adds_up = all(a + m == b for a, m, b in zip(before, moved, after, strict=True))
    return adds_up and (list(after[:-1]) == list(before[1:]) or list(before[:-1]) == list(after[1:]))
