"""The owner's Drafts in; which letters of ours lie there, and what cannot be told of it, out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from relanced.daemon.filing import APPEND_S, folders_of
from relanced.daemon.office import Office
from relanced.edge.clock import seconds_passed
from relanced.edge.fetched import Listed
from relanced.edge.folders import Role
from relanced.edge.imap import ImapSession
from relanced.intake.message import UnreadableMail, parse_headers
from relanced.model.actions import Reminder
from relanced.model.mark import MARK_HEADER, Mark, read_mark, reminder_message_id
from relanced.model.names import InvoiceNumber, MessageId, domain_of, number_key

FRESH_S = 60.0  # older than this, a look counts no more


@dataclass(slots=True)
class InDrafts:
    """What lies in all folders for drafts."""

    ids: set[str] = field(default_factory=set)  # Message-IDs; of our letters those that they were made with
    marks: dict[str, Mark] = field(default_factory=dict)  # of our letters, by that Message-ID
    unknown: str = ""  # not "": what the server does not show, a sentence
    looked_at: float = field(default_factory=seconds_passed)

    @property
    def is_fresh(self) -> bool:
        """Whether this look still counts."""
        return seconds_passed() - self.looked_at < FRESH_S

    def add(self, message_id: MessageId, mark: Mark) -> None:
        """Count in a draft that was just written."""
        self.ids.add(message_id)
        self.marks[message_id] = mark

    def in_the_way(self, reminder: Reminder, message_id: MessageId) -> str:
        """Why a letter that does not lie there must not be written or sent beside what does; "": it may.

        Two drafts that ask for one step of one invoice would both be sent.
        """
        steps = {(number_key(line.number), line.step) for line in reminder.lines if line.step is not None}
        for each, mark in self.marks.items():
            shared = _shared(mark, steps)
            if each != message_id and shared:
                return (
                    f"another draft about {', '.join(shared)} lies in Drafts: send that one, or delete it and"
                    " a new one is written"
                )
        return self.unknown


def _shared(mark: Mark, steps: Iterable[tuple[str, str | None]]) -> list[InvoiceNumber]:
    return [number for number, step in mark.lines if (number_key(number), step) in steps]


async def look_into_drafts(office: Office) -> InDrafts:
    """List every folder for drafts. Raises the errors of edge.imap_errors where that is refused altogether."""
    found = InDrafts()
    unknown: list[str] = []
    for name in await folders_of(office, Role.DRAFTS):
        rows, lost = await office.mailbox.run(partial(_listed, name=name), APPEND_S)
        for row in rows:
            _note(office, row, found)
        if lost:
            unknown.append(f"{name}: the server lists mails {lost} and does not give them")
    if unknown:
        found.unknown = (
            f"whether a draft of it lies there cannot be told ({'; '.join(unknown)}): move them elsewhere"
        )
    return found


def _listed(session: ImapSession, name: str) -> tuple[list[Listed], list[int]]:
    """What lies in a folder, and what is still listed there and not given."""
    session.examine(name)
    uids = session.uids()
    rows = [row for batch in session.listed(uids) for row in batch.listed]
    absent = set(uids) - {row.uid for row in rows}
    return rows, sorted(absent & set(session.uids())) if absent else []


def _note(office: Office, row: Listed, found: InDrafts) -> None:
    try:
        header = parse_headers(row.headers)
    except UnreadableMail:  # somebody's broken draft; ours can be read
        return
    if header.message_id:
        found.ids.add(header.message_id)
    marked = _made_for(office, header.header(MARK_HEADER))
    if marked is not None:
        found.add(*marked)


def _made_for(office: Office, value: str) -> tuple[MessageId, Mark] | None:
    """Our letter, by its mark alone: a mail program that edits a draft may give it another Message-ID."""
    if not value or office.key is None:
        return None
    read = read_mark(value, MessageId(""), None)
    if read is None:
        return None
    made_for = reminder_message_id(read[0], office.key, domain_of(office.rules.firm.sender))
    again = read_mark(value, made_for, office.key)
    return (made_for, read[0]) if again is not None and again[1] else None
