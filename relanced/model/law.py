"""Law: dated tables of rates, what a country's law gives a creditor, and what is owed for lateness by it.

Law is data with a source. Beyond the end of a table nothing is computed, and the owner is told.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from relanced.model.money import Money


class RateBase(StrEnum):
    """What a rate of late interest is built on."""

    ECB = "ecb"  # the ECB's main refinancing rate, plus points
    LEGAL = "legal"  # so many times the legal rate of the country
    FIXED = "fixed"  # a percentage by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRate:
    """A yearly rate as a law gives it, or as the firm's terms print it."""

    base: RateBase
    by: Decimal  # ECB: points added; LEGAL: times; FIXED: percent


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePeriod:
    """A rate and the days on which it is in force."""

    since: date
    until: date  # inclusive
    percent: Decimal  # a year
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """A rate through time; periods in order, without gap or overlap."""

    name: str  # «ecb», «fr_legal»
    periods: tuple[RatePeriod, ...]

    def on(self, day: date) -> RatePeriod | None:
        """The period of a day; None before the table begins or after it ends."""
        return next((each for each in self.periods if each.since <= day <= each.until), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """The tables in use: the shipped ones, and the owner's over them."""

    tables: tuple[RateTable, ...] = ()
    folder: str = ""  # where the owner's own files are looked for; "": none is configured

    def table(self, name: str) -> RateTable | None:
        """The table of a name."""
        return next((each for each in self.tables if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestSpan:
    """Interest at one rate on one amount."""

    since: date  # the first day that counts
    until: date  # the last day that counts
    days: int
    principal: Money
    percent: Decimal  # a year
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCharges:
    """What lateness has added to one invoice, and by which law; nothing of it is part of what is «owed»."""

    until: date  # interest runs to this day, inclusive
    interest: Money | None  # None: none by law, or not to be computed (`refused`)
    spans: tuple[InterestSpan, ...]  # how it adds up, oldest first
    indemnity: Money | None  # the fixed compensation; None: none by law
    basis: tuple[str, ...]  # the articles, as they are cited
    refused: str = ""  # not "": why it is not computed, and how to extend the table
