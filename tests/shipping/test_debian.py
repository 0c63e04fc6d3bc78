"""The Debian package: its scripts, its manual page, its completions, and whom its command runs as."""

import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from make_deb import SHELLS, completion
from make_man import page

from relanced.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
DEB = ROOT / "shipping" / "deb"


@pytest.mark.parametrize("script", ["postinst", "prerm", "postrm"])
def test_the_scripts_of_the_package_are_shell(script: str) -> None:
    done = subprocess.run(["sh", "-n", DEB / script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_manual_page_tells_of_every_command() -> None:
    headings = [line.removeprefix(".SS ") for line in page().splitlines() if line.startswith(".SS ")]

    told = {heading.replace("\\-", "-").split()[0] for heading in headings}
    assert told == set(COMMANDS)


def test_the_manual_page_has_no_line_that_troff_takes_for_a_request_by_mistake() -> None:
    requests = {line.partition(" ")[0] for line in page().splitlines() if line.startswith((".", "'"))}

    assert requests <= {
        ".TH",
        ".SH",
        ".SS",
        ".TP",
        ".PP",
        ".B",
        ".BI",
        ".BR",
        ".RB",
        ".RI",
        ".IR",
        ".I",
        ".nf",
        ".fi",
        ".br",
    }


@pytest.mark.parametrize("shell", SHELLS)
def test_shells_complete_the_commands(shell: str) -> None:
    script = completion(shell)

    assert f"_RELANCED_COMPLETE={shell}_complete" in script


@pytest.fixture
def stays_root(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], bool]:
    """The launcher's rule, on a machine where relanced is configured."""
    monkeypatch.setattr("os.path.exists", lambda path: path == "/etc/relanced/config.toml")
    found: Callable[[list[str]], bool] = runpy.run_path(str(DEB / "launcher"))["stays_root"]
    return found


def test_root_asks_as_the_service_s_user(stays_root: Callable[[list[str]], bool]) -> None:
    assert not stays_root(["status"])
    assert not stays_root(["--config", "/etc/relanced/config.toml", "show", "F2026-012"])
    assert not stays_root(["pause", "init"])  # a client may be called so


def test_root_stays_root_for_what_is_not_the_service_s(stays_root: Callable[[list[str]], bool]) -> None:
    assert stays_root(["init"])
    assert stays_root(["--config", "/etc/relanced/config.toml", "init", "--overwrite"])
    assert stays_root(["--config", "/root/other.toml", "status"])
