"""Patterns of days that are told by a month, a quarter or a year, each with its rule. Folded text; pure."""

import re
from collections.abc import Callable
from datetime import date

from relanced.intake.days import MONTH_OF
from relanced.intake.reply.when.calendar import day_of_month, in_month, in_named_month, month_end, quarter_end
from relanced.intake.reply.when.day_words import MONTH, WEEKDAY

Rule = Callable[[re.Match[str], date], date | None]

_NEXT_MONTH = (
    r"(?:mois (?:prochain|suivant|qui vient)|next month|following month|mese prossimo|prossimo mese|"
    r"mes (?:que viene|proximo|siguiente)|proximo mes|volgende maand|"
    r"(?:nachsten|kommenden|folgenden) monats?)"
)
_THIS_MONTH = r"(?:mois(?: en cours|[- ]ci)?|month|monats?|mese(?: corrente)?|mes(?: en curso)?|maand|mnd)"
_OF = (
    r"(?: (?:de ce|de cette|du|de|d.un|of (?:the|this)|of|del|de este|di questo|di|des|dieses|"
    r"van (?:de|deze)|van|deze|a|the|le)){0,1} ?"
)
_END = r"(?:fin|end|fine|finale?s?|eind|einde|ende)"
_BEGIN = r"(?:debut|tout debut|early|beginning|start|anfang|inizio|principios?|primi|begin)"
_MIDDLE = r"(?:mi|mid|mitte|meta|mediados|half|medio|middle|midden|milieu)"


def _part_of_month(number: int) -> Rule:
    def resolve(match: re.Match[str], day: date) -> date:
        end = in_named_month(MONTH_OF[match["month"]], day)
        return end.replace(day=min(number, end.day))

    return resolve


def _part_of_next(number: int) -> Rule:
    return lambda _, day: in_month(day, 1, number)


def _nth_week(match: re.Match[str], day: date) -> date:
    weeks = {"p": 1, "1": 1, "f": 1, "e": 1, "d": 2, "s": 2, "2": 2, "z": 2, "t": 3, "3": 3, "l": 5}
    weeks |= {"u": 5}
    end = in_named_month(MONTH_OF[match["month"]], day)
    word = match["nth"]
    count = 5 if word.startswith(("dern", "last", "letz", "ult", "laat")) else weeks[word[0]]
    return end.replace(day=min(7 * count, end.day))


def _numeric(match: re.Match[str], day: date) -> date:
    first, second = int(match[1]), int(match[2])
    number, month = (second, first) if second > 12 >= first else (first, second)
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return in_named_month(month, day, number)


# In order: where two overlap, the first counts.
NAMED_MONTH: tuple[tuple[str, Rule], ...] = (
    (
        (
            rf"\b(?:(?:premiere|1ere) quinzaine|first half|erste halfte|primera quincena|prima quindicina)"
            rf" (?:de |d'|d’|du mois de |of |des )?(?P<month>{MONTH})\b"
        ),
        _part_of_month(15),
    ),
    (
        (
            r"\b(?P<nth>premiere|1ere|deuxieme|2e|2eme|seconde|troisieme|3e|3eme|derniere|first|second|"
            r"third|last|"
            r"erste|ersten|zweite|zweiten|letzte|letzten|primera|segunda|tercera|ultima|prima|terza|"
            r"eerste|tweede|"
            rf"laatste) (?:semaine|week|woche|semana|settimana){_OF}(?P<month>{MONTH})\b"
        ),
        _nth_week,
    ),
    (
        (
            rf"\b(?:{_END}|courant|during|late|dans le courant|(?:2e|2eme|seconde|deuxieme) quinzaine|"
            rf"second half|last day|dernier jour|mese)(?: du mois)?{_OF}(?: ?mese di )?(?P<month>{MONTH})\b"
        ),
        _part_of_month(31),
    ),
    (rf"\b{_BEGIN}{_OF}(?: ?mese di )?(?P<month>{MONTH})\b", _part_of_month(10)),
    (rf"\b{_MIDDLE}[- ]?{_OF}(?P<month>{MONTH})\b", _part_of_month(15)),
    (
        rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|°|\.|e|o)?(?: de | of | d'| d’| )?({MONTH})\b",
        lambda m, day: in_named_month(MONTH_OF[m[2]], day, int(m[1])),
    ),
    (
        rf"\b({MONTH})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?![\d:.]\d)",
        lambda m, day: in_named_month(MONTH_OF[m[1]], day, int(m[2])),
    ),
    (
        r"(?<![\w/.,-])(\d{1,2})[/.](\d{1,2})\.?(?![\w/]|[.,]\d|\s?(?:€|eur|%|h\b|jours|j\b|days|tage))",
        _numeric,
    ),
    (
        (
            r"\b(?:le|du|au|op|tot|am|bis|el|al|il|van|on|by|voor|uiterlijk|avant|before|entro) "
            rf"(\d{{1,2}})-(0?[1-9]|1[0-2])\b(?!-\d| ?(?:{MONTH}))"
        ),
        _numeric,
    ),
)

OTHER_MONTH: tuple[tuple[str, Rule], ...] = (
    (
        (
            rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|\.|e)? (?:du |of |del |des |van )?{_NEXT_MONTH}\b|"
            r"\b(\d{1,2}) p\.? ?v\."
        ),
        lambda m, day: in_month(day, 1, int(m[1] or m[2])),
    ),
    (
        (
            r"\b(\d{1,2})(?:er|st|nd|rd|th|\.|e)? (?:du mois(?: courant)?|de ce mois|of (?:this|the) month|"
            r"de este mes|(?:dieses|des) monats|di questo mese|van deze maand|c\.? ?m\.)"
        ),
        lambda m, day: in_month(day, 0, int(m[1])),
    ),
    (rf"\b{_END}{_OF}{_NEXT_MONTH}\b", lambda _, day: month_end(day, 1)),
    (rf"\b{_BEGIN}{_OF}{_NEXT_MONTH}\b", _part_of_next(10)),
    (rf"\b{_MIDDLE}[- ]?{_OF}{_NEXT_MONTH}\b", _part_of_next(15)),
    (rf"\b{_MIDDLE}[- ]?{_OF}{_THIS_MONTH}\b", lambda _, day: day_of_month(15, day)),
    (
        (
            rf"(?<!jours )(?<!days )\b{_END}{_OF}{_THIS_MONTH}\b|\beom\b|\bmonth.?end\b|"
            r"\bmonats(?:ende|ultimo|letzten)\b|\bultimo\b(?! (?:avis|aviso|rappel|avviso|sollecito))|"
            rf"\b(?:last day|dernier jour|letzte[nr] tag|ultimo (?:giorno|dia)|"
            rf"laatste dag){_OF}{_THIS_MONTH}\b|"
            r"\b(?:this month|ce mois[- ]ci|courant du mois|deze maand|diesen monat|questo mese|este mes)\b"
        ),
        lambda _, day: month_end(day),
    ),
    (rf"\b(?:dans le courant du |le )?{_NEXT_MONTH}\b", lambda _, day: month_end(day, 1)),
    (
        (
            rf"\b{_END}{_OF}(?:l.)?(?:annee|an|year|jahres|anno|ano|jaar|het jaar)\b|\bjahresende\b|"
            rf"\byear[- ]end\b"
        ),
        lambda _, day: date(day.year, 12, 31),
    ),
    (
        (
            rf"\b{_END}{_OF}(?:het )?(?:[tq](?P<quarter>[1-4])|trimestre|quarter|quartals|kwartaal)\b|"
            r"\bquartalsende\b"
        ),
        lambda m, day: quarter_end(day, int(m["quarter"] or 0)),
    ),
    (
        (
            r"\b(?:d.ici|avant|before|by|vor|bis|antes de|prima di|entro|voor|jusqu.a) (?:la |el )?(?:noel|"
            r"christmas|xmas|weihnachten|navidad(?:es)?|natale|kerst(?:mis)?)\b"
        ),
        lambda _, day: date(day.year, 12, 25),
    ),
)

_DAY_WORDS = (
    r"(?:le|du|au|les|el|los|al|il|lo|ab|am|zum|den|dem|bis|the|on|by|for|op|de|tot|pour le|vers le|"
    r"entro il|dia|dias|dal)"
)

BARE_DAY: tuple[tuple[str, Rule], ...] = (
    (
        (
            rf"\b{_DAY_WORDS}(?: (?:of|run|day))? (\d{{1,2}})(?:er|ste|de|e)?(?:\.(?=\s|$))?\b"
            r"(?! ?(?:%|€|eur|h\b|heures|uhr|jours|days|tage|dias|giorni|dagen|semaines|weeks|mois|months|"
            r"pieces|fois|\d{3}\b|[/:.,]\d|(?:st|nd|rd|th)?[ -]day))"
        ),
        lambda m, day: day_of_month(int(m[1]), day),
    ),
    (r"\b(\d{1,2})(?:st|nd|rd|th)\b", lambda m, day: day_of_month(int(m[1]), day)),
)

WEEKDAY_WITH_NUMBER: tuple[tuple[str, Rule], ...] = (
    (
        (
            rf"\b(?:{WEEKDAY}),? (?:(?:le|the|den|dem|el|il|de) )?(\d{{1,2}})(?:er|st|nd|rd|th|"
            r"\.)?\b(?!\s?(?:h\b|heures|€|eur|%|:|uhr))"
        ),
        lambda m, day: day_of_month(int(m[1]), date.fromordinal(day.toordinal() - 1)),
    ),
)
