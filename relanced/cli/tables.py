"""Ledgers, actions and stories in, tables for a terminal out. Mail's words are shown as text, never as markup."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from relanced.casework.aging import AgedBalance, aging
from relanced.casework.ledger import Account, Case, Ledger
from relanced.casework.series import Gap
from relanced.casework.states import CaseState, case_state
from relanced.cli.bars import grouped
from relanced.cli.listed import DERIVED, LISTED_ONLY, listed_sums, state_word, without_listed
from relanced.cli.words import Text
from relanced.daemon.carry import lapsed
from relanced.daemon.desk.mails import SentMail
from relanced.daemon.desk.short import one_line
from relanced.model.actions import (
    Action,
    AskOwner,
    CloseCase,
    DraftAnswer,
    DraftReminder,
    GiveTask,
    Reminder,
    SendReminder,
    Wait,
)
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber
from relanced.model.tasks import TaskKind

ONE_DAY = timedelta(days=1)
GIVEN = {
    TaskKind.CALL: "give you a call sheet",
    TaskKind.LETTER: "give you a letter to post",
    TaskKind.HANDOVER: "give you the file to hand over",
}
_STYLES = {
    CaseState.OVERDUE: "red",
    CaseState.DISPUTED: "yellow",
    CaseState.HELD: "yellow",
    CaseState.PROMISED: "cyan",
    CaseState.INSOLVENT: "bold red",
    CaseState.PAID: "green",
    CaseState.CREDITED: "green",
    CaseState.IGNORED: "dim",
}


def aging_table(ledger: Ledger, today: date, most: int | None = None) -> Table:
    """The aged balance: one row a client and currency, who owes most first, then the sums.

    `most`: so many clients are named, the others stand in one row.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("client", style="bold", overflow="fold", min_width=10)  # gives way where it is narrow
    for title in ("not due", "1–30", "31–60", "61–90", "90+ days", "total", "held"):
        table.add_column(title, justify="right", no_wrap=True)
    rows = aging(without_listed(ledger), today)
    for currency in sorted({row.total.currency for row in rows}):
        mine = [row for row in rows if row.total.currency == currency]
        mine.sort(key=lambda row: (-row.total.cents, row.client.key))
        cut = len(mine) if most is None or len(mine) <= most + 1 else most
        for row in mine[:cut]:
            table.add_row(Text(one_line(row.client.name, 60)), *map(_amount, _figures(row)))
        if mine[cut:]:
            table.add_row(Text(f"{len(mine) - cut} others", "dim"), *map(_amount, _sums(mine[cut:])))
        table.add_section()
        table.add_row(Text(f"all in {currency}"), *map(_amount, _sums(mine)), style="bold")
    for owed in listed_sums(ledger):  # from before start_on: never chased, so overdue in no column
        table.add_row(Text(f"{LISTED_ONLY}, {owed.currency}"), *[""] * 5, _amount(owed), "", style="dim")
    return table


def _sums(rows: Sequence[AgedBalance]) -> list[Money]:
    """Column by column; all in one currency."""
    currency = rows[0].total.currency
    columns = zip(*(_figures(row) for row in rows), strict=True)
    return [Money(sum(figure.cents for figure in column), currency) for column in columns]


def _figures(row: AgedBalance) -> tuple[Money, ...]:
    return (row.not_due, row.days_1_30, row.days_31_60, row.days_61_90, row.over_90, row.total, row.held)


def _amount(amount: Money) -> Text:
    return Text(grouped(amount))


def cases_table(cases: Iterable[tuple[Account, Case]], today: date) -> Table:
    """A row an open invoice, in the order given; the currency stands in it where there are several."""
    cases = list(cases)
    several = len({case.owed.currency for _, case in cases}) > 1
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for title in ("invoice", "client", "due", "late", "owed", "state", "last step"):
        justify: Literal["left", "right"] = "right" if title in {"late", "owed"} else "left"
        gives_way = title in {"client", "invoice"}
        table.add_column(
            title,
            justify=justify,
            no_wrap=not gives_way,
            overflow="fold",
            min_width={"client": 10, "invoice": 9}.get(title),
        )
    for account, case in cases:
        state = case_state(case, today)
        late = (today - case.due_on).days
        table.add_row(
            Text(one_line(case.number, 40)),
            Text(one_line(account.client.name, 60)),
            Text(f"{case.due_on} {DERIVED}" if case.invoice.due_is_derived else str(case.due_on)),
            Text(str(late) if late > 0 else ""),
            Text(f"{grouped(case.owed)} {case.owed.currency}" if several else grouped(case.owed)),
            Text(
                state_word(case, today).replace("_", " "),
                style=_STYLES.get(state, "") if case.accepted else "dim",
            ),
            Text(case.steps[-1].step if case.steps else ""),
        )
    return table


def unread_table(mails: Sequence[SentMail], zone: ZoneInfo) -> Table:
    """Mails of ours that could not be read: how to name each, what it was, and why."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("MAIL", style="bold", no_wrap=True, min_width=8)
    table.add_column("sent on", no_wrap=True, min_width=10)
    table.add_column("client", overflow="fold", min_width=12, max_width=26)
    table.add_column("subject; file: why", overflow="fold", ratio=1)
    for mail in mails:
        why = mail.unread.why if mail.unread else ""
        said = Text(f"«{mail.subject}»" if mail.subject else "(no subject)")
        said.append_text(Text(f"\n{why}", style="dim"))
        table.add_row(mail.ref, f"{mail.at.astimezone(zone):%Y-%m-%d}", Text(mail.client), said)
    return table


def gaps_table(gaps: Sequence[Gap]) -> Table:
    """Numbers that no mail of ours bears, and between which known ones they lie."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("numbers", style="bold", overflow="fold")
    table.add_column("how many", justify="right", no_wrap=True)
    table.add_column("between", overflow="fold")
    for gap in gaps:
        span = gap.first if gap.count == 1 else f"{gap.first} to {gap.last}"
        between = f"{gap.before} of {gap.before_on} and {gap.after} of {gap.after_on}"
        table.add_row(Text(span), str(gap.count), Text(between))
    return table


def told(
    actions: Iterable[Action],
    *,
    on: date | None = None,
    derived: Mapping[InvoiceNumber, date] = MappingProxyType({}),
    drafted: Mapping[Reminder, date] = MappingProxyType({}),
) -> Group:
    """What comes next, one paragraph an action: what, whom, which invoices; then why, below it.

    `derived` are due days that are nowhere printed: each stands, marked, behind its invoice.
    `drafted` are the reminders that were put into Drafts already, and when: the owner's to send.
    """
    parts: list[RenderableType] = []
    for action in actions:
        what, client, invoices, why = action_cells(action)
        put_on = drafted.get(action.reminder) if isinstance(action, DraftReminder) else None
        if put_on and isinstance(action, DraftReminder):
            name, passed = action.reminder.step.name, lapsed(action.reminder, put_on)
            do = f"; {passed}" if passed else ": send it"
            what = Text(f"«{name}» was put into Drafts on {put_on}{do}", "yellow" if passed else what.style)
        marks = [f"{DERIVED} {derived[each]}" for each in numbers_of(action) if each in derived]
        invoices.append_text(Text(f" (due {', '.join(marks)})" if marks else "", style="dim"))
        day = [Text(f"{on}")] if on else []
        parts.append(Text("  ").join([*day, what, client, invoices]))
        parts.append(Padding(why, (0, 0, 0, 4)))
    return Group(*parts)


def numbers_of(action: Action) -> tuple[InvoiceNumber, ...]:
    """The invoices that an action is about."""
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder) | GiveTask(reminder=reminder):
            return tuple(line.number for line in reminder.lines if line.step)
        case DraftAnswer(answer=answer):
            return tuple(line.number for line in answer.lines)
        case AskOwner(invoices=asked):
            return asked
        case Wait(invoice=number) | CloseCase(invoice=number):
            return (number,)


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
            numbers = ", ".join(numbers_of(action))
            what = Text(f"{verb} «{reminder.step.name}»", style="bold green")
            return what, Text(reminder.client.name), Text(numbers), Text(action.why)
        case GiveTask(kind=kind, reminder=reminder):
            what = Text(f"{GIVEN[kind]} «{reminder.step.name}»", style="bold green")
            return what, Text(reminder.client.name), Text(", ".join(numbers_of(action))), Text(action.why)
        case DraftAnswer(answer=answer):
            what = Text("draft an answer", style="bold green")
            return what, Text(answer.client.name), Text(", ".join(numbers_of(action))), Text(action.why)
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
