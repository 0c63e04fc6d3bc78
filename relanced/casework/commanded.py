"""Facts in order in; the same without gestures that were taken back, commands about mails made notes about them, out.

The owner moves a mail back: what that gesture decided counts as never said. He says «c'est un avoir», or what
a client's mail promises: that is his statement about our document, or his judgement of that mail. Pure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from relanced.casework.books import CLOCK_SKEW
from relanced.casework.named_loosely import is_short_for
from relanced.casework.order import moment_of
from relanced.model.decided import CommandUnclear, GestureUndone, OwnerDecided, ReplyJudged, Verb
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    Fact,
    InvoiceKind,
    InvoiceSent,
    InvoiceStated,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
)
from relanced.model.names import Fingerprint, MessageId, mail_ref, number_key

_JUST_AFTER = timedelta(microseconds=1)
_ABOUT = ReplyReceived | AutoReplyReceived | InvoiceSent | ReminderSent | BounceReceived | MailQuarantined


def as_commanded(ordered: Sequence[Fact]) -> Sequence[Fact]:
    """The facts as the owner's commands and gestures leave them; which came first plays no part."""
    if not any(map(_is_commanded, ordered)):
        return ordered
    undone = {fact.gesture for fact in ordered if isinstance(fact, GestureUndone)}
    judged = {each for fact in ordered if isinstance(fact, ReplyJudged) for each in fact.answers}
    mails = _mails((fact for fact in ordered if isinstance(fact, ReplyReceived | AutoReplyReceived)), judged)
    documents = [fact for fact in ordered if isinstance(fact, InvoiceSent)]
    meant = [_meant(fact, mails, documents) for fact in ordered if not _is_undone(fact, undone)]
    arrived = _arrived(meant)
    if not arrived:
        return meant
    return sorted((_behind(fact, arrived) for fact in meant), key=moment_of)  # stable


def answered_mails(facts: Iterable[Fact]) -> Mapping[MessageId, Fingerprint]:
    """The mails that commands without a target answer, by Message-ID."""
    known = tuple(facts)
    wanted = {each for fact in known if isinstance(fact, OwnerDecided) for each in fact.answers}
    return _mails((fact for fact in known if isinstance(fact, _ABOUT)), wanted) if wanted else {}


def _arrived(facts: Iterable[Fact]) -> dict[MessageId, datetime]:
    """When the mails arrived that commands answer."""
    wanted = {each for fact in facts if isinstance(fact, OwnerDecided | ReplyJudged) for each in fact.answers}
    found: dict[MessageId, datetime] = {}
    for fact in facts if wanted else ():
        if isinstance(fact, _ABOUT) and fact.source.message_id in wanted:
            found[fact.source.message_id] = max(
                found.get(fact.source.message_id, fact.source.at), fact.source.at
            )
    return found


def _behind(fact: Fact, arrived: Mapping[MessageId, datetime]) -> Fact:
    """A command behind the mail that it answers: his clock dates the one, the server's the other."""
    if not isinstance(fact, OwnerDecided | ReplyJudged):
        return fact
    at = next((arrived[each] for each in fact.answers if each in arrived), fact.decided_at)
    return replace(fact, decided_at=at + _JUST_AFTER) if at >= fact.decided_at and fact.answers else fact


def _is_commanded(fact: Fact) -> bool:
    match fact:
        case OwnerDecided(verb=verb, gesture=gesture, answers=answers):
            return verb is Verb.CREDIT_NOTE or bool(gesture) or bool(answers)
        case ReplyJudged(answers=answers):
            return bool(answers)
        case _:
            return isinstance(fact, GestureUndone)


def _is_undone(fact: Fact, undone: set[str]) -> bool:
    return isinstance(fact, OwnerDecided | CommandUnclear) and fact.gesture in undone


def _mails(facts: Iterable[Fact], wanted: Collection[MessageId]) -> dict[MessageId, Fingerprint]:
    """Mails by Message-ID; one that two mails bear names neither."""
    found: dict[MessageId, set[Fingerprint]] = {}
    for fact in facts:
        if not isinstance(fact, _ABOUT):
            continue
        message_id = fact.source.message_id
        if message_id is not None and message_id in wanted:
            found.setdefault(message_id, set()).add(fact.source.fingerprint)
    return {message_id: next(iter(marks)) for message_id, marks in found.items() if len(marks) == 1}


def _meant(fact: Fact, mails: Mapping[MessageId, Fingerprint], documents: Sequence[InvoiceSent]) -> Fact:
    match fact:
        case OwnerDecided(verb=Verb.CREDIT_NOTE):
            return _stated(fact, _named(fact, documents))
        case ReplyJudged(answers=answers) if answers:
            mark = next((mails[each] for each in answers if each in mails), None)
            return replace(fact, mail=mail_ref(mark)) if mark is not None else fact
        case _:
            return fact


def _named(decided: OwnerDecided, documents: Sequence[InvoiceSent]) -> list[InvoiceSent]:
    """The documents mailed by then whose number the owner wrote, whole or else short, or whose mail he answered."""
    mailed = [each for each in documents if each.source.at <= decided.decided_at + CLOCK_SKEW]
    if not decided.target:
        return [each for each in mailed if each.source.message_id in decided.answers]
    exact = [each for each in mailed if number_key(each.number) == number_key(decided.target)]
    return exact or [each for each in mailed if is_short_for(decided.target, each.number)]


def _stated(decided: OwnerDecided, read: Sequence[InvoiceSent]) -> Fact:
    """The statement that the one mail meant carried a credit note; else the decision, which then only silences."""
    if len({each.source.fingerprint for each in read}) != 1 or len({each.total for each in read}) != 1:
        return decided
    document = read[0]
    return InvoiceStated(
        source=decided.source,
        mail=mail_ref(document.source.fingerprint),
        number=document.number,
        kind=InvoiceKind.CREDIT_NOTE,
        issued_on=None,
        due_on=None,
        total=document.total,
        decided_at=decided.decided_at,
    )
