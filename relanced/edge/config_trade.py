"""The text of one key about money and people in, the same checked out; else wrong() is raised."""

import re
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from stdnum import bic
from stdnum.fr import siren

from relanced.edge.config_problems import wrong
from relanced.edge.config_values import Text, is_address
from relanced.model.law import LateRate, RateBase

_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{3,28}[0-9]")
_RATE = re.compile(
    r"ecb ?\+ ?(?P<ecb>\d{1,2}(?:[.,]\d{1,3})?)(?: ?%| points)?"
    r"|legal ?[x*×] ?(?P<legal>\d{1,2}(?:[.,]\d{1,3})?)"
    r"|(?P<fixed>\d{1,2}(?:[.,]\d{1,3})?) ?%"
)
_MOST_PERCENT = 60
_MOST_AMOUNT = 1_000_000_000
_LONGEST_LINK = 300
LINK_FIELDS = ("number", "amount", "currency")


def _bic(given: str) -> str:
    if not bic.is_valid(given):
        raise wrong("a BIC of 8 or 11 letters and digits", "copy it from the bank's own document (RIB)")
    return str(bic.compact(given))


def _siren(given: str) -> str:
    if not siren.is_valid(given):
        raise wrong("a SIREN: nine digits whose check digit is right", "of a SIRET, the first nine digits")
    return str(siren.compact(given))


def _phone(given: str) -> str:
    if not _PHONE.fullmatch(given.strip()):
        raise wrong('a telephone number such as "+33 1 23 45 67 89"')
    return given.strip()


def _copy_to(given: str) -> str:
    """An address, or the colleague whom [[client]] names."""
    if given != "sales" and not is_address(given):
        raise wrong(
            'an address such as "commercial@firm.example", or "sales"', "«sales» is whom [[client]] names"
        )
    return given


def late_rate_of(text: str) -> LateRate | None:
    """«ecb + 10», «legal x 3» or «12 %» as a rate; None where it is none of them, or out of all bounds."""
    match = _RATE.fullmatch(text.strip().lower())
    if match is None:
        return None
    found = [
        LateRate(base=base, by=Decimal(match[base].replace(",", "."))) for base in RateBase if match[base]
    ]
    [rate] = found
    return rate if 0 < rate.by <= _MOST_PERCENT else None


def _late_rate(given: str) -> str:
    if late_rate_of(given) is None:
        hint = "as your terms of sale print it: the ECB's rate plus points, times the legal rate, or a percentage"
        raise wrong('"ecb + 10", "legal x 3" or "12 %"', hint)
    return given


def _payment_link(given: str) -> str:
    """A pattern in which only what is known of the invoice changes, and never the server."""
    bare = given
    for field in LINK_FIELDS:
        bare = bare.replace(f"{{{field}}}", "0")
    try:
        parts = urlsplit(bare)
        plain = given.isascii() and given.isprintable() and " " not in given and len(given) <= _LONGEST_LINK
        good = plain and parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good or "{" in bare or "}" in bare or "{" in given.split("/")[2]:
        expected = (
            'a web address that begins with https://, such as "https://pay.firm.example/?invoice={number}"'
        )
        raise wrong(expected, "it may hold {number}, {amount} and {currency}, behind the server's name")
    return given


def _amount(given: object) -> object:
    """A number of TOML as a decimal: 1000 and 1000.50 are meant exactly so."""
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise wrong("an amount without quotes, such as 50 or 49.90")
    amount = Decimal(str(given))
    if not amount.is_finite() or not 0 <= amount <= _MOST_AMOUNT or amount != round(amount, 2):
        raise wrong("an amount of at most two decimals, 0 or more")
    return amount


Bic = Annotated[str, AfterValidator(_bic)]
Siren = Annotated[str, AfterValidator(_siren)]
Phone = Annotated[str, AfterValidator(_phone)]
CopyTo = Annotated[str, AfterValidator(_copy_to)]
LateRateText = Annotated[str, AfterValidator(_late_rate)]
PaymentLink = Annotated[str, AfterValidator(_payment_link)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Postal = Annotated[list[Text], Field(max_length=8)]
