"""An overview in, what a terminal shows of it out: the balance with bars, who is late, what is expected."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rich.console import Console, RenderableType
from rich.table import Table

from relanced.casework.overview.figures import ExpectedWeek, Figures, LatePayer, Overview, PromisedMoney
from relanced.cli.bars import bar, draws_blocks, grouped, in_full, stacked
from relanced.cli.words import Text
from relanced.daemon.desk.short import one_line

LATE_SHOWN = 5
PROMISED_SHOWN = 5
WEEKS_SHOWN = 6
_WEEK = timedelta(days=6)
_AGES = (
    ("not due", "not_due", "green"),
    ("1–30 days late", "days_1_30", "yellow"),
    ("31–60", "days_31_60", "dark_orange"),
    ("61–90", "days_61_90", "red"),
    ("over 90", "over_90", "bold red"),
)
_PROMISED, _PLANNED, _HABIT = ("█", "cyan"), ("▓", "blue"), ("░", "bright_black")


def headline(found: Overview) -> Text:
    """How much is owed, by how many, in one line."""
    counts = found.counts
    if not counts.open_invoices:
        return Text("Nobody owes you anything that is chased.", "bold green")
    sums = " and ".join(in_full(each.buckets.total) for each in found.figures if each.buckets.total.cents)
    who = f"{_count(counts.clients, 'client')}, {_count(counts.open_invoices, 'invoice')}"
    return _joined(Text("You are owed "), Text(sums, "bold"), Text(f" by {who}."))


def activity(found: Overview) -> Text:
    """What relanced does about it, in one line."""
    counts = found.counts
    parts = [f"{_count(counts.reminders, 'reminder')} left within 30 days"]
    parts += [f"{_count(counts.letters, 'letter')} due today"] if counts.letters else []
    parts += [f"{_count(counts.tasks, 'task')} for you today"] if counts.tasks else []
    parts += [_count(counts.questions, "question") + " to you"] if counts.questions else []
    return Text("; ".join(parts) + ".", "dim")


def balance_lines(figures: Figures, console: Console, *, named: bool) -> Iterator[RenderableType]:
    """The aged balance of one currency with bars, then what it comes to; `named`: say which currency."""
    if named:
        yield Text(f"\n{figures.currency}", style="bold")
    owed, blocks = figures.buckets, draws_blocks(console)
    if owed.total.cents:
        yield _balance(figures, max(10, min(46, console.width - 44)), blocks=blocks)
    said = list(_sayings(figures))
    if said:
        yield Text("\n".join(said))


def _balance(figures: Figures, width: int, *, blocks: bool) -> Table:
    owed = figures.buckets
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    most = max(getattr(owed, name).cents for _, name, _ in _AGES)
    for title, name, style in _AGES:
        amount = getattr(owed, name)
        share = f"{round(100 * amount.cents / owed.total.cents)} %" if amount.cents else ""
        table.add_row(
            Text(f"  {title}"),
            Text(grouped(amount), style if amount.cents else "dim"),
            Text(share, "dim"),
            bar(amount.cents, most, width, style, blocks=blocks),
        )
    table.add_row(Text("  in all", "bold"), Text(grouped(owed.total), "bold"), "", "")
    return table


def _sayings(figures: Figures) -> Iterator[str]:
    """What no bar shows."""
    if figures.buckets.held.cents:
        yield f"  Held: {in_full(figures.buckets.held)} of it, disputed, promised or paused."
    if figures.dso is not None:
        late = figures.dso - figures.best_dso if figures.best_dso is not None else 0
        best = f"; {figures.best_dso} if nobody were late" if late > 0 else ""
        yield f"  DSO: {_count(figures.dso, 'day')} of sales are unpaid{best}."
    if figures.came_in.cents > 0:
        yield f"  Came in within 30 days: {in_full(figures.came_in)}."
    if figures.owed_back.cents:
        yield f"  You owe back: {in_full(figures.owed_back)}, paid too much or credited."


def late_lines(figures: Figures, console: Console, *, every: bool) -> Iterator[RenderableType]:
    """Who is late most, costliest first."""
    if not figures.late_payers:
        return
    yield _title("Late most", figures, "amount × days late; within a year")
    yield _late_table(figures.late_payers[: None if every else LATE_SHOWN], console)
    if len(figures.late_payers) > LATE_SHOWN and not every:
        yield Text(f"  and {len(figures.late_payers) - LATE_SHOWN} more; --all lists them", style="dim")


def _late_table(payers: Sequence[LatePayer], console: Console) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("  client", overflow="fold", min_width=12)
    for title in ("overdue", "pays late by", "worst"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    most, width = max(each.money_days for each in payers), max(6, min(30, console.width - 66))
    for each in payers:
        usual = "" if each.days_late is None else _count(each.days_late, "day")
        table.add_row(
            Text(f"  {one_line(each.client.name, 60)}"),
            Text(grouped(each.overdue), "red" if each.overdue.cents else "dim"),
            Text(usual),
            Text(_count(each.worst, "day"), "dim"),
            bar(each.money_days, most, width, "red", blocks=draws_blocks(console)),
        )
    return table


def promised_lines(figures: Figures, *, every: bool) -> Iterator[RenderableType]:
    """What was promised for which day, next first."""
    if not figures.promised:
        return
    yield _title("Promised", figures)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for each in figures.promised[: None if every else PROMISED_SHOWN]:
        table.add_row(Text(f"  {each.on:%a} {each.on}"), Text(grouped(each.amount), "cyan"), _whose(each))
    yield table
    if len(figures.promised) > PROMISED_SHOWN and not every:
        yield Text(f"  and {len(figures.promised) - PROMISED_SHOWN} more; --all lists them", style="dim")


def _whose(promise: PromisedMoney) -> Text:
    kind = ", an instalment of" if promise.is_instalment else ","
    return _joined(
        Text(one_line(promise.client.name, 60)), Text(f"{kind} {', '.join(promise.invoices)}", "dim")
    )


def expected_lines(figures: Figures, console: Console) -> Iterator[RenderableType]:
    """What should come in, week by week: promises, instalments and habits told apart."""
    weeks = [*figures.expected[:WEEKS_SHOWN], _later(figures)]
    if not any(week.total.cents for week in weeks):
        return
    yield _title("Expected", figures)
    most, width = max(week.total.cents for week in weeks), max(8, min(40, console.width - 40))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for week in weeks:
        name = "  later" if week is weeks[-1] else f"  {week.start:%d %b} – {week.start + _WEEK:%d %b}"
        parts = [
            (week.promised.cents, *_PROMISED),
            (week.planned.cents, *_PLANNED),
            (week.habit.cents, *_HABIT),
        ]
        shown = stacked(parts, most, width, blocks=draws_blocks(console))
        table.add_row(Text(name), Text(grouped(week.total), "" if week.total.cents else "dim"), shown)
    yield table
    yield _legend(weeks, figures)


def _later(figures: Figures) -> ExpectedWeek:
    """All weeks beyond those shown, and what comes after them."""
    rest = [*figures.expected[WEEKS_SHOWN:], figures.later]
    found = rest[0]
    for week in rest[1:]:
        found = ExpectedWeek(
            start=found.start,
            promised=found.promised + week.promised,
            planned=found.planned + week.planned,
            habit=found.habit + week.habit,
        )
    return found


def _legend(weeks: Sequence[ExpectedWeek], figures: Figures) -> Text:
    """What the blocks of a bar mean, as far as they occur; then what nobody can tell."""
    text = Text("  ")
    kinds = (
        (any(week.promised.cents for week in weeks), _PROMISED, "promised"),
        (any(week.planned.cents for week in weeks), _PLANNED, "instalments"),
        (any(week.habit.cents for week in weeks), _HABIT, "as these clients usually pay: a guess"),
    )
    for occurs, (block, style), words in kinds:
        if occurs:
            text.append_text(_joined(Text(f"{block} ", style), Text(f"{words}  ", "dim")))
    if figures.unknown.cents:
        text.append_text(Text(f"\n  {in_full(figures.unknown)} more: nothing tells when.", "dim"))
    return text


def _title(words: str, figures: Figures, beside: str = "") -> Text:
    return _joined(
        Text(f"\n{words}", "bold"),
        Text(f", {figures.currency}", "dim"),
        Text(f"  {beside}" if beside else "", "dim"),
    )


def _joined(*parts: Text) -> Text:
    text = Text("")
    for part in parts:
        text.append_text(part)
    return text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
