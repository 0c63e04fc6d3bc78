"""Facts in order in, the same with clients' mails as the owner judged them out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from relanced.model.decided import ReplyJudged
from relanced.model.facts import AutoReplyReceived, Fact, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import Fingerprint, MailRef, mail_ref

BY_OWNER = "by the owner's word"  # stands in `because`, and in what the owner is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What counts."""

    facts: tuple[Fact, ...]  # a judged mail says what the owner says that it says
    last: Mapping[Fingerprint, ReplyJudged]  # by mail: the last judgement of it
    about: Mapping[Fingerprint, Fingerprint]  # by judgement: its mail
    changed: frozenset[Fingerprint]  # the mails that say something else than was read


def judge(ordered: Sequence[Fact]) -> Judged:
    """Put the owner's last word on a client's mail in the place of what was read; which came first plays no part.

    A mail that was taken for a machine's is a person's where the owner says what it wants. Judgements
    of mails that nobody knows are in no `about`.
    """
    notes = [fact for fact in ordered if isinstance(fact, ReplyJudged)]
    if not notes:
        return Judged(facts=tuple(ordered), last={}, about={}, changed=frozenset())
    mails: dict[MailRef, set[Fingerprint]] = {}
    for fact in ordered:
        if isinstance(fact, ReplyReceived | AutoReplyReceived):
            mark = fact.source.fingerprint
            mails.setdefault(mail_ref(mark), set()).add(mark)
    last: dict[Fingerprint, ReplyJudged] = {}
    about: dict[Fingerprint, Fingerprint] = {}
    for note in notes:
        meant = mails.get(MailRef(note.mail.strip().lower()), set())
        if len(meant) == 1:
            (mark,) = meant
            last[mark] = note
            about[note.source.fingerprint] = mark
    mailed = (fact for fact in ordered if isinstance(fact, ReplyReceived | AutoReplyReceived))
    told = [fact for fact in mailed if fact.source.fingerprint in last]
    return Judged(
        facts=tuple(_as_judged(fact, last) for fact in ordered),
        last=last,
        about=about,
        changed=frozenset(
            fact.source.fingerprint for fact in told if is_other(fact, last[fact.source.fingerprint])
        ),
    )


def is_other(read: ReplyReceived | AutoReplyReceived, note: ReplyJudged) -> bool:
    """Whether the owner says otherwise than the mail was read."""
    if isinstance(read, AutoReplyReceived):
        return note.intent is not Intent.AUTO_REPLY
    return note.intent is not read.intent or note.promised_on not in {None, read.promised_on}


def _as_judged(fact: Fact, last: Mapping[Fingerprint, ReplyJudged]) -> Fact:
    if not isinstance(fact, ReplyReceived | AutoReplyReceived) or fact.source.fingerprint not in last:
        return fact
    note = last[fact.source.fingerprint]
    if isinstance(fact, AutoReplyReceived):
        return fact if note.intent is Intent.AUTO_REPLY else _of_person(fact, note)
    if not is_other(fact, note):
        return replace(fact, also=_sure(fact.also), confidence=1.0, because=(BY_OWNER,))
    is_promise = note.intent is Intent.PROMISE
    return replace(
        fact,
        intent=note.intent,
        also=_sure(fact.also) if note.intent is fact.intent else (),
        promised_on=(note.promised_on or fact.promised_on) if is_promise else None,
        said_of=(),
        confidence=1.0,
        because=(BY_OWNER,),
    )


def _of_person(fact: AutoReplyReceived, note: ReplyJudged) -> ReplyReceived:
    return ReplyReceived(
        source=fact.source,
        sender=fact.sender,
        subject=fact.subject,
        answers=fact.answers,
        intent=note.intent,
        also=(),
        promised_on=note.promised_on if note.intent is Intent.PROMISE else None,
        redirect_to=None,
        asks=(),
        mentions=(),
        said_of=(),
        tokens=fact.tokens,
        new_text="",
        confidence=1.0,
        because=(BY_OWNER,),
    )


def _sure(also: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """What is said beside, without the doubt that the owner has ended."""
    return tuple(intent for intent in also if intent is not Intent.NOT_SURE)
