"""A case, a ladder and a day in, the one step that comes next out. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from relanced.casework.ledger import Case
from relanced.model.ladder import Ladder, Step

_FIRST_DAY, _LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)  # a day beyond was misread; it must stop nobody


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that a case has before it."""

    step: Step
    index: int  # its place on the ladder, from 0
    on: date  # its day, open or not


def next_step(case: Case, ladder: Ladder, today: date) -> NextStep | None:
    """The step after the highest one done; None at the top of the ladder.

    The days of a step after the due day count from the day when the client could know of the
    invoice: the later of due day and mailing. A step before the due day that came too late lapses
    (the due day is past, or the invoice was mailed after the step's own day): a kind word before
    the date makes no sense afterwards. That is no skip: the case goes on with the first step after
    the due day. A done step that is no longer configured counts for nothing: the case climbs anew,
    too mild rather than too hard.
    """
    done = [index for s in case.steps if (index := ladder.index(s.step)) is not None]
    due_on = min(max(case.due_on, _FIRST_DAY), _LAST_DAY)
    for index in range(max(done, default=-1) + 1, len(ladder.steps)):
        step = ladder.steps[index]
        days = timedelta(days=step.after_due_days)
        if step.after_due_days >= 0:
            return NextStep(step, index, max(due_on, min(case.mailed_on, _LAST_DAY)) + days)
        if today <= due_on and due_on + days > case.mailed_on:
            return NextStep(step, index, due_on + days)
    return None
