"""Settings and a moment in, the facts and the ledger of the last round out: what every table and page starts from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from relanced.casework.answers import answers_due
from relanced.casework.fold import fold
from relanced.casework.insolvent import sirens_of
from relanced.casework.ledger import Ledger
from relanced.daemon.answers import note_of, past_of, with_drafts
from relanced.daemon.backlog import BACKLOG_NOTE
from relanced.daemon.held import Held, held_in
from relanced.daemon.lease import why_nothing_leaves
from relanced.daemon.registers import Looked, looked
from relanced.daemon.reload import config_refused
from relanced.daemon.unread import lost_in
from relanced.edge.oauth.standing import waits_for_login
from relanced.edge.settings import Settings
from relanced.edge.store import Store
from relanced.model.actions import Action, DraftAnswer
from relanced.model.facts import Fact
from relanced.model.names import InvoiceNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The store as it stands now; the mailbox is not asked."""

    settings: Settings
    facts: Sequence[Fact]
    ledger: Ledger
    today: date
    read_at: datetime | None  # when INBOX was last read to its end
    drafts: tuple[DraftAnswer, ...] = ()  # answers for the owner to send
    notes: Mapping[str, str] = field(default_factory=dict)  # what became of them
    looked: Mapping[str, Looked] = field(default_factory=dict)  # by SIREN: what the registers said of clients
    unread: int = 0  # older mails that wait to be read
    lost: Mapping[str, str] = field(default_factory=dict)  # by folder: why it was not read to its end
    held: tuple[Held, ...] = ()  # letters that were due in the last round and stayed
    kept_back: str = (
        ""  # why the mailbox cannot be opened, or the last round was not allowed to write or send
    )
    newest: int = 0  # the number of the last fact
    refused: tuple[
        str, ...
    ] = ()  # what is wrong with the files of a running service, which goes on without them

    def with_drafts(self, actions: Iterable[Action], of: InvoiceNumber | None = None) -> tuple[Action, ...]:
        """A plan for today, with the draft answers in it; `of`: with those alone that are about this invoice."""
        mine = [
            each for each in self.drafts if of is None or of in {line.number for line in each.answer.lines}
        ]
        return with_drafts(actions, mine, lambda note: self.notes.get(note, ""))


def read_books(settings: Settings, now: datetime, last: Books | None = None) -> Books | None:
    """Read the store, beside a running service; None where no round was ever taken.

    `now`: aware; gives the day for which amounts and plans are shown, in the firm's time zone. `last`: the books
    as they were read before with the same settings; what they hold of facts is taken over where there is no new one.
    Raises StoreAbsent, StoreLocked, StoreUnusable.
    """
    zone, rules = settings.rules.calendar.timezone, settings.rules
    now = now.astimezone(zone)
    today = now.date()
    store = Store.open(settings.store_url, lock=False)
    try:
        newest = store.newest()  # before the facts: one that comes in between is read again, never missed
        is_same = last is not None and (last.newest, last.settings) == (newest, settings)
        facts = last.facts if last is not None and is_same else store.facts()
        inbox = store.folder_state("INBOX")
        if inbox is None and not facts:
            return None
        ledger = last.ledger if last is not None and is_same else fold(facts, rules)
        drafts = answers_due(ledger, facts, rules, today, past_of(store, now))
        return Books(
            settings=settings,
            facts=facts,
            ledger=ledger,
            today=today,
            read_at=inbox.read_through_at.astimezone(zone) if inbox else None,
            drafts=drafts,
            notes={note: store.recall(note) for note in (note_of(each.answer) for each in drafts)},
            looked=_looked_up(store, settings, ledger),
            kept_back=waits_for_login(settings.imap.password) or why_nothing_leaves(store, rules),
            unread=int(store.recall(BACKLOG_NOTE) or 0),
            lost=lost_in(store),
            held=held_in(store),
            refused=config_refused(store),
            newest=newest,
        )
    finally:
        store.close()


def _looked_up(store: Store, settings: Settings, ledger: Ledger) -> dict[str, Looked]:
    """What the registers said, where they are asked at all."""
    if settings.registers is None:
        return {}
    sirens = {s for account in ledger.accounts.values() for s in sirens_of(account, settings.rules)}
    return {siren: found for siren in sorted(sirens) if (found := looked(store, siren)) is not None}
