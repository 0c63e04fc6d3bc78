"""The cells of a bank's table in, amounts, days and senses out. Pure; a cell that can be read in two ways is none."""

import re
from collections.abc import Iterable
from datetime import date

from relanced.intake.amounts import currency_of, parse_number
from relanced.intake.bank.files.values import digit_day
from relanced.intake.days import find_days, fold
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_SPACES = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "−": "-", "–": "-", "’": "'"}
)
_AMOUNT = lazy(
    r"(?P<open>\()?(?P<sign>[+-])?\s?(?:(?P<before>[A-Z]{3}|[€£$])\s?)?(?P<sign2>[+-])?"
    r"(?P<number>\d{1,3}(?:[ .,']\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?)(?P<even>[.,]-{1,2})?"
    r"(?P<after>\s?(?:[A-Z]{3}|[€£$]))?\s?(?P<tail>[+-]|CR|DR|C|D|H|S)?(?P<close>\))?"
)
_DECIMAL = lazy(r"(?<=\d)([.,])\d{1,2}(?!\d)")
_SLASHED_DAY = lazy(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\b", re.ASCII)
_OUT = frozenset({"-", "D", "DR", "S"})
_IN_WORDS = lazy(
    r"^(?:\+|c|cr|h|k|bij|haben|credit|credits|crdt|in|avere|abono|haber|entrata|entree|ingreso|crediteur|habenbuchung)$"
)
_OUT_WORDS = lazy(
    r"^(?:-|d|dr|s|af|soll|debit|debits|dbit|out|dare|cargo|debe|uscita|sortie|salida|debiteur|outgoing|sollbuchung)$"
)


def decimal_sign(cells: Iterable[str]) -> str:
    """The sign before the cents in a column; "" where it shows none, or both."""
    signs = {match[1] for cell in cells if (match := _DECIMAL.search(cell.strip()[-12:]))}
    return signs.pop() if len(signs) == 1 else ""


def amount_in(cell: str, currency: str, decimal: str) -> Money | None:
    """The signed amount of a cell: «1 860,00», «1,860.00 CR», «+1.860,-», «(31.98)».

    None where it is none, or where one sign can part thousands or cents: «1.234» beside «12.50».
    """
    plain = cell.translate(_SPACES).strip()
    match = _AMOUNT.fullmatch(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    named = (match["before"] or match["after"] or "").strip()
    code = (currency_of(named) or (named if len(named) == 3 else "")) if named else currency
    number = match["number"]
    parts_thousands = re.search(r"[.,](?=\d{3}(?:\D|$))", number)
    if decimal and parts_thousands and parts_thousands[0] == decimal:
        return None
    money = parse_number(number, code) if code else None
    if money is None:
        return None
    signs = [sign for sign in (match["sign"], match["sign2"], match["tail"]) if sign]
    is_out = bool(match["open"]) or any(sign in _OUT for sign in signs)
    return Money(-money.cents, money.currency) if is_out else money


def is_signed(cell: str) -> bool:
    """Whether a cell shows on which side it stands."""
    return bool(re.search(r"^\s*[(+-]|(?:[+-]|\b(?:CR|DR|C|D|H|S)|\))\s*$", cell.translate(_SPACES)))


def sense_in(cell: str) -> bool | None:
    """True: in, False: out, None: the cell does not say."""
    plain = fold(cell).strip(" .")
    if _IN_WORDS.match(plain):
        return True
    return False if _OUT_WORDS.match(plain) else None


def puts_month_first(cells: Iterable[str]) -> bool:
    """Whether a column of dates is American: a second number above twelve, and never a first one."""
    pairs = [(int(match[1]), int(match[2])) for cell in cells if (match := _SLASHED_DAY.match(cell))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def day_in_cell(cell: str, *, month_first: bool) -> date | None:
    """The day of a cell."""
    found = digit_day(cell)
    return found or next((each.day for each in find_days(cell[:60], month_first=month_first)), None)
