"""What a bank's mail says in, its lines in the box of `relanced explain` out. The bank's words stay text."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table

from relanced.cli.words import Text
from relanced.daemon.desk.short import one_line
from relanced.intake.readings import BankRead
from relanced.model.facts import Credit, ToldBy

_TOLD_BY = {
    ToldBy.NOTICE: "told by the mail's own words",
    ToldBy.PAYOUT: "a payout: a service passes on the payments that it lists",
    ToldBy.STATEMENT: "told by a file of the bank",
}


def bank_parts(bank: BankRead) -> list[RenderableType]:
    """Whether it counts, what came in and what went back, and because of which words."""
    trust = "trusted sender" if bank.sender_trusted else "sender not trusted: it can close nothing"
    parts: list[RenderableType] = [Text(f"{bank.kind.value}, {trust}", style="bold")]
    if bank.credits or bank.reversals:
        parts.append(Text(_TOLD_BY[bank.told_by], style="dim"))
    if bank.credits:
        parts.append(_table(bank.credits))
    if bank.net:
        parts.append(Text(f"net: {bank.net} are transferred for all of them together"))
    if bank.reversals:
        parts += [Text("went back, so that what it had paid is open again:", style="yellow")]
        parts.append(_table(bank.reversals))
    if bank.doubt:
        parts.append(
            Text(f"may tell of money, and was not understood: {one_line(bank.doubt, 300)}", "yellow")
        )
    parts.append(Text(f"because: {bank.because}", style="dim"))
    return parts


def _table(told: Sequence[Credit]) -> Table:
    """A column for each thing that is told of any of them."""
    columns = {
        "amount": [str(each.amount) for each in told],
        "payer": [each.payer for each in told],
        "reference": [each.reference for each in told],
        "value date": [str(each.value_on or "") for each in told],
        "account": [each.payer_account for each in told],
        "sent as": [str(each.original or "") for each in told],
        "fee": [str(each.fee or "") for each in told],
        "its id": [each.entry_id for each in told],
    }
    always = {"amount", "payer", "reference", "value date"}
    shown = {title: cells for title, cells in columns.items() if title in always or any(cells)}
    table = Table(box=None, pad_edge=False)
    for title in shown:
        table.add_column(title, overflow="fold")
    for row in zip(*shown.values(), strict=True):
        table.add_row(*map(Text, row))
    return table
