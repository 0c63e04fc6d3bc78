"""Subject and typed text in, the words that may be invoice numbers out. Pure.

Whether one is, only a look at the open invoices can tell; here none may be lost.
"""

import re

from relanced.intake.days import MONTH_OF, fold
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy

MAX_MENTIONS = 50
_MAX_READ = 20_000
_NUMBER = lazy(r"(?<![\w@./-])[^\W_](?:[\w/.-]{0,38}\w)?(?![\w@])")
_LETTERS_THEN_DIGITS = lazy(r"(?<![\w])[A-Z]{1,4}[ -]{1,2}\d[\w/-]{1,20}")  # «F 2026-012»
_SIGN = r"(?:n[°ºo]\.?|nr\.?|num[ée]ro|number|nummer|#)"
_NAMED = lazy(
    r"(?:n[°ºo]\.?|nr\.?|num[ée]ro|number|#|facture|invoice|rechnung|factura|fattura|"
    r"factuur)\s{0,2}[:#]?\s{0,2}(\d{1,12})\b",
    re.IGNORECASE,
)
_DATE = lazy(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{4}-\d{2}-\d{2}")
_AMOUNT = lazy(
    r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}|\d{4,9}[.,]\d{2}|\d{1,2}|\d{1,2}h\d{0,2}|\d{1,2}(?:er|re|e|[èe]me|nde?|rd|st|th)"
)
_SPACED_AMOUNT = lazy(
    r"(?<![\w./-])\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?:[.,]\d{2}(?!\d)|[ \u00a0\u202f]?(?:€|eur))",
    re.IGNORECASE,
)
# «450 €», «EUR 1200,50»: bare figures beside a currency; «n° 450 €» keeps its number.
_PRICED = lazy(
    r"(?<![\w./-])\d{3,9},\d{2}(?!\d)"
    r"|(?<![\w./-])\d{1,9}(?:[.,]\d{1,2})?[ \u00a0\u202f]?(?:€|£|\$|(?:eur|euros?|chf|usd|gbp)\b)"
    r"|(?:€|£|(?<!\w)(?:eur|chf|usd|gbp))[ \u00a0\u202f]?\d{1,9}(?:[.,]\d{1,2})?(?![\w/-])",
    re.IGNORECASE,
)
# «Relance n° 3», «2e rappel», «rappel 2»: which letter it is, and no invoice.
_WHICH_LETTER = lazy(
    rf"(?<!\w)(?:relances?|rappels?|reminders?|mahnung|zahlungserinnerung|recordatorio|sollecito|aanmaning|"
    rf"herinnering)\s{{0,2}}(?:{_SIGN}\s{{0,2}})?\d{{1,2}}(?![\w/.-]*\d)",
    re.IGNORECASE,
)
# French numbers in five pairs, international ones, and what stands behind a word for a telephone.
_PHONE = lazy(
    r"(?<![\w./-])0\d(?:[ .-]\d{2}){4}(?![\w/-])"
    r"|(?<![\w+])(?:\+|00)\d{2}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){6,11}(?![\w/-])"
    r"|(?<!\w)(?:t[ée]l|t[ée]l[ée]phone|phone|mobile|portable|port|fax|gsm|handy|telefon|cell|mob)\.?\s?:?[ \t]{0,3}"
    r"\+?[\d(][\d ().]{6,18}\d(?![\w/-])",
    re.IGNORECASE,
)
_NOT_NUMBERS = (_SPACED_AMOUNT, _WHICH_LETTER, _PHONE)
_YEAR = lazy(r"(?:19|20)\d\d")
_MONTHS = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_MONTH_BEFORE = lazy(rf"\b(?:{_MONTHS})\.?,? (?:(?:de|del) )?(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?$")


def mentions_in(subject: str, text: str) -> tuple[str, ...]:
    """Every word that holds a digit and is no date, amount, telephone or small number; at most 50, as written."""
    found = dict.fromkeys((*_mentioned(subject[:1000]), *_mentioned(text[:_MAX_READ])))
    return tuple(found)[:MAX_MENTIONS]


@kept
def _mentioned(source: str) -> tuple[str, ...]:
    """Those of one text, at most 50."""
    if not any(map(str.isdigit, source)):
        return ()
    found: dict[str, None] = {}
    for pattern in _NOT_NUMBERS:
        source = pattern.sub(" ", source)
    for match in _NAMED.finditer(source):
        found.setdefault(match[1])
    source = _PRICED.sub(" ", source)
    for match in (*_NUMBER.finditer(source), *_LETTERS_THEN_DIGITS.finditer(source)):
        word = match[0]
        if (
            any(map(str.isdigit, word))
            and not _DATE.fullmatch(word.split()[-1])
            and not _AMOUNT.fullmatch(word)
            and not _is_year(source, match)
        ):
            found.setdefault(word)
    return tuple(found)[:MAX_MENTIONS]


def _is_year(source: str, match: re.Match[str]) -> bool:
    """Whether it is the year of a day that is written out: «3 mars 2026», «March 3, 2026»."""
    before = " ".join(fold(source[max(0, match.start() - 30) : match.start()]).split()) + " "
    return _YEAR.fullmatch(match[0]) is not None and _MONTH_BEFORE.search(before) is not None
