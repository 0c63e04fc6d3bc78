"""A bank's words in, the money and the days in them out. Pure; accounts, times and dates are no money."""

import re
from datetime import date

from relanced.intake.amounts import FoundAmount, find_amounts
from relanced.intake.days import find_days
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy

MAX_LINE = 600  # characters
_DIGIT = lazy(r"\d")
_NOT_MONEY = lazy(  # dates, times, accounts, percentages; how all of them begin stands first, for speed
    r"(?=\d|[a-z]{2}\d\d)(?:"
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}\b"
    r"|(?<![€£$.,\d])(?<!eur )(?<!chf )(?<!gbp )(?<!usd )\b(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?=[\s,;)]|$)"
    r"|^(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.?(?=\s)(?!\s*(?:€|eur|usd|gbp|chf|£|\$|(?:[cdhs]|cr|dr|bij|af)\b))"
    r"|\b(?:[01]?\d|2[0-3])[:h]\d{2}(?::\d{2})?\b|\b(?:[01]?\d|2[0-3])\.\d{2}(?=\s*(?:uhr|uur|hrs|[ap]m)\b)"
    r"|(?:(?<=alle )|(?<=alle ore )|(?<=\bore )|(?<=\bum )|(?<=\bom )|(?<=\bat )|(?<=a las ))(?:[01]?\d"
    r"|2[0-3])\.[0-5]\d\b(?!\s?(?:€|eur|chf))"
    r"|\b(?:[01]?\d|2[0-3])\.[0-5]\d\s?[-–]\s?(?:[01]?\d|2[0-4])\.[0-5]\d\b"
    r"|\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,8}\b|(?<!\d)\d{1,20}(?:[.,]\d{1,20})?\s?%)",
    re.IGNORECASE,
)


def money_in(text: str, currency: str = "EUR", *, upto: int = MAX_LINE) -> list[FoundAmount]:
    """The amounts of a text that are written as money: with a currency or with cents; dates and numbers apart."""
    return list(_money_in(text[:upto], currency)) if _DIGIT.search(text, 0, upto) else []


@kept
def _money_in(text: str, currency: str) -> tuple[FoundAmount, ...]:
    blanked = _NOT_MONEY.sub(lambda m: "#" * len(m[0]), text)
    return tuple(found for found in find_amounts(blanked, currency) if found.has_currency or found.has_cents)


def is_money(line: str) -> bool:
    """An amount and nothing else."""
    found = money_in(line)
    return len(found) == 1 and not re.sub(r"[\s+*.]", "", line[: found[0].start] + line[found[0].end :])


def day_in(text: str) -> date | None:
    """The first full date of a text."""
    return next((found.day for found in find_days(text[:MAX_LINE])), None)


_CURRENCY = r"\W{0,3}(?=[€£$\d]|eur|chf|gbp|usd)"
_IN = lazy(
    r"^\s*\+|\d\s*\+$|(?:[\d€£$]\s?|[A-Z]{3}\s)(?:CR|H|HABEN|BIJ|AVERE|HABER|CREDIT|C)\.?\s*$"
    rf"|^\W{{0,6}}(?:bij|haben|credit|cr|haber|abono|avere|in|ein|eingang|entrata|entrada|recu){_CURRENCY}",
    re.IGNORECASE,
)
_OUT = lazy(
    r"^\s*[-−–]\s?[\d€£$A-Z]|\d\s*[-−]$|(?:[\d€£$]\s?|[A-Z]{3}\s)(?:DR|S|SOLL|AF|DARE|DEBE|DEBIT|D)\.?\s*$"
    rf"|^\W{{0,6}}(?:af|soll|debit|dr|debe|cargo|dare|out|aus|ausgang|uscita|salida|sortie){_CURRENCY}",
    re.IGNORECASE,
)
DIRECTION = lazy(  # the one word that tells which way an amount went
    r"\W{0,6}(?:bij|af|haben|soll|credit|debit|cr|dr|haber|debe|abono|cargo|avere|dare|in|out|ein|aus|eingang|ausgang"
    r"|entrata|uscita|entrada|salida|recu|sortie)\W{0,3}",
    re.IGNORECASE,
)


def sign_of(cell: str) -> int:
    """1 where an amount is marked as one that came in («+», «CR», «H»), -1 where as one that left, else 0."""
    found = money_in(cell)
    if found and found[0].money.cents < 0:
        return -1
    return 1 if _IN.search(cell) else -1 if _OUT.search(cell) else 0
