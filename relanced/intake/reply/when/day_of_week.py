"""Patterns of days that are told by a week or by today, each with its rule. Folded text; pure."""

import re
from collections.abc import Callable
from datetime import date

from relanced.intake.reply.when.calendar import (
    add_days,
    add_working_days,
    in_month,
    iso_week,
    next_weekday,
    sunday,
)
from relanced.intake.reply.when.day_words import COUNT, SHORT_OF, WEEKDAY, WEEKDAY_OF, number

Rule = Callable[[re.Match[str], date], date | None]

_WORKING = r"ouvre|ouvrable|working|business|werk|arbeits|bank|laborable|habil|lavorativ"
_NEXT_WEEK = (
    r"(?:semaine (?:prochaine|suivante|qui vient)|next week|following week|(?:nachste[rn]?|"
    r"kommende[rn]?) woche|"
    r"(?:proxima semana|semana (?:que viene|proxima|entrante|siguiente))|"
    r"(?:prossima settimana|settimana (?:prossima|entrante))|(?:volgende|komende) week)"
)
_OF = r"(?: (?:de la|de|of the|of|in|the|der|des|della|van de|van|la|le)){0,1},? ?"
_UNITS = (
    r"heures?|h|jours?|j|semaines?|sem|mois|hours?|hrs?|days?|weeks?|months?|stunden?|tagen?|tage|"
    r"wochen?|monaten?|monate|"
    r"horas?|dias?|semanas?|mes(?:es)?|ore|ora|giorni|giorno|gg|settiman[ae]|mesi|mese|uren|uur|dagen|"
    r"dag|weken|week|maanden|maand"
)
_WORKING_BEFORE = r"(?:(?:working|business|banking|werk|arbeits|bank|full|more|petite?|good|kleine?)[ -]?)?"
_DELAY = r"(?:delai|delais|termine|plazo|termijn|period|frist)"
_UNTIL = (
    r"sous|dans(?: les| la| une?)?|d.ici(?: a)?|endeans|within|in(?: the next)?|innerhalb(?: von|"
    r" der nachsten)?|binnen|en|dentro de|entro|tra|fra|"
    rf"over|maximum|max|au plus tard dans|under|inside|(?:un|le|el|il|an?|a|ein|"
    rf"een) {_DELAY}(?: \w{{3,9}})?(?: de| di| of| van| von)?|"
    rf"{_DELAY}(?: \w{{3,9}})? (?:de|di|of|van|von)"
)
_GIVE = (
    r"(?:give (?:us|me)|(?:laisse[zr]?|donne[zr]?|accorde[zr]?)[- ](?:nous|moi)|geben sie (?:uns|mir)|"
    r"gib (?:uns|mir)|de(?:me|nos)|dammi|(?:mi|ci) dia|geef (?:me|mij|ons))(?: \w{4,8})?"
)
_RANGE = r"(?:\d{1,2} ?(?:a|-|–|/|to|bis|o|ou|or|oder|of|tot) ?)?"
_FROM_NOW = (
    r"(?:from (?:today|now|this)|a (?:compter|partir) d(?:e ce jour|.aujourd.hui)|ab heute|"
    r"a partir de hoy|da oggi|vanaf (?:nu|vandaag))"
)


_HOURS = frozenset({"h", "he", "ho", "hr", "st", "or", "uu", "ur"})


def _span(match: re.Match[str], day: date) -> date:
    """«sous 48 h», «within 5 working days», «in drei Wochen»."""
    count, unit, words = number(match["count"]), match["unit"], match[0]
    working = bool(re.search(_WORKING, words + match["tail"]))
    if unit[:2] in _HOURS:
        count, unit = max(1, round(count / 24)), "j"
    if unit[:2] in {"se", "we", "wo"}:
        return add_days(day, 7 * count)
    if unit[:2] in {"mo", "me", "ma"}:
        return in_month(day, count, day.day)
    return add_working_days(day, count) if working else add_days(day, count)


def _alone(match: re.Match[str], day: date) -> date:
    """«2 jours» and no more is an answer; «16 heures» is a time of day."""
    if match["count"] == "petite":
        return add_days(day, 7)
    if match["unit"][:2] in _HOURS and number(match["count"]) < 24:
        raise ValueError("a time of day")
    return _span(match, day)


def _in_weeks(count: int) -> Rule:
    return lambda m, day: add_days(
        next_weekday(day, WEEKDAY_OF[next(found for found in m.groups() if found)]), 7 * count
    )


def _of_next_week(weekday: int) -> Rule:
    return lambda _, day: add_days(sunday(day), 1 + weekday)


FROM_NOW: tuple[tuple[str, Rule], ...] = (
    (
        rf"\b(?P<count>{COUNT}) ?{_WORKING_BEFORE}(?P<unit>{_UNITS})(?P<tail>(?: \w{{1,12}}){{0,1}}) {_FROM_NOW}",
        _span,
    ),
)

WEEKS: tuple[tuple[str, Rule], ...] = (
    (
        (
            rf"\b({WEEKDAY}) (?:en huit|week|in (?:acht tagen|einer woche|a week)|over (?:een|"
            rf"1) week)\b(?!\s*-?end)|"
            rf"\b(?:a|one) week (?:on|from|this) ({WEEKDAY})\b"
        ),
        _in_weeks(1),
    ),
    (
        (
            rf"\b({WEEKDAY}) (?:en quinze|fortnight|in (?:vierzehn tagen|zwei wochen|two weeks)|"
            rf"over twee weken)\b(?! jours)|"
            rf"\b(?:a fortnight|two weeks) (?:on|from) ({WEEKDAY})\b"
        ),
        _in_weeks(2),
    ),
    (r"\b(?:en|in) (?:quinze|vierzehn tagen|fourteen days)\b(?! jours)", lambda _, day: add_days(day, 15)),
    (
        rf"\b({WEEKDAY}){_OF}{_NEXT_WEEK}\b|\b{_NEXT_WEEK}(?: on| le| am| op| il| el|,)? ({WEEKDAY})\b",
        lambda m, day: add_days(sunday(day), 1 + WEEKDAY_OF[m[1] or m[2]]),
    ),
)

PARTS_OF_WEEK: tuple[tuple[str, Rule], ...] = (
    (
        rf"\b(?:debut|early|beginning|start|anfang|begin|inizio|principios){_OF}{_NEXT_WEEK}\b",
        _of_next_week(1),
    ),
    (
        rf"\b(?:milieu|mid|middle|midweek|mid-week|mitte|mediados|meta|midden){_OF}{_NEXT_WEEK}\b",
        _of_next_week(2),
    ),
    (rf"\b(?:fin|end|late|ende|einde?|finale?s?|fine|het einde){_OF}{_NEXT_WEEK}\b", _of_next_week(4)),
    (
        (
            r"\b(?:semaine|kw|kalenderwoche|week|wk|semana|"
            r"settimana) (?:n[°o]? ?)?(\d{1,2})\b(?! ?(?:jours|days|h\b|/))"
        ),
        lambda m, day: iso_week(int(m[1]), day),
    ),
    (rf"\b{_NEXT_WEEK}\b", lambda _, day: sunday(day, 1)),
    (
        (
            r"\b(?:en |la )?fin de (?:la |cette )?semaine|\bend of (?:the |this )?week|\bende (?:der |"
            r"dieser )?woche|\bwochenende dieser|"
            r"\bfin(?:al)? de (?:la |esta )?semana|\bfine (?:della )?settimana|\beind(?:e)? (?:van de |"
            r"van deze |deze )?week\b|\beow\b"
        ),
        lambda _, day: next_weekday(add_days(day, -1), 4),
    ),
    (r"\b(?:week[- ]?end|wochenende|fin de semana|weekend)\b", lambda _, day: sunday(day)),
    (
        (
            r"\b(?:dans la semaine|cette semaine|courant de (?:la )?semaine|this week|diese(?:r|n)? woche|"
            r"esta semana|(?:in|questa|entro la) settimana|deze week)\b"
        ),
        lambda _, day: sunday(day),
    ),
)

SPANS: tuple[tuple[str, Rule], ...] = (
    (r"\b(?:sous |a |en |la )?huitaine\b", lambda _, day: add_days(day, 8)),
    (r"\b(?:sous |a |une |dans une )?quinzaine\b", lambda _, day: add_days(day, 15)),
    (r"\bdizaine\b", lambda _, day: add_days(day, 10)),
    (r"\bvingtaine\b", lambda _, day: add_days(day, 20)),
    (r"\bfortnight\b", lambda _, day: add_days(day, 14)),
    (
        (
            rf"\b(?:{_UNTIL}|{_GIVE}) (?:(?:the next|les|la|max(?:imum)?|about|around|environ|die nachsten|"
            rf"den nachsten|de komende) )?{_RANGE}"
            rf"(?P<count>{COUNT}) ?{_WORKING_BEFORE}(?P<unit>{_UNITS})\b(?P<tail>(?: \w{{1,12}})?)"
        ),
        _span,
    ),
    (
        (
            r"\b(?P<count>\d{1,3}) ?(?P<unit>h|heures|jours|days|tage|giorni|dias|dagen|"
            r"hours) ?(?P<tail>ouvr\w+|max\w*|laborables|habiles|"
            r"lavorativi)\b"
        ),
        _span,
    ),
    (
        rf"^\W*(?:une petite |une |a )?(?P<count>{COUNT}|petite) ?(?P<unit>{_UNITS})(?P<tail>)\W*$",
        _alone,
    ),
    (r"\b(?:une petite|een kleine) (?:semaine|week)\b", lambda _, day: add_days(day, 7)),
    (
        (
            r"\b(?:apres[- ]demain|(?:the )?day after tomm?orr?ow|after tomm?orr?ow|ubermorgen|pasado manana|"
            r"manana o pasado|dopodomani|overmorgen)\b"
        ),
        lambda _, day: add_days(day, 2),
    ),
    (
        (
            r"\b(?:demain|tomm?orr?ow|domani)\b|(?<!guten )(?<!heute )(?<!jeden )\bmorgen(?:ochtend|middag|"
            r"avond|fruh)?\b|"
            r"(?<!la )(?<!esta )\bmanana\b|\btmrw?\b"
        ),
        lambda _, day: add_days(day, 1),
    ),
    (
        (
            r"\b(?:le lendemain|(?:the )?(?:next|following) day|the day after|am tag darauf|tags darauf|"
            r"am (?:nachsten|folgenden) tag|that (?:same )?day|ce jour[- ]la|le jour meme|an dem tag|"
            r"ese (?:mismo )?dia|quel giorno|die dag|(?:el|al) dia siguiente|il giorno dopo|l.indomani|"
            r"de dag erna)\b"
        ),
        lambda *_: None,
    ),
    (
        (
            r"\b(?:ce soir|a soir|aujourd.hui|ce jour(?!.la)|cet apres[- ]midi|ce midi|dans la (?:journee|"
            r"soiree|"
            r"matinee)|dans l.heure|tout de suite|"
            r"de suite|sur[- ]le[- ]champ|immediatement|today|tonight|this (?:afternoon|evening)|"
            r"right now|right away|straight away|immediately|heute|"
            r"sofort|hoy|esta (?:tarde|noche)|oggi|stasera|subito|vandaag|vanavond|vanmiddag|meteen|cob|eod)\b"
        ),
        lambda _, day: day,
    ),
    (rf"\b({WEEKDAY})s?\b", lambda m, day: next_weekday(day, WEEKDAY_OF[m[1]])),
    (
        (
            r"(?:\b(?:on|by|this|next|before|til|till|until) |^\W*)(mon|tue|wed|thu|sat|sun)\b(?=\W*(?:$|"
            r"[,.;!]|at|am|pm|latest))"
        ),
        lambda m, day: next_weekday(day, SHORT_OF[m[1]]),
    ),
)
