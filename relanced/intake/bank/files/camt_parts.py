"""The elements of a camt entry in, the payment that they tell of out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from relanced.intake.bank.files.values import (
    account_of,
    digit_day,
    entry_name,
    plain_money,
    told,
    words,
)
from relanced.intake.days import fold
from relanced.model.facts import Credit
from relanced.model.money import Money

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements


class Node:
    """An element and all below it, by local names: each version of the format has a namespace of its own.

    Made once: looking a path up in lxml's tree makes its objects anew each time.
    """

    __slots__ = ("currency", "parts", "words")

    def __init__(self, element: Element) -> None:
        self.words = words(element.text) if element.text else ""
        self.currency = element.get("Ccy") or ""
        self.parts: dict[str, list[Node]] = {}
        for child in element.iterchildren("*"):
            self.parts.setdefault(child.tag.rpartition("}")[2], []).append(Node(child))


def children(node: Node, *path: str) -> list[Node]:
    """The elements at a path of local names."""
    found = node.parts.get(path[0], [])
    for name in path[1:]:
        found = [child for parent in found for child in parent.parts.get(name, ())]
    return found


def texts(node: Node, *path: str) -> Iterator[str]:
    """Their words, the empty ones left out."""
    return (found.words for found in children(node, *path) if found.words)


def text(node: Node, *path: str) -> str:
    """The first of them, or ""."""
    return next(texts(node, *path), "")


def flag(node: Node, name: str) -> bool:
    """An indicator; the schema knows «true» and «1»."""
    return text(node, name).lower() in {"true", "1"}


def money(node: Node, *path: str) -> Money | None:
    """The amount at a path, in the currency that it names; one that names none is unreadable."""
    found = next(iter(children(node, *path)), None)
    return None if found is None else plain_money(found.words, found.currency)


def families(node: Node) -> tuple[frozenset[str], frozenset[str]]:
    """The sub-families of its transaction code, and the parts of the bank's own code («NTRF+166+…»)."""
    own = text(node, "BkTxCd", "Prtry", "Cd").replace("+", " ").split()
    return frozenset(texts(node, "BkTxCd", "Domn", "Fmly", "SubFmlyCd")), frozenset(own)


def movement_day(entry: Node) -> date | None:
    """The value day; where it is not told, the day of booking."""
    days = (digit_day(text(entry, name, kind)) for name in ("ValDt", "BookgDt") for kind in ("Dt", "DtTm"))
    return next((day for day in days if day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """The entry that a payment was booked with, and what is known of it."""

    entry: Node
    value_on: date | None
    account: str  # ours
    is_ours: bool  # a credit of ours; of money that goes back the parties may stand either way round
    is_alone: bool  # the only payment of its entry: what the entry says is said of it


def credit_of(booking: Booking, part: Node | None, amount: Money) -> Credit:
    """The payment of an entry without details, or that one of its details tells of."""
    entry = booking.entry
    if part is None:
        return Credit(
            amount=amount,
            payer="",
            reference=told(text(entry, "AddtlNtryInf")),
            value_on=booking.value_on,
            entry_id=entry_name(text(entry, "AcctSvcrRef")),
        )
    payer, payer_account = _payer(part, booking)
    gross, fee = _gross(booking, part, amount)
    return Credit(
        amount=gross,
        payer=payer,
        reference=_reference(entry, part, payer),
        value_on=booking.value_on,
        original=_original(part, amount),
        payer_account=payer_account,
        fee=fee,
        entry_id=_entry_id(booking, part),
    )


def _payer(part: Node, booking: Booking) -> tuple[str, str]:
    """Who paid and from where: the debtor; where he is not told, he for whom it was paid."""
    sides = ("Dbtr", "UltmtDbtr") if booking.is_ours else ("Dbtr", "Cdtr", "UltmtDbtr")
    for side in sides:
        name = _party(part, side)
        iban = text(part, "RltdPties", f"{side}Acct", "Id", "IBAN")
        number = iban or text(part, "RltdPties", f"{side}Acct", "Id", "Othr", "Id")
        if (name or number) and not (number and account_of(number) == account_of(booking.account)):
            return name or _party(part, "UltmtDbtr"), account_of(number)
    return "", ""


def _party(part: Node, side: str) -> str:
    """From version 8 on a party is a person (Pty) or an institution (Agt)."""
    paths = ((side, "Nm"), (side, "Pty", "Nm"), (side, "Agt", "FinInstnId", "Nm"))
    return next((told(name) for path in paths if (name := text(part, "RltdPties", *path))), "")


def _reference(entry: Node, part: Node, payer: str) -> str:
    """The payer's words and references; whom he paid for, where that is told and not said there."""
    found = [
        *texts(part, "RmtInf", "Ustrd"),
        *texts(part, "RmtInf", "Strd", "CdtrRefInf", "Ref"),
        *texts(part, "RmtInf", "Strd", "RfrdDocInf", "Nb"),
        *texts(part, "RmtInf", "Strd", "AddtlRmtInf"),
    ]
    said = " ".join(dict.fromkeys(each for each in found if told(each)))
    if not said:
        fallbacks = (
            text(part, "Refs", "EndToEndId"),
            text(part, "AddtlTxInf"),
            text(entry, "AddtlNtryInf"),
        )
        said = next((each for each in map(told, fallbacks) if each), "")
    behind = _party(part, "UltmtDbtr")
    if behind and fold(behind) not in fold(f"{payer} {said}"):
        said = f"{said} / {behind}" if said else behind
    return words(said)


def _original(part: Node, amount: Money) -> Money | None:
    sent = money(part, "AmtDtls", "InstdAmt", "Amt")
    return sent if sent is not None and sent.currency != amount.currency and sent.cents > 0 else None


def _gross(booking: Booking, part: Node, amount: Money) -> tuple[Money, Money | None]:
    """What the client paid, and what the bank kept of it, where the charges are told to be taken off."""
    for holder in (part, booking.entry) if booking.is_alone else (part,):
        kept = money(holder, "Chrgs", "TtlChrgsAndTaxAmt")
        records = children(holder, "Chrgs", "Rcrd") or children(holder, "Chrgs")
        included = any(flag(record, "ChrgInclInd") for record in records)
        if kept is None and len(records) == 1:
            kept = money(records[0], "Amt")
        if kept is None or kept.currency != amount.currency or kept.cents <= 0:
            continue
        sent = money(part, "AmtDtls", "InstdAmt", "Amt")
        gross = amount + kept
        if included or sent == gross:
            return gross, kept
    return amount, None


def _entry_id(booking: Booking, part: Node) -> str:
    """The bank's own name of the payment, the same in its report, notice and statement.

    Not the EndToEndId, which the payer chooses (a standing order's is each month the same), nor the
    NtryRef, which most banks count anew in each file.
    """
    names = [text(part, "Refs", name) for name in ("AcctSvcrRef", "TxId", "UETR", "ClrSysRef")]
    if booking.is_alone:
        names.append(text(booking.entry, "AcctSvcrRef"))
    return next((found for found in map(entry_name, names) if found), "")
