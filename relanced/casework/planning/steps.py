"""A case, a ladder and a day in, the one step that comes next out. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from relanced.casework.ledger import Case, OpenTask, StepDone
from relanced.casework.planning.notices import spared, standing
from relanced.casework.planning.tasks import lapses_on
from relanced.model.ladder import Ladder, Step

_FIRST_DAY, _LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)  # a day beyond was misread; it must stop nobody


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that a case has before it."""

    step: Step
    index: int  # its place on the ladder, from 0; the highest of a mail rules it
    on: date  # its day, open or not


def next_step(
    case: Case, ladder: Ladder, today: date, zone: ZoneInfo, fits: Callable[[Step], bool] = lambda _: True
) -> NextStep | None:
    """The step after the highest one done; None at the top of the ladder.

    A step that does not fit the case today is passed over; so is a letter for which a notice was posted
    beside the ladder and stands. That is no skip.

    `after_due_days` counts, after the due day, from the day when the client could know of the invoice:
    the later of due day and mailing. A step before the due day that came too late lapses (the due day is
    past, or the invoice was mailed after the step's own day): a kind word before the date makes no
    sense afterwards. That is no skip either: the case goes on with the first step after the due day.

    `after_previous_days` counts from the day on which the highest step was done, whatever lay between, or
    a notice that stands was posted; where none was, from the day when the client could know of the lateness.

    A done step that is no longer configured counts for nothing: the case climbs anew, too mild rather
    than too hard. A call that lapsed counts as done on the day on which it lapsed.
    """
    reached, reached_on = highest_done(case, ladder, today, zone)
    due_on = min(max(case.due_on, _FIRST_DAY), _LAST_DAY)
    known_on = max(due_on, min(case.mailed_on, _LAST_DAY))
    passed, noticed_on = frozenset[int](), _FIRST_DAY
    if case.posted:
        notices = standing(case.posted, case.steps, zone)
        passed = spared(ladder, case.steps, notices, fits) if notices else passed
        noticed_on = min(max((notice.on for notice in notices), default=_FIRST_DAY), _LAST_DAY)
    for index in range(reached + 1, len(ladder.steps)):
        step = ladder.steps[index]
        if index in passed or not fits(step):
            continue
        if step.after_previous_days is not None:
            since = max(reached_on or known_on, noticed_on)
            return NextStep(step, index, since + timedelta(days=step.after_previous_days))
        assert step.after_due_days is not None, "a step counts from the due day or from the step before"
        days = timedelta(days=step.after_due_days)
        if step.after_due_days >= 0:
            return NextStep(step, index, known_on + days)
        if today <= due_on and due_on + days > case.mailed_on:
            return NextStep(step, index, due_on + days)
    return None


def highest_done(case: Case, ladder: Ladder, today: date, zone: ZoneInfo) -> tuple[int, date | None]:
    """How far a case has climbed: the place of the highest step done and its day; (-1, None): not at all."""
    if not case.steps and not case.tasks:
        return -1, None
    return climbed(case.steps, case.tasks, ladder, today, zone)


def climbed(
    steps: Iterable[StepDone], tasks: Iterable[OpenTask], ladder: Ladder, today: date, zone: ZoneInfo
) -> tuple[int, date | None]:
    """As `highest_done`, of a case in the making too: by the steps done and the tasks that wait."""
    done: list[tuple[int, date]] = [
        (index, min(each.at.astimezone(zone).date(), _LAST_DAY))
        for each in steps
        if (index := ladder.index(each.step)) is not None
    ]
    for task in tasks:
        index, lapsed_on = ladder.index(task.step), lapses_on(task, ladder, zone)
        if index is not None and lapsed_on is not None and lapsed_on <= today:
            done.append((index, lapsed_on))
    return max(done, default=(-1, None))
