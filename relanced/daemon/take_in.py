"""UIDs of one folder in, what these mails tell in the store out.

Recorded in groups; a crash in between reads again and never skips.
"""

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Collection,
    Coroutine,
    Iterable,
    Sequence,
)
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from relanced.daemon.again import nothing_left
from relanced.daemon.ahead import ahead
from relanced.daemon.backlog import OF_OURS
from relanced.daemon.beside import Letters, clients_met, text_to_keep
from relanced.daemon.judging import judged
from relanced.daemon.listed import Mail, groups, happened_at, header_of
from relanced.daemon.nameless import Nameless
from relanced.daemon.office import Office
from relanced.daemon.set_up import ReadMail, ToRead
from relanced.edge.crash import Point, crash_point
from relanced.edge.fetched import Listed
from relanced.edge.fetches import BATCH, NAMES, chunks
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.edge.store import Depth as SeenDepth
from relanced.edge.store import Seen
from relanced.intake.author import is_by_us
from relanced.intake.facts import quarantined
from relanced.intake.fingerprint import fingerprint
from relanced.intake.message import MAX_RAW, Message, message_ids, possible
from relanced.intake.origin import Origin
from relanced.intake.triage import (
    FIRST_PART,
    Depth,
    depth_of_copy,
    depth_of_received,
    depth_of_sent,
    names_sender,
    surely_concerns_us,
)
from relanced.model.facts import Fact
from relanced.model.names import Fingerprint
from relanced.model.rules import InvoiceFolder
from relanced.model.source import Source

if TYPE_CHECKING:
    from relanced.edge.judge import Judge
    from relanced.edge.sent_texts import SentText

log = structlog.get_logger()

LIST_SECONDS = 360  # deadlines, wall clock, for one call
FETCH_SECONDS = 240
ORIGINS = {Role.SENT: Origin.SENT, Role.JOURNAL: Origin.JOURNAL, Role.INVOICES: Origin.INVOICES}

_Hop = tuple[Sequence[Mail], Sequence[ReadMail]]  # what went to the worker together, and what came of each


class TakeIn:
    """One folder while it is being read."""

    def __init__(self, office: Office, folder: Folder, uidvalidity: int, judge: "Judge | None") -> None:
        self._office = office
        self._judge = judge
        self._folder = folder
        self._uidvalidity = uidvalidity
        self._nameless = Nameless(office.store, folder.name, uidvalidity)
        self._missing: set[int] = set()
        self._met: set[str] = set()  # clients whose first invoice lies in this batch
        self._rule = _rule_of(office, folder)
        self._origin = ORIGINS.get(folder.role or Role.INBOX, Origin.RECEIVED)
        self.read = 0
        self.bad = 0

    @property
    def not_given(self) -> frozenset[int]:
        """The mails that the server listed and has not given, or that have gone meanwhile."""
        return frozenset(self._missing)

    async def take_in(self, uids: Sequence[int], *, old_waits: bool = False) -> None:
        """Read and record these mails; where `old_waits`, what is old and must be read goes to the backlog."""
        steps = list(chunks(uids, BATCH))
        async with aclosing(ahead([partial(self._listed, step) for step in steps])) as listings:
            at = 0
            async for rows in listings:
                crash_point(Point.LISTED)
                self._missing |= set(steps[at]) - {row.uid for row in rows}
                at += 1
                await self._digest(rows, old_waits=old_waits)

    async def put_off(self, uids: Collection[int]) -> None:
        """Let these mails wait, without a look at them; of ours the names are learned, which answers may call."""
        waiting = self._office.backlog.of(self._folder, self._uidvalidity)
        waiting.add(uids)
        if self._folder.role not in OF_OURS:
            return

        def fetch(session: ImapSession, some: Sequence[int]) -> dict[int, bytes]:
            return session.names(some) if self._is_open(session) else {}

        for some in chunks(uids, NAMES):
            blocks = await self._office.mailbox.run(partial(fetch, some=some), FETCH_SECONDS)
            for uid, block in blocks.items():
                for message_id in message_ids(block.decode("ascii", "replace"))[:1]:
                    waiting.add_letter(message_id, uid)

    async def why_incomplete(self) -> str:
        """Why the folder does not count as read; "": every mail was given, or is no longer listed."""
        if not self._missing:
            return ""

        def look(session: ImapSession) -> tuple[int, ...] | None:
            return session.uids() if self._opened(session) else None

        there = await self._office.mailbox.run(look, LIST_SECONDS)
        if there is None:
            return "the server numbered its mails anew while they were read"
        lost = sorted(self._missing & set(there))
        return f"the server lists mails {lost} and does not give them" if lost else ""

    def _opened(self, session: ImapSession) -> bool:
        """Whether the folder is still the one whose UIDs these are."""
        return session.examine(self._folder.name).uidvalidity == self._uidvalidity

    def _is_open(self, session: ImapSession) -> bool:
        """The same, asking the server only where another folder, or none since a new connection, is open."""
        if session.folder != self._folder.name:
            return self._opened(session)
        return session.uidvalidity == self._uidvalidity

    async def _listed(self, uids: Sequence[int]) -> list[Listed]:
        def fetch(session: ImapSession) -> list[Listed]:
            if not self._opened(session):
                return []
            return [row for batch in session.listed(uids) for row in batch.listed]

        return await self._office.mailbox.run(fetch, FETCH_SECONDS)

    async def _digest(self, rows: Sequence[Listed], *, old_waits: bool) -> None:
        """Tell what is done with, what waits, what must be read; read and record."""
        backlog = self._office.backlog
        decides_now = self._folder.role in OF_OURS or not backlog.has_ours
        mails = [self._met_first(row) for row in rows]
        known = self._office.store.known_among(mail.mark for mail in mails)
        heads: list[Seen] = []
        later: list[Mail] = []
        to_read: dict[Fingerprint, Mail] = {}
        twice: list[Mail] = []
        for mail in mails:
            if self._is_done_with(mail, known) or (mail.depth is Depth.HEADER and decides_now):
                heads.append(self._seen(mail, SeenDepth.HEADER))
            elif mail.depth is Depth.HEADER or (old_waits and self._may_wait(mail)):
                later.append(mail)
            elif mail.mark in to_read:
                twice.append(mail)
            else:
                to_read[mail.mark] = mail
        self._put_off(later)
        await self._read_letters_named(to_read.values())
        await self._read(list(to_read.values()))
        if heads:
            self._office.store.record(heads, ())
        self._office.refresh_facts()
        self._met.clear()
        if twice:  # the same mail twice in this folder: the second is known now, or is read as well
            await self._digest([mail.row for mail in twice], old_waits=False)

    def _met_first(self, row: Listed) -> Mail:
        header = header_of(row.headers)
        return Mail(row, header, self._mark(row, header), self._depth(row, header))

    def _is_done_with(self, mail: Mail, known: set[Fingerprint]) -> bool:
        """Whether there is nothing more to be learned from a mail.

        A copy of an invoice may first have lain in INBOX, where it was read as a mail that came in.
        """
        if mail.header is None:
            return False
        may_be_ours = self._rule is not None and names_sender(mail.header, self._rule.senders)
        return mail.mark in (self._office.known.told if may_be_ours else known)

    def _may_wait(self, mail: Mail) -> bool:
        """Whether a mail among many is none that the first plan needs: an old one, or of a stranger's.

        Who is a stranger will be known when all that we sent is read; until then nothing leaves (law 3).
        """
        header, known = mail.header, self._office.known.known
        if self._origin is Origin.JOURNAL or header is None:
            return False
        if mail.row.internal_at.date() < known.recent_since:
            return True
        backlog = self._office.backlog
        if self._origin is not Origin.RECEIVED or not backlog.has_ours:
            return False
        return not surely_concerns_us(header, known) and not backlog.has_letter(header.answers)

    def _put_off(self, mails: Sequence[Mail]) -> None:
        waiting = self._office.backlog.of(self._folder, self._uidvalidity)
        waiting.add(mail.row.uid for mail in mails)
        if self._folder.role in OF_OURS:
            for mail in mails:
                if mail.header is not None and mail.header.message_id:
                    waiting.add_letter(mail.header.message_id, mail.row.uid)

    async def _read_letters_named(self, mails: Iterable[Mail]) -> None:
        """Read those mails of ours first that wait and that these answer: a quote is then known as one."""
        named = [answered for mail in mails if mail.header for answered in mail.header.answers]
        for waiting, uids in self._office.backlog.letters(named):
            letters = TakeIn(self._office, waiting.folder, waiting.uidvalidity, self._judge)
            await letters.take_in(uids)
            waiting.add(letters.not_given)

    def _mark(self, row: Listed, header: Message | None) -> Fingerprint:
        """The mail's identity. Without a Message-ID two mails can look alike to the second: each is its own."""
        if header is None:
            return Fingerprint(f"{self._uidvalidity:x}-{row.uid:x}-{self._folder.name}"[:200])
        if header.message_id is None:
            return self._nameless.mark(header, row)
        return fingerprint(header, row.size)

    async def _read(self, mails: Sequence[Mail]) -> None:
        """Read and record, in groups: while one is recorded the next is read, and the one after fetched."""
        steps = list(groups(mails))
        # What lies in a [[source]] may quote what was read there just before: recorded first.
        by = 0 if self._origin is Origin.INVOICES else 1
        async with (
            aclosing(ahead([partial(self._fetched, group) for group in steps])) as fetched,
            aclosing(ahead(self._hops(steps, fetched), by=by)) as results,
        ):
            async for given, read in results:
                crash_point(Point.READ)
                await self._record(given, read)

    async def _hops(
        self, steps: Sequence[Sequence[Mail]], fetched: AsyncIterator[dict[int, bytes]]
    ) -> AsyncGenerator[Callable[[], Coroutine[Any, Any, _Hop]], None]:
        at = 0
        async for raws in fetched:
            crash_point(Point.FETCHED)
            yield partial(self._hop, steps[at], raws)
            at += 1

    async def _hop(self, mails: Sequence[Mail], raws: dict[int, bytes]) -> _Hop:
        """Read a group in the worker."""
        given = [mail for mail in mails if mail.row.uid in raws]
        self._missing |= {mail.row.uid for mail in mails} - raws.keys()
        letters = Letters(self._office)
        to_read = [self._to_read(mail, raws[mail.row.uid], letters) for mail in given]
        return given, await self._office.reader.read_all(to_read)

    async def _fetched(self, mails: Sequence[Mail]) -> dict[int, bytes]:
        wanted = {
            mail.row.uid: mail.bytes_wanted if mail.bytes_wanted < mail.row.size else None for mail in mails
        }

        def fetch(session: ImapSession) -> dict[int, bytes]:
            return session.raws(wanted) if self._is_open(session) else {}

        return await self._office.mailbox.run(fetch, FETCH_SECONDS)

    async def _record(self, mails: Sequence[Mail], results: Sequence[ReadMail]) -> None:
        seen: list[Seen] = []
        facts: list[Fact] = []
        texts: list[SentText] = []
        for mail, result in zip(mails, results, strict=True):
            told = await judged(self._judge, result.facts, self._office.known.known)
            seen.append(self._read_as(mail, result))
            said = self._facts(mail, replace(result, facts=told))
            facts += said
            self._met |= clients_met(said)
            source = self._source(mail)
            texts += text_to_keep(source, result, self._origin, self._office.known.known, self._met)
        self._office.store.record(seen, facts, texts)
        crash_point(Point.RECORDED)

    def _to_read(self, mail: Mail, raw: bytes, letters: Letters) -> ToRead:
        return ToRead(
            raw=raw,
            origin=self._origin,
            source=self._source(mail),
            header=mail.header,
            folder=self._rule,
            cut_from=mail.row.size if mail.row.size > MAX_RAW else 0,
            beside=letters.beside(self._origin, mail.header, possible(mail.row.internal_at)),
        )

    def _read_as(self, mail: Mail, result: ReadMail) -> Seen:
        self.read += 1
        if not result.is_quarantined:
            return self._seen(mail, SeenDepth.READ)
        self.bad += 1
        why = result.reading.unreadable
        log.warning("mail_quarantined", folder=self._folder.name, uid=mail.row.uid, why=why)
        return self._seen(mail, SeenDepth.QUARANTINED)

    def _facts(self, mail: Mail, result: ReadMail) -> tuple[Fact, ...]:
        facts = result.facts
        if result.is_quarantined and not facts:
            facts = (quarantined(result.message, self._source(mail), result.reading.unreadable),)
        return (*facts, *nothing_left(self._office.known.unread.get(mail.mark), result))

    def _depth(self, row: Listed, header: Message | None) -> Depth:
        if header is None or self._origin is Origin.JOURNAL:
            return Depth.WHOLE if row.size <= FIRST_PART else Depth.TEXT
        on, known = row.internal_at.date(), self._office.known.known
        if self._folder.role is Role.PANEL and is_by_us(header, self._office.rules.firm):
            return Depth.HEADER  # out of Sent, and its copy is read there: here it is nobody's reply
        if self._origin is Origin.SENT:
            return depth_of_sent(header, has_files=row.has_files, size=row.size, on=on, known=known)
        if self._rule is not None:
            return depth_of_copy(header, size=row.size, on=on, known=known, senders=self._rule.senders)
        return depth_of_received(header, size=row.size, on=on, known=known)

    def _seen(self, mail: Mail, depth: SeenDepth) -> Seen:
        return Seen(
            folder=self._folder.name,
            uidvalidity=self._uidvalidity,
            uid=mail.row.uid,
            fingerprint=mail.mark,
            message_id=mail.header.message_id if mail.header else None,
            depth=depth,
        )

    def _source(self, mail: Mail) -> Source:
        return Source(
            account=self._office.account,
            folder=self._folder.name,
            uidvalidity=self._uidvalidity,
            uid=mail.row.uid,
            message_id=mail.header.message_id if mail.header else None,
            fingerprint=mail.mark,
            at=happened_at(self._origin, mail.header, mail.row.internal_at),
        )


def _rule_of(office: Office, folder: Folder) -> InvoiceFolder | None:
    if folder.role is not Role.INVOICES:
        return None
    return next(rule for rule in office.rules.invoice_folders if rule.folder == folder.source)
