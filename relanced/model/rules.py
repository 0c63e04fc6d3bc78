"""Rules: the owner's settings as the pure rooms need them; the configuration file fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from relanced.model.client import Client, ClientRule
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
from relanced.model.ladder import Ladder
from relanced.model.law import LateRate, Laws
from relanced.model.names import address_matches
from relanced.model.profile import BankProfile, NoticeRule
from relanced.model.terms import Agreed


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
    bic: str | None = None
    sender_name: str = ""  # the display name of letters; "": the firm's name
    signatory: str = ""  # who signs, «Claire Verrier, gérante»; "": the firm's name
    postal: tuple[str, ...] = ()  # the lines of its postal address, for letters on paper
    phone: str = ""
    registration: str = ""  # as the law has it printed, «SIREN 732 829 320, RCS Rennes»
    payment_link: str | None = None  # https://…{number}…{amount}…{currency}
    late_rate: LateRate | None = None  # as its terms print it; None: the law's
    agreed: Agreed = field(default_factory=Agreed)  # when invoices are due that do not say it


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
    ignore_below: Decimal = Decimal(0)  # who owes less than this altogether is not chased; major units
    approve_above: Decimal | None = None  # a reminder about more than this is drafted for the owner
    max_reminders: int = 8  # mails about one invoice; then the owner is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRules:
    """What each intent does, and for how long; days are banking days."""

    effects: Mapping[Intent, Effect] = field(default_factory=lambda: dict(DEFAULT_EFFECTS))
    breathing_days: int = 2  # after any human mail
    money_days: int = 4  # after «it is paid»
    promise_days: int = 5  # for a promise without a day
    grace_days: int = 2  # after a promised day
    words: Mapping[Intent, tuple[str, ...]] = field(default_factory=dict)  # the owner's own, for an intent


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRule:
    """A [[bank]] table: who may tell of money."""

    name: str
    senders: tuple[str, ...]  # «name@host», or «@host»
    notices: tuple[NoticeRule, ...] = ()  # the owner's own patterns: [[bank.notice]]
    profile: str | None = None  # the name of its profile; None: the one that names its senders, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRule:
    """An [[invoice]] table: where the owner's own layout holds what; regular expressions.

    The value of a field is the group named «value», else the first group, else the whole match.
    """

    name: str
    when: str | None = None  # only papers whose text (or file name, or subject) holds this
    kind: str | None = None  # invoice | deposit | credit_note | none: «none» is never read as an invoice
    number: str | None = None
    issued: str | None = None
    due: str | None = None
    terms: str | None = None
    total: str | None = None
    currency: str | None = None  # ISO 4217, of amounts that name none
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFolder:
    """A [[source]] table: a folder beside Sent where invoices of ours arrive, such as copies by Bcc."""

    folder: str
    senders: tuple[str, ...]  # who writes our invoices there: «name@host», or «@host»
    vouched: bool = False  # True: the owner says that nobody else can put mail there


class Thanks(StrEnum):
    """For which full payments a client is thanked."""

    NEVER = "never"
    PROMISE = "promise"  # that he had promised, or that came after a formal notice
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What is written beside the steps of the ladder."""

    thanks: Thanks = Thanks.PROMISE
    withdraw: bool = True  # a formal notice that a payment has crossed is taken back in writing
    broken_promise: bool = True  # the letter «promesse_non_tenue», before the ladder goes on


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
    profiles: tuple[BankProfile, ...] = ()  # shipped ones, and the owner's before them
    invoices: tuple[InvoiceRule, ...] = ()
    invoice_folders: tuple[InvoiceFolder, ...] = ()
    ladders: tuple[Ladder, ...] = ()  # [[ladder]]: for groups of clients
    letters: Letters = field(default_factory=Letters)
    laws: Laws = field(default_factory=Laws)

    def ladder_of(self, client: Client) -> Ladder:
        """The ladder that a client is on: his own, else that of his kind, else the default one."""
        named = (ladder for ladder in self.ladders if ladder.name == client.ladder)
        of_kind = (ladder for ladder in self.ladders if client.kind in ladder.kinds)
        return next(named, None) or next(of_kind, None) or self.ladder

    def client_rule(self, address: str) -> ClientRule | None:
        """The [[client]] of an address: one that names it before one that names its domain."""
        mine = address.strip().lower()
        exact = (rule for rule in self.clients if any(p.lower() == mine for p in rule.match))
        whole = (rule for rule in self.clients if address_matches(mine, rule.match))
        return next(exact, None) or next(whole, None)

    def agreed(self, rule: ClientRule | None) -> Agreed:
        """What is agreed about the day of payment with this client; None: with everybody else."""
        usual = self.firm.agreed
        if rule is None:
            return usual
        return Agreed(terms=rule.terms or usual.terms, end_of_month=rule.end_of_month or usual.end_of_month)
