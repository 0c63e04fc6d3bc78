"""The cases of a file in, the events that no mail alone tells out: payments, kept and broken words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from relanced.casework.calendar import Calendar
from relanced.casework.chronology_claims import IS_MONEY, DayOf, entries_of, owed_on, story_of
from relanced.casework.chronology_events import Told
from relanced.casework.ledger import Case, CreditStory, Instalments, Ledger, Posting, PostingKind
from relanced.model.dossier import Event, EventKind, Side
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, MailRef
from relanced.model.source import Source

# Shown by the paper or the decision behind them.
_TOLD_ELSEWHERE = {
    PostingKind.CREDIT_NOTE,
    PostingKind.OWNER,
    PostingKind.IGNORED,
    PostingKind.GIVEN_UP,
}


def payments(
    ledger: Ledger, cases: Iterable[Case], mails: dict[MailRef, Source], day_of: DayOf
) -> Iterator[Told]:
    """What came off the invoices, an event for each amount."""
    for case in cases:
        for posting in case.postings:
            if posting.kind not in _TOLD_ELSEWHERE:
                yield _payment(ledger, case.number, posting, mails, day_of)


def _payment(
    ledger: Ledger, number: InvoiceNumber, posting: Posting, mails: dict[MailRef, Source], day_of: DayOf
) -> Told:
    story = story_of(ledger, posting, number)
    kind = {
        PostingKind.PAYMENT: EventKind.PAYMENT,
        PostingKind.REVERSED: EventKind.MONEY_BACK,
    }.get(posting.kind, EventKind.REDUCED)
    is_money = kind is not EventKind.REDUCED
    amount = -posting.amount if kind is EventKind.MONEY_BACK else posting.amount
    event = Event(
        on=day_of(posting),
        kind=kind,
        side=Side.BANK if is_money else Side.CREDITOR,
        name=story.bank if story and is_money else "",
        invoices=(number,),
        amount=amount,
        day=story.credit.value_on if story and is_money else None,
        what=_said(story) if is_money else (posting.kind.value,),
    )
    told_by = [mails[ref] for ref in (story.mail, *story.also_told_by) if ref in mails] if story else []
    sources = dict.fromkeys([posting.source, *told_by])
    return Told(event=event, sources=tuple(sources))


def _said(story: CreditStory | None) -> tuple[str, ...]:
    """The payer and the reference, as the bank told them."""
    return (story.credit.payer, story.credit.reference) if story else ("", "")


def promises(
    cases: Iterable[Case], calendar: Calendar, grace: int, day_of: DayOf, on: date
) -> Iterator[Told]:
    """Which promises were kept, and which days passed without the money."""
    kept: dict[tuple[datetime, date, date], list[tuple[InvoiceNumber, Money]]] = defaultdict(list)
    broken = defaultdict(list, kept)
    for case in cases:
        for promise in case.promises:
            until = calendar.add_banking_days(promise.pays_on, grace)
            if _is_agreed_anew(case.plan, promise.made_at, calendar.day_of(promise.made_at), until, calendar):
                continue
            entries = entries_of(case, day_of, min(until, on))
            left = owed_on(case, entries)
            if left.cents <= 0 and entries and entries[-1].on >= calendar.day_of(promise.made_at):
                key = (promise.made_at, promise.pays_on, entries[-1].on)
                kept[key].append((case.number, entries[-1].amount))
            elif left.cents > 0 and until < on:
                broken[promise.made_at, promise.pays_on, until].append((case.number, left))
    for kind, found in ((EventKind.PROMISE_KEPT, kept), (EventKind.PROMISE_BROKEN, broken)):
        for (_, pays_on, day), lines in sorted(found.items()):
            yield from _of_promise(kind, day, pays_on, lines)


def _is_agreed_anew(
    plan: Instalments | None, made_at: datetime, made_on: date, until: date, calendar: Calendar
) -> bool:
    """Whether instalments were agreed on before the promised day: they stand in its place."""
    if plan is None or plan.agreed_at < made_at:
        return False
    return made_on <= calendar.day_of(plan.agreed_at) <= until


def _of_promise(
    kind: EventKind, on: date, pays_on: date, lines: list[tuple[InvoiceNumber, Money]]
) -> Iterator[Told]:
    for currency in sorted({money.currency for _, money in lines}):
        same = [(number, money) for number, money in lines if money.currency == currency]
        event = Event(
            on=on,
            kind=kind,
            side=Side.DEBTOR if kind is EventKind.PROMISE_KEPT else Side.NOBODY,
            invoices=tuple(number for number, _ in same),
            amount=Money(sum(money.cents for _, money in same), currency),
            day=pays_on,
        )
        yield Told(event=event)


def instalments(
    cases: Iterable[Case], calendar: Calendar, grace: int, day_of: DayOf, on: date
) -> Iterator[Told]:
    """Which instalments of the plans agreed last came in, and which days passed without them."""
    held = list(cases)
    plans = dict.fromkeys(case.plan for case in held if case.plan is not None)
    for plan in plans:
        paying = [case for case in held if case.plan == plan]
        yield from _of_plan(plan, paying, calendar, grace, day_of, on)


def _of_plan(
    plan: Instalments, cases: list[Case], calendar: Calendar, grace: int, day_of: DayOf, on: date
) -> Iterator[Told]:
    """Each part is paid when all that came since the agreement covers it and those before it."""
    since = calendar.day_of(plan.agreed_at)
    came = sorted(
        (day_of(posting), posting.amount.cents)
        for case in cases
        for posting in case.postings
        if posting.kind in IS_MONEY and day_of(posting) >= since
    )
    numbers = tuple(case.number for case in cases)
    wanted = 0
    for day, amount in plan.parts:
        wanted += amount.cents
        until = calendar.add_banking_days(day, grace)
        paid_on = _reached(came, wanted, min(until, on))
        if paid_on is None and until >= on:
            continue
        kind = EventKind.INSTALMENT_MISSED if paid_on is None else EventKind.INSTALMENT_PAID
        event = Event(
            on=paid_on or until,
            kind=kind,
            side=Side.NOBODY if paid_on is None else Side.DEBTOR,
            invoices=numbers,
            amount=amount,
            day=day,
        )
        yield Told(event=event)


def _reached(came: Iterable[tuple[date, int]], wanted: int, until: date) -> date | None:
    """The day by which so many cents had come in; None: not until that day."""
    total = 0
    for day, cents in came:
        total += cents
        if day <= until and total >= wanted:
            return day
    return None
