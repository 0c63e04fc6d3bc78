"""Facts and two days in, how many letters asked for money between them out. Pure."""

from collections.abc import Iterable
from datetime import date

from relanced.casework.chronology_letters import Lines, chased_in
from relanced.casework.overview.paid import DayOf
from relanced.model.facts import Fact, Outcome, ReminderSent, SendIntended, SendOutcome


def reminders_since(facts: Iterable[Fact], after: date, until: date, day_of: DayOf) -> int:
    """Each letter once, by the day on which it left: the day `after` is out, `until` is in.

    Those that the mail server took count before their copy is seen in Sent. Thanks and the like ask for nothing.
    """
    meant: dict[str, Lines] = {}  # by Message-ID
    left: dict[str, date] = {}
    for fact in facts:
        if isinstance(fact, ReminderSent):
            meant[fact.message_id] = fact.lines
            left[fact.message_id] = day_of(fact.source.at)
        elif isinstance(fact, SendIntended):
            meant.setdefault(fact.message_id, fact.lines)
        elif isinstance(fact, SendOutcome) and fact.outcome is Outcome.SENT:
            left.setdefault(fact.message_id, day_of(fact.at))
    return sum(after < day <= until and bool(chased_in(meant.get(each, ()))) for each, day in left.items())
