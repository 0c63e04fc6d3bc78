"""`check` looks at clock, disk, the store's folder and versions of this machine, and says what to do."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from config_files import SMALLEST, settings_in

from relanced.cli import check_machine
from relanced.cli.check_machine import clock_found, disk_found, look_at_machine
from relanced.cli.check_quota import told_quota
from relanced.cli.finding import Finding
from relanced.edge.clock_sync import is_synchronised
from relanced.edge.store import Store

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def machine(folder: Path) -> dict[str, Finding]:
    text = f'{SMALLEST}[store]\nurl = "sqlite:///{folder}/state/relanced.db"\n'
    return {each.what: each for each in look_at_machine(settings_in(folder, text), None)}


def test_the_kernel_is_asked_and_nothing_is_set() -> None:
    before = datetime.now(UTC)
    assert is_synchronised() in {True, False, None}
    assert datetime.now(UTC) - before < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("ahead", "is_kept", "level"),
    [
        (timedelta(hours=2), False, "NO"),
        (timedelta(hours=2), None, "NO"),
        (timedelta(hours=2), True, "ok"),  # the mail's server is wrong, or the mail was put there so
        (timedelta(minutes=5), None, "ok"),
        (timedelta(days=-3), None, "ok"),  # nobody wrote since
        (timedelta(days=4_000), None, "ok"),  # spam of 2037 that was moved here from elsewhere
        (timedelta(days=-3), False, "note"),
    ],
)
def test_a_mail_that_arrived_later_than_now_proves_the_clock_slow(
    ahead: timedelta, is_kept: bool | None, level: str
) -> None:
    assert clock_found(NOW, NOW + ahead, is_kept=is_kept).level == level


def test_a_clock_before_this_program_is_wrong() -> None:
    assert clock_found(NOW.replace(year=2019), None, is_kept=True).level == "NO"


@pytest.mark.parametrize(("free", "level"), [(10 * 2**20, "NO"), (200 * 2**20, "note"), (2**34, "ok")])
def test_a_disk_that_is_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**35, 0, free))
    found = machine(tmp_path)["disk"]
    assert found.level == level
    assert str(tmp_path) in found.says


def test_a_disk_without_room_for_one_more_file_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.statvfs(tmp_path)
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result((*real[:7], 0, *real[8:])))
    assert not disk_found("disk", tmp_path).ok


def test_a_state_folder_that_others_may_look_into_is_a_note_and_readable_files_are_a_fault(
    tmp_path: Path,
) -> None:
    assert "state folder" not in machine(tmp_path)  # none yet
    Store.open(f"sqlite:///{tmp_path}/state/relanced.db", lock=True).close()
    assert machine(tmp_path)["state folder"].level == "ok"
    (tmp_path / "state").chmod(0o755)
    assert machine(tmp_path)["state folder"].level == "note"
    (tmp_path / "state" / "relanced.db").chmod(0o644)
    found = machine(tmp_path)["state folder"]
    assert found.level == "NO"
    assert f"chmod 700 {tmp_path}/state" in found.do


def test_a_library_with_a_known_fault_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine(tmp_path)["versions"].level == "ok"
    monkeypatch.setattr(check_machine, "version", lambda name: "4.0.1" if name == "imapclient" else "9")
    found = machine(tmp_path)["versions"]
    assert found.level == "NO"
    assert "imapclient 4.0.1" in found.says
    assert "aiosmtplib" not in found.says


@pytest.mark.parametrize(("used", "level"), [(100, "ok"), (950_000, "note"), (995_000, "NO")])
def test_a_full_mailbox_is_told(used: int, level: str) -> None:
    [found] = told_quota(b'INBOX "User quota" "User quota" (STORAGE %d 1000000 MESSAGE 3 0)' % used)
    assert found.level == level


def test_a_mailbox_without_limits_says_nothing() -> None:
    assert told_quota(b'INBOX ""') == []
    assert told_quota(b'"User quota" (STORAGE 7 0)') == []
