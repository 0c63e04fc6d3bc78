"""The places that a profile's pattern found in a mail's text in, the payment that stands there out. Pure."""

import re
from collections.abc import Mapping
from datetime import date

from relanced.intake.amounts import FoundAmount, currency_of, find_amounts
from relanced.intake.bank.spoken import said
from relanced.intake.days import find_days
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

Places = Mapping[str, tuple[int, int]]  # start and end by group; groups that stand for nothing are left out
MAX_WORDS = 300  # characters of a payer or a reference
_QUOTES = "«»\"“”„'‘’ "
_ACCOUNT = lazy(r"[A-Z0-9]{5,34}")


class Unfit(ValueError):  # noqa: N818 - the name says what it is, as UnreadableMail does
    """What stands at the place of an amount is none; the message says why."""


def credit_at(places: Places, text: str, currency: str, mailed_on: date | None) -> Credit:
    """The payment at these places; without a day of its own, of the day of the mail. Raises Unfit."""
    given = _words(places, text, "currency")
    if given:
        currency = currency_of(given) or ""
        if not currency:
            raise Unfit(f"finds «{given[:20]}», which is no currency that is known")
    if "amount" not in places:
        raise Unfit("finds no amount")
    amount = money_at(places["amount"], text, currency)
    if amount.cents <= 0:
        raise Unfit(f"finds an amount that is not above zero ({amount})")
    account = re.sub(r"\s", "", _words(places, text, "account")).upper()
    fee = money_at(places["fee"], text, amount.currency) if "fee" in places else None
    return Credit(
        amount=amount,
        payer=_told(_words(places, text, "payer")),
        reference=_told(_words(places, text, "reference")),
        value_on=_day(_words(places, text, "value_date")) or mailed_on,
        payer_account=account if _ACCOUNT.fullmatch(account) else "",
        fee=Money(abs(fee.cents), fee.currency) if fee else None,
        entry_id=_words(places, text, "id"),
    )


def money_at(place: tuple[int, int], text: str, currency: str) -> Money:
    """The amount at a place, with the sign and the currency that stand beside it. Raises Unfit.

    A pattern that takes «234,50» out of «1 234,50» is told, not believed.
    """
    start, end = place
    words = text[start:end]
    beside = _amount_over(text, start, end, currency)
    if beside is None:  # such as «1860,00E»: letters right behind it
        beside = next(find_amounts(words, currency), None)
        whole, cut = words, re.match(r"[\d.,]*\d", text[end:])
    else:
        line = text.rfind("\n", 0, start) + 1
        whole, cut = text[line + beside.start : line + beside.end], None
    if beside is None:
        raise Unfit(f"finds no amount in «{words[:40]}»")
    if cut or re.sub(r"\D", "", whole) != re.sub(r"\D", "", words):
        raise Unfit(f"takes «{words[:40]}» out of a longer number")
    return beside.money


def _amount_over(text: str, start: int, end: int, currency: str) -> FoundAmount | None:
    """The amount of the line that stands over these places, as anybody would read the whole line."""
    line = text.rfind("\n", 0, start) + 1
    below = text.find("\n", end)
    found = find_amounts(text[line : below if below >= 0 else len(text)], currency)
    return next((each for each in found if each.start < end - line and start - line < each.end), None)


def _words(places: Places, text: str, group: str) -> str:
    start, end = places.get(group, (0, 0))
    return " ".join(text[start:end].split())[:MAX_WORDS]


def _told(words: str) -> str:
    """The words without quotes; "" where they say that there are none, such as «-» or «sans motif»."""
    return words.strip(_QUOTES) if said(words) else ""


def _day(words: str) -> date | None:
    return next((found.day for found in find_days(words)), None)
