"""The units of the local page: accepted by systemd, hardened as the service's, and open to the proxy alone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

SYSTEMD = Path(__file__).parents[2] / "systemd"
SERVICE, SOCKET = SYSTEMD / "relanced-web.service", SYSTEMD / "relanced-web.socket"

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")


def _lines(unit: Path) -> set[str]:
    return {line for line in unit.read_text("utf-8").splitlines() if line and line[0] not in "#["}


@pytest.fixture
def installable(tmp_path: Path) -> Path:
    """Both, with a program that is there."""
    text = SERVICE.read_text("utf-8").replace("ExecStart=/opt/relanced/bin/relanced ", "ExecStart=/bin/true ")
    (tmp_path / SERVICE.name).write_text(text, "utf-8")
    shutil.copy(SOCKET, tmp_path)
    return tmp_path / SERVICE.name


def _analyze(*arguments: str) -> str:
    done = subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_accepts_both(installable: Path) -> None:
    assert not _analyze("verify", "--man=no", str(installable)).strip()
    assert not _analyze("verify", "--man=no", str(installable.with_suffix(".socket"))).strip()


@needs_systemd
def test_its_exposure_is_as_small_as_the_service_s(installable: Path) -> None:
    told = _analyze("security", "--offline=true", "--no-pager", str(installable))
    found = re.search(r"exposure level for relanced-web\.service: ([\d.]+)", told)
    assert found, told
    assert float(found[1]) <= 1.5


def test_it_is_hardened_line_by_line_as_the_service_is() -> None:
    own, kept = _lines(SERVICE), _lines(SYSTEMD / "relanced.service")
    start = (SYSTEMD / "relanced.service").read_text("utf-8").index("# Who it runs as")
    guarded = {
        line
        for line in (SYSTEMD / "relanced.service").read_text("utf-8")[start:].splitlines()
        if line in kept and not line.startswith(("WantedBy=", "RuntimeDirectory"))
    }
    assert guarded <= own


def test_its_socket_is_the_proxy_s_alone() -> None:
    assert {"ListenStream=/run/relanced-web.sock", "SocketMode=0660", "SocketGroup=www-data"} <= _lines(
        SOCKET
    )
