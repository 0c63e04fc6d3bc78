"""Labelled values in, the amount, payer, reference and day that they give out. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout import Pair, day_in, money_in
from relanced.intake.bank.spoken import person, said, who_and_what
from relanced.model.money import Money

AMOUNTS = (Role.CREDITED, Role.AMOUNT, Role.SENT, Role.TOTAL, Role.NET)
GROSS = AMOUNTS[:3]


def has_gross(pairs: Sequence[Pair]) -> bool:
    """Whether the amount of one payment stands behind a label."""
    return any(pair.role in GROSS and money_in(pair.value) for pair in pairs)


def amount_of(pairs: Sequence[Pair], currency: str) -> Money | None:
    """The amount of the payment: as credited, else gross, else sent; net only where no fee is told."""
    has_fee = any(pair.role is Role.FEE for pair in pairs)
    for role in AMOUNTS[:-1] if has_fee else AMOUNTS:  # net of a fee is not what the client paid
        for pair in pairs:
            if pair.role is role and (found := money_in(pair.value, currency)):
                return found[0].money
            if pair.role is role and role is not Role.TOTAL and re.fullmatch(r"[\d .,']+", pair.value):
                whole = money_in(f"{pair.value} {currency}")
                if whole:
                    return whole[0].money
    return None


def payer_of(pairs: Sequence[Pair]) -> str:
    """Who paid, or ""."""
    for pair in pairs:
        if (
            pair.role is Role.PAYER
            and (value := said(pair.value))
            and not money_in(value)
            and not re.fullmatch(r"[\d\W]+", value)
        ):
            return person(value)
    cheque = next((p.value for p in pairs if p.role is Role.CHEQUE), "")
    return who_and_what(cheque)[0] if cheque else ""


def reference_of(pairs: Sequence[Pair]) -> str:
    """The payer's words: his text, else an invoice field, else a reference; "" where it says «none»."""
    for role in (Role.REFERENCE, Role.INVOICE, Role.OWN_REFERENCE):
        for pair in pairs:
            if pair.role is role and not money_in(pair.value):
                value = said(pair.value)
                if value or role is Role.REFERENCE:
                    return value
    cheque = next((p.value for p in pairs if p.role is Role.CHEQUE), "")
    return who_and_what(cheque)[1] if cheque else ""


def day_of(pairs: Sequence[Pair]) -> date | None:
    """The value day, else the day; None where neither is told."""
    for role in (Role.VALUE_DAY, Role.DAY):
        for pair in pairs:
            if pair.role is role and (day := day_in(pair.value)):
                return day
    return None
