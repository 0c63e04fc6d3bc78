"""Money: whole minor units and a currency in, sums that never mix two currencies out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# ISO 4217: the currencies of Europe's trade whose minor unit is not the hundredth.
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "XOF": 0, "XAF": 0, "TND": 3, "KWD": 3, "BHD": 3}

_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)


class CurrencyMixError(ValueError):
    """Two currencies met in one sum; the caller must keep them apart."""

    def __init__(self, left: "Money", right: "Money") -> None:
        super().__init__(f"cannot put {left} and {right} into one sum")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of one currency; negative for what is owed back."""

    cents: int
    currency: str  # ISO 4217, upper case

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMixError(self, other)
        return Money(self.cents + other.cents, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    def __str__(self) -> str:
        return f"{self.plain} {self.currency}"

    @property
    def plain(self) -> str:
        """The amount as a plain decimal string, «1200.00»: the form of every JSON output."""
        digits = MINOR_DIGITS.get(self.currency, 2)
        whole = str(abs(self.cents)).rjust(digits + 1, "0")
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{whole[:-digits]}.{whole[-digits:]}" if digits else f"{sign}{whole}"


def money_of(plain: str, currency: str) -> Money:
    """Read a plain decimal string («1200.00») back.

    Raises ValueError where the text is no number or has more digits than the currency.
    """
    digits = MINOR_DIGITS.get(currency, 2)
    if not _PLAIN.fullmatch(plain):
        raise ValueError(f"not an amount: {plain!r}")
    cents = Decimal(plain).scaleb(digits)
    if cents != cents.to_integral_value():
        raise ValueError(f"not a whole number of minor units of {currency}: {plain!r}")
    return Money(int(cents), currency)


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Sum a mixed lot: one amount for each currency that occurs, in order of the currency's code."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.cents
    return tuple(Money(cents, currency) for currency, cents in sorted(sums.items()))
