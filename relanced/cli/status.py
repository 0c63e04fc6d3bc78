"""`relanced status`: who owes what, at a glance."""

import click

from relanced.casework.aging import aging
from relanced.casework.plan import plan
from relanced.cli import as_json as to_json
from relanced.cli.books import Books, open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.tables import aging_table, cases_table, told
from relanced.cli.words import Text
from relanced.model.actions import AskOwner
from relanced.model.facts import MailQuarantined

SHOWN = 10  # unreadable mails, newest first


@click.command()
@json_option
@config_option
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    """Show who owes what: the aged balance, the open invoices, and what waits for you."""
    app = context.ensure_object(App)
    books = open_books(app)
    actions = plan(books.ledger, books.settings.rules, books.today)
    asked = tuple(action for action in actions if isinstance(action, AskOwner))
    if as_json:
        app.print_json(_as_json(books, asked))
    else:
        _print(app, books, asked)
    context.exit(NEEDS_OWNER if asked else DONE)


def _as_json(books: Books, asked: tuple[AskOwner, ...]) -> dict[str, object]:
    cases = [(a, c) for a in books.ledger.accounts.values() for c in a.cases]
    return {
        "on": books.today.isoformat(),
        "mailbox_read_at": books.read_at.isoformat() if books.read_at else None,
        "balance": [to_json.balance(row) for row in aging(books.ledger, books.today)],
        "invoices": [to_json.case(account, case, books.today) for account, case in cases],
        "you_decide": [to_json.action(action) for action in asked],
        "unreadable": [to_json.unreadable(fact) for fact in _unreadable(books)],
    }


def _unreadable(books: Books) -> list[MailQuarantined]:
    return [fact for fact in books.facts if isinstance(fact, MailQuarantined)]


def _print(app: App, books: Books, asked: tuple[AskOwner, ...]) -> None:
    console = app.console
    read = f"{books.read_at:%Y-%m-%d %H:%M}" if books.read_at else "never"
    console.print(Text(f"{books.settings.rules.firm.name}, {books.today}; mailbox read {read}", style="bold"))
    if not books.ledger.accounts:
        console.print(
            "No invoice was found in Sent yet. «relanced explain --sent MAIL.eml» says what is read in one."
        )
    else:
        console.print(aging_table(books.ledger, books.today))
        console.print()
        console.print(cases_table(books.ledger, books.today))
    if asked:
        console.print()
        console.print(Text("You decide:", style="bold"))
        console.print(told(asked))
    unreadable = _unreadable(books)
    if unreadable:
        console.print(Text(f"\n{len(unreadable)} mails could not be read; the newest:", style="yellow"))
    for fact in sorted(unreadable, key=lambda f: f.source.at, reverse=True)[:SHOWN]:
        place = f"{fact.source.folder} {fact.source.at:%Y-%m-%d}"
        console.print(Text(f"  {place} {fact.sender or '(unknown)'} «{fact.subject[:60]}»: {fact.why}"))
