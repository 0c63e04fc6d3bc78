"""A reminder in, the files that go with its letter out: invoices from the mailbox, stamped copies, papers, a code."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import structlog

from relanced.daemon.office import Office
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import MessageMissing, ServerRefused
from relanced.letters.context import LetterContext
from relanced.letters.envelope import LetterAttachment
from relanced.letters.papers.statement import statement
from relanced.letters.papers.values import LANGUAGES
from relanced.letters.qr import TEXT_CAP, Qr, epc_qr
from relanced.letters.stamp_words import WORDS
from relanced.model.actions import Reminder, ReminderLine
from relanced.model.ladder import Attach
from relanced.model.money import Money
from relanced.model.rules import Firm

log = structlog.get_logger()

MAX_ATTACHED = 7_000_000  # bytes of files: base64 makes 9.6 MB of it, and many servers refuse 10
FETCH_SECONDS = 240
# What a client needs most stays: what he owes, how to pay it, the invoices, and last their stamped copies.
_IN_ORDER_OF_NEED = (Attach.STATEMENT, Attach.QR, Attach.INVOICE, Attach.STAMPED_INVOICE)
_STATEMENT = {
    "fr": "releve-de-compte",
    "en": "statement-of-account",
    "de": "offene-posten",
    "es": "estado-de-cuenta",
    "it": "estratto-conto",
    "nl": "rekeningoverzicht",
}
_QR = {"fr": "paiement", "en": "payment", "de": "zahlung", "es": "pago", "it": "pagamento", "nl": "betaling"}

Files = tuple[LetterAttachment, ...]


class FileMissingError(Exception):
    """An invoice that is to be attached is not to be had."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What is really in hand: the files, and what they are."""

    files: Files
    kinds: tuple[Attach, ...]


async def enclose(office: Office, reminder: Reminder, context: LetterContext, language: str) -> Enclosed:
    """The files that the step wants, as far as one mail can carry them: a kind goes whole or not at all.

    A copy that cannot be stamped is the original instead. Raises FileMissingError where an invoice
    is not to be had, NotTypeset where the statement cannot be made.
    """
    language = language if language in LANGUAGES else "en"
    wanted = reminder.step.attach
    found: dict[Attach, Files] = {}
    if {Attach.INVOICE, Attach.STAMPED_INVOICE} & set(wanted):
        originals = await invoices_of(office, (line for line in reminder.lines if line.step is not None))
        if Attach.INVOICE in wanted:
            found[Attach.INVOICE] = originals
        if Attach.STAMPED_INVOICE in wanted:
            found |= await _stamped(office, originals, language, beside=Attach.INVOICE in wanted)
    code = _code(office, reminder, context) if Attach.QR in wanted else None
    if code is not None:
        found[Attach.QR] = (code_file(code, language),)
    if Attach.STATEMENT in wanted:
        firm, reference = office.rules.firm, context.reference
        paper = statement(reminder, firm, language=language, reference=reference, qr=code)
        found[Attach.STATEMENT] = (statement_file(reminder, await office.reader.typeset(paper), language),)
    return fitting(found, reminder)


def statement_file(reminder: Reminder, pdf: bytes, language: str) -> LetterAttachment:
    """The statement of account, typeset, under its name."""
    name = f"{_STATEMENT[language]}-{reminder.on}.pdf"
    return LetterAttachment(filename=name, content_type="application/pdf", data=pdf)


def code_file(code: Qr, language: str) -> LetterAttachment:
    """The code to pay from, as an image."""
    return LetterAttachment(filename=f"{_QR[language]}.png", content_type="image/png", data=code.png)


def stamped_file(original: LetterAttachment, data: bytes, language: str) -> LetterAttachment:
    """A stamped copy under the name of its original."""
    stem = original.filename.removesuffix(".pdf").removesuffix(".PDF")
    return replace(original, filename=f"{stem} {WORDS[language]}.pdf", data=data)


async def invoices_of(office: Office, lines: Iterable[ReminderLine]) -> Files:
    """The invoices of these lines as they were first sent, each file once. Raises FileMissingError."""
    files: list[LetterAttachment] = []
    for line in lines:
        files += await _files_of(office, line)
    return tuple(dict.fromkeys(files))


def fits(files: Files) -> bool:
    """Whether one mail can carry them all."""
    return sum(len(file.data) for file in files) <= MAX_ATTACHED


def fitting(found: dict[Attach, Files], reminder: Reminder) -> Enclosed:
    """What one mail can carry, in order of need; the same file stands in it once."""
    taken: Files = ()
    kinds: list[Attach] = []
    for kind in _IN_ORDER_OF_NEED:
        more = tuple(dict.fromkeys((*taken, *found.get(kind, ()))))
        if found.get(kind) and fits(more):
            taken = more
            kinds.append(kind)
        elif found.get(kind):
            log.warning("attachment_left_out", client=reminder.client.key, what=kind.value, why="too large")
    return Enclosed(taken, tuple(kinds))


async def _stamped(office: Office, originals: Files, language: str, *, beside: bool) -> dict[Attach, Files]:
    """The stamped copies; `beside`: the originals go with the letter anyway, and stand in for none."""
    copies: list[LetterAttachment] = []
    whole: list[LetterAttachment] = []
    for original in originals:
        made = await office.reader.stamped(original.data, WORDS[language])
        if isinstance(made, str):
            log.warning("not_stamped", attachment=original.filename, why=made, instead="the original")
            whole.append(original)
        else:
            copies.append(stamped_file(original, made, language))
    if beside:
        return {Attach.STAMPED_INVOICE: tuple(copies)}
    if not copies:
        return {Attach.INVOICE: tuple(whole)}
    return {Attach.STAMPED_INVOICE: (*copies, *whole)}


def _code(office: Office, reminder: Reminder, context: LetterContext) -> Qr | None:
    made = payment_code(office.rules.firm, context)
    if isinstance(made, str):
        log.warning("no_payment_code", client=reminder.client.key, why=made)
        return None
    return made


def payment_code(firm: Firm, context: LetterContext) -> Qr | str:
    """The code that pays what the letter asks for in euros, with the numbers of its invoices; or why there is none."""
    claim = context.charges
    asked = claim.total if claim is not None and claim.claimed else context.asked
    amount = next((each for each in asked if each.currency == "EUR"), Money(0, "EUR"))
    numbers = [line.number for line in context.chased if line.owed.currency == "EUR"]
    return epc_qr(firm, amount, _joined(numbers) or context.reference)


def _joined(numbers: list[str]) -> str:
    """As many whole numbers as fit, oldest invoice first: half a number would be somebody else's."""
    text = ""
    for number in numbers:
        longer = f"{text} {number}".strip()
        if len(longer) > TEXT_CAP:
            break
        text = longer
    return text


async def _files_of(office: Office, line: ReminderLine) -> list[LetterAttachment]:
    place = office.store.place_of(line.mailed_as.fingerprint)
    if place is None:
        raise FileMissingError(f"{line.number}: the mail that carried it is no longer in the mailbox")

    def fetch(session: ImapSession) -> bytes:
        if session.examine(place.folder).uidvalidity != place.uidvalidity:
            raise ServerRefused(f"{place.folder}: the folder was made anew")
        return session.raw(place.uid)

    try:
        raw = await office.mailbox.run(fetch, FETCH_SECONDS)
    except (ServerRefused, MessageMissing) as error:
        raise FileMissingError(f"{line.number}: its mail cannot be fetched: {error}") from error
    found = await office.reader.invoice_files(raw, line.number)
    if isinstance(found, str):
        raise FileMissingError(f"{line.number}: {found}")
    return [LetterAttachment(filename=f.filename, content_type=f.content_type, data=f.data) for f in found]
