"""`relanced plan`: what would be sent, when and to whom, and what is held and why."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

import click
from rich.console import RenderableType

from relanced.casework.planning.forecast import forecast
from relanced.casework.target import find_account
from relanced.cli import as_json as to_json
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.drafted import drafted_on
from relanced.cli.listed import LEGEND, derived_days
from relanced.cli.names import unknown
from relanced.cli.plan_lines import (
    COLUMNS,
    Known,
    Planned,
    aligned,
    client_of,
    day_lines,
    plan_rows,
    today_lines,
)
from relanced.cli.release import with_surprise
from relanced.cli.spreadsheet import csv_option, one_form, print_sheet
from relanced.cli.standstill import held_lines, standstill_lines
from relanced.cli.tables import numbers_of, worth_telling
from relanced.cli.tasks import tasks_lines
from relanced.cli.words import Text
from relanced.daemon.answers import to_come
from relanced.daemon.books import Books
from relanced.model.actions import Action, AskOwner, DraftReminder, SendReminder
from relanced.model.rules import Mode


@click.command()
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Also every later day up to this one, if no money comes and nobody writes.",
)
@click.option("--client", metavar="CLIENT", help="One client alone.")
@click.option("--all", "every", is_flag=True, help="Leave nothing out for being much.")
@csv_option
@json_option
@config_option
@click.pass_context
def plan(
    context: click.Context,
    until: datetime | None,
    client: str | None,
    *,
    every: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Show what comes next for every open invoice, and why.

    --csv: a row an invoice, as a spreadsheet in the firm's language opens it.
    """
    one_form(as_json=as_json, as_csv=as_csv)
    app = context.ensure_object(App)
    books = open_books(app)
    planned = _planned(app, books, until.date() if until else books.today, client)
    now = tuple(action for day, action in planned if day == books.today)
    known = Known(
        today=books.today,
        cases={case.number: case for account in books.ledger.accounts.values() for case in account.cases},
        derived=derived_days(books.ledger),
        drafted=drafted_on(app, books, now),
        every=every,
    )
    if as_json:
        app.print_json([{"on": day.isoformat(), **to_json.action(action)} for day, action in planned])
    elif as_csv:
        print_sheet(COLUMNS, plan_rows(planned, known), books.settings.rules.firm.language)
    else:
        for line in _lines(books, planned, known):
            app.console.print(line)
    context.exit(NEEDS_OWNER if any(isinstance(action, AskOwner) for action in now) else DONE)


def _planned(app: App, books: Books, last: date, target: str | None) -> Planned:
    """Day by day; of one client where one is named. Ends with a hint where nobody bears that name."""
    if last < books.today:
        app.fail(f"--until {last}: this day is past; name a day to come.")
    account = find_account(books.ledger, target) if target is not None else None
    if target is not None and account is None:
        app.fail(unknown(books, target))
    found = forecast(books.facts, books.settings.rules, books.today, last)
    now = books.with_drafts(action for day, action in found if day == books.today)
    now = with_surprise(app, books, now)
    later = (pair for pair in found if pair[0] > books.today)
    planned = (*((books.today, action) for action in now), *later)
    if account is None:
        return planned
    mine = account.client.key
    return tuple(
        (day, each) for day, each in planned if (whom := client_of(each)) is None or whom.key == mine
    )


def _lines(books: Books, planned: Planned, known: Known) -> Iterator[RenderableType]:
    yield from standstill_lines(books)
    known = aligned(planned, known)
    for day, group in groupby(planned, key=itemgetter(0)):
        coming = to_come((action for _, action in group), lambda note: books.notes.get(note, ""))
        actions = worth_telling(coming)
        yield from today_lines(actions, known) if day == books.today else day_lines(day, actions, known)
    if any(number in known.derived for _, action in planned for number in numbers_of(action)):
        yield Text(LEGEND, style="dim")
    if not planned:
        yield "No open invoice is known."
    yield from held_lines(books)
    yield from tasks_lines(books)
    yield Text("")
    yield Text(
        f"{books.today}; mode «{books.settings.rules.mode.value}»; mailbox read {_ago(books.read_at)}", "dim"
    )
    yield Text(f"Next: {_next(books, [action for day, action in planned if day == books.today])}", "bold")


def _next(books: Books, now: list[Action]) -> str:
    """What the owner does, or what happens without him."""
    if any(isinstance(action, AskOwner) for action in now):
        return "answer what stands under «You decide»; «relanced status» lists all that waits for you"
    letters = sum(isinstance(action, SendReminder) for action in now)
    drafts = sum(isinstance(action, DraftReminder) for action in now)
    if books.settings.rules.mode is Mode.OBSERVE and letters + drafts:
        return (
            'nothing leaves in mode «observe»; with mode = "draft" such letters lie in Drafts for you to send'
        )
    if drafts:
        return "look into Drafts and send what you agree with"
    if letters:
        hours = books.settings.rules.calendar
        return f"nothing; what is to be sent leaves from {hours.opens:%H:%M} to {hours.closes:%H:%M}"
    return "nothing leaves today; «relanced plan --until YYYY-MM-DD» shows what comes"


def _ago(read_at: datetime | None) -> str:
    return f"{read_at:%Y-%m-%d %H:%M}" if read_at else "never"
