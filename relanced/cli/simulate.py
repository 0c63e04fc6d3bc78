"""`relanced simulate`: what these rules would have sent in the past, beside what was done."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from rich.progress import Progress
from rich.table import Table

from relanced.casework.calendar import Calendar
from relanced.casework.fold import fold
from relanced.casework.past.compare import Comparison, Told, compare
from relanced.casework.past.history import history
from relanced.casework.past.replay import Sent, replay
from relanced.cli.common import DONE, App, config_option, json_option
from relanced.cli.simulate_page import page
from relanced.cli.simulate_rows import Row, as_json, figures, rows, write_csv
from relanced.cli.words import Text
from relanced.edge.config import Problems, load_settings
from relanced.edge.store import Store
from relanced.model.facts import Fact, InvoiceSent, happened_at
from relanced.model.rules import Rules

_USUAL = timedelta(days=731)  # how far back it looks unless told
SHOWN = 10  # invoices that no letter reaches
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help="The first day to try; else two years back.")
@click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="The last day to try; else today.")
@click.option(
    "--rules",
    "other",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="NEW.toml",
    help="Another configuration: its rules are tried on the same mailbox, side by side.",
)
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the letters there."
)
@click.option(
    "--html", "html_file", type=click.Path(path_type=Path, dir_okay=False), help="Write a page there."
)
@json_option
@config_option
@click.pass_context
def simulate(
    context: click.Context,
    since: datetime | None,
    until: datetime | None,
    other: Path | None,
    csv_file: Path | None,
    html_file: Path | None,
    *,
    as_json: bool,
) -> None:
    """Try the rules on the past: what they would have sent, beside what you sent and when you were paid.

    Nothing is sent and nothing is written but the files that you name.
    """
    app = context.ensure_object(App)
    if csv_file is not None and html_file is not None and csv_file.absolute() == html_file.absolute():
        app.fail(f"--csv and --html name one file, {csv_file}: the page would go over the list.")
    settings = app.settings()
    ruled = [("these rules", settings.rules)]
    if other is not None:
        ruled = [(str(app.paths()[0].name), settings.rules), (other.name, _rules_of(app, other))]
    facts = _facts(app, app.open_store(settings))
    first, last = _span(app, facts, settings.rules, since, until)
    found = [(name, _tried(app, facts, rules, first, last)) for name, rules in ruled]
    listed = rows(found[-1][1])
    _write(app, found, listed, csv_file, html_file)
    if as_json:
        app.print_json(_json(found))
    else:
        _print(app, found, listed)
        for path in (csv_file, html_file):
            if path is not None:
                app.console.print(Text(f"written: {path}"))
    context.exit(DONE)


def _rules_of(app: App, path: Path) -> Rules:
    loaded = load_settings(path)
    if isinstance(loaded, Problems):
        app.fail(*(str(problem) for problem in loaded))
    return loaded.rules


def _facts(app: App, store: Store) -> Sequence[Fact]:
    try:
        facts = store.facts()
    finally:
        store.close()
    if not any(isinstance(fact, InvoiceSent) for fact in facts):
        app.fail(
            "there is no past to try rules on: no invoice was read yet.",
            "«relanced run --once» reads the mailbox; «relanced explain --sent MAIL.eml» tells why none is found.",
        )
    return facts


def _span(
    app: App, facts: Sequence[Fact], rules: Rules, since: datetime | None, until: datetime | None
) -> tuple[date, date]:
    today = datetime.now(rules.calendar.timezone).date()
    calendar = Calendar(rules.calendar)
    oldest = min(calendar.day_of(happened_at(fact)) for fact in facts if isinstance(fact, InvoiceSent))
    first = since.date() if since else max(oldest, today - _USUAL)
    last = until.date() if until else today
    if last > today:
        app.fail(f"--until {last}: this day is to come; «relanced plan --until {last}» looks ahead.")
    if first > last:
        app.fail(f"--since {first} is after the last day, {last}.")
    return max(first, oldest), max(last, oldest)


def _tried(app: App, facts: Sequence[Fact], rules: Rules, first: date, last: date) -> Comparison:
    past = history(facts, rules, first)
    sent: list[Sent] = []
    with Progress(console=app.errors, transient=True, disable=not app.errors.is_terminal) as progress:
        task = progress.add_task("trying the past", total=(last - first).days + 1)
        for day in replay(past, rules, first, last):
            sent += day.sent
            progress.advance(task)
    return compare(sent, past.chased, fold(facts, rules), rules, first, last)


def _write(
    app: App,
    found: Sequence[tuple[str, Comparison]],
    listed: Sequence[Row],
    csv_file: Path | None,
    html_file: Path | None,
) -> None:
    try:
        if csv_file is not None:
            write_csv(csv_file, listed)
        if html_file is not None:
            html_file.write_text(page(found, listed), encoding="utf-8")
    except OSError as error:
        app.fail(f"{error.filename or ''}: cannot be written ({error.strerror}); name another file.")


def _json(found: Sequence[tuple[str, Comparison]]) -> dict[str, object]:
    tried = {**as_json(found[-1][1]), "rules": found[-1][0]}
    against = {**as_json(found[0][1]), "rules": found[0][0]} if len(found) > 1 else None
    return {**tried, "against": against}


def _print(app: App, found: Sequence[tuple[str, Comparison]], listed: Sequence[Row]) -> None:
    last = found[-1][1]
    app.console.print(Text(f"The past from {last.since} to {last.until}, tried again", style="bold"))
    app.console.print(_summary_table(found))
    app.console.print()
    if not listed:
        app.console.print("No letter would have left.")
        return
    if len(found) > 1:
        app.console.print(Text(f"The letters of {found[-1][0]}:", style="bold"))
    app.console.print(_letters_table(listed, app.console.width))
    if last.wrong:
        app.console.print(Text("\nWrong in hindsight:", style="bold"))
        for line in _wrong_lines(listed):
            app.console.print(line)
    missed = [each for each in last.invoices if each.is_missed]
    if missed:
        app.console.print(Text("\nLate, and reached by no letter:", style="bold"))
        app.console.print(_missed_table(missed[:SHOWN]))
        if len(missed) > SHOWN:
            app.console.print(f"and {len(missed) - SHOWN} more; --json and --html list them all.")
    app.console.print(
        Text(
            "A backtest, no forecast: clients wrote and paid as they did. Nothing was sent.",
            style="dim",
        )
    )


def _summary_table(found: Sequence[tuple[str, Comparison]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=len(found) > 1)
    table.add_column("")
    for name, _ in found:
        table.add_column(Text(name), justify="right")
    columns = [figures(comparison.summary) for _, comparison in found]
    for cells in zip(*columns, strict=True):
        table.add_row(cells[0][0], *(Text(value) for _, value in cells))
    return table


def _missed_table(missed: Sequence[Told]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("invoice", "client", "due", "amount", "why"):
        table.add_column(title, overflow="fold", justify="right" if title == "amount" else "left")
    for each in missed:
        cells = (each.number, each.client.name, str(each.due_on), str(each.total), each.never)
        table.add_row(*map(Text, cells))
    return table


def _letters_table(listed: Sequence[Row], width: int) -> Table:
    """Two lines a letter, also where the terminal is narrow: what would have left, and what was done."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    asked = max(max(len(row.invoices_shortly), len(row.amount)) for row in listed)
    done = max(max(len(row.really_said), len(row.paid_shortly), len("really reminded")) for row in listed)
    table.add_column("day\n", no_wrap=True)
    left = max(16, width - 10 - asked - done - 4 * 2)  # the client gives way where it is narrow
    table.add_column("client\nstep", no_wrap=True, overflow="ellipsis", max_width=left)
    table.add_column("invoices\namount", no_wrap=True)
    table.add_column("really reminded\npaid", no_wrap=True)
    for row in listed:
        really = Text(row.really_said, style="" if row.really else "dim")
        paid = Text(row.paid_shortly, style="red" if row.wrong else "")
        table.add_row(
            str(row.on),
            Text.assemble(Text(row.client), "\n", Text(row.step_said, "dim")),
            Text.assemble(Text(row.invoices_shortly), "\n", Text(row.amount, "dim")),
            Text.assemble(really, "\n", paid),
        )
    return table


def _wrong_lines(listed: Sequence[Row]) -> Iterator[Text]:
    """Each letter that hindsight calls wrong, and why."""
    for row in listed:
        if row.wrong:
            yield Text(f"  {row.on} {row.client}, {row.step_said}: {'; '.join(row.wrong)}", style="red")
