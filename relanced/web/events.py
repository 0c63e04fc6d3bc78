"""What happened to an invoice or a client in, one line for each thing, in the owner's language, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from relanced.casework.story import Event
from relanced.model.decided import (
    CallNoted,
    CreditAssigned,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
    ReplyJudged,
    TaskGiven,
    Verb,
)
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
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
)
from relanced.model.names import MessageId, StepName, mail_ref
from relanced.web.words import Say, plain

QUOTED = 600  # characters of a mail in a story


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened."""

    at: datetime
    kind: str  # invoice | letter | reply | money | owner | trouble | other: its mark
    text: str
    quote: str = ""  # what a client wrote
    ref: str = ""  # the mail that shows it
    place: str = ""  # where that lies
    letter: MessageId | None = None  # a letter that can be read as it went out
    mail: str = ""  # a client's mail that can be judged


def lines_of(events: Iterable[Event], say: Say) -> list[Line]:
    """The story, newest first; a letter that left is one line, not three."""
    letters: dict[MessageId, list[Event]] = {}
    told: list[Event] = []
    for event in events:
        if isinstance(event.fact, SendIntended | SendOutcome | ReminderSent):
            mine = letters.setdefault(event.fact.message_id, [])
            if not mine:
                told.append(event)
            mine.append(event)
        else:
            told.append(event)
    return sorted(_lines(told, letters, say), key=lambda line: line.at, reverse=True)


def _lines(told: Iterable[Event], letters: dict[MessageId, list[Event]], say: Say) -> Iterator[Line]:
    for event in told:
        fact = event.fact
        if isinstance(fact, SendIntended | SendOutcome | ReminderSent):
            yield _letter(letters[fact.message_id], say)
        else:
            kind, text, quote = _one(fact, say) or ("other", event.what, "")
            source = event.source
            yield Line(
                at=event.at,
                kind=kind,
                text=text,
                quote=plain(quote, QUOTED),
                ref=mail_ref(source.fingerprint) if source else "",
                place=source.folder if source else "",
                mail=mail_ref(source.fingerprint) if source and isinstance(fact, ReplyReceived) else "",
            )


def _letter(events: list[Event], say: Say) -> Line:
    facts = [event.fact for event in events]
    sent = next((fact for fact in facts if isinstance(fact, ReminderSent)), None)
    named = sent or next((fact for fact in facts if isinstance(fact, SendIntended)), None)
    outcomes = [fact for fact in facts if isinstance(fact, SendOutcome)]
    steps = sorted({step for _, step in named.lines if step}) if named else []
    what = (
        ", ".join(say("frame.quoted", words=step_name(step, say)) for step in steps)
        if steps
        else say("event.letter")
    )
    message_id = (named or outcomes[-1]).message_id
    if sent is not None:
        key = "event.sent" if sent.ours else "event.sent_by_you"
        text = say(key, what=what, to=plain(sent.client_address, 120))
    elif outcomes:
        text = say(f"event.outcome_{outcomes[-1].outcome}", what=what)
    else:
        text = say("event.intended", what=what)
    is_well = sent is not None or (outcomes and outcomes[-1].outcome is Outcome.SENT)
    source = sent.source if sent else None
    return Line(
        at=events[0].at,
        kind="letter" if is_well else "trouble",
        text=text,
        ref=mail_ref(source.fingerprint) if source else "",
        place=source.folder if source else "",
        letter=message_id if sent is None or sent.ours else None,
    )


def step_name(step: StepName | str, say: Say) -> str:
    """A step as people say it; the owner's own name of it, where it is his."""
    return say.known(f"step.{step}", str(step).replace("_", " "))


Told = tuple[str, str, str]  # the kind of a line, its words, and what is quoted in it


def _one(fact: Fact, say: Say) -> Told | None:
    """One fact; None: the English sentence stands for it."""
    return _ours(fact, say) or _theirs(fact, say) or _said(fact, say) or _done(fact, say)


def _for(day: date | None, say: Say) -> str:
    return say("event.for_day", day=say.day(day)) if day else ""


def _ours(fact: Fact, say: Say) -> Told | None:
    """What the firm sent."""
    match fact:
        case InvoiceSent():
            to = plain(fact.client_address or fact.client_name, 120)
            due = say("event.due", day=say.day(fact.due_on)) if fact.due_on else ""
            told = say("event.invoice", number=fact.number, amount=say.money(fact.total), to=to)
            return "invoice", told + due, ""
        case CreditNoteSent():
            return "invoice", say("event.credit_note", number=fact.number, amount=say.money(fact.total)), ""
        case _:
            return None


def _theirs(fact: Fact, say: Say) -> Told | None:
    """What came in."""
    match fact:
        case ReplyReceived():
            wants = ", ".join(say(f"intent.{each}") for each in (fact.intent, *fact.also))
            who = plain(fact.sender, 120) or say("event.somebody")
            told = say("event.reply", who=who, wants=wants) + _for(fact.promised_on, say)
            return "reply", told, fact.new_text
        case AutoReplyReceived():
            return "other", say("event.machine", who=plain(fact.sender, 120)), fact.subject
        case CreditNoticed() | CreditReversed():
            key = "event.credit" if isinstance(fact, CreditNoticed) else "event.reversed"
            payers = [
                f"{say.money(each.amount)} ({plain(each.payer, 80) or '?'})" for each in fact.credits[:5]
            ]
            doubt = "" if fact.trusted else say("event.unproven")
            return "money", say(key, bank=plain(fact.bank, 80), credits=", ".join(payers)) + doubt, ""
        case BounceReceived():
            return "trouble", say("event.bounce", to=plain(fact.recipient, 120)), ""
        case InsolvencyFound():
            return "trouble", say("event.insolvent", day=say.day(fact.published_on)), fact.kind
        case MailQuarantined():
            return "trouble", say("event.unread", who=plain(fact.sender, 120)), fact.subject
        case _:
            return None


def _said(fact: Fact, say: Say) -> Told | None:
    """What the owner decided."""
    match fact:
        case InvoiceStated():
            return "owner", say("event.stated", number=fact.number, amount=say.money(fact.total)), ""
        case OwnerDecided():
            is_paused = fact.until is not None and fact.verb is Verb.PAUSE
            until = say("event.until", day=say.day(fact.until)) if fact.until and is_paused else ""
            return "owner", say(f"event.you_{fact.verb}", target=plain(fact.target, 120)) + until, fact.note
        case ReplyJudged():
            told = say("event.judged", wants=say(f"intent.{fact.intent}")) + _for(fact.promised_on, say)
            return "owner", told, ""
        case CreditAssigned():
            to = ", ".join(number for number, _ in fact.to) or say("event.none_of_ours")
            return "owner", say("event.assigned", to=to), ""
        case InstalmentsAgreed():
            return "owner", say("event.instalments" if fact.parts else "event.no_instalments"), fact.note
        case _:
            return None


def _done(fact: Fact, say: Say) -> Told | None:
    """What the owner was given to do, and did."""
    match fact:
        case TaskGiven():
            return "other", say(f"event.task_{fact.kind}"), ""
        case CallNoted():
            told = say("event.called", how=say(f"outcome.{fact.outcome}")) + _for(fact.pays_on, say)
            return "owner", told, fact.note
        case LetterPosted():
            return "owner", say("event.posted", day=say.day(fact.posted_on)), fact.tracking
        case HandedOver():
            return "owner", say("event.handed_over", to=plain(fact.to, 120)), ""
        case _:
            return None
