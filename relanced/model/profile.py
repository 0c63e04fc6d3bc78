"""Profiles: how one bank or payment service words its mails, as data; a TOML file fills them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from relanced.model.money import Money
from relanced.model.names import address_matches

# What a value behind a label can be: the roles of intake/bank/labels.py.
LABEL_ROLES = (
    "payer", "reference", "invoice", "own_reference", "credited", "amount", "sent", "total", "net", "fee",
    "balance", "debit", "currency", "value_day", "day", "state", "direction", "payee", "cheque",
    "payer_account", "entry_id", "aside",
)  # fmt: skip
WORD_KINDS = ("credit", "debit", "reversal", "other")
COLUMNS = ("amount", "credit", "debit", "payer", "reference", "value_date", "currency", "account")
MONEY_GROUPS = ("amount", "currency", "payer", "reference", "value_date", "account", "fee", "id")


class NoticeKind(StrEnum):
    """What a mail that a pattern fits is about."""

    CREDIT = "credit"  # money came in
    PAYOUT = "payout"  # a service lists the payments behind one transfer of its own
    DEBIT = "debit"  # money left
    REVERSAL = "reversal"  # money that had come in went back
    OTHER = "other"  # no money moved, or not yet

    @property
    def needs_amount(self) -> bool:
        """Whether such a mail tells of payments, each with its amount."""
        return self in {NoticeKind.CREDIT, NoticeKind.PAYOUT, NoticeKind.REVERSAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """A pattern of one kind of mail: a [[notice]] of a profile, or a [[bank.notice]] of the owner's.

    Regular expressions, searched without regard to case; the groups of `body` are MONEY_GROUPS.
    A mail that it fits is read by it and by nothing else.
    """

    kind: NoticeKind
    subject: str | None = None  # None: any
    body: str | None = None  # None: the subject decides, and the general reader reads the payments
    several: bool = False  # such a mail may tell of several payments: each place that fits is one
    net: str | None = None  # of a payout: where the sum stands that the service transfers; group «amount»
    currency: str = "EUR"  # ISO 4217, of amounts that name none


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """The layout of a CSV file that a bank attaches: a heading or, from 1, a number for each column."""

    columns: Mapping[str, str]  # by COLUMNS
    separator: str = ";"
    decimal: str = ","
    encoding: str = "utf-8"
    days: str = "%d/%m/%Y"  # strptime
    skip: int = 0  # lines before the headings (or, without headings, before the first row)
    headed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BankProfile:
    """What one bank calls things, beside what the general reader knows."""

    name: str  # of the file
    shown: str
    senders: tuple[str, ...]  # whose mails it is for; being listed here makes nobody believed
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by LABEL_ROLES
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by WORD_KINDS
    notices: tuple[NoticeRule, ...] = ()
    table: TableRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCredit:
    """A payment that a sample mail tells of; None: not compared."""

    amount: Money
    payer: str | None = None
    reference: str | None = None
    value_on: date | None = None
    account: str | None = None
    fee: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A mail beside a profile, and what must be read in it."""

    file: str  # as written in the profile
    kind: NoticeKind
    credits: tuple[SampleCredit, ...] = ()
    reversals: tuple[SampleCredit, ...] = ()


def profile_of(named: str | None, sender: str, profiles: Iterable[BankProfile]) -> BankProfile | None:
    """The profile by which a bank's mail is read: the one that [[bank]] names, else the first for its sender."""
    if named is not None:
        return next((each for each in profiles if each.name == named), None)
    return next((each for each in profiles if address_matches(sender, each.senders)), None)
