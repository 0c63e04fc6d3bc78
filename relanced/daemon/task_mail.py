"""A task for the owner in, the bytes of the mail that gives it to him out: words, PDF, calendar entry."""

from datetime import UTC, datetime, timedelta, tzinfo

import structlog

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Ledger
from relanced.casework.tasks.sheet import call_sheet
from relanced.daemon.compose import ComposeError
from relanced.daemon.enclose import FileMissingError, fits, invoices_of
from relanced.daemon.office import Office
from relanced.letters.calendar_entry import call_entry
from relanced.letters.context import letter_context
from relanced.letters.envelope import LetterAttachment
from relanced.letters.owner_mail import seal_task, task_words
from relanced.letters.papers.notice import notice
from relanced.letters.papers.sheet import sheet
from relanced.letters.render import TemplateProblem, Templates
from relanced.model.actions import GiveTask
from relanced.model.call_sheet import CallSheet
from relanced.model.mark import Mark, reference_of, task_message_id
from relanced.model.names import MessageId, domain_of
from relanced.model.paper import NotTypeset
from relanced.model.tasks import TaskKind

log = structlog.get_logger()

HEAD_START = timedelta(minutes=30)  # a call is not entered for sooner: its alarm would be over
_INVOICE = {
    "fr": "Facture",
    "en": "Invoice",
    "de": "Rechnung",
    "es": "Factura",
    "it": "Fattura",
    "nl": "Factuur",
}


def mark_of(task: GiveTask) -> Mark:
    """For whom and what a task is: its Message-ID and its note say this."""
    lines = tuple((line.number, line.step) for line in task.reminder.lines)
    return Mark(client=task.reminder.client.key, lines=lines)


def id_of(office: Office, task: GiveTask) -> MessageId:
    """The Message-ID that the mail of this task has, or will have."""
    assert office.key is not None, "without a key no task is given"
    return task_message_id(task.kind, mark_of(task), office.key, domain_of(office.rules.firm.sender))


async def compose_task(
    office: Office, task: GiveTask, ledger: Ledger, message_id: MessageId
) -> bytes | ComposeError:
    """Write the mail down to its bytes, or why it cannot be written."""
    assert office.key is not None, "without a key no task is given"
    firm = office.rules.firm
    try:
        call = call_sheet(ledger, office.facts, task.reminder, office.rules)
        files = await _files(office, task, call, message_id)
        words = task_words(task, call, firm)
        return seal_task(words, message_id, firm=firm, key=office.key, now=office.now(), attachments=files)
    except (TemplateProblem, NotTypeset, KeyError, ValueError) as error:
        return ComposeError(f"{type(error).__name__}: {error}")


async def _files(
    office: Office, task: GiveTask, call: CallSheet, message_id: MessageId
) -> tuple[LetterAttachment, ...]:
    match task.kind:
        case TaskKind.CALL:
            return await _of_call(office, call, message_id)
        case TaskKind.LETTER:
            return (await _of_letter(office, task, message_id), *await _copies(office, task))
        case TaskKind.HANDOVER:
            return ()


async def _of_call(office: Office, call: CallSheet, message_id: MessageId) -> tuple[LetterAttachment, ...]:
    firm, now = office.rules.firm, office.now()
    pdf = await office.reader.typeset(sheet(call, firm))
    starts_at = call_at(office.calendar, office.rules.calendar.timezone, now)
    entry = call_entry(call, firm, task=message_id, starts_at=starts_at, given_at=now)
    name = "appel" if call.language == "fr" else "call"
    return (
        LetterAttachment(filename=f"{name}.pdf", content_type="application/pdf", data=pdf),
        LetterAttachment(filename=f"{name}.ics", content_type="text/calendar", data=entry),
    )


def call_at(calendar: Calendar, zone: tzinfo, now: datetime) -> datetime:
    """When to call: the next full half hour that the owner can still see coming, within his opening hours."""
    soonest = _full_half(now.astimezone(zone) + HEAD_START)
    return _full_half(calendar.next_opening(soonest).astimezone(zone))


def _full_half(at: datetime) -> datetime:
    """This moment where it is a full half hour, else the next one; counted in UTC: clocks may change."""
    over = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    if not over:
        return at
    return (at.astimezone(UTC) + timedelta(minutes=30) - over).astimezone(at.tzinfo)


async def _of_letter(office: Office, task: GiveTask, message_id: MessageId) -> LetterAttachment:
    """The formal notice on paper, in the client's language."""
    reminder, firm = task.reminder, office.rules.firm
    reference = reference_of(message_id)
    templates = Templates(office.templates.refresh())
    context = letter_context(reminder, firm, reference=reference)
    rendered = templates.render(reminder.client.language, reminder.step.template, context)
    label = _INVOICE.get(rendered.language, _INVOICE["en"])
    about = tuple(f"{label} {line.number}" for line in reminder.lines if line.step is not None)
    paper = notice(rendered, reminder, firm, reference=reference, enclosures=about)
    pdf = await office.reader.typeset(paper)
    return LetterAttachment(filename=f"{reminder.step.name}.pdf", content_type="application/pdf", data=pdf)


async def _copies(office: Office, task: GiveTask) -> tuple[LetterAttachment, ...]:
    """The invoices, to be printed and enclosed; a letter can be posted without them, so none is fatal."""
    try:
        files = await invoices_of(office, (line for line in task.reminder.lines if line.step is not None))
    except FileMissingError as error:
        log.warning("invoice_not_enclosed", client=task.reminder.client.key, why=str(error))
        return ()
    return files if fits(files) else ()
