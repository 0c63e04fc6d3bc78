"""The folders of the control panel as they were just read in; a signed note for each mail moved in or out, out.

A mail in Relanced/Paid decides something while it lies there. What lies there is compared with what the journal
says of it: whatever was missed, doubled or cut off by a crash, the next look puts right. A gesture has one name
(the folder's verb, the mail, and how often), and its note one Message-ID.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from relanced.casework.gestured import gestured
from relanced.casework.ledger import Ledger
from relanced.daemon.filing import APPEND_S, append, folder_of
from relanced.daemon.listed import header_of
from relanced.daemon.office import Office
from relanced.daemon.sweep import FolderSwept, Swept
from relanced.edge.crash import Point, crash_point
from relanced.edge.folders import JOURNAL, Role, folder_key
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ServerRefused
from relanced.edge.panel import make_panel
from relanced.intake.message import Message
from relanced.letters.note import Gesture, write_gesture, write_undone
from relanced.model.command_words import FOLDER_NAMES, PANEL
from relanced.model.decided import Verb
from relanced.model.names import Fingerprint
from relanced.model.rules import Mode

log = structlog.get_logger()

MOST_AT_ONCE = 5  # gestures taken back within an hour; more is no gesture: a folder was emptied
MAX_WORDS = 200  # of a subject
_SOON = timedelta(hours=1)
_EMPTIED = "emptied"

Moved = tuple[Verb, Fingerprint]  # a mail, and the decision whose folder it lies in


@dataclass(frozen=True, slots=True)
class _Lies:
    """Where a mail of the panel lies."""

    folder: str
    uidvalidity: int
    uid: int


async def note_gestures(office: Office, swept: Swept, ledger: Ledger) -> bool:
    """Write down what the owner moved since; whether there was anything: then the mailbox is to be read again.

    In mode observe as well: only the owner's own word is written. Nothing without a key.
    """
    panel = [each for each in swept.folders if each.folder.role is Role.PANEL]
    standing = _standing(office)
    if office.key is None or not (panel or standing):
        return False
    lies = _lying(office, panel)
    has_kept = await _keep_ours(office, swept, lies)
    new = [moved for moved in lies if moved not in standing]
    for moved in new:
        await _note(office, ledger, moved, lies[moved])
    has_undone = await _undo(office, swept, lies, standing)
    return bool(new) or has_undone or has_kept


async def ensure_panel(office: Office) -> None:
    """Make the folders that are missing, once in the life of a service; never where it only observes."""
    if office.has_panel or office.rules.mode is Mode.OBSERVE or office.key is None:
        return
    try:
        made = await office.mailbox.run(partial(make_panel, language=office.rules.firm.language), APPEND_S)
    except ServerRefused as error:  # one that lets nobody make folders: they are a comfort, no need
        log.warning("folders_not_made", why=str(error))
    else:
        if made:
            log.info("folders_made", folders=made)
    office.has_panel = True


def _standing(office: Office) -> dict[Moved, str]:
    """The gestures that count, by decision and mail: their names."""
    found: dict[Moved, str] = {}
    for name in office.kept.gestures - office.kept.undone.keys():
        verb, _, rest = name.partition(" ")
        mark = rest.rpartition(" ")[0]  # of a mail without a Message-ID it holds its folder's name
        if verb != _EMPTIED:
            found[Verb(verb), Fingerprint(mark)] = name
    return found


def _lying(office: Office, panel: Iterable[FolderSwept]) -> dict[Moved, _Lies]:
    """What lies in the folders that were read to their end."""
    found: dict[Moved, _Lies] = {}
    for each in panel:
        verb, uidvalidity = each.folder.verb, each.read_through
        if verb is None or uidvalidity is None:
            continue
        for uid, mark in office.store.marks_in(each.folder.name, uidvalidity, ""):
            found[verb, mark] = _Lies(each.folder.name, uidvalidity, uid)
    return found


async def _keep_ours(office: Office, swept: Swept, lies: Mapping[Moved, _Lies]) -> bool:
    """Put a copy back of what was moved out of Sent: what we sent is known from there alone (law 7)."""
    sent = [each for each in swept.folders if each.folder.role is Role.SENT]
    if office.rules.mode is Mode.OBSERVE or not sent or any(each.read_through is None for each in sent):
        return False
    names = {each.folder.name for each in sent}
    ours = {mark: place for (_, mark), place in lies.items() if mark in office.known.told}
    there = office.store.folders_with(ours)
    lost = [place for mark, place in ours.items() if names.isdisjoint(there.get(mark, ()))]
    for place in lost:
        await office.mailbox.run(partial(_copy, place=place, to=sent[0].folder.name), APPEND_S)
        log.info("kept_in_sent", moved_to=place.folder)
    return bool(lost)


def _copy(session: ImapSession, place: _Lies, to: str) -> None:
    if session.examine(place.folder).uidvalidity == place.uidvalidity:
        session.copy(place.uid, to)


async def _note(office: Office, ledger: Ledger, moved: Moved, place: _Lies) -> None:
    """Write down that a mail was moved, what that decides, and what is asked."""
    verb, mark = moved
    header = await office.mailbox.run(partial(_header, place=place), APPEND_S)
    message_id = header.message_id if header is not None else None
    meant = gestured(verb, mark, message_id, place.folder, ledger, office.facts)
    start = f"{verb.value} {mark} "
    times = sum(name.startswith(start) for name in office.kept.gestures)
    gesture = Gesture(
        name=f"{start}{times + 1}",
        decisions=meant.decisions,
        words=header.subject[:MAX_WORDS] if header is not None else "",
        unclear=meant.unclear,
        decided_at=office.now(),
    )
    await _write(office, partial(write_gesture, gesture), Point.GESTURE_NOTED)
    log.info("gesture_noted", verb=verb.value, decisions=len(meant.decisions), unclear=meant.unclear)


def _header(session: ImapSession, place: _Lies) -> Message | None:
    if session.examine(place.folder).uidvalidity != place.uidvalidity:
        return None
    rows = [row for batch in session.listed([place.uid]) for row in batch.listed]
    return header_of(rows[0].headers) if rows else None


async def _undo(
    office: Office, swept: Swept, lies: Mapping[Moved, _Lies], standing: Mapping[Moved, str]
) -> bool:
    """Take back the gestures whose mail was taken out again.

    Where it lies elsewhere now: one that was deleted, or whose folder was deleted or renamed, decides on. Many
    at once are no gesture: a folder was emptied, and the owner is asked (nothing goes on unawares).
    """
    read = {each.folder.verb for each in swept.folders if each.folder.verb and each.read_through is not None}
    gone = [moved for moved in standing if moved[0] in read and moved not in lies]
    if not gone:
        return False
    elsewhere = {each.folder.name for each in swept.folders if _is_elsewhere(each)}
    there = office.store.folders_with({mark for _, mark in gone})
    held = {mark for _, mark in lies}
    back = [moved for moved in gone if moved[1] in held or not elsewhere.isdisjoint(there.get(moved[1], ()))]
    missed = {standing[moved] for moved in gone if moved not in back} - office.missed_gestures
    if missed and not swept.everything:  # perhaps it was filed away: look everywhere, once
        office.missed_gestures |= missed
        office.everything_read_at = None
    out = [moved for moved in back if moved[1] not in held]
    has_asked = False
    lately = sum(office.now() - at < _SOON for at in office.kept.undone.values())
    if out and lately + len(out) > MOST_AT_ONCE:
        back = [moved for moved in back if moved not in out]
        has_asked = await _ask(office, out, standing)
    for moved in back:
        await _write(office, partial(write_undone, standing[moved], office.now()), Point.GESTURE_UNDONE)
        log.info("gesture_undone", verb=moved[0].value)
    return bool(back) or has_asked


def _is_elsewhere(swept: FolderSwept) -> bool:
    """Whether a folder that was read just now is none of relanced's own."""
    return swept.read_through is not None and folder_key(swept.folder.path[0]) != folder_key(PANEL)


async def _ask(office: Office, out: Collection[Moved], standing: Mapping[Moved, str]) -> bool:
    """Ask once about mails that left the panel together; their decisions stand until the owner has said."""
    names = "\n".join(sorted(standing[moved] for moved in out))
    name = f"{_EMPTIED} {hashlib.sha256(names.encode()).hexdigest()[:32]} 1"
    if name in office.kept.gestures:
        return False
    folders = sorted({f"{PANEL}/{FOLDER_NAMES[_language(office)][verb]}" for verb, _ in out})
    words = f"{', '.join(folders)}: {len(out)}"
    gesture = Gesture(name=name, decisions=(), words=words, unclear=_EMPTIED, decided_at=office.now())
    await _write(office, partial(write_gesture, gesture), Point.GESTURE_NOTED)
    log.warning("panel_emptied", mails=len(out), what="their decisions stand; the owner is asked")
    return True


def _language(office: Office) -> str:
    language = office.rules.firm.language
    return language if language in FOLDER_NAMES else "en"


async def _write(office: Office, note: Callable[[str, bytes], bytes], point: Point) -> None:
    assert office.key is not None
    folder = await folder_of(office, Role.JOURNAL, JOURNAL)
    await append(office, folder, note(office.rules.firm.sender, office.key), "\\Seen", office.now())
    crash_point(point)
