"""Notes in, their place in Relanced/Journal out: how every decision of the owner is written down."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from relanced.daemon.office import signing_key
from relanced.edge.credentials import SecretUnavailable, read_login
from relanced.edge.folders import JOURNAL
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost, ImapTrouble
from relanced.edge.settings import Settings

WriteNote = Callable[[str, bytes], bytes]  # the firm's address and the key in, the mail out


class NotWritten(Exception):  # noqa: N818 - says what happened; it is told to people, not a fault of ours
    """A note could not be written; the message is for people, a line each, and says what to do."""

    def __init__(self, *lines: str, again: bool = False) -> None:
        super().__init__(*lines)
        self.lines = lines
        self.again = again  # the mailbox was away: it may work later


class Journal:
    """Relanced/Journal, for one note or for many: one connection, made when the first is written.

    Raises NotWritten where there is no key, or where a note cannot be written; those before it are.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._key = key_of(settings)
        self._session: ImapSession | None = None
        self._folder = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def write(self, write: WriteNote, at: datetime) -> str:
        """Sign a note and put it into the mailbox; gives the folder's name there. May take a minute; blocks."""
        raw = write(self._settings.rules.firm.sender, self._key)
        try:
            if self._session is not None:
                try:
                    return self._append(raw, at)
                except ConnectionLost:  # a person thinks for longer than some servers wait
                    self._hang_up()  # a note that did arrive is one with its copy: the same Message-ID
            return self._append(raw, at)
        except SecretUnavailable as error:
            raise NotWritten("Nothing was recorded.", str(error)) from error
        except ImapTrouble as error:
            where = self._settings.imap.host
            said = (f"{where}: {error}", "The decision was not recorded; try again.")
            raise NotWritten(*said, again=True) from error

    def _append(self, raw: bytes, at: datetime) -> str:
        if self._session is None:
            credential = read_login(self._settings.imap.password)
            self._session = ImapSession.connect(self._settings.imap, credential)
            self._folder = self._session.ensure_folder(JOURNAL)
        self._session.append(self._folder, raw, ("\\Seen",), at)
        return self._folder

    def _hang_up(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


def key_of(settings: Settings) -> bytes:
    """The signing key. Raises NotWritten, with how to make one, where there is none."""
    try:
        key = signing_key(settings)
    except SecretUnavailable as error:
        raise NotWritten("Nothing was recorded.", str(error)) from error
    if key is None:
        path = settings.path.absolute().with_name("key")
        raise NotWritten(
            "Nothing was recorded: what you say is signed, so that it is known again, and [trust] key is not set.",
            "Make a key, and keep a copy of it:",
            f"  (umask 077; head -c 32 /dev/urandom | base64 > '{path}')",
            f"and write into {settings.path}, under the [trust] that is there already, or a new one:",
            "  [trust]",
            f'  key = {{ file = "{path}" }}',
        )
    return key
