"""Payment terms in, the early-payment discount that they grant out. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from relanced.casework.settle.names import fold_text
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.words import DISCOUNT_WORDS, NO_DISCOUNT, PENALTY_WORDS
from relanced.model.money import Money

MAX_TERMS = 2_000  # characters read
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?) ?%")
_DAYS = re.compile(r"(\d{1,3}) ?(?:J\b|JOUR|JRS|DAY|TAG|DIA|GIORN|GG\b|DAG)")
_DATE = re.compile(r"(?<![0-9])(\d{1,2})[./-](\d{1,2})[./-](20\d{2})(?![0-9])")
_SHORTHAND = re.compile(r"\b(\d{1,2}(?:[.,]\d{1,2})?) ?(?:/|% ?/?) ?(\d{1,2}),? ?(?:DAYS,? ?)?(?:NET|N)\b")


@dataclass(frozen=True, slots=True)
class Discount:
    """So many percent off when paid within so many days of the invoice's date, or until a day."""

    percent: Decimal
    days: int = 0
    until: date | None = None  # where the terms name the day itself


@lru_cache(maxsize=4096)  # a firm prints the same words on all its invoices
def discounts_in(terms: str) -> tuple[Discount, ...]:
    """Read what is offered: «2 % d'escompte sous 10 jours», «2/10 net 30», «3 % Skonto innerhalb 14 Tagen»."""
    text = fold_text(terms[:MAX_TERMS])
    found = [Discount(_number(m[1]), int(m[2])) for m in _SHORTHAND.finditer(text)]
    for clause in _clauses(text):
        if _refuses(clause):
            continue
        percents = list(_PERCENT.finditer(clause))
        for place, percent in enumerate(percents):
            end = percents[place + 1].start() if place + 1 < len(percents) else len(clause)
            days = _DAYS.search(clause, percent.end(), end) or (
                _DAYS.search(clause) if len(percents) == 1 else None
            )
            until = _day(clause[percent.end() : end])
            if until:
                found.append(Discount(_number(percent[1]), until=until))
            elif days:
                found.append(Discount(_number(percent[1]), int(days[1])))
    return tuple(dict.fromkeys(found))


def discounted(item: OpenItem, paid_on: date | None) -> tuple[Money, ...]:
    """The amounts that settle an item on that day by a discount that its terms grant; often none."""
    if not item.issued_on or not paid_on or item.owed.cents <= 0:
        return ()
    if item.total is not None and item.total != item.owed:
        return ()  # part of it is paid: the discount was for the whole
    return tuple(
        Money(_off(item.owed.cents, offer.percent), item.owed.currency)
        for offer in discounts_in(item.terms)
        if paid_on <= (offer.until or item.issued_on + timedelta(days=offer.days))
    )


def _off(cents: int, percent: Decimal) -> int:
    return cents - int((cents * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _day(text: str) -> date | None:
    match = _DATE.search(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _clauses(text: str) -> list[str]:
    """The clauses that speak of a discount; where one speaks of penalties too, commas part them."""
    found: list[str] = []
    for sentence in re.split(r"[;\n]|\.(?!\d| ?%)", text):
        parts = re.split(r",(?!\d)", sentence) if any(w in sentence for w in PENALTY_WORDS) else [sentence]
        found.extend(part for part in parts if any(word in part for word in DISCOUNT_WORDS))
    return found


def _refuses(clause: str) -> bool:
    """«pas d'escompte»: a word of refusal shortly before the word, or a clause about delay."""
    start = min(clause.find(word) for word in DISCOUNT_WORDS if word in clause)
    before = clause[max(0, start - 12) : start]
    return any(word in before for word in NO_DISCOUNT) or any(word in clause for word in PENALTY_WORDS)
