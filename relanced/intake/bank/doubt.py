"""A mail's layout and the credits read from it in, why they may not be believed out. Pure.

Payers choose their own name and words, and banks print them among their figures. A notice of one
payment that offers two amounts for it is not decided by relanced: somebody else may have written
one of them.
"""

from collections.abc import Iterator

from relanced.intake.bank.figures import is_money, money_in
from relanced.intake.bank.labels import PAYERS_WORDS, Role
from relanced.intake.bank.layout.parts import Layout, Pair
from relanced.intake.bank.sentences import payer_in
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

# An amount after one of these is a balance, a threshold or a firm's capital.
NO_PAYMENT_BEFORE = lazy(
    r"(?:solde|saldo|balance|kontostand|seuil|superieures? a|above|capital|plafond|limite?|grenze|umbral|soglia|limiet"
    r"|frais|commissions?|fees?|charges?|gebuhr\w*|entgelt\w*|comision\w*|gastos|spese|kosten|tarief"
    r"|protected|insured|guarantee\w*|garanti\w*|abgesichert|geschutzt|up to|jusqu'a|bis zu|hasta|fino a"
    r"|minim\w*|maxim\w*"
    r"|mindest\w*|gewaarborgd|asegurad\w*)\b\D{0,30}$"
    r"|\buberweisungen uber \D{0,12}$"
)
_OF_WHICH = lazy(r"\b(?:dont|incl\w*|davon|di cui|waarvan|de los cuales)\b\D{0,20}$")
_ANNOUNCED = lazy(
    r"(?<![\w.,/-])(\d{1,3}) (?:nouveaux |neue |new |nuevas |nuovi |nieuwe )?(?:virements|paiements|operations"
    r"|mouvements|payments"
    r"|transfers|transactions|zahlungen|uberweisungen|umsatze|buchungen|gutschriften|transferencias|pagos"
    r"|movimientos|abonos"
    r"|bonifici|pagamenti|movimenti|accrediti|betalingen|overboekingen|transacties|bijschrijvingen)\b"
)
FEE_BEFORE = lazy(
    r"\b(?:frais|commissions?|fees?|charges?|gebuhr\w*|entgelt\w*|comision\w*|gastos|spese|kosten|tarief)\b\D{0,24}$"
)
_EXCHANGED = lazy(
    r"\b(?:taux|rate|exchange\w*|change|cours|kurs|\w*wechselkurs|umgerechnet|umrechnung\w*|cambio|\w*koers|initial\w*|origin\w*"
    r"|ursprung\w*|instructed|convert\w*|contrevaleur|controvalore|contravalor|gegenwert|tegenwaarde|equivalent\w*)\b"
)
_NEAR = 60  # characters before an amount
_ONE_PAYMENT = (Role.CREDITED, Role.AMOUNT)
_BESIDE = (Role.SENT, Role.TOTAL, Role.NET)  # with a fee between, these differ from the payment
_SMALL_FEE = 100  # cents: below that a fee may be more than a tenth of the payment


def contradiction(layout: Layout, subject: str, found: tuple[Credit, ...], *, is_payout: bool = False) -> str:
    """Which other amounts a mail offers for its payments, in words; "" where it offers none.

    Set aside: balances, fees and what a fee explains, sums, what another currency's exchange explains,
    for several payments everything but a labelled amount that is none of them, and for a payout what arrives of them.
    """
    if not found:
        return ""
    read = [credit.amount for credit in found]
    if more := _more_than_announced(layout, subject, len(read)):
        return more
    if is_payout:
        return ""
    if len(read) > 1:
        total = Money(sum(amount.cents for amount in read), read[0].currency)
        offered = {*_labelled(layout, read[0].currency), *_within_his_words(layout, read[0].currency)}
        others = offered - {*read, total}
    else:
        others = _others(layout, subject, read[0])
    if not others:
        return ""
    figures = ", ".join(sorted(f"{amount.plain} {amount.currency}" for amount in {*others, read[0]}))
    return f"offers several amounts for one payment ({figures})"


def _others(layout: Layout, subject: str, read: Money) -> set[Money]:
    """The amounts offered for one payment beside the one that was read."""
    offered = {
        *_labelled(layout, read.currency),
        *_told(layout, subject, read.currency),
        *_within_his_words(layout, read.currency),
    }
    fees = _fees(layout, read)
    beside = {
        money
        for pair in layout.pairs
        if pair.role in _BESIDE
        and (money := _first(pair, read.currency))
        and money.currency == read.currency
        and money.cents < read.cents
    }
    allowed = {read.cents, *(read.cents + fee for fee in fees), *(read.cents - fee for fee in fees)}
    return {
        money
        for money in offered | beside
        if money.cents > 0 and (money.currency != read.currency or money.cents not in allowed)
    }


def _fees(layout: Layout, read: Money) -> set[int]:
    """Each fee and their sum, in cents; a «fee» of more than a tenth explains nothing."""
    told = [
        found.money.cents
        for _, text in layout.prose
        for found in money_in(text, read.currency)
        if FEE_BEFORE.search(fold(text[: found.start])) and found.money.currency == read.currency
    ]
    fees = told + [
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
    """What stands behind the labels of one payment's amount, and whatever else is told there."""
    for pair in layout.pairs:
        told = money_in(pair.value, currency)
        if pair.role not in _ONE_PAYMENT and not (pair.role in _BESIDE and len(told) > 1):
            continue
        for found in told:
            if _is_exchanged(found.money, currency, layout, f"{pair.label} {pair.value[: found.start]}"):
                continue
            if not _OF_WHICH.search(fold(pair.value[: found.start])):
                yield found.money


def _is_exchanged(money: Money, currency: str, layout: Layout, before: str) -> bool:
    """An amount in another currency than the payment's, told as what was sent, or with its rate."""
    if money.currency == currency:
        return False
    sent = {found.money for pair in layout.pairs if pair.role is Role.SENT for found in money_in(pair.value)}
    return money in sent or _EXCHANGED.search(fold(before)[-_NEAR:]) is not None


def _within_his_words(layout: Layout, currency: str) -> Iterator[Money]:
    """Amounts in the payer's words that tell of a payment themselves, or stand behind one on their line.

    Where do his words begin and end?
    """
    for pair in layout.pairs:
        if pair.role in PAYERS_WORDS and pair.value in layout.lines[pair.line]:
            lead = layout.lines[pair.line].partition(pair.value)[0]
            if money_in(lead, currency) or payer_in(pair.value):
                yield from (found.money for found in money_in(pair.value, currency))


def _more_than_announced(layout: Layout, subject: str, count: int) -> str:
    """A payer may have written one of them where a mail speaks of two payments and lists three."""
    for text in (subject, *(line for _, line in layout.prose)):
        announced = _ANNOUNCED.search(fold(text))
        if announced and 0 < int(announced[1]) < count:
            return f"announces {announced[1]} payments and lists {count}"
    return ""


def _told(layout: Layout, subject: str, currency: str) -> Iterator[Money]:
    """What the sentences of credit and the lines with an amount alone tell, quoted words included."""
    for text in (subject, *(line for _, line in layout.prose)):
        folded = fold(text)
        if not layout.vocabulary.credit.search(folded) and not is_money(text):
            continue
        for found in money_in(text, currency):
            if NO_PAYMENT_BEFORE.search(folded[: found.start]):
                continue
            if not _is_exchanged(found.money, currency, layout, text[: found.start]):
                yield found.money
    told = {place for place, line in layout.prose if money_in(line, currency)}
    for pair in layout.pairs:  # «WHO sent you 10 € message: WORDS sent you 20 €»: where do his words end?
        if pair.line in told and pair.role in PAYERS_WORDS:
            yield from (found.money for found in money_in(pair.value, currency))
