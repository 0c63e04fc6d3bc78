"""The words of six languages that name weekdays, numbers and ordinals: pure data, folded, and how to read them."""

import re

from relanced.intake.days import MONTH_OF
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy

_WEEKDAYS = (
    "lundi monday montag lunes lunedi maandag",
    "mardi tuesday dienstag martes martedi dinsdag tues",
    "mercredi wednesday mittwoch miercoles mercoledi woensdag weds",
    "jeudi thursday donnerstag jueves giovedi donderdag thurs thur",
    "vendredi friday freitag viernes venerdi vrijdag fri",
    "samedi saturday samstag sonnabend sabado sabato zaterdag",
    "dimanche sunday sonntag domingo domenica zondag",
)
WEEKDAY_OF = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
WEEKDAY = "|".join(WEEKDAY_OF)
# «mon», «sun» and «sat» are words of other languages too: only behind an English preposition.
SHORT_OF = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}

# One to thirty-one; «_» stands for a hyphen, a blank or nothing.
_CARDINALS = (
    (
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept "
        "dix_huit dix_neuf vingt vingt_et_un vingt_deux vingt_trois vingt_quatre vingt_cinq vingt_six vingt_sept "
        "vingt_huit vingt_neuf trente trente_et_un"
    ),
    (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty twenty_one twenty_two twenty_three twenty_four twenty_five "
        "twenty_six twenty_seven twenty_eight twenty_nine thirty thirty_one"
    ),
    (
        "ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
        "siebzehn achtzehn neunzehn zwanzig"
    ),
    (
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
        "veintiseis veintisiete veintiocho veintinueve treinta treinta_y_uno"
    ),
    (
        "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
        "diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei "
        "ventisette ventotto ventinove trenta trentuno"
    ),
    (
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
        "zeventien achttien negentien twintig"
    ),
)
_ORDINALS = (
    "premier",
    (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty_first twenty_second twenty_third "
        "twenty_fourth twenty_fifth twenty_sixth twenty_seventh twenty_eighth twenty_ninth thirtieth thirty_first"
    ),
    (
        "ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten elften zwolften "
        "dreizehnten vierzehnten funfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten"
    ),
    "primero",
    "primo",
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
)


def _numbered(tables: tuple[str, ...]) -> dict[str, int]:
    return {name.replace("_", " "): n for names in tables for n, name in enumerate(names.split(), 1)}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted((re.sub(" ", "[- ]?", word) for word in words), key=len, reverse=True))


_MORE = "une one a an eine einem einer una couple twee"
_TENS = {"trente": 30, "thirty": 30, "dreissig": 30, "dertig": 30}
_CARDINAL_OF = _numbered(_CARDINALS) | _TENS
_ORDINAL_OF = _numbered(_ORDINALS)
NUMBER_OF = _CARDINAL_OF | {word: 2 if word in {"couple", "twee"} else 1 for word in _MORE.split()}
_ALL = {word.replace(" ", ""): n for word, n in (_CARDINAL_OF | _ORDINAL_OF).items()}

MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
COUNT = r"\d{1,3}|" + "|".join(sorted(NUMBER_OF, key=len, reverse=True))
_OF = r"(?: (?:de|d'|d’|of|di|del|van)){0,1} ?"
# «le quinze novembre», «the first of November»: any number word before a month
_BEFORE_MONTH = lazy(rf"\b(?P<word>{_any(_CARDINAL_OF | _ORDINAL_OF)})(?={_OF}\b(?:{MONTH})\b)")
_AFTER_MONTH = lazy(rf"(?<=\b)(?P<month>{MONTH}) (?:the )?(?P<word>{_any(_ORDINAL_OF)})\b")
# «le vingt-cinq.», «on the fifteenth», «am fünfzehnten»: an article before, and nothing that it counts behind
_ALONE = lazy(
    rf"\b(?P<article>(?:on|by|before) the|le|du|au|am|zum|bis zum|el|il|al|"
    rf"op de) (?P<word>{_any(_ALL | _ORDINAL_OF | _CARDINAL_OF)})"
    r"(?=\s*(?:$|[,.;:!)]|du mois|de este mes|del mes|of (?:the|this|next) month|at the latest|"
    r"au plus tard|des monats))"
)


@kept
def with_figures(sentence: str) -> str:
    """A folded sentence, its days of the month in figures: «le quinze novembre» is «le 15 novembre»."""
    sentence = _BEFORE_MONTH.sub(lambda m: _figure(m["word"]), sentence)
    sentence = _AFTER_MONTH.sub(lambda m: f"{m['month']} {_figure(m['word'])}", sentence)
    return _ALONE.sub(lambda m: f"{m['article']} {_figure(m['word'])}", sentence)


def number(text: str) -> int:
    """A count as written, in figures or words."""
    return int(text) if text.isdigit() else NUMBER_OF[text]


def _figure(word: str) -> str:
    return str(_ALL[re.sub("[- ]", "", word)])
