"""A note in, its place in Relanced/Journal out: how every decision of the owner is written down."""

from collections.abc import Callable
from datetime import datetime

from relanced.cli.common import NEEDS_OWNER, App
from relanced.daemon.office import signing_key
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.folders import JOURNAL
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import Settings

COUNTS_FROM = "It counts from the next round on: the service's, or that of «relanced run --once»."


def write_down(app: App, settings: Settings, write: Callable[[str, bytes], bytes], at: datetime) -> str:
    """Sign a note and put it into the mailbox; gives the folder's name there.

    `write` makes the mail from the firm's address and the key. Ends with what to do where it fails.
    """
    try:
        key = signing_key(settings)
        password = read_secret(settings.imap.password)
    except SecretUnavailable as error:
        app.fail(str(error))
    if key is None:
        app.fail(
            "[trust] key is not set: a decision must be signed to be known again. See docs/configuration.md."
        )
    raw = write(settings.rules.firm.sender, key)
    try:
        return _append(settings, password, raw, at)
    except ImapTrouble as error:
        app.fail(
            f"{settings.imap.host}: {error}", "The decision was not recorded; try again.", code=NEEDS_OWNER
        )


def _append(settings: Settings, password: str, raw: bytes, at: datetime) -> str:
    session = ImapSession.connect(settings.imap, password)
    try:
        folder = session.ensure_folder(JOURNAL)
        session.append(folder, raw, ("\\Seen",), at)
        return folder
    finally:
        session.close()
