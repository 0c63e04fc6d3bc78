"""A reminder in, the sealed letter out: templates, and the invoices fetched again from the mailbox."""

from dataclasses import dataclass

from relanced.daemon.office import Office
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import MessageMissing, ServerRefused
from relanced.letters.context import letter_context
from relanced.letters.envelope import HeaderMismatch, Letter, LetterAttachment, seal
from relanced.letters.render import TemplateProblem, Templates
from relanced.model.actions import Reminder, ReminderLine
from relanced.model.ladder import Attach

MAX_ATTACHED = 7_000_000  # bytes of files: base64 makes 9.6 MB of it, and many servers refuse 10
FETCH_SECONDS = 240


@dataclass(frozen=True, slots=True)
class ComposeError:
    """Why this letter cannot be written; the others can."""

    why: str


async def compose(office: Office, reminder: Reminder) -> Letter | ComposeError:
    """Write one letter, down to its bytes. The same reminder of the same day gives the same bytes."""
    if office.key is None:
        return ComposeError("[trust] key is not set: a letter that is not signed would not be known again")
    templates = Templates(office.templates.refresh())
    try:
        files = await _files(office, reminder) if Attach.INVOICE in reminder.step.attach else ()
        context = letter_context(reminder, office.rules.firm, attached=bool(files))
        rendered = templates.render(reminder.client.language, reminder.step.template, context)
        return seal(
            rendered,
            reminder,
            firm=office.rules.firm,
            key=office.key,
            now=office.now(),
            attachments=files,
        )
    except (TemplateProblem, HeaderMismatch, _FileMissingError) as error:
        return ComposeError(str(error))


class _FileMissingError(Exception):
    """An invoice that the step wants attached is not to be had."""


async def _files(office: Office, reminder: Reminder) -> tuple[LetterAttachment, ...]:
    """The invoices of the lines that this reminder is for, as they were first sent."""
    files: list[LetterAttachment] = []
    for line in reminder.lines:
        if line.step is not None:
            files += await _files_of(office, line)
    unique = tuple(dict.fromkeys(files))
    total = sum(len(file.data) for file in unique)
    return unique if total <= MAX_ATTACHED else ()


async def _files_of(office: Office, line: ReminderLine) -> list[LetterAttachment]:
    place = office.store.place_of(line.mailed_as.fingerprint)
    if place is None:
        raise _FileMissingError(f"{line.number}: the mail that carried it is no longer in the mailbox")

    def fetch(session: ImapSession) -> bytes:
        if session.examine(place.folder).uidvalidity != place.uidvalidity:
            raise ServerRefused(f"{place.folder}: the folder was made anew")
        return session.raw(place.uid)

    try:
        raw = await office.mailbox.run(fetch, FETCH_SECONDS)
    except (ServerRefused, MessageMissing) as error:
        raise _FileMissingError(f"{line.number}: its mail cannot be fetched: {error}") from error
    found = await office.reader.invoice_files(raw, line.number)
    if isinstance(found, str):
        raise _FileMissingError(f"{line.number}: {found}")
    return [LetterAttachment(filename=f.filename, content_type=f.content_type, data=f.data) for f in found]
