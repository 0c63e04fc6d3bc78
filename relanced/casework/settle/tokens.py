"""A payer's reference in, its words and rows of digits out, each with what it is called there. Pure.

Many digits in a reference are no invoice's: days, amounts, shares, IBANs, customers', orders' and
files' numbers. What stands before them says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relanced.casework.settle.numbers import TOKEN
from relanced.casework.settle.words import (
    COUNT_WORDS,
    DATE_WORDS,
    INVOICE_WORDS,
    LIST_WORDS,
    OTHER_LABELS,
    RANGE_WORDS,
)

NOISE = re.compile(  # what holds digits and is no number of an invoice
    r"\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|(?<!\d)\d{1,20}(?:[.,]\d{1,20})? ?(?:%|PCT|POURCENT|PROZENT)"
    r"|\b(?:\d|[12]\d|3[01]|0\d) ?/ ?(?:0?\d|1[0-2])\b|\b\d{1,2} ?/ ?(?:\d|1\d|2\d|3[0-6])\b"
    r"|\b\d{1,20}[.,]\d{2}\b|\b\d{1,20} ?(?:EUR|EUROS|USD|GBP|CHF)\b|[€£$] ?\d+"
    r"|\b\d{1,3}(?:ER|ERE|EME|E|ND|RD|TH|ST|O|A)\b|\b\d{1,3} ?(?:JOURS|JRS|TAGE|DAYS|GIORNI|DIAS|DAGEN|MOIS)\b"
    r"|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b|\b0\d(?:[ .]\d\d){4}\b"
)
_JOINTS = frozenset({"", "-", "/", "_", "."})
_BETWEEN = COUNT_WORDS | DATE_WORDS | LIST_WORDS | RANGE_WORDS  # between a number and what it is called
_LOOK_BACK = 4  # words before a number that may say what it is


class Label(StrEnum):
    """What a row of digits is called by the words before it."""

    NONE = ""
    INVOICE = "invoice"
    OTHER = "other"  # a customer's, an order's, a file's number
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Token:
    """A row of letters or of digits."""

    text: str
    start: int
    end: int
    noise: tuple[int, int] | None = None  # the span of a day, an amount … that it is a part of

    @property
    def is_digits(self) -> bool:
        """Whether it is a row of digits."""
        return self.text.isdigit()


def tokens_of(text: str) -> list[Token]:
    """Take folded text apart."""
    noise = [match.span() for match in NOISE.finditer(text)]
    found, place = [], 0
    for match in TOKEN.finditer(text):
        while place < len(noise) and noise[place][1] <= match.start():
            place += 1
        inside = place < len(noise) and noise[place][0] < match.end()
        found.append(Token(match[0], match.start(), match.end(), noise[place] if inside else None))
    return found


def covers_noise(tokens: Sequence[Token]) -> bool:
    """Whether tokens hold every day or amount that they touch as a whole."""
    spans = {t.noise for t in tokens if t.noise}
    return all(tokens[0].start <= start and end <= tokens[-1].end for start, end in spans)


def are_joined(text: str, one: Token, other: Token) -> bool:
    """Whether nothing but a sign stands between two tokens."""
    return text[one.end : other.start] in _JOINTS


def label_of(text: str, tokens: list[Token], place: int) -> Label:
    """What the words before the token at `place` call it; in a list, what the list is called."""
    first = place
    while (
        first > 0 and not tokens[first - 1].is_digits and are_joined(text, tokens[first - 1], tokens[first])
    ):
        first -= 1  # the letters of the number itself: F-012
    if first < place and tokens[first].text in OTHER_LABELS:
        return Label.OTHER
    if any(t.text in INVOICE_WORDS for t in tokens[first:place]):
        return Label.INVOICE
    for before in range(first - 1, max(-1, first - 1 - _LOOK_BACK), -1):
        if tokens[before].is_digits:
            is_list = all(t.text in LIST_WORDS | RANGE_WORDS for t in tokens[before + 1 : first])
            return label_of(text, tokens, before) if is_list else Label.NONE
        label = _called(tokens[before].text, tokens[place].text)
        if label is not None:
            return label
        if tokens[before].text not in _BETWEEN:
            break
    is_counted = first > 0 and tokens[first - 1].text in COUNT_WORDS
    sign = "°" in text[max(0, tokens[first].start - 4) : tokens[first].start]
    return Label.INVOICE if is_counted or sign else Label.NONE


def _called(word: str, digits: str) -> Label | None:
    if word in OTHER_LABELS:
        return Label.OTHER
    if word in DATE_WORDS and is_day(digits):
        return Label.DATE
    return Label.INVOICE if word in INVOICE_WORDS else None


def is_day(digits: str) -> bool:
    """Whether digits can be a day: 12, 120326, 20260312, 12032026."""
    if not digits.isdigit():
        return False  # «LE F1»
    if len(digits) <= 2:
        return 1 <= int(digits) <= 31
    forms = {6: ((4, 6), (2, 4), (0, 2)), 8: ((0, 4), (4, 6), (6, 8))}
    tries = [forms[len(digits)]] if len(digits) in forms else []
    if len(digits) == 8:
        tries.append(((4, 8), (2, 4), (0, 2)))
    return any(_is_date(*(int(digits[a:b]) for a, b in form)) for form in tries)


def day_of(digits: str) -> date | None:
    """The day that eight digits are, the year first: 20260312."""
    if len(digits) != 8 or not digits.isdecimal():
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return date(year, month, day) if _is_date(year, month, day) else None


def _is_date(year: int, month: int, day: int) -> bool:
    year += 2000 if year < 100 else 0
    try:
        return 2000 <= date(year, month, day).year <= 2099
    except ValueError:
        return False
