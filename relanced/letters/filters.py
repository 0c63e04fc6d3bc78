"""A language and a country in, the filters of templates out: money, days and lists as written there. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.units import format_unit

from relanced.letters.lines import LetterLine
from relanced.model.money import MINOR_DIGITS, Money, totals

_CURRENCY = re.compile(r"[A-Z]{3}")
# CLDR's long form of a day where the day stands first, as in fr, en_GB, de, es, it, nl: cut before month and year.
_DAY_FIRST = re.compile(r"(?P<day>d\.?)(?P<month> (?:'[^']*' )?MMMM)(?P<year> (?:'[^']*' )?y)")
# English of no particular country: day before month, «1,200.00»; Europe's trade writes so.
_WITHOUT_COUNTRY = {"en": "en_GB"}


def locale_of(language: str, country: str) -> Locale:
    """How to write numbers and days: the language as its country writes it, where it is spoken there.

    A language that Babel does not know is written as in English: a number is better read than refused.
    """
    spoken = get_official_languages(country, de_facto=True)
    name = f"{language}_{country}" if language in spoken else _WITHOUT_COUNTRY.get(language, language)
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_WITHOUT_COUNTRY["en"])


@dataclass(frozen=True, slots=True)
class LocalFilters:
    """The filters, for one locale. What is not of the expected kind raises: no letter shows a gap."""

    locale: Locale

    def named(self) -> dict[str, Callable[..., object]]:
        """The filters under their names in templates."""
        return {
            "money": self.money,
            "day": self.day,
            "short_day": self.short_day,
            "days": self.days,
            "numbers": self.numbers,
            "listed": self.listed,
            "owed": owed,
        }

    def money(self, value: Money | Iterable[Money]) -> str:
        """«1 200,00 €»; of several amounts: «1 200,00 € et 300,00 $US»."""
        amounts = [value] if isinstance(value, Money) else list(value)
        if not amounts:
            raise ValueError("money: there is no amount")
        return format_list([self._one_amount(amount) for amount in amounts], locale=self.locale)

    def day(self, value: date | Iterable[date]) -> str:
        """«1er mars 2026»; of several days: «7 et 15 mars et 2 avril 2026»."""
        days = [value] if isinstance(value, date) else list(value)
        if not days:
            raise ValueError("day: there is no day")
        order = _DAY_FIRST.fullmatch(self.locale.date_formats["long"].pattern)
        if order is None or len(days) == 1:
            return format_list([self._one_day(day) for day in days], locale=self.locale)
        return format_list(list(self._by_month(days, order)), locale=self.locale)

    def short_day(self, value: date) -> str:
        """«01/03/2026», for tables; the year has four digits everywhere."""
        pattern = self.locale.date_formats["short"].pattern
        return format_date(value, re.sub(r"y+", "yyyy", pattern), locale=self.locale)

    def days(self, value: int) -> str:
        """«17 jours», «1 jour»: a count of days, without its sign."""
        text = format_unit(abs(value), "duration-day", "long", locale=self.locale)
        if "duration-day" in text:  # Babel 2.18 has no long form where it is the short one: it, nl, pt
            text = format_unit(abs(value), "duration-day", "short", locale=self.locale)
        return text

    def listed(self, texts: Iterable[str]) -> str:
        """«a, b et c»: these texts, as the language lists them."""
        given = list(texts)
        if not given or not all(given):
            raise ValueError("listed: a text is missing")
        return format_list(given, locale=self.locale)

    def numbers(self, lines: Iterable[LetterLine]) -> str:
        """«F-1, F-2 et F-3»: the numbers of these lines."""
        return format_list([line.number for line in lines], locale=self.locale)

    def _one_amount(self, amount: Money) -> str:
        if not _CURRENCY.fullmatch(amount.currency):
            raise ValueError(f"money: {amount.currency!r} is no currency (ISO 4217)")
        digits = MINOR_DIGITS.get(amount.currency, 2)
        pattern = copy(self.locale.currency_formats["standard"])
        pattern.frac_prec = (digits, digits)  # ours, as the cents were counted; Babel rounds some away
        value = Decimal(amount.plain)
        text: str = pattern.apply(value, self.locale, currency=amount.currency, currency_digits=False)
        return text

    def _by_month(self, days: list[date], order: re.Match[str]) -> Iterator[str]:
        """The days of a month together, and the year where it changes: «17 et 28 juillet», «11 août 2026»."""
        months = [list(found) for _, found in groupby(days, lambda day: (day.year, day.month))]
        for place, month in enumerate(months):
            last = month[-1]
            is_same = place + 1 < len(months) and months[place + 1][0].year == last.year
            rest = order["month"] if is_same else order["month"] + order["year"]
            short = [format_date(day, order["day"], locale=self.locale) for day in month]
            if self.locale.language == "fr":
                short = ["1er" if text == "1" else text for text in short]
            # No line break tears the last day from its month.
            named = format_date(last, rest, locale=self.locale).replace(" ", "\u00a0", 1)
            yield format_list(short, locale=self.locale) + named

    def _one_day(self, day: date) -> str:
        text = format_date(day, "long", locale=self.locale)
        if self.locale.language == "fr" and text.startswith("1 "):
            text = "1er" + text[1:]  # French writes the first of a month as an ordinal; CLDR does not
        return text.replace(" ", "\u00a0", 1)  # no line break tears the day from its month


def owed(lines: Iterable[LetterLine]) -> tuple[Money, ...]:
    """What these lines still owe together: one amount for each currency."""
    return totals(line.owed for line in lines)
