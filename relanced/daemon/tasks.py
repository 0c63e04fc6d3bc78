"""Tasks that are due in, each in the owner's INBOX once out: a note in the journal, then the mail.

The note is the record (law 7). Where we die between the note and the mail, the next round finds the
task given and no mail of it anywhere: then it writes the mail, and only then.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from relanced.casework.ledger import Ledger
from relanced.casework.tasks.again import again, waiting_tasks
from relanced.daemon.compose import ComposeError
from relanced.daemon.filing import APPEND_S, append
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.daemon.task_mail import compose_task, id_of, mark_of
from relanced.edge.crash import Point, crash_point
from relanced.edge.folders import JOURNAL
from relanced.letters.note import Task, write_task
from relanced.model.actions import Action, AskOwner, GiveTask
from relanced.model.names import MessageId
from relanced.model.rules import Mode

log = structlog.get_logger()

INBOX = "INBOX"
TRY_AGAIN_AFTER = timedelta(hours=1)  # where a mail could not be composed


async def give_tasks(office: Office, actions: Iterable[Action], swept: Swept) -> int:
    """Give what is due, and write the mails that are missing; gives the number of mails written.

    Nothing in mode observe, without a key, or where the mailbox was not read to its end: whether a
    mail lies there already is known from that reading. At most limits.surprise in a round.
    """
    if office.rules.mode is Mode.OBSERVE or office.key is None or swept.incomplete or office.folded is None:
        return 0
    ledger = office.folded[1]
    known = office.kept.given
    planned = [(id_of(office, action), action) for action in actions if isinstance(action, GiveTask)]
    new = [(message_id, task) for message_id, task in planned if message_id not in known]
    wanted = [*_missing(office, ledger), *new]
    written = 0
    for message_id, task in wanted[: office.rules.limits.surprise]:
        if not _failed_lately(office, message_id):
            is_new = (message_id, task) in new
            written += await _give(office, task, message_id, ledger, is_noted=not is_new)
    return written


def _missing(office: Office, ledger: Ledger) -> list[tuple[MessageId, GiveTask]]:
    """The tasks that were given, and whose mail was never seen."""
    given, tasked = office.kept.given, office.live.tasked if office.live is not None else None
    return [
        (
            waiting.task.message_id,
            again(waiting, given.get(waiting.task.message_id), office.rules, office.today()),
        )
        for waiting in waiting_tasks(ledger, office.rules, office.today(), tasked)
        if not office.store.saw(waiting.task.message_id)
    ]


async def _give(
    office: Office, task: GiveTask, message_id: MessageId, ledger: Ledger, *, is_noted: bool
) -> bool:
    assert office.key is not None
    raw = await compose_task(office, task, ledger, message_id)
    client, now = task.reminder.client.key, office.now()
    if isinstance(raw, ComposeError):
        office.store.remember(_note(message_id), f"{now.isoformat()} {raw.why}")
        log.error("task_not_composed", client=client, step=task.reminder.step.name, why=raw.why)
        return False
    if not is_noted:
        mark = mark_of(task)
        given = Task(
            message_id=message_id, kind=task.kind, client=mark.client, lines=mark.lines, given_at=now
        )
        note = write_task(given, office.rules.firm.sender, office.key)
        folder = await office.mailbox.run(lambda session: session.ensure_folder(JOURNAL), APPEND_S)
        await append(office, folder, note, "\\Seen", now)
        crash_point(Point.TASK_NOTED)
    if not office.store.saw(message_id):
        await append(office, INBOX, raw, "\\Flagged", now)
        crash_point(Point.TASK_MAILED)
    office.store.remember(_note(message_id), "")
    log.info("task_given", client=client, step=task.reminder.step.name, kind=task.kind.value)
    return True


def _note(message_id: MessageId) -> str:
    return f"task:{message_id}"


def _failed_lately(office: Office, message_id: MessageId) -> bool:
    at, _, _ = office.store.recall(_note(message_id)).partition(" ")
    return bool(at) and office.now() - datetime.fromisoformat(at) < TRY_AGAIN_AFTER


def not_composed(office: Office, actions: Iterable[Action]) -> tuple[AskOwner, ...]:
    """A question for each task of a plan whose mail could not be written, or that was given before."""
    tasks = [action for action in actions if isinstance(action, GiveTask)]
    if office.key is None or not tasks:
        return ()
    asked, known = [], office.kept.given
    for task in tasks:
        message_id, reminder = id_of(office, task), task.reminder
        _, _, why = office.store.recall(_note(message_id)).partition(" ")
        way = "Correct the cause; it is tried again within the hour."
        if message_id in known:
            day = office.calendar.day_of(known[message_id].given_at)
            why = f"you were given it on {day} already, and nothing is given twice"
            way = "Enter how it ended: answer that mail, or «relanced call», «posted», «handed-over»."
        if why:
            told = f"step «{reminder.step.name}» for {reminder.client.name} cannot be given to you: {why}"
            numbers = tuple(line.number for line in reminder.lines)
            asked.append(
                AskOwner(client=reminder.client, invoices=numbers, question=f"{told}. {way}", why=told)
            )
    return tuple(asked)
