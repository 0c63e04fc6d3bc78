"""A language in, the words of the pages (words/*.toml), and amounts and days as they are written in it, out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tomli
from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from relanced.intake.message import clean
from relanced.model.money import MINOR_DIGITS, Money

LANGUAGES = ("fr", "en")
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@cache
def words_of(language: str) -> dict[str, str]:
    """All words of a language, by «table.key»."""
    text = files("relanced.web").joinpath("words", f"{language}.toml").read_text("utf-8")
    return {
        f"{table}.{key}": words for table, keys in tomli.loads(text).items() for key, words in keys.items()
    }


@dataclass(frozen=True, slots=True)
class Say:
    """How the pages of one firm speak: its language, else English, and its time zone."""

    language: str
    zone: ZoneInfo

    @classmethod
    def of(cls, language: str, zone: ZoneInfo) -> "Say":
        """For a firm of this language."""
        return cls(language if language in LANGUAGES else "en", zone)

    @property
    def locale(self) -> Locale:
        """How numbers and days are written."""
        return Locale.parse(_LOCALES[self.language])

    def __call__(self, key: str, **values: object) -> str:
        """Some words, with values in them. Raises KeyError for a key that nobody wrote."""
        if "n" in values:
            key = f"{key}_one" if values["n"] in {0, 1} and self._has(f"{key}_one", values["n"]) else key
        return words_of(self.language)[key].format(**values)

    def _has(self, key: str, many: object) -> bool:
        """French takes the singular for none too, English does not."""
        return key in words_of(self.language) and (many == 1 or self.language == "fr")

    def known(self, key: str, otherwise: str) -> str:
        """Some words without values, or what stands for them where nobody wrote any."""
        return words_of(self.language).get(key, otherwise)

    def money(self, amount: Money, *, whole: bool = False) -> str:
        """«1 234,56 €»; `whole`: without cents, for a figure at a glance."""
        digits = MINOR_DIGITS.get(amount.currency, 2)
        value = amount.cents / 10**digits
        shown = "¤#,##0" if self.language == "en" else "#,##0\u00a0¤"
        return format_currency(
            round(value) if whole else value,
            amount.currency,
            shown if whole else None,
            locale=self.locale,
            currency_digits=not whole,
        )

    def moneys(self, amounts: Iterable[Money]) -> str:
        """Amounts of several currencies in a row."""
        return " + ".join(self.money(each) for each in amounts)

    def number(self, value: float) -> str:
        """«1 234»."""
        return format_decimal(value, locale=self.locale)

    def day(self, day: date | datetime) -> str:
        """«3 nov. 2026»."""
        return format_date(self._local(day), "medium", locale=self.locale)

    def short_day(self, day: date | datetime) -> str:
        """«3 nov.»."""
        return format_date(self._local(day), "d MMM", locale=self.locale)

    def weekday(self, day: date | datetime) -> str:
        """«mardi 3 novembre»."""
        return format_date(self._local(day), "EEEE d MMMM", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """«3 nov. 2026, 09:30»."""
        local = at.astimezone(self.zone)
        return f"{self.day(local)}, {format_time(local, 'HH:mm', locale=self.locale)}"

    def _local(self, day: date | datetime) -> date:
        return day.astimezone(self.zone).date() if isinstance(day, datetime) else day

    def time(self, day: date | datetime, shown: str) -> Markup:
        """A day for people, with the same for machines."""
        return Markup('<time datetime="{}">{}</time>').format(self._local(day).isoformat(), shown)


def plain(text: str, most: int = 4_000) -> str:
    """Words of a mail for a page: without control and direction characters, bounded. Markup is escaped by the page."""
    shown = clean(text[: 2 * most])
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
