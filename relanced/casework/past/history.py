"""Facts in; those that any rules would have met, without what was written for being ours, out. Pure.

Invoices, payments and clients' mails are taken as they came. Letters of the time that is tried again are
set aside: they do no step and start no interval, for the tried ones take their place; yet what
answers them is still known to be about them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.order import in_order
from relanced.model.decided import CallNoted, LetterPosted, TaskAnswerUnclear, TaskGiven
from relanced.model.facts import Fact, ReminderSent, SendIntended, SendOutcome, happened_at
from relanced.model.names import MessageId
from relanced.model.rules import Mode, Rules

_OURS = SendIntended | SendOutcome | TaskGiven | LetterPosted | TaskAnswerUnclear


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the tried rules meet."""

    facts: tuple[Fact, ...]  # in order
    aside: frozenset[MessageId]  # letters among them that move no interval
    chased: tuple[ReminderSent, ...]  # what really left since then, ours and the owner's own, in order


def history(facts: Iterable[Fact], rules: Rules, since: date) -> History:
    """The past as the tried rules meet it from this day on; before it everything is as it was."""
    ordered = in_order(facts)
    calendar = Calendar(rules.calendar)
    chased = tuple(
        fact
        for fact in ordered
        if isinstance(fact, ReminderSent) and calendar.day_of(fact.source.at) >= since
    )
    aside = frozenset(fact.message_id for fact in chased)
    given = {fact.message_id: fact for fact in ordered if isinstance(fact, TaskGiven)}
    kept = (_kept(fact, aside, given, calendar, since) for fact in ordered)
    return History(
        facts=in_order(fact for fact in kept if fact is not None), aside=aside, chased=_once(chased)
    )


def _kept(
    fact: Fact,
    aside: frozenset[MessageId],
    given: Mapping[MessageId, TaskGiven],
    calendar: Calendar,
    since: date,
) -> Fact | None:
    if isinstance(fact, SendIntended | SendOutcome) and fact.message_id in aside:
        return None
    if calendar.day_of(happened_at(fact)) < since:
        return fact
    match fact:
        case ReminderSent(lines=lines):
            bare = tuple((number, None) for number, _ in lines)
            return replace(fact, lines=bare, ours=False)
        case CallNoted(task=task) if task is not None and task in given:
            return replace(fact, task=None, target=given[task].client)
        case _:
            return None if isinstance(fact, _OURS) else fact


def _once(chased: Sequence[ReminderSent]) -> tuple[ReminderSent, ...]:
    """One letter that lies in two folders left once."""
    return tuple({fact.message_id: fact for fact in reversed(chased)}.values())[::-1]


def tried(rules: Rules) -> Rules:
    """The rules as they are tried: every invoice may be chased, and what is drafted is sent."""
    return replace(rules, start_on=date.min, mode=Mode.SEND)
