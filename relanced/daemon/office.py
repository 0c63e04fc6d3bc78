"""Office: one firm's mailbox with everything that serves it; opened from its settings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import structlog

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Ledger
from relanced.daemon.judging import open_judge
from relanced.daemon.reader import Reader, reading_rules
from relanced.edge.clock import Clock
from relanced.edge.credentials import read_secret
from relanced.edge.mailbox import MailboxThread
from relanced.edge.outbox import Outbox
from relanced.edge.settings import Settings
from relanced.edge.smtp import Postman
from relanced.edge.store import Store
from relanced.edge.templates import TemplateFolder
from relanced.letters.check import check_template
from relanced.model.actions import AskOwner
from relanced.model.facts import Fact
from relanced.model.lesson import Lesson
from relanced.model.rules import Rules

if TYPE_CHECKING:
    from relanced.edge.judge import Judge

log = structlog.get_logger()


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
    key: bytes | None
    judge: "Judge | None" = None  # asked about replies that are not clear
    facts: list[Fact] = field(default_factory=list)  # the store's, in memory, in recorded order
    asked: set[AskOwner] = field(default_factory=set)  # the questions of the last round
    unread_sources: frozenset[str] = frozenset()  # [[source]] folders that are told not to be read
    everything_read_at: float | None = None  # monotonic seconds
    folded: tuple[int, Ledger] | None = None  # the ledger, and the last fact that it knows
    taught: tuple[int, tuple[Lesson, ...]] | None = (
        None  # the owner's lessons, and the last fact that they know
    )
    facts_through: int = 0  # the store's sequence number of the last of them
    copy_wait_s: float = 90  # how long a provider may take to file the Sent copy itself

    def refresh_facts(self) -> int:
        """Take in what the store recorded since; gives the number of new facts."""
        new = self.store.facts_after(self.facts_through)
        for sequence, fact in new:
            self.facts.append(fact)
            self.facts_through = sequence
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
    """The key that signs our letters. Raises SecretUnavailable."""
    return read_secret(settings.key).encode() if settings.key is not None else None


def open_office(settings: Settings, clock: Clock, *, copy_wait_s: float = 90) -> Office:
    """Open the store (locked for us) and get everything ready; connects nowhere yet.

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
        mailbox=MailboxThread(settings.imap, lambda: read_secret(settings.imap.password)),
        reader=Reader(reading_rules(settings.rules, settings.authserv_ids, key)),
        postman=Postman(settings.smtp, lambda: read_secret(settings.smtp.password)),
        templates=TemplateFolder(settings.templates, check_template),
        key=key,
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
    """Log out, end the worker, close the store."""
    await office.mailbox.close()
    office.reader.close()
    office.store.close()
