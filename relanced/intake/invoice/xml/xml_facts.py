"""Words of an invoice XML in, its facts out: kinds, amounts, days; the terms of EN 16931 by number (BT-1 …)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.party.registrations import siren_id, vat_id
from relanced.intake.lazy import lazy
from relanced.intake.readings import Field
from relanced.model.money import Money, money_of
from relanced.model.names import ClientId, is_number

MAX_DIGITS = 12  # before the point: no invoice asks for more
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)  # as intake/days.py reads them on a page
# Codes in X stand for «none», tests, metals and units of account; of those, these are money.
_MONEY_IN_X = frozenset({"XAF", "XCD", "XCG", "XOF", "XPF"})
_DAY = lazy(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]{5,16})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4}|[0-9]{6})?"
)
# UNTDID 1001 as EN 16931 allows it, with the French codes of Factur-X 1.07.
_CREDIT_CODES = frozenset(map(str, (81, 83, 261, 262, 296, 308, 381, 396, 420, 458, 502, 503, 532)))
_DEPOSIT_CODES = frozenset({"386", "500"})
_CORRECTING_CODES = frozenset({"384", "471", "472", "473"})
_INVOICE_CODES = frozenset(
    map(
        str,
        (
            80,
            82,
            84,
            130,
            202,
            203,
            204,
            211,
            218,
            219,
            295,
            326,
            331,
            380,
            382,
            383,
            385,
            387,
            388,
            389,
            390,
            393,
            394,
            395,
            456,
            457,
            501,
            527,
            553,
            575,
            623,
            633,
            751,
            780,
            817,
            870,
            875,
            876,
            877,
            935,
        ),
    )
)
_NO_INVOICE = {
    "325": Kind.PRO_FORMA,
    "310": Kind.QUOTE,
    "220": Kind.ORDER,
    "231": Kind.ORDER,
    "351": Kind.DELIVERY,
}
_SIREN_SCHEMES = frozenset({"0002", "0009", "0225"})  # ISO 6523: SIRENE, SIRET; Peppol's French SIREN


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """What an invoice XML says."""

    kind: Kind
    code: str  # of the document's type (BT-3), as written; "" where there is none
    number: str  # BT-1
    issued_on: date  # BT-2
    due_days: tuple[date, ...]  # BT-9, or of each instalment, in order; empty where the profile has none
    terms: str  # BT-20
    total: Money  # BT-115, as written: may be below zero
    gross: Money | None  # BT-112, with VAT and before prepayments
    seller: str
    buyer: str
    buyer_ids: tuple[ClientId, ...]  # BT-46 to BT-48
    older: tuple[str, ...]  # the preceding invoices (BT-25)
    corrects: bool  # by its type it replaces them

    @property
    def due_on(self) -> date | None:
        """The day when all of it is due: the last instalment's, since chasing too early is the worse mistake."""
        return max(self.due_days, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why an invoice XML was not read; the words follow «the invoice XML …»."""

    why: str
    missing: tuple[Field, ...] = ()


def lacking(number: str, issued_on: date | None, amount: object) -> Refused:
    """An XML without one of the three facts that make an invoice."""
    lacks = {
        Field.NUMBER: "number" if not number else "",
        Field.ISSUED: "day of issue" if issued_on is None else "",
        Field.TOTAL: "amount to be paid" if not amount else "",
    }
    words = " and no ".join(filter(None, lacks.values()))
    return Refused(why=f"has no {words}", missing=tuple(field for field, word in lacks.items() if word))


def kind_of(code: str, *, is_credit: bool = False) -> Kind:
    """The kind of paper of a document type code. Raises ValueError for one that EN 16931 does not have."""
    if is_credit or code in _CREDIT_CODES:
        return Kind.CREDIT_NOTE
    if code in _DEPOSIT_CODES:
        return Kind.DEPOSIT
    if not code or code in _INVOICE_CODES or code in _CORRECTING_CODES:
        return Kind.INVOICE
    if code in _NO_INVOICE:
        return _NO_INVOICE[code]
    raise ValueError(f"document type {code[:20]}")


def is_correction(code: str) -> bool:
    """Whether a document of this type replaces the invoice that it refers to."""
    return code in _CORRECTING_CODES


def number_of(written: str) -> str:
    """A number (BT-1) as written; "" for nothing. Raises ValueError for what can be none."""
    if written and not is_number(written):
        raise ValueError(f"number {written[:80]!r}")
    return written


def numbers_of(written: Iterable[str]) -> tuple[str, ...]:
    """The numbers of other invoices; a reference that can be none («-») is left out."""
    return tuple(each for each in written if is_number(each))


@cache
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies  # noqa: PLC0415 - tables that only an XML or a note needs

    return frozenset(code for code in list_currencies() if code[0] != "X" or code in _MONEY_IN_X)


def currency_of(written: str) -> str:
    """An ISO 4217 code, as far as money is meant; "" for nothing. Raises ValueError for any other word."""
    code = written.upper()
    if code and code not in _currencies():
        raise ValueError(f"currency {written[:40]}")
    return code


def amount_of(plain: str, currency: str) -> Money:
    """An amount with a decimal point; zeros beyond the currency's digits are dropped. Raises ValueError."""
    whole, _, fraction = plain.partition(".")
    try:
        amount = money_of(f"{whole}.{fraction.rstrip('0') or '0'}", currency)
    except ValueError:
        raise ValueError(f"amount {plain[:40]}") from None
    if len(whole.lstrip("-0")) > MAX_DIGITS:
        raise ValueError(f"amount {plain[:40]}")
    return amount


def day_of(written: str) -> date:
    """A day written 2027-05-03 or 20270503; programs add a time or a zone, which is left out.

    Raises ValueError for what is none; 9999-12-31 and the like stand for «none» in some programs.
    """
    match = _DAY.fullmatch(written)
    try:
        day = (
            date(*map(int, (match[1] or match[4], match[2] or match[5], match[3] or match[6])))
            if match
            else None
        )
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"day {written[:40]}")
    return day


def days_of(written: Iterable[str]) -> tuple[date, ...]:
    """The days of these texts in order, each once; empty texts are left out. Raises ValueError."""
    return tuple(sorted({day_of(each) for each in written if each}))


def registrations(
    numbers: Iterable[tuple[str, str]], vat_numbers: Iterable[str], country: str
) -> tuple[ClientId, ...]:
    """The buyer's registrations, from (scheme, number) pairs and VAT numbers; what is none is left out.

    A number without a scheme is taken for a SIREN only of a French buyer.
    """
    found = [
        siren_id(number)
        for scheme, number in numbers
        if scheme in _SIREN_SCHEMES or (not scheme and country == "FR")
    ]
    found += [vat_id(number) for number in vat_numbers]
    return tuple(dict.fromkeys(filter(None, found)))
