"""A movement of a CFONB120 statement and its complements in, whose payment it is and what for out. Pure."""

import re
from datetime import date

from relanced.intake.bank.files.statement import Sense
from relanced.intake.bank.files.values import (
    bounced,
    charged,
    entry_name,
    iban_of,
    only_operation,
    plain_money,
    told,
)
from relanced.intake.bank.spoken import without_intro
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

Complements = dict[str, list[str]]  # the words by their qualifier, in the order of the file
UNPAID_CHEQUE = "03"  # interbank code of the operation: a cheque that we remitted comes back unpaid
CHEQUES_REMITTED = "02"
_NO_REASON = frozenset({"", "0", "00"})
_DRAWER = lazy(r"\b(?:tireur|tire|debiteur|emetteur|donneur d'ordre)\b[ :.]{0,3}", re.IGNORECASE)
_REMITTED = lazy(r"^\s?(?:remises?|rem)\b")
_ONE = lazy(r"\b(?:cheque|effet|prelevement)\b")
_NUMBER = lazy(r"\b0{0,5}(\d{1,4}) (?:cheques?|chqs?|effets?|lcr|prelevements?|prlvs?|operations?|ope?s?)\b")


def sense_of(record: str, found: Complements, *, is_credit: bool) -> Sense:
    """What a movement does to us.

    A reason of return (places 41-42, or a complement RET) makes a debit a client's payment that went
    back, and a credit one of our own that did.
    """
    returned = record[40:42].strip() not in _NO_REASON or "RET" in found
    if is_credit:
        return Sense.UNDONE if returned else Sense.CREDIT
    said = " ".join((record[48:79], *found.get("LIB", ())))
    if charged(said):
        return Sense.DEBIT
    back = returned or record[32:34] == UNPAID_CHEQUE or bounced(said)
    return Sense.BACK if back else Sense.DEBIT


def is_lump(record: str, found: Complements) -> bool:
    """Whether a credit is a remittance of ours (cheques, bills, direct debits, cards) of several payments."""
    label = fold(record[48:79]).strip()
    if "NPY" in found or not (record[32:34] == CHEQUES_REMITTED or _REMITTED.match(label)):
        return False
    said = " ".join((label, *(fold(each) for each in found.get("LIB", ()))))
    number = _NUMBER.search(said)
    if number:
        return int(number[1]) > 1
    return not _ONE.search(said)


def credit_of(record: str, found: Complements, amount: Money, day: date | None) -> Credit:
    """The payment of a movement."""
    payer = _first(found, "NPY") or _drawer(found) or _named(record[48:79])
    return Credit(
        amount=amount,
        payer=payer,
        reference=_reference(record, found, payer),
        value_on=day,
        original=_original(found, amount),
        payer_account=next((iban for each in _all(found, "IPY", "CPY") if (iban := iban_of(each[:35]))), ""),
        entry_id=entry_name(_first(found, "REF")),
    )


def _reference(record: str, found: Complements, payer: str) -> str:
    """The payer's words; where there are none, what he numbered his order by, or the bank's label."""
    free = _joined([*found.get("LCC", []), *found.get("LC2", [])])
    structured = _joined(found.get("LCS", []))
    said = " ".join(each for each in (told(free), told(structured)) if each)
    label = [] if told(record[104:120]) else [without_intro(record[48:79].strip())]
    fallbacks = (
        _joined(found.get("LIB", [])),
        next(iter(found.get("RCN", ())), "")[:35],
        record[104:120],
        *label,
    )
    said = said or next((each for each in map(told, fallbacks) if each and each != payer), "")
    behind = _first(found, "NPO")
    if behind and fold(behind) not in fold(f"{payer} {said}"):
        said = f"{said} / {behind}" if said else behind
    return "" if only_operation(said) else said


def _named(label: str) -> str:
    """The name behind the bank's word for a transfer: «VIR SEPA SARL MORVAN»; "" where no such word stands."""
    plain = label.strip()
    name = without_intro(plain)
    return told(name) if name != plain and not re.search(r"\d{3}", name) and not only_operation(name) else ""


def _drawer(found: Complements) -> str:
    """Whose cheque came back: «REMISE DU 09/04 TIREUR BAR DU PORT»."""
    for line in _all(found, "LIB"):
        parts = _DRAWER.split(line, maxsplit=1)
        if len(parts) > 1 and (name := told(parts[1])):
            return name
    return ""


def _joined(pieces: list[str]) -> str:
    """Words cut into fields: where one fills its field to the end, the next goes on without a space."""
    return "".join(piece if piece[-1:].strip() else f"{piece.rstrip()} " for piece in pieces).strip()


def _first(found: Complements, qualifier: str) -> str:
    return next((each for each in map(told, found.get(qualifier, ())) if each), "")


def _all(found: Complements, *qualifiers: str) -> list[str]:
    return [words for qualifier in qualifiers for words in found.get(qualifier, [])]


def _original(found: Complements, amount: Money) -> Money | None:
    """What was sent in another currency: «USD2», fourteen figures without a sign."""
    match = re.match(r"([A-Z]{3})([0-4])(\d{14})", next(iter(found.get("MMO", ())), ""), re.ASCII)
    if match is None or match[1] == amount.currency:
        return None
    whole = 14 - int(match[2])
    sent = plain_money(f"{match[3][:whole]}.{match[3][whole:] or 0}", match[1])
    return sent if sent and sent.cents else None
