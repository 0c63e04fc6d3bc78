"""The sum that asks best in, whether something on the page speaks against it out. Pure.

An amount that may be another is not read: a person looks at it.
"""

from decimal import Decimal

from relanced.intake.invoice.labels.labels_money import MoneyLabel
from relanced.intake.invoice.money.money_hits import ASKING, WHOLES
from relanced.intake.invoice.money.proof import Row
from relanced.intake.invoice.money.rivals import has_rival
from relanced.intake.invoice.money.sums import Sum
from relanced.intake.invoice.money.taxation import Taxation
from relanced.intake.lazy import lazy

_WITHIN = lazy(
    r"\b(?:dont|davon|darin|hierin|waarvan|hiervan|thereof|di cui|includes?|including|incl|inkl|inbegrepen|enthalten\w*"
    r"|compris\w*|inclus\w*|incluid\w*|compres\w*|of which|within|included)\b"
)
_NET = lazy(r"\b(?:h\.?t|htva|hors|exc?l|exclu\w*|exkl|netto|vat|tva|btw|mwst|ust|iva|tax|zzgl|plus)\b|\+")
_RATE = lazy(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_REST = lazy(
    r"\b(?:rest|reste|restant|solde|reliquat|balance|outstanding|remaining|left|offen\w*|verbleib\w*|noch|pendiente"
    r"|saldo|residuo|rimanenza|openstaand|resterend|nog|acompte|deposit|acconto|anticipo|aanbetaling|voorschot)\b|anzahlung|abschlag|\brest(?:betrag|zahlung|forderung|summe|bedrag)"
)
_ROUNDED = 4  # cents by which what is to be paid in cash is rounded to five
_MAX_CHANGES = 8
_GROSS = frozenset({MoneyLabel.GROSS, MoneyLabel.BARE})


def stands_for_all(best: Sum, sums: list[Sum], rows: list[Row], taxation: Taxation) -> bool:
    """Whether a bare total, or a net amount, is all that is asked for: no tax comes on top of it."""
    taxes = [each for each in sums if each.kind is MoneyLabel.TAX and each.money.cents]
    aside = {id(each.at) for each in sums if each.kind is MoneyLabel.OTHER}  # «SARL au capital de 7 500 €»
    larger = any(
        row.line > best.at.line and row.money.cents > best.money.cents and id(row.at) not in aside
        for row in rows
    )
    if best.kind is MoneyLabel.BARE and taxes:
        return _holds_tax(best, sums, taxes)
    if best.kind is MoneyLabel.BARE:
        return taxation.is_exempt or not (taxation.is_on_top or (taxation.is_named and larger))
    says_net = _NET.search(f"{best.chunk.plain} {best.at.plain}")
    return (taxation.is_exempt or not (taxation.is_named or says_net)) and not taxes and not larger


def _holds_tax(best: Sum, sums: list[Sum], taxes: list[Sum]) -> bool:
    """Whether a bare total is with tax.

    It is net and tax (less what is kept or paid), or the tax is said, or shown by its rate, to be within it.
    """
    whole = abs(best.money.cents)
    if all(_is_within(each, whole) for each in taxes):
        return True
    nets = _cents(sums, MoneyLabel.BASE, MoneyLabel.BARE)
    each_tax = {abs(each.money.cents) for each in taxes}
    apart = _cents(sums, MoneyLabel.RETAINED, MoneyLabel.PREPAID)
    added = _cents(sums, MoneyLabel.ADDED)
    changes = {0, *added, *(-part for part in apart | added)}
    slack = 2 if best.money.currency == "CHF" and whole % 5 == 0 else 0  # rounded to five centimes
    return any(
        abs(net + tax + change - whole) <= slack
        for net in nets
        for tax in (*each_tax, sum(each_tax))
        for change in changes
    )


def _is_within(tax: Sum, whole: int) -> bool:
    """«dont TVA 20 % : 20,00 €», or 20,00 of 120,00 at 20 %."""
    if _WITHIN.search(tax.chunk.plain):
        return True
    rate = _RATE.search(tax.chunk.plain)
    if rate is None:
        return False
    share = round(100 * Decimal(rate[1].replace(",", ".")))  # hundredths of a percent
    tax_cents = abs(tax.money.cents)
    return share > 0 and abs(whole * share - tax_cents * (10_000 + share)) < 10_000 + share


def _cents(sums: list[Sum], *kinds: MoneyLabel) -> set[int]:
    return {abs(each.money.cents) for each in sums if each.kind in kinds and each.money.cents}


def is_doubtful(best: Sum, sums: list[Sum], rows: list[Row], taxation: Taxation) -> bool:
    """Whether another sum of the page speaks against the one that asks best."""
    return (
        has_rival(best, sums, rows)
        or _is_out_of_line(best, sums, rows)
        or _is_less_discount(best, sums)
        or _holds_earlier(best, sums)
        or _is_before_retention(best, sums)
        or (taxation.is_split and best.kind not in ASKING)
    )


def _is_out_of_line(best: Sum, sums: list[Sum], rows: list[Row]) -> bool:
    """«Montant à payer» below every whole, and nothing on the page leads down to it: one instalment of several.

    Labels of a rest («solde dû», «balance due») say themselves that something was paid.
    """
    wholes = _cents(sums, *_GROSS) | {
        net + tax for net in _cents(sums, MoneyLabel.BASE) for tax in _cents(sums, MoneyLabel.TAX)
    }
    mine = abs(best.money.cents)
    if best.kind is not MoneyLabel.NET or _REST.search(best.chunk.plain) or mine >= max(wholes, default=0):
        return False
    asking = {id(each.at) for each in sums if each.kind in ASKING}
    steps = {abs(row.money.cents) for row in rows if id(row.at) not in asking}
    steps |= {abs(each.money.cents) for each in sums if each.kind not in ASKING} | {0}
    off = _sums_of_some(_cents(sums, MoneyLabel.PREPAID, MoneyLabel.RETAINED))
    added = _sums_of_some(_cents(sums, MoneyLabel.ADDED))
    changes = {less - more for less in off for more in added}
    return not any(
        whole - mine in steps or whole - mine in changes or abs(whole - mine) <= _ROUNDED for whole in wholes
    )


def _sums_of_some(amounts: set[int]) -> set[int]:
    """Every sum of some of these amounts, of the largest few where they are many."""
    sums = {0}
    for amount in sorted(amounts, reverse=True)[:_MAX_CHANGES]:
        sums |= {each + amount for each in sums}
    return sums


def _is_less_discount(best: Sum, sums: list[Sum]) -> bool:
    """«Zahlbetrag» after the Skonto: for paying early, while the whole is what is asked for."""
    off = {abs(each.money.cents) for each in sums if each.kind is MoneyLabel.DISCOUNT and each.money.cents}
    wholes = {each.money.cents for each in sums if each.kind in WHOLES and each is not best}
    return any(best.money.cents + part in wholes for part in off)


def _holds_earlier(best: Sum, sums: list[Sum]) -> bool:
    """An older balance may be in it: only where net and tax, or a whole, show that it is not."""
    earlier = {each.money.cents for each in sums if each.kind is MoneyLabel.EARLIER and each.money.cents > 0}
    if not earlier:
        return False
    wholes = {each.money.cents for each in sums if each.kind in _GROSS}
    nets = {each.money.cents for each in sums if each.kind in {MoneyLabel.BASE, MoneyLabel.BARE}}
    taxes = {each.money.cents for each in sums if each.kind is MoneyLabel.TAX}
    proven = wholes | {net + tax for net in nets for tax in taxes}
    mine = best.money.cents
    if any(mine - old in proven for old in earlier):
        return False  # taken off by totals._without_earlier
    others = {each.money.cents for each in sums if each.kind in WHOLES and each is not best}
    return mine not in {net + tax for net in nets for tax in taxes} and not (
        best.kind is MoneyLabel.GROSS and not any(other > mine for other in others)
    )


def _is_before_retention(best: Sum, sums: list[Sum]) -> bool:
    """Something is retained above or beside it, and nothing shows on which side of that it stands."""
    kept = {abs(each.money.cents) for each in sums if each.kind is MoneyLabel.RETAINED and each.money.cents}
    if not kept or best.kind in ASKING:
        return False
    above = [each for each in sums if each.kind is MoneyLabel.RETAINED and each.at.line <= best.at.line]
    if not above:
        return False  # below it: totals takes it off, or leaves the paper unread
    nets = {each.money.cents for each in sums if each.kind in {MoneyLabel.BASE, MoneyLabel.BARE}}
    taxes = {each.money.cents for each in sums if each.kind is MoneyLabel.TAX} | {0}
    wholes = {each.money.cents for each in sums if each.kind in _GROSS} | {
        net + tax for net in nets for tax in taxes
    }
    return not any(best.money.cents + part in wholes for part in (*kept, sum(kept)))
