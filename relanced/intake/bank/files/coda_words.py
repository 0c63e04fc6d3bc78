"""The records of a CODA movement in, whose payment it is and what for out. Pure.

Febelfin, «Coded statement of account (CODA)», version 2.6 (2018). Record 21: sequence 3-6, detail 7-10,
the bank's reference 11-31, sign 32, amount 33-47, value day 48-53, transaction code 54-61 (type 1 figure,
family 2, operation 2, category 3), communication 62 (1: structured) and 63-115, day of booking 116-121.
Record 22: communication 11-63, the client's reference 64-98, type of R-transaction 113. Record 23: account
of the counterparty 11-44, his name 48-82, communication 83-125. Records 31 to 33, information: 31 has a
structured communication where place 40 is 1, from 41 (001: name of the counterparty, 009: of the ultimate
debtor, each 70 signs), else the bank's words.
"""

from dataclasses import dataclass, field
from datetime import date

from relanced.intake.bank.files.fixed import figures
from relanced.intake.bank.files.statement import Sense
from relanced.intake.bank.files.values import (
    MAX_WORDS,
    account_of,
    bounced,
    day_of,
    entry_name,
    only_operation,
    told,
    words,
)
from relanced.intake.days import fold
from relanced.model.facts import Credit
from relanced.model.money import Money

MAX_INFORMATION = 60  # records of words behind one movement that are kept
_NO_REASON = frozenset({"", "0"})
# Family and operation of the transaction code.
_CLIENTS = frozenset({"01", "03", "04", "05", "07", "09", "30", "41", "43", "47"})  # not the bank's charges
_COSTS = "37"
_CORRECTED = "49"
_BACK = frozenset({"0309", "0338", "0503", "0505", "0705", "0707", "0739", "4307", "4705", "4707"})
_UNDONE = frozenset({"0154", "0160", "0162", "0360", "0362", "0554", "0556", "0558", "4362"})
_UNDONE_OPERATIONS = frozenset({"87", "99"})  # costs refunded, corrections
# Structured communications: where the words stand in them.
_STRUCTURED = {"100": (3, 28), "101": (3, 15), "102": (3, 15), "103": (3, 15)}
_SEPA_DEBIT = "127"


@dataclass(slots=True)
class Movement:
    """A record 21 and the records behind it."""

    place: int  # its line in the file
    sequence: str
    detail: int  # 0: it is booked; else it makes up the one with its sequence
    name: str  # the bank's own, as it stands
    amount: Money  # below zero where it leaves
    code: str  # the transaction code, eight signs
    is_structured: bool
    day: date | None
    said: list[str]  # the communication: a field of each of the records 21, 22, 23
    returned: str = ""  # type of R-transaction
    own_reference: str = ""
    account: str = ""
    payer: str = ""
    information: list[tuple[bool, str]] = field(default_factory=list)  # whether structured, and the words

    @property
    def kind(self) -> str:
        """The type of transaction: whether the amount is a total or a detail."""
        return self.code[0]

    def add(self, record: str) -> None:
        """A record behind it."""
        kind = record[:2]
        if kind == "22":
            self.said.append(record[10:63])
            self.own_reference = record[63:98]
            self.returned = record[112].strip()
        elif kind == "23":
            self.account, self.payer = record[10:44], record[47:82]
            self.said.append(record[82:125])
        elif len(self.information) < MAX_INFORMATION:
            if kind == "31":
                self.information.append((record[39] == "1", record[40:113]))
            elif self.information and len(self.information[-1][1]) < MAX_WORDS:
                is_structured, so_far = self.information[-1]
                self.information[-1] = (is_structured, so_far + record[10 : 115 if kind == "32" else 100])


def movement_of(place: int, record: str, amount: Money) -> Movement:
    """A record 21, its amount with the sign."""
    return Movement(
        place=place,
        sequence=record[2:6],
        detail=figures(record[6:10]) or 0,
        name=record[10:31].strip(),
        amount=amount,
        code=record[53:61],
        is_structured=record[61] == "1",
        day=_day(record[47:53]) or _day(record[115:121]),
        said=[record[62:115]],
    )


def sense_of(movement: Movement) -> Sense:
    """What a movement does to us: by the type of an R-transaction, else by its code, else by the bank's words."""
    family, operation = movement.code[1:3], movement.code[3:5]
    communication = "".join(movement.said)
    reasons = [movement.returned]
    if _is_sepa_debit(movement):
        reasons += [communication[11:12].strip(), communication[144:145].strip()]
    returned = any(reason not in _NO_REASON for reason in reasons)
    if movement.amount.cents > 0:
        ours = returned or family + operation in _UNDONE or operation in _UNDONE_OPERATIONS
        return Sense.UNDONE if ours else Sense.CREDIT
    if operation == _COSTS or family not in _CLIENTS:
        return Sense.DEBIT
    back = returned or family + operation in _BACK or operation == _CORRECTED or bounced(communication)
    return Sense.BACK if back else Sense.DEBIT


def credit_of(movement: Movement, parts: list[Movement]) -> Credit:
    """The payment of a movement; what it does not say itself, the details that make it up may."""
    tellers = [movement, *parts]
    payer = next((name for each in tellers if (name := _payer(each))), "")
    said = next((text for each in tellers if (text := _reference(each))), "")
    behind = next((name for each in tellers if (name := _named(each, "009"))), "")
    if behind and fold(behind) not in fold(f"{payer} {said}"):
        said = f"{said} / {behind}" if said else behind
    return Credit(
        amount=Money(abs(movement.amount.cents), movement.amount.currency),
        payer=payer,
        reference=words(said),
        value_on=movement.day,
        payer_account=next((found for each in tellers if (found := account_of(each.account))), ""),
        entry_id=entry_name(movement.name),
    )


def _payer(movement: Movement) -> str:
    return told(movement.payer) or _named(movement, "001")


def _named(movement: Movement, kind: str) -> str:
    """A name that an information record bears."""
    found = (
        told(text[3:73])
        for is_structured, text in movement.information
        if is_structured and text.startswith(kind)
    )
    return next((each for each in found if each), "")


def _reference(movement: Movement) -> str:
    """The payer's words or his number; where there are none, what he or the bank called it."""
    said = told(_structured(movement) if movement.is_structured else "".join(movement.said))
    free = (text for is_structured, text in movement.information if not is_structured)
    fallbacks = (said, told(movement.own_reference), *map(told, free))
    return next((each for each in fallbacks if each and not only_operation(each)), "")


def _structured(movement: Movement) -> str:
    """«101…»: the twelve figures of a Belgian payment slip; of other kinds what the payer gave."""
    text = "".join(movement.said)
    if _is_sepa_debit(movement):
        return told(text[82:144]) or told(text[47:82])  # the words for the debtor, else his mandate
    place = _STRUCTURED.get(text[:3])
    return text[place[0] : place[1]] if place else ""


def _is_sepa_debit(movement: Movement) -> bool:
    return movement.is_structured and movement.said[0].startswith(_SEPA_DEBIT)


def _day(digits: str) -> date | None:
    """«DDMMYY», of this century."""
    if figures(digits) is None:
        return None
    return day_of(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
