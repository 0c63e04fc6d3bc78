"""A previewed letter in, the files that go with it out: as the service makes them, around an invented invoice."""

from relanced.daemon.enclose import (
    Enclosed,
    Files,
    code_file,
    fitting,
    payment_code,
    stamped_file,
    statement_file,
)
from relanced.demo.papers import Paper, invoice_pdf
from relanced.edge.typeset import typeset
from relanced.letters.context import LetterContext
from relanced.letters.envelope import LetterAttachment
from relanced.letters.papers.statement import statement
from relanced.letters.papers.values import LANGUAGES
from relanced.letters.stamp import stamp
from relanced.letters.stamp_words import WORDS
from relanced.model.actions import Reminder, ReminderLine
from relanced.model.ladder import Attach
from relanced.model.rules import Firm

INVOICES = frozenset({Attach.INVOICE, Attach.STAMPED_INVOICE})


def spoken_of(reminder: Reminder, firm: Firm, context: LetterContext) -> tuple[Attach, ...]:
    """What the step attaches, as far as that can be made: no code without an account, or for other currencies."""
    code = payment_code(firm, context)
    return tuple(each for each in reminder.step.attach if each is not Attach.QR or not isinstance(code, str))


def made_files(
    reminder: Reminder, firm: Firm, context: LetterContext, language: str, *, invented: bool
) -> Enclosed:
    """The files themselves; `invented`: with invoices made up for it, else without any.

    Raises NotTypeset.
    """
    language = language if language in LANGUAGES else "en"
    wanted = spoken_of(reminder, firm, context)
    code = payment_code(firm, context) if Attach.QR in wanted else ""
    found: dict[Attach, Files] = {}
    if not isinstance(code, str):
        found[Attach.QR] = (code_file(code, language),)
    if Attach.STATEMENT in wanted:
        shown = None if isinstance(code, str) else code
        paper = statement(reminder, firm, language=language, reference=context.reference, qr=shown)
        found[Attach.STATEMENT] = (statement_file(reminder, typeset(paper), language),)
    if invented:
        bills = tuple(
            _bill(line, reminder, firm, language) for line in reminder.lines if line.step is not None
        )
        if Attach.INVOICE in wanted:
            found[Attach.INVOICE] = bills
        if Attach.STAMPED_INVOICE in wanted:
            found[Attach.STAMPED_INVOICE] = tuple(_stamped(bill, language) for bill in bills)
    return fitting(found, reminder)


def _bill(line: ReminderLine, reminder: Reminder, firm: Firm, language: str) -> LetterAttachment:
    street, town = (*firm.postal, "", "")[:2]
    client_street, client_town = (*reminder.client.people.postal, "", "")[:2]
    paper = Paper(
        number=line.number,
        issued_on=line.issued_on,
        due_on=line.due_on,
        client=reminder.client.name,
        client_street=client_street,
        client_town=client_town,
        work="Pose d’un vitrage" if language == "fr" else "Glazing",
        total_cents=line.total.cents,
        language="fr" if language == "fr" else "en",
        firm=firm.name,
        street=street,
        town=town,
    )
    return LetterAttachment(
        filename=f"{line.number}.pdf", content_type="application/pdf", data=invoice_pdf(paper)
    )


def _stamped(bill: LetterAttachment, language: str) -> LetterAttachment:
    copy = stamp(bill.data, WORDS[language])
    assert isinstance(copy, bytes), copy
    return stamped_file(bill, copy, language)
