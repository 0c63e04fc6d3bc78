"""Secrets: read from their three places, and never told."""

import os
import time
from pathlib import Path

import pytest
from servers.patience import soon

from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.settings import FromCommand, FromCredential, FromFile

SECRET = "tulip77"


def _file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_bytes(content)
    file.chmod(mode)
    return file


@pytest.mark.parametrize("content", [b"tulip77", b"tulip77\n", b"tulip77\r\nuser: firm\nnotes\n"])
def test_the_first_line_of_a_file_is_the_secret(tmp_path: Path, content: bytes) -> None:
    assert read_secret(FromFile(_file(tmp_path, content))) == SECRET


def test_spaces_and_accents_belong_to_the_secret(tmp_path: Path) -> None:
    assert read_secret(FromFile(_file(tmp_path, " é§ \n".encode()))) == " é§ "


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o777])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SecretUnavailable, match="chmod 600") as refusal:
        read_secret(FromFile(_file(tmp_path, b"tulip77", mode)))
    assert SECRET not in str(refusal.value)


def test_a_file_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _file(tmp_path, b"tulip77")
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(SecretUnavailable, match=f"owned by user {mine}"):
        read_secret(FromFile(file))


def test_a_pipe_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(SecretUnavailable, match="not a plain file"):
        read_secret(FromFile(tmp_path / "pipe"))


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "empty"), (b"\nx", "empty"), (b"\xff\xfe", "UTF-8"), (b"a\0b", "not text")]
)
def test_what_is_no_secret_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SecretUnavailable, match=why):
        read_secret(FromFile(_file(tmp_path, content)))


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match=r"none: No such file .* chmod 600"):
        read_secret(FromFile(tmp_path / "none"))


def test_a_credential_comes_from_the_folder_of_systemd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    _file(tmp_path, b"tulip77\n", 0o440)  # systemd's own modes are its own affair
    assert read_secret(FromCredential("secret")) == SECRET
    with pytest.raises(SecretUnavailable, match="add LoadCredential=other:/path"):
        read_secret(FromCredential("other"))
    (tmp_path / "folder").mkdir()
    with pytest.raises(SecretUnavailable, match="Is a directory"):
        read_secret(FromCredential("folder"))


def test_without_systemd_a_credential_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(SecretUnavailable, match=r"«imap».*LoadCredential=imap:/path.*by hand"):
        read_secret(FromCredential("imap"))


def test_a_command_is_run_without_a_shell() -> None:
    assert read_secret(FromCommand("printf '%s\\n%s' 'tulip77 $HOME; x' notes")) == "tulip77 $HOME; x"


def test_a_command_gets_no_input_to_wait_for() -> None:
    with pytest.raises(SecretUnavailable, match="empty"):
        read_secret(FromCommand("cat"))


@pytest.mark.parametrize(
    ("command", "why"),
    [("true tulip77", "empty"), ("false tulip77", "ended with 1"), ("/no/such tulip77", "full path")],
)
def test_a_command_that_gives_nothing_is_told_without_its_arguments(command: str, why: str) -> None:
    with pytest.raises(SecretUnavailable, match=why) as refusal:
        read_secret(FromCommand(command))
    assert command.split(maxsplit=1)[0] in str(refusal.value)
    assert SECRET not in str(refusal.value)


def test_a_command_that_hangs_ends_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relanced.edge.credentials.COMMAND_TIMEOUT_S", 0.3)
    note = tmp_path / "pid"
    with soon(), pytest.raises(SecretUnavailable, match="no answer"):
        read_secret(FromCommand(f"sh -c 'sleep 60 & echo $! > {note}; wait'"))
    assert _ended(int(note.read_text()))


def _ended(pid: int) -> bool:
    """Gone, or a zombie that nobody has collected yet; a killed process may take a moment."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
