"""Patterns of how people name a day, each with the rule that makes it a date. Pure data and arithmetic.

All work on folded text (lower case, no accents); months, weekdays and numbers of six languages.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from relanced.intake.days import MONTH_OF

_PAST_MONTHS = 4  # a day without a year that lies less than this behind is past, not next year's

_WEEKDAYS = (
    "lundi monday montag lunes lunedi maandag",
    "mardi tuesday dienstag martes martedi dinsdag tues",
    "mercredi wednesday mittwoch miercoles mercoledi woensdag weds",
    "jeudi thursday donnerstag jueves giovedi donderdag thurs thur",
    "vendredi friday freitag viernes venerdi vrijdag fri",
    "samedi saturday samstag sabado sabato zaterdag",
    "dimanche sunday sonntag domingo domenica zondag",
)
WEEKDAY_OF = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_NUMBERS = (
    "un une one a an ein eine einem einer uno una een",
    "deux two zwei dos due twee couple",
    "trois three drei tres tre drie",
    "quatre four vier cuatro quattro",
    "cinq five funf cinco cinque vijf",
    "six sechs seis sei zes",
    "sept seven sieben siete sette zeven",
    "huit eight acht ocho otto",
    "neuf nine neun nueve nove negen",
    "dix ten zehn diez dieci tien",
)
NUMBER_OF = {name: n for n, names in enumerate(_NUMBERS, 1) for name in names.split()} | {
    "quinze": 15, "fifteen": 15, "quince": 15, "quindici": 15, "vingt": 20, "trente": 30, "thirty": 30,
}  # fmt: skip

_WEEKDAY = "|".join(WEEKDAY_OF)
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_COUNT = r"\d{1,3}|" + "|".join(sorted(NUMBER_OF, key=len, reverse=True))
_WORKING = r"ouvre|ouvrable|working|business|werk|arbeits|laborable|habil|lavorativ|bank"
_THIS_MONTH = (
    r"(?:(?:du|de ce|ce|of (?:the|this)|of|this|the|del|de este|di questo|van de|deze|dieses|des) ?)"
)


class Spot(NamedTuple):
    """A day and where it is named; None: the day after the one named before."""

    start: int
    end: int
    day: date | None


def add_days(day: date, count: int) -> date:
    """Calendar days."""
    return day + timedelta(days=count)


def add_working_days(day: date, count: int) -> date:
    """Days from Monday to Friday; holidays are not known here."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def month_end(day: date, later: int = 0) -> date:
    """The last day of the month that lies `later` months ahead."""
    index = day.year * 12 + day.month - 1 + later
    year, month = index // 12, index % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def in_month(day: date, later: int, number: int) -> date:
    """A day of the month that lies `later` months ahead, clipped to its last."""
    end = month_end(day, later)
    return end.replace(day=min(number, end.day))


def next_weekday(day: date, weekday: int) -> date:
    """The nearest such day, never the same."""
    return add_days(day, (weekday - day.weekday() - 1) % 7 + 1)


def sunday(day: date, weeks: int = 0) -> date:
    """The last day of the week that lies `weeks` ahead."""
    return add_days(day, 6 - day.weekday() + 7 * weeks)


def _day_of_month(number: int, day: date) -> date:
    if number > monthrange(day.year, day.month)[1] or number <= day.day:
        return in_month(day, 1, number)
    return day.replace(day=number)


def _in_named_month(month: int, day: date, number: int | None = None) -> date:
    """This year's, or next year's where this year's lies well behind; without a number the month's last day."""
    behind = day.month - month
    year = day.year + (1 if behind > _PAST_MONTHS else -1 if behind < -12 + _PAST_MONTHS else 0)
    last = monthrange(year, month)[1]
    if number is not None and number > last:
        raise ValueError(f"no day {number} in month {month}")
    return date(year, month, number or last)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBER_OF[text]


def _numeric(match: re.Match[str], day: date) -> date:
    first, second = int(match[1]), int(match[2])
    number, month = (second, first) if second > 12 >= first else (first, second)
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return _in_named_month(month, day, number)


def _span(match: re.Match[str], day: date) -> date:
    """«sous 48 h», «within 5 working days», «in drei Wochen»."""
    count, unit, words = _number(match["count"]), match["unit"], match[0]
    working = bool(re.search(_WORKING, words + match["tail"]))
    if unit[:2] in {"h", "he", "ho", "hr", "st", "or", "uu", "ur"}:
        count, unit = max(1, round(count / 24)), "j"
    if unit[:2] in {"se", "we", "wo"}:
        return add_days(day, 7 * count)
    if unit[:2] in {"mo", "me", "ma"}:
        return in_month(day, count, day.day)
    return add_working_days(day, count) if working else add_days(day, count)


def _part_of_month(number: int) -> Callable[[re.Match[str], date], date]:
    def resolve(match: re.Match[str], day: date) -> date:
        end = _in_named_month(MONTH_OF[match["month"]], day)
        return end.replace(day=min(number, end.day))

    return resolve


_UNITS = (
    r"heures?|h|jours?|j|semaines?|sem|mois|hours?|hrs?|days?|weeks?|months?|stunden?|tagen?|tage|"
    r"wochen?|monaten?|monate|"
    r"horas?|dias?|semanas?|mes(?:es)?|ore|ora|giorni|giorno|settiman[ae]|mesi|mese|uren|uur|dagen|"
    r"dag|weken|week|maanden|maand"
)
_WORKING_BEFORE = r"(?:(?:working|business|banking|werk|arbeits|full|more)[ -]?)?"
_UNTIL = (
    r"sous|dans(?: les| un delai de)?|d.ici(?: a)?|within|in(?: the next)?|innerhalb(?: von|"
    r" der nachsten)?|binnen|en|dentro de|entro|tra|fra|"
    r"over|maximum|max|au plus tard dans|under|inside"
)
_DAY_WORDS = (
    r"(?:le|du|au|les|el|los|al|il|lo|am|zum|den|dem|bis|the|on|by|for|op|de|tot|pour le|vers le|"
    r"entro il|dia|dias|dal)"
)

Rule = Callable[[re.Match[str], date], date | None]


def _rule(pattern: str, resolve: Rule) -> tuple[re.Pattern[str], Rule]:
    return re.compile(pattern), resolve


# In order: where two overlap, the first counts.
PATTERNS: tuple[tuple[re.Pattern[str], Rule], ...] = (
    _rule(
        rf"\b(?:(?:premiere|1ere) quinzaine|first half) (?:de |d'|d’|du mois de |of )?(?P<month>{MONTH})\b",
        _part_of_month(15),
    ),
    _rule(
        rf"\b(?:fin|fin du mois de|end(?: of)?|ende|fine|finales? de|a finales de|eind|einde|courant|"
        rf"during|late|dans le courant de|"
        rf"(?:2e|2eme|seconde|deuxieme) quinzaine)(?: (?:de|d'|d’|of|di|van|mese di))? ?(?P<month>{MONTH})\b",
        _part_of_month(31),
    ),
    _rule(
        rf"\b(?:debut|tout debut|early|beginning of|start of|anfang|inizio|a principios de|"
        rf"principios de|begin)(?: (?:de|of|di))? "
        rf"(?P<month>{MONTH})\b",
        _part_of_month(10),
    ),
    _rule(
        rf"\b(?:mi|mid|mitte|meta|mediados de|a mediados de|half|medio|middle of)[- ](?P<month>{MONTH})\b",
        _part_of_month(15),
    ),
    _rule(
        rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|°|\.|e|o)?(?: de | of | d'| d’| )?({MONTH})\b",
        lambda m, day: _in_named_month(MONTH_OF[m[2]], day, int(m[1])),
    ),
    _rule(
        rf"\b({MONTH})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?![\d:.]\d)",
        lambda m, day: _in_named_month(MONTH_OF[m[1]], day, int(m[2])),
    ),
    _rule(r"(?<![\w/.,-])(\d{1,2})[/.](\d{1,2})\.?(?![\w/]|[.,]\d|\s?(?:€|eur|%|h\b))", _numeric),
    _rule(
        r"\b(\d{1,2})(?:er|st|nd|rd|th|\.|e)? (?:du mois (?:prochain|suivant)|(?:of )?next month|"
        r"(?:del )?mes que viene|"
        r"(?:des )?(?:nachsten|kommenden|folgenden) monats|del (?:prossimo mese|mese prossimo)|"
        r"van volgende maand|"
        r"del proximo mes)\b",
        lambda m, day: in_month(day, 1, int(m[1])),
    ),
    _rule(
        r"\b(\d{1,2})(?:er|st|nd|rd|th|\.|e)? (?:du mois(?: courant)?|de ce mois|of (?:this|"
        r"the) month|de este mes|dieses monats|"
        r"di questo mese|van deze maand)\b",
        lambda m, day: in_month(day, 0, int(m[1])),
    ),
    _rule(
        r"\b(?:fin|end|fine|final|finales|eind|einde)(?: (?:de|du|of|del|di|van))?(?: (?:the|"
        r"le))? ?(?:mois (?:prochain|suivant)|next month|"
        r"mese prossimo|prossimo mese|mes que viene|proximo mes|volgende maand)\b|"
        r"\bende (?:des )?(?:nachsten|kommenden) monats\b",
        lambda _, day: month_end(day, 1),
    ),
    _rule(
        rf"\b(?:fin|end|fine|final|finales|eind|einde)(?: {_THIS_MONTH})? ?(?:mois|month|mese|mes|"
        rf"maand)\b|\beom\b|\bmonth.?end\b|"
        r"\bmonatsende\b|\bende (?:des |dieses )?monats\b|\b(?:this month|ce mois[- ]ci|"
        r"courant du mois|deze maand|diesen monat|"
        r"questo mese|este mes)\b",
        lambda _, day: month_end(day),
    ),
    _rule(
        r"\b(?:dans le courant du |le )?(?:mois prochain|next month|nachsten monat|mese prossimo|"
        r"mes que viene|proximo mes|volgende maand)\b",
        lambda _, day: month_end(day, 1),
    ),
    _rule(
        r"\b(?:fin de l.annee|fin d.annee|end of (?:the )?year|jahresende|fine anno|fin de ano|"
        r"eind(?:e)? van het jaar)\b",
        lambda _, day: date(day.year, 12, 31),
    ),
    _rule(
        r"\b(?:d.ici|avant|before|by|vor|bis|antes de|prima di|entro|voor) (?:la |el )?(?:noel|"
        r"christmas|xmas|weihnachten|navidad|natale|kerst(?:mis)?)\b",
        lambda _, day: date(day.year, 12, 25),
    ),
    _rule(
        rf"\b({_WEEKDAY}) (?:en huit|week|in acht tagen|over een week)\b(?!\s*-?end)",
        lambda m, day: add_days(next_weekday(day, WEEKDAY_OF[m[1]]), 7),
    ),
    _rule(
        r"\b(?:en|in) (?:quinze|vierzehn tagen|fourteen days)\b(?! jours)", lambda _, day: add_days(day, 15)
    ),
    _rule(
        rf"\b({_WEEKDAY}) (?:de la semaine prochaine|(?:of )?next week|(?:der )?nachster? woche|"
        rf"de la semana que viene|"
        rf"della (?:prossima settimana|settimana prossima)|volgende week)\b|"
        rf"\b(?:next week|volgende week|nachste woche|semaine prochaine)(?: on| le|,)? ({_WEEKDAY})\b",
        lambda m, day: add_days(sunday(day), 1 + WEEKDAY_OF[m[1] or m[2]]),
    ),
    _rule(
        rf"\b(?:{_WEEKDAY}),? (?:(?:le|the|den|dem|el|il|de) )?(\d{{1,2}})(?:er|st|nd|rd|th|"
        rf"\.)?\b(?!\s?(?:h\b|heures|€|eur|%|:|uhr))",
        lambda m, day: _day_of_month(int(m[1]), add_days(day, -1)),
    ),
    _rule(
        r"\bdebut de (?:la )?semaine prochaine|\b(?:early|beginning of|start of) next week|"
        r"\banfang (?:der )?nachster? woche|"
        r"\b(?:begin volgende week|inizio (?:della )?(?:prossima settimana|settimana prossima)|"
        r"principios de la semana que viene)\b",
        lambda _, day: add_days(sunday(day), 2),
    ),
    _rule(
        r"\bfin de (?:la )?semaine prochaine|\b(?:end of|late) next week|"
        r"\bende (?:der )?nachster? woche|\beind(?:e)? (?:van )?volgende week|"
        r"\bfine (?:della )?(?:prossima settimana|settimana prossima)",
        lambda _, day: add_days(sunday(day), 5),
    ),
    _rule(
        r"\b(?:semaine (?:prochaine|suivante)|next week|(?:nachster?|kommende) woche|"
        r"(?:proxima semana|semana (?:que viene|proxima))|"
        r"(?:prossima settimana|settimana prossima)|volgende week)\b",
        lambda _, day: sunday(day, 1),
    ),
    _rule(
        r"\b(?:en |la )?fin de (?:la |cette )?semaine|\bend of (?:the |this )?week|\bende (?:der |"
        r"dieser )?woche|\bwochenende dieser|"
        r"\bfin(?:al)? de (?:la |esta )?semana|\bfine (?:della )?settimana|\beind(?:e)? (?:van de |"
        r"van deze |deze )?week\b|\beow\b",
        lambda _, day: next_weekday(add_days(day, -1), 4),
    ),
    _rule(r"\b(?:week[- ]?end|wochenende|fin de semana|weekend)\b", lambda _, day: sunday(day)),
    _rule(
        r"\b(?:dans la semaine|cette semaine|courant de semaine|this week|diese(?:r)? woche|"
        r"esta semana|(?:in|questa) settimana|deze week)\b",
        lambda _, day: sunday(day),
    ),
    _rule(r"\b(?:sous |a |en |la )?huitaine\b", lambda _, day: add_days(day, 8)),
    _rule(r"\b(?:sous |a |une |dans une )?quinzaine\b", lambda _, day: add_days(day, 15)),
    _rule(r"\bfortnight\b", lambda _, day: add_days(day, 14)),
    _rule(
        rf"\b(?:{_UNTIL}) (?:(?:the next|les|la|max(?:imum)?|about|around|environ|die nachsten|"
        rf"den nachsten|de komende) )?"
        rf"(?P<count>{_COUNT}) ?{_WORKING_BEFORE}(?P<unit>{_UNITS})\b(?P<tail>(?: \w{{1,12}})?)",
        _span,
    ),
    _rule(
        r"\b(?P<count>\d{1,3}) ?(?P<unit>h|heures|jours|days|tage|giorni|dias|dagen|"
        r"hours) ?(?P<tail>ouvr\w+|max\w*|laborables|habiles|"
        r"lavorativi)\b",
        _span,
    ),
    _rule(
        r"\b(?:apres[- ]demain|day after tomorrow|ubermorgen|pasado manana|dopodomani|overmorgen)\b",
        lambda _, day: add_days(day, 2),
    ),
    _rule(
        r"\b(?:demain|tomorrow|domani)\b|(?<!guten )(?<!heute )(?<!jeden )\bmorgen(?:ochtend|middag|"
        r"avond|fruh)?\b|"
        r"(?<!la )(?<!esta )\bmanana\b|\btmrw?\b",
        lambda _, day: add_days(day, 1),
    ),
    _rule(
        r"\b(?:le lendemain|(?:the )?(?:next|following) day|am tag darauf|el dia siguiente|il giorno dopo)\b",
        lambda *_: None,
    ),
    _rule(
        r"\b(?:ce soir|aujourd.hui|ce jour(?!.la)|cet apres[- ]midi|ce midi|dans la (?:journee|soiree|"
        r"matinee)|dans l.heure|tout de suite|"
        r"de suite|sur[- ]le[- ]champ|immediatement|today|tonight|this (?:afternoon|evening)|"
        r"right now|right away|straight away|immediately|heute|"
        r"sofort|hoy|esta (?:tarde|noche)|oggi|stasera|subito|vandaag|vanavond|vanmiddag|meteen|cob|eod)\b",
        lambda _, day: day,
    ),
    _rule(rf"\b({_WEEKDAY})s?\b", lambda m, day: next_weekday(day, WEEKDAY_OF[m[1]])),
    _rule(
        rf"\b{_DAY_WORDS}(?: (?:of|run|day))? (\d{{1,2}})(?:er|ste|de|e)?(?:\.(?=\s|$))?\b"
        r"(?! ?(?:%|€|eur|h\b|heures|uhr|jours|days|tage|dias|giorni|dagen|semaines|weeks|mois|months|"
        r"pieces|fois|[/:.,]\d|(?:st|nd|rd|th)?[ -]day))",
        lambda m, day: _day_of_month(int(m[1]), day),
    ),
    _rule(r"\b(\d{1,2})(?:st|nd|rd|th)\b", lambda m, day: _day_of_month(int(m[1]), day)),
)
