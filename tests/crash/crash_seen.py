"""What is noted of a story while it is played: what happened, how each life ended, what was taken and asked."""

from dataclasses import dataclass, field
from datetime import datetime

from crash.crash_sink import Taken
from crash.scenario import Event, Scenario, Store


@dataclass(slots=True)
class Happened:
    """An event that came to pass, and when (monotonic)."""

    event: Event
    at: float


@dataclass(slots=True)
class Lived:
    """One life: how it was to end, how it ended, and the state of the store that it found."""

    number: int
    day: int
    how: str
    store: Store
    killed: bool
    code: int
    at: datetime


@dataclass(slots=True)
class Doubt:
    """A letter of which the owner was asked whether it left."""

    number: str  # of the invoice
    message_id: str
    day: int


@dataclass(slots=True)
class Seen:
    """All that came of a story."""

    scenario: Scenario
    taken: list[Taken] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    lives: list[Lived] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)  # settled by the owner or by evidence since
    asked: dict[int, dict[str, str]] = field(default_factory=dict)  # by day: invoice and Message-ID
    taken_by_day: dict[int, int] = field(default_factory=dict)
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    log: str = ""
