"""Rules: the owner's settings as the pure rooms need them; the configuration file fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from relanced.model.client import ClientRule
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
from relanced.model.ladder import Ladder


class Mode(StrEnum):
    """How far relanced may go."""

    OBSERVE = "observe"  # reads and plans, sends nothing
    DRAFT = "draft"  # letters go to Drafts
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """Who chases."""

    name: str
    addresses: tuple[str, ...]  # «name@host», or «@host» for all of it
    sender: str  # the address that reminders come from
    country: str  # ISO 3166-1 alpha-2
    language: str  # ISO 639-1
    iban: str | None = None  # the only account ever printed


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRules:
    """When a mail may leave."""

    timezone: ZoneInfo
    country: str
    subdivision: str | None = None
    business_days: bool = True  # no mail on week-ends and public holidays
    year_end_pause: bool = True  # no mail from 24 December to 1 January
    opens: time = time(9)
    closes: time = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Brakes."""

    min_interval_days: int = 6  # between two reminders to one client
    per_hour: int = 20
    per_day: int = 60
    surprise: int = 25  # more reminders than this in one round: none leaves, the owner is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRules:
    """What each intent does, and for how long; days are banking days."""

    effects: Mapping[Intent, Effect] = field(default_factory=lambda: dict(DEFAULT_EFFECTS))
    breathing_days: int = 2  # after any human mail
    money_days: int = 4  # after «it is paid»
    promise_days: int = 5  # for a promise without a day
    grace_days: int = 2  # after a promised day


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRule:
    """A [[bank]] table: who may tell of money."""

    name: str
    senders: tuple[str, ...]  # «name@host», or «@host»


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that decides what is sent, beside the facts and the day."""

    mode: Mode
    firm: Firm
    start_on: date  # invoices issued before are listed, never chased, until accepted
    ladder: Ladder
    calendar: CalendarRules
    limits: Limits = field(default_factory=Limits)
    replies: ReplyRules = field(default_factory=ReplyRules)
    clients: tuple[ClientRule, ...] = ()
    banks: tuple[BankRule, ...] = ()
