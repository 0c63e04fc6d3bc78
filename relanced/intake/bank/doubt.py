"""A mail's layout and the credits read from it in, why they may not be believed out. Pure.

Payers choose their own name and words, and banks print them among their figures. A notice of one
payment that offers two amounts for it is not decided by relanced: somebody else may have written
one of them.
"""

import re
from collections.abc import Iterator

from relanced.intake.bank.labels import PAYERS_WORDS, Role
from relanced.intake.bank.layout import Layout, Pair, is_money, money_in
from relanced.intake.bank.phrases import CREDIT
from relanced.intake.days import fold
from relanced.model.facts import Credit
from relanced.model.money import Money

# An amount after one of these is a balance, a threshold or a firm's capital.
NO_PAYMENT_BEFORE = re.compile(
    r"(?:solde|saldo|balance|kontostand|seuil|superieures? a|uber|above|capital)\D{0,30}$"
)
_ONE_PAYMENT = (Role.CREDITED, Role.AMOUNT)
_BESIDE = (Role.SENT, Role.TOTAL, Role.NET)  # with a fee between, these differ from the payment
_SMALL_FEE = 100  # cents: below that a fee may be more than a tenth of the payment


def contradiction(layout: Layout, subject: str, found: tuple[Credit, ...]) -> str:
    """Which other amounts a mail offers for its payments, in words; "" where it offers none.

    Set aside: balances, fees and what a fee explains, sums, other currencies, and for several
    payments everything but a labelled amount that is none of them.
    """
    if not found:
        return ""
    read = [credit.amount for credit in found]
    if len(read) > 1:
        total = Money(sum(amount.cents for amount in read), read[0].currency)
        others = set(_labelled(layout, read[0].currency)) - {*read, total}
    else:
        others = _others(layout, subject, read[0])
    if not others:
        return ""
    figures = ", ".join(sorted(f"{amount.plain} {amount.currency}" for amount in {*others, read[0]}))
    return f"offers several amounts for one payment ({figures})"


def _others(layout: Layout, subject: str, read: Money) -> set[Money]:
    """The amounts offered for one payment beside the one that was read."""
    offered = {*_labelled(layout, read.currency), *_told(layout, subject, read.currency)}
    fees = _fees(layout, read)
    beside = {
        money
        for pair in layout.pairs
        if pair.role in _BESIDE and (money := _first(pair, read.currency)) and money.cents < read.cents
    }
    allowed = {read.cents, *(read.cents + fee for fee in fees), *(read.cents - fee for fee in fees)}
    return {
        money
        for money in offered | beside
        if money.currency == read.currency and money.cents > 0 and money.cents not in allowed
    }


def _fees(layout: Layout, read: Money) -> set[int]:
    """Each fee and their sum, in cents; a «fee» of more than a tenth explains nothing."""
    fees = [
        abs(money.cents)
        for pair in layout.pairs
        if pair.role is Role.FEE
        and (money := _first(pair, read.currency))
        and money.currency == read.currency
    ]
    limit = max(read.cents // 10, _SMALL_FEE)
    return {fee for fee in (*fees, sum(fees)) if fee <= limit}


def _first(pair: Pair, currency: str) -> Money | None:
    return next((found.money for found in money_in(pair.value, currency)), None)


def _labelled(layout: Layout, currency: str) -> Iterator[Money]:
    """What stands behind the labels of one payment's amount."""
    for pair in layout.pairs:
        if pair.role in _ONE_PAYMENT and (money := _first(pair, currency)) and money.currency == currency:
            yield money


def _told(layout: Layout, subject: str, currency: str) -> Iterator[Money]:
    """What the sentences of credit and the lines with an amount alone tell, quoted words included."""
    for text in (subject, *(line for _, line in layout.prose)):
        folded = fold(text)
        if not CREDIT.search(folded) and not is_money(text):
            continue
        for found in money_in(text, currency):
            if not NO_PAYMENT_BEFORE.search(folded[: found.start]):
                yield found.money
    told = {place for place, line in layout.prose if money_in(line, currency)}
    for pair in layout.pairs:  # «WHO sent you 10 € message: WORDS sent you 20 €»: where do his words end?
        if pair.line in told and pair.role in PAYERS_WORDS:
            yield from (found.money for found in money_in(pair.value, currency))
