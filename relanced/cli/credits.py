"""`relanced credits list|show|assign`: money that came in, what it paid and why, and the owner's word on it."""

from collections.abc import Sequence
from datetime import datetime

import click

from relanced.casework.ledger import CreditState
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.credit_json import as_csv, incoming_credit
from relanced.cli.credit_view import credits_table, in_full
from relanced.cli.incoming import one_credit
from relanced.cli.journal import COUNTS_FROM, write_down
from relanced.cli.words import Text
from relanced.daemon.desk.assigning import in_words, shares
from relanced.daemon.desk.incoming import Incoming, incoming
from relanced.letters.note import Assignment, write_assignment


@click.group("credits")
def credits_() -> None:
    """Look at the money that came in, and say what it pays where relanced does not know."""


@credits_.command("list")
@click.option("--all", "every", is_flag=True, help="Every payment, with what it paid and why.")
@click.option("--csv", "as_table", is_flag=True, help="Print CSV, for a spreadsheet.")
@json_option
@config_option
@click.pass_context
def list_(context: click.Context, *, every: bool, as_table: bool, as_json: bool) -> None:
    """List the payments that wait for your word, oldest first; the exit status is 1 where there is one."""
    if as_table and as_json:
        raise click.UsageError("--csv and --json: say one of them.")
    app = context.ensure_object(App)
    known = incoming(open_books(app))
    waiting = [each for each in known if each.waits]
    shown = known if every else waiting
    if as_json:
        app.print_json([incoming_credit(each) for each in shown])
    elif as_table:
        click.echo(as_csv(shown), nl=False)
    else:
        _print(app, shown, waiting, every=every)
    context.exit(NEEDS_OWNER if waiting else DONE)


def _print(app: App, shown: Sequence[Incoming], waiting: Sequence[Incoming], *, every: bool) -> None:
    if shown:
        app.console.print(credits_table(shown, tell_why=every))
    elif every:
        app.console.print("No bank has told of a payment yet.")
    else:
        app.console.print("No payment waits for your word. «relanced credits list --all» lists every one.")
    if waiting:
        many = f"{len(waiting)} payments wait" if len(waiting) > 1 else "One payment waits"
        app.console.print(
            Text(f"{many} for your word: «relanced credits assign CREDIT INVOICE», or «… CREDIT --none».")
        )


@credits_.command()
@click.argument("credit", metavar="CREDIT")
@json_option
@config_option
@click.pass_context
def show(context: click.Context, credit: str, *, as_json: bool) -> None:
    """Tell all of one payment: who told of it, what it paid and why, what it may pay else.

    CREDIT is its name, as «credits list» shows it, or its beginning.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    meant = one_credit(app, books, credit)
    if as_json:
        app.print_json(incoming_credit(meant))
    else:
        for line in in_full(meant, books.settings.rules.calendar.timezone):
            app.console.print(line)
    context.exit(NEEDS_OWNER if meant.waits else DONE)


@credits_.command()
@click.argument("credit", metavar="CREDIT")
@click.argument("invoices", metavar="INVOICE[=AMOUNT]...", nargs=-1)
@click.option("--none", "of_none", is_flag=True, help="It pays none of your invoices.")
@config_option
@click.pass_context
def assign(context: click.Context, credit: str, invoices: tuple[str, ...], *, of_none: bool) -> None:
    """Say what one payment pays: these invoices, or none of yours. The last word counts.

    CREDIT is its name, as «credits list» shows it, or its beginning. Of several invoices each gets as much
    as is owed, in the order in which you give them; F2026-012=500,00 gives it just that.
    """
    if of_none == bool(invoices):
        raise click.UsageError("say the invoices that it pays, or --none: one of the two.")
    app = context.ensure_object(App)
    books = open_books(app)
    meant = one_credit(app, books, credit)
    if meant.story.state is CreditState.REVERSED:
        app.fail(f"{meant.name}: this money went back, so that it pays nothing. Nothing was recorded.")
    found = shares(books, meant, invoices) if invoices else ()
    if isinstance(found, list):
        app.fail(*found, "Nothing was recorded.")
    at = datetime.now(books.settings.rules.calendar.timezone)
    assignment = Assignment(
        mail=meant.story.mail,
        line=meant.story.line,
        to=tuple((share.case.number, share.typed) for share in found),
        decided_at=at,
    )
    folder = write_down(
        app, books.settings, lambda address, key: write_assignment(assignment, address, key), at
    )
    for line in in_words(meant, found):
        app.console.print(Text(line))
    app.console.print(Text(f"Noted in {folder}. A mistake? Assign it again: the last word counts."))
    app.console.print(COUNTS_FROM)
