"""Where a secret is kept in, the secret out; it is never logged, and never part of a message."""

import os
import shlex
import signal
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import assert_never

from relanced.edge.bearer import Credential
from relanced.edge.hidden import keep_hidden
from relanced.edge.settings import FromCommand, FromCredential, FromFile, LoginWith, SecretRef, SignIn

COMMAND_TIMEOUT_S = 30.0
_MOST_BYTES = 65_536


class SecretUnavailable(Exception):  # noqa: N818 -- says what happened; it is told to people, not a fault of ours
    """A secret that could not be had. The message names its place and what to do, never the secret."""


class SignInNeeded(SecretUnavailable):
    """A token that only the owner can get, by «relanced login». Until then nobody is asked for anything."""


class SignInAway(SecretUnavailable):
    """The provider cannot be asked for a token now; later it may work."""


def read_login(login: LoginWith) -> Credential:
    """What opens a mailbox: its password, or a token that is good for some minutes at least.

    May take half a minute, and blocks. Raises SecretUnavailable, SignInNeeded and SignInAway among them.
    """
    if not isinstance(login, SignIn):
        return read_secret(login)
    try:
        from relanced.edge.oauth.keeper import bearer  # noqa: PLC0415 - an extra, which most do without
    except ImportError as error:
        raise SecretUnavailable(
            f'[imap] auth = "{login.provider}" needs the package {error.name};'
            " «pip install 'relanced[oauth]'» brings it"
        ) from error
    return bearer(login)


def read_secret(ref: SecretRef) -> str:
    """The first line of a credential, a file or a command's output; may take 30 s where a command is run.

    From then on no log shows it (edge.hidden). Raises SecretUnavailable, whose message is meant for people.
    """
    secret = _read_secret(ref)
    keep_hidden(secret)
    return secret


def _read_secret(ref: SecretRef) -> str:
    match ref:
        case FromCredential(name):
            return _from_credential(name)
        case FromFile(path):
            return _from_file(path)
        case FromCommand(command):
            return _from_command(command)
        case _:
            assert_never(ref)


def _from_credential(name: str) -> str:
    """What LoadCredential= puts into a folder that the service alone can read (systemd.exec(5))."""
    where = f"the credential «{name}»"
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SecretUnavailable(
            f"{where}: systemd has handed none over ($CREDENTIALS_DIRECTORY is not set); start relanced"
            f' by its unit with LoadCredential={name}:/path, or write {{ file = "/path" }} to run it by hand'
        )
    try:
        return _first_line(where, _read(Path(folder) / name))
    except FileNotFoundError:
        raise SecretUnavailable(
            f"{where}: not handed over; add LoadCredential={name}:/path to the unit"
        ) from None
    except OSError as error:
        raise SecretUnavailable(f"{where}: {error.strerror}") from None


def _from_file(path: Path) -> str:
    """A file is looked at once it is open, so that nobody can change it in between."""
    where = f"the secret file {path}"
    try:
        # O_NONBLOCK: a named pipe would keep us waiting for its writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise SecretUnavailable(
            f"{where}: {error.strerror}; write the secret into it, then chmod 600"
        ) from None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise SecretUnavailable(f"{where}: not a plain file")
        if found.st_uid != os.geteuid():
            raise SecretUnavailable(
                f"{where}: owned by user {found.st_uid}, while relanced runs as user {os.geteuid()}; chown it"
            )
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            mode = stat.S_IMODE(found.st_mode)
            raise SecretUnavailable(f"{where}: others may use it (mode {mode:04o}); chmod 600 it")
        return _first_line(where, file.read(_MOST_BYTES))


def _from_command(command: str) -> str:
    """No shell; a group of its own, so that all it started ends with it: a grandchild would hold the pipe."""
    words = shlex.split(command)
    where = f"the secret command «{words[0]} …»"  # the rest may hold the secret itself
    try:
        process = subprocess.Popen(  # noqa: S603 -- the owner's own words, from his own file, without a shell
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise SecretUnavailable(f"{where}: cannot be run: {error.strerror}; write its full path") from None
    with process:
        try:
            output, _ = process.communicate(timeout=COMMAND_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise SecretUnavailable(
                f"{where}: no answer in {COMMAND_TIMEOUT_S:g} s; does it ask for something? run it by hand"
            ) from None
    if process.returncode:
        raise SecretUnavailable(f"{where}: ended with {process.returncode}; run it by hand to see why")
    return _first_line(where, output[:_MOST_BYTES])


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)


def _first_line(where: str, content: bytes) -> str:
    """Password managers and editors end the line; what stands below it are notes."""
    line = content.split(b"\n", 1)[0].removesuffix(b"\r")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise SecretUnavailable(f"{where}: its first line is not text in UTF-8") from None
    if not text or "\0" in text:
        raise SecretUnavailable(f"{where}: its first line is {'not text' if text else 'empty'}")
    return text
