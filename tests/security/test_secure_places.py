"""Files and folders: what relanced writes is its owner's alone, and `check` tells what others could change."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from config_files import SMALLEST, settings_in

from relanced.cli.check_places import places_found
from relanced.cli.main import main
from relanced.edge.settings import Settings
from relanced.edge.store import Store


def settings(folder: Path) -> Settings:
    (folder / "letters").mkdir(mode=0o700)
    (folder / "pass").write_text("#!/bin/sh\necho x\n", "utf-8")
    (folder / "pass").chmod(0o700)
    text = f'templates = "{folder}/letters"\n' + SMALLEST.replace(
        '{ credential = "imap" }', f'{{ command = "{folder}/pass imap" }}'
    )
    return settings_in(folder, f'{text}[store]\nurl = "sqlite:///{folder}/state/relanced.db"\n')


def test_where_nobody_else_can_change_anything_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert [finding.ok for finding in places_found(settings(tmp_path))] == [True]


@pytest.mark.parametrize("place", ["relanced.toml", ".", "letters", "pass", "state"])
@pytest.mark.parametrize(("bits", "who"), [(0o020, "its group"), (0o002, "everybody")])
def test_what_another_user_could_change_is_told(tmp_path: Path, place: str, bits: int, who: str) -> None:
    found = settings(tmp_path)
    (tmp_path / "state").mkdir(mode=0o700)
    path = (tmp_path / place).resolve()
    path.chmod(stat.S_IMODE(path.stat().st_mode) | bits)
    [finding] = places_found(found)
    assert not finding.ok
    assert f"{path}: {who} can change it" in finding.says


def test_what_belongs_to_another_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(tmp_path)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    told = [finding.says for finding in places_found(found) if not finding.ok]
    assert bool(told) is bool(mine)  # root's own files are nobody else's to change


def test_a_folder_in_which_nobody_can_replace_what_is_another_s_is_no_danger(tmp_path: Path) -> None:
    found = settings(tmp_path)
    tmp_path.chmod(0o1777)
    assert [finding.ok for finding in places_found(found)] == [True]


@pytest.fixture
def loose() -> Callable[[], int]:
    """The loosest umask there is; put back afterwards by the test's own call."""
    return lambda: os.umask(0)


def test_a_store_is_made_for_its_owner_alone_whatever_the_umask(
    tmp_path: Path, loose: Callable[[], int]
) -> None:
    before = loose()
    try:
        store = Store.open(f"sqlite:///{tmp_path}/state/relanced.db", lock=True)
        store.remember("a", "b")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert len(modes) >= 3  # the file, its lock, and SQLite's own beside it
    assert set(modes.values()) == {0o600}


def test_a_command_leaves_nothing_that_others_may_read(loose: Callable[[], int]) -> None:
    before = loose()
    try:
        CliRunner().invoke(main, ["match", "--help"])
        during = os.umask(0)
    finally:
        os.umask(before)
    assert during & 0o077 == 0o077
