"""Facts in any order, some of them twice; each once, in the one order in which they are folded, out. Pure."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import chain, groupby
from operator import attrgetter

from relanced.model.decided import (
    CallNoted,
    CommandUnclear,
    CreditAssigned,
    GestureUndone,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
    ReplyJudged,
    TaskAnswerUnclear,
    TaskGiven,
)
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InsolvencyFound,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)

# At the same instant, documents come first and decisions before replies: what the owner decided
# cannot have known a mail of the same second.
_RANK: dict[type[Fact], int] = {
    InvoiceSent: 0,
    InvoiceUnreadable: 0,
    CreditNoteSent: 1,
    SendIntended: 2,
    SendOutcome: 3,
    ReminderSent: 4,
    TaskGiven: 4,
    CreditNoticed: 5,
    CreditReversed: 6,  # a statement may list both
    BankSpoke: 7,
    OwnerDecided: 8,
    InvoiceStated: 8,
    CreditAssigned: 8,
    InstalmentsAgreed: 8,
    CallNoted: 8,
    LetterPosted: 8,
    HandedOver: 8,
    InsolvencyFound: 8,
    TaskAnswerUnclear: 8,
    CommandUnclear: 8,
    GestureUndone: 8,
    BounceReceived: 9,
    AutoReplyReceived: 10,
    MailQuarantined: 11,
    ReplyReceived: 12,
    ReplyJudged: 13,
}
_DECISIONS = (
    OwnerDecided
    | InvoiceStated
    | ReplyJudged
    | CreditAssigned
    | InstalmentsAgreed
    | TaskGiven
    | CallNoted
    | LetterPosted
    | HandedOver
    | InsolvencyFound
    | GestureUndone
)
Moment = tuple[datetime, int, int, str]  # when, then what
_EARLIEST, _LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)

# Of each kind of fact its moments, the one when it happened first (as `happened_at`, which asks kind by kind).
_MOMENTS = {
    kind: tuple(
        attrgetter("source.at" if field.name == "source" else field.name)
        for field in reversed(fields(kind))
        if field.name in {"source", "decided_at", "given_at", "at"}
    )
    for kind in _RANK
}
# Of each kind of fact, all that it says: every field but its source.
_SAYINGS = {
    kind: attrgetter(*(field.name for field in fields(kind) if field.name != "source")) for kind in _RANK
}


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Every fact once, by time, then by a total order on content.

    One mail found in two folders (Gmail shows each label as a folder) gives one fact: the same
    fingerprint and the same content; the earliest time and the first place stand for it. A moment that no
    mail can have (a forged Date of year 1 or 9999) becomes the nearest that days can be counted from.
    """
    once: dict[object, Fact] = {}
    for told in facts:
        fact = possible(told)
        key = content_of(fact)
        known = once.get(key)
        if known is None or place_of(fact) < place_of(known):
            once[key] = fact
    coarse = sorted(once.values(), key=moment_of)
    groups = (tuple(group) for _, group in groupby(coarse, key=moment_of))
    return tuple(chain.from_iterable(g if len(g) == 1 else sorted(g, key=repr) for g in groups))


def possible(fact: Fact) -> Fact:
    """The fact; at the nearest moment that days can be counted from, where its own is none."""
    if all(_is_possible(moment(fact)) for moment in _MOMENTS[type(fact)]):
        return fact
    if not isinstance(fact, SendIntended | SendOutcome) and not _is_possible(fact.source.at):
        fact = replace(fact, source=replace(fact.source, at=_nearest(fact.source.at)))
    match fact:
        case (
            OwnerDecided(decided_at=at)
            | InvoiceStated(decided_at=at)
            | ReplyJudged(decided_at=at)
            | CreditAssigned(decided_at=at)
            | InstalmentsAgreed(decided_at=at)
            | CallNoted(decided_at=at)
            | LetterPosted(decided_at=at)
            | HandedOver(decided_at=at)
            | InsolvencyFound(decided_at=at)
            | GestureUndone(decided_at=at)
        ) if not _is_possible(at):
            return replace(fact, decided_at=_nearest(at))
        case TaskGiven(given_at=at) if not _is_possible(at):
            return replace(fact, given_at=_nearest(at))
        case SendIntended(at=at) | SendOutcome(at=at) if not _is_possible(at):
            return replace(fact, at=_nearest(at))
        case _:
            return fact


def _is_possible(at: datetime) -> bool:
    return _EARLIEST.year <= at.year <= _LATEST.year


def _nearest(at: datetime) -> datetime:
    return _EARLIEST if at.year < _EARLIEST.year else _LATEST


def content_of(fact: Fact) -> object:
    """What the fact says, without the place where its mail lies."""
    if isinstance(fact, SendIntended | SendOutcome):
        return fact
    return type(fact), fact.source.fingerprint, _SAYINGS[type(fact)](fact)


def place_of(fact: Fact) -> tuple[object, ...]:
    """Of several mails that say one thing, the one with the least of these stands for it."""
    if isinstance(fact, SendIntended | SendOutcome):
        return ()
    source = fact.source
    place = (source.folder, source.uidvalidity, source.uid, source.account, source.message_id or "")
    return (source.at, *place)


def moment_of(fact: Fact) -> Moment:
    """When, then what: the order of folding; equal ones are told apart by their words.

    The journal's own order (its UIDs) decides between decisions of one second.
    """
    kind = type(fact)
    at = _MOMENTS[kind][0](fact)
    if isinstance(fact, SendIntended | SendOutcome):
        return at, _RANK[kind], 0, fact.message_id
    uid = fact.source.uid if isinstance(fact, _DECISIONS) else 0
    return at, _RANK[kind], uid, fact.source.fingerprint
