"""An OFX file in (SGML 1.x or XML 2.x), its movements out. Pure; the elements are told apart here.

Not by the library ofxtools: banks write elements without a value and without an end («<CHECKNUM>»),
which it takes for the beginning of a group, so that the amount behind it is no longer found; its
decoder trusts the head, which says USASCII over a text in Windows-1252.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from relanced.intake.bank.files.statement import (
    MAX_ENTRIES,
    MAX_FILE,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.bank.files.values import (
    account_of,
    bounced,
    digit_day,
    entry_name,
    only_operation,
    plain_money,
    told,
    words,
)
from relanced.intake.bank.spoken import who_and_what, without_intro
from relanced.intake.charsets import decode_bytes
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

_TOKEN = lazy(r"<(/?)([A-Za-z0-9._]{1,40})\s{0,20}>([^<]*)")
_CDATA = lazy(r"<!\[CDATA\[([^\]<]{0,2000})\]\]>")
_OPENS = lazy(r"<[A-Za-z][A-Za-z0-9._]{0,39}\s{0,20}>")
_AMOUNT_OPENS = lazy(r"<TRNAMT\s{0,20}>", re.IGNORECASE)
_AMOUNT_ENDS = lazy(r"</TRNAMT\s{0,20}>", re.IGNORECASE)  # XML: what stands in words is escaped
_MOVEMENT_OPENS = lazy(r"<STMTTRN\s{0,20}>", re.IGNORECASE)
_HEAD = lazy(r"<CURDEF\s{0,20}>", re.IGNORECASE)
_WORDS_OPEN = lazy(r"<(?:NAME|EXTDNAME|MEMO|REFNUM|CHECKNUM)\s{0,20}>\s{0,20}(?=[^<\s])", re.IGNORECASE)
_COUNTS = lazy(
    r"<(?:STMTTRN|STMTRS|CCSTMTRS|TRNTYPE|TRNAMT|CURRENCY|CURSYM|CURDEF|ACCTID|FITID)\s{0,20}>", re.IGNORECASE
)
_GROUPS = frozenset(
    {"PAYEE", "EXTDPAYEE", "BANKACCTTO", "CCACCTTO", "BANKACCTFROM", "CURRENCY", "ORIGCURRENCY"}
)
_NO_PAYMENT = frozenset({"INT", "DIV", "FEE", "SRVCHG", "CASH", "ATM"})  # OFX 2.2, 11.4.4.3
_GROUPED = lazy(r"([+-]?)\s?(\d{1,3}(?:[ .,\u00a0\u202f]\d{3}){1,3})([.,]\d{2})")


@dataclass(slots=True)
class _Account:
    """One account's statement, and what its movements say by the path of the element."""

    currency: str = "EUR"
    number: str = ""
    movements: list[dict[str, list[str]]] = field(default_factory=list)


def read_ofx(data: bytes) -> Statement:
    """Every movement of every account. Raises UnreadableFile for what is cut short, too large, or declares entities."""
    if len(data) > MAX_FILE or b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise UnreadableFile("an OFX file that is too large or declares entities")
    text = _CDATA.sub(r"\1", decode_bytes(data, "utf-8")[0])
    if "</OFX>" not in text[-2_000:].upper():
        raise UnreadableFile("an OFX file that is cut short")
    if line := _spoken_over(text):
        raise UnreadableFile(f"an OFX file with elements in the words of a payment («{words(line)[:60]}»)")
    problems: list[str] = []
    reader = _Reader()
    for token in _tokens(text):
        reader.take(*token)
    entries = [
        entry
        for account in reader.accounts
        for place, movement in enumerate(account.movements, 1)
        if (entry := _entry(movement, place, account, problems))
    ]
    return statement_of("OFX", entries, problems)


def _spoken_over(text: str) -> str:
    """A line on which a payer's words seem to hold elements; "" where there is none.

    SGML has no end behind a value: where a bank lets «<» through, a payer can write a movement into
    his words. It shows in a file that begins each element, or each movement, on a line of its own.
    What stands on a single line from its head to its end cannot be told.
    """
    lines = [line for line in text.splitlines() if _OPENS.search(line)]
    if any(_AMOUNT_OPENS.search(line) and len(_OPENS.findall(line)) == 1 for line in lines):
        return next((line for line in lines if _goes_on_behind_words(line)), "")
    if _AMOUNT_ENDS.search(text):
        return ""
    return next(
        (line for line in lines if len(_MOVEMENT_OPENS.findall(line)) > 1 and not _HEAD.search(line)), ""
    )


def _goes_on_behind_words(line: str) -> bool:
    said = _WORDS_OPEN.search(line)
    return said is not None and _COUNTS.search(line, said.end()) is not None


class _Reader:
    """Takes the elements in their order. A value of SGML ends where the next element begins."""

    def __init__(self) -> None:
        self.accounts: list[_Account] = []
        self._movement: dict[str, list[str]] | None = None
        self._group = ""
        self._count = 0

    def take(self, ends: bool, name: str, value: str) -> None:
        """The beginning of an element with the value behind it, or its end."""
        if name in {"STMTRS", "CCSTMTRS", "STMTTRN"}:
            self._open(name, is_end=ends)
        elif name in _GROUPS:
            self._group = "" if ends else name
        elif value and not ends and self.accounts:
            self._keep(name, value)

    def _open(self, name: str, *, is_end: bool) -> None:
        self._movement, self._group = None, ""
        if is_end:
            return
        if name != "STMTTRN":
            self.accounts.append(_Account())
        elif self.accounts:
            self._count += 1
            if self._count > MAX_ENTRIES:
                raise UnreadableFile(f"more than {MAX_ENTRIES} movements in one file")
            self._movement = {}
            self.accounts[-1].movements.append(self._movement)

    def _keep(self, name: str, value: str) -> None:
        if self._movement is not None:
            key = f"{self._group}/{name}" if self._group else name
            self._movement.setdefault(key, []).append(value)
        elif name == "CURDEF":
            self.accounts[-1].currency = value.upper()
        elif name == "ACCTID":
            self.accounts[-1].number = account_of(value)


def _tokens(text: str) -> Iterator[tuple[bool, str, str]]:
    """Whether it is an end, the element's name, and the value behind its beginning."""
    for match in _TOKEN.finditer(text):
        yield bool(match[1]), match[2].upper(), words(unescape(match[3]))


def _entry(
    movement: dict[str, list[str]], place: int, account: _Account, problems: list[str]
) -> Entry | None:
    currency = _one(movement, "CURRENCY/CURSYM").upper() or account.currency
    if currency != account.currency and not _one(movement, "CURRENCY/CURRATE"):
        problems.append(
            f"movement {place}: in {currency[:3]} without a rate, on an account in {account.currency[:3]}"
        )
        return None
    written = movement.get("TRNAMT", [])
    amount = _amount(written[0], currency) if len(set(written)) == 1 else None
    if amount is None:
        problems.append(f"movement {place}: «{' '.join(written)[:40]}» is not one amount")
        return None
    kind = _one(movement, "TRNTYPE").upper()
    if amount.cents == 0 or (amount.cents > 0 and kind in _NO_PAYMENT):
        return None
    credit = _credit(movement, Money(abs(amount.cents), amount.currency), account)
    sense = Sense.CREDIT if amount.cents > 0 else Sense.DEBIT
    if sense is Sense.DEBIT and bounced(f"{_name(movement)} {_one(movement, 'MEMO')}"):
        sense = Sense.BACK
    return Entry(sense=sense, credit=credit, account=account.number)


def _amount(written: str, currency: str) -> Money | None:
    """«-1234.56»; French exports write «1 234,56»."""
    grouped = _GROUPED.fullmatch(written)
    if grouped:
        if grouped[3][0] in grouped[2]:
            return None  # «1,234,56» can be read in two ways
        written = grouped[1] + re.sub(r"\D", "", grouped[2]) + grouped[3]
    return plain_money(written.replace("−", "-"), currency)


def _credit(movement: dict[str, list[str]], amount: Money, account: _Account) -> Credit:
    name, memo = _name(movement), told(_one(movement, "MEMO"))
    payer = told(without_intro(name))
    if not payer or only_operation(name):
        payer, memo = who_and_what(memo)
    account_told = (
        account_of(_one(movement, key))
        for key in ("BANKACCTFROM/ACCTID", "BANKACCTTO/ACCTID", "CCACCTTO/ACCTID")
    )
    days = (digit_day(_one(movement, key)) for key in ("DTAVAIL", "DTUSER", "DTPOSTED"))
    return Credit(
        amount=amount,
        payer=payer,
        reference=memo or told(_one(movement, "REFNUM")) or told(_one(movement, "CHECKNUM")),
        value_on=next((day for day in days if day), None),
        payer_account=next((each for each in account_told if each and each != account.number), ""),
        entry_id=entry_name(_one(movement, "FITID")),
    )


def _name(movement: dict[str, list[str]]) -> str:
    keys = ("NAME", "PAYEE/NAME", "EXTDPAYEE/NAME", "EXTDNAME")
    return next((each for each in (told(_one(movement, key)) for key in keys) if each), "")


def _one(movement: dict[str, list[str]], key: str) -> str:
    return movement.get(key, [""])[0]
