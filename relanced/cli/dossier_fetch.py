"""The exhibits of a file in, their mails out: read from the mailbox again, each known by its fingerprint."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from relanced.daemon.reader import Reader
from relanced.daemon.set_up import set_up
from relanced.edge.credentials import read_login
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import MessageMissing, ServerRefused
from relanced.edge.settings import Settings
from relanced.edge.store import Place
from relanced.intake.fingerprint import fingerprint
from relanced.intake.message import Attachment, parse_headers
from relanced.model.dossier import Claim, Exhibit
from relanced.model.names import Fingerprint, MessageId


class Missing(StrEnum):
    """Why a mail is not in the file."""

    GONE = "gone"  # it lies nowhere any more, as far as was read
    ANEW = "anew"  # its folder was made anew since
    OTHER = "other"  # another mail lies in its place
    REFUSED = "refused"  # the server does not hand it out


@dataclass(slots=True)
class Fetched:
    """What the mailbox gave."""

    mails: dict[int, bytes] = field(default_factory=dict)  # by exhibit: byte for byte
    missing: dict[int, Missing] = field(default_factory=dict)
    letters: dict[MessageId, bytes] = field(default_factory=dict)  # what was given to be posted


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFile:
    """A PDF taken out of an exhibit."""

    exhibit: int
    claim: Claim
    file: Attachment


def fetch(
    settings: Settings,
    exhibits: Sequence[Exhibit],
    places: Mapping[Fingerprint, Place],
    letters: Mapping[MessageId, Place],
    progress: Callable[[], None],
) -> Fetched:
    """Read the mails where the store says that they lie, without marking them as read.

    `letters` are mails of ours to the owner, by their Message-IDs.

    Raises SecretUnavailable, and ImapTrouble where the mailbox cannot be reached or fails meanwhile.
    """
    found = Fetched()
    there: dict[str, list[Exhibit]] = defaultdict(list)
    for exhibit in exhibits:
        if exhibit.source.fingerprint in places:
            there[places[exhibit.source.fingerprint].folder].append(exhibit)
        else:
            found.missing[exhibit.number] = Missing.GONE
            progress()
    if there or letters:
        session = ImapSession.connect(settings.imap, read_login(settings.imap.password))
        try:
            session.folders()  # its names of folders, as it writes them
            for folder in sorted(there):
                _fetch_folder(session, folder, there[folder], places, found, progress)
            for message_id, place in sorted(letters.items()):
                got = _letter(session, message_id, place)
                if got is not None:
                    found.letters[message_id] = got
        finally:
            session.close()
    return found


def _fetch_folder(
    session: ImapSession,
    folder: str,
    exhibits: Iterable[Exhibit],
    places: Mapping[Fingerprint, Place],
    found: Fetched,
    progress: Callable[[], None],
) -> None:
    try:
        validity = session.examine(folder).uidvalidity
    except ServerRefused:
        validity = None
    for exhibit in exhibits:
        place = places[exhibit.source.fingerprint]
        if validity is None or place.uidvalidity != validity:
            found.missing[exhibit.number] = Missing.ANEW
        else:
            got = _one(session, place, exhibit.source.fingerprint)
            if isinstance(got, bytes):
                found.mails[exhibit.number] = got
            else:
                found.missing[exhibit.number] = got
        progress()


def _one(session: ImapSession, place: Place, mark: Fingerprint) -> bytes | Missing:
    """One mail; its listing is made as when it was first read, so that its fingerprint can be compared."""
    rows = [row for batch in session.listed([place.uid]) for row in batch.listed]
    if not rows:
        return Missing.GONE
    header = parse_headers(rows[0].headers)
    # A mail without a Message-ID is known by its place alone: the folder was not made anew, so it is the one.
    if header.message_id is not None and fingerprint(header, rows[0].size) != mark:
        return Missing.OTHER
    try:
        return session.raw(place.uid)
    except MessageMissing:
        return Missing.GONE
    except ServerRefused:
        return Missing.REFUSED


def _letter(session: ImapSession, message_id: MessageId, place: Place) -> bytes | None:
    try:
        if session.examine(place.folder).uidvalidity != place.uidvalidity:
            return None
        rows = [row for batch in session.listed([place.uid]) for row in batch.listed]
        if not rows or parse_headers(rows[0].headers).message_id != message_id:
            return None
        return session.raw(place.uid)
    except (ServerRefused, MessageMissing):
        return None


async def invoice_files(
    settings: Settings, claims: Iterable[Claim], exhibits: Iterable[Exhibit], mails: Mapping[int, bytes]
) -> tuple[list[InvoiceFile], dict[str, str]]:
    """The PDFs of the claims, taken out of their mails by the worker; and of which there is none, why."""
    numbers = {exhibit.source.fingerprint: exhibit.number for exhibit in exhibits}
    files: list[InvoiceFile] = []
    without: dict[str, str] = {}
    async with Reader(set_up(settings.rules, settings.authserv_ids, None)) as reader:
        for claim in claims:
            exhibit = numbers.get(claim.fingerprint)
            if exhibit is None or exhibit not in mails:
                without[claim.number] = "its mail is missing"
                continue
            got = await reader.invoice_files(mails[exhibit], claim.number)
            if isinstance(got, str):
                without[claim.number] = got
            else:
                files += [InvoiceFile(exhibit=exhibit, claim=claim, file=file) for file in got]
    return files, without
