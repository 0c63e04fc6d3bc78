"""Untrusted mail bytes in, facts out: read in a worker process with limits on time and memory.

A poisonous mail, PDF or XML can crash or stall its reader; it then costs one worker and a
quarantine, never the service. The worker knows nothing but the rules it was given at its start.
"""

import asyncio
import logging
import multiprocessing
import resource
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from relanced.edge.words import intent_weights, word_tables
from relanced.intake.attached import invoice_files
from relanced.intake.facts import facts_of, quarantined, unreadable_invoice
from relanced.intake.message import MAX_RAW, Attachment, Message, UnreadableMail, parse_message
from relanced.intake.page_text import FileText, file_texts
from relanced.intake.read import Origin, ReadingRules, read_mail
from relanced.intake.readings import Reading, ReadsAs
from relanced.intake.reply.intent.lexicon import NO_WORDS, Lexicon, parse_lexicon
from relanced.intake.reply.intent.model import Model, parse_model
from relanced.intake.reply.read import NOTHING, Beside
from relanced.intake.triage import names_sender
from relanced.letters.stamp import stamp
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.names import InvoiceNumber
from relanced.model.rules import InvoiceFolder, Rules
from relanced.model.source import Source

T = TypeVar("T")

START_SECONDS = 30  # for a new worker to load its libraries, on a slow machine
READ_SECONDS = 20  # wall clock for one mail; the slowest honest ones take two
WORKER_MEMORY = 1_500_000_000  # bytes of address space (RLIMIT_AS)

_rules: ReadingRules | None = None  # the worker's own copy, set once when it starts


def lexicon(own: Mapping[Intent, tuple[str, ...]] = NO_WORDS) -> Lexicon:
    """The words of all languages, from the package's data files, and the owner's own."""
    return parse_lexicon(word_tables(), own)


def intent_model() -> Model:
    """What was learned of intents, from the package's data file."""
    return parse_model(intent_weights())


def reading_rules(rules: Rules, authserv_ids: tuple[str, ...], key: bytes | None) -> ReadingRules:
    """What the readers must know, from the owner's rules."""
    return ReadingRules(
        firm=rules.firm,
        banks=rules.banks,
        profiles=rules.profiles,
        authserv_ids=authserv_ids,
        lexicon=lexicon(rules.replies.words),
        model=intent_model(),
        key=key,
        invoices=rules.invoices,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """What came of one mail; `message` is None where not even its headers could be read."""

    reading: Reading
    facts: tuple[Fact, ...]
    message: Message | None

    @property
    def is_quarantined(self) -> bool:
        """Whether something in it could not be read."""
        return bool(self.reading.unreadable)


class Reader:
    """A pool of one worker process. Use as an async context manager."""

    def __init__(self, rules: ReadingRules, *, seconds: float = READ_SECONDS) -> None:
        self._rules = rules
        self._seconds = seconds
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1,
            max_tasks=5_000,  # a fresh worker now and then: no library leaks for years
            initializer=_start_worker,
            initargs=(self._rules,),
            context=multiprocessing.get_context("spawn"),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self._pool.stop()
        self._pool.join()

    def _renew(self) -> None:
        """A pool whose worker dies between two mails, holding its pipe, never works again."""
        self._pool.stop()
        self._pool = self._new_pool()

    async def read(
        self,
        raw: bytes,
        origin: Origin,
        source: Source,
        header: Message | None = None,
        folder: InvoiceFolder | None = None,
        *,
        cut_from: int = 0,
        beside: Beside = NOTHING,
    ) -> ReadMail:
        """Read one mail; whatever happens to the worker comes back as a quarantine, never as an error.

        `header` is what is known of the mail without reading it: it names the sender of a mail
        that cannot be read. `folder` is the [[source]] that it lies in, where its origin is one.
        `cut_from` is the size in bytes of a mail of which only the beginning is given, else 0.
        `beside` is what is known beside the mail: our letters that it may quote, the owner's lessons.
        """
        result = await self._in_worker(_read_in_worker, raw, origin, source, folder, cut_from, beside)
        if isinstance(result, ReadMail):
            return result
        reading = Reading(reads_as=ReadsAs.OTHER, unreadable=result)
        facts: tuple[Fact, ...] = (quarantined(header, source, result),)
        if header is not None and _is_of_ours(header, origin, folder):
            facts += (unreadable_invoice(header, source, ("mail",), result),)  # the owner can state it
        return ReadMail(reading=reading, facts=facts, message=header)

    async def invoice_files(self, raw: bytes, number: InvoiceNumber) -> tuple[Attachment, ...] | str:
        """The files of this mail that are the invoice, or why they cannot be had."""
        return await self._in_worker(_files_in_worker, raw, number)

    async def stamped(self, pdf: bytes, words: str) -> bytes | str:
        """A copy of this PDF with these words across its pages, or why there is none."""
        return await self._in_worker(_stamp_in_worker, pdf, words)

    async def file_texts(self, raw: bytes) -> tuple[FileText, ...] | str:
        """The text of this mail's PDFs, or why it cannot be had."""
        return await self._in_worker(_texts_in_worker, raw)

    async def _in_worker(self, work: Callable[..., T], *args: object) -> T | str:
        """Run one piece of work in the worker; whatever kills it comes back as words."""
        if not self._pool.active:
            self._renew()
        future = self._pool.schedule(work, args=args, timeout=self._seconds)
        try:
            async with asyncio.timeout(self._seconds + START_SECONDS):
                return cast("T", await asyncio.wrap_future(future))
        except TimeoutError:
            if not self._pool.active:
                self._renew()
            return f"reading took longer than {self._seconds:g} s"
        except ProcessExpired as error:
            return f"the reader died (exit code {error.exitcode})"
        except MemoryError:
            return f"reading needs more than {WORKER_MEMORY // 1_000_000} MB"
        except UnreadableMail as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - a reader's own mistake must not stop the others' mail
            return f"the reader failed: {type(error).__name__}: {error}"


def _is_of_ours(header: Message, origin: Origin, folder: InvoiceFolder | None) -> bool:
    """Whether a mail that nobody could read may hold an invoice of ours, as far as its header says."""
    return origin is Origin.SENT or (folder is not None and names_sender(header, folder.senders))


def _start_worker(rules: ReadingRules) -> None:
    """Runs once in the worker: limits first, then the rules. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY, WORKER_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # it tells of every flaw of every file
    global _rules  # noqa: PLW0603 - the one place where a worker keeps what its pool gave it
    _rules = rules


def _read_in_worker(
    raw: bytes, origin: Origin, source: Source, folder: InvoiceFolder | None, cut_from: int, beside: Beside
) -> ReadMail:
    assert _rules is not None
    message, reading = read_mail(raw, origin, source, _rules, folder, beside)
    reading = _said_to_be_cut(reading, cut_from) if cut_from else reading
    light = replace(message, attachments=(), html="")  # what the parent needs: not the files
    told_by = replace(source, at=reading.sent_at or source.at)
    return ReadMail(reading=reading, facts=facts_of(reading, message, told_by), message=light)


def _said_to_be_cut(reading: Reading, size: int) -> Reading:
    """A file whose end was never fetched is not broken: the mail is too large."""
    if reading.sent is None or not reading.sent.unread:
        return reading
    why = f"the mail is {size / 1e6:.0f} MB, and relanced reads no more than {MAX_RAW / 1e6:.0f} MB of one"
    sent = replace(reading.sent, unread=tuple(replace(each, why=why) for each in reading.sent.unread))
    return replace(reading, sent=sent, unreadable=sent.unreadable)


def _files_in_worker(raw: bytes, number: InvoiceNumber) -> tuple[Attachment, ...] | str:
    return invoice_files(parse_message(raw), number)


def _stamp_in_worker(pdf: bytes, words: str) -> bytes | str:
    return stamp(pdf, words)


def _texts_in_worker(raw: bytes) -> tuple[FileText, ...]:
    return file_texts(parse_message(raw))
