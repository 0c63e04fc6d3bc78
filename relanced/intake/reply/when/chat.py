"""A folded text as people type it on a telephone in, its words for days in full out. Pure, linear.

«ds la sem pro», «nxt week», «la semana q viene», «tmrw»: only what stands beside other words of a day is
written out, for «ds», «do» and «mar» are other words too.
"""

from relanced.intake.kept import kept
from relanced.intake.lazy import lazy

_DAYS = {
    "lundi": "lun ldi",
    "mardi": "mar mdi",
    "mercredi": "mer merc mcdi",
    "jeudi": "jeu jdi",
    "vendredi": "ven vend vdr vdd vendr",
    "samedi": "sam",
    "dimanche": "dim",
    "montag": "mo",
    "dienstag": "di",
    "mittwoch": "mi",
    "donnerstag": "do",
    "freitag": "fr",
    "samstag": "sa",
    "viernes": "vie",
    "lunes": "lun",
    "miercoles": "mie",
    "jueves": "jue",
}
_IN_FRENCH, _IN_GERMAN, _IN_SPANISH = (
    {short: day for day in days.split() for short in _DAYS[day].split()}
    for days in (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "montag dienstag mittwoch donnerstag freitag samstag",
        "lunes miercoles jueves viernes",
    )
)
_PLAIN = {  # these are no other words of any of the six languages
    "demain": "2main dem1 dmain 2m1 dmn",
    "aujourd'hui": "auj ajd aujd ojd",
    "pendant": "pdt pdnt",
    "vendredi": "vdd vdr vendr vdredi",
    "next": "nxt",
    "tomorrow": "tmr tmw tmrw tmrow tmoz tomoz 2moro 2morrow 2mrw tomo tmorrow tommorow",
    "today": "2day tdy",
    "weekend": "wknd wkend",
    "vandaag": "vndg vdg vndaag",
    "morgen": "mrgn morge",
    "manana": "mnn mñn mnana",
    "volgende": "vlgnd vlgde volg vlg",
}
_FULL = {short: full for full, shorts in _PLAIN.items() for short in shorts.split()}
_TABLE: tuple[tuple[str, str], ...] = (
    (r"\b[qk] (?=vien|entra)", "que "),
    (r"\bds (?=l[aeo']|l’|les\b|ma\b|une?\b|cette\b|\d)", "dans "),
    (r"\b(volgende|komende|deze|next|this|dans la|end of|volg\.?) wk\b\.?", r"\1 week"),
    (r"\b(?:prox|pross)\b\.? (settimana|semana)\b", r"prossima \1"),
    (r"\b(?:prox|pross)\b\.? mes\b", "proximo mes"),
    (r"\bprossima semana\b", "proxima semana"),
    (r"\bsett\b\.? (?=pros|prox|\d)", "settimana "),
    (r"\bsettimana (?:prox|pross)\b\.?", "settimana prossima"),
    (r"\bmese (?:prox|pross)\b\.?", "mese prossimo"),
    (r"\bsem\b\.? (?=que vien|proxima|entrante|siguiente)", "semana "),
    (r"\bsem\b\.? (?=pro|suiv|qui vien|(?:n[°o]? ?)?\d)", "semaine "),
    (r"\b(la|cette|fin de|de|dans la|en) sem\b\.?(?! \w)", r"\1 semaine"),
    (r"\bsemaine pro(?:ch)?\b\.?", "semaine prochaine"),
    (r"\bmois pro(?:ch)?\b\.?", "mois prochain"),
    (r"\b(fin|debut) (?:du |de )?moi\b", r"\1 du mois"),
    (r"\b(?:ce|le) w\.?-?e\b", "ce week-end"),
    (r"\b(?:nachste|na|nachst)\b\.? wo(?:che)?\b\.?", "nachste woche"),
    (r"\b(\d{1,2})\. ?(?:kw|kalenderwoche)\b", r"kw \1"),
    (r"\b(kw|wk)\.? ?(\d{1,2})\b", r"\1 \2"),
    (r"\b(en|fin|courant|debut|paiement|virement) s\.? ?([1-5]\d)\b", r"\1 semaine \2"),
)
_RULES = tuple((lazy(pattern), full) for pattern, full in _TABLE)
_WORD = lazy(rf"(?<!\w)(?:{'|'.join(_FULL)})(?!\w)")
_FRENCH = lazy(rf"\b({'|'.join(_IN_FRENCH)})\b\.? (?=pro(?:ch\w*)?\b|matin|soir|qui vient)(?:pro\b)?")
_GERMAN = lazy(rf"\b(am|bis|kommenden|nachsten|diesen) ({'|'.join(_IN_GERMAN)})\b(?!\w)\.?")
_SPANISH = lazy(rf"\b(el) ({'|'.join(_IN_SPANISH)})\b\.?")


@kept
def in_full(text: str) -> str:
    """The folded text, its short forms of days written out; other words stay as they are."""
    text = _WORD.sub(lambda found: _FULL[found[0]], text)
    for pattern, full in _RULES:
        text = pattern.sub(full, text)
    text = _FRENCH.sub(lambda found: f"{_IN_FRENCH[found[1]]} ", text)
    text = _GERMAN.sub(lambda found: f"{found[1]} {_IN_GERMAN[found[2]]}", text)
    return _SPANISH.sub(lambda found: f"{found[1]} {_IN_SPANISH[found[2]]}", text)
