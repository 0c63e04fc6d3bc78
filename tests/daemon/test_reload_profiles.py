"""A reload: a profile of the owner's that has become wrong is told, and its last good version goes on."""

from pathlib import Path
from typing import NoReturn

import pytest
from config_files import SMALLEST
from structlog.testing import capture_logs

from relanced.cli.common import App
from relanced.cli.run import _all_settings
from relanced.daemon.firm import Firm, read_again
from relanced.edge.config import Problems, load_settings
from relanced.edge.settings import Settings

PROFILE = 'name = "My Bank"\nfrom = ["@b.example"]\n[labels]\npayer = ["Ordre de"]\n'
BANK = '[[bank]]\nname = "B"\nfrom = ["@b.example"]\nprofile = "mine"\n'


async def test_a_reload_with_a_wrong_profile_keeps_the_last_good_one_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(PROFILE, "utf-8")
    file = tmp_path / "firm" / "relanced.toml"
    file.parent.mkdir()
    file.write_text(f'bank_profiles = ".."\n{SMALLEST}{BANK}', "utf-8")
    firm = Firm(file)
    before = read_again(firm)
    assert before is not None
    firm.settings = before

    (tmp_path / "mine.toml").write_text(PROFILE.replace("payer", "payeur"), "utf-8")
    with capture_logs() as log:
        after = read_again(firm)
    assert after is not None
    assert after.rules.profiles == before.rules.profiles
    assert [(line["event"], "labels.payeur" in line["problem"]) for line in log] == [
        ("bank_profile_refused", True)
    ]


def _falls_over(*_: object) -> NoReturn:
    raise RuntimeError("no file makes it do so today")


async def test_whatever_a_file_does_its_firm_goes_on_with_the_last_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "relanced.toml"
    file.write_text(SMALLEST, "utf-8")
    firm = Firm(file)
    before = read_again(firm)
    assert before is not None
    firm.settings = before
    file.write_text(f"{SMALLEST}[limits]\nper_day = {'9' * 5_000}\n", "utf-8")
    assert read_again(firm) is None
    monkeypatch.setattr("relanced.daemon.firm.load_settings", _falls_over)
    with capture_logs() as log:
        assert read_again(firm) is None
    assert [line["event"] for line in log] == ["configuration_unreadable"]
    assert firm.refused == (f"{file}: it cannot be read (RuntimeError)",)
    assert firm.settings is before


def test_whatever_a_file_does_the_other_firms_are_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(SMALLEST.replace("imap.firm", f"imap.{name}"), "utf-8")

    def falls_over_at_a(path: Path) -> Settings | Problems:
        return load_settings(path) if path.stem == "b" else _falls_over()

    monkeypatch.setattr("relanced.cli.run.load_settings", falls_over_at_a)
    found, wrong = _all_settings(App(config=tmp_path))
    assert ([each.path.stem for each in found], wrong) == (["b"], True)
