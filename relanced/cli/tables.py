"""Ledgers, actions and stories in, tables for a terminal out. Mail's words are shown as text, never as markup."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from relanced.casework.aging import AgedBalance, aging
from relanced.casework.ledger import Ledger
from relanced.casework.states import CaseState, case_state
from relanced.cli.words import Text
from relanced.model.actions import Action, AskOwner, CloseCase, DraftReminder, SendReminder, Wait
from relanced.model.money import Money

ONE_DAY = timedelta(days=1)
_STYLES = {
    CaseState.OVERDUE: "red",
    CaseState.DISPUTED: "yellow",
    CaseState.HELD: "yellow",
    CaseState.PROMISED: "cyan",
    CaseState.INSOLVENT: "bold red",
    CaseState.PAID: "green",
    CaseState.CREDITED: "green",
}


def aging_table(ledger: Ledger, today: date) -> Table:
    """The aged balance: one row a client and currency, then the sums."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("client", style="bold", no_wrap=True, min_width=12)
    for title in ("not due", "1–30", "31–60", "61–90", "90+ days", "total", "held"):
        table.add_column(title, justify="right", no_wrap=True, min_width=7)
    rows = aging(ledger, today)
    for row in rows:
        table.add_row(Text(row.client.name), *map(_amount, _figures(row)))
    for currency in sorted({row.total.currency for row in rows}):
        mine = [_figures(row) for row in rows if row.total.currency == currency]
        sums = [Money(sum(figure.cents for figure in column), currency) for column in zip(*mine, strict=True)]
        table.add_section()
        table.add_row(Text(f"all in {currency}"), *map(_amount, sums), style="bold")
    return table


def _figures(row: AgedBalance) -> tuple[Money, ...]:
    return (row.not_due, row.days_1_30, row.days_31_60, row.days_61_90, row.over_90, row.total, row.held)


def _amount(amount: Money) -> Text:
    return Text(amount.plain if amount.cents else "·")


def cases_table(ledger: Ledger, today: date) -> Table:
    """Every open invoice, oldest due day first."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("invoice", "client", "due", "late", "owed", "state", "steps so far"):
        justify: Literal["left", "right"] = "right" if title in {"late", "owed"} else "left"
        least = {"invoice": 12, "due": 10, "owed": 11, "client": 10, "state": 8, "late": 4}.get(title, 6)
        table.add_column(title, justify=justify, no_wrap=title != "steps so far", min_width=least)
    open_cases = [(a, c) for a in ledger.accounts.values() for c in a.cases if c.is_open]
    for account, case in sorted(open_cases, key=lambda pair: (pair[1].due_on, pair[1].number)):
        state = case_state(case, today)
        late = (today - case.due_on).days
        table.add_row(
            Text(case.number),
            Text(account.client.name),
            Text(str(case.due_on)),
            Text(str(late) if late > 0 else ""),
            Text(str(case.owed)),
            Text(state.value, style=_STYLES.get(state, "")),
            Text(", ".join(step.step for step in case.steps)),
        )
    return table


def told(actions: Iterable[Action], *, on: date | None = None) -> Group:
    """What comes next, one paragraph an action: what, whom, which invoices; then why, below it."""
    parts: list[RenderableType] = []
    for action in actions:
        what, client, invoices, why = action_cells(action)
        day = [Text(f"{on}")] if on else []
        parts.append(Text("  ").join([*day, what, client, invoices]))
        parts.append(Padding(why, (0, 0, 0, 4)))
    return Group(*parts)


def worth_telling(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The actions without the waits of which a question to the owner already says all."""
    asked = [action for action in actions if isinstance(action, AskOwner)]
    return tuple(
        action
        for action in actions
        if not (isinstance(action, Wait) and any(action.invoice in ask.invoices for ask in asked))
    )


def in_full(asked: AskOwner) -> str:
    """A question with its reason, unless it says it already."""
    return asked.question if asked.why in asked.question else f"{asked.question} ({asked.why})"


def action_cells(action: Action) -> tuple[Text, Text, Text, Text]:
    """One action in four parts: what, to whom, about which invoices, why."""
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder):
            verb = "send" if isinstance(action, SendReminder) else "draft"
            numbers = ", ".join(line.number for line in reminder.lines if line.step)
            what = Text(f"{verb} «{reminder.step.name}»", style="bold green")
            return what, Text(reminder.client.name), Text(numbers), Text(action.why)
        case AskOwner(client=client, invoices=numbers_asked):
            name = client.name if client else "the mailbox"
            what = Text("you decide", style="bold magenta")
            return what, Text(name), Text(", ".join(numbers_asked)), Text(in_full(action))
        case Wait(until=until):
            what = Text(f"wait; next on {until + ONE_DAY}" if until else "wait", style="yellow")
            return what, Text(action.client.name), Text(action.invoice), Text(action.why)
        case CloseCase():
            what = Text("closed", style="green")
            return what, Text(action.client.name), Text(action.invoice), Text(action.why)
