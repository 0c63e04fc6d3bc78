"""A text and the day it was written on in, the day by which its writer will pay out. Pure.

The last day that the words allow: «fin novembre» is the 30th, «semaine prochaine» its Sunday,
«vendredi» the next one and never the same day. No shift for week-ends or holidays.
"""

import re
from datetime import date

from relanced.intake.days import find_days, fold
from relanced.intake.reply.calendar import MONTH, PATTERNS, Spot, add_days

MAX_TEXT = 5_000
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_SENTENCE = re.compile(rf"(?<=[!?]) |(?<=[a-z)]\.) |(?<=\d\.) (?!{MONTH})")  # «29. Oktober» is one
# what was paid is no promise; nor is a refusal
_PAST = re.compile(
    r"\b(?:avons|ai|a|ont|avait|avions)(?: \w+)? (?:ete )?(?:paye|regle|vire|verse|effectue|envoye|"
    r"poste)e?s?\b"
    r"|\b(?:we|i|was|were|have|has|been|already)(?: \w+)? (?:paid|settled|transferred|sent)\b"
    r"|\b(?:bezahlt|uberwiesen|beglichen|abgebucht) (?:haben|hat|habe|worden)\b|\b(?:haben|"
    r"habe) .{0,60}\b(?:bezahlt|uberwiesen)\b"
    r"|\b(?:hemos|he|ha sido|fue) (?:pagado|pagada|abonado|transferido)\b|\b(?:abbiamo|ho|"
    r"stata) (?:pagat[oa]|saldat[oa])\b"
    r"|\b(?:hebben|heb) .{0,60}\b(?:betaald|overgemaakt)\b"
)
_REFUSAL = re.compile(
    r"\bne (?:sera|seront|paierons|payerons|reglerons|paierai|reglerai|paie|paye|pourrons|"
    r"pourra)\w* (?:pas|jamais|rien)\b"
    r"|\b(?:will not|won.t|cannot|can.t|not going to) (?:be )?(?:pay|paid|settle)\w*\b|\b(?:zahlen|"
    r"bezahlen) (?:wir |ich )?nicht\b"
)
_BEFORE_NOT = re.compile(
    r"(?:\b(?:pas|not|nicht|niet|non|no|sauf|instead of|plutot que|au lieu du?)(?: (?:avant|before|"
    r"vor|voor|on|le|until))?(?: (?:le|the|dem|de|el|il|l))?"
    r"|\b(?:facture|avoir|devis|mail|courrier|relance|rappel|commande|invoice|letter|reminder|email|"
    r"rechnung|factura|fattura|factuur|livraison|order)s?"
    r"(?: (?:\S*\d\S*))?(?: (?:n[o°]? ?\S*))?(?: (?:du|de|of|dated|from|vom|del|van))(?: (?:the|el|il|de))?"
    r"|\b(?:depuis|since|seit|desde|sinds|on avait dit|had said)(?: (?:le|the|dem|el|il))?)\s*$"
)


def promised_day(text: str, written_on: date) -> date | None:
    """The last day named as one of payment, or None where no day is; never a day before `written_on`."""
    best: date | None = None
    for paragraph in _PARAGRAPH.split(fold(text[:MAX_TEXT])):
        for sentence in _SENTENCE.split(" ".join(paragraph.split())):
            best = _in_sentence(sentence, written_on) or best
    return best


def _in_sentence(sentence: str, written_on: date) -> date | None:
    if _REFUSAL.search(sentence):
        return None
    chosen: date | None = None
    for spot in _spots(sentence, written_on):
        before = sentence[max(0, spot.start - 60) : spot.start]
        if spot.day is None:  # «le lendemain»: the day after the one just named
            chosen = add_days(chosen or _last_named(sentence, written_on, spot), 1)
        elif spot.day >= written_on and not _BEFORE_NOT.search(before):
            chosen = spot.day
    return None if _PAST.search(sentence) and chosen is not None and not _is_ahead(sentence) else chosen


def _is_ahead(sentence: str) -> bool:
    """Whether a sentence that tells of a past payment also looks ahead."""
    return bool(
        re.search(
            r"\b\w+(?:erai|erons|erez|ra|ront)\b|\bwill\b|\bll\b|\bwerden\b|\bwird\b|\bgoing to\b", sentence
        )
    )


def _last_named(sentence: str, written_on: date, spot: Spot) -> date:
    earlier = [s.day for s in _spots(sentence[: spot.start], written_on) if s.day]
    return earlier[-1] if earlier else written_on


def _spots(sentence: str, written_on: date) -> list[Spot]:
    """Every day that is named, in order; where two readings overlap, the earlier pattern of the list counts."""
    found = [Spot(day.start, day.end, day.day) for day in find_days(sentence)]
    for pattern, resolve in PATTERNS:
        for match in pattern.finditer(sentence):
            if any(s.start < match.end() and match.start() < s.end for s in found):
                continue
            try:
                day = resolve(match, written_on)
            except (ValueError, OverflowError):
                day = date.min  # the 31st of a month of 30 days: no day, and no other reading either
            found.append(Spot(match.start(), match.end(), day))
    return sorted(found, key=lambda spot: spot.start)
