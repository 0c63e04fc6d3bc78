"""The file of tokens: whole or not at all, its owner's alone, also where root wrote it."""

import os
import stat
from pathlib import Path

import pytest

from relanced.edge.oauth.token_file import Tokens, TokensUnusable, delete_tokens, keep_tokens, read_tokens

TOKENS = Tokens(
    client_id="c", user="u@firm.example", refresh_token="a-refresh-token", access_token="an-access-token"
)


def _path(folder: Path) -> Path:
    return folder / "tokens" / "microsoft-u@firm.example.json"


def test_what_is_kept_is_read_again_and_is_its_owner_s_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keep_tokens(_path(tmp_path), TOKENS)
    finally:
        os.umask(before)
    assert read_tokens(_path(tmp_path)) == TOKENS
    folder = _path(tmp_path).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}


def test_a_folder_that_others_could_enter_is_closed(tmp_path: Path) -> None:
    _path(tmp_path).parent.mkdir(mode=0o755)
    keep_tokens(_path(tmp_path), TOKENS)
    assert stat.S_IMODE(_path(tmp_path).parent.stat().st_mode) == 0o700


def test_what_a_killed_process_left_half_written_is_passed_over(tmp_path: Path) -> None:
    keep_tokens(_path(tmp_path), TOKENS)
    half = _path(tmp_path).with_name(_path(tmp_path).name + ".new")
    half.write_text('{"client_id": "c", "refr')
    assert read_tokens(_path(tmp_path)) == TOKENS
    keep_tokens(_path(tmp_path), TOKENS)
    assert not half.exists()


def test_a_full_disk_leaves_the_old_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_tokens(_path(tmp_path), TOKENS)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TokensUnusable, match="No space left"):
        keep_tokens(_path(tmp_path), Tokens(client_id="c", user="u", refresh_token="another"))
    assert read_tokens(_path(tmp_path)) == TOKENS


def test_no_secret_shows_when_tokens_are_printed() -> None:
    assert "refresh-token" not in repr(TOKENS)
    assert "access-token" not in repr(TOKENS)


def test_deleting_says_whether_there_was_something(tmp_path: Path) -> None:
    assert not delete_tokens(_path(tmp_path))
    assert not _path(tmp_path).parent.exists()
    keep_tokens(_path(tmp_path), TOKENS)
    assert delete_tokens(_path(tmp_path))
    assert not delete_tokens(_path(tmp_path))
    assert read_tokens(_path(tmp_path)) is None


def test_somebody_else_s_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_tokens(_path(tmp_path), TOKENS)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(TokensUnusable, match="chown"):
        read_tokens(_path(tmp_path))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can write in another's name")
def test_what_root_writes_in_the_service_s_folder_is_the_service_s(tmp_path: Path) -> None:
    """«sudo relanced check» must not take the tokens away from the service."""
    os.chown(tmp_path, 4711, 4712)
    keep_tokens(_path(tmp_path), TOKENS)
    folder = _path(tmp_path).parent
    assert {(each.stat().st_uid, each.stat().st_gid) for each in (folder, *folder.iterdir())} == {
        (4711, 4712)
    }
    assert read_tokens(_path(tmp_path)) == TOKENS
