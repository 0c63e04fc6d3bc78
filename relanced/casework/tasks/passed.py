"""A case with tasks in; those that it waits for no more, without anybody having told their end, out. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from relanced.casework.books import CaseDraft
from relanced.casework.ledger import Hold, OpenTask, StepDone
from relanced.casework.promises.steps import purpose_of
from relanced.model.actions import Purpose
from relanced.model.tasks import TaskKind

_NEVER = datetime.min.replace(tzinfo=UTC)


def pass_over(case: CaseDraft, holds: Iterable[Hold], on: date) -> None:
    """The owner says «resume» and nothing but a task silences the case: it goes on without it.

    `holds`: all that are on the case. The step counts as done, so that the task is never given again; a
    letter does not count as posted.
    """
    if any(hold.is_active(on) for hold in holds):
        return
    for task in case.tasks:
        case.steps.setdefault(task.step, _done(task))
    case.tasks = []


def still_open(case: CaseDraft) -> tuple[OpenTask, ...]:
    """The tasks whose end is awaited: a call is not, once a later step of the ladder was done without it."""
    if not case.tasks:
        return ()
    latest = _latest(case)
    return tuple(task for task in case.tasks if not (task.kind is TaskKind.CALL and latest > task.given_at))


def steps_of(case: CaseDraft) -> tuple[StepDone, ...]:
    """All that the case has had, in order of time; a call that is awaited no more counts as done.

    So a step that was given once is either waited for or done, and no task is ever given again.
    """
    awaited = still_open(case)
    passed = {task.step: _done(task) for task in case.tasks if task not in awaited}
    return tuple(sorted((passed | case.steps).values(), key=lambda done: (done.at, done.step)))


def _latest(case: CaseDraft) -> datetime:
    """When the last step of the ladder was done; a letter beside it (a plan confirmed) passes over no call."""
    climbed = (done.at for done in case.steps.values() if purpose_of(done.step) is Purpose.CHASE)
    return max(climbed, default=_NEVER)


def _done(task: OpenTask) -> StepDone:
    return StepDone(step=task.step, at=task.given_at, message_id=task.message_id)
