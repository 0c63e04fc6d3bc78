"""The systemd unit: accepted by systemd, and hardened."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "systemd" / "relanced.service"

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")


def _settings() -> dict[str, list[str]]:
    """Every Key=value of the unit; a key may stand several times."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@pytest.fixture
def installable(tmp_path: Path) -> Path:
    """The unit with a program that is there: systemd looks whether it can be run."""
    text, changed = re.subn(
        r"^ExecStart=/opt/relanced/bin/relanced ",
        "ExecStart=/bin/true ",
        UNIT.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert changed == 1
    copy = tmp_path / UNIT.name
    copy.write_text(text, "utf-8")
    return copy


def _analyze(*arguments: str) -> str:
    done = subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_accepts_it_without_a_word(installable: Path) -> None:
    assert not _analyze("verify", "--man=no", str(installable)).strip()


@needs_systemd
def test_its_exposure_is_small(installable: Path) -> None:
    told = _analyze("security", "--offline=true", "--no-pager", str(installable))
    found = re.search(r"exposure level for relanced\.service: ([\d.]+)", told)
    assert found, told
    assert float(found[1]) <= 1.5


def test_it_runs_for_years_and_stops_gently() -> None:
    unit = _settings()
    assert unit["Type"] == ["notify"]  # notify-reload is unknown to systemd 252
    assert unit["ExecStart"] == ["/opt/relanced/bin/relanced --config /etc/relanced/config.toml run"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert (unit["Restart"], unit["StartLimitIntervalSec"], unit["WatchdogSec"]) == (
        ["always"],
        ["0"],
        ["180"],
    )
    assert (unit["TimeoutStopSec"], unit["KillMode"]) == (["11min"], ["mixed"])


def test_its_state_and_its_secrets_are_its_own() -> None:
    unit = _settings()
    assert (unit["DynamicUser"], unit["StateDirectory"], unit["StateDirectoryMode"]) == (
        ["yes"],
        ["relanced"],
        ["0700"],
    )
    assert [credential.split(":")[0] for credential in unit["LoadCredential"]] == ["imap", "key"]
    assert (unit["UMask"], unit["LimitCORE"]) == (["0077"], ["0"])  # no image of a memory with the password
    assert "Environment" not in unit
    assert "EnvironmentFile" not in unit


def test_its_folders_are_made_and_those_of_secrets_are_root_s_alone() -> None:
    unit = _settings()
    assert (unit["RuntimeDirectory"], unit["RuntimeDirectoryMode"]) == (["relanced"], ["0750"])
    lines = (UNIT.parent / "relanced.tmpfiles.conf").read_text("utf-8").splitlines()
    made = {tuple(line.split()) for line in lines if not line.startswith("#")}
    assert ("d", "/etc/relanced/credentials", "0700", "root", "root", "-") in made
    for credential in unit["LoadCredential"]:
        assert credential.partition(":")[2].startswith("/etc/relanced/credentials/")


def test_the_reference_speaks_of_the_same_paths() -> None:
    reference = (UNIT.parents[1] / "docs" / "configuration.md").read_text("utf-8")
    for path in (
        "/opt/relanced",
        "/etc/relanced/config.toml",
        "/etc/relanced/credentials/imap",
        "/var/lib/relanced",
    ):
        assert path in reference
