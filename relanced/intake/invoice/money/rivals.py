"""The labelled sums of a sheet in, the one whose label asks best out, and whether another asks as well. Pure."""

from relanced.intake.invoice.labels.labels_money import MoneyLabel
from relanced.intake.invoice.money.money_hits import ASKING
from relanced.intake.invoice.money.proof import Row
from relanced.intake.invoice.money.sums import WORTH, Sum

_NEAR = 0.6  # worth: a value under its label is worth half a point less than one beside it


def best_labelled(sums: list[Sum]) -> Sum | None:
    """The sum with the best label; of several, the one that the others add up to, else the last."""
    asked = [each for each in sums if each.kind in WORTH]
    if not asked:
        return None
    top = max(asked, key=lambda each: (each.worth, WORTH[each.kind]))
    best = _peers(top, asked)
    fitting = [each for each in best if _adds_up(each, sums)]
    return (fitting or [each for each in best if each.worth == top.worth])[-1]


def _adds_up(candidate: Sum, sums: list[Sum]) -> bool:
    """Whether it is another whole, or net and tax, less what was paid or kept; its own copies prove nothing."""

    def cents(*kinds: MoneyLabel) -> set[int]:
        others = (each for each in sums if each.kind in kinds and each.words != candidate.words)
        return {abs(each.money.cents) for each in others}

    mine = abs(candidate.money.cents)
    gross = cents(MoneyLabel.GROSS, MoneyLabel.BARE)
    prepaid = cents(MoneyLabel.PREPAID, MoneyLabel.RETAINED) | {0}
    wholes = gross | {
        base + tax for base in cents(MoneyLabel.BASE, MoneyLabel.BARE) for tax in cents(MoneyLabel.TAX)
    }
    return any(whole - paid == mine for whole in wholes for paid in prepaid)


def has_rival(best: Sum, sums: list[Sum], rows: list[Row]) -> bool:
    """Whether another amount asks as well, and neither the other sums nor their order tell which one counts.

    Of several wholes the last counts where it is the largest («Total» of each page, then of all), or
    where an amount of the page leads to it.
    """
    peers = [each for each in _peers(best, sums) if each.kind is best.kind]
    if best not in peers:
        return False  # it is proven
    if any(each.money.currency != best.money.currency for each in peers):
        return True
    amounts = {abs(each.money.cents) for each in peers}
    fitting = {abs(each.money.cents) for each in peers if _adds_up(each, sums)}
    if len(amounts) == 1 or len(fitting) == 1:
        return False
    mine = abs(best.money.cents)
    steps = {abs(row.money.cents) for row in rows} - amounts
    led_to = best.kind not in ASKING and any(other - mine in steps for other in amounts - {mine})
    return not led_to and (best.kind in ASKING or mine < max(amounts))


def _peers(best: Sum, sums: list[Sum]) -> list[Sum]:
    """The sums whose labels are worth the same."""
    return [
        each
        for each in sums
        if each.kind in WORTH
        and WORTH[each.kind] == WORTH.get(best.kind)
        and each.worth >= best.worth - _NEAR
    ]
