"""All facts in, what the owner taught about clients' mails out. Pure.

He teaches by a judgement that differs from what was read, and by marking an invoice as disputed
whose last mail had been read as something else.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relanced.casework.judged import is_other, judge
from relanced.casework.order import in_order
from relanced.casework.public_hosts import is_shared_host
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import Fact, InvoiceSent, ReminderSent, ReplyReceived, SendIntended, happened_at
from relanced.model.intents import Intent
from relanced.model.lesson import Lesson
from relanced.model.names import Fingerprint, MessageId, domain_of, number_key

MAX_LESSONS = 200
MAX_TEXT = 600  # characters of a lesson: what a mail wants stands at its beginning
HEARD_WITHIN = timedelta(days=14)  # a dispute of the owner's is about what was written in these days


def lessons(facts: Iterable[Fact]) -> tuple[Lesson, ...]:
    """What the owner taught, oldest first; of more than 200 the newest, each cut. The last word on a mail counts."""
    ordered = in_order(facts)
    replies = [fact for fact in ordered if isinstance(fact, ReplyReceived) and fact.new_text.strip()]
    judged = judge(ordered).last
    taught: list[tuple[datetime, Lesson]] = []
    for reply in replies:
        note = judged.get(reply.source.fingerprint)
        if note is not None and is_other(reply, note) and note.intent is not reply.intent:
            taught.append((note.decided_at, _lesson(reply, note.intent)))
    ways = _ways(ordered)
    seen: set[Fingerprint] = set(judged)
    for fact in ordered:
        if isinstance(fact, OwnerDecided) and fact.verb is Verb.DISPUTE:
            last = _last_of(replies, ways.get(number_key(fact.target)), fact)
            if last is not None and last.source.fingerprint not in seen and not _disputes(last):
                seen.add(last.source.fingerprint)
                taught.append((fact.decided_at, _lesson(last, Intent.DISPUTE)))
    taught.sort(key=lambda each: (each[0], each[1].text))
    return tuple(lesson for _, lesson in taught[-MAX_LESSONS:])


def _lesson(reply: ReplyReceived, intent: Intent) -> Lesson:
    return Lesson(reply.new_text.strip()[:MAX_TEXT], intent)


@dataclass(slots=True)
class _Ways:
    """By what a mail can be known to be about one invoice."""

    key: str  # number_key
    threads: set[MessageId] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)


def _ways(ordered: Iterable[Fact]) -> dict[str, _Ways]:
    found: dict[str, _Ways] = {}
    for fact in ordered:
        match fact:
            case InvoiceSent():
                key = number_key(fact.number)
                way = found.setdefault(key, _Ways(key))
                way.addresses.add(fact.client_address.lower())
                if fact.source.message_id is not None:
                    way.threads.add(fact.source.message_id)
            case ReminderSent() | SendIntended():
                for number, _ in fact.lines:
                    key = number_key(number)
                    found.setdefault(key, _Ways(key)).threads.add(fact.message_id)
            case _:
                pass
    return found


def _last_of(
    replies: Sequence[ReplyReceived], way: _Ways | None, decided: OwnerDecided
) -> ReplyReceived | None:
    """The latest mail about this invoice before the owner decided."""
    if way is None:
        return None
    after = bisect_right(replies, decided.decided_at, key=happened_at)
    before = bisect_left(replies, decided.decided_at - HEARD_WITHIN, key=happened_at)
    near = (replies[place] for place in range(after - 1, before - 1, -1))
    return next((reply for reply in near if _is_about(reply, way)), None)


def _is_about(reply: ReplyReceived, way: _Ways) -> bool:
    if reply.mentions and any(number_key(word) == way.key for word in reply.mentions):
        return True
    return any(answer in way.threads for answer in reply.answers) or any(
        _is_of(reply.sender, address) for address in way.addresses
    )


def _is_of(sender: str, address: str) -> bool:
    """Whether a sender is the one at this address, or at its firm."""
    mine = sender.strip().lower()
    domain = domain_of(address)
    return bool(mine) and (mine == address or (domain_of(mine) == domain and not is_shared_host(domain)))


def _disputes(reply: ReplyReceived) -> bool:
    return Intent.DISPUTE in {reply.intent, *reply.also, *(said.intent for said in reply.said_of)}
