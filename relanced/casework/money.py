"""A bank's notice in, the cases that its credits pay, or put in doubt, changed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from relanced.casework.books import Books
from relanced.casework.ledger import Hold, HoldKind, Posting, PostingKind
from relanced.casework.settle import settle
from relanced.casework.settlement import SURE, OpenItem, Settlement
from relanced.casework.words import short
from relanced.model.facts import BankSpoke, Credit, CreditNoticed, InvoiceSent
from relanced.model.names import ClientKey, InvoiceNumber, number_key

# A bank tells of one payment by mail at once and on a statement days later, with another value day.
SAME_CREDIT_DAYS = 4
EARLY = timedelta(days=60)  # how long before its invoice money may come


@dataclass(slots=True)
class _Told:
    """One payment and the mails that told of it."""

    on: date
    fingerprints: set[str]


@dataclass(slots=True)
class ToldCredits:
    """The payments that trusted notices told of: one told by a second mail is no second payment."""

    _told: dict[tuple[object, ...], list[_Told]] = field(default_factory=dict)

    def is_new(self, credit: Credit, fingerprint: str, day: date) -> bool:
        """Whether no other mail told of it; two equal lines of one mail are two payments."""
        on = credit.value_on or day
        words = (" ".join(text.casefold().split()) for text in (credit.payer, credit.reference))
        known = self._told.setdefault((credit.amount, *words), [])
        for told in known:
            near = abs((told.on - on).days) <= SAME_CREDIT_DAYS
            if near and fingerprint not in told.fingerprints:
                told.fingerprints.add(fingerprint)
                return False
        known.append(_Told(on, {fingerprint}))
        return True


def fold_bank_mail(books: Books, mail: BankSpoke) -> None:
    """A bank's mail without a credit keeps its rhythm; one that only passes for a bank's is shown."""
    if mail.trusted:
        books.bank_days.add(books.calendar.day_of(mail.source.at))
    elif mail.kind == "phishing":
        books.unmatched.append(mail)


def fold_credits(books: Books, notice: CreditNoticed, told: ToldCredits) -> None:
    """Settle what a trusted notice tells; an untrusted one can only make relanced wait and ask."""
    day = books.calendar.day_of(notice.source.at)
    if notice.trusted:
        books.bank_days.add(day)
    found = False
    for credit in notice.credits:
        if notice.trusted and not told.is_new(credit, notice.source.fingerprint, day):
            found = True
            continue
        settlement = _settle(books, notice.source.at, credit)
        if notice.trusted and settlement.outcome in SURE:
            _apply(books, notice, credit, settlement)
            found = True
        elif _wait_and_ask(books, notice, credit, settlement):
            found = True
        elif notice.trusted:
            books.early_credits.append((notice, credit))
    if not found and notice.credits:
        books.unmatched.append(notice)


def fold_early_money(books: Books, sent: InvoiceSent) -> None:
    """Hold a new case whose money may have come before its invoice: paid on the quote, at the counter."""
    case = books.case(sent.number)
    key = number_key(sent.number)
    for notice, credit in reversed(books.early_credits):
        if case is None or notice.source.at < sent.source.at - EARLY:
            break
        if credit.amount != sent.total and key not in number_key(credit.reference):
            continue
        settlement = _settle(books, sent.source.at, credit)
        if sent.number not in _numbers(settlement):
            continue
        came = f"{credit.amount} from {short(credit.payer) or 'an unnamed payer'} came"
        why = f"{came} on {books.calendar.day_of(notice.source.at)}, before {sent.number} was mailed"
        hold = Hold(
            kind=HoldKind.MONEY_UNCLEAR,
            since=sent.source.at,
            until=None,
            why=why,
            source=notice.source,
            question=f"{why}. Does it pay it? «paid {sent.number}» closes it, «resume {sent.number}» goes on.",
        )
        case.holds.append(hold)
        books.link(notice.source.fingerprint, [case.client], [case])


def _numbers(settlement: Settlement) -> tuple[InvoiceNumber, ...]:
    return (*settlement.candidates, *(number for number, _ in settlement.applied))


def _settle(books: Books, at: datetime, credit: Credit) -> Settlement:
    currencies = {money.currency for money in (credit.amount, credit.original) if money is not None}
    open_items: list[OpenItem] = []
    for currency in sorted(currencies):
        open_items.extend(books.open_items.get(currency, {}).values())
    return _settle_once(credit, tuple(open_items), books.paid_items.like(credit, at))


@lru_cache(maxsize=4096)  # every round folds all facts again: the same credit meets the same items
def _settle_once(
    credit: Credit, open_items: tuple[OpenItem, ...], settled: tuple[OpenItem, ...]
) -> Settlement:
    return settle(credit, open_items, settled)


def _apply(books: Books, notice: CreditNoticed, credit: Credit, settlement: Settlement) -> None:
    at, source = notice.source.at, notice.source
    told = f"{credit.amount} from {short(credit.payer) or 'an unnamed payer'}: {settlement.because}"
    entries = [
        *((PostingKind.PAYMENT, entry) for entry in settlement.applied),
        *((PostingKind.WRITE_OFF, entry) for entry in settlement.written_off),
    ]
    clients = set()
    for kind, (number, amount) in entries:
        if amount.cents < 0:
            books.use_note(number, -amount, at)
            continue
        case = books.case(number)
        if case is None:
            raise KeyError(f"settle applied money to {number}, which was not among the open items")
        books.post(case, Posting(kind=kind, amount=amount, at=at, because=told, source=source))
        books.link(source.fingerprint, [case.client], [case])
        clients.add(case.client)
    if settlement.excess is not None:
        why = f"{settlement.excess} more than owed came with {told}"
        _hold(books, notice, clients or _clients_of(books, settlement.candidates), why)


def _wait_and_ask(books: Books, notice: CreditNoticed, credit: Credit, settlement: Settlement) -> bool:
    """Pause every client whose invoices it may pay; False: nobody's."""
    numbers = _numbers(settlement)
    clients = _clients_of(books, numbers)
    doubt = settlement.because if notice.trusted else f"the mail is not proven to come from {notice.bank}"
    payer = short(credit.payer) or "an unnamed payer"
    _hold(books, notice, clients, f"{credit.amount} from {payer} may pay {', '.join(numbers)}: {doubt}")
    return bool(clients)


def _clients_of(books: Books, numbers: Iterable[InvoiceNumber]) -> set[ClientKey]:
    cases = (books.case(number) for number in numbers)
    return {case.client for case in cases if case is not None}


def _hold(books: Books, notice: CreditNoticed, clients: set[ClientKey], why: str) -> None:
    day = books.calendar.day_of(notice.source.at)
    until = books.calendar.add_banking_days(day, books.rules.replies.money_days)
    question = f"{why}. Which invoice does it pay? «paid NUMBER» closes it; silence ends after {until}."
    hold = Hold(
        kind=HoldKind.MONEY_UNCLEAR,
        since=notice.source.at,
        until=until,
        why=why,
        source=notice.source,
        question=question,
    )
    books.hold_clients(sorted(clients), hold)
    books.link(notice.source.fingerprint, clients)
