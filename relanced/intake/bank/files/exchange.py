"""An amount that was sent and the one that came in, whether the one can have become the other out. Pure."""

from relanced.model.money import MINOR_DIGITS, Money

# Units for one euro, roughly, of the currencies in which firms bill. What stands in a file beside
# the booked amount is often what the payer typed: a cent must not bring «9,999 USD».
_FOR_ONE_EURO = {
    "EUR": 1.0,
    "USD": 1.12,
    "GBP": 0.86,
    "CHF": 0.96,
    "CAD": 1.55,
    "AUD": 1.7,
    "NZD": 1.85,
    "SGD": 1.48,
    "HKD": 8.7,
    "CNY": 7.9,
    "SEK": 11.2,
    "NOK": 11.5,
    "DKK": 7.46,
    "PLN": 4.35,
    "CZK": 25.0,
    "HUF": 390.0,
    "RON": 5.0,
    "BGN": 1.96,
    "ISK": 146.0,
    "JPY": 160.0,
    "KRW": 1_550.0,
    "INR": 95.0,
    "ILS": 4.0,
    "AED": 4.1,
    "ZAR": 20.0,
    "BRL": 6.1,
    "MXN": 21.0,
    "MAD": 10.7,
    "TND": 3.35,
    "TRY": 42.0,
    "XOF": 656.0,
    "XAF": 656.0,
    "XPF": 119.3,
}
_WIDE = 2  # times: no two of these, the lira aside, have moved further in ten years


def plausible_original(original: Money | None, amount: Money) -> Money | None:
    """What was sent, where that can have become what came in; None where it cannot, or cannot be checked."""
    if original is None or original.currency == amount.currency or original.cents <= 0:
        return None
    sent, came = _euros(original), _euros(amount)
    if sent is None or came is None:
        return None
    return original if came <= sent * _WIDE and sent <= came * _WIDE else None


def _euros(money: Money) -> float | None:
    rate = _FOR_ONE_EURO.get(money.currency)
    return money.cents / 10 ** MINOR_DIGITS.get(money.currency, 2) / rate if rate else None
