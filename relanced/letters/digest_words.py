"""A language in, the words of digests and alerts in it out: French, else English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from relanced.letters import digest_words_en, digest_words_fr
from relanced.letters.filters import LocalFilters, locale_of
from relanced.letters.plain import NUMBER_CAP, plain
from relanced.model.command_words import Command
from relanced.model.money import Money
from relanced.model.rules import Firm

_MODULES = {"fr": digest_words_fr, "en": digest_words_en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All words of one language, and how it writes money and days."""

    language: str
    sender: str  # the firm's address: commands go from it to it
    local: LocalFilters
    said: dict[str, str]
    ages: tuple[str, ...]
    commands_mean: dict[str, str]
    matters: dict[str, str]
    payments: dict[str, str]
    ways: dict[str, str]
    confirmed: dict[str, str]
    by: dict[str, str]
    wrote: dict[str, str]
    problems: dict[str, str]
    steps: dict[str, str]
    alerts: dict[str, str]
    short: dict[str, str]

    def rest_of(self, command: Command) -> str:
        """What a command has behind its target: «pause F2026-012 15 jours»."""
        return self.said["fortnight"] if command is Command.PAUSE else ""

    def step(self, name: str) -> str:
        """A step as people call it; one of the owner's own by its name."""
        return self.steps.get(name) or plain(name, NUMBER_CAP).replace("_", " ")

    def weekday(self, day: date) -> str:
        """«lundi 23 novembre»."""
        return self._ordinal(format_date(day, "EEEE d MMMM", locale=self.local.locale))

    def day_of_month(self, day: date) -> str:
        """«23 nov.», for lists."""
        return self._ordinal(format_date(day, "d MMM", locale=self.local.locale)).replace(" ", "\u00a0")

    def moment(self, at: datetime) -> str:
        """«vendredi 20 novembre à 07:30», in the zone that `at` is in."""
        return self.say("moment", on=self.weekday(at.date()), at=f"{at:%H:%M}")

    def _ordinal(self, text: str) -> str:
        """French writes the first of a month as an ordinal; CLDR does not."""
        return re.sub(r"(?<!\d)1 ", "1er ", text) if self.language == "fr" else text

    def say(self, name: str, **values: str) -> str:
        """A sentence of `said`, with its values."""
        return self.said[name].format(**values)


def words_of(firm: Firm) -> Words:
    """The words in which the owner is written to."""
    language = firm.language if firm.language in _MODULES else "en"
    found = _MODULES[language]
    return Words(
        language=language,
        sender=firm.sender,
        local=LocalFilters(locale_of(language, firm.country)),
        said=found.SAID,
        ages=found.AGES,
        commands_mean=found.COMMANDS_MEAN,
        matters=found.MATTERS,
        payments=found.PAYMENTS,
        ways=found.WAYS,
        confirmed=found.CONFIRMED,
        by=found.BY,
        wrote=found.WROTE,
        problems=found.PROBLEMS,
        steps=found.STEPS,
        alerts=found.ALERTS,
        short=found.SHORT,
    )


def listed_numbers(words: Words, numbers: Sequence[str], most: int = 4) -> str:
    """«F-1, F-2 et F-3»; of many the first ones, and how many more."""
    shown = [plain(number, NUMBER_CAP) for number in numbers[:most]]
    if not shown:
        return ""
    left = len(numbers) - len(shown)
    if left:
        return words.say("and_other", first=", ".join(shown), count=str(left))
    return words.local.listed(shown)


def sum_of(words: Words, amounts: Sequence[Money]) -> str:
    """Amounts of several currencies in one breath."""
    return words.local.money(amounts) if amounts else ""
