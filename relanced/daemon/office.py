"""Office: one firm's mailbox with everything that serves it; opened from its settings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import structlog

from relanced.casework.calendar import Calendar
from relanced.casework.evidence import Evidence
from relanced.casework.ledger import Ledger
from relanced.casework.live.kept import Kept
from relanced.casework.live.plan import LivePlan
from relanced.casework.teaching import Teaching
from relanced.daemon.backlog import Backlog
from relanced.daemon.judging import open_judge
from relanced.daemon.known import KnownSoFar
from relanced.daemon.lease import LeaseKeeper
from relanced.daemon.reader import Reader
from relanced.daemon.set_up import set_up
from relanced.edge.clock import Clock, ClockWatch
from relanced.edge.credentials import SecretUnavailable, read_login, read_secret
from relanced.edge.mailbox import MailboxThread
from relanced.edge.outbox import Outbox
from relanced.edge.settings import Settings
from relanced.edge.smtp import Postman
from relanced.edge.store import Store
from relanced.edge.templates import TemplateFolder
from relanced.letters.check import check_template
from relanced.model.actions import AskOwner
from relanced.model.facts import Fact
from relanced.model.rules import Rules

if TYPE_CHECKING:
    from relanced.edge.judge import Judge

log = structlog.get_logger()

SHORTEST_KEY = 16  # bytes


@dataclass(slots=True)
class Office:
    """The shell's own state of one firm: connections and caches, nothing that a restart could lose."""

    settings: Settings
    clock: Clock
    store: Store
    outbox: Outbox
    mailbox: MailboxThread
    reader: Reader
    postman: Postman
    templates: TemplateFolder
    key: bytes | None = field(repr=False)
    known: KnownSoFar
    clock_watch: ClockWatch
    lease: LeaseKeeper | None = None  # None without a key: then nothing is written or sent
    judge: "Judge | None" = None  # asked about replies that are not clear
    facts: list[Fact] = field(default_factory=list)  # the store's, in memory, in recorded order
    asked: set[AskOwner] = field(default_factory=set)  # the questions of the last round
    unread_sources: frozenset[str] = frozenset()  # [[source]] folders that are told not to be read
    evidence: Evidence = field(default_factory=Evidence)  # of letters in doubt
    evidence_taken: int = 0  # how many of `facts` it knows
    backlog: Backlog = field(default_factory=Backlog)  # old mails that wait to be read
    everything_read_at: float | None = None  # monotonic seconds
    live: LivePlan | None = None  # the cases and the plan, as far as facts were taken into it
    folded: tuple[int, Ledger] | None = None  # the ledger, and the last fact that it knows
    unnamed_through: int = -1  # the last fact whose clients are kept out of logs
    teaching: Teaching = field(default_factory=Teaching)  # what the owner taught
    kept: Kept = field(default_factory=Kept)  # the few facts that each plan asks for
    heard_everywhere: int = 0  # how many of his notes were known when every folder was read last
    has_panel: bool = False  # whether the folders that the owner moves mails to were looked for
    missed_gestures: set[str] = field(default_factory=set)  # whose mail was looked for everywhere
    looked_unmarked: set[str] = field(default_factory=set)  # references of mails of ours that bear no mark
    facts_through: int = 0  # the store's sequence number of the last of them
    copy_wait_s: float = 90  # how long a provider may take to file the Sent copy itself

    def refresh_facts(self) -> int:
        """Take in what the store recorded since; gives the number of new facts."""
        new = self.store.facts_after(self.facts_through)
        for sequence, fact in new:
            self.facts.append(fact)
            self.facts_through = sequence
        self.known.take_in(self.facts)
        self.teaching.take(self.facts)
        self.kept.take(self.facts)
        return len(new)

    @property
    def rules(self) -> Rules:
        """The owner's rules."""
        return self.settings.rules

    @property
    def calendar(self) -> Calendar:
        """When a mail may leave."""
        return Calendar(self.settings.rules.calendar)

    @property
    def account(self) -> str:
        """The mailbox's name in facts."""
        return self.settings.imap.user

    def now(self) -> datetime:
        """Now, in the firm's time zone."""
        return self.clock.now().astimezone(self.rules.calendar.timezone)

    def today(self) -> date:
        """The firm's day: that of its time zone, not of the server's."""
        return self.now().date()


def signing_key(settings: Settings) -> bytes | None:
    """The key that signs our letters. Raises SecretUnavailable, also for one that can be guessed.

    Whoever has had a letter can try keys on its Message-ID for as long as he likes.
    """
    if settings.key is None:
        return None
    key = read_secret(settings.key).encode()
    if len(key) < SHORTEST_KEY:
        raise SecretUnavailable(
            f"[trust] key: {len(key)} characters can be guessed from a letter; it needs {SHORTEST_KEY}:"
            " «head -c 32 /dev/urandom | base64» makes one"
        )
    return key


def open_office(
    settings: Settings, clock: Clock, *, copy_wait_s: float = 90, worker_idle_s: float | None = None
) -> Office:
    """Open the store (locked for us) and get everything ready; connects nowhere yet.

    `worker_idle_s`: after so long without a mail the worker process ends until the next; None: it stays.

    Raises SecretUnavailable, StoreLocked, StoreUnusable.
    """
    key = signing_key(settings)
    judge = open_judge(settings)
    store = Store.open(settings.store_url, lock=True)
    office = Office(
        settings=settings,
        clock=clock,
        store=store,
        outbox=Outbox(store),
        mailbox=MailboxThread(settings.imap, lambda: read_login(settings.imap.password)),
        reader=Reader(set_up(settings.rules, settings.authserv_ids, key), idle_s=worker_idle_s),
        postman=Postman(settings.smtp, lambda: read_login(settings.smtp.password)),
        templates=TemplateFolder(settings.templates, check_template),
        key=key,
        known=KnownSoFar(settings.rules),
        clock_watch=ClockWatch(clock),
        lease=LeaseKeeper(settings, key, clock) if key is not None else None,
        judge=judge,
        copy_wait_s=copy_wait_s,
    )
    for letter in office.outbox.interrupted(office.now()):
        log.warning(
            "sending_interrupted", message_id=letter.message_id, what="unknown until the mailbox shows it"
        )
    office.refresh_facts()
    return office


async def close_office(office: Office) -> None:
    """Give the mailbox back, log out, end the worker, close the store."""
    if office.lease is not None:
        await office.lease.give_back(office.mailbox)
    await office.mailbox.close()
    office.reader.close()
    office.store.close()
