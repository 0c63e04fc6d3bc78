"""A command's settings in, the books of the last round out; ends the command where there are none."""

from datetime import UTC, datetime

from relanced.cli.common import App
from relanced.daemon.books import Books, read_books
from relanced.edge.store import StoreLocked, StoreUnusable


def open_books(app: App) -> Books:
    """Read the store; ends with a hint where no round was ever taken."""
    try:
        books = read_books(app.settings(), datetime.now(UTC))
    except (StoreLocked, StoreUnusable) as error:
        app.fail(str(error))
    if books is None:
        app.fail("the mailbox has not been read yet: «relanced run --once» does it.")
    return books
