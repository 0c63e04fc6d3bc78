"""A seed in; a small firm, what happens to it, and where relanced dies each time, out. Nothing is done here."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from zoneinfo import ZoneInfo

from crash.crash_sink import Answer

from relanced.edge.crash import Point

ZONE = ZoneInfo("Europe/Paris")
FIRST = date(2026, 3, 10)  # a Tuesday: the first step of every invoice is due
APART = timedelta(days=14)  # a step becomes due on each of the days
OPENS = time(8)
STEP = timedelta(minutes=17)  # between two lives: longer than a server that puts a letter off wants at first
STEPS = ("rappel", "relance", "derniere_relance")
SERVED_MS = 400  # how long a service lives at most


class Mode(Enum):
    """What relanced does about what is due."""

    SEND = "send"
    DRAFT = "draft"
    TASK = "task"  # the first step is a call: mails for the owner's INBOX


class Store(Enum):
    """What a life finds of the store that the life before it left."""

    KEPT = "kept"
    RESTORED = "restored"  # an older copy of it
    DELETED = "deleted"


class What(Enum):
    """What happens in the mailbox that must silence an invoice for good (or for longer than the story)."""

    DISPUTE = "dispute"
    PROMISE = "promise"
    PAID = "paid"  # by the bank's word
    PAUSE = "pause"  # the owner's note
    UNREADABLE = "unreadable"  # a mail of the client's that nobody can read: all his invoices


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of the firm's, and whose."""

    number: str
    client: int
    cents: int
    is_pdf: bool  # else XML, which is read in no time


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, and to which invoice; `at_rcpt`: while its letter stands at the server's door."""

    what: What
    invoice: Invoice
    at_rcpt: bool

    def silences(self, invoice: Invoice) -> bool:
        """Whether nothing may leave about this invoice any more."""
        if self.what is What.UNREADABLE:
            return invoice.client == self.invoice.client
        return invoice == self.invoice

    @property
    def is_human(self) -> bool:
        """Whether a person wrote, which gives his other invoices a short breathing space."""
        return self.what in {What.DISPUTE, What.PROMISE, What.UNREADABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One life: how it begins and how it is to end."""

    day: int
    at: datetime
    store: Store
    events: tuple[Event, ...] = ()
    crash: str = ""  # «claimed:1»; "": not at a point
    after_ms: int | None = None  # killed then, wherever it is
    is_service: bool = False
    answers: tuple[Answer, ...] = ()  # of the server, to the first letters of this life
    provider_files: bool = False  # before it, the provider files in Sent what it has taken
    backup: bool = False  # after it, the store is copied

    @property
    def needs_letters(self) -> bool:
        """Whether it can only end as it is to end while letters are still to leave."""
        return self.crash.partition(":")[0] not in _ANY_TIME and self.after_ms is None

    @property
    def how(self) -> str:
        """How it is to end, as the table has it."""
        if self.crash:
            return self.crash.partition(":")[0]
        if self.after_ms is not None:
            return "random moment, service" if self.is_service else "random moment"
        return next((each.value for each in self.answers if "killed" in each.value), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A whole story."""

    seed: int
    mode: Mode
    invoices: tuple[Invoice, ...]
    lives: tuple[Plan, ...]
    save_sent: str

    @property
    def clients(self) -> tuple[int, ...]:
        """The clients, by their numbers."""
        return tuple(sorted({invoice.client for invoice in self.invoices}))


_OF_NEW_MAIL = {Point.LISTED, Point.FETCHED, Point.READ, Point.RECORDED}
_BEFORE_INTENT = {Point.COMPOSED, Point.FROZEN, Point.DOOR_OPEN, Point.LOOKED}
_USES_UP = (
    set(Point) - _OF_NEW_MAIL - _BEFORE_INTENT - {Point.STORE_WRITTEN, Point.PLANNED, Point.LEASE_APPENDED}
)
_ANY_TIME = {Point.STORE_WRITTEN.value, Point.PLANNED.value, Point.LEASE_APPENDED.value}

# Where a life may end, and how often: what stands between a letter and its record most of all.
_Often = dict[Point, tuple[int, int]]  # how often, and at most at which time that it is passed
_POINTS: dict[Mode, _Often] = {
    Mode.SEND: {
        Point.LISTED: (2, 5),
        Point.FETCHED: (2, 6),
        Point.READ: (2, 6),
        Point.RECORDED: (2, 6),
        Point.STORE_WRITTEN: (5, 24),
        Point.PLANNED: (2, 4),
        Point.COMPOSED: (3, 3),
        Point.FROZEN: (4, 3),
        Point.DOOR_OPEN: (5, 3),
        Point.LOOKED: (6, 3),
        Point.INTENT_WRITTEN: (7, 2),
        Point.CLAIMED: (7, 2),
        Point.HALF_SENT: (7, 2),
        Point.DOT_SENT: (7, 2),
        Point.ANSWERED: (7, 2),
        Point.SETTLED: (6, 2),
        Point.COPY_DUE: (4, 3),
        Point.COPY_APPENDED: (4, 3),
        Point.COPY_FILED: (3, 3),
        Point.LEASE_APPENDED: (4, 2),
    },
    Mode.DRAFT: {
        Point.RECORDED: (1, 4),
        Point.STORE_WRITTEN: (2, 16),
        Point.PLANNED: (1, 3),
        Point.COMPOSED: (3, 3),
        Point.DRAFT_APPENDED: (8, 3),
        Point.DIGEST_APPENDED: (4, 1),
        Point.LEASE_APPENDED: (1, 2),
    },
    Mode.TASK: {
        Point.RECORDED: (1, 4),
        Point.STORE_WRITTEN: (2, 16),
        Point.PLANNED: (1, 3),
        Point.TASK_NOTED: (5, 3),
        Point.TASK_MAILED: (5, 3),
        Point.DIGEST_APPENDED: (3, 1),
        Point.LEASE_APPENDED: (1, 2),
    },
}
_KILLING = (Answer.DIE, Answer.DIE, Answer.DIE_AFTER)
_OTHERS = (Answer.TAKE, Answer.TAKE, Answer.DROP, Answer.LOSE, Answer.GREY, Answer.NOT_NOW)


def draw(seed: int) -> Scenario:
    """The story of a seed: always the same."""
    chance = Random(seed)
    mode = chance.choices(list(Mode), (17, 2, 1))[0]
    clients = chance.randint(2, 6)
    count = chance.randint(max(3, clients), 8)
    owners = [*range(clients), *(chance.randrange(clients) for _ in range(count - clients))]
    invoices = tuple(
        Invoice(f"F2026-{100 + seed % 800 + place:04d}", client, chance.randint(20_000, 900_000), place == 0)
        for place, client in enumerate(owners)
    )
    days = (2, 1, 1)[list(Mode).index(mode)]
    events = _events(chance, invoices, mode)
    lives = [plan for day in range(days) for plan in _day(chance, mode, day)]
    for event in events:
        place = chance.randrange(len(lives))
        lives[place] = _with(lives[place], event)
    save = chance.choice(("always", "always", "never"))
    return Scenario(seed=seed, mode=mode, invoices=invoices, lives=tuple(lives), save_sent=save)


def _with(plan: Plan, event: Event) -> Plan:
    return replace(plan, events=(*plan.events, event))


def _events(chance: Random, invoices: tuple[Invoice, ...], mode: Mode) -> list[Event]:
    """At most one an invoice, and some invoices without any."""
    chosen = chance.sample(invoices, chance.randint(0, len(invoices) - 2)) if mode is Mode.SEND else []
    return [
        Event(chance.choices(list(What), (5, 3, 4, 4, 1))[0], invoice, chance.random() < 0.5)
        for invoice in chosen
    ]


def _day(chance: Random, mode: Mode, day: int) -> list[Plan]:
    """The lives of one day, each to end by a kill where it gets that far; first some that use up no letter."""
    begins = datetime.combine(FIRST + day * APART, OPENS, ZONE)
    early, late = chance.randint(3, 6), chance.randint(5, 9)
    points = _POINTS[mode]
    harmless = {point: often for point, often in points.items() if point not in _USES_UP}
    return [
        _life(chance, mode, day, begins + place * STEP, harmless if place < early else points)
        for place in range(early + late)
    ]


def _life(chance: Random, mode: Mode, day: int, at: datetime, points: _Often) -> Plan:
    plan = Plan(
        day=day,
        at=at,
        store=chance.choices(list(Store), (6, 2, 2))[0],
        backup=chance.random() < 0.35,
        provider_files=mode is Mode.SEND and chance.random() < 0.15,
    )
    kind = chance.random()
    if mode is Mode.SEND and kind < 0.15 and points is _POINTS[mode]:
        before = chance.choices(_OTHERS, k=chance.randint(0, 1))
        return replace(plan, answers=(*before, chance.choice(_KILLING)))
    answers = tuple(chance.choices(_OTHERS, k=chance.randint(0, 2))) if chance.random() < 0.35 else ()
    if kind < 0.32:
        is_service = chance.random() < 0.4
        return replace(plan, answers=answers, after_ms=chance.randint(0, SERVED_MS), is_service=is_service)
    point = chance.choices(list(points), [weight for weight, _ in points.values()])[0]
    times = min(chance.randint(1, points[point][1]), chance.randint(1, points[point][1]))
    if point in _OF_NEW_MAIL and chance.random() < 0.6:
        plan = replace(plan, store=Store.DELETED)  # then every mail is new again
    return replace(plan, answers=answers, crash=f"{point.value}:{times}")
