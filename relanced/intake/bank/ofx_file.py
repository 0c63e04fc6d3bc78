"""An OFX file in (SGML 1.x or XML 2.x), its credits out. Pure; the tree is read by ofxtools.

Only the tree: the library's model refuses files of many banks over a missing field.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from ofxtools.header import OFXHeaderError
from ofxtools.Parser import OFXTree
from ofxtools.Parser import ParseError as OFXParseError

from relanced.intake.bank.spoken import without_intro
from relanced.intake.bank.statement import MAX_FILE, Statement, UnreadableFile
from relanced.model.facts import Credit
from relanced.model.money import money_of

_NO_PAYMENT = frozenset({"INT", "DIV", "FEE", "SRVCHG", "REPEATPMT", "CASH"})  # OFX 2.2, 11.4.4.3


def read_ofx(data: bytes) -> Statement:
    """Every positive transaction that is no interest, dividend or fee. Raises UnreadableFile."""
    if len(data) > MAX_FILE or b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise UnreadableFile("an OFX file that is too large or declares entities")
    if b"</OFX>" not in data[-1_000:]:
        raise UnreadableFile("an OFX file that is cut short")
    tree = OFXTree()
    try:
        root = tree.parse(io.BytesIO(data))
    except (
        OFXHeaderError,
        OFXParseError,
        ParseError,
        ValueError,
        IndexError,
        AttributeError,
        LookupError,
    ) as error:
        raise UnreadableFile(f"an OFX file that cannot be read: {error}"[:300]) from error
    found: list[Credit] = []
    has_debits = False
    for statement in _statements(root):
        currency = (statement.findtext("CURDEF") or "EUR").strip().upper()
        for entry in statement.iter("STMTTRN"):
            amount = _amount(entry)
            has_debits = has_debits or amount < 0
            if amount > 0 and (entry.findtext("TRNTYPE") or "").strip() not in _NO_PAYMENT:
                found.append(_credit(entry, amount, currency))
    return Statement(tuple(found), has_debits)


def _statements(root: object) -> Iterator[Element]:
    if isinstance(root, Element):
        yield from root.iter("STMTRS")
        yield from root.iter("CCSTMTRS")


def _amount(entry: Element) -> Decimal:
    try:
        return Decimal((entry.findtext("TRNAMT") or "0").strip().replace(",", "."))
    except InvalidOperation:
        return Decimal(0)


def _credit(entry: Element, amount: Decimal, currency: str) -> Credit:
    own = (entry.findtext("CURRENCY/CURSYM") or currency).strip().upper()
    name = (entry.findtext("NAME") or entry.findtext("PAYEE/NAME") or "").strip()
    memo = (entry.findtext("MEMO") or "").strip()
    digits = (entry.findtext("DTUSER") or entry.findtext("DTPOSTED") or "").strip()[:8]
    try:
        value_on = date.fromisoformat(digits)
    except ValueError:
        value_on = None
    return Credit(
        amount=money_of(str(amount.quantize(Decimal("0.01"))), own),
        payer=without_intro(" ".join(name.split())),
        reference=" ".join(memo.split()) or (entry.findtext("CHECKNUM") or "").strip(),
        value_on=value_on,
    )
