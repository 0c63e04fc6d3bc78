"""A table and the layout laid down for it in, its movements out. Pure; a row that breaks it is said, not guessed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from relanced.intake.bank.files.csv_text import Row, rows_of
from relanced.intake.bank.files.statement import (
    MAX_FILE,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.bank.files.values import account_of, day_of, plain_money, told
from relanced.intake.days import fold
from relanced.intake.message import clean
from relanced.model.facts import Credit
from relanced.model.money import Money
from relanced.model.profile import TableRule

_MONEY = ("credit", "debit", "amount")


def read_by_rule(data: bytes, rule: TableRule, currency: str) -> Statement:
    """Every row of the table. Raises UnreadableFile where its encoding or its heading is not the rule's."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"a CSV file of {len(data)} bytes")
    try:
        text = clean(data.decode(rule.encoding))
    except (ValueError, LookupError) as error:
        raise UnreadableFile(f"the table is not written in {rule.encoding}") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = rows_of("\n".join(lines[rule.skip :]), rule.separator)
    if rule.headed and not rows:
        raise UnreadableFile("the table has no heading")
    places = _places(rule, rows[0][1] if rule.headed else ())
    problems: list[str] = []
    entries: list[Entry] = []
    for row in rows[1 if rule.headed else 0 :]:
        try:
            entries += _entries(row, places, rule, currency or "EUR")
        except _BrokenRow as broken:
            problems.append(f"line {row[0] + rule.skip}: {broken}")
    return statement_of("CSV", entries, problems)


class _BrokenRow(ValueError):  # noqa: N818 - the name says what it is
    """A row that is not as the rule says; the message says where."""


def _places(rule: TableRule, heading: Sequence[str]) -> Mapping[str, int]:
    """Where each column of the rule stands, from 0."""
    names = {_plain(cell): place for place, cell in reversed(list(enumerate(heading)))}
    places: dict[str, int] = {}
    for column, name in rule.columns.items():
        if _plain(name) in names:
            places[column] = names[_plain(name)]
        elif name.isascii() and name.isdigit() and len(name) <= 3 and int(name) >= 1:
            places[column] = int(name) - 1
        else:
            shown = rule.separator.join(cell.strip() for cell in heading)[:120]
            raise UnreadableFile(f"the table has no column «{name}»; its heading is «{shown}»")
    return places


def _plain(cell: str) -> str:
    return " ".join(fold(cell).split())


def _entries(row: Row, places: Mapping[str, int], rule: TableRule, currency: str) -> list[Entry]:
    """The movement of a row; none of a row without an amount."""
    cells = {column: row[1][place].strip() if place < len(row[1]) else "" for column, place in places.items()}
    code = cells.get("currency", "").upper() or currency
    money = {column: _money(cells[column], code, rule) for column in _MONEY if cells.get(column)}
    moved = {column: amount for column, amount in money.items() if amount.cents}
    if not moved:
        return []
    if len(moved) > 1:
        raise _BrokenRow("an amount in more than one column")
    if places and len(row[1]) <= max(places.values()) and not cells.get("amount", "x"):
        raise _BrokenRow(f"{len(row[1])} cells")
    column, amount = next(iter(moved.items()))
    is_in = amount.cents > 0 and column != "debit"
    credit = Credit(
        amount=Money(abs(amount.cents), amount.currency),
        payer=told(cells.get("payer", "")),
        reference=told(cells.get("reference", "")),
        value_on=_day(cells.get("value_date", ""), rule.days),
        payer_account=account_of(cells.get("account", "")),
    )
    return [Entry(sense=Sense.CREDIT if is_in else Sense.DEBIT, credit=credit)]


def _money(cell: str, currency: str, rule: TableRule) -> Money:
    """An amount with the decimal sign of the rule; what else may part figures parts thousands."""
    thousands = re.escape(" .,'’\u00a0\u202f".replace(rule.decimal, ""))
    pattern = rf"[+-]?\s?(?:\d{{1,3}}(?:[{thousands}]\d{{3}}){{1,4}}|\d{{1,12}})(?:{re.escape(rule.decimal)}\d{{1,3}})?"
    plain = cell.replace("−", "-").removesuffix("€").strip()
    plain = plain.removesuffix(currency).strip()
    if not re.fullmatch(pattern, plain):
        raise _BrokenRow(f"«{cell[:30]}» is no amount with «{rule.decimal}» before its cents")
    amount = plain_money(re.sub(rf"[{thousands}]", "", plain).replace(rule.decimal, "."), currency)
    if amount is None:
        raise _BrokenRow(f"«{cell[:30]}» is no amount in {currency[:10]}")
    return amount


def _day(cell: str, days: str) -> date | None:
    if not cell:
        return None
    try:
        found = datetime.strptime(cell, days).date()  # noqa: DTZ007 - a day, without a time
    except ValueError as error:
        raise _BrokenRow(f"«{cell[:30]}» is no day as «{days}» writes it") from error
    return day_of(found.year, found.month, found.day)
