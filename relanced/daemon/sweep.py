"""A mailbox in, new facts in the store out: every folder listed to its end, what is new read once.

What is new is found by set difference between the server's list of UIDs and ours, never from
UIDNEXT or a push alone: servers rewind the one and lose the other. Nothing is
ever marked as read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from relanced.daemon.again import make_new_again
from relanced.daemon.backlog import BACKLOG_NOTE, OF_OURS, Waiting
from relanced.daemon.office import Office
from relanced.daemon.roll import Roll, call_roll
from relanced.daemon.take_in import LIST_SECONDS, TakeIn
from relanced.daemon.unread import note_lost
from relanced.edge.clock import seconds_passed
from relanced.edge.fetches import BATCH
from relanced.edge.folders import Folder, Role, unread_sources
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ServerRefused
from relanced.intake.message import possible

if TYPE_CHECKING:
    from relanced.edge.judge import Judge

log = structlog.get_logger()

# Nothing is sent unless these were read to their end just now (law 3).
VITAL = frozenset({Role.INBOX, Role.SENT, Role.JUNK, Role.JOURNAL, Role.INVOICES, Role.PANEL})
IGNORED = frozenset({Role.DRAFTS, Role.TRASH, Role.LEASE})
# What we sent comes first: replies then find their invoices.
# A reply that the owner moves while we read goes from INBOX to a folder of the panel: that one comes later.
_ORDER = (Role.SENT, Role.INVOICES, Role.JOURNAL, Role.INBOX, Role.JUNK, Role.PANEL)

_NOT_RECEIVED = OF_OURS | {Role.JOURNAL}  # read first, before what came in

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
    read_through: int | None = None  # the UIDVALIDITY under which it was; None: not to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How a sweep went."""

    folders: tuple[FolderSwept, ...]
    started: float  # `seconds_passed`: all that lay in these folders then is recorded
    everything: bool  # not the vital folders alone
    unread_sources: tuple[str, ...] = ()  # why folders of [[source]] tables are not read, a sentence each

    backlog: int = 0  # older mails that wait to be read: until then nothing may leave (law 3)

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Why the mailbox does not count as read; empty when it does."""
        lost = tuple(f"{f.folder.name}: {f.incomplete}" for f in self.folders if f.incomplete)
        return (*lost, f"{self.backlog} older mails wait to be read") if self.backlog else lost

    def after(self, earlier: "Swept") -> "Swept":
        """The same, with what an earlier sweep of this round read counted in."""
        seen = {each.folder.name: each for each in earlier.folders}
        both = ((each, seen.get(each.folder.name)) for each in self.folders)
        return replace(
            self,
            folders=tuple(
                replace(now, new=now.new + was.new, read=now.read + was.read) if was else now
                for now, was in both
            ),
        )


async def sweep(
    office: Office,
    *,
    everything: bool,
    progress: Progress = silent,
    judge: "Judge | None" = None,
    slice_s: float | None = None,
) -> Swept:
    """Read what is new: the vital folders, or every folder.

    `judge` is asked about replies that are not clear, and may take minutes: none where a letter is
    about to leave, whose look at the mailbox must be fresh (law 3). `slice_s`: seconds that may go
    into reading what is old and waits (none when it was just found); None: all of it is read.

    Raises the errors of edge.imap_errors where the mailbox cannot be reached; what was recorded
    until then stays recorded.
    """
    started = seconds_passed()
    folders = await office.mailbox.run(ImapSession.folders, LIST_SECONDS)
    unread = _tell_unread_sources(office, folders)
    make_new_again(office, folders)
    office.backlog.keep_folders(folders)
    waited = len(office.backlog)
    ours = [f for f in _in_order(folders) if f.role in _NOT_RECEIVED and f.role not in IGNORED]
    swept = [await _sweep_folder(office, folder, progress, judge) for folder in ours]
    notes = office.teaching.notes  # the journal was just read
    looks_everywhere = everything or notes > office.heard_everywhere
    theirs = [f for f in _in_order(folders) if f not in ours and _is_wanted(f, everything=looks_everywhere)]
    read: dict[str, FolderSwept] = {}
    if notes:  # then nothing is put off: a lesson may hang on a mail of any age, in any folder
        read = await _read_backlog(office, judge, progress, None)
    swept += await _sweep_received(office, theirs, progress, judge)
    if not notes and (waited or slice_s is None):
        read = await _read_backlog(office, judge, progress, slice_s)
    if looks_everywhere:
        office.heard_everywhere = notes
    _note_ends(office, swept)
    swept = [_with_backlog(folder, read) for folder in swept]
    if any(folder.read for folder in swept if folder.folder.role in OF_OURS):
        office.store.sent_texts.trim()
    note_lost(office.store, {each.folder.name: each.incomplete for each in swept}, everything=everything)
    return Swept(
        folders=tuple(swept),
        started=started,
        everything=everything,
        unread_sources=unread,
        backlog=len(office.backlog),
    )


def _note_ends(office: Office, swept: Iterable[FolderSwept]) -> None:
    """Record which folders were read to their end, and how many mails wait."""
    ended = {each.folder.name: each.read_through for each in swept if each.read_through is not None}
    office.store.save_folder_states(ended, office.clock.now())
    waits = str(len(office.backlog))
    if (office.store.recall(BACKLOG_NOTE) or "0") != waits:
        office.store.remember(BACKLOG_NOTE, waits)


def _in_order(folders: Iterable[Folder]) -> list[Folder]:
    found = [folder for folder in folders if folder.selectable]
    return sorted(found, key=lambda f: (_ORDER.index(f.role) if f.role in _ORDER else len(_ORDER), f.name))


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


@dataclass(frozen=True, slots=True)
class _Listed:
    """A folder whose mails were listed, and which of them were not seen yet."""

    folder: Folder
    roll: Roll
    uidvalidity: int
    new: list[int]
    waiting: Waiting  # those that were not read in
    place: TakeIn


async def _sweep_folder(
    office: Office, folder: Folder, progress: Progress, judge: "Judge | None"
) -> FolderSwept:
    """Read what is new in a folder; of very much, what is recent, and the rest waits."""
    listed = await _list(office, folder, judge)
    if isinstance(listed, FolderSwept):
        return listed
    new = listed.new
    is_many = len(new) > BATCH
    if is_many:
        office.reader.prepare()
    first = await _first_of(office, folder, new) if is_many else new
    if len(first) < len(new):
        at_once = frozenset(first)
        await listed.place.put_off([uid for uid in new if uid not in at_once])
    for start in range(0, len(first), BATCH):
        progress(folder.name, start, len(new))
        await listed.place.take_in(first[start : start + BATCH], old_waits=is_many)
    return await _ended(listed, progress)


async def _sweep_received(
    office: Office, folders: Sequence[Folder], progress: Progress, judge: "Judge | None"
) -> list[FolderSwept]:
    """Read what came in. Where the owner has judged mails: each after those, in any folder, that it learns from.

    So it is read as it was before the store was lost, and in any order of folders (law 7).
    """
    if not office.teaching.notes:
        return [await _sweep_folder(office, folder, progress, judge) for folder in folders]
    listed = [await _list(office, folder, judge) for folder in folders]
    found = [each for each in listed if isinstance(each, _Listed)]
    steps: list[tuple[int, int, list[int]]] = []
    for at, each in enumerate(found):
        steps += [(notes, at, uids) for notes, uids in (await _by_notes(office, each)).items()]
    done = [0] * len(found)
    for _, at, uids in sorted(steps):
        for start in range(0, len(uids), BATCH):
            progress(found[at].folder.name, done[at], len(found[at].new))
            await found[at].place.take_in(uids[start : start + BATCH])
            done[at] += len(uids[start : start + BATCH])
    return [each if isinstance(each, FolderSwept) else await _ended(each, progress) for each in listed]


async def _by_notes(office: Office, listed: _Listed) -> dict[int, list[int]]:
    """The new mails of a folder by how many of the owner's notes count for them."""
    if not listed.new:
        return {}

    def look(session: ImapSession) -> dict[int, datetime]:
        is_same = session.examine(listed.folder.name).uidvalidity == listed.uidvalidity
        return session.arrivals(listed.new) if is_same else {}

    try:
        arrived = await office.mailbox.run(look, LIST_SECONDS)
    except ServerRefused:  # the listing, which goes round mails that a server chokes on, will tell
        arrived = {}
    found: dict[int, list[int]] = {}
    for uid in listed.new:
        notes = office.teaching.notes_before(possible(arrived[uid])) if uid in arrived else 0
        found.setdefault(notes, []).append(uid)
    return found


async def _list(office: Office, folder: Folder, judge: "Judge | None") -> _Listed | FolderSwept:
    roll = await office.mailbox.run(partial(call_roll, folder=folder.name), LIST_SECONDS)
    uidvalidity, present = roll.uidvalidity, roll.uids
    if uidvalidity is None:  # nothing that was seen can be told from what is new: no step this round
        return FolderSwept(folder=folder, new=0, read=0, quarantined=0, incomplete=roll.doubt)
    office.store.forget_other_validities(folder.name, uidvalidity)
    known = office.store.known_uids(folder.name, uidvalidity)
    office.store.forget_uids(folder.name, uidvalidity, known.difference(present))
    waiting = office.backlog.of(folder, uidvalidity)
    waiting.keep(present)
    new = [uid for uid in present if uid not in known and uid not in waiting]
    return _Listed(folder, roll, uidvalidity, new, waiting, TakeIn(office, folder, uidvalidity, judge))


async def _ended(listed: _Listed, progress: Progress) -> FolderSwept:
    folder, place, new, doubt = listed.folder, listed.place, len(listed.new), listed.roll.doubt
    progress(folder.name, new - len(listed.waiting.uids), new)
    lost = await place.why_incomplete()
    if new:
        log.info("folder_read", folder=folder.name, new=new, read=place.read, quarantined=place.bad)
    return FolderSwept(
        folder=folder,
        new=new,
        read=place.read,
        quarantined=place.bad,
        incomplete=lost or doubt,
        read_through=None if lost or listed.waiting.uids or doubt else listed.uidvalidity,
    )


async def _first_of(office: Office, folder: Folder, new: Sequence[int]) -> list[int]:
    """Of many new mails in a folder those to look at first: the recent ones; of our notes all."""
    if folder.role is Role.JOURNAL:
        return list(new)
    since = office.known.known.recent_since - timedelta(days=1)  # the server's days are not ours

    def look(session: ImapSession) -> set[int]:
        session.examine(folder.name)
        return set(session.uids_since(since))

    try:
        recent = await office.mailbox.run(look, LIST_SECONDS)
    except ServerRefused:  # it cannot search by day: then all of them are looked at now
        return list(new)
    return [uid for uid in new if uid in recent]


async def _read_backlog(
    office: Office, judge: "Judge | None", progress: Progress, slice_s: float | None
) -> dict[str, FolderSwept]:
    """Read what waits: all of it, or for so many seconds. Gives how it went, by folder."""
    read: dict[str, FolderSwept] = {}
    until = None if slice_s is None else seconds_passed() + slice_s
    total = len(office.backlog)
    while until is None or seconds_passed() < until:
        step = office.backlog.step()
        if step is None:
            break
        waiting, uids = step
        folder, place = waiting.folder, TakeIn(office, waiting.folder, waiting.uidvalidity, judge)
        await place.take_in(uids)
        lost = await place.why_incomplete()
        before = read.get(folder.name, FolderSwept(folder=folder, new=0, read=0, quarantined=0))
        read[folder.name] = replace(
            before,
            read=before.read + place.read,
            quarantined=before.quarantined + place.bad,
            incomplete=lost or before.incomplete,
        )
        progress("what is older", total - len(office.backlog), total)
    return read


def _with_backlog(swept: FolderSwept, read: dict[str, FolderSwept]) -> FolderSwept:
    later = read.get(swept.folder.name)
    if later is None:
        return swept
    return replace(
        swept,
        read=swept.read + later.read,
        quarantined=swept.quarantined + later.quarantined,
        incomplete=swept.incomplete or later.incomplete,
    )
