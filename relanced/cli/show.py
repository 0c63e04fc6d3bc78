"""`relanced show`: the whole story of an invoice or a client, with its evidence."""

from zoneinfo import ZoneInfo

import click
from rich.table import Table

from relanced.casework.story import Event, Story, story
from relanced.cli import as_json as to_json
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.tables import told, worth_telling
from relanced.cli.words import Text
from relanced.model.actions import AskOwner


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT")
@json_option
@config_option
@click.pass_context
def show(context: click.Context, target: str, *, as_json: bool) -> None:
    """Tell the whole story of an invoice or a client, and why the next step is what it is."""
    app = context.ensure_object(App)
    books = open_books(app)
    tale = story(books.ledger, books.facts, books.settings.rules, target, books.today)
    if tale is None:
        app.fail(f"{target}: no invoice and no client of this name is known. «relanced status» lists them.")
    if as_json:
        app.print_json(to_json.story(tale, books.today))
    else:
        _print(app, tale, books.settings.rules.calendar.timezone)
    asks = any(isinstance(action, AskOwner) for chapter in tale.chapters for action in chapter.next)
    context.exit(NEEDS_OWNER if asks else DONE)


def _print(app: App, tale: Story, zone: ZoneInfo) -> None:
    client = tale.account.client
    app.console.print(
        Text(
            f"{client.name} ({client.key}), {client.kind.value}; mail to {tale.account.address or '?'}",
            style="bold",
        )
    )
    table = Table(box=None, pad_edge=False)
    for title in ("when", "what", "where it stands"):
        table.add_column(title, overflow="fold")
    for event in tale.events:
        table.add_row(
            Text(f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}"),
            Text(event.what),
            Text(_evidence(event), style="dim"),
        )
    app.console.print(table)
    for chapter in tale.chapters:
        case = chapter.case
        app.console.print(
            Text(
                f"\n{case.number}: {chapter.state.value}, {case.owed} of {case.invoice.total} owed",
                style="bold",
            )
        )
        for posting in case.postings:
            app.console.print(Text(f"  {posting.amount} fell away: {posting.because}"))
        app.console.print(told(worth_telling(chapter.next)))


def _evidence(event: Event) -> str:
    if event.source is None:
        return "the store"
    return f"{event.source.folder}, mail {event.source.uid}, {event.source.message_id or 'no Message-ID'}"
