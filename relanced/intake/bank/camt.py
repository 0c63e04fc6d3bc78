"""An ISO 20022 file in (camt.052 report, camt.053 statement, camt.054 notice), its booked credits out. Pure.

All versions: elements are found by their local names. No entity, no DTD, no network: a file that
declares a DTD is refused.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from relanced.intake.bank.statement import MAX_FILE, Statement, UnreadableFile
from relanced.model.facts import Credit
from relanced.model.money import Money, money_of

MAX_ENTRIES = 5_000
# Sub-families that bring our own money back: a returned or reversed payment (ISO external code list).
_OWN_MONEY_BACK = frozenset({"RRTN", "RVSL", "RPCR", "RRCT", "ARET", "PRDD"})


def read_camt(data: bytes) -> Statement:
    """Every booked credit of a file. Raises UnreadableFile for what is no camt, too large, or declares a DTD."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"an XML file of {len(data)} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"XML that cannot be read: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("an XML file with a DTD")
    entries = root.xpath("//*[local-name()='Ntry']")
    if not isinstance(entries, list) or len(entries) > MAX_ENTRIES:
        raise UnreadableFile("more entries than a notice has")
    elements = [entry for entry in entries if isinstance(entry, etree._Element)]  # noqa: SLF001 - lxml's only name for the type
    credits_found = tuple(credit for entry in elements for credit in _credits_of(entry))
    return Statement(credits_found, has_debits=any(_text(e, "CdtDbtInd") == "DBIT" for e in elements))


def _credits_of(entry: etree._Element) -> Iterator[Credit]:
    """One credit an entry; of a batch one for each payment in it."""
    if _text(entry, "CdtDbtInd") != "CRDT" or _text(entry, "RvslInd") in {"true", "1"}:
        return
    if (_text(entry, "Sts", "Cd") or _text(entry, "Sts") or "BOOK") != "BOOK":
        return
    if _OWN_MONEY_BACK & set(_texts(entry, "BkTxCd", "Domn", "Fmly", "SubFmlyCd")):
        return
    booked = _money(entry, "Amt")
    value_on = _day(entry, "ValDt") or _day(entry, "BookgDt")
    parts = _all(entry, "NtryDtls", "TxDtls")
    if booked is None:
        return
    if len(parts) <= 1:
        yield from _single(entry, parts[0] if parts else None, booked, value_on)
        return
    amounts = [_money(p, "AmtDtls", "TxAmt", "Amt") or _money(p, "Amt") for p in parts]
    if any(amount is None for amount in amounts):
        yield Credit(amount=booked, payer="", reference=_text(entry, "AddtlNtryInf"), value_on=value_on)
        return
    for part, amount in zip(parts, amounts, strict=True):
        if amount is not None and _text(part, "CdtDbtInd") in {"", "CRDT"} and not _all(part, "RtrInf"):
            yield _credit(part, amount, value_on)


def _single(
    entry: etree._Element, part: etree._Element | None, booked: Money, value_on: date | None
) -> Iterator[Credit]:
    if part is None:
        yield Credit(amount=booked, payer="", reference=_text(entry, "AddtlNtryInf"), value_on=value_on)
    elif not _all(part, "RtrInf"):
        yield _credit(part, booked, value_on)


def _credit(part: etree._Element, amount: Money, value_on: date | None) -> Credit:
    sent = _money(part, "AmtDtls", "InstdAmt", "Amt")
    payer = (
        _text(part, "RltdPties", "Dbtr", "Nm")
        or _text(part, "RltdPties", "Dbtr", "Pty", "Nm")
        or _text(part, "RltdPties", "UltmtDbtr", "Nm")
        or _text(part, "RltdPties", "UltmtDbtr", "Pty", "Nm")
    )
    words = [
        *_texts(part, "RmtInf", "Ustrd"),
        *_texts(part, "RmtInf", "Strd", "CdtrRefInf", "Ref"),
        *_texts(part, "RmtInf", "Strd", "RfrdDocInf", "Nb"),
        *_texts(part, "RmtInf", "Strd", "AddtlRmtInf"),
    ]
    end_to_end = _text(part, "Refs", "EndToEndId")
    if not words and end_to_end not in {"", "NOTPROVIDED"}:
        words = [end_to_end]
    return Credit(
        amount=amount,
        payer=payer,
        reference=" ".join(dict.fromkeys(words)),
        value_on=value_on,
        original=sent if sent is not None and sent.currency != amount.currency else None,
    )


def _all(node: etree._Element, *path: str) -> list[etree._Element]:
    """The elements at a path of local names."""
    found = [node]
    for name in path:
        found = [child for parent in found for child in parent if etree.QName(child).localname == name]
    return found


def _texts(node: etree._Element, *path: str) -> list[str]:
    return [text for found in _all(node, *path) if (text := " ".join((found.text or "").split()))]


def _text(node: etree._Element, *path: str) -> str:
    return next(iter(_texts(node, *path)), "")


def _money(node: etree._Element, *path: str) -> Money | None:
    for found in _all(node, *path):
        try:
            return money_of(
                str(Decimal((found.text or "").strip())), (found.get("Ccy") or "").upper() or "EUR"
            )
        except (ValueError, InvalidOperation):
            return None
    return None


def _day(node: etree._Element, name: str) -> date | None:
    text = _text(node, name, "Dt") or _text(node, name, "DtTm")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
