"""The tables of a profile (TOML): every key, its type and its limits; nothing else."""

import codecs
import re
from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from relanced.edge import config_values as v
from relanced.edge.config_notice import MAX_NOTICES, NoticeTable
from relanced.edge.config_problems import wrong
from relanced.edge.config_table import Table
from relanced.model.money import Money, money_of
from relanced.model.profile import NoticeKind

MAX_WORDS = 100  # labels of one role, words of one kind
_CODECS = frozenset({"utf-8", "cp1252", "iso8859-1", "iso8859-15", "utf-16", "cp850", "mac-roman", "ascii"})
_FILE = re.compile(r"(?:[\w.-]{1,60}/)?[\w.-]{1,80}\.eml", re.ASCII)


def _words(given: str) -> str:
    if len(given) > 80 or not any(char.isalnum() for char in given) or not given.isprintable():
        raise wrong("words of at most 80 characters on one line, as they stand in the mail")
    return given.strip()


def _amount(given: str) -> str:
    if not re.fullmatch(r"\d{1,12}(?:\.\d{1,3})?", given, re.ASCII):
        raise wrong('an amount such as "1234.50": digits, a point, cents')
    return given


def _column(given: object) -> object:
    """A heading, or the number of a column: 3 as "3"."""
    if isinstance(given, int) and not isinstance(given, bool):
        if not 1 <= given <= 200:
            raise wrong("the number of a column, from 1")
        return str(given)
    return given


def _encoding(given: str) -> str:
    try:
        name = codecs.lookup(given).name
    except (LookupError, ValueError):
        name = ""
    if name not in _CODECS:
        raise wrong('an encoding such as "utf-8", "windows-1252", "iso-8859-15"')
    return name


def _days(given: str) -> str:
    last = datetime(2026, 12, 31, tzinfo=UTC)
    try:
        is_whole = datetime.strptime(last.strftime(given), given).date() == last.date()  # noqa: DTZ007 - a day
    except (
        ValueError,
        re.error,
    ):  # strptime makes a pattern of it: a key that stands twice is a name given twice
        is_whole = False
    if not is_whole:
        hint = "%d is the day, %m the month, %Y the year, %y the year in two figures"
        raise wrong('how the file writes a day, such as "%d/%m/%Y"', hint)
    return given


def _sample(given: str) -> str:
    if not _FILE.fullmatch(given) or ".." in given:
        raise wrong('the name of a mail beside the profile, such as "rivage-1.eml"', "letters, digits, _ . -")
    return given


Phrase = Annotated[str, AfterValidator(_words)]
Words = Annotated[list[Phrase], Field(max_length=MAX_WORDS, default_factory=list)]
Column = Annotated[v.Text, BeforeValidator(_column)]
AmountText = Annotated[str, AfterValidator(_amount)]


class LabelsTable(Table):
    """[labels]: what the bank calls the parts of a notice, by what stands behind them."""

    payer: Words
    reference: Words
    invoice: Words
    own_reference: Words
    credited: Words
    amount: Words
    sent: Words
    total: Words
    net: Words
    fee: Words
    balance: Words
    debit: Words
    currency: Words
    value_day: Words
    day: Words
    state: Words
    direction: Words
    payee: Words
    cheque: Words
    payer_account: Words
    entry_id: Words
    aside: Words

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: dict[str, str] = {}
        for role, labels in self.model_dump().items():
            for label in labels:
                if (first := seen.setdefault(label.casefold(), role)) != role:
                    raise wrong("each label under one key", f"«{label}» stands under {first} and {role}")
        return self


class WordsTable(Table):
    """[words]: by which words it tells one kind of mail from another."""

    credit: Words
    debit: Words
    reversal: Words
    other: Words


class ColumnsTable(Table):
    """[table.columns]: the heading of each column, or its number."""

    amount: Column | None = None
    credit: Column | None = None
    debit: Column | None = None
    payer: Column | None = None
    reference: Column | None = None
    value_date: Column | None = None
    currency: Column | None = None
    account: Column | None = None


class TableTable(Table):
    """[table]: the layout of a CSV file."""

    columns: ColumnsTable
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    decimal: Annotated[str, Field(pattern=r"^[.,]$")] = ","
    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8"
    days: Annotated[v.Text, AfterValidator(_days)] = "%d/%m/%Y"
    skip: Annotated[int, Field(ge=0, le=100)] = 0
    headed: bool = True

    @model_validator(mode="after")
    def _has_money(self) -> Self:
        named = self.given()
        if not {"amount", "credit"} & named.keys():
            raise wrong("a column amount or credit", "without it no line tells how much came in")
        if not self.headed and not all(column.isdigit() for column in named.values()):
            raise wrong("columns as numbers, from 1, where headed = false")
        return self

    def given(self) -> dict[str, str]:
        """The columns that are named, by what they hold."""
        return {key: value for key, value in self.columns.model_dump().items() if value is not None}


class CreditTable(Table):
    """A payment that a sample tells of."""

    amount: AmountText
    currency: v.Currency = "EUR"
    payer: str | None = None
    reference: str | None = None
    value_date: date | None = None
    account: str | None = None
    fee: AmountText | None = None

    @model_validator(mode="after")
    def _whole_cents(self) -> Self:
        for amount in (self.amount, self.fee):
            try:
                money_of(amount or "0", self.currency)
            except ValueError:
                raise wrong(f"amounts with no more decimals than {self.currency} has") from None
        return self

    def money(self, amount: str) -> Money:
        """A checked amount in this payment's currency."""
        return money_of(amount, self.currency)


class SampleTable(Table):
    """[[sample]]: a mail beside the profile, and what must be read in it."""

    file: Annotated[str, AfterValidator(_sample)]
    kind: Annotated[NoticeKind, Field(strict=False)] = NoticeKind.CREDIT
    credits: list[CreditTable] = Field(default_factory=list)
    reversals: list[CreditTable] = Field(default_factory=list)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        comes_in = self.kind in {NoticeKind.CREDIT, NoticeKind.PAYOUT}
        if comes_in != bool(self.credits):
            raise wrong(f"credits {'with at least one payment' if comes_in else 'left out'} for its kind")
        return self


class ProfileTable(Table):
    """A whole profile: one bank or service."""

    name: v.Text
    senders: list[v.Pattern] = Field(alias="from", min_length=1)
    labels: LabelsTable | None = None
    words: WordsTable | None = None
    notice: list[NoticeTable] = Field(default_factory=list, max_length=MAX_NOTICES)
    table: TableTable | None = None
    sample: list[SampleTable] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.labels or self.words or self.notice or self.table or self.sample):
            raise wrong("at least one of [labels], [words], [[notice]], [table], [[sample]]")
        return self
