"""[digest] and [alerts]: what they say, what is wrong in them, and where alerts may not go."""

from datetime import time
from pathlib import Path

import pytest
from config_files import SMALLEST, problems_in, settings_in

from relanced.edge.settings import AlertSettings, DigestSettings


def test_without_the_tables_nobody_is_written_to(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, SMALLEST)
    assert settings.digest is None
    assert settings.alerts is None


def test_the_tables_alone_are_a_wish(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, f"{SMALLEST}\n[digest]\n[alerts]\n")
    assert settings.digest == DigestSettings(at=time(7, 30))
    assert settings.alerts == AlertSettings()


def test_weekly_daily_and_never(tmp_path: Path) -> None:
    weekly = settings_in(
        tmp_path, f'{SMALLEST}\n[digest]\nevery = "week"\nweekday = "friday"\nat = "18:00"\n'
    )
    assert weekly.digest is not None
    assert (weekly.digest.weekday, weekly.digest.at) == (4, time(18))
    never = settings_in(tmp_path, f'{SMALLEST}\n[digest]\nevery = "never"\n')
    assert never.digest is None
    midnight = settings_in(tmp_path, f'{SMALLEST}\n[digest]\nat = "00:00"\n')
    assert midnight.digest is not None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('[digest]\nevery = "hourly"', "digest.every"),
        ('[digest]\nat = "7h30"', "digest.at"),
        ('[digest]\nat = "24:00"', "digest.at"),
        ('[digest]\nweekday = "lundi"', "digest.weekday"),
        ("[digest]\nwhen_quiet = 1", "digest.when_quiet"),
        ('[alerts]\nto = ["Anne <anne@mail.example>"]', "alerts.to[1]"),
        ("[alerts]\nseconds = 0", "alerts.seconds"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(tmp_path: Path, line: str, key: str) -> None:
    assert list(problems_in(tmp_path, f"{SMALLEST}\n{line}\n")) == [key]


def test_an_alert_goes_neither_to_the_mailbox_itself_nor_to_a_client_nor_to_a_bank(tmp_path: Path) -> None:
    text = (
        f"{SMALLEST}\n"
        '[alerts]\nto = ["compta@firm.example", "x@banque-rivage.example", "m@mairie.example", "a@mail.example"]\n'
        '[[bank]]\nname = "Banque Rivage"\nfrom = ["@banque-rivage.example"]\n'
        '[[client]]\nname = "Mairie"\nmatch = ["@mairie.example"]\n'
    )
    assert {"alerts.to[1]", "alerts.to[2]", "alerts.to[3]"} <= set(problems_in(tmp_path, text))
    assert "alerts.to[4]" not in problems_in(tmp_path, text)
