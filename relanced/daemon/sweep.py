"""A mailbox in, new facts in the store out: every folder listed to its end, what is new read once.

What is new is found by set difference between the server's list of UIDs and ours, never from
UIDNEXT or a push alone: servers rewind the one and lose the other. Nothing is
ever marked as read.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from relanced.daemon.again import make_new_again, nothing_left, told_of, unread_of
from relanced.daemon.beside import beside, clients_met, text_to_keep
from relanced.daemon.judging import judged
from relanced.daemon.office import Office
from relanced.daemon.reader import ReadMail
from relanced.edge.fetched import Listed
from relanced.edge.folders import Folder, Role, unread_sources
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import MessageMissing
from relanced.edge.store import Depth as SeenDepth
from relanced.edge.store import Seen
from relanced.intake.facts import quarantined
from relanced.intake.fingerprint import fingerprint
from relanced.intake.message import MAX_RAW, Message, mailed_at, parse_headers, possible
from relanced.intake.read import Origin
from relanced.intake.triage import (
    FIRST_PART,
    Depth,
    Known,
    depth_of_copy,
    depth_of_received,
    depth_of_sent,
    names_sender,
)
from relanced.model.facts import InvoiceSent, ReminderSent, SendIntended
from relanced.model.names import Fingerprint, domain_of, number_key
from relanced.model.rules import InvoiceFolder
from relanced.model.source import Source

if TYPE_CHECKING:
    from relanced.edge.judge import Judge

log = structlog.get_logger()

BATCH = 200
LIST_SECONDS = 360  # deadlines, wall clock, for one call
FETCH_SECONDS = 240
RECENT_DAYS = 30  # before start_on: from then on every human mail is read

# Nothing is sent unless these were read to their end just now (law 3).
VITAL = frozenset({Role.INBOX, Role.SENT, Role.JUNK, Role.JOURNAL, Role.INVOICES})
IGNORED = frozenset({Role.DRAFTS, Role.TRASH})
# What we sent comes first: replies then find their invoices.
_ORDER = (Role.SENT, Role.INVOICES, Role.JOURNAL, Role.INBOX, Role.JUNK)
_OF_OURS = frozenset({Role.SENT, Role.INVOICES})
_ORIGINS = {Role.SENT: Origin.SENT, Role.JOURNAL: Origin.JOURNAL, Role.INVOICES: Origin.INVOICES}

Progress = Callable[[str, int, int], None]  # folder, mails done, mails to do


def silent(_folder: str, _done: int, _total: int) -> None:
    """The progress that shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSwept:
    """How one folder went."""

    folder: Folder
    new: int
    read: int
    quarantined: int
    incomplete: str = ""  # not "": why the folder was not read to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How a sweep went."""

    folders: tuple[FolderSwept, ...]
    started: float  # monotonic seconds: all that lay in these folders then is recorded
    everything: bool  # not the vital folders alone
    unread_sources: tuple[str, ...] = ()  # why folders of [[source]] tables are not read, a sentence each

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Why the mailbox does not count as read; empty when it does."""
        return tuple(f"{f.folder.name}: {f.incomplete}" for f in self.folders if f.incomplete)


async def sweep(
    office: Office, *, everything: bool, progress: Progress = silent, judge: "Judge | None" = None
) -> Swept:
    """Read what is new: the vital folders, or every folder.

    `judge` is asked about replies that are not clear, and may take minutes: none where a letter is
    about to leave, whose look at the mailbox must be fresh (law 3).


    Raises the errors of edge.imap_errors where the mailbox cannot be reached; what was recorded
    until then stays recorded.
    """
    started = time.monotonic()
    folders = await office.mailbox.run(ImapSession.folders, LIST_SECONDS)
    unread = _tell_unread_sources(office, folders)
    make_new_again(office, folders)
    wanted = [f for f in folders if f.selectable and _is_wanted(f, everything=everything)]
    wanted.sort(key=lambda f: (_ORDER.index(f.role) if f.role in _ORDER else len(_ORDER), f.name))
    swept = tuple([await _sweep_folder(office, folder, progress, judge) for folder in wanted])
    if any(folder.new for folder in swept if folder.folder.role in _OF_OURS):
        office.store.sent_texts.trim()
    return Swept(folders=swept, started=started, everything=everything, unread_sources=unread)


def _is_wanted(folder: Folder, *, everything: bool) -> bool:
    return folder.role in VITAL or (everything and folder.role not in IGNORED)


def _tell_unread_sources(office: Office, folders: Sequence[Folder]) -> tuple[str, ...]:
    """Log once, while it stands, that a folder of the owner's is not read; gives why, for each."""
    told: dict[str, str] = {}
    for name in office.settings.imap.sources:
        for why in unread_sources(folders, (name,)):
            told[name] = why
            if name not in office.unread_sources:
                log.warning("source_not_read", why=why)
    office.unread_sources = frozenset(told)
    return tuple(told.values())


async def _sweep_folder(
    office: Office, folder: Folder, progress: Progress, judge: "Judge | None"
) -> FolderSwept:
    def look(session: ImapSession) -> tuple[int | None, tuple[int, ...]]:
        return session.examine(folder.name).uidvalidity, session.uids()

    uidvalidity, present = await office.mailbox.run(look, LIST_SECONDS)
    if uidvalidity is None:  # nothing that was seen can be told from what is new: no step this round
        return FolderSwept(folder=folder, new=0, read=0, quarantined=0, incomplete="no UIDVALIDITY")
    office.store.forget_other_validities(folder.name, uidvalidity)
    known = office.store.known_uids(folder.name, uidvalidity)
    office.store.forget_uids(folder.name, uidvalidity, known - set(present))
    new = sorted(set(present) - known)
    place = _Place(office, folder, uidvalidity, judge)
    for start in range(0, len(new), BATCH):
        progress(folder.name, start, len(new))
        await place.take_in(new[start : start + BATCH])
    progress(folder.name, len(new), len(new))
    lost = await place.still_missing()
    if not lost:
        office.store.save_folder_state(folder.name, uidvalidity, office.clock.now())
    if new:
        log.info("folder_read", folder=folder.name, new=len(new), read=place.read, quarantined=place.bad)
    return FolderSwept(
        folder=folder,
        new=len(new),
        read=place.read,
        quarantined=place.bad,
        incomplete=f"the server lists mails {lost} and does not give them" if lost else "",
    )


class _Place:
    """One folder while it is being read."""

    def __init__(self, office: Office, folder: Folder, uidvalidity: int, judge: "Judge | None") -> None:
        self._office = office
        self._judge = judge
        self._folder = folder
        self._uidvalidity = uidvalidity
        self._missing: set[int] = set()
        self._met: set[str] = set()  # clients whose first invoice lies in this batch
        self._known = _known(office)
        self._rule = _rule_of(office, folder)
        self._unread = unread_of(office)
        self._told = told_of(office) if self._rule else frozenset[Fingerprint]()
        self.read = 0
        self.bad = 0

    async def take_in(self, uids: Sequence[int]) -> None:
        """Read and record one batch. A crash in between re-reads, never skips."""

        def fetch(session: ImapSession) -> list[Listed]:
            if session.examine(self._folder.name).uidvalidity != self._uidvalidity:
                return []
            return [row for batch in session.listed(uids) for row in batch.listed]

        rows = await self._office.mailbox.run(fetch, FETCH_SECONDS)
        self._missing |= set(uids) - {row.uid for row in rows}
        headers_only: list[Seen] = []
        for row in rows:
            header = _header(row)
            depth = self._depth(row, header)
            mark = self._mark(row, header)
            seen = self._seen(row, header, mark, SeenDepth.HEADER)
            if header is not None and (depth is Depth.HEADER or self._is_done_with(header, mark)):
                headers_only.append(seen)
            else:
                await self._read(row, header, seen, depth)
        self._office.store.record(headers_only, ())
        self._office.refresh_facts()
        if self._folder.role in _OF_OURS:
            self._known = _known(self._office)
            self._met.clear()

    def _is_done_with(self, header: Message, mark: Fingerprint) -> bool:
        """Whether there is nothing more to be learned from a mail.

        A copy of an invoice may first have lain in INBOX, where it was read as a mail that came in.
        """
        may_be_ours = self._rule is not None and names_sender(header, self._rule.senders)
        return mark in self._told if may_be_ours else self._office.store.knows(mark)

    def _mark(self, row: Listed, header: Message | None) -> Fingerprint:
        """The mail's identity. Without a Message-ID two mails can look alike to the second: each is its own."""
        if header is None or header.message_id is None:
            return Fingerprint(f"{self._uidvalidity:x}-{row.uid:x}-{self._folder.name}"[:200])
        return fingerprint(header, row.size)

    async def still_missing(self) -> list[int]:
        """Of the mails listed but not given, those that are still listed (others were expunged)."""
        if not self._missing:
            return []

        def look(session: ImapSession) -> tuple[int, ...]:
            session.examine(self._folder.name)
            return session.uids()

        return sorted(self._missing & set(await self._office.mailbox.run(look, LIST_SECONDS)))

    async def _read(self, row: Listed, header: Message | None, seen: Seen, depth: Depth) -> None:
        limit = None if depth is Depth.WHOLE else FIRST_PART

        def fetch(session: ImapSession) -> bytes:
            if session.folder != self._folder.name:
                session.examine(self._folder.name)
            return session.raw(row.uid, limit)

        try:
            raw = await self._office.mailbox.run(fetch, FETCH_SECONDS)
        except MessageMissing:
            self._missing.add(row.uid)
            return
        source = self._source(row, header, seen.fingerprint)
        cut_from = row.size if row.size > MAX_RAW else 0
        result = await self._office.reader.read(
            raw,
            self._origin,
            source,
            header,
            self._rule,
            cut_from=cut_from,
            beside=beside(self._office, self._origin, header),
        )
        facts = await judged(self._judge, result.facts, self._known)
        self._record(seen, source, replace(result, facts=facts))

    def _record(self, seen: Seen, source: Source, result: ReadMail) -> None:
        self.read += 1
        depth = SeenDepth.READ
        if result.is_quarantined:
            self.bad += 1
            depth = SeenDepth.QUARANTINED
            log.warning(
                "mail_quarantined", folder=source.folder, uid=source.uid, why=result.reading.unreadable
            )
        facts = result.facts
        if result.is_quarantined and not facts:
            facts = (quarantined(result.message, source, result.reading.unreadable),)
        facts = (*facts, *nothing_left(self._unread.get(seen.fingerprint), result))
        self._met |= clients_met(facts)
        texts = text_to_keep(source, result, self._origin, self._known, self._met)
        self._office.store.record([replace(seen, depth=depth)], facts, texts)

    @property
    def _origin(self) -> Origin:
        return _ORIGINS.get(self._folder.role or Role.INBOX, Origin.RECEIVED)

    def _depth(self, row: Listed, header: Message | None) -> Depth:
        if header is None or self._origin is Origin.JOURNAL:
            return Depth.WHOLE if row.size <= FIRST_PART else Depth.TEXT
        on = row.internal_at.date()
        if self._origin is Origin.SENT:
            return depth_of_sent(header, has_files=row.has_files, size=row.size, on=on, known=self._known)
        if self._rule is not None:
            return depth_of_copy(header, size=row.size, on=on, known=self._known, senders=self._rule.senders)
        return depth_of_received(header, size=row.size, on=on, known=self._known)

    def _seen(self, row: Listed, header: Message | None, mark: Fingerprint, depth: SeenDepth) -> Seen:
        return Seen(
            folder=self._folder.name,
            uidvalidity=self._uidvalidity,
            uid=row.uid,
            fingerprint=mark,
            message_id=header.message_id if header else None,
            depth=depth,
        )

    def _source(self, row: Listed, header: Message | None, mark: Fingerprint) -> Source:
        return Source(
            account=self._office.account,
            folder=self._folder.name,
            uidvalidity=self._uidvalidity,
            uid=row.uid,
            message_id=header.message_id if header else None,
            fingerprint=mark,
            at=_at(self._origin, header, row.internal_at),
        )


def _header(row: Listed) -> Message | None:
    try:
        return parse_headers(row.headers)
    except Exception:  # noqa: BLE001 - one mail that breaks the decoder must not stop all others
        return None  # read whole, in the worker, which will say what is wrong


def _at(origin: Origin, header: Message | None, internal_at: datetime) -> datetime:
    """When the mail happened: our own Date for what we sent, the server's word for what came in.

    A sender's Date is a claim; the server's INTERNALDATE is when it arrived. A copy filed in Sent
    later keeps the Date under which it left; whether a copy in a [[source]] does, its reader says.
    """
    arrived_at = possible(internal_at)
    if origin in {Origin.RECEIVED, Origin.INVOICES} or header is None:
        return arrived_at
    return mailed_at(header, arrived_at)


def _rule_of(office: Office, folder: Folder) -> InvoiceFolder | None:
    if folder.role is not Role.INVOICES:
        return None
    return next(rule for rule in office.rules.invoice_folders if rule.folder == folder.source)


def _known(office: Office) -> Known:
    """What makes a mail worth reading, from the facts so far."""
    invoices = [fact for fact in office.facts if isinstance(fact, InvoiceSent)]
    ids = {fact.source.message_id for fact in invoices if fact.source.message_id}
    ids |= {fact.message_id for fact in office.facts if isinstance(fact, ReminderSent | SendIntended)}
    reminders = (fact.source for fact in office.facts if isinstance(fact, ReminderSent))
    ids |= {source.message_id for source in reminders if source.message_id}  # as a provider rewrote it
    addresses = {invoice.client_address for invoice in invoices} - {""}
    return Known(
        recent_since=office.rules.start_on - timedelta(days=RECENT_DAYS),
        banks=office.rules.banks,
        client_addresses=frozenset(addresses),
        client_domains=frozenset(domain_of(address) for address in addresses),
        message_ids=frozenset(ids),
        numbers=frozenset(number_key(invoice.number) for invoice in invoices),
    )
