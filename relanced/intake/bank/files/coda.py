"""A Belgian statement of 128 characters a line in (CODA), its movements out. Pure.

Febelfin, «Coded statement of account (CODA)», version 2.6 (2018). Places from 1; days are DDMMYY, amounts
have three implied decimals, a sign 0 is credit and 1 debit. Record 0, the head: code of a separate
application 84-88. Record 1, the old balance: structure of the account 2, account and currency 6-42, sign
43, amount 44-58. Record 8, the new balance: sign 42, amount 43-57. Records 2 and 3 are coda_words.py's. A
movement of detail number 0 is booked; the details behind it with its sequence number make it up, and are
no money besides. Types of transaction: 1 and 2 are totals of the customer and of the bank, with details 5,
and 6 and 7; 3 is an amount with details 8, and 7 one with details 9: gross amount and charges.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from relanced.intake.bank.files.coda_words import Movement, credit_of, movement_of, sense_of
from relanced.intake.bank.files.fixed import figures, records_of, scaled, text_of_fixed, weigh
from relanced.intake.bank.files.statement import (
    MAX_ENTRIES,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.lazy import lazy
from relanced.model.money import Money

WIDTH = 128
_HEAD = lazy(r"\s{0,40}00000\d{6}.{3}05", re.ASCII)
_TOTALS = frozenset("12")
_PARTS_OF_PARTS = "9"


def looks_like_coda(head: str) -> bool:
    """Whether a file begins with the head of such a statement."""
    return _HEAD.match(head) is not None


def read_coda(data: bytes) -> Statement:
    """Every movement of a file. Raises UnreadableFile for what is none, or whose balances belie its movements."""
    text = text_of_fixed(data, "CODA")
    if not looks_like_coda(text[:WIDTH]):
        raise UnreadableFile("no CODA file")
    reader = _Reader()
    for place, record in enumerate(records_of(text, WIDTH), 1):
        reader.take(place, record)
    reader.close()
    return statement_of("CODA", reader.entries, reader.problems, reader.notes)


class _Reader:
    """Takes the records in their order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._account = ""
        self._opening: Money | None = None
        self._is_whole = True  # False: the amount of a movement could not be read
        self._is_details = False  # a file of details alone: its movements were booked in another one
        self._booked: list[Movement] = []
        self._count = 0

    def take(self, place: int, record: str) -> None:
        """One record; those of words belong to the movement before them."""
        code = record[0]
        if code == "0":
            self.close()
            self._is_details = record[83:88].strip("0 ") != ""
        elif code == "1":
            self._settle(None)
            self._open(record)
        elif record[:2] == "21":
            self._move(place, record)
        elif code in "23":
            if self._booked:
                self._booked[-1].add(record)
        elif code == "8":
            self._settle(self._balance(record[41], record[42:57]))
        elif code not in "49":
            self.problems.append(f"line {place}: no record that is known («{record[:12]}…»)")

    def close(self) -> None:
        """The end of a file."""
        self._settle(None)

    def _open(self, record: str) -> None:
        """The old balance of an account; of the old Belgian numbers the currency stands behind twelve figures."""
        currency = record[18:21] if record[1] == "0" else record[39:42]
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise UnreadableFile(f"an account without a currency («{record[5:42].strip()}»)")
        self._account = record[5:39].strip()
        self._opening = Money(0, currency)
        self._opening = self._balance(record[42], record[43:58])
        if self._opening is None:
            raise UnreadableFile(f"an old balance «{record[42:58]}» that is none")

    def _balance(self, sign: str, amount: str) -> Money | None:
        """An amount with its sign; below zero where it is a debit."""
        value = figures(amount)
        if value is None or sign not in {"0", "1"} or self._opening is None:
            return None
        money = scaled(value, 3, self._opening.currency)
        return -money if money and sign == "1" else money

    def _move(self, place: int, record: str) -> None:
        self._count += 1
        if self._count > MAX_ENTRIES:
            raise UnreadableFile(f"more than {MAX_ENTRIES} movements in one file")
        amount = self._balance(record[31], record[32:47])
        if amount is None:
            self._is_whole = False
            self.problems.append(f"line {place}: «{record[31:47]}» is no amount")
            amount = Money(0, self._opening.currency if self._opening else "EUR")
        self._booked.append(movement_of(place, record, amount))

    def _settle(self, closing: Money | None) -> None:
        """End an account: its balances must bear its movements."""
        booked, opening = self._booked, self._opening
        is_whole, self._is_whole = self._is_whole, True
        self._booked, self._opening = [], None
        if opening is None:
            if booked:
                self.problems.append("movements of no account")
            return
        if closing is None:
            self.problems.append("an account without its new balance")
        elif is_whole and not self._is_details:
            moved = sum(each.amount.cents for each in booked if each.detail == 0)
            if problem := weigh(opening, moved, closing):
                self.problems.append(problem)
        names = Counter(each.name for each in booked)
        for movement, details in _with_details(booked):
            is_named = names[movement.name] == 1
            for entry in self._entries(movement, details):
                credit = entry.credit if is_named else replace(entry.credit, entry_id="")
                self.entries.append(replace(entry, credit=credit, account=self._account))

    def _entries(self, movement: Movement, details: list[Movement]) -> Iterator[Entry]:
        """What a booked movement tells: of a total its details, of an amount with charges its gross amount."""
        if not movement.amount.cents:
            return
        if movement.detail and not self._is_details:
            self.problems.append(f"line {movement.place}: details of a movement that is not told")
        elif movement.kind in _TOTALS and _adds_up(movement, details):
            for detail, parts in _with_details(details):
                if detail.amount.cents:
                    yield _entry(detail, parts, is_detail=True)
        elif movement.kind in _TOTALS and movement.amount.cents > 0 and sense_of(movement) is Sense.CREDIT:
            self.notes.append(
                f"line {movement.place}: {movement.amount} of payments that are not told one by one"
            )
            if details:
                self.problems.append(f"line {movement.place}: its details do not make it up")
        else:
            yield _entry(movement, details)


def _with_details(movements: list[Movement]) -> Iterator[tuple[Movement, list[Movement]]]:
    """Each movement with those behind it that make it up."""
    top: Movement | None = None
    details: list[Movement] = []
    for movement in movements:
        if top is not None and _makes_up(movement, top):
            details.append(movement)
            continue
        if top is not None:
            yield top, details
        top, details = movement, []
    if top is not None:
        yield top, details


def _makes_up(movement: Movement, top: Movement) -> bool:
    if top.detail:
        return movement.kind == _PARTS_OF_PARTS and movement.sequence == top.sequence
    return movement.detail > 0 and movement.sequence == top.sequence


def _adds_up(movement: Movement, details: list[Movement]) -> bool:
    """Whether details make up their movement; the details of details are counted in these."""
    cents = [each.amount.cents for each in details if each.kind != _PARTS_OF_PARTS or movement.detail]
    return bool(cents) and sum(cents) == movement.amount.cents


def _entry(movement: Movement, parts: list[Movement], *, is_detail: bool = False) -> Entry:
    """One payment; of one gross amount less charges, what the client paid and what the bank kept."""
    credit = credit_of(movement, parts)
    if is_detail and credit.entry_id:
        credit = replace(credit, entry_id=f"{credit.entry_id}/{movement.detail}")
    sense = sense_of(movement)
    gross = [each.amount for each in parts if each.amount.cents > 0]
    has_charges = len(gross) == 1 and gross[0].cents > movement.amount.cents and _adds_up(movement, parts)
    if sense is Sense.CREDIT and has_charges:
        credit = replace(credit, amount=gross[0], fee=gross[0] - movement.amount)
    return Entry(sense=sense, credit=credit)
