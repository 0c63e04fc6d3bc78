"""A file of scenarios in (open invoices, credits; one JSON object a line), which invoices are paid out."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import click
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.table import Table

from relanced.casework.settle import settle
from relanced.casework.settle_apply import after_settlement
from relanced.casework.settlement import SURE, OpenItem, Settlement
from relanced.model.facts import Credit
from relanced.model.money import Money, money_of
from relanced.model.names import InvoiceNumber


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


@click.command("match")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
def match(file: Path, *, as_json: bool) -> None:
    """Tell which invoices these credits pay.

    FILE has one scenario a line: {"name", "open_invoices": […], "credits": […]}. Credits are
    applied in order; each sees what those before it have paid. Nothing is sent or recorded.
    """
    try:
        scenarios = read_scenarios(file.read_bytes(), str(file))
    except ScenarioError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    console = Console()
    for scenario in scenarios:
        results = settle_in_order(scenario)
        if as_json:
            row = {"name": scenario.name, "results": [outcome_to_json(result) for result in results]}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            console.print(_table(scenario, results))


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


def settle_in_order(scenario: Scenario) -> list[Settlement]:
    """One settlement a credit, each seeing the effect of those before."""
    open_items, settled = scenario.open_items, scenario.settled
    results = []
    for credit in scenario.credits:
        results.append(settle(credit, open_items, settled))
        open_items, settled = after_settlement(open_items, settled, results[-1])
    return results


def outcome_to_json(settlement: Settlement) -> dict[str, object]:
    """The contract's form of one result; amounts are plain decimal strings."""
    row: dict[str, object] = {
        "outcome": settlement.outcome.value,
        "invoices": {number: money.plain for number, money in settlement.applied},
        "because": settlement.because,
    }
    if settlement.written_off:
        row["written_off"] = {number: money.plain for number, money in settlement.written_off}
    if settlement.excess is not None:
        row["excess"] = settlement.excess.plain
    if settlement.candidates:
        row["candidates"] = list(settlement.candidates)
    return row


def _scenario(line: _ScenarioLine) -> Scenario:
    open_items = tuple(invoice.item() for invoice in line.open_invoices)
    numbers = [item.number for item in open_items]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise ValueError(f"open_invoices: {', '.join(twice)} stands there twice")
    settled = tuple(invoice.item() for invoice in line.settled_invoices)
    return Scenario(line.name, open_items, settled, tuple(credit.credit() for credit in line.credits))


def _explained(error: ValidationError) -> Iterator[str]:
    for trouble in error.errors(include_url=False):
        where = "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in trouble["loc"]
        ).lstrip(".")
        yield f"{where}: {trouble['msg']}" if where else trouble["msg"]


def _table(scenario: Scenario, results: Sequence[Settlement]) -> Table:
    table = Table(title=scenario.name or None, title_justify="left")
    for heading in ("Credit", "Payer", "Reference", "Outcome", "Invoices", "Because"):
        table.add_column(heading, justify="right" if heading == "Credit" else "left")
    for credit, result in zip(scenario.credits, results, strict=True):
        color = "green" if result.outcome in SURE else "yellow"
        cells = (str(credit.amount), credit.payer, credit.reference)
        invoices = "\n".join(f"{number}  {_shown(money)}" for number, money in result.applied)
        table.add_row(
            *map(_plain, cells),
            f"[{color}]{result.outcome.value}[/]",
            _plain(invoices),
            _plain(result.because),
        )
    return table


def _shown(money: Money) -> str:
    return f"{money.plain} {money.currency}"


def _plain(text: str) -> str:
    """What comes from a bank is text, not markup of the table."""
    return text.replace("[", r"\[")
