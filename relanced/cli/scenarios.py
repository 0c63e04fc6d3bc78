"""A file of scenarios in (open invoices, credits; one JSON object a line), each as values out, or what is wrong."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from relanced.casework.settle.settlement import OpenItem
from relanced.daemon.desk.short import one_line
from relanced.intake.message import clean
from relanced.model.facts import Credit
from relanced.model.money import money_of
from relanced.model.names import InvoiceNumber

_AMOUNT = "an amount is expected, such as 1200.00"
_DAY = "a day is expected, such as 2026-03-31"
_TEXT = 'a text is expected, such as "EUR"'
_EXPECTED = {
    "json_invalid": 'this is no JSON: a line holds one object, {"open_invoices": […], "credits": […]}',
    "missing": "is missing",
    "list_type": "a list is expected, […]",
    "model_type": "an object is expected, {…}",
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "finite_number": _AMOUNT,
}
_COLUMN = re.compile(r"column ([0-9]{1,9})$")
_SHOWN = 40  # characters of what stands there instead
_MANY = 8  # numbers that are named

_Line = TypeVar("_Line")
_Value = TypeVar("_Value")


class _InvoiceLine(BaseModel):
    """An open or settled invoice as the file gives it."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    number: str
    client: str = ""
    client_email: str = ""
    amount: Decimal  # still open; negative for a credit note
    currency: str = "EUR"
    issue_date: date | None = None
    due_date: date | None = None
    kind: str = "invoice"
    terms: str = ""
    po: str | None = None
    quote: str | None = None
    total: Decimal | None = None
    payers: list[str] = []  # names under which the client has paid before
    accounts: list[str] = []  # and accounts from which

    def item(self) -> OpenItem:
        """The same as an open item."""
        return OpenItem(
            number=InvoiceNumber(self.number),
            client=self.client,
            client_email=self.client_email,
            owed=money_of(str(self.amount), self.currency),
            issued_on=self.issue_date,
            due_on=self.due_date,
            terms=self.terms,
            marks=tuple(mark for mark in (self.po, self.quote) if mark),
            total=money_of(str(self.total), self.currency) if self.total is not None else None,
            payers=tuple(self.payers),
            accounts=tuple("".join(account.split()).upper() for account in self.accounts),
        )


class _CreditLine(BaseModel):
    """A credit as the file gives it."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    amount: Decimal
    currency: str = "EUR"
    payer: str | None = ""
    reference: str | None = ""
    value_date: date | None = None
    original_amount: Decimal | None = None
    original_currency: str | None = None
    payer_account: str | None = ""

    def credit(self) -> Credit:
        """The same as a credit of a notice."""
        sent = None
        if self.original_amount is not None and self.original_currency:
            sent = money_of(str(self.original_amount), self.original_currency)
        return Credit(
            amount=money_of(str(self.amount), self.currency),
            payer=self.payer or "",
            reference=self.reference or "",
            value_on=self.value_date,
            original=sent,
            payer_account="".join((self.payer_account or "").split()).upper(),
        )


class _ScenarioLine(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    name: str = ""
    open_invoices: list[_InvoiceLine]
    settled_invoices: list[_InvoiceLine] = []
    credits: list[_CreditLine]


class Scenario(NamedTuple):
    """What is open, what was settled before, and the money that comes in, in order."""

    name: str
    open_items: tuple[OpenItem, ...]
    settled: tuple[OpenItem, ...]
    credits: tuple[Credit, ...]


class ScenarioError(ValueError):
    """A line cannot be read; the message says where and why."""


def read_scenarios(data: bytes, where: str) -> list[Scenario]:
    """Read every line. Raises ScenarioError naming each line that is wrong, all at once."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{where}: not UTF-8 text (byte {error.start}); nothing was matched") from error
    found, troubles = [], []
    for place, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(_scenario(_ScenarioLine.model_validate_json(line)))
        except ValidationError as error:
            troubles += [f"{where}:{place}: {trouble}" for trouble in _explained(error)]
        except ValueError as error:
            troubles.append(f"{where}:{place}: {error}")
    if troubles:
        raise ScenarioError(
            "\n".join([*troubles, "nothing was matched; correct these lines and run it again"])
        )
    return found


def _scenario(line: _ScenarioLine) -> Scenario:
    open_items = _each("open_invoices", line.open_invoices, _InvoiceLine.item)
    count = Counter(item.number for item in open_items)
    twice = [number for number, times in count.items() if times > 1]
    if twice:
        named = ", ".join(one_line(clean(number), _SHOWN) for number in twice[:_MANY])
        raise ValueError(f"open_invoices: {named} stands there twice")
    settled = _each("settled_invoices", line.settled_invoices, _InvoiceLine.item)
    return Scenario(line.name, open_items, settled, _each("credits", line.credits, _CreditLine.credit))


def _each(key: str, lines: list[_Line], read: Callable[[_Line], _Value]) -> tuple[_Value, ...]:
    """The values of a list. Raises ValueError that names the place of one that is wrong."""
    values = []
    for place, line in enumerate(lines):
        try:
            values.append(read(line))
        except ValueError as error:
            raise ValueError(f"{key}[{place}]: {error}") from error
    return tuple(values)


def _explained(error: ValidationError) -> Iterator[str]:
    """Each trouble: where in the line, what is expected there, what stands there."""
    for trouble in error.errors(include_url=False):
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in trouble["loc"])
        where = "".join(parts).lstrip(".")
        yield f"{where}: {_in_our_words(trouble)}" if where else _in_our_words(trouble)


def _in_our_words(trouble: ErrorDetails) -> str:
    kind = trouble["type"]
    expected = _EXPECTED.get(kind, "")
    if not expected:
        expected = (
            _AMOUNT if kind.startswith("decimal") else _DAY if kind.startswith("date") else "not usable"
        )
    if kind == "missing":
        return expected
    if kind == "json_invalid":
        column = _COLUMN.search(str(trouble.get("ctx", {}).get("error", "")))
        return f"{expected} (character {column[1]})" if column else expected
    return f"{expected}; found {one_line(clean(json.dumps(trouble['input'], ensure_ascii=False, default=str)), _SHOWN)}"
