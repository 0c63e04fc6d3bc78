"""A reload: a profile of the owner's that has become wrong is told, and its last good version goes on."""

from pathlib import Path

from config_files import SMALLEST
from structlog.testing import capture_logs

from relanced.daemon.loop import Firm, _read_settings

PROFILE = 'name = "My Bank"\nfrom = ["@b.example"]\n[labels]\npayer = ["Ordre de"]\n'
BANK = '[[bank]]\nname = "B"\nfrom = ["@b.example"]\nprofile = "mine"\n'


async def test_a_reload_with_a_wrong_profile_keeps_the_last_good_one_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(PROFILE, "utf-8")
    file = tmp_path / "firm" / "relanced.toml"
    file.parent.mkdir()
    file.write_text(f'bank_profiles = ".."\n{SMALLEST}{BANK}', "utf-8")
    firm = Firm(file)
    before = _read_settings(firm, None)
    assert before is not None

    (tmp_path / "mine.toml").write_text(PROFILE.replace("payer", "payeur"), "utf-8")
    with capture_logs() as log:
        after = _read_settings(firm, before)
    assert after is not None
    assert after.rules.profiles == before.rules.profiles
    assert [(line["event"], "labels.payeur" in line["problem"]) for line in log] == [
        ("bank_profile_refused", True)
    ]
