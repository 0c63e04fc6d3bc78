"""Text in, the number that it begins with out: a number is taken whole, never its beginning or its end. Pure."""

import re

from relanced.intake.amounts import find_amounts
from relanced.intake.days import find_days, fold
from relanced.intake.lazy import lazy
from relanced.model.names import number_key

_SKIP = lazy(r"[\s.:#°º]*")
# What may follow a number: nothing, a space, or a sign that no letter or digit follows.
_ENDS = r"(?=$|\s|[(;|»”)\]]|[^\w\s€£$%]{1,3}(?:\s|$))"
_TOKEN = lazy(
    r"(?:[A-Z]{1,6}\s(?=\d))?[A-Za-z0-9](?:[A-Za-z0-9]|[-_/.–](?=[A-Za-z0-9])){0,29}"
    r"(?:\s[-/]\s\d{1,6}(?![\d/.]|-\d))?" + _ENDS
)
# What a person writes after a number: its day, a page, another column.
_THEN = r"\s*(?:$|[-–—|,(]|(?:du|vom|del|of|from|dated|date|le|den|de|di|van|au)\b)"
_SPLIT_NUMBER = lazy(r"((?:[A-Z]{1,6}\s)?\d{2,4}(?:\s\d{2,6}){1,2})(?=" + _THEN + ")")  # «F 2026 042»
# More of a number in several pieces, «26 A 1180», of which the first alone would be another number.
_GOES_ON = lazy(r"\s(?:[A-Z]{1,3}[\s/-]?)?\d|\s?[-–/+_]\s?[A-Z]{0,6}\d")
_COLUMN = lazy(r"\s\d{1,3}\s?/\s?\d{1,3}(?!\S)")  # a page «1/2» goes after it, squeezed against it
# «Facture d'acompte n° 1 — FA2026-042»: the first counts the deposits, the second is the number.
# «26 - 1180» and «26-1180» are one number each: what follows the count has letters or its own hyphen.
_COUNTED = lazy(
    r"\s*\d{1,2}(?:\s+[-–—|:]\s+|:\s+|\s*n[°o]\s*)(?=[A-Za-z]{1,6}[\s/-]?\d|\d{2,4}[-/]\d|[A-Z]{1,4}-[A-Z]*\d)"
)
_YEARLY = lazy(r"20\d\d\.\d{3,6}(?!\d)")  # «2026.962»: no sum has three decimals
_DAY_LIKE = lazy(r"(\d{1,5})[/.-](\d{1,2})[/.-](20\d\d)(?=" + _THEN + ")")  # «n° 14/04/2026»
_MOST_WORDS = 3  # that one number is printed in


def number_at(text: str, *, strong: bool = False) -> str | None:
    """The number that a text begins with, or None: days, amounts and bare years are none.

    `strong`: a label says that a number follows, so that «2026» and «F 2026 042» are one.
    """
    start = _SKIP.match(text)
    rest = text[start.end() if start else 0 :]
    counted = _COUNTED.match(rest)
    if counted and (further := number_at(rest[counted.end() :], strong=strong)) and len(further) > 3:
        return further
    if strong and (split := _SPLIT_NUMBER.match(rest)):
        return split[1]
    match = _TOKEN.match(rest)
    if match is None or not re.search(r"\d", match[0]):
        return None
    token = match[0]
    if any(found.start == 0 and found.end >= len(token) - 1 for found in find_days(rest[: len(token) + 12])):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", token) and not strong:
        return None
    if re.match(r"\s?%", rest[len(token) :]) or any(
        found.start == 0 and (found.has_currency or (found.has_cents and not _YEARLY.match(rest)))
        for found in find_amounts(rest[:40])
    ):
        return None
    return None if _goes_on(rest, token) else token


def _goes_on(rest: str, token: str) -> bool:
    """Whether more digits follow that are neither a day nor a page: where the number ends cannot be told."""
    after = rest[len(token) :]
    if not _GOES_ON.match(after) or _COLUMN.match(after):
        return False
    return not any(found.start <= 1 for found in find_days(after.lstrip(" -–/")[:40]))


def day_like_number(text: str) -> tuple[str, int, int] | None:
    """A number that is written as a day, «14/04/2026», with its month and year; None for anything else.

    VosFactures, Fakturownia and InvoiceOcean count so from the first of each month on.
    """
    start = _SKIP.match(text)
    match = _DAY_LIKE.match(text, start.end() if start else 0)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return match[0], int(match[2]), int(match[3])


def prints(text: str, key: str) -> bool:
    """Whether a text shows a number as whole words; «118» is not shown by «26-1180»."""
    words = [re.sub(r"^(?:n[°o]?|no)(?=\d)", "", word) for word in re.split(r"[\s,;:()|«»#]+", text) if word]
    keys = [number_key(word) for word in words]
    return any(
        "".join(keys[first : first + many]) == key and not _is_piece(words, first, first + many)
        for first in range(len(words))
        for many in range(1, _MOST_WORDS + 1)
    )


def _is_piece(words: list[str], first: int, end: int) -> bool:
    """Whether the words before and after may belong to the same number: «F 118», «118 042»."""
    before = words[first - 1] if first else ""
    after = words[end] if end < len(words) else ""
    series = re.fullmatch(r"[A-Z]{1,4}|\d+", before) and before not in {"N", "NO", "NR"}
    return bool(series or re.fullmatch(r"\d+", after))


def says_number(words: str) -> bool:
    """Whether the words of a label say «number»; a bare title does not."""
    return bool(re.search(r"n[°o]?\b|nr\b|num|nummer|ref|\bid\b", fold(words)))
