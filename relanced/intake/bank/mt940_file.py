"""A SWIFT MT940 or MT942 file in, its credits out. Pure; tags are read by the mt-940 library.

Field :86: is each bank's own: German structured («?20SVWZ+…?32Name»), Dutch («/NAME/…/REMI/…»),
French («/DE … /MOTIF …»), or free text.
"""

import re
from datetime import date
from decimal import Decimal

import mt940

from relanced.intake.bank.layout import money_in
from relanced.intake.bank.statement import MAX_FILE, Statement, UnreadableFile
from relanced.model.facts import Credit
from relanced.model.money import MINOR_DIGITS, Money

_SUBFIELD = re.compile(r"\?(\d{2})([^?]*)")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|COAM|OAMT)\+")
_SLASHED = re.compile(
    r"/(TRTP|EREF|NAME|REMI|IBAN|BIC|MARF|CSID|PREF|ORDP|BENM|ISDT|PURP|DE|MOTIF|REF|CNTP|SVCL|ADDR|ID|CDTRREFTP|CDTRREF|USTD|STRD)/?(?=[^A-Z]|\s|[A-Z])"
)


def read_mt940(data: bytes) -> Statement:
    """Every credit (mark C; not RC, a credit taken back). Raises UnreadableFile where no statement is found."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"an MT940 file of {len(data)} bytes")
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    found: list[Credit] = []
    has_debits = False
    blocks = [block for block in re.split(r"(?m)^(?=:20:)", text) if block.startswith(":20:")]
    for block in blocks:
        statement = mt940.models.Transactions(processors={"post_transaction_details": []})
        try:
            statement.parse(block.strip().removesuffix("-").rstrip())
        except (ValueError, RuntimeError, KeyError, AttributeError, TypeError, ArithmeticError) as error:
            raise UnreadableFile(f"an MT940 file that cannot be read: {error}"[:300]) from error
        for entry in statement.transactions:
            status = str(entry.data.get("status"))
            has_debits = has_debits or status in {"D", "RC", "ED"}
            if status == "C" and (credit := _credit(entry.data)):
                found.append(credit)
    if not blocks:
        raise UnreadableFile("an MT940 file without a statement")
    return Statement(tuple(found), has_debits)


def _credit(entry: dict[str, object]) -> Credit | None:
    amount, booked = entry.get("amount"), entry.get("date")
    if (
        not isinstance(amount, mt940.models.Amount)
        or not isinstance(amount.amount, Decimal)
        or not amount.currency
    ):
        return None
    cents = amount.amount.scaleb(MINOR_DIGITS.get(amount.currency, 2))
    if cents != cents.to_integral_value() or cents <= 0:
        return None
    details = str(entry.get("transaction_details") or "")
    payer, reference = _details(details)
    own = str(entry.get("customer_reference") or "")
    if not reference and own and own not in {"NONREF", "NOTPROVIDED"}:
        reference = own
    return Credit(
        amount=Money(int(cents), amount.currency),
        payer=payer,
        reference=reference,
        value_on=date(booked.year, booked.month, booked.day) if isinstance(booked, date) else None,
    )


def _details(text: str) -> tuple[str, str]:
    """Payer and reference of a field :86:."""
    fields = _SUBFIELD.findall(text.replace("\n", ""))
    if fields:
        purpose = "".join(
            value for number, value in fields if "20" <= number <= "29" or "60" <= number <= "63"
        )
        payer = "".join(value for number, value in fields if number in {"32", "33"})
        tagged = _parts(_SEPA, purpose)
        payer = payer or tagged.get("ABWA", "")
        return _clean(payer), _clean(tagged.get("SVWZ", "" if tagged else purpose)) or _end_to_end(tagged)
    flat = " ".join(text.split("\n"))
    tagged = _parts(_SLASHED, flat)
    if tagged:
        reference = next(
            (tagged[k] for k in ("REMI", "USTD", "CDTRREF", "MOTIF", "STRD") if tagged.get(k)), ""
        )
        return _clean(tagged.get("NAME") or tagged.get("DE") or tagged.get("ORDP") or ""), _clean(
            reference
        ) or _end_to_end(tagged)
    tagged = _parts(_SEPA, flat)
    return _clean(tagged.get("ABWA", "")), _clean(tagged.get("SVWZ", "" if tagged else flat))


def _parts(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    marks = list(pattern.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        found.setdefault(mark[1], text[mark.end() : end].strip(" /"))
    return found


def _end_to_end(tagged: dict[str, str]) -> str:
    value = _clean(tagged.get("EREF", "") or tagged.get("KREF", ""))
    return "" if value in {"NOTPROVIDED", "NONREF"} or money_in(value) else value


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" /")
