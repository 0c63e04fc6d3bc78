"""A fact and the cases of a file in, what stands of it in the file's chronology out. Pure; no language."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from relanced.casework.chronology_letters import Lines, letter_told
from relanced.casework.ledger import Account, Case, Ledger, Link
from relanced.casework.words import short
from relanced.model.decided import CallNoted, HandedOver, InstalmentsAgreed, LetterPosted, OwnerDecided
from relanced.model.dossier import Event, EventKind, Side
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    CreditNoteSent,
    Fact,
    InsolvencyFound,
    InvoiceSent,
    InvoiceStated,
    MailQuarantined,
    Outcome,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
    happened_at,
)
from relanced.model.names import InvoiceNumber, MessageId, number_key
from relanced.model.source import Source

MAX_QUOTE = 300  # characters of a mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event and the mails that show it."""

    event: Event
    sources: tuple[Source, ...] = ()
    order: int = 0  # among events of one day: as the facts were ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the events of one file are told from."""

    ledger: Ledger
    account: Account
    cases: tuple[Case, ...]
    outcomes: Mapping[MessageId, SendOutcome]  # the last of each letter
    sent: Collection[MessageId]  # letters of which a copy lies in Sent
    meant_for: Mapping[MessageId, Lines]  # the lines of each letter that was to leave
    zone: tzinfo

    @property
    def numbers(self) -> dict[str, InvoiceNumber]:
        """The file's invoices, by number_key, as they count now."""
        return {number_key(case.number): case.number for case in self.cases}

    def meant(self, link: Link | None) -> tuple[InvoiceNumber, ...]:
        """Which invoices of the file a mail is about; none: the client as a whole."""
        keys = {number_key(number) for number in link.invoices} if link else set()
        return tuple(number for key, number in self.numbers.items() if key in keys)


def link_of(ledger: Ledger, fact: Fact) -> Link | None:
    """Whom a fact concerns."""
    if isinstance(fact, SendIntended | SendOutcome):
        return ledger.links.get(fact.message_id)
    return ledger.links.get(fact.source.fingerprint)


def concerns(scene: Scene, fact: Fact, since: date) -> bool:
    """Whether a fact belongs to the file: to one of its invoices, or to its client once they were mailed."""
    link = link_of(scene.ledger, fact)
    if link is None or scene.account.client.key not in link.clients:
        return False
    if isinstance(fact, InvoiceSent):  # several invoices may go with one mail
        return number_key(fact.number) in scene.numbers
    if not link.invoices:
        return happened_at(fact).astimezone(scene.zone).date() >= since
    return bool(scene.meant(link))


def told(scene: Scene, fact: Fact) -> Told | None:
    """The event of a fact; None where it is none: money is told from what it paid, notes from what they did."""
    numbers = scene.meant(link_of(scene.ledger, fact))
    on = happened_at(fact).astimezone(scene.zone).date()
    event = _ours(scene, fact, on, numbers) or _theirs(fact, on, numbers) or _owners(fact, on, numbers)
    if event is None:
        return None
    sources = () if isinstance(fact, SendIntended | SendOutcome) else (fact.source,)
    return Told(event=event, sources=sources)


def _ours(scene: Scene, fact: Fact, on: date, numbers: tuple[InvoiceNumber, ...]) -> Event | None:
    """What was written to the client."""
    creditor = Side.CREDITOR
    match fact:
        case InvoiceSent():
            number = scene.numbers[number_key(fact.number)]
            due = next(case.due_on for case in scene.cases if case.number == number)
            return Event(
                on=on, kind=EventKind.INVOICE, side=creditor, name=fact.client_address, invoices=(number,),
                amount=fact.total, day=due,
            )  # fmt: skip
        case CreditNoteSent():
            return Event(
                on=on, kind=EventKind.CREDIT_NOTE, side=creditor, name=fact.client_address, invoices=numbers,
                amount=fact.total, what=(fact.number,),
            )  # fmt: skip
        case ReminderSent():
            handed = scene.outcomes.get(fact.message_id)
            answer = handed.answer if handed and handed.outcome is Outcome.SENT else ""
            return _letter(scene, fact.lines, on, numbers, to=fact.client_address, answer=answer)
        case SendOutcome() if fact.message_id not in scene.sent and fact is scene.outcomes[fact.message_id]:
            if fact.outcome is Outcome.SENT:
                return _letter(
                    scene, scene.meant_for.get(fact.message_id, ()), on, numbers, answer=fact.answer
                )
            return Event(
                on=on, kind=EventKind.NOT_ACCEPTED, side=Side.SERVER, invoices=numbers,
                what=(fact.outcome,), words=_quote(fact.answer),
            )  # fmt: skip
        case _:
            return None


def _letter(
    scene: Scene, lines: Lines, on: date, numbers: tuple[InvoiceNumber, ...], *, to: str = "", answer: str
) -> Event:
    """A letter to the client, by what it was to the invoices of the file."""
    due = {case.number: case.due_on for case in scene.cases}
    letter = letter_told(lines, due, on, numbers)
    return Event(
        on=on, kind=letter.kind, side=Side.CREDITOR, name=to, invoices=letter.about, beside=letter.beside,
        what=letter.steps, words=_quote(answer),
    )  # fmt: skip


def _theirs(fact: Fact, on: date, numbers: tuple[InvoiceNumber, ...]) -> Event | None:
    """What came from the client's side."""
    debtor = Side.DEBTOR
    match fact:
        case ReplyReceived():
            what = (fact.intent, *fact.also)
            return Event(
                on=on, kind=EventKind.REPLY, side=debtor, name=fact.sender, invoices=numbers,
                day=fact.promised_on, what=what, words=_quote(fact.new_text),
            )  # fmt: skip
        case AutoReplyReceived():
            return Event(
                on=on, kind=EventKind.AUTO_REPLY, side=debtor, name=fact.sender, invoices=numbers,
                day=fact.back_on, words=_quote(fact.subject),
            )  # fmt: skip
        case BounceReceived():
            lasting = "permanent" if fact.permanent else "temporary"
            return Event(
                on=on, kind=EventKind.BOUNCE, side=Side.SERVER, name=fact.recipient, invoices=numbers,
                what=(lasting,),
            )  # fmt: skip
        case InsolvencyFound():
            told = f"{fact.kind} ({fact.court})" if fact.court else fact.kind
            return Event(
                on=fact.published_on, kind=EventKind.INSOLVENCY, side=Side.REGISTER, name=fact.name,
                words=_quote(told),
            )  # fmt: skip
        case MailQuarantined():
            return Event(on=on, kind=EventKind.UNREAD, side=debtor, name=fact.sender, invoices=numbers)
        case _:
            return None


def _owners(fact: Fact, on: date, numbers: tuple[InvoiceNumber, ...]) -> Event | None:
    """What the owner decided, did or agreed."""
    creditor = Side.CREDITOR
    match fact:
        case OwnerDecided():
            return Event(
                on=on, kind=EventKind.DECISION, side=creditor, name=fact.address, invoices=numbers,
                day=fact.until, what=(fact.verb,), words=_quote(fact.note),
            )  # fmt: skip
        case InvoiceStated():
            return Event(
                on=on, kind=EventKind.DECISION, side=creditor, invoices=numbers, amount=fact.total,
                what=("stated",),
            )  # fmt: skip
        case CallNoted():
            return Event(
                on=on, kind=EventKind.CALL, side=creditor, invoices=numbers, day=fact.pays_on,
                what=(fact.outcome,), words=_quote(fact.note),
            )  # fmt: skip
        case LetterPosted():
            return Event(
                on=fact.posted_on, kind=EventKind.NOTICE_POSTED, side=creditor, invoices=numbers,
                what=(fact.task,) if fact.task else (), words=_quote(fact.tracking),
            )  # fmt: skip
        case InstalmentsAgreed():
            kind = EventKind.PLAN_AGREED if fact.parts else EventKind.PLAN_ENDED
            return Event(
                on=on, kind=kind, side=creditor, invoices=numbers or fact.invoices, words=_quote(fact.note),
                parts=fact.parts,
            )  # fmt: skip
        case HandedOver():
            return Event(
                on=on, kind=EventKind.HANDED_OVER, side=creditor, invoices=numbers, words=_quote(fact.to)
            )
        case _:
            return None


def _quote(text: str) -> str:
    return short(text, MAX_QUOTE)


def people_of(scene: Scene, events: Iterator[Event]) -> tuple[str, ...]:
    """Every address of the client's side, each once, in the order in which it came up."""
    sent = (case.invoice for case in scene.cases)
    mailed = [address for invoice in sent for address in (invoice.client_address, *invoice.cc)]
    wrote = [event.name for event in events if event.kind in _OF_CLIENT]
    people = scene.account.client.people
    known = [scene.account.address, people.accounting, people.manager]
    found = (address.strip().lower() for address in (*mailed, *wrote, *known))
    return tuple(dict.fromkeys(address for address in found if "@" in address))


_OF_CLIENT = {
    EventKind.INVOICE,
    EventKind.REMINDER,
    EventKind.ANNOUNCED,
    EventKind.LETTER,
    EventKind.MENTIONED,
    EventKind.REPLY,
    EventKind.AUTO_REPLY,
}
