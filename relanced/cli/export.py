"""`relanced export CLIENT`: all that is kept about a client, for whoever asks (GDPR, articles 15 and 20)."""

import io
import json
import os
import zipfile
from pathlib import Path

import click

from relanced.casework.forgetting import addresses_of
from relanced.casework.ledger import Account
from relanced.casework.target import find_account
from relanced.cli.books import open_books
from relanced.cli.common import App, config_option
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.privacy_export import all_about, in_plain_text

_TEXT, _JSON = "about-you.txt", "about-you.json"


@click.command()
@click.argument("client", metavar="CLIENT")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A new file: .zip with a text and JSON in it, or .json, or .txt. Left out: the text, on the screen.",
)
@config_option
@click.pass_context
def export(context: click.Context, client: str, *, output: Path | None) -> None:
    """Write down all that relanced keeps about a client: for him, where he asks."""
    app = context.ensure_object(App)
    books = open_books(app)
    found = all_about(books, account_named(app, books, client))
    if output is None:
        app.console.print(Text(in_plain_text(found)))
        return
    _write(app, output, _as_bytes(app, output, found))
    app.console.print(Text(f"{output}: {len(found['events'])} events, {len(found['letters'])} letters."))
    app.console.print(
        "The mails themselves lie in the mailbox; send them from there where they are asked for."
    )


def account_named(app: App, books: Books, client: str) -> Account:
    """The one client of this name, key or address; ends the command where there is none."""
    account = find_account(books.ledger, client)
    wrote = client.strip().lower()
    accounts = books.ledger.accounts.values() if account is None and "@" in client else ()
    by_address = [each for each in accounts if wrote in addresses_of(each, books.facts, books.ledger)]
    if len(by_address) == 1:
        return by_address[0]
    if account is None:
        app.fail(unknown(books, client))
    return account


def _as_bytes(app: App, output: Path, found: dict[str, object]) -> bytes:
    whole = json.dumps(found, ensure_ascii=False, indent=2).encode()
    kind = output.suffix.lower()
    if kind not in {".zip", ".json", ".txt"}:
        app.fail(f"--output {output}: name a .zip, a .json or a .txt file.")
    if kind != ".zip":
        return whole if kind == ".json" else in_plain_text(found).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(_TEXT, in_plain_text(found))
        zipped.writestr(_JSON, whole)
    return made.getvalue()


def _write(app: App, output: Path, made: bytes) -> None:
    """A new file that nobody else can read; one that is there already is left alone."""
    try:
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        app.fail(f"--output {output}: {error.strerror}; nothing was written.")
    with os.fdopen(handle, "wb") as file:
        file.write(made)
