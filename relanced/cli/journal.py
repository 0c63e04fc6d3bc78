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
    key = key_of(app, settings)
    try:
        password = read_secret(settings.imap.password)
    except SecretUnavailable as error:
        app.fail("Nothing was recorded.", str(error))
    raw = write(settings.rules.firm.sender, key)
    try:
        return _append(settings, password, raw, at)
    except ImapTrouble as error:
        app.fail(
            f"{settings.imap.host}: {error}", "The decision was not recorded; try again.", code=NEEDS_OWNER
        )


def key_of(app: App, settings: Settings) -> bytes:
    """The signing key; ends with how to make one where there is none."""
    try:
        key = signing_key(settings)
    except SecretUnavailable as error:
        app.fail("Nothing was recorded.", str(error))
    if key is None:
        path = settings.path.absolute().with_name("key")
        app.fail(
            "Nothing was recorded: what you say is signed, so that it is known again, and [trust] key is not set.",
            "Make a key, and keep a copy of it:",
            f"  (umask 077; head -c 32 /dev/urandom | base64 > '{path}')",
            f"and write into {settings.path}:",
            "  [trust]",
            f'  key = {{ file = "{path}" }}',
        )
    return key


def _append(settings: Settings, password: str, raw: bytes, at: datetime) -> str:
    session = ImapSession.connect(settings.imap, password)
    try:
        folder = session.ensure_folder(JOURNAL)
        session.append(folder, raw, ("\\Seen",), at)
        return folder
    finally:
        session.close()
