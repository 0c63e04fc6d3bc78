"""An ISO 20022 file in (camt.052 report, camt.053 statement, camt.054 notice), its movements out. Pure.

All versions: elements are found by their local names. No entity, no DTD, no network: a file that
declares a DTD is refused. Which movement is what: the Bank Transaction Codes of the ISO 20022
external code sets, and RvslInd («true» with DBIT: a credit was taken back).
"""

from collections.abc import Iterator

from lxml import etree

from relanced.intake.bank.files.camt_parts import (
    Booking,
    Element,
    Node,
    children,
    credit_of,
    families,
    flag,
    money,
    movement_day,
    text,
)
from relanced.intake.bank.files.statement import (
    MAX_ENTRIES,
    MAX_FILE,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.bank.files.values import words
from relanced.model.money import Money

MAX_MARKS = 1_000_000  # «<» in one file: each element costs memory, however short its name
_REPORTS = {"Rpt": "CAMT.052", "Stmt": "CAMT.053", "Ntfctn": "CAMT.054"}
# Sub-families of a debit that takes money of our clients back, and of a credit that brings our own
# money back: returned, refused, refunded or cancelled transfers, direct debits, cheques, bills, cards.
_RETURNS = frozenset(
    {"RRTN", "RPCR", "RVSL", "RRCT", "ARET", "UPDD", "PRDD", "RCDD", "URDD"}
    | {"UPCQ", "CQRV", "URCQ", "XRCQ", "UDFT", "DDFT", "UPCT"}
)
# The same in the German banks' proprietary codes («NTRF+159+…»): Geschäftsvorfallcodes of the DK.
_RETURN_GVC = frozenset({"108", "109", "159", "181", "182", "183", "184", "185"})


def read_camt(data: bytes) -> Statement:
    """Every booked movement of a file. Raises UnreadableFile for what is no camt, too large, or declares a DTD."""
    root = Node(_parsed(data))
    entries: list[Entry] = []
    problems: list[str] = []
    notes: list[str] = []
    kinds: list[str] = []
    count = 0
    for kind, report in _reports(root):
        kinds.append(kind)
        ours = text(report, "Acct", "Id", "IBAN") or text(report, "Acct", "Id", "Othr", "Id")
        reader = _Report(kinds[-1], ours, problems, notes)
        for entry in children(report, "Ntry"):
            count += max(1, len(children(entry, "NtryDtls", "TxDtls")))
            if count > MAX_ENTRIES:
                raise UnreadableFile(f"more than {MAX_ENTRIES} payments in one file")
            entries += reader.read(entry)
    if not kinds:
        raise UnreadableFile("an XML file without an account report")
    return statement_of(" ".join(dict.fromkeys(kinds)), entries, problems, notes)


def _reports(node: Node) -> Iterator[tuple[str, Node]]:
    """The reports below an element, whatever they are wrapped in; none inside another."""
    for name, parts in node.parts.items():
        for part in parts:
            if name in _REPORTS:
                yield _REPORTS[name], part
            else:
                yield from _reports(part)


def _parsed(data: bytes) -> Element:
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"an XML file of {len(data)} bytes")
    if data.count(b"<") > MAX_MARKS:
        raise UnreadableFile("an XML file of too many elements")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.lstrip(b" \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"XML that cannot be read: {error}"[:300]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("an XML file with a DTD")
    return root


class _Report:
    """Reads the entries of one report on one account."""

    def __init__(self, kind: str, account: str, problems: list[str], notes: list[str]) -> None:
        self._kind, self._account = kind, account
        self._problems, self._notes = problems, notes

    def read(self, entry: Node) -> Iterator[Entry]:
        """Its movement; of a batch one for each payment in it."""
        status = text(entry, "Sts", "Cd") or text(entry, "Sts") or ("" if children(entry, "Sts") else "BOOK")
        if not status:
            own = words(text(entry, "Sts", "Prtry"))[:30]
            self._problems.append(f"an entry of a status of the bank's own («{own}»)")
        if status != "BOOK":
            return
        sense = _sense(entry, text(entry, "CdtDbtInd"))
        booked = money(entry, "Amt")
        if sense is None or booked is None or booked.cents < 0:
            self._problems.append(f"an entry of «{words(text(entry, 'Amt'))[:30]}» that cannot be read")
            return
        if booked.cents == 0:
            return
        parts = children(entry, "NtryDtls", "TxDtls")
        if len(parts) <= 1 and not (parts and _number_of_payments(entry) > 1):
            yield from self._single(entry, parts[0] if parts else None, sense, booked)
        else:
            yield from self._batch(entry, parts, sense, booked)

    def _single(self, entry: Node, part: Node | None, sense: Sense, booked: Money) -> Iterator[Entry]:
        several = _number_of_payments(entry)
        if part is None and several > 1 and sense is Sense.CREDIT:
            self._notes.append(f"a batch of {several} payments, {booked}, without its parts")
            return
        if part is not None:
            sense = _sense(part, "CRDT" if sense in {Sense.CREDIT, Sense.UNDONE} else "DBIT", sense) or sense
        yield self._entry(sense, self._booking(entry, sense, is_alone=True), part, booked)

    def _batch(self, entry: Node, parts: list[Node], sense: Sense, booked: Money) -> Iterator[Entry]:
        """Each payment of a batch; nothing of one whose payments are more than was booked."""
        mark = "CRDT" if sense in {Sense.CREDIT, Sense.UNDONE} else "DBIT"
        booking = self._booking(entry, sense, is_alone=False)
        found: list[Entry] = []
        total = 0
        for part in parts:
            amount = money(part, "Amt") or money(part, "AmtDtls", "TxAmt", "Amt")
            amount = amount or money(part, "AmtDtls", "InstdAmt", "Amt")
            if amount is None or amount.cents <= 0:
                if sense is Sense.CREDIT:
                    self._problems.append(
                        f"a batch of {len(parts)} payments, {booked}, not each with its amount"
                    )
                return
            own = text(part, "CdtDbtInd") or mark
            total += amount.cents if own == mark else -amount.cents
            found.append(self._entry(_sense(part, own, sense) or sense, booking, part, amount))
        kept = money(entry, "Chrgs", "TtlChrgsAndTaxAmt")
        limit = booked.cents + (kept.cents if kept else 0)
        alike = all(each.credit.amount.currency == booked.currency for each in found)
        if alike and total > limit and sense is Sense.CREDIT:
            self._problems.append(f"a batch whose {len(parts)} payments are more than the {booked} booked")
            return
        yield from found

    def _booking(self, entry: Node, sense: Sense, *, is_alone: bool) -> Booking:
        return Booking(
            entry=entry,
            value_on=movement_day(entry),
            account=self._account,
            is_ours=sense is Sense.CREDIT,
            is_alone=is_alone,
        )

    def _entry(self, sense: Sense, booking: Booking, part: Node | None, amount: Money) -> Entry:
        return Entry(
            sense=sense,
            credit=credit_of(booking, part, amount),
            account=self._account,
            report=self._kind,
        )


def _sense(node: Node, mark: str, outer: Sense = Sense.CREDIT) -> Sense | None:
    """What a movement, or one payment of it, does to us; None where it says neither credit nor debit."""
    if mark not in {"CRDT", "DBIT"}:
        return None
    domain, proprietary = families(node)
    back = (
        flag(node, "RvslInd")
        or bool(children(node, "RtrInf"))
        or bool(_RETURNS & domain)
        or bool(_RETURN_GVC & proprietary)
        or outer in {Sense.BACK, Sense.UNDONE}
    )
    if mark == "CRDT":
        return Sense.UNDONE if back else Sense.CREDIT
    return Sense.BACK if back else Sense.DEBIT


def _number_of_payments(entry: Node) -> int:
    digits = text(entry, "NtryDtls", "Btch", "NbOfTxs")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 1
