"""A text and the day it was written on in, the day by which its writer will pay out. Pure.

The last day that the words allow: «fin novembre» is the 30th, «semaine prochaine» its Sunday,
«vendredi» the next one and never the same day. No shift for week-ends or holidays.
"""

import re
from collections.abc import Sequence
from datetime import date

from relanced.intake.days import find_days, fold
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy
from relanced.intake.reply.when.calendar import Spot, add_days, in_month, sunday
from relanced.intake.reply.when.chat import in_full
from relanced.intake.reply.when.day_patterns import PATTERNS
from relanced.intake.reply.when.day_topics import (
    depends_on_us,
    is_at_once,
    is_elsewhere,
    is_lower_bound,
    is_of_another_thing,
    is_of_the_past,
    is_past,
    is_refusal,
    talks_of_absence,
)
from relanced.intake.reply.when.day_words import MONTH, with_figures

MAX_TEXT = 5_000
_MAX_SPOTS = 40  # days of one sentence; more is no letter
_PARAGRAPH = lazy(r"\n[ \t]*\n")
_SENTENCE = lazy(rf"(?<=[!?]) |(?<=[a-z)]\.) |(?<=\d\.) (?!{MONTH})")  # «29. Oktober» is one
_HAS_MONTH = lazy(rf"\b(?:{MONTH})\b|\d[/.-]\d")
_SAME_DAY = lazy(r"that|ce jour|le jour|an dem|ese|quel|die")
_HAS_DIGIT = lazy(r"\d")
_DATE_FOLLOWS = lazy(r",? ?(?:(?:le|the|den|dem|el|il|de) )?")
_WEEK_OF = lazy(
    r"(?:\bw/?c|\bweek (?:commencing|beginning|starting|of)|\bsemaine (?:du|commencant le)|"
    r"\bwoche (?:vom|ab)(?: dem)?|"
    r"\bsemana del|\bsettimana del|\bweek van)(?: (?:the|lundi|monday|montag|lunes|lunedi|maandag))?\s*$"
)


def promised_day(text: str, written_on: date) -> date | None:
    """The last day named as one of payment, or None where no day is; never a day before `written_on`."""
    best: date | None = None
    beside: date | None = None  # of an absence, or «at once»: counts where no other day is named
    named = written_on
    for sentence in sentences_of(text):
        spots = named_days(sentence, written_on)
        day = _in_sentence(sentence, spots, written_on, named)
        named = next((spot.day for spot in reversed(spots) if spot.day and spot.day >= written_on), named)
        if day and (talks_of_absence(sentence) or all(is_at_once(_words(sentence, spot)) for spot in spots)):
            beside = beside or day
        elif day:
            best = day
    return best or beside


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, folded, each on one line, days in figures."""
    return [
        with_figures(sentence)
        for paragraph in _PARAGRAPH.split(fold(text[:MAX_TEXT]))
        for sentence in _SENTENCE.split(in_full(" ".join(paragraph.split())))
        if sentence
    ]


@kept
def named_days(sentence: str, written_on: date) -> tuple[Spot, ...]:
    """Every day that is named, in order; where two readings overlap, the earlier pattern of the list counts."""
    found = [Spot(day.start, day.end, day.day) for day in find_days(sentence)][:_MAX_SPOTS]
    for pattern, resolve in PATTERNS:
        for match in pattern.finditer(sentence):
            if any(s.start < match.end() and match.start() < s.end for s in found):
                continue
            try:
                day = resolve(match, written_on)
            except (ValueError, OverflowError):
                day = date.min  # the 31st of a month of 30 days: no day, and no other reading either
            found.append(Spot(match.start(), match.end(), day))
            if len(found) >= _MAX_SPOTS * 2:
                break
    return _merged(sentence, sorted(found, key=lambda spot: spot.start))


def _merged(sentence: str, spots: list[Spot]) -> tuple[Spot, ...]:
    """The same without weekdays that only belong to the date behind: «lundi 24 août»."""
    left: list[Spot] = []
    for spot in reversed(spots):
        names_figure = _HAS_DIGIT.search(sentence, spot.start, spot.end)
        follows = left and _DATE_FOLLOWS.fullmatch(sentence, spot.end, left[-1].start)
        if names_figure or not follows or is_at_once(_words(sentence, left[-1])):
            left.append(spot)
    return tuple(reversed(left))


def _in_sentence(sentence: str, spots: Sequence[Spot], written_on: date, named: date) -> date | None:
    if is_refusal(sentence) or not spots or depends_on_us(sentence):
        return None
    chosen: date | None = None
    last = named
    for spot in spots:
        if spot.day is None:  # «le lendemain»: the day after the one just named; «that day»: the same
            chosen = add_days(last, 0 if _SAME_DAY.match(sentence, spot.start) else 1)
            continue
        if chosen and is_at_once(_words(sentence, spot)):
            continue  # «jeudi j'ai mon salaire et je vire tout de suite» is that Thursday
        day = _in_order(sentence, spot, chosen)
        last = day if day >= written_on else last
        if day >= written_on and not _is_excluded(sentence, spot, written_on):
            chosen = day
    return None if chosen and is_past(sentence) else chosen


def _in_order(sentence: str, spot: Spot, chosen: date | None) -> date:
    """The day of a place: a week's Sunday for «w/c 12 May»; «le 1er, le solde le 15» go forward."""
    day = spot.day or date.min
    if day > date.min and _WEEK_OF.search(sentence[max(0, spot.start - 40) : spot.start]):
        return sunday(day)
    words = sentence[spot.start : spot.end]
    is_bare = bool(_HAS_DIGIT.search(words)) and not _HAS_MONTH.search(words) and (spot.end - spot.start) < 12
    if (
        is_bare
        and chosen
        and date.min < day < chosen
        and re.search(r"\b\d{1,2}(?:er|st|nd|rd|th|\.|e)?$", words)
    ):
        return in_month(day, 1, day.day)
    return day


def _words(sentence: str, spot: Spot) -> str:
    return sentence[spot.start : spot.end]


def _is_excluded(sentence: str, spot: Spot, written_on: date) -> bool:
    before, behind = sentence[max(0, spot.start - 80) : spot.start], sentence[spot.end : spot.end + 60]
    is_gone = (
        spot.day is not None
        and spot.day.day < written_on.day
        and not _HAS_MONTH.search(_words(sentence, spot))
    )
    return (
        is_of_another_thing(before)
        or is_of_the_past(before + _words(sentence, spot), behind, is_gone=is_gone)
        or is_lower_bound(before, behind)
        or is_elsewhere(before, behind)
    )
