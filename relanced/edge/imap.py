"""Settings and a password or a token in, one mailbox to read out: an ImapSession.

Blocking, and used by one thread alone; only kill() may be called by others. Folders are opened
with EXAMINE and mails read with BODY.PEEK, so nothing is ever marked as read. Commands are made
of our own words, of whole numbers and of folder names; no text of a mail ever enters one
(mjs/imapclient#657: a line break in an argument runs as a second command).
"""

import imaplib
import re
import threading
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Self

from imapclient import IMAPClient, imap_utf7
from imapclient.exceptions import ProtocolError

from relanced import __version__
from relanced.edge.bearer import Bearer, Credential
from relanced.edge.fetches import Fetches, check
from relanced.edge.folders import Folder, FolderLine, folder_lines, recognised
from relanced.edge.imap_errors import ConnectionLost, ImapTrouble, LoginRefused, ServerRefused, Unreachable
from relanced.edge.login import log_in
from relanced.edge.settings import ImapSettings
from relanced.edge.wire import Lifeline, hang_up, open_client, wire_of

_GOODBYE_S = 5.0

_FLAG = re.compile(r"[\\$]?[A-Za-z0-9_-]{1,60}")
# strftime speaks the machine's language, IMAP these
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBER = re.compile(rb"(?<!\S)\d{1,18}(?!\S)")
_SAFE_NAME = re.compile(r"[\x20-\x7e]{1,1000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """A folder as EXAMINE shows it. Without a UIDVALIDITY nothing may be concluded from its UIDs."""

    uidvalidity: int | None
    uidnext: int | None  # never to be relied upon alone: some servers omit it, GMX has rewound it
    exists: int


class ImapSession(Fetches):
    """One connection, logged in. Every method may raise ConnectionLost or ServerRefused."""

    def __init__(self, client: IMAPClient, settings: ImapSettings, lifeline: Lifeline) -> None:
        self.wire = wire_of(client)
        self.where = f"{settings.user} at {settings.host}:{settings.port}"
        self.folder: str | None = None  # the one examined
        self.uidvalidity: int | None = None  # of its UIDs, as EXAMINE told it
        self.exists = -1  # messages in it as far as the server has told; -1: not known
        self.idles = False  # whether the server can IDLE, as far as is known
        self.heard_at = time.monotonic()  # when the server last answered
        self._client = client
        self._settings = settings
        self._lifeline = lifeline
        self._broken = False
        self._wire_names: dict[str, str] = {}
        self._prefix = ""
        self._separator = "/"

    @classmethod
    def connect(
        cls,
        settings: ImapSettings,
        credential: Credential,
        *,
        connect_timeout: float = 20,
        read_timeout: float = 60,
        lifeline: Lifeline | None = None,
    ) -> Self:
        """Connect and log in, within `connect_timeout` + `read_timeout` seconds in all.

        A token that was kept and is refused is renewed, once, which may take half a minute more.
        Raises Unreachable, LoginRefused, or ServerRefused (the server cannot log anybody in now); where
        a token cannot be renewed, what says why (SecretUnavailable).
        """
        once = partial(cls._connect, settings, connect=connect_timeout, read=read_timeout)
        try:
            return once(credential, lifeline or Lifeline())
        except LoginRefused:
            if not isinstance(credential, Bearer) or credential.renew is None:
                raise
        if lifeline is not None and lifeline.is_cut:
            raise ConnectionLost(f"{settings.user} at {settings.host}: cut off while logging in")
        return once(credential.renew(), lifeline or Lifeline())

    @classmethod
    def _connect(
        cls,
        settings: ImapSettings,
        credential: Credential,
        lifeline: Lifeline,
        *,
        connect: float,
        read: float,
    ) -> Self:
        # The timeouts hold for each single wait; a server that drips stays below them for ever.
        overall = threading.Timer(connect + read, lifeline.cut)
        overall.daemon = True
        overall.start()
        try:
            client = _opened(settings, lifeline, connect=connect, read=read)
            session = cls(client, settings, lifeline)
            try:
                session._enter(credential)
            except BaseException:
                session.close()
                raise
        except BaseException:
            lifeline.release()
            raise
        finally:
            overall.cancel()
        return session

    def _enter(self, credential: Credential) -> None:
        log_in(self._client, self._settings.user, credential, self.where)
        with self.asking("CAPABILITY"):
            self.idles = self._client.has_capability("IDLE")
            wants_id = self._client.has_capability("ID")
        if wants_id:  # 163.com and QQ serve nobody who has not introduced himself
            with suppress(ServerRefused), self.asking("ID"):
                self._client.id_({"name": "relanced", "version": __version__})

    @property
    def alive(self) -> bool:
        """False once the connection has failed or was cut; then only close() makes sense."""
        return not (self._broken or self._lifeline.is_cut)

    @contextmanager
    def asking(self, what: str) -> Iterator[None]:
        """Turn the library's errors into ours; after anything but a plain NO the connection is over."""
        if not self.alive:
            raise ConnectionLost(f"{self.where}: {what}: the connection is closed")
        try:
            yield
        except (imaplib.IMAP4.abort, ProtocolError, OSError, ValueError) as error:
            self._broken = True
            raise ConnectionLost(f"{self.where}: {what}: {error or type(error).__name__}") from error
        except imaplib.IMAP4.error as error:
            raise ServerRefused(f"{self.where}: {what}: {error}") from error
        self.heard_at = time.monotonic()

    def folders(self) -> tuple[Folder, ...]:
        """Every folder with its role; those that the server itself marks come first."""
        with self.asking("LIST"):
            # Cyrus before 3.0 shows the marks of RFC 6154 only when asked for them.
            marks = all(self._client.has_capability(word) for word in ("SPECIAL-USE", "LIST-EXTENDED"))
            answer = self.wire.xatom("LIST", '""', '"*"', *(["RETURN (SPECIAL-USE)"] if marks else []))
            check(answer)
            lines = folder_lines(self.wire.response("LIST")[1])
            self._prefix = self._personal_prefix(lines)
        self._wire_names = {line.name: line.wire for line in lines}
        self._separator = next((line.separator for line in lines if line.separator), "/")
        chosen = self._settings
        return recognised(lines, prefix=self._prefix, sent=chosen.sent, sources=chosen.sources)

    def _personal_prefix(self, lines: Sequence[FolderLine]) -> str:
        """Where the server keeps personal folders: «INBOX.» on Courier, Cyrus and many French hosts."""
        if self._client.has_capability("NAMESPACE"):
            personal = self._client.namespace().personal
            return str(imap_utf7.decode(personal[0][0])) if personal else ""
        below = [line for line in lines if line.name.upper() != "INBOX"]
        inner = {f"INBOX{line.separator}" for line in below}
        only = inner.pop() if len(inner) == 1 else ""
        return only if only and all(line.name.startswith(only) for line in below) else ""

    def ensure_folder(self, name: str) -> str:
        """Make sure that this folder exists and is subscribed to; gives its name on this server.

        `name` is written with «/» whatever the server's separator: «Relanced/Journal».
        """
        path = tuple(name.split("/"))
        found = self._find(path)
        if found is None:
            made = self._prefix + self._separator.join(path)
            try:
                with self.asking(f"CREATE {made}"):
                    self._client.create_folder(self._wire_name(made))
            except ServerRefused:  # another process of ours may have been faster
                if self._find(path) is None:
                    raise
            found = made
        with suppress(ServerRefused), self.asking(f"SUBSCRIBE {found}"):
            self._client.subscribe_folder(self._wire_name(found))  # mail programs hide the others
        return found

    def _find(self, path: tuple[str, ...]) -> str | None:
        wanted = tuple(part.casefold() for part in path)
        here = (f for f in self.folders() if tuple(part.casefold() for part in f.path) == wanted)
        return next((folder.name for folder in here), None)

    def examine(self, folder: str) -> FolderState:
        """Open a folder for reading only."""
        wire_name = self._wire_name(folder)
        self.folder = None
        with self.asking(f"EXAMINE {folder}"):
            answer = self._client.select_folder(wire_name, readonly=True)
        state = FolderState(
            uidvalidity=answer.get(b"UIDVALIDITY") or None,
            uidnext=answer.get(b"UIDNEXT") or None,
            exists=answer.get(b"EXISTS", 0),
        )
        self.wire.untagged_responses.clear()  # whatever appears there from now on is news
        self.folder, self.uidvalidity, self.exists = folder, state.uidvalidity, state.exists
        return state

    def uids(self) -> tuple[int, ...]:
        """Every UID of the folder, rising."""
        return self._search("ALL")

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """The UIDs above this one, rising."""
        # «n:*» always names the last message, even one below n (RFC 3501 section 6.4.8).
        return tuple(found for found in self._search("UID", f"{int(uid) + 1:d}:*") if found > uid)

    def uids_since(self, day: date) -> tuple[int, ...]:
        """The UIDs of what the server received on this day or later, rising; the day is the server's."""
        return self._search("SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    def _search(self, *criteria: str) -> tuple[int, ...]:
        with self.asking("UID SEARCH"):
            answer = self.wire.uid("SEARCH", *criteria)
            check(answer)
        # Numbers as numbers at once: as words, and then in a set, 100,000 of them take 12 MB.
        uids = array("Q", (int(word[0]) for line in answer[1] if line for word in _NUMBER.finditer(line)))
        is_rising = all(uid < after for uid, after in pairwise(uids))
        return tuple(uids if is_rising else sorted(set(uids)))

    def append(self, folder: str, raw: bytes, flags: Sequence[str], at: datetime) -> None:
        """Write a message into a folder, received `at` (aware).

        ConnectionLost here means that it may or may not be there: look before trying again.
        """
        unfit = [flag for flag in flags if not _FLAG.fullmatch(flag)]
        if unfit or at.tzinfo is None:
            raise ValueError(f"append to {folder}: flags {unfit}, time {at}: not what IMAP can carry")
        with self.asking(f"APPEND to {folder}"):
            self._client.append(self._wire_name(folder), raw, flags, at)

    def copy(self, uid: int, folder: str) -> None:
        """Copy a message of the examined folder into another one."""
        with self.asking(f"COPY to {folder}"):
            self._client.copy([uid], self._wire_name(folder))

    def noop(self) -> None:
        """Ask whether the server is still there."""
        with self.asking("NOOP"):
            check(self.wire.noop())

    def heard_meanwhile(self) -> bool:
        """Whether messages came or went while another answer was read. True once for each.

        The library files such lines away, and IDLE does not repeat them.
        """
        waiting = self.wire.untagged_responses
        counts, gone = waiting.pop("EXISTS", []), waiting.pop("EXPUNGE", [])
        if not counts and not gone:
            return False
        last = counts[-1] if counts and not gone else None
        before, self.exists = self.exists, int(last) if isinstance(last, bytes) and last.isdigit() else -1
        return self.exists != before or bool(gone)

    def close(self) -> None:
        """Log out and close, quietly and within 5 seconds."""
        goodbye = threading.Timer(_GOODBYE_S, self._lifeline.cut)
        goodbye.daemon = True
        if self.alive:
            goodbye.start()
            with suppress(imaplib.IMAP4.error, OSError, ValueError):
                self._client.logout()
        goodbye.cancel()
        self._broken = True
        hang_up(self.wire)
        self._lifeline.release()

    def kill(self) -> None:
        """Cut the connection, from any thread; whoever is reading gets ConnectionLost at once."""
        self._lifeline.cut()

    def _wire_name(self, folder: str) -> str:
        """The name as the server writes it. Control characters are encoded, so none is ever sent."""
        name = self._wire_names.get(folder) or imap_utf7.encode(folder).decode("ascii")
        if not _SAFE_NAME.fullmatch(name):
            raise ServerRefused(
                f"{self.where}: folder {folder!r}: a name that IMAP cannot carry; not asked for"
            )
        return name


def _opened(settings: ImapSettings, lifeline: Lifeline, *, connect: float, read: float) -> IMAPClient:
    where = f"{settings.host}:{settings.port}"
    try:
        return open_client(settings, lifeline, connect=connect, read=read)
    except ImapTrouble:
        raise
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        why = error or type(error).__name__
        raise Unreachable(
            f"{where}: no IMAP connection ({settings.security}): {why}; "
            "check host, port and security in [imap]"
        ) from error
