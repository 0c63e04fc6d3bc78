"""What the owner types about a mail in, the intent and the day that he means out."""

import re
from datetime import date

from relanced.daemon.desk.meant import did_you_mean
from relanced.intake.days import YearlessDay, find_days, find_yearless, fold
from relanced.model.intents import Intent

LABELS = tuple(intent for intent in Intent if intent is not Intent.NOT_SURE)  # an owner is sure, or silent

# Of several that begin so, the one that is meant; each is a beginning of its label, «qu» leaves «q» to quit.
SHORT = {
    "d": Intent.DISPUTE,
    "p": Intent.PROMISE,
    "c": Intent.CLAIMS_PAID,
    "pl": Intent.PLAN_REQUEST,
    "qu": Intent.QUERY,
    "r": Intent.REDIRECT,
    "i": Intent.INSOLVENCY,
    "a": Intent.ACK,
    "au": Intent.AUTO_REPLY,
    "u": Intent.UNRELATED,
}
_OTHER_NAMES = {"paid": Intent.CLAIMS_PAID, "question": Intent.QUERY}
_NAMES = {**{intent.value: intent for intent in LABELS}, **_OTHER_NAMES}
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.](\d{1,2})\.?")
DAY_FORMS = "write it like 2026-12-15 or 15/12/2026, or 15/12 for one in the next six months"


def legend() -> str:
    """The labels, each with what is enough of it in brackets: «(d)ispute»."""
    return "  ".join(f"({short}){intent.value[len(short) :]}" for short, intent in SHORT.items())


def parse_label(word: str) -> Intent | str:
    """The label that begins so, or what is wrong with the word."""
    plain = re.sub(r"[\s_-]+", "_", fold(word.strip()))
    exact = _NAMES.get(plain) or SHORT.get(plain)
    if exact:
        return exact
    begin = dict.fromkeys(intent for name, intent in _NAMES.items() if plain and name.startswith(plain))
    if len(begin) == 1:
        return next(iter(begin))
    if begin:
        return f"«{word}» may be {' or '.join(begin)}: type more of it."
    known = ", ".join(LABELS)
    return f"There is no label «{word}».{did_you_mean(plain, _NAMES) or f' There are: {known}.'}"


def parse_day(text: str, written_on: date) -> date | str:
    """The day of payment, on or after the day of the mail; without its year the next one, or what is wrong."""
    written = " ".join(text.split())
    found = _day_of(written, written_on)
    if found is None:
        return f"«{written}» is no day that can be meant: {DAY_FORMS}."
    if found < written_on:
        return f"{found} is before the mail was written, on {written_on}: say the day, with its year."
    return found


def _day_of(written: str, written_on: date) -> date | None:
    full = next(find_days(written), None)
    if full and (full.start, full.end) == (0, len(written)):
        return full.day
    short = _DAY_AND_MONTH.fullmatch(written)
    if short:
        return YearlessDay(int(short[2]), int(short[1]), None, 0, 0).after(written_on)
    named = next(find_yearless(written), None)
    return named.after(written_on) if named and (named.start, named.end) == (0, len(written)) else None
