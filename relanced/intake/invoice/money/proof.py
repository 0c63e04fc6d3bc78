"""Labelled sums in, the amount that they prove out, where no label that is known tells it. Pure.

Programs and people invent labels («Gesamtkosten», «Total a percibir»), but not arithmetic: what net
and taxes add up to, to the cent, and stands below them, is the whole; what a whole less all that is
taken off below it comes to, and stands last, is what is left to be paid; and what stands last in a
column and is the sum of all the items above is their total, where its words ask for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from relanced.intake.amounts import find_amounts
from relanced.intake.invoice.labels.labels_money import MoneyLabel
from relanced.intake.invoice.money.amount_places import amount_only
from relanced.intake.invoice.money.sums import Sum
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_LINES = 12  # rows below a sum that are looked at
_MAX_ITEMS = 40  # amounts above a total that may add up to it
_CLOSE = 8.0  # points by which amounts of one column may end apart
_OFF = frozenset({MoneyLabel.PREPAID, MoneyLabel.RETAINED})
# A last amount whose words ask for it; an item's do not.
_ASKS = lazy(
    r"\b(?:tota\w*|tot|som\w*|summ\w*|sum|due|dues?|du|devoir|pay\w*|amount|montant|ensemble|soit|faisant|reste\w*"
    r"|solde|balance|owe\w*|owing|thank\w*|merci|danke|dank|grazie|gracias|regler|verser|virer|gesamt\w*|betrag"
    r"|rechnungs\w*|zahl\w*|uberweis\w*|ergibt|insgesamt|importe|pagar|abonar|ingresar|importo|pagare|saldare"
    r"|versare|dovut\w*|totaal|bedrag|betalen|voldoen|honoraires? total\w*|facture|invoice|rechnung|fattura"
    r"|factura|factuur|altogether|all in)\b"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line that ends in an amount."""

    line: int
    label: Chunk | None  # the nearest words left of the amount; None: it stands alone
    money: Money
    at: Chunk

    @property
    def words(self) -> str:
        """Its words and its amount, as printed."""
        label = self.label.text if self.label and self.label is not self.at else ""
        return f"{label} {self.money.plain}".strip()


def rows_of(sheet: Sheet, currency: str) -> list[Row]:
    """Each line of a sheet that ends in an amount, from the top."""
    return [row for line in sheet.lines() if (row := _row_of(line, currency)) is not None]


def _row_of(chunks: tuple[Chunk, ...], currency: str) -> Row | None:
    last = chunks[-1]
    money = amount_only(last, currency)
    if money is not None:
        words = (chunk for chunk in reversed(chunks[:-1]) if any(sign.isalpha() for sign in chunk.text))
        return Row(last.line, next(words, None), money, last)
    found = list(find_amounts(last.text, currency))
    is_last = (
        found and (found[-1].has_cents or found[-1].has_currency) and found[-1].end >= len(last.text) - 2
    )
    return Row(last.line, last, found[-1].money, last) if is_last else None


def proven_gross(rows: list[Row], sums: list[Sum]) -> Sum | None:
    """The amount below net and taxes that they add up to; None where there is no tax or no such amount."""
    taxes = [each for each in sums if each.kind is MoneyLabel.TAX and each.money.cents]
    bases = [each for each in sums if each.kind in {MoneyLabel.BASE, MoneyLabel.BARE}]
    last = max((each.chunk.line for each in taxes), default=0)
    for tax in _sums_of_taxes(taxes):
        for base in bases:
            found = next((row for row in _below(rows, last) if _is(row, base.money.cents + tax, base)), None)
            if found is not None and found.label is not None:
                words = f"{found.words} (= {base.words} and tax)"
                return Sum(MoneyLabel.GROSS, found.money, "right", found.label, words, found.at)
    return None


def _sums_of_taxes(taxes: list[Sum]) -> list[int]:
    """What the taxes may come to: all of them (each once on its line), or the largest, which sums up the others."""
    each_once = {(each.money.cents, each.chunk.line) for each in taxes}
    cents = [amount for amount, _ in each_once]
    if not cents:
        return []
    largest = max(cents)
    once = sum(set(cents))
    whole = {sum(cents), once}
    return sorted(whole | ({largest} if 2 * largest in whole else set()), reverse=True)


def _is(row: Row, cents: int, like: Sum) -> bool:
    return row.money.cents == cents and row.money.currency == like.money.currency


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a whole; `is_open`: amounts are taken off below it, and what that leaves is not printed."""

    money: Money | None
    words: str
    is_open: bool


def left_below(rows: list[Row], whole: Sum, sums: Iterable[Sum]) -> Left:
    """What is left of a whole after what is taken off or added right below it, where that is printed.

    Only amounts below zero, those whose label says that they are paid, retained or outlaid, count.
    """
    kinds = {id(each.at): each.kind for each in sums}
    change = 0
    is_open, is_signed = False, True
    for row in _below(rows, whole.at.line):
        kind = kinds.get(id(row.at))
        if kind in _OFF or (row.money.cents < 0 and kind not in _PARTS):
            change -= abs(row.money.cents)
            is_signed = is_signed and row.money.cents < 0
        elif kind is MoneyLabel.ADDED:
            change += row.money.cents
        elif (
            change
            and _is(row, whole.money.cents + change, whole)
            and kind not in _PARTS
            # «Acompte 360,00 … solde à la livraison 840,00» lies ahead; amounts below zero were taken off.
            and (kind is not MoneyLabel.OTHER or is_signed)
        ):
            return Left(
                row.money, f"{row.words} (= {whole.words} and what is taken off or added)", is_open=False
            )
        elif kind is not None and kind is not MoneyLabel.OTHER:
            break
        taken_off = row.money.cents < 0 and kind not in {*_PARTS, MoneyLabel.PREPAID}
        is_open = is_open or taken_off or kind in {MoneyLabel.RETAINED, MoneyLabel.ADDED}
    return Left(None, "", is_open=is_open and change != 0)


_PARTS = frozenset({MoneyLabel.BASE, MoneyLabel.TAX, MoneyLabel.DISCOUNT})


def _below(rows: list[Row], line: int) -> list[Row]:
    return [row for row in rows if row.line > line][:_LINES]


def proven_column(rows: list[Row], sums: list[Sum]) -> Sum | None:
    """The last amount of the page's last column, where it is the sum of all the items above and asks for payment.

    A sum of two items or more, from the top of the column on. Where all the taxes are among them it
    is the whole (GROSS), else a sum before any tax (BASE).
    """
    column = _last_column(rows)
    if len(column) < 3:
        return None
    last = column[-1]
    label = last.label
    if (label is not None and not _ASKS.search(label.plain)) or _has_larger(rows, last):
        return None
    kinds = {id(each.at): each.kind for each in sums}
    aside = [row for row in column[:-1] if kinds.get(id(row.at)) in _NO_ITEMS]
    for items in (column[:-1], [row for row in column[:-1] if row not in aside]):
        if _add_up_to(last.money.cents, [row.money.cents for row in items]):
            places = {id(row.at) for row in items}
            taxes = [each for each in sums if each.kind is MoneyLabel.TAX and each.money.cents]
            is_whole = bool(taxes) and all(id(each.at) in places for each in taxes)
            words = f"{last.words} (= the {len(items)} amounts above it)"
            kind = MoneyLabel.GROSS if is_whole else MoneyLabel.BASE
            return Sum(kind, last.money, "right", label or last.at, words, last.at)
    return None


def _last_column(rows: list[Row]) -> list[Row]:
    """The amounts that end where the last one of the sheet ends."""
    return [row for row in rows if abs(row.at.right - rows[-1].at.right) <= _CLOSE][-_MAX_ITEMS:]


def _has_larger(rows: list[Row], last: Row) -> bool:
    return any(row.money.cents > last.money.cents for row in rows)


def _add_up_to(total: int, items: list[int]) -> bool:
    """Whether items add up to a total, subtotals among them (each the sum of those above it) left out."""
    if len(items) < 2 or total <= 0:
        return False
    running, count = 0, 0
    for cents in items:
        if count >= 2 and cents == running:
            continue
        running += cents
        count += 1
    return total in {sum(items), running} and count >= 2


# What early payment takes off is none of a column's items; sums carried over are counted once, if at all.
_NO_ITEMS = frozenset({MoneyLabel.OTHER, MoneyLabel.DISCOUNT, MoneyLabel.EARLIER})
