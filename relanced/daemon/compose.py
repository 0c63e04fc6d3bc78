"""A reminder or an answer in, the sealed letter out: templates, and the invoices fetched again from the mailbox."""

from collections.abc import Iterable
from dataclasses import dataclass

from relanced.daemon.office import Office
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import MessageMissing, ServerRefused
from relanced.letters.answers import answer_context, template_of
from relanced.letters.context import letter_context
from relanced.letters.envelope import (
    HeaderMismatch,
    Letter,
    LetterAttachment,
    message_id_of,
    seal,
    seal_answer,
)
from relanced.letters.render import TemplateProblem, Templates
from relanced.model.actions import Answer, Reminder, ReminderLine
from relanced.model.intents import Ask
from relanced.model.ladder import Attach
from relanced.model.mark import reference_of

MAX_ATTACHED = 7_000_000  # bytes of files: base64 makes 9.6 MB of it, and many servers refuse 10
FETCH_SECONDS = 240


@dataclass(frozen=True, slots=True)
class ComposeError:
    """Why this letter cannot be written; the others can."""

    why: str


_NO_KEY = ComposeError("[trust] key is not set: a letter that is not signed would not be known again")


async def compose(office: Office, reminder: Reminder) -> Letter | ComposeError:
    """Write one letter, down to its bytes. The same reminder of the same day gives the same bytes."""
    if office.key is None:
        return _NO_KEY
    templates = Templates(office.templates.refresh())
    try:
        files = await _files(office, reminder) if Attach.INVOICE in reminder.step.attach else ()
        reference = reference_of(message_id_of(reminder, office.rules.firm, office.key))
        context = letter_context(reminder, office.rules.firm, attached=bool(files), reference=reference)
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


async def compose_answer(office: Office, answer: Answer) -> bytes | ComposeError:
    """Write the draft of an answer, down to its bytes; one that should carry copies is nothing without them."""
    if office.key is None:
        return _NO_KEY
    templates = Templates(office.templates.refresh())
    wants_files = Ask.COPY in answer.asks
    try:
        files: tuple[LetterAttachment, ...] = ()
        if wants_files:
            files = await _files_for(office, answer.lines)
            if not files:
                raise _FileMissingError("the copies are too large for a mail")  # noqa: TRY301 - one place tells all
        context = answer_context(answer, office.rules.firm, attached=wants_files)
        rendered = templates.render(answer.client.language, template_of(answer), context)
        return seal_answer(
            rendered, answer, firm=office.rules.firm, key=office.key, now=office.now(), attachments=files
        )
    except (TemplateProblem, HeaderMismatch, _FileMissingError) as error:
        return ComposeError(str(error))


class _FileMissingError(Exception):
    """An invoice that is to be attached is not to be had."""


async def _files(office: Office, reminder: Reminder) -> tuple[LetterAttachment, ...]:
    """The invoices of the lines that this reminder is for, as they were first sent."""
    return await _files_for(office, (line for line in reminder.lines if line.step is not None))


async def _files_for(office: Office, lines: Iterable[ReminderLine]) -> tuple[LetterAttachment, ...]:
    """The files of these invoices, each once; none where they are too large together."""
    files: list[LetterAttachment] = []
    for line in lines:
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
