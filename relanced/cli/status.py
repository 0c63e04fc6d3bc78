"""`relanced status`: who owes what, at a glance."""

import click

from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.spreadsheet import csv_option, one_form, print_sheet
from relanced.cli.status_json import COLUMNS, status_json, status_rows
from relanced.cli.status_look import look
from relanced.cli.status_view import status_lines


@click.command()
@click.option("--client", metavar="CLIENT", help="One client alone.")
@click.option("--all", "every", is_flag=True, help="Leave nothing out for being much.")
@csv_option
@json_option
@config_option
@click.pass_context
def status(context: click.Context, client: str | None, *, every: bool, as_csv: bool, as_json: bool) -> None:
    """Show who owes what: the aged balance, who is late, what is expected, and what waits for you.

    --csv: a row an open invoice, as a spreadsheet in the firm's language opens it.
    """
    one_form(as_json=as_json, as_csv=as_csv)
    app = context.ensure_object(App)
    seen = look(app, open_books(app), client)
    if as_json:
        app.print_json(status_json(seen))
    elif as_csv:
        print_sheet(COLUMNS, status_rows(seen), seen.books.settings.rules.firm.language)
    else:
        for line in status_lines(seen, app.console, every=every):
            app.console.print(line)
    context.exit(NEEDS_OWNER if seen.needs_owner else DONE)
