"""A French statement of 120 characters a line in (CFONB120, also called AFB120), its movements out. Pure.

CFONB, «Relevé de compte sur support informatique» (July 2004), and «Évolutions du relevé de compte
120 caractères pour les opérations de virement» (August 2007). Places from 1: record code 1-2 (01 old
balance, 04 movement, 05 its complement, 07 new balance), bank 3-7, desk 12-16, currency 17-19, number of
decimals 20, account 22-32, interbank code of the operation 33-34, day of booking 35-40, reason of a
return 41-42, value day 43-48, label 49-79, amount 91-104, reference 105-120; of a complement the
qualifier 46-48 and its words 49-118.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from relanced.intake.bank.files.cfonb_words import Complements, credit_of, is_lump, sense_of
from relanced.intake.bank.files.fixed import records_of, scaled, text_of_fixed, weigh
from relanced.intake.bank.files.statement import (
    MAX_ENTRIES,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.bank.files.values import day_of
from relanced.intake.lazy import lazy
from relanced.model.money import Money

WIDTH = 120
_HEAD = lazy(r"\s{0,40}0[147]\d{5}[\d ]{4}\d{5}[A-Z]{3}[0-9 ][A-Z0-9 ][A-Z0-9 ]{11}", re.ASCII)
# The last figure of an amount bears its sign (a punched card's zone). «é» and «è» stand where the
# French variant of ISO 646 has the braces, «‚» and «Š» where such a file went through code page 850.
_ZONE = {
    **{sign: (1, digit) for digit, sign in enumerate("{ABCDEFGHI")},
    **{sign: (-1, digit) for digit, sign in enumerate("}JKLMNOPQR")},
    **dict.fromkeys("é‚", (1, 0)),
    **dict.fromkeys("èŠ", (-1, 0)),
}


@dataclass(slots=True)
class _Account:
    """One statement: from the old balance to the new one."""

    number: str
    opening: Money | None
    moved: int = 0  # the sum of the movements, in cents
    is_whole: bool = True  # False: the amount of a movement could not be read
    entries: list[Entry] = field(default_factory=list)


def looks_like_cfonb120(head: str) -> bool:
    """Whether a file begins with a record of such a statement."""
    return _HEAD.match(head) is not None


def read_cfonb120(data: bytes) -> Statement:
    """Every movement of a file. Raises UnreadableFile for what is none, or whose balances belie its movements."""
    text = text_of_fixed(data, "CFONB120")
    if not looks_like_cfonb120(text[:WIDTH]):
        raise UnreadableFile("no CFONB120 file")
    reader = _Reader()
    for place, record in enumerate(records_of(text, WIDTH), 1):
        reader.take(place, record)
    reader.close()
    return statement_of("CFONB120", reader.entries, reader.problems, reader.notes)


class _Reader:
    """Takes the records in their order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._account = _Account("", None)
        self._movement: tuple[int, str] | None = None  # where it stands, and its record
        self._complements: Complements = {}
        self._count = 0

    def take(self, place: int, record: str) -> None:
        """One record; a complement belongs to the movement before it."""
        code = record[:2]
        if code == "05":
            if self._movement:
                self._complements.setdefault(record[45:48].strip(), []).append(record[48:118])
            return
        self._finish()
        if code == "01":
            self._settle(None)
            self._account = _Account(record[2:32], _money(record))
        elif code == "07":
            self._settle(_money(record))
        elif code == "04":
            self._count += 1
            if self._count > MAX_ENTRIES:
                raise UnreadableFile(f"more than {MAX_ENTRIES} movements in one file")
            self._movement = (place, record)
        else:
            self.problems.append(f"line {place}: no record that is known («{record[:12]}…»)")

    def close(self) -> None:
        """The end of the file."""
        self._finish()
        self._settle(None)

    def _finish(self) -> None:
        """Make an entry of the movement whose complements are all read."""
        if self._movement is None:
            return
        (place, record), found = self._movement, self._complements
        self._movement, self._complements = None, {}
        amount = _money(record)
        if amount is None:
            self._account.is_whole = False
            self.problems.append(f"line {place}: «{record[90:104].strip()}» is no signed amount")
            return
        self._account.moved += amount.cents
        sense = sense_of(record, found, is_credit=amount.cents > 0)
        credit = credit_of(record, found, Money(abs(amount.cents), amount.currency), _value_day(record))
        if sense is Sense.CREDIT and is_lump(record, found):
            self.notes.append(f"line {place}: {credit.amount} of payments that are not told one by one")
        elif amount.cents:
            self._account.entries.append(Entry(sense=sense, credit=credit, account=self._account.number))

    def _settle(self, closing: Money | None) -> None:
        """End a statement. More money told than came by its balances: it is not believed."""
        account, self._account = self._account, _Account("", None)
        problem = ""
        if account.is_whole and account.opening and closing:
            problem = weigh(account.opening, account.moved, closing)
        self.problems += [problem] if problem else []
        self.entries += account.entries


def _money(record: str) -> Money | None:
    """The amount of a record with the sign of its zone; None where it has none."""
    figures, currency, decimals = record[90:104], record[16:19], record[19]
    zone = _ZONE.get(figures[-1])
    whole = figures[:-1].strip()
    if zone is None or not (whole.isascii() and whole.isdigit()) or not re.fullmatch(r"[A-Z]{3}", currency):
        return None
    if not (decimals.isascii() and decimals.isdigit()) or int(decimals) > 4:
        return None
    sign, last = zone
    amount = scaled(int(whole) * 10 + last, int(decimals), currency)
    return -amount if amount and sign < 0 else amount


def _value_day(record: str) -> date | None:
    return next((day for day in map(_day, (record[42:48], record[34:40])) if day), None)


def _day(digits: str) -> date | None:
    """«JJMMAA», of this century."""
    if not (digits.isascii() and digits.isdigit()):
        return None
    return day_of(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
