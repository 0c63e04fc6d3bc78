"""Untrusted bytes in, readings, files and papers out: what runs in the worker process, and only there.

All that is heavy to load (PDF, XML, the words of six languages) is loaded here, so that the
service itself stays small, and each part when the first mail needs it. `hop.py` calls these
functions by their names.
"""

import logging
import resource
from collections.abc import Mapping, Sequence
from dataclasses import replace

from relanced.daemon.set_up import ReadMail, SetUp, ToRead
from relanced.edge.words import intent_weights, word_tables
from relanced.intake.facts import facts_of
from relanced.intake.message import MAX_RAW, Attachment, UnreadableMail, parse_message
from relanced.intake.read import ReadingRules, read_mail
from relanced.intake.readings import FileText, Reading
from relanced.intake.reply.intent.lexicon import NO_WORDS, Lexicon, parse_lexicon
from relanced.intake.reply.intent.model import Model, parse_model
from relanced.model.intents import Intent
from relanced.model.names import InvoiceNumber
from relanced.model.paper import NotTypeset, Paper

WORKER_MEMORY = 1_500_000_000  # bytes of address space (RLIMIT_AS)

_rules: ReadingRules | None = None  # the worker's own copy, set once when it starts


def lexicon(own: Mapping[Intent, tuple[str, ...]] = NO_WORDS) -> Lexicon:
    """The words of all languages, from the package's data files, and the owner's own."""
    return parse_lexicon(word_tables(), own)


def intent_model() -> Model:
    """What was learned of intents, from the package's data file."""
    return parse_model(intent_weights())


def reading_rules(set_up: SetUp) -> ReadingRules:
    """What the readers must know: the firm's part, and the package's words and weights."""
    return ReadingRules(
        firm=set_up.firm,
        banks=set_up.banks,
        profiles=set_up.profiles,
        authserv_ids=set_up.authserv_ids,
        lexicon=lexicon(set_up.words),
        model=intent_model(),
        key=set_up.key,
        invoices=set_up.invoices,
        timezone=set_up.timezone,
    )


def start(set_up: SetUp) -> None:
    """Runs once in the worker: limits first, then the rules."""
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY, WORKER_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # it tells of every flaw of every file
    global _rules  # noqa: PLW0603 - the one place where a worker keeps what its pool gave it
    _rules = reading_rules(set_up)


def read(mail: ToRead) -> ReadMail:
    """Read one mail. Raises UnreadableMail."""
    assert _rules is not None
    message, reading = read_mail(mail.raw, mail.origin, mail.source, _rules, mail.folder, mail.beside)
    reading = _said_to_be_cut(reading, mail.cut_from) if mail.cut_from else reading
    light = replace(message, attachments=(), html="")  # what the parent needs: not the files
    told_by = replace(mail.source, at=reading.sent_at or mail.source.at)
    return ReadMail(reading=reading, facts=facts_of(reading, message, told_by), message=light)


def read_all(mails: Sequence[ToRead]) -> list[ReadMail | str]:
    """Read several mails in one hop: what came of each, or why nothing did."""
    return [_answer(mail) for mail in mails]


def _answer(mail: ToRead) -> ReadMail | str:
    try:
        return read(mail)
    except UnreadableMail as error:
        return str(error)
    except MemoryError:
        return "reading needs more memory than the worker may take"
    except ImportError:  # the package's fault, not the mail's
        raise
    except Exception as error:  # noqa: BLE001 - a reader's own mistake must not stop the others' mail
        return f"the reader failed: {type(error).__name__}: {error}"


def _said_to_be_cut(reading: Reading, size: int) -> Reading:
    """A file whose end was never fetched is not broken: the mail is too large."""
    if reading.sent is None or not reading.sent.unread:
        return reading
    why = f"the mail is {size / 1e6:.0f} MB, and relanced reads no more than {MAX_RAW / 1e6:.0f} MB of one"
    sent = replace(reading.sent, unread=tuple(replace(each, why=why) for each in reading.sent.unread))
    return replace(reading, sent=sent, unreadable=sent.unreadable)


def files(raw: bytes, number: InvoiceNumber) -> tuple[Attachment, ...] | str:
    """The files of this mail that are the invoice, or why they cannot be had."""
    from relanced.intake.attached import invoice_files  # noqa: PLC0415 - PDFs

    return invoice_files(parse_message(raw), number)


def stamped(pdf: bytes, words: str) -> bytes | str:
    """A copy of this PDF with these words across its pages, or why there is none."""
    from relanced.letters.stamp import stamp  # noqa: PLC0415 - PDFs

    return stamp(pdf, words)


def texts(raw: bytes) -> tuple[FileText, ...]:
    """The text of this mail's PDFs."""
    from relanced.intake.page_text import file_texts  # noqa: PLC0415 - PDFs

    return file_texts(parse_message(raw))


def paper(wanted: Paper) -> bytes | str:
    """The PDF of a paper, or why it cannot be made."""
    from relanced.edge.typeset import typeset  # noqa: PLC0415 - 30 MB of fonts and a compiler

    try:
        return typeset(wanted)
    except NotTypeset as error:
        return str(error)
