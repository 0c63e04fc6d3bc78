"""A mailbox that is seen for the first time in, what relanced would read in its last months out.

Reads only (EXAMINE, BODY.PEEK), and keeps nothing: no store is made. The same readers as the service, in the
same worker process. Each mail is looked at by itself: whose money pays what comes later, with the facts.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import attrgetter

from relanced.casework.public_hosts import is_shared_host
from relanced.daemon.listed import Mail, groups, happened_at, header_of
from relanced.daemon.reader import Reader
from relanced.daemon.set_up import ReadMail, SetUp, ToRead
from relanced.edge.fetched import Listed
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.intake.message import MAX_RAW, Message
from relanced.intake.origin import Origin
from relanced.intake.readings import BankKind, FileText, InvoiceRead
from relanced.intake.triage import Depth, Known, depth_of_sent
from relanced.intake.trust import authenticate
from relanced.model.facts import Credit
from relanced.model.names import Fingerprint, address_matches, domain_of
from relanced.model.rules import BankRule
from relanced.model.source import Source

MOST_SENT = 2_000  # the newest mails of a Sent folder that are looked at
MOST_RECEIVED = 3_000  # the newest of INBOX
MOST_ELSEWHERE = 300  # the newest of each other folder
FOLDERS = 30
OF_A_BANK = 12  # mails of one sender, read again as a bank's
MOST_AGAIN = 400  # of all of them
PAPERS = 6  # of our newest invoices, whose words are looked through for our account
_ELSEWHERE = frozenset(
    {Role.SENT, Role.DRAFTS, Role.TRASH, Role.JOURNAL, Role.LEASE, Role.ALL, Role.INBOX, Role.JUNK}
)

Progress = Callable[[str, int, int], None]  # what is read, mails done, mails to do


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSeen:
    """An invoice in Sent."""

    sent_at: datetime
    read: InvoiceRead


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSeen:
    """A mail of ours that looks like an invoice and could not be read."""

    sent_at: datetime
    subject: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSeen:
    """A sender whose mails read like a bank's."""

    domain: str
    name: str  # as the mails show it; "" where they show none
    mails: int
    proven: int  # of them, found by our own mail server to be from that domain
    last_at: datetime
    subject: str  # of the last one
    credits: tuple[Credit, ...] = ()  # read in the newest ones, as if it were a bank of the owner's


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What was seen."""

    invoices: tuple[InvoiceSeen, ...] = ()  # the newest first
    unread: tuple[UnreadSeen, ...] = ()
    banks: tuple[BankSeen, ...] = ()  # the most mails first
    senders: Counter[tuple[str, str]] = field(default_factory=Counter)  # name and address in our own From
    papers: tuple[FileText, ...] = ()  # the words of some of our newest invoices
    sent: int = 0  # mails looked at
    received: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """A mail, and the folder that it lies in."""

    folder: Folder
    uidvalidity: int
    mail: Mail

    @property
    def origin(self) -> Origin:
        return Origin.SENT if self.folder.role is Role.SENT else Origin.RECEIVED

    @property
    def at(self) -> datetime:
        return happened_at(self.origin, self.mail.header, self.mail.row.internal_at)


@dataclass(frozen=True, slots=True)
class _Told:
    """A mail that speaks as a bank."""

    place: _Place
    message: Message
    is_proven: bool
    speaks: bool  # whether it announces money as a bank does


async def first_look(
    set_up: SetUp, session: ImapSession, folders: Sequence[Folder], since: date, progress: Progress
) -> FirstLook:
    """Read what was sent and received since that day, the newest where there is too much.

    Raises the errors of edge.imap_errors, and WorkerUnfit.
    """
    listed = await asyncio.to_thread(lambda: list(_all(session, folders, since, progress)))
    sent = [place for place in listed if place.folder.role is Role.SENT]
    received = [place for place in listed if place.folder.role is not Role.SENT]
    async with Reader(set_up) as reader:
        reader.prepare()
        ours = await _read(reader, session, [p for p in sent if _may_be_invoice(p, since)], "Sent", progress)
        told = await _read(reader, session, [p for p in received if _may_be_bank(p)], "received", progress)
        invoices = [InvoiceSeen(sent_at=p.at, read=i) for p, r in ours for i in _invoices(r)]
        papers = await _papers(reader, session, [p for p, r in ours if _invoices(r)])
    clients = frozenset(domain_of(each.read.client_email) for each in invoices)
    mails = [each for p, r in told if (each := _told(p, r, set_up)) and _sender(each) not in clients]
    return FirstLook(
        invoices=tuple(sorted(invoices, key=attrgetter("sent_at"), reverse=True)),
        unread=tuple(each for p, r in ours for each in _unread(p, r)),
        banks=await _banks(mails, set_up, session, progress),
        senders=Counter((a.name, a.email) for p in sent if p.mail.header for a in p.mail.header.senders[:1]),
        papers=papers,
        sent=len(sent),
        received=len(received),
    )


def _all(
    session: ImapSession, folders: Sequence[Folder], since: date, progress: Progress
) -> Iterator[_Place]:
    """The mails of every folder that is looked into."""
    others = [folder for folder in folders if folder.role not in _ELSEWHERE and folder.selectable][:FOLDERS]
    for folder in folders:
        if folder.selectable and folder.role is Role.SENT:
            yield from _listed(session, folder, since, MOST_SENT, progress)
        elif folder.selectable and folder.role is Role.INBOX:
            yield from _listed(session, folder, since, MOST_RECEIVED, progress)
    for folder in others:
        yield from _listed(session, folder, since, MOST_ELSEWHERE, progress)


def _listed(
    session: ImapSession, folder: Folder, since: date, most: int, progress: Progress
) -> Iterator[_Place]:
    validity = session.examine(folder.name).uidvalidity or 0
    uids, done = session.uids_since(since)[-most:], 0
    for batch in session.listed(uids):
        for row in batch.listed:
            yield _Place(folder, validity, _mail(row, folder))
        done += len(batch.listed)
        progress(f"listing {folder.name}", done, len(uids))


def _mail(row: Listed, folder: Folder) -> Mail:
    depth = Depth.WHOLE if folder.role is Role.SENT and row.size <= MAX_RAW else Depth.TEXT
    return Mail(row, header_of(row.headers), Fingerprint(f"{folder.name}-{row.uid}"), depth)


def _may_be_invoice(place: _Place, since: date) -> bool:
    row, header = place.mail.row, place.mail.header
    known = Known(recent_since=since, banks=())
    return header is not None and Depth.HEADER is not depth_of_sent(
        header, has_files=row.has_files, size=row.size, on=since, known=known
    )


def _may_be_bank(place: _Place) -> bool:
    """A notice answers nobody, and goes to one person alone."""
    header = place.mail.header
    return header is not None and not (
        header.answers or header.header("list-id") or header.header("list-unsubscribe")
    )


_Result = tuple[_Place, ReadMail]


async def _read(
    reader: Reader, session: ImapSession, places: Sequence[_Place], what: str, progress: Progress
) -> list[_Result]:
    """Each of these mails that the server gives, read."""
    results: list[_Result] = []
    done = 0
    for folder in dict.fromkeys(place.folder for place in places):
        here = {place.mail.row.uid: place for place in places if place.folder == folder}
        for group in groups([place.mail for place in here.values()]):
            raws = await asyncio.to_thread(_fetched, session, folder, group)
            given = [here[uid] for uid in raws if uid in here]
            read = await reader.read_all([_to_read(place, raws[place.mail.row.uid]) for place in given])
            results += zip(given, read, strict=True)
            done += len(group)
            progress(f"reading {what}", done, len(places))
    return results


def _fetched(session: ImapSession, folder: Folder, mails: Sequence[Mail]) -> dict[int, bytes]:
    if session.folder != folder.name:
        session.examine(folder.name)
    return session.raws({m.row.uid: m.bytes_wanted if m.bytes_wanted < m.row.size else None for m in mails})


def _to_read(place: _Place, raw: bytes) -> ToRead:
    mail = place.mail
    source = Source(
        account="",
        folder=place.folder.name,
        uidvalidity=place.uidvalidity,
        uid=mail.row.uid,
        message_id=mail.header.message_id if mail.header else None,
        fingerprint=mail.mark,
        at=place.at,
    )
    return ToRead(raw=raw, origin=place.origin, source=source, header=mail.header)


def _invoices(result: ReadMail) -> tuple[InvoiceRead, ...]:
    return result.reading.sent.invoices if result.reading.sent else ()


def _unread(place: _Place, result: ReadMail) -> Iterator[UnreadSeen]:
    why = result.reading.sent.unreadable if result.reading.sent else result.reading.unreadable
    if why:
        subject = place.mail.header.subject if place.mail.header else ""
        yield UnreadSeen(sent_at=place.at, subject=subject, why=why)


async def _papers(reader: Reader, session: ImapSession, places: Sequence[_Place]) -> tuple[FileText, ...]:
    """The words of our newest invoices."""
    found: list[FileText] = []
    for place in sorted(places, key=attrgetter("at"), reverse=True)[:PAPERS]:
        raws = await asyncio.to_thread(_fetched, session, place.folder, [place.mail])
        for raw in raws.values():
            texts = await reader.file_texts(raw)
            found += texts if isinstance(texts, tuple) else ()
    return tuple(found)


def _told(place: _Place, result: ReadMail, set_up: SetUp) -> _Told | None:
    """A mail of somebody who may be a bank: neither we nor a person at a public provider."""
    message = result.message
    if message is None or not message.sender:
        return None
    if address_matches(message.sender, set_up.firm.addresses) or is_shared_host(domain_of(message.sender)):
        return None
    bank = result.reading.bank
    return _Told(
        place=place,
        message=message,
        is_proven=authenticate(message, set_up.authserv_ids).passed,
        speaks=bank is not None and bank.kind is BankKind.PHISHING,
    )


def _sender(told: _Told) -> str:
    return domain_of(told.message.sender)


async def _banks(
    mails: Sequence[_Told], set_up: SetUp, session: ImapSession, progress: Progress
) -> tuple[BankSeen, ...]:
    """By sender. Mails of those who are who they say are read once more, as if each were a bank of the owner's."""
    by_domain: defaultdict[str, list[_Told]] = defaultdict(list)
    for told in sorted(mails, key=lambda each: each.place.at, reverse=True):
        by_domain[_sender(told)].append(told)
    proven = {d: some for d, told in by_domain.items() if (some := [each for each in told if each.is_proven])}
    rules = tuple(BankRule(name=domain, senders=(f"@{domain}",)) for domain in proven)
    again = [each.place for told in proven.values() for each in told[:OF_A_BANK]]
    credited: defaultdict[str, list[Credit]] = defaultdict(list)
    announced: set[_Place] = set()
    async with Reader(replace(set_up, banks=rules)) as reader:
        for place, result in await _read(reader, session, again[:MOST_AGAIN], "banks", progress):
            bank = result.reading.bank
            if bank is not None and bank.sender_trusted and bank.credits:
                credited[bank.bank] += bank.credits
                announced.add(place)
    seen = []
    for domain, theirs in by_domain.items():
        speaking = [each for each in theirs if each.speaks or each.place in announced]
        if speaking:
            seen.append(_bank(domain, speaking, tuple(credited[domain])))
    return tuple(sorted(seen, key=lambda each: (-each.proven, -each.mails, each.domain)))


def _bank(domain: str, told: Sequence[_Told], credits_: tuple[Credit, ...]) -> BankSeen:
    names = Counter(name for each in told if (name := each.message.senders[0].name.strip()))
    return BankSeen(
        domain=domain,
        name=names.most_common(1)[0][0] if names else "",
        mails=len(told),
        proven=sum(each.is_proven for each in told),
        last_at=told[0].place.at,
        subject=told[0].message.subject,
        credits=credits_,
    )
