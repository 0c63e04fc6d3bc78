"""The file that keeps a mailbox's tokens: read, written whole or not at all, by one process at a time.

The access token lies beside the refresh token, which is worth more: so the service and the command line
share one, and each call of a command costs no request and no rotation.
"""

import fcntl
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

LOCK_S = 90.0  # longer than anybody holds it: a request has its own limit
_MOST_BYTES = 262_144


class TokensUnusable(Exception):  # noqa: N818 - says what happened; it is told to people
    """A file that is there and cannot be used, or one that cannot be written; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a sign-in left. Times are seconds since 1970."""

    client_id: str  # a refresh token is good for the application that it was given to, and for no other
    user: str
    refresh_token: str = field(repr=False)
    access_token: str = field(default="", repr=False)
    obtained_at: float = 0.0  # when the access token was
    expires_at: float = 0.0
    signed_in_at: float = 0.0  # by a person
    refused: str = ""  # why the provider takes the refresh token no more; "": it does, as far as is known
    refused_at: float = 0.0


def read_tokens(path: Path) -> Tokens | None:
    """The tokens; None where there is no file. Raises TokensUnusable."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TokensUnusable(f"{path}: {error.strerror}") from None
    with os.fdopen(descriptor, "rb") as file:
        _only_ours(path, os.fstat(descriptor))
        content = file.read(_MOST_BYTES)
    return _parsed(path, content)


def _only_ours(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise TokensUnusable(f"{path}: not a plain file")
    if os.geteuid() not in {0, found.st_uid}:
        raise TokensUnusable(
            f"{path}: owned by user {found.st_uid}, while relanced runs as user {os.geteuid()}; chown it"
        )
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise TokensUnusable(
            f"{path}: others may use it (mode {stat.S_IMODE(found.st_mode):04o}); chmod 600 it"
        )


def _parsed(path: Path, content: bytes) -> Tokens:
    try:
        raw = json.loads(content)
        values = {each.name: raw[each.name] for each in fields(Tokens) if each.name in raw}
        tokens = Tokens(**values)
        texts = (tokens.client_id, tokens.user, tokens.refresh_token, tokens.access_token, tokens.refused)
        numbers = (tokens.obtained_at, tokens.expires_at, tokens.signed_in_at, tokens.refused_at)
        is_sound = all(isinstance(t, str) for t in texts) and all(isinstance(n, int | float) for n in numbers)
    except (ValueError, TypeError, RecursionError):
        is_sound = False
    if not is_sound or not tokens.refresh_token:
        raise TokensUnusable(f"{path}: damaged")
    return tokens


def write_tokens(path: Path, tokens: Tokens) -> None:
    """Put these in place of the old ones, which stay until the new ones are on the disk. Raises TokensUnusable.

    To be called by who holds the lock.
    """
    draft = path.with_name(f"{path.name}.new")
    try:
        with suppress(FileNotFoundError):
            draft.unlink()  # of a process that was killed here
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _give_to_owner(descriptor, path.parent)
            file.write(json.dumps(asdict(tokens)).encode("ascii"))
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise TokensUnusable(f"{path}: cannot be written: {error.strerror}") from None


def keep_tokens(path: Path, tokens: Tokens) -> None:
    """Those of a new sign-in, in place of any others. Raises TokensUnusable."""
    with locked(path):
        write_tokens(path, tokens)


def delete_tokens(path: Path) -> bool:
    """Take the file away; gives whether there was one. Raises TokensUnusable."""
    if not path.parent.is_dir():
        return False
    with locked(path):
        try:
            path.unlink()
            _sync_folder(path.parent)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise TokensUnusable(f"{path}: {error.strerror}") from None
    return True


@contextmanager
def locked(path: Path, patience_s: float = LOCK_S) -> Iterator[None]:
    """Within: no other process reads or writes these tokens. Makes the folder (0700). Raises TokensUnusable."""
    lock = path.with_name(f"{path.name}.lock")
    try:
        _make_folder(path.parent)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise TokensUnusable(f"{lock}: {error.strerror}") from None
    try:
        _give_to_owner(descriptor, path.parent)
        _wait_for(descriptor, path, patience_s)
        yield
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _give_to_owner(folder, folder.parent)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:  # a copy from a backup
        folder.chmod(0o700)


def _wait_for(descriptor: int, path: Path, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise TokensUnusable(f"{path}: another relanced has held it for {patience_s:.0f} s") from None
            time.sleep(0.05)
        else:
            return


def _give_to_owner(what: int | Path, folder: Path) -> None:
    """What root makes in the service's folder is the service's: else it could not read it any more."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(what, owner.st_uid, owner.st_gid)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
