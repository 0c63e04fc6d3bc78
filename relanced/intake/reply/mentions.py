"""Subject and typed text in, the words that may be invoice numbers out. Pure.

Whether one is, only a look at the open invoices can tell; here none may be lost.
"""

import re

MAX_MENTIONS = 50
_MAX_READ = 20_000
_NUMBER = re.compile(r"(?<![\w@./-])[^\W_](?:[\w/.-]{0,38}\w)?(?![\w@])")
_LETTERS_THEN_DIGITS = re.compile(r"(?<![\w])[A-Z]{1,4}[ -]{1,2}\d[\w/-]{1,20}")  # «F 2026-012»
_NAMED = re.compile(
    r"(?:n[°ºo]\.?|nr\.?|num[ée]ro|number|#|facture|invoice|rechnung|factura|fattura|"
    r"factuur)\s{0,2}[:#]?\s{0,2}(\d{1,12})\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}|\d{1,2}|\d{1,2}h\d{0,2}")
_SPACED_AMOUNT = re.compile(
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?:[.,]\d{2}(?!\d)|[ \u00a0\u202f]?(?:€|eur))", re.IGNORECASE
)


def mentions_in(subject: str, text: str) -> tuple[str, ...]:
    """Every word that holds a digit and is no date, amount or small number; at most 50, as written."""
    found: dict[str, None] = {}
    for written in (subject[:1000], text[:_MAX_READ]):
        source = _SPACED_AMOUNT.sub(" ", written)
        for match in _NAMED.finditer(source):
            found.setdefault(match[1])
        for match in (*_NUMBER.finditer(source), *_LETTERS_THEN_DIGITS.finditer(source)):
            word = match[0]
            if (
                any(c.isdigit() for c in word)
                and not _DATE.fullmatch(word.split()[-1])
                and not _AMOUNT.fullmatch(word)
            ):
                found.setdefault(word)
    return tuple(found)[:MAX_MENTIONS]
