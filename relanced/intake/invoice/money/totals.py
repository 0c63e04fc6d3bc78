"""A sheet in, the amount that this paper leaves to be paid out, checked against its other sums. Pure."""

import re
from dataclasses import dataclass

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.labels.labels import PAID, Labels
from relanced.intake.invoice.labels.labels_money import MoneyLabel
from relanced.intake.invoice.money.amount_places import amount_only
from relanced.intake.invoice.money.currency import in_dollars_of, page_currency
from relanced.intake.invoice.money.doubts import is_doubtful, stands_for_all
from relanced.intake.invoice.money.proof import Row, left_below, proven_column, proven_gross, rows_of
from relanced.intake.invoice.money.rivals import best_labelled
from relanced.intake.invoice.money.sums import Sum, labelled_sums
from relanced.intake.invoice.money.taxation import Taxation, taxation_of
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_PAID = Labels({True: PAID})
_PARTS = frozenset({MoneyLabel.BARE, MoneyLabel.BASE})  # labels that may stand for a part as well
# «Acompte 30 % : 360,00 €» alone may as well be still to come.
_RECEIVED = lazy(
    r"\b(?:vers[ee]|recue?s?|regle|paye|percu|deduit|deduction|deduire|deja|moins|encaiss|factur|less|paid|received"
    r"|bereits|abz|erhalt|geleist|bisher|gezahlt|bezahlt|pagad|recibid|a cuenta|entreg|versat|ricevut|gia\b|detra|dedur"
    r"|storno|reeds|ontvangen|voldaan|betaald|minder|previous|payments|precedent|anterieur)|\./\."
)
_UNTAXED = lazy(r"\b(?:h\.?t|htva|hors|excl|exkl|netto|net)\b")
_MAX_SUMS = 200  # of one paper, most of them from its end: they are added up with each other
_LESSENED = frozenset(
    {MoneyLabel.GROSS, MoneyLabel.BARE, MoneyLabel.BASE}
)  # below which amounts are taken off


@dataclass(frozen=True, slots=True)
class TotalRead:
    """The amount to be paid, positive, and the words that led to it."""

    money: Money
    words: str
    is_negative: bool  # as printed: an invoice below zero is a credit note
    label: MoneyLabel | None  # what the amount is by its label; None where it was computed or is stamped out


def read_total(sheet: Sheet, kind: Kind, country: str) -> TotalRead | None:
    """The amount that the paper asks for (or gives back), or None where no label or proof tells it for certain.

    «Net à payer» goes before «Total TTC», that before a bare «Total»; deposits that the paper
    deducts without printing what is left are deducted here.
    """
    currency = page_currency(sheet, country)
    sums = list(labelled_sums(sheet, currency, kind))
    sums = sums if len(sums) <= _MAX_SUMS else sums[: _MAX_SUMS // 4] + sums[-3 * _MAX_SUMS // 4 :]
    rows = rows_of(sheet, currency)
    taxation = taxation_of(sheet)
    best = _best(sums, rows, taxation)
    if best is None or is_doubtful(best, sums, rows, taxation):
        return None
    read = _left_of(best, sums, rows, kind)
    if read is None or not read[0].currency:
        return None
    money, words = read
    money = in_dollars_of(currency, money)
    if kind is not Kind.CREDIT_NOTE and _is_stamped_paid(sheet):
        money, words = Money(0, money.currency), f"{words}; stamped as paid"
    label = best.kind if money == best.money else None
    return TotalRead(Money(abs(money.cents), money.currency), words, money.cents < 0, label)


def _best(sums: list[Sum], rows: list[Row], taxation: Taxation) -> Sum | None:
    """The sum that asks best; where only labels of a part do, what the sums prove, else a part that is all."""
    best = best_labelled(sums)
    if best is not None and best.kind not in _PARTS:
        return best
    proven = proven_gross(rows, sums)
    if proven is not None:
        return proven
    if best is not None and stands_for_all(best, sums, rows, taxation):
        return best
    column = proven_column(rows, sums)
    if column is None or column.kind is MoneyLabel.GROSS:
        return column
    return column if best is None and stands_for_all(column, sums, rows, taxation) else None


def _left_of(best: Sum, sums: list[Sum], rows: list[Row], kind: Kind) -> tuple[Money, str] | None:
    """What is left of the best sum; None where something is taken off, and what that leaves cannot be told."""
    money, words = _without_earlier(best, sums)
    if best.kind not in _LESSENED or kind is Kind.CREDIT_NOTE or best.money.cents < 0:
        return money, words
    left = left_below(rows, best, sums)
    if left.money is not None:
        return left.money, left.words
    return None if left.is_open else _less_prepaid(best, sums, money, words)


def _without_earlier(best: Sum, sums: list[Sum]) -> tuple[Money, str]:
    """«Solde antérieur» carried into the total is asked for by older papers, not by this one."""
    earlier = [each for each in sums if each.kind is MoneyLabel.EARLIER and each.money.cents > 0]
    for old in earlier:
        for whole in sums:
            is_whole = whole.kind in {MoneyLabel.GROSS, MoneyLabel.BARE} and whole is not best
            if is_whole and whole.money.cents + old.money.cents == best.money.cents:
                return whole.money, f"{whole.words} (without {old.words})"
    return best.money, best.words


def _less_prepaid(best: Sum, sums: list[Sum], money: Money, words: str) -> tuple[Money, str] | None:
    """A whole less the deposits below it; None where one is printed twice, as two payments or as a copy."""
    below = [
        each
        for each in sums
        if each.kind is MoneyLabel.PREPAID and each.at.line >= best.at.line and each.money.cents
    ]
    if not below:
        return money, words
    if any(_UNTAXED.search(_line_of(each)) for each in below):
        return None  # «Acompte versé HT»: what was paid is with tax
    paid = {abs(each.money.cents): each for each in below}
    if len({(each.at.line, each.at.left) for each in below}) != len(paid):
        return None
    largest = max(paid)
    if len(paid) > 2 and 2 * largest == sum(paid):
        paid = {largest: paid[largest]}  # their sum is printed as well
    total = sum(paid)
    surely = [each for each in below if each.money.cents < 0 or _RECEIVED.search(_line_of(each))]
    if total > money.cents or sum(abs(each.money.cents) for each in surely) not in {total, 2 * total}:
        return None
    less = ", ".join(each.words for each in paid.values())
    return Money(money.cents - total, money.currency), f"{words} less {less}"


def _line_of(each: Sum) -> str:
    return f"{each.chunk.plain} {each.at.plain}"


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
