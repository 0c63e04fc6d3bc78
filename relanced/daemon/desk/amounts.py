"""An amount as people type it in, money out, or what is wrong with it."""

from datetime import date

from relanced.intake.amounts import currency_of, find_amounts
from relanced.model.money import Money

FIRST_DAY, LAST_DAY = (
    date(1990, 1, 1),
    date(2100, 12, 31),
)  # of an invoice, or a promise: no other can be meant


def parse_amount(text: str, currency: str | None, usual: str, said: str = "--amount ") -> Money | str:
    """An amount as people type it, or what is wrong with it; `said` stands before the amount there."""
    written = " ".join(text.split())
    code = currency_of(currency) if currency else None
    if currency and code is None:
        return f"--currency {currency}: not a currency that relanced knows, such as EUR, CHF, GBP or USD."
    found = next(find_amounts(written, code or usual), None)
    if found is None or (found.start, found.end) != (0, len(written)):
        return f"{said}{text}: not an amount. Write it like 1200.00, «1 200,00» or 1.200,00."
    if code and found.has_currency and found.money.currency != code:
        return f"{said}{text}: this is in {found.money.currency}, and --currency says {code}."
    if found.money.cents <= 0:
        hint = "; what reduces a debt is --kind credit_note" if said.startswith("--") else ""
        return f"{said}{text}: the amount is written without a sign{hint}."
    return found.money
