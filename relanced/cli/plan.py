"""`relanced plan`: what would be sent, when and to whom, and what is held and why."""

from datetime import datetime
from itertools import groupby
from operator import itemgetter

import click

from relanced.casework.planning.forecast import forecast
from relanced.cli import as_json as to_json
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.drafted import drafted_on
from relanced.cli.listed import LEGEND, derived_days
from relanced.cli.release import with_surprise
from relanced.cli.standstill import held_lines, standstill_lines
from relanced.cli.tables import numbers_of, told, worth_telling
from relanced.cli.tasks import tasks_lines
from relanced.cli.words import Text
from relanced.daemon.answers import to_come
from relanced.model.actions import AskOwner


@click.command()
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Also every later day up to this one, if no money comes and nobody writes.",
)
@json_option
@config_option
@click.pass_context
def plan(context: click.Context, until: datetime | None, *, as_json: bool) -> None:
    """Show what comes next for every open invoice, and why."""
    app = context.ensure_object(App)
    books = open_books(app)
    last = until.date() if until else books.today
    if last < books.today:
        app.fail(f"--until {last}: this day is past; name a day to come.")
    planned = forecast(books.facts, books.settings.rules, books.today, last)
    now = books.with_drafts(action for day, action in planned if day == books.today)
    now = with_surprise(app, books, now)
    later = (pair for pair in planned if pair[0] > books.today)
    planned = (*((books.today, action) for action in now), *later)
    if as_json:
        app.print_json([{"on": day.isoformat(), **to_json.action(action)} for day, action in planned])
    else:
        for line in standstill_lines(books):
            app.console.print(line)
        derived = derived_days(books.ledger)
        drafted = drafted_on(app, books, now)
        for day, group in groupby(planned, key=itemgetter(0)):
            actions = worth_telling(
                to_come((action for _, action in group), lambda note: books.notes.get(note, ""))
            )
            on = day if day > books.today else None  # what is for today needs no day
            app.console.print(told(actions, on=on, derived=derived, drafted={} if on else drafted))
        if any(number in derived for _, action in planned for number in numbers_of(action)):
            app.console.print(Text(LEGEND, style="dim"))
        if not planned:
            app.console.print("No open invoice is known.")
        for line in (*held_lines(books), *tasks_lines(books)):
            app.console.print(line)
        app.console.print(
            Text(
                f"{books.today}; mode «{books.settings.rules.mode.value}»; mailbox read {_ago(books.read_at)}",
                style="dim",
            )
        )
    asks = any(isinstance(action, AskOwner) for day, action in planned if day == books.today)
    context.exit(NEEDS_OWNER if asks else DONE)


def _ago(read_at: datetime | None) -> str:
    return f"{read_at:%Y-%m-%d %H:%M}" if read_at else "never"
