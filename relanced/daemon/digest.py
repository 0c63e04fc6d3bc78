"""A round's ledger and plan in; the owner's digest in his INBOX, once for each day it is due, out.

The mail itself is the record (law 7): its Message-ID follows from the firm's key and the day, and where
a mail of that name lies anywhere, none is written. The note in the store is a cache of this.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import structlog

from relanced.casework.ledger import Ledger
from relanced.daemon.digest_due import Slots, Told, digest_id, last_told, note_told, noted
from relanced.daemon.digest_material import material_of
from relanced.daemon.digest_news import digest_of
from relanced.daemon.filing import APPEND_S, folders_of
from relanced.daemon.lease import keep_lease
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.edge.crash import Point, crash_point
from relanced.edge.folders import Role
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.intake.message import UnreadableMail, parse_headers
from relanced.letters.digest_mail import seal_page
from relanced.letters.digest_parts import Digest
from relanced.letters.digest_write import digest_page, digest_subject
from relanced.model.actions import Action
from relanced.model.names import MessageId, domain_of
from relanced.model.rules import Mode

log = structlog.get_logger()

INBOX = "INBOX"
TRY_AGAIN_AFTER = timedelta(minutes=30)
READS_ANYWAY = timedelta(hours=1)  # a mailbox that is not read to its end is told of after so long
FAILED_NOTE = "digest_failed"  # in the store: when it could not be written, and why


async def give_digest(office: Office, actions: Sequence[Action], ledger: Ledger, swept: Swept) -> bool:
    """Write the digest where it is due; gives whether one was written. Never raises for trouble of its own.

    A digest that fails must not cost a reminder: it is tried again after half an hour, and told of by alerts.
    """
    slot = due_slot(office, swept)
    if slot is None or _failed_lately(office):
        return False
    try:
        return await _give(office, actions, ledger, slot)
    except ImapTrouble as error:
        _note_failure(office, str(error))
        log.warning("digest_not_written", why=str(error))
    except Exception:
        _note_failure(office, "a fault in relanced")
        log.exception("digest_not_written")
    return False


def slots_of(office: Office) -> Slots | None:
    """When digests come; None where none is written here: not asked for, no key, or not in mode observe."""
    wanted = office.settings.digest
    is_silent = office.rules.mode is Mode.OBSERVE and wanted is not None and not wanted.in_observe
    if wanted is None or office.key is None or is_silent:
        return None
    return Slots(wanted, office.calendar, office.rules.calendar.timezone)


def due_slot(office: Office, swept: Swept) -> date | None:
    """The day whose digest is due and not written; None: nothing is to be done.

    Whether it lies there is known from reading the mailbox to its end, and once in this process every folder.
    Where that fails for an hour the note alone counts: without a digest nobody might hear of the failing.
    """
    slots, told, now = slots_of(office), noted(office.store), office.now()
    slot = slots.last(now) if slots is not None else None
    if slots is None or slot is None or (told is not None and told.slot >= slot):
        return None
    is_read = not swept.incomplete and office.everything_read_at is not None
    return slot if is_read or (told is not None and now - slots.moment(slot) > READS_ANYWAY) else None


async def _give(office: Office, actions: Sequence[Action], ledger: Ledger, slot: date) -> bool:
    assert office.key is not None
    slots = slots_of(office)
    assert slots is not None
    id_of = partial(digest_id, key=office.key, domain=domain_of(office.rules.firm.sender))
    message_id, now = id_of(slot), office.now()
    told = Told(slot=slot, at=now, fact=office.facts_through)
    if office.store.saw(message_id) or await _lies_in_trash(office, message_id, slots.moment(slot)):
        note_told(office.store, replace(told, at=slots.moment(slot), fact=0))
        return False
    last = last_told(office.store, slots, now, id_of)
    digest = digest_of(material_of(office, actions, ledger, last), last, now)
    if digest.is_quiet and not slots.settings.when_quiet:
        note_told(office.store, told)
        return False
    return await _append(office, digest, message_id, told)


async def _append(office: Office, digest: Digest, message_id: MessageId, told: Told) -> bool:
    assert office.key is not None
    firm, now = office.rules.firm, office.now()
    raw = seal_page(
        digest_page(digest, firm),
        digest_subject(digest, firm),
        message_id,
        firm=firm,
        key=office.key,
        now=now,
    )
    is_observing = office.rules.mode is Mode.OBSERVE
    try:
        if await keep_lease(office):  # another relanced serves this mailbox, and writes its digest
            return False
        flags = ("\\Flagged",) if digest.needs_owner else ()
        await office.mailbox.run(lambda session: session.append(INBOX, raw, flags, now), APPEND_S)
        crash_point(Point.DIGEST_APPENDED)
    finally:
        if is_observing and office.lease is not None:  # who only reads must not keep one who sends waiting
            await office.lease.give_back(office.mailbox)
    note_told(office.store, told)
    office.store.remember(FAILED_NOTE, "")
    log.info("digest_written", day=told.slot.isoformat(), asks=len(digest.matters), bytes=len(raw))
    return True


async def _lies_in_trash(office: Office, message_id: MessageId, since: datetime) -> bool:
    """Whether he has thrown today's digest away already: a trash is not swept, so it is looked into for this."""
    for name in await folders_of(office, Role.TRASH):
        look = partial(_ids_in, name=name, since=since.date() - timedelta(days=1))
        if message_id in await office.mailbox.run(look, APPEND_S):
            return True
    return False


def _ids_in(session: ImapSession, name: str, since: date) -> set[str]:
    session.examine(name)
    found: set[str] = set()
    for batch in session.listed(session.uids_since(since)):
        for row in batch.listed:
            try:
                header = parse_headers(row.headers)
            except UnreadableMail:
                continue
            found.add(header.message_id or "")
    return found


def _note_failure(office: Office, why: str) -> None:
    office.store.remember(FAILED_NOTE, f"{office.now().isoformat()} {why}")


def _failed_lately(office: Office) -> bool:
    at = office.store.recall(FAILED_NOTE).partition(" ")[0]
    return bool(at) and abs(office.now() - datetime.fromisoformat(at)) < TRY_AGAIN_AFTER
