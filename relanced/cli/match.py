"""A file of scenarios in (open invoices, credits; one JSON object a line), which invoices are paid out."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from relanced.casework.settle.after import after_settlement
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE, Settlement
from relanced.cli.credit_json import rival
from relanced.cli.credit_view import beside
from relanced.cli.scenarios import Scenario, ScenarioError, read_scenarios
from relanced.cli.words import PlainConsole, Text, json_line

MANY = 200  # credits from which on a person waits for them


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
        PlainConsole(stderr=True).print(Text(str(error)), soft_wrap=True)
        raise SystemExit(2) from error
    console, errors = PlainConsole(), PlainConsole(stderr=True)
    for scenario in scenarios:
        results = settle_in_order(scenario, errors)
        if as_json:
            row = {"name": scenario.name, "results": [outcome_to_json(result) for result in results]}
            click.echo(json_line(row))
        else:
            console.print(_table(scenario, results))


def settle_in_order(scenario: Scenario, errors: Console) -> list[Settlement]:
    """One settlement a credit, each seeing the effect of those before; of many, a terminal is told how far it is."""
    open_items, settled = scenario.open_items, scenario.settled
    is_quiet = len(scenario.credits) < MANY or not errors.is_terminal
    results = []
    for credit in track(scenario.credits, "matching", console=errors, transient=True, disable=is_quiet):
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
    if settlement.assumed:
        row["assumed"] = settlement.assumed
    if settlement.rivals:
        row["rivals"] = [rival(other) for other in settlement.rivals]
    return row


def _table(scenario: Scenario, results: Sequence[Settlement]) -> Table:
    table = Table(title=Text(scenario.name) if scenario.name else None, title_justify="left")
    for heading in ("Credit", "Payer", "Reference", "Outcome", "Invoices", "Because"):
        table.add_column(heading, justify="right" if heading == "Credit" else "left", overflow="fold")
    for credit, result in zip(scenario.credits, results, strict=True):
        invoices = "\n".join(f"{number}  {money}" for number, money in result.applied)
        because = Text(result.because)
        because.append_text(Text("".join(f"\n{line}" for line in beside(result)), style="dim"))
        table.add_row(
            *map(Text, (str(credit.amount), credit.payer, credit.reference)),
            Text(result.outcome.value, style="green" if result.outcome in SURE else "yellow"),
            Text(invoices),
            because,
        )
    return table
