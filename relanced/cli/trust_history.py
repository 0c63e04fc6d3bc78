"""A mailbox in, the headers of its newest mails out, those of the banks first: what trust can be judged by."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz.distance import DamerauLevenshtein

from relanced.edge.fetched import Listed
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.intake.days import fold
from relanced.intake.message import Address, Message, UnreadableMail, mailed_at, parse_headers, possible
from relanced.model.names import address_matches, domain_of
from relanced.model.rules import BankRule

INBOX_LISTED, OTHERS_LISTED = 1_500, 300  # the newest mails of a folder whose sender is looked at
FOLDERS = 30  # looked into beside INBOX
INBOX_READ = 200  # of them, whose whole header is read, whoever wrote them
OF_A_BANK = 40  # headers read for one bank, in one folder
FETCHED = 50  # headers in one command
_ELSEWHERE = frozenset({Role.SENT, Role.DRAFTS, Role.TRASH, Role.JOURNAL, Role.LEASE, Role.ALL})
_SHORTEST = 5  # letters of a name that may be looked for in another one
_CLOSE = 9  # letters from which two may differ, below it one

Progress = Callable[[str, int, int], None]  # folder, mails done, mails to do


@dataclass(frozen=True, slots=True, kw_only=True)
class OldMail:
    """One mail, by its header."""

    folder: str
    noted_at: datetime  # the server's INTERNALDATE
    header: Message


def newest_mails(
    session: ImapSession, folders: Sequence[Folder], banks: Sequence[BankRule], progress: Progress
) -> tuple[OldMail, ...]:
    """The newest mails of INBOX, and the newest of the banks and of their look-alikes anywhere.

    Raises the errors of edge.imap_errors.
    """
    others = [f for f in folders if f.selectable and f.role not in _ELSEWHERE and f.role is not Role.INBOX]
    found = list(_of_folder(session, "INBOX", banks, progress, listed=INBOX_LISTED, read=INBOX_READ))
    for folder in others[:FOLDERS]:
        found += _of_folder(session, folder.name, banks, progress, listed=OTHERS_LISTED, read=0)
    once = {(m.header.message_id or f"{m.folder} {place}"): m for place, m in enumerate(found)}
    newest_first = list(once.values())[::-1]  # of one second, the one that stands last in its folder
    return tuple(sorted(newest_first, key=lambda mail: mailed_at(mail.header, mail.noted_at), reverse=True))


def _of_folder(
    session: ImapSession,
    folder: str,
    banks: Sequence[BankRule],
    progress: Progress,
    *,
    listed: int,
    read: int,
) -> Iterator[OldMail]:
    session.examine(folder)
    newest = session.uids()[-listed:]
    rows: list[Listed] = []
    for batch in session.listed(newest):
        rows += batch.listed
        progress(folder, len(rows), len(newest))
    rows.reverse()
    wanted = {row.uid: row for row in rows[:read]}
    for bank in banks:
        wanted |= {row.uid: row for row in [r for r in rows if _concerns(r, bank)][:OF_A_BANK]}
    uids = sorted(wanted)
    for start in range(0, len(uids), FETCHED):
        progress(f"{folder}, headers", start, len(uids))
        for uid, block in session.header_blocks(uids[start : start + FETCHED]).items():
            header = _parsed(block)
            if header is not None and uid in wanted:
                yield OldMail(folder=folder, noted_at=possible(wanted[uid].internal_at), header=header)


def _parsed(block: bytes) -> Message | None:
    try:
        return parse_headers(block)
    except UnreadableMail:
        return None


def _concerns(row: Listed, bank: BankRule) -> bool:
    header = _parsed(row.headers)
    if header is None:
        return False
    return any(address_matches(a.email, bank.senders) or resembles(bank, a) for a in header.senders)


def resembles(bank: BankRule, address: Address) -> bool:
    """Whether an address that is not this bank's may be taken for its own: by its host or by its name."""
    if address_matches(address.email, bank.senders):
        return False
    name = _letters(bank.name)
    if len(name) >= _SHORTEST and name in _letters(address.name):
        return True
    host = domain_of(address.email)
    return any(_is_near(host, domain_of(sender)) for sender in bank.senders)


def _is_near(host: str, known: str) -> bool:
    """The same host, one within the other, or a name that differs by a letter or two."""
    if host == known or host.endswith(f".{known}") or (known.endswith(f".{host}") and "." in host):
        return True
    labels = known.split(".")
    core = _letters(labels[-2] if len(labels) > 1 else known)
    if len(core) < _SHORTEST:
        return False
    limit = 1 if len(core) < _CLOSE else 2
    parts = [_letters(label) for label in host.split(".")]
    return any(
        core in part or DamerauLevenshtein.distance(core, part, score_cutoff=limit) <= limit for part in parts
    )


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))
