"""`relanced purge`: what has outlived its use is kept no more; --dry-run says what that would be."""

from datetime import datetime

import click

from relanced.cli.books import open_books
from relanced.cli.common import NEEDS_OWNER, App, config_option
from relanced.cli.words import Text
from relanced.daemon.privacy import PURGE_ASKED, Forgotten, outdated_in, outdated_words
from relanced.edge.forget import forget, scrub
from relanced.edge.store import Store, StoreLocked, StoreUnusable


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@config_option
@click.pass_context
def purge(context: click.Context, *, dry_run: bool) -> None:
    """Forget the words of mails that concern nothing open any more. The mailbox stays as it is.

    Mails that concern no invoice: after three months. All others: as many months as [retention] says after
    everything of their client was settled; without [retention], three as well, and only by this command.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    now = datetime.now(books.settings.rules.calendar.timezone)
    try:
        store = Store.open(books.settings.store_url, lock=not dry_run)
    except StoreLocked:
        _leave_word(app, books.settings.store_url)
        return
    except StoreUnusable as error:
        app.fail(str(error), code=NEEDS_OWNER)
    try:
        gone = outdated_in(store, outdated_words(store.facts(), books.settings, now), books.settings)
        if dry_run:
            app.console.print(Text(f"Would go: {_told(gone)}. Nothing was changed."))
            return
        if gone:
            forget(store.database, gone.facts, gone.letters, gone.texts)
        is_clean = scrub(store.database)
    finally:
        store.close()
    app.console.print(Text(f"Gone: {_told(gone)}."))
    if not is_clean:
        app.warn(
            "Another program reads the store: the file on the disk is cleaned by the service, or by the next purge."
        )


def _leave_word(app: App, url: str) -> None:
    store = Store.open(url, lock=False)
    try:
        store.remember(PURGE_ASKED, "1")
    finally:
        store.close()
    app.console.print(
        "The service works on this store: it purges at its next round, and says how much in its log."
    )


def _told(gone: Forgotten) -> str:
    return (
        f"the words of {len(gone.facts)} mails, {len(gone.letters)} letters (their copies lie in Sent),"
        f" {len(gone.texts)} texts of your own mails"
    )
