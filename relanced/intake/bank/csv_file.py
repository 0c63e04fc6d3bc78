"""A table of transactions as CSV in, its credits out. Pure; the columns are found by their headings."""

import csv
import io
import re
from collections import Counter
from datetime import date

from relanced.intake.amounts import parse_number
from relanced.intake.bank.labels import EMPTY_VALUES, Role
from relanced.intake.bank.layout import day_in, role_of
from relanced.intake.bank.phrases import NOT_A_CREDIT_LINE, NOT_YET, RETURNED
from relanced.intake.bank.statement import MAX_FILE, Statement, UnreadableFile
from relanced.intake.days import fold
from relanced.intake.message import decode_bytes
from relanced.model.facts import Credit
from relanced.model.money import Money

MAX_ROWS = 5_000
_AMOUNTS = (Role.CREDITED, Role.AMOUNT, Role.SENT, Role.NET)
_LEFT = re.compile(r"\b(?:debit|debits|d|soll|cargo|dare|uscita|af|out|sortie|outgoing)\b")


def read_csv(data: bytes) -> Statement:
    """Every line that tells of money that came in. Raises UnreadableFile where no headings tell the columns."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"a CSV file of {len(data)} bytes")
    text = decode_bytes(data, "utf-8")[0].lstrip("\ufeff")
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    for place, heads in enumerate(rows[:15]):
        roles = [role_of(head.replace("_", " ")) for head in heads]
        if any(role in _AMOUNTS for role in roles) and sum(role is not None for role in roles) >= 3:
            return _read(rows[place + 1 :], roles)
    raise UnreadableFile("a CSV file whose headings do not tell the columns")


def _rows(text: str) -> list[list[str]]:
    """Part by the separator that occurs most in the head of the file."""
    head = "\n".join(text.splitlines()[:5])
    separator = max(";,\t|", key=Counter(head).__getitem__)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=separator)
        return [row for _, row in zip(range(MAX_ROWS), reader, strict=False)]
    except csv.Error as error:
        raise UnreadableFile(f"a CSV file that cannot be read: {error}") from error


def _read(rows: list[list[str]], roles: list[Role | None]) -> Statement:
    found: list[Credit] = []
    has_debits = False
    for row in rows:
        cells: dict[Role, str] = {}
        for role, cell in zip(roles, row, strict=False):
            if role is not None and cell.strip():
                cells.setdefault(role, cell.strip())
        amount = _amount(cells)
        said = fold(" ".join(cells.get(role, "") for role in (Role.STATE, Role.DIRECTION)))
        leaves = Role.DEBIT in cells or bool(_LEFT.search(said)) or (amount is not None and amount.cents < 0)
        has_debits = has_debits or leaves
        failed = NOT_A_CREDIT_LINE.search(said) or NOT_YET.search(said) or RETURNED.search(said)
        if amount is not None and amount.cents > 0 and not leaves and not failed:
            found.append(_credit(cells, amount))
    return Statement(tuple(found), has_debits)


def _amount(cells: dict[Role, str]) -> Money | None:
    currency = cells.get(Role.CURRENCY, "EUR").upper()
    for role in _AMOUNTS:
        match = re.fullmatch(
            r"\s*([+-]?)\s*([\d\s\u00a0\u202f.,'’]+?)\s*(?:[A-Z]{3}|[€£$])?\s*",
            cells.get(role, "").replace("−", "-"),
        )
        if match and (money := parse_number(match[2], currency if len(currency) == 3 else "EUR")):
            return -money if match[1] == "-" else money
    return None


def _credit(cells: dict[Role, str], amount: Money) -> Credit:
    reference = next((cells[r] for r in (Role.REFERENCE, Role.INVOICE, Role.OWN_REFERENCE) if r in cells), "")
    return Credit(
        amount=amount,
        payer=cells.get(Role.PAYER, ""),
        reference="" if fold(reference) in EMPTY_VALUES else reference,
        value_on=_day(cells),
    )


def _day(cells: dict[Role, str]) -> date | None:
    return next((day for r in (Role.VALUE_DAY, Role.DAY) if r in cells and (day := day_in(cells[r]))), None)
