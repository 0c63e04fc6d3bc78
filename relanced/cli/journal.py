"""A note in, its place in Relanced/Journal out, or the command ended with what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from relanced.cli.common import NEEDS_OWNER, WRONG, App
from relanced.daemon import journal
from relanced.daemon.journal import Journal, NotWritten, WriteNote
from relanced.edge.settings import Settings

COUNTS_FROM = "It counts from the next round on: the service's, or that of «relanced run --once»."


@contextmanager
def open_journal(app: App, settings: Settings) -> Iterator[Journal]:
    """The journal, for one note or for many; ends the command where one cannot be written."""
    try:
        with Journal(settings) as opened:
            yield opened
    except NotWritten as error:
        app.fail(*error.lines, code=NEEDS_OWNER if error.again else WRONG)


def write_down(app: App, settings: Settings, write: WriteNote, at: datetime) -> str:
    """Write one note; gives the folder's name."""
    with open_journal(app, settings) as opened:
        return opened.write(write, at)


def key_of(app: App, settings: Settings) -> bytes:
    """The signing key; ends with how to make one where there is none."""
    try:
        return journal.key_of(settings)
    except NotWritten as error:
        app.fail(*error.lines)
