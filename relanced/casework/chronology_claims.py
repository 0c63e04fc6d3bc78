"""Cases and a day in, what is claimed for them on that day out: balances, interest, what is not contested. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from relanced.casework.law.charges import span_interest
from relanced.casework.law.limitation import Limitation
from relanced.casework.ledger import Case, CreditStory, HoldKind, Ledger, Posting, PostingKind
from relanced.model.dossier import Claim, Entry, Event, EventKind, Total
from relanced.model.law import LateCharges
from relanced.model.money import Money, totals
from relanced.model.names import InvoiceNumber, mail_ref

DayOf = Callable[[Posting], date]
ChargesOf = Callable[[Case], LateCharges]
LimitationOf = Callable[[Case], Limitation | None]

_SAYS_SO = {EventKind.REPLY, EventKind.DECISION, EventKind.CALL}
_DISPUTE = {"dispute", "disputed"}


def story_of(ledger: Ledger, posting: Posting, number: InvoiceNumber) -> CreditStory | None:
    """The payment behind a posting: by its mail, and by its amount where that mail told of several."""
    ref = mail_ref(posting.source.fingerprint)
    told = [
        story
        for story in ledger.credits
        if ref in {story.mail, *story.also_told_by} and number in {paid for paid, _ in story.paid}
    ]
    same = [story for story in told if (number, posting.amount) in story.paid]
    return next(iter(same or told), None)


def entries_of(case: Case, day_of: DayOf, on: date) -> tuple[Entry, ...]:
    """What came off an invoice until this day, oldest first."""
    found = (
        Entry(on=day_of(posting), kind=posting.kind.value, amount=posting.amount) for posting in case.postings
    )
    return tuple(sorted((entry for entry in found if entry.on <= on), key=lambda entry: entry.on))


def total_of(case: Case) -> Money:
    """What the invoice asked for; it is what is owed and all that came off it."""
    return Money(case.owed.cents + sum(p.amount.cents for p in case.postings), case.owed.currency)


def owed_on(case: Case, entries: Iterable[Entry]) -> Money:
    """What was still owed when these amounts had come off."""
    total = total_of(case)
    return Money(total.cents - sum(entry.amount.cents for entry in entries), total.currency)


def claim_of(
    case: Case,
    on: date,
    *,
    day_of: DayOf,
    charges_of: ChargesOf,
    limitation_of: LimitationOf,
    events: Sequence[Event],
) -> Claim:
    """One invoice as it stood at the end of a day."""
    entries = entries_of(case, day_of, on)
    charges = charges_of(case) if case.due_on < on else None
    limitation = limitation_of(case)
    acknowledged = limitation.acknowledged if limitation else None
    said = [
        event.on
        for event in events
        if event.kind in _SAYS_SO
        and _DISPUTE & set(event.what)
        and (not event.invoices or case.number in event.invoices)
    ]
    holds = [hold for hold in case.silenced_by(on) if hold.kind is HoldKind.DISPUTE]
    since = [hold.since.date() for hold in holds if hold.since.date() <= on]
    return Claim(
        number=case.number,
        issued_on=case.invoice.issued_on,
        mailed_on=case.mailed_on,
        due_on=case.due_on,
        total=total_of(case),
        entries=entries,
        owed=owed_on(case, entries),
        charges=charges,
        parts=tuple(span_interest(span) for span in charges.spans) if charges else (),
        barred_after=limitation.until if limitation else None,
        acknowledged_on=acknowledged.on if acknowledged and acknowledged.on <= on else None,
        barred_then=limitation.until_then if limitation and acknowledged and acknowledged.on <= on else None,
        disputed_on=min([*said, *since], default=None),
        is_disputed=bool(since),
        fingerprint=case.invoice.source.fingerprint,
    )


def totals_of(claims: Sequence[Claim]) -> tuple[Total, ...]:
    """What is claimed altogether, a line for each currency of the invoices."""
    return tuple(
        _total(currency, [claim for claim in claims if claim.total.currency == currency])
        for currency in sorted({claim.total.currency for claim in claims})
    )


def _total(currency: str, claims: Sequence[Claim]) -> Total:
    def money(cents: Iterable[int]) -> Money:
        return Money(sum(cents), currency)

    charges = [claim.charges for claim in claims if claim.charges is not None]
    refused = tuple(dict.fromkeys(each.refused for each in charges if each.refused))
    interest = totals(each.interest for each in charges if each.interest is not None)
    # The compensation of D441-5 is an amount in euros, whatever the invoice's currency.
    indemnity = totals(each.indemnity for each in charges if each.indemnity is not None)
    return Total(
        principal=money(claim.total.cents for claim in claims),
        paid=money(entry.amount.cents for claim in claims for entry in claim.entries),
        owed=money(claim.owed.cents for claim in claims),
        uncontested=money(claim.owed.cents for claim in claims if not claim.is_disputed),
        interest=interest[0] if interest and not refused else None,
        indemnity=indemnity[0] if indemnity else None,
        refused=refused,
    )


IS_MONEY = {PostingKind.PAYMENT, PostingKind.REVERSED, PostingKind.OWNER}
