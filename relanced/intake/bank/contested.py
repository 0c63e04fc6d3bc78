"""The places that a profile's pattern took in a mail's text in, which other amount contests them out. Pure.

A payer writes his name and his words into the bank's sentence, and may write the sentence itself a
second time. The bank's own amount then stays in the text as one that no group took.
"""

from collections.abc import Iterator, Sequence

from relanced.intake.amounts import FoundAmount
from relanced.intake.bank.doubt import FEE_BEFORE, NO_PAYMENT_BEFORE
from relanced.intake.bank.figures import money_in
from relanced.intake.bank.pattern_values import Places
from relanced.intake.days import fold
from relanced.model.facts import Credit

Span = tuple[int, int]
_HIS = ("payer", "reference")


def rival(
    text: str,
    hits: Sequence[tuple[Span, Places]],
    found: Sequence[Credit],
    *,
    is_list: bool,
) -> str:
    """The first amount that a pattern left, or let its other groups swallow, as printed; "" where none is.

    Set aside: what equals a payment's amount or is that with its fee, balances and fees by the word
    before them, and what stands in a match before its first group or behind
    its last. In a list only what the matches went over is looked at: other lines are other entries.
    """
    fees = {credit.fee.cents for credit in found if credit.fee}
    amounts = {credit.amount.cents for credit in found}
    allowed = amounts | {cents + fee for cents in amounts for fee in fees}
    allowed |= {cents - fee for cents in amounts for fee in fees}
    for start, end, each, before in _money(text, found[0].amount.currency):
        at = next((hit for hit in hits if _meets((start, end), hit[0])), None)
        if at is None:
            if is_list or NO_PAYMENT_BEFORE.search(before) or FEE_BEFORE.search(before):
                continue
        elif _is_taken((start, end), at[1]):
            continue
        if abs(each.money.cents) not in allowed or each.money.currency != found[0].amount.currency:
            return text[start:end].strip()
    return ""


def _is_taken(place: Span, groups: Places) -> bool:
    """A figure's own group took it, or it stands before the first group or behind the last."""
    if any(_meets(place, span) for name, span in groups.items() if name in _HIS):
        return False
    if any(_meets(place, span) for span in groups.values()):
        return True  # an account or a number that looks like money is none
    return place[1] <= min(start for start, _ in groups.values()) or place[0] >= max(
        end for _, end in groups.values()
    )


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _money(text: str, currency: str) -> Iterator[tuple[int, int, FoundAmount, str]]:
    """Every amount of a text, where it stands, and the folded words before it on its line."""
    begin = 0
    for line in text.split("\n"):
        folded = fold(line)
        for each in money_in(line, currency, upto=len(line)):
            if each.money.cents:
                before = folded[max(each.start - 200, 0) : each.start]
                yield begin + each.start, begin + each.end, each, before
        begin += len(line) + 1
