"""Configuration files in, the books of each firm as they stand now out: read when the store has news, one at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from relanced.casework.overview.figures import Overview
from relanced.casework.overview.overview import overview
from relanced.casework.planning.forecast import forecast
from relanced.casework.planning.plan import plan
from relanced.casework.tasks.again import Waiting, waiting_tasks
from relanced.daemon.books import Books, read_books
from relanced.daemon.desk.client_mails import ClientMail, client_mails
from relanced.daemon.desk.incoming import Incoming, incoming
from relanced.daemon.desk.mails import SentMail, sent_mails
from relanced.edge.config import Problems, load_settings
from relanced.edge.settings import Settings
from relanced.model.actions import Action
from relanced.model.facts import SendIntended, SendOutcome
from relanced.model.names import MailRef, MessageId, mail_ref
from relanced.web.questions import Key, Question, questions_of

AHEAD = timedelta(days=30)  # of the plan
KEPT = timedelta(days=1)  # so long a decision that no round took up is shown


class View:
    """One reading of a firm's books, with what the pages need of it; each part is made once, when it is asked for."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.today = books.today

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The plan of today."""
        books = self.books
        return books.with_drafts(plan(books.ledger, books.settings.rules, books.today))

    @cached_property
    def asked(self) -> Mapping[Key, Question]:
        """The questions of today, in the owner's language."""
        return questions_of(self.books, self.actions)

    @cached_property
    def figures(self) -> Overview:
        """The figures of the firm."""
        books = self.books
        return overview(books.ledger, self.actions, books.facts, books.settings.rules, books.today)

    @cached_property
    def ahead(self) -> tuple[tuple[date, Action], ...]:
        """The plan of the next thirty days."""
        books = self.books
        return forecast(books.facts, books.settings.rules, books.today, books.today + AHEAD)

    @cached_property
    def mails(self) -> dict[MailRef, ClientMail]:
        """What clients wrote."""
        return client_mails(self.books)

    @cached_property
    def sent(self) -> dict[MailRef, SentMail]:
        """Mails of ours that carried something to be paid."""
        return sent_mails(self.books.facts)

    @cached_property
    def credits(self) -> tuple[Incoming, ...]:
        """Money that came in."""
        return incoming(self.books)

    @cached_property
    def tasks(self) -> tuple[Waiting, ...]:
        """What only the owner can do."""
        return waiting_tasks(self.books.ledger, self.books.settings.rules, self.today)

    @property
    def doubtful(self) -> list[ClientMail]:
        """Clients' mails that need a look."""
        return [mail for mail in self.mails.values() if mail.is_doubtful]

    @property
    def unclear(self) -> list[Incoming]:
        """Payments that wait for a word."""
        return [each for each in self.credits if each.waits]

    @property
    def unreadable(self) -> list[SentMail]:
        """Mails of ours of which nobody knows what they ask for."""
        return [self.sent[mail_ref(fact.source.fingerprint)] for fact in self.books.ledger.unreadable]

    @property
    def questions(self) -> list[Question]:
        """What the owner is asked, without what the lists of mails and payments ask already."""
        refs = [mail.ref for mail in self.unreadable]
        return [
            each
            for each in self.asked.values()
            if each.invoices or not any(ref in each.english for ref in refs)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A decision that was written into the mailbox and that no round has taken up yet."""

    at: datetime
    message_id: MessageId
    about: frozenset[str]  # invoice numbers, client keys, refs of mails, names of payments, ids of tasks
    said: str  # in the owner's language


@dataclass(slots=True)
class Firm:
    """One configuration file, and its books as they were read last."""

    settings: Settings
    now: Callable[[], datetime]
    noted: list[Noted] = field(default_factory=list)
    _read: tuple[object, View | None] = (None, None)
    _toml: object = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        """What stands for it in addresses."""
        return self.settings.path.stem

    async def view(self) -> View | None:
        """The books as they stand; None where no round was ever taken. Raises StoreUnusable and its like."""
        async with self._lock:
            before, last = self._read
            mark = await asyncio.to_thread(self._look)
            if mark != before or last is None:
                last = await asyncio.to_thread(self._open, before, last, mark)
                self._read = (mark, last)
            self._forget(last)
            return last

    def _look(self) -> object:
        """What changes when there is news; also takes in a configuration that changed, if it is valid."""
        toml = _stamp(self.settings.path)
        if toml != self._toml:
            loaded = load_settings(self.settings.path) if self._toml is not None else self.settings
            self.settings, self._toml = (self.settings if isinstance(loaded, Problems) else loaded), toml
        store = Path(self.settings.store_url.removeprefix("sqlite:///").partition("?")[0])
        today = self.now().astimezone(self.settings.rules.calendar.timezone).date()
        return (toml, today, _stamp(store), _stamp(store.with_name(f"{store.name}-wal")))

    def _open(self, before: object, last: View | None, mark: object) -> View | None:
        """Read the store; what the last reading holds is used where it is the same file."""
        is_same = isinstance(before, tuple) and isinstance(mark, tuple) and _inode(before) == _inode(mark)
        books = read_books(self.settings, self.now(), last.books if last is not None and is_same else None)
        return None if books is None else View(books)

    def note(self, noted: Noted) -> None:
        """Remember what was just decided, until a round has read it."""
        self.noted.append(noted)

    def _forget(self, view: View | None) -> None:
        if view is None or not self.noted:
            return
        read = {
            fact.source.message_id
            for fact in view.books.facts
            if not isinstance(fact, SendIntended | SendOutcome)
        }
        late = self.now() - KEPT
        self.noted = [each for each in self.noted if each.message_id not in read and each.at > late]

    def noted_of(self, *names: str) -> list[Noted]:
        """What was decided about one of these and is not taken up yet."""
        return [each for each in self.noted if each.about.intersection(names)]


@dataclass(slots=True)
class Shelf:
    """All firms that this process shows."""

    firms: dict[str, Firm]

    @classmethod
    def of(cls, settings: Sequence[Settings], now: Callable[[], datetime]) -> "Shelf":
        """The firms by their names in addresses, in the order of their files."""
        return cls({each.path.stem: Firm(each, now) for each in settings})


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def _inode(mark: tuple[object, ...]) -> object:
    store = mark[2]
    return store[0] if isinstance(store, tuple) else None
