"""A Spanish statement of 80 characters a line in (Norma 43, «Cuaderno 43»), its movements out. Pure.

Asociación Española de Banca (AEB, with CECA and UNACC), «Información normalizada de cuenta corriente»,
series of banking norms and procedures number 43, June 2012. Places from 1. Record 11, the account: bank
3-6, office 7-10, account 11-20, first and last day 21-32, side of the old balance 33 (1 debe, 2 haber), old
balance 34-47, currency 48-50 (ISO 4217, figures), mode of information 51. Record 22, a movement: day 11-16,
value day 17-22, common concept 23-24, side 28, amount 29-42, document 43-52, references 53-64 and 65-80.
Record 23, up to five behind a movement: words 5-42 and 43-80. Record 24: the amount in another currency
(currency 5-7, amount 8-21). Record 33, the end of the account: side 59 and amount 60-73 of the new
balance, currency 74-76. Record 88: the end of the file. Days are YYMMDD, amounts have two implied decimals.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from relanced.intake.bank.files.csv_heads import Column
from relanced.intake.bank.files.csv_words import who_and_what_of
from relanced.intake.bank.files.fixed import figures, records_of, scaled, text_of_fixed, weigh
from relanced.intake.bank.files.mt940_details import Details, details_of
from relanced.intake.bank.files.statement import (
    MAX_ENTRIES,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.bank.files.values import bounced, charged, day_of, only_operation, told
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

WIDTH = 80
MAX_LINES = 20  # of words behind one movement; the norm has five
_HEAD = lazy(r"(?:\s{0,40}00[^\n]{0,78}\n)?\s{0,40}11\d{8}[\dA-Z]{10}\d{12}[12]\d{14}\d{3}", re.ASCII)
# ISO 4217, by its figures: what accounts of firms are held in.
_CURRENCIES = {
    "978": "EUR",
    "840": "USD",
    "826": "GBP",
    "756": "CHF",
    "392": "JPY",
    "752": "SEK",
    "578": "NOK",
    "208": "DKK",
    "985": "PLN",
    "203": "CZK",
    "124": "CAD",
    "036": "AUD",
    "484": "MXN",
    "504": "MAD",
}
_RETURNED = "14"  # common concepts: returned and unpaid items
_CORRECTED = "98"  # cancellations and corrections
_REMITTED = "06"  # remittances of bills and receipts
_LUMP = lazy(r"^(?:abono |liq(?:uidacion)?\.? )?(?:remesas?|tpv)\b")
_ONE = lazy(r"\b0{0,5}1 (?:efecto|recibo|adeudo|cheque|pagare)\b")
# Code page 850 read as Windows' own: the Ñ of many a bank's mainframe.
_OLD_PAGE = str.maketrans("¥¤", "Ññ")


@dataclass(slots=True)
class _Account:
    """One account: from its record 11 to its record 33."""

    number: str
    opening: Money
    moved: int = 0
    is_whole: bool = True  # False: the amount of a movement could not be read
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _Movement:
    """A record 22 and the records behind it."""

    place: int
    record: str
    words: list[str] = field(default_factory=list)  # of each record 23: 76 signs, two fields
    original: Money | None = None


def looks_like_norma43(head: str) -> bool:
    """Whether a file begins with the record of an account."""
    return _HEAD.match(head) is not None


def read_norma43(data: bytes) -> Statement:
    """Every movement of a file. Raises UnreadableFile for what is none, or whose balances belie its movements."""
    text = text_of_fixed(data, "Norma 43").translate(_OLD_PAGE)
    if not looks_like_norma43(text[: WIDTH * 3]):
        raise UnreadableFile("no Norma 43 file")
    reader = _Reader()
    for place, record in enumerate(records_of(text, WIDTH), 1):
        reader.take(place, record)
    reader.close()
    return statement_of("Norma 43", reader.entries, reader.problems, reader.notes)


class _Reader:
    """Takes the records in their order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._account: _Account | None = None
        self._movement: _Movement | None = None
        self._count = 0

    def take(self, place: int, record: str) -> None:
        """One record; those of words belong to the movement before them."""
        code = record[:2]
        if code in {"23", "24"}:
            if self._movement and code == "23":
                self._movement.words += [record[4:]] if len(self._movement.words) < MAX_LINES else []
            elif self._movement:
                self._movement.original = _amount(record[7:21], _CURRENCIES.get(record[4:7], ""))
            return
        self._finish()
        if code == "11":
            self.close()
            self._account = _account(record)
        elif code == "33":
            self._settle(_balance(record[58], record[59:73], self._account))
        elif code == "22":
            self._count += 1
            if self._count > MAX_ENTRIES:
                raise UnreadableFile(f"more than {MAX_ENTRIES} movements in one file")
            self._movement = _Movement(place, record)
        elif code not in {"00", "88"}:
            self.problems.append(f"line {place}: no record that is known («{record[:12]}…»)")

    def close(self) -> None:
        """The end of the file, or of an account that is not closed."""
        self._finish()
        self._settle(None)

    def _finish(self) -> None:
        """Make an entry of the movement whose words are all read."""
        movement, account = self._movement, self._account
        self._movement = None
        if movement is None:
            return
        if account is None:
            self.problems.append(f"line {movement.place}: a movement of no account")
            return
        record = movement.record
        amount = _balance(record[27], record[28:42], account)
        if amount is None:
            account.is_whole = False
            self.problems.append(f"line {movement.place}: «{record[27:42]}» is no amount")
            return
        account.moved += amount.cents
        credit = _credit(movement, Money(abs(amount.cents), amount.currency))
        sense = _sense(movement, is_credit=amount.cents > 0)
        if sense is Sense.CREDIT and _is_lump(movement):
            self.notes.append(
                f"line {movement.place}: {credit.amount} of payments that are not told one by one"
            )
        elif amount.cents:
            account.entries.append(Entry(sense=sense, credit=credit, account=account.number))

    def _settle(self, closing: Money | None) -> None:
        """End an account: its balances must bear its movements."""
        account, self._account = self._account, None
        if account is None:
            return
        if closing is None:
            self.problems.append("an account without its new balance")
        elif account.is_whole and (problem := weigh(account.opening, account.moved, closing)):
            self.problems.append(problem)
        self.entries += account.entries


def _account(record: str) -> _Account:
    currency = _CURRENCIES.get(record[47:50])
    if currency is None:
        raise UnreadableFile(f"an account in a currency «{record[47:50]}» that is not known")
    account = _Account(record[2:20], Money(0, currency))
    opening = _balance(record[32], record[33:47], account)
    if opening is None:
        raise UnreadableFile(f"an old balance «{record[32:47]}» that is none")
    account.opening = opening
    return account


def _balance(side: str, amount: str, account: _Account | None) -> Money | None:
    """An amount on its side; below zero where it is a debit."""
    money = _amount(amount, account.opening.currency) if account and side in {"1", "2"} else None
    return -money if money and side == "1" else money


def _amount(text: str, currency: str) -> Money | None:
    value = figures(text)
    return None if value is None or not currency else scaled(value, 2, currency)


def _sense(movement: _Movement, *, is_credit: bool) -> Sense:
    """What a movement does to us: a returned item on the credit side is one of our own."""
    concept = movement.record[22:24]
    said = " ".join(movement.words)
    if is_credit:
        return Sense.UNDONE if concept in {_RETURNED, _CORRECTED} else Sense.CREDIT
    if charged(said):
        return Sense.DEBIT
    return Sense.BACK if concept in {_RETURNED, _CORRECTED} or bounced(said) else Sense.DEBIT


def _is_lump(movement: _Movement) -> bool:
    """Whether a credit is a remittance of ours, or a day of cards, of several payments."""
    said = " ".join(fold(" ".join(movement.words)).split())
    return bool(movement.record[22:24] == _REMITTED or _LUMP.match(said)) and not _ONE.search(said)


def _credit(movement: _Movement, amount: Money) -> Credit:
    record = movement.record
    parts = _parts(movement.words)
    flat = f" {'  '.join(parts)}"
    details = details_of([flat], 0) if ":" in flat else Details()  # «ORDENANTE: … CONCEPTO: …»
    payer, said = details.payer, details.reference
    if not payer:
        payer, said = who_and_what_of({Column.LABEL: parts})
    said = said or told(record[52:64]) or told(record[64:80])
    sent = movement.original
    return Credit(
        amount=amount,
        payer=payer,
        reference="" if only_operation(said) else said,
        value_on=_day(record[16:22]) or _day(record[10:16]),
        payer_account=details.account,
        original=sent if sent and sent.cents and sent.currency != amount.currency else None,
    )


def _parts(lines: list[str]) -> list[str]:
    """The fields of words; where one is filled to its end, the next goes on in the middle of the word."""
    parts: list[str] = []
    goes_on = False
    for text in (each for line in lines for each in (line[:38], line[38:76])):
        if goes_on:
            parts[-1] += text.rstrip()
        elif text.strip():
            parts.append(text.strip())
        goes_on = bool(text[-1:].strip())
    return parts


def _day(digits: str) -> date | None:
    """«AAMMDD», of this century."""
    if figures(digits) is None:
        return None
    return day_of(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
