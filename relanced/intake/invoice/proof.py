"""Labelled sums in, the amount that they prove out, where no label that is known tells it. Pure.

Programs and people invent labels («Gesamtkosten», «Total a percibir»), but not arithmetic: what net
and taxes add up to, to the cent, and stands below them, is the whole; what a whole less all that is
taken off below it comes to, and stands last, is what is left to be paid.
"""

from collections.abc import Iterator

from relanced.intake.invoice.labels_money import MoneyLabel
from relanced.intake.invoice.sheet import Chunk, Sheet
from relanced.intake.invoice.sums import Sum, amount_only
from relanced.model.money import Money

_LINES = 12  # below a sum that are looked at


def proven_gross(sheet: Sheet, sums: list[Sum], currency: str) -> Sum | None:
    """The amount below net and taxes that they add up to; None where there is no tax or no such amount."""
    taxes = _each_once(each for each in sums if each.kind is MoneyLabel.TAX and each.money.cents)
    bases = [each for each in sums if each.kind in {MoneyLabel.BASE, MoneyLabel.BARE}]
    if not taxes:
        return None
    tax = sum(each.money.cents for each in taxes)
    last = max(each.chunk.line for each in taxes)
    for base in bases:
        wanted = base.money.cents + tax
        for label, money in _amounts_below(sheet, last, currency):
            if money.cents == wanted and money.currency == base.money.currency:
                words = f"{label.text} {money.plain} (= {base.words} and tax)"
                return Sum(MoneyLabel.GROSS, money, "right", label, words)
    return None


def left_below(sheet: Sheet, whole: Sum, sums: list[Sum], currency: str) -> tuple[Money, str] | None:
    """What is left of a whole after the amounts taken off right below it, where that is printed.

    Only amounts below zero, and those whose label says that they are paid or retained, are taken off.
    """
    kinds = {id(each.chunk): each.kind for each in sums}
    off = 0
    for label, money in _amounts_below(sheet, whole.chunk.line, currency):
        kind = kinds.get(id(label))
        if money.cents < 0 or kind is MoneyLabel.PREPAID:
            off += abs(money.cents)
            continue
        if off and money.cents == whole.money.cents - off and kind not in {MoneyLabel.BASE, MoneyLabel.TAX}:
            return money, f"{label.text} {money.plain} (= {whole.words} less what is taken off)"
        if kind is not MoneyLabel.OTHER:
            return None
    return None


def _amounts_below(sheet: Sheet, line: int, currency: str) -> Iterator[tuple[Chunk, Money]]:
    """Label and amount of each line below that ends in one."""
    seen = 0
    for chunks in sheet.lines():
        if chunks[0].line <= line or seen >= _LINES:
            continue
        seen += 1
        money = amount_only(chunks[-1], currency)
        if money is not None and len(chunks) > 1:
            label = next(
                (chunk for chunk in reversed(chunks[:-1]) if any(c.isalpha() for c in chunk.text)), None
            )
            if label is not None:
                yield label, money


def _each_once(taxes: Iterator[Sum]) -> list[Sum]:
    """Taxes of one amount on one line are told once: «TVA 20 %» and the column «TVA»."""
    return list({(each.money.cents, each.chunk.line): each for each in taxes}.values())
