"""A sheet in, the amount that this paper leaves to be paid out, checked against its other sums. Pure."""

import re
from dataclasses import dataclass

from relanced.intake.invoice.kinds import Kind
from relanced.intake.invoice.labels import PAID, Labels
from relanced.intake.invoice.labels_money import MoneyLabel
from relanced.intake.invoice.proof import left_below, proven_gross
from relanced.intake.invoice.sheet import Sheet
from relanced.intake.invoice.sums import WORTH, Sum, amount_only, labelled_sums, page_currency
from relanced.model.money import Money

_PAID = Labels({True: PAID})
_PARTS = frozenset({MoneyLabel.BARE, MoneyLabel.BASE})  # labels that may stand for a part as well


@dataclass(frozen=True, slots=True)
class TotalRead:
    """The amount to be paid, positive, and the words that led to it."""

    money: Money
    words: str
    is_negative: bool  # as printed: an invoice below zero is a credit note
    label: MoneyLabel | None  # what the amount is by its label; None where it was computed or is stamped out


def read_total(sheet: Sheet, kind: Kind, country: str) -> TotalRead | None:
    """The amount that the paper asks for (or gives back), or None where no label tells it.

    «Net à payer» goes before «Total TTC», that before a bare «Total»; deposits that the paper
    deducts without printing what is left are deducted here.
    """
    currency = page_currency(sheet, country)
    sums = list(labelled_sums(sheet, currency, kind))
    best = _best(sums)
    if best is None or best.kind in _PARTS:
        best = proven_gross(sheet, sums, currency) or best
    if best is None:
        return None
    money, words = _without_earlier(best, sums)
    if best.kind in {MoneyLabel.GROSS, MoneyLabel.BARE} and kind is not Kind.CREDIT_NOTE:
        left = left_below(sheet, best, sums, currency)
        money, words = left or _less_prepaid(best, sums, money, words)
    if kind is not Kind.CREDIT_NOTE and _is_stamped_paid(sheet):
        money, words = Money(0, money.currency), f"{words}; stamped as paid"
    label = best.kind if money == best.money else None
    return TotalRead(Money(abs(money.cents), money.currency), words, money.cents < 0, label)


def _best(sums: list[Sum]) -> Sum | None:
    """The sum with the best label; of several, the one that the others add up to, else the last."""
    asked = [each for each in sums if each.kind in WORTH]
    taxed = any(each.kind is MoneyLabel.TAX and each.money.cents for each in sums)
    if taxed:
        asked = [each for each in asked if each.kind is not MoneyLabel.BASE]
    if not asked:
        return None
    top = max(each.worth for each in asked)
    best = [each for each in asked if each.worth >= top - 0.6 and WORTH[each.kind] == _top_kind(asked, top)]
    fitting = [each for each in best if _adds_up(each, sums)]
    return (fitting or best)[-1]


def _top_kind(asked: list[Sum], top: float) -> float:
    return max(WORTH[each.kind] for each in asked if each.worth == top)


def _adds_up(candidate: Sum, sums: list[Sum]) -> bool:
    def cents(*kinds: MoneyLabel) -> set[int]:
        return {abs(each.money.cents) for each in sums if each.kind in kinds and each is not candidate}

    mine = abs(candidate.money.cents)
    gross = cents(MoneyLabel.GROSS, MoneyLabel.BARE)
    prepaid = cents(MoneyLabel.PREPAID) | {0}
    wholes = gross | {
        base + tax for base in cents(MoneyLabel.BASE, MoneyLabel.BARE) for tax in cents(MoneyLabel.TAX)
    }
    return any(whole - paid == mine for whole in wholes for paid in prepaid)


def _without_earlier(best: Sum, sums: list[Sum]) -> tuple[Money, str]:
    """«Solde antérieur» carried into the total is asked for by older papers, not by this one."""
    earlier = [each for each in sums if each.kind is MoneyLabel.EARLIER and each.money.cents > 0]
    for old in earlier:
        for whole in sums:
            is_whole = whole.kind in {MoneyLabel.GROSS, MoneyLabel.BARE} and whole is not best
            if is_whole and whole.money.cents + old.money.cents == best.money.cents:
                return whole.money, f"{whole.words} (without {old.words})"
    return best.money, best.words


def _less_prepaid(best: Sum, sums: list[Sum], money: Money, words: str) -> tuple[Money, str]:
    paid = {
        (abs(each.money.cents), each.words): each
        for each in sums
        if each.kind is MoneyLabel.PREPAID and each.chunk.line >= best.chunk.line and each.money.cents
    }
    total = sum(cents for cents, _ in paid)
    if not paid or total > money.cents:
        return money, words
    less = ", ".join(each.words for each in paid.values())
    return Money(money.cents - total, money.currency), f"{words} less {less}"


def _is_stamped_paid(sheet: Sheet) -> bool:
    """A stamp alone on its line, or «facture acquittée le …»; «payé» before an amount is no stamp."""
    for chunk in sheet.chunks:
        hit = next((hit for hit in _PAID.find(chunk.plain) if hit.start <= 2), None)
        if hit is None:
            continue
        rest = chunk.plain[hit.end :].strip(" .:!")
        if (not rest or re.match(r"(?:le|on|am|il|el|op|par|by|in full)\b", rest)) and not any(
            amount_only(other, "EUR") for other in sheet.right_of(chunk)[:1]
        ):
            return True
    return False
