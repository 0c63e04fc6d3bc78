"""Untrusted mail bytes in, facts out: read in a worker process with limits on time and memory.

A poisonous mail, PDF or XML can crash or stall its reader; it then costs one worker and a
quarantine, never the service. The worker knows nothing but the rules it was given at its start.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Self

from relanced.daemon.hand import Hand, WorkerEnded, WorkerUnfit
from relanced.daemon.hop import Failed
from relanced.daemon.set_up import ReadMail, SetUp, ToRead
from relanced.intake.facts import quarantined, unreadable_invoice
from relanced.intake.message import Attachment, Message
from relanced.intake.origin import Origin
from relanced.intake.readings import FileText, Reading, ReadsAs
from relanced.intake.triage import names_sender
from relanced.model.names import InvoiceNumber
from relanced.model.paper import NotTypeset, Paper
from relanced.model.rules import InvoiceFolder

READ_SECONDS = 20  # wall clock for one mail; the slowest honest ones take two

__all__ = ["READ_SECONDS", "Reader", "WorkerUnfit"]


class Reader:
    """One worker process, and the thread that talks to it. Use as an async context manager.

    `idle_s`: the worker ends after so many seconds without work, and the next mail starts a new one, which
    takes half a second; None: it stays, at the price of its 30 to 60 MB.
    Every method raises WorkerUnfit where no worker can be started that fits this service.
    """

    def __init__(self, rules: SetUp, *, seconds: float = READ_SECONDS, idle_s: float | None = None) -> None:
        self._seconds = seconds
        self._idle_s = idle_s
        self._at_work = 0  # pieces of work in hand
        self._idle: asyncio.TimerHandle | None = None
        self._hand = Hand(rules)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="worker")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    @property
    def worker_starts(self) -> int:
        """How many workers were started so far."""
        return self._hand.starts

    def close(self) -> None:
        """End the worker."""
        if self._idle is not None:
            self._idle.cancel()
        self._hand.end()
        self._thread.shutdown(cancel_futures=True)
        self._hand.rest()

    def prepare(self) -> None:
        """Have the worker started, where none runs, while other things are done: mails will come soon."""
        self._thread.submit(self._hand.ready)

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
            asked = self._thread.submit(self._hand.ask, name, args, self._seconds)
            made = await asyncio.wrap_future(asked)
        except WorkerEnded as error:
            return str(error)
        finally:
            self._at_work -= 1
            if not self._at_work and self._idle_s is not None:
                self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._rest)
        return made.why if isinstance(made, Failed) else made

    def _rest(self) -> None:
        """Let the worker go until there is work again."""
        self._thread.submit(self._hand.rest)


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
