"""Text in, the amounts of money in it out, in whatever way people write them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.kept import kept
from relanced.intake.lazy import lazy
from relanced.model.money import MINOR_DIGITS, Money

_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
    "CHF": "CHF",
    "FR.": "CHF",
    "SFR.": "CHF",
    "SFR": "CHF",
    "FRS": "CHF",
    "SFRS": "CHF",
    "CHF.": "CHF",
    "EUR.": "EUR",
    "FCFA": "XOF",
    "F CFA": "XOF",
    "EUROS": "EUR",
    "EURO": "EUR",
    "EURS": "EUR",
    # As French, Spanish, Dutch and Nordic programs write the money of others (Unicode CLDR).
    "£GB": "GBP",
    "GB£": "GBP",
    "$US": "USD",
    "US$": "USD",
    "$CA": "CAD",
    "CA$": "CAD",
    "C$": "CAD",
    "$AU": "AUD",
    "AU$": "AUD",
    "A$": "AUD",
    "$NZ": "NZD",
    "NZ$": "NZD",
    "$HK": "HKD",
    "HK$": "HKD",
}
_CODES = (
    "EUR|GBP|USD|CHF|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|JPY|XPF|XOF|XAF|MAD|TND|CNY|SGD|HKD|NZD|TRY|ISK"
)
_CODE = frozenset(_CODES.split("|"))
# These stand in capitals only: «4 cad.» is Italian for four pieces, «try» and «mad» are words.
_CAPITALS = "CAD|AUD|RON|MAD|TRY|NOK|SEK|HUF|ISK|SGD|XAF"
_SPACE = "[ \u00a0\u202f\u2009\u2007]"
_DIGITS = rf"\d{{1,3}}(?:(?:{_SPACE}|[.,'’‘ʼ´])\d{{3}})+(?:[.,]\d{{1,3}})?|\d+(?:[.,]\d{{1,3}})?"
_CURRENCY = (
    rf"(?:chf|eur)\.(?=\s?\d)|(?:(?!{_CAPITALS})(?:{_CODES})|(?-i:{_CAPITALS}))(?![A-Za-z])|£GB\b|GB£|\$(?:US|CA|AU|NZ|HK)\b"
    r"|(?:US|CA|C|AU|A|NZ|HK)\$|[€£$]|euros?\b|s?fr\.(?=\s?\d)|(?:sfrs?|frs)(?=\s\d)|f ?cfa\b"
)
_AMOUNT = lazy(
    rf"(?<![\w.,])(?=[-+−–€£$\w])(?P<sign>[-+−–]{_SPACE}?)?(?:(?P<before>{_CURRENCY}){_SPACE}?)?(?P<sign2>[-+−])?"
    rf"(?P<number>{_DIGITS})(?P<even>[.,][-–—]{{1,2}}(?!\d))?(?P<tail>[-−](?=\s|$))?"
    rf"(?:{_SPACE}?(?P<after>{_CURRENCY}))?(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_DIGIT = lazy(r"\d")
_CENTS = lazy(r"[.,]\d{2}$")
_BLANKS = lazy(r"[\s\u00a0\u202f\u2009\u2007'’‘ʼ´]")
_TAIL = lazy(r"[.,](\d+)$")
_SEPARATOR = lazy(r"[.,]")
_PRICE_OF_THREE = lazy(r"0\d*[.,]")


# jsPDF's own fonts print the narrow space of «12 560,00» as a slash.
_SLASHED = lazy(r"(?<=\d)/(?=\d{3}(?:/\d{3}){0,3},\d{2}(?!\d))")
# «12€50», as shops write.
_SIGN_AS_POINT = lazy(r"(?<=\d)€(?=\d{2}(?![\d.,€%]))")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and where it stands."""

    money: Money  # sign as written
    start: int
    end: int
    has_currency: bool  # False: the currency is the caller's default
    has_cents: bool


def find_amounts(text: str, default_currency: str = "EUR") -> Iterator[FoundAmount]:
    """Every number that can be an amount, in order.

    A bare number without currency and without decimals is given too (has_currency and has_cents
    False): the caller decides whether its label makes it an amount.
    """
    return iter(_found_in(text, default_currency) if _DIGIT.search(text) else ())


@kept
def _found_in(text: str, default_currency: str) -> tuple[FoundAmount, ...]:
    return tuple(_each_in(text, default_currency))


def _each_in(text: str, default_currency: str) -> Iterator[FoundAmount]:
    for match in _AMOUNT.finditer(_SIGN_AS_POINT.sub(",", _SLASHED.sub(" ", text))):
        before, after = match["before"], match["after"]
        currency = currency_of(before or after or "") or default_currency
        money = parse_number(match["number"], currency)
        if money is None:
            continue
        has_cents = bool(match["even"] or _CENTS.search(match["number"]))
        tail = (match["tail"] or "") if has_cents else ""  # «120,00-»: as SAP and DATEV print below zero
        sign = (match["sign"] or match["sign2"] or tail).strip()
        yield FoundAmount(
            money=-money if sign in {"-", "−", "–"} else money,
            start=match.start(),
            end=match.end(),
            has_currency=bool(before or after),
            has_cents=has_cents,
        )


def currency_of(word: str) -> str | None:
    """The ISO code that a sign or word stands for."""
    upper = word.strip().upper()
    return _SIGNS.get(upper) or (upper if upper in _CODE else None)


def parse_number(number: str, currency: str) -> Money | None:
    """Read digits with separators: «1 234,50», «1.234,50», «1,234.50», «1'234.50», «1234.5», «1.234».

    The last separator is the decimal one when one or two digits follow, or when it differs from
    the one before; three digits after a single comma or dot are thousands, in every land's habit.
    None where the digits are no amount.
    """
    digits = MINOR_DIGITS.get(currency, 2)
    compact = _BLANKS.sub("", number)
    tail = _TAIL.search(compact)
    separators = _SEPARATOR.findall(compact)
    if tail and _is_decimal(tail[1], separators, digits):
        whole, fraction = compact[: tail.start()], tail[1]
    else:
        whole, fraction = compact, ""
    if not fraction and _PRICE_OF_THREE.match(whole):
        return None  # «0,125» is no thousands: a price of three decimals
    whole = _SEPARATOR.sub("", whole)
    if not whole.isdigit() or len(fraction) > digits or len(whole) > 12:
        return None
    return Money(int(whole) * 10**digits + int(fraction.ljust(digits, "0") or 0), currency)


def _is_decimal(tail: str, separators: list[str], digits: int) -> bool:
    if len(tail) in {1, 2}:
        return True
    if len(separators) > 1 and separators[-1] != separators[0]:
        return True
    return len(tail) == digits == 3
