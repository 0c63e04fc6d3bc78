"""A reminder or an answer in, the sealed letter out: templates, and the files that go with it."""

from dataclasses import dataclass, replace

from relanced.daemon.enclose import FileMissingError, enclose, fits, invoices_of
from relanced.daemon.office import Office
from relanced.letters.answers import answer_context, template_of
from relanced.letters.context import LetterContext, letter_context
from relanced.letters.envelope import (
    HeaderMismatch,
    Letter,
    message_id_of,
    seal,
    seal_answer,
)
from relanced.letters.render import TemplateProblem, Templates
from relanced.model.actions import Answer, Reminder
from relanced.model.intents import Ask
from relanced.model.mark import reference_of
from relanced.model.paper import NotTypeset


@dataclass(frozen=True, slots=True)
class ComposeError:
    """Why this letter cannot be written; the others can."""

    why: str


_NO_KEY = ComposeError("[trust] key is not set: a letter that is not signed would not be known again")
_STOPS = (TemplateProblem, HeaderMismatch, FileMissingError, NotTypeset)


async def compose(office: Office, reminder: Reminder) -> Letter | ComposeError:
    """Write one letter, down to its bytes. The same reminder of the same day gives the same bytes."""
    if office.key is None:
        return _NO_KEY
    templates = Templates(office.templates.refresh())
    firm = office.rules.firm
    try:
        context = _context(office, reminder, office.key)
        client, template = reminder.client, reminder.step.template
        language = templates.language_of(client.language, template, firm.language) or firm.language
        enclosed = await enclose(office, reminder, context, language)
        rendered = templates.render(client.language, template, replace(context, attached=enclosed.kinds))
        return seal(
            rendered, reminder, firm=firm, key=office.key, now=office.now(), attachments=enclosed.files
        )
    except _STOPS as error:
        return ComposeError(str(error))


async def compose_answer(office: Office, answer: Answer) -> bytes | ComposeError:
    """Write the draft of an answer, down to its bytes; one that should carry copies is nothing without them."""
    if office.key is None:
        return _NO_KEY
    templates = Templates(office.templates.refresh())
    wants_files = Ask.COPY in answer.asks
    try:
        files = await invoices_of(office, answer.lines) if wants_files else ()
        if not fits(files):
            raise FileMissingError("the copies are too large for a mail")
        context = answer_context(answer, office.rules.firm, attached=wants_files)
        rendered = templates.render(answer.client.language, template_of(answer), context)
        return seal_answer(
            rendered, answer, firm=office.rules.firm, key=office.key, now=office.now(), attachments=files
        )
    except _STOPS as error:
        return ComposeError(str(error))


def _context(office: Office, reminder: Reminder, key: bytes) -> LetterContext:
    firm = office.rules.firm
    reference = reference_of(message_id_of(reminder, firm, key))
    return letter_context(reminder, firm, reference=reference)
