"""Labelled values in, the amount, payer, reference and day that they give out. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from relanced.intake.bank.figures import day_in, is_money, money_in
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Pair
from relanced.intake.bank.spoken import person, said, who_and_what
from relanced.intake.bank.tagged import own_words
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_IBAN = lazy(r"\b[A-Z]{2}\d{2}[ -]?(?:[A-Z0-9][ -]?){11,30}")
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
            if pair.role is role and not is_money(pair.value):
                value = said(own_words(pair.value))
                if value or role is Role.REFERENCE:
                    return value
    cheque = next((p.value for p in pairs if p.role is Role.CHEQUE), "")
    return who_and_what(cheque)[1] if cheque else ""


def fee_of(pairs: Sequence[Pair], currency: str) -> Money | None:
    """What a service kept of the payment: the first fee that is told in the payment's currency."""
    for pair in pairs:
        if (
            pair.role is Role.FEE
            and (found := money_in(pair.value, currency))
            and found[0].money.currency == currency
        ):
            return Money(abs(found[0].money.cents), currency) if found[0].money.cents else None
    return None


def entry_of(pairs: Sequence[Pair]) -> str:
    """The bank's or service's own name of the payment, or ""."""
    return next((said(pair.value).lstrip("#") for pair in pairs if pair.role is Role.ENTRY_ID), "")


def payer_account_of(pairs: Sequence[Pair]) -> str:
    """The payer's account where it stands behind a label of its own or with his name, or ""."""
    for pair in pairs:
        plain = re.sub(r"[\s.-]", "", pair.value).upper()
        if pair.role is Role.PAYER_ACCOUNT and re.fullmatch(r"(?=(?:\D*\d){6})[A-Z0-9]{8,34}", plain):
            return plain
    named = (account_of(pair.value) for pair in pairs if pair.role in {Role.PAYER, Role.PAYER_ACCOUNT})
    return next((account for account in named if account), "")


def account_of(value: str) -> str:
    """An IBAN within a text, upper case without spaces; "" where there is none, or it is masked."""
    for match in _IBAN.finditer(value.upper()):
        plain = re.sub(r"[ -]", "", match[0])
        for length in range(len(plain), 14, -1):  # words may stand behind it
            if _is_iban(plain[:length]):
                return plain[:length]
    return ""


def _is_iban(text: str) -> bool:
    """ISO 13616: the check digits, by ISO 7064 mod 97-10."""
    turned = text[4:] + text[:4]
    return 15 <= len(text) <= 34 and int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def day_of(pairs: Sequence[Pair]) -> date | None:
    """The value day, else the day; None where neither is told."""
    for role in (Role.VALUE_DAY, Role.DAY):
        for pair in pairs:
            if pair.role is role and (day := day_in(pair.value)):
                return day
    return None
