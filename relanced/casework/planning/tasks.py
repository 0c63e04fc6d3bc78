"""What the owner was given to do in; whether a case waits for it, and how that is asked, out. Pure."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from relanced.casework.ledger import Account, Case, OpenTask
from relanced.model.ladder import Channel, Ladder
from relanced.model.tasks import TaskKind

KIND_OF = {
    Channel.CALL: TaskKind.CALL,
    Channel.LETTER: TaskKind.LETTER,
    Channel.HANDOVER: TaskKind.HANDOVER,
}
_USUAL_LAPSE_DAYS = 7  # of a call whose step is no longer configured
_WORDS = {
    TaskKind.CALL: ("the call sheet", "how the call ended", "call NUMBER OUTCOME"),
    TaskKind.LETTER: ("the formal notice", "that it is posted", "posted NUMBER"),
    TaskKind.HANDOVER: ("the file to hand over", "that it is handed over", "handed-over NUMBER"),
}


def lapses_on(task: OpenTask, ladder: Ladder, zone: ZoneInfo) -> date | None:
    """The first day on which a task counts as done without its end; None: it never lapses.

    A call that nobody made must not silence a case for ever; a letter that nobody posted must not be
    followed by threats that build on it.
    """
    if task.kind is not TaskKind.CALL:
        return None
    index = ladder.index(task.step)
    days = _USUAL_LAPSE_DAYS if index is None else ladder.steps[index].lapses_after_days
    return None if days is None else given_on(task, zone) + timedelta(days=days)


def given_on(task: OpenTask, zone: ZoneInfo) -> date:
    """The day on which the owner was given a task."""
    return task.given_at.astimezone(zone).date()


def waiting_task(case: Case, ladder: Ladder, today: date, zone: ZoneInfo) -> OpenTask | None:
    """The oldest task that a case still waits for."""
    for task in case.tasks:
        lapsed_on = lapses_on(task, ladder, zone)
        if lapsed_on is None or today < lapsed_on:
            return task
    return None


def busy_with(account: Account, ladder: Ladder, today: date, zone: ZoneInfo) -> frozenset[TaskKind]:
    """The kinds of task that the owner has for the client already: nobody is called for two invoices at once.

    A task of a silent case keeps nobody waiting: its end may never come, and nobody is asked for it.
    """
    open_cases = (case for case in account.cases if case.is_open and not case.silenced_by(today))
    waiting = (waiting_task(case, ladder, today, zone) for case in open_cases)
    return frozenset(task.kind for task in waiting if task is not None)


def waiting_for(task: OpenTask, zone: ZoneInfo) -> tuple[str, str]:
    """Why the case is silent, and what the owner is asked: in the same words for all cases of one task."""
    paper, wanted, command = _WORDS[task.kind]
    why = f"{paper} of step «{task.step}» was given to you on {given_on(task, zone)}; enter {wanted}"
    return why, f"{why}: answer that mail, or «relanced {command}»."
