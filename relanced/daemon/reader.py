"""Untrusted mail bytes in, facts out: read in a worker process with limits on time and memory.

A poisonous mail, PDF or XML can crash or stall its reader; it then costs one worker and a
quarantine, never the service. The worker knows nothing but the rules it was given at its start.
"""

import asyncio
import multiprocessing
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from relanced.daemon import hop
from relanced.daemon.set_up import ReadMail, SetUp, ToRead
from relanced.intake.facts import quarantined, unreadable_invoice
from relanced.intake.message import Attachment, Message, UnreadableMail
from relanced.intake.origin import Origin
from relanced.intake.readings import FileText, Reading, ReadsAs
from relanced.intake.triage import names_sender
from relanced.model.names import InvoiceNumber
from relanced.model.paper import NotTypeset, Paper
from relanced.model.rules import InvoiceFolder

START_SECONDS = 30  # for a new worker to load its libraries, on a slow machine
READ_SECONDS = 20  # wall clock for one mail; the slowest honest ones take two
WORKERS: multiprocessing.context.BaseContext = multiprocessing.get_context("spawn")  # least memory in all


class Reader:
    """A pool of one worker process. Use as an async context manager.

    `idle_s`: the worker ends after so many seconds without work, and the next mail starts a new one, which
    takes a second or two; None: it stays, at the price of its 64 MB.
    """

    def __init__(self, rules: SetUp, *, seconds: float = READ_SECONDS, idle_s: float | None = None) -> None:
        self._rules = rules
        self._seconds = seconds
        self._idle_s = idle_s
        self._at_work = 0  # pieces of work in hand
        self._idle: asyncio.TimerHandle | None = None
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1,
            max_tasks=1_000,  # a fresh worker now and then: no library leaks for years
            initializer=hop.call,
            initargs=("start", self._rules),
            context=WORKERS,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        if self._idle is not None:
            self._idle.cancel()
        _end(self._pool)

    def _renew(self) -> None:
        """A pool whose worker dies between two mails, holding its pipe, never works again."""
        self._pool.stop()
        self._pool = self._new_pool()

    async def read(self, mail: ToRead) -> ReadMail:
        """Read one mail; whatever happens to the worker comes back as a quarantine, never as an error."""
        result: ReadMail | str = await self._in_worker("read", _lightened(mail))
        return _made_of(result, mail)

    async def read_all(self, mails: Sequence[ToRead]) -> list[ReadMail]:
        """Read several mails in one hop, each as read() does.

        What takes too long or kills the worker is found by reading each by itself: it costs itself alone.
        """
        if len(mails) > 1:
            results: list[ReadMail | str] | str = await self._in_worker(
                "read_all", [_lightened(mail) for mail in mails]
            )
            if not isinstance(results, str):
                return [_made_of(result, mail) for result, mail in zip(results, mails, strict=True)]
        return [await self.read(mail) for mail in mails]

    async def invoice_files(self, raw: bytes, number: InvoiceNumber) -> tuple[Attachment, ...] | str:
        """The files of this mail that are the invoice, or why they cannot be had."""
        made: tuple[Attachment, ...] | str = await self._in_worker("files", raw, number)
        return made

    async def stamped(self, pdf: bytes, words: str) -> bytes | str:
        """A copy of this PDF with these words across its pages, or why there is none."""
        made: bytes | str = await self._in_worker("stamped", pdf, words)
        return made

    async def file_texts(self, raw: bytes) -> tuple[FileText, ...] | str:
        """The text of this mail's PDFs, or why it cannot be had."""
        made: tuple[FileText, ...] | str = await self._in_worker("texts", raw)
        return made

    async def typeset(self, paper: Paper) -> bytes:
        """The PDF of a paper. Raises NotTypeset with the reason."""
        made: bytes | str = await self._in_worker("paper", paper)
        if isinstance(made, str):
            raise NotTypeset(made)
        return made

    async def _in_worker(self, name: str, *args: object) -> Any:  # noqa: ANN401 - what the function gives
        """Run this function of worker.py in the worker; whatever kills it comes back as words."""
        if self._idle is not None:
            self._idle.cancel()
        self._at_work += 1
        try:
            return await self._worked(name, *args)
        finally:
            self._at_work -= 1
            if not self._at_work and self._idle_s is not None:
                self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._rest)

    def _rest(self) -> None:
        """Let the worker go until there is work again; in a thread, for the pool takes its time."""
        pool, self._pool = self._pool, self._new_pool()
        threading.Thread(target=_end, args=(pool,), name="worker ends", daemon=True).start()

    async def _worked(self, name: str, *args: object) -> Any:  # noqa: ANN401 - what the function gives
        if not self._pool.active:
            self._renew()
        future = self._pool.schedule(hop.call, args=(name, *args), timeout=self._seconds)
        try:
            async with asyncio.timeout(self._seconds + START_SECONDS) as limit:
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if limit.expired() or not self._pool.active:  # the pool's own watch waits for ever on a worker
                self._renew()  # that stands still before it takes the mail
            return f"reading took longer than {self._seconds:g} s"
        except ProcessExpired as error:
            return f"the reader died (exit code {error.exitcode})"
        except MemoryError:
            return "reading needs more memory than the worker may take"
        except UnreadableMail as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - a reader's own mistake must not stop the others' mail
            return f"the reader failed: {type(error).__name__}: {error}"


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def _lightened(mail: ToRead) -> ToRead:
    """What the worker needs of it."""
    return replace(mail, header=None)


def _made_of(result: ReadMail | str, mail: ToRead) -> ReadMail:
    """What the worker gave, or the quarantine that its words are worth."""
    if isinstance(result, ReadMail):
        return result
    reading = Reading(reads_as=ReadsAs.OTHER, unreadable=result)
    header, lost = mail.header, quarantined(mail.header, mail.source, result)
    if header is None or not _is_of_ours(header, mail.origin, mail.folder):
        return ReadMail(reading=reading, facts=(lost,), message=header)
    stated = unreadable_invoice(header, mail.source, ("mail",), result)  # the owner can state it
    return ReadMail(reading=reading, facts=(lost, stated), message=header)


def _is_of_ours(header: Message, origin: Origin, folder: InvoiceFolder | None) -> bool:
    """Whether a mail that nobody could read may hold an invoice of ours, as far as its header says."""
    return origin is Origin.SENT or (folder is not None and names_sender(header, folder.senders))
