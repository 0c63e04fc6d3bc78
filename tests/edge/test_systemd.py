"""sd_notify: what a real datagram socket hears."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from relanced.edge import systemd


@pytest.fixture(params=["path", "abstract"])
def manager(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[socket.socket]:
    """The manager's end of $NOTIFY_SOCKET."""
    name = str(tmp_path / "notify")
    shown = name if request.param == "path" else "@relanced-test-" + tmp_path.name
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name if request.param == "path" else "\0" + shown[1:])
        listening.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", shown)
        yield listening


def _heard(manager: socket.socket) -> list[str]:
    return manager.recv(4096).decode().split("\n")


def test_each_state_is_one_datagram(manager: socket.socket) -> None:
    assert systemd.ready()
    assert _heard(manager) == ["READY=1"]
    assert systemd.ready("2 mailboxes")
    assert _heard(manager) == ["READY=1", "STATUS=2 mailboxes"]
    assert systemd.status("à jour")
    assert _heard(manager) == ["STATUS=à jour"]
    assert systemd.watchdog()
    assert _heard(manager) == ["WATCHDOG=1"]
    assert systemd.stopping()
    assert _heard(manager) == ["STOPPING=1"]


def test_a_reload_says_when_it_began(manager: socket.socket) -> None:
    before = time.monotonic_ns() // 1000
    assert systemd.reloading()
    state, moment = _heard(manager)
    assert state == "RELOADING=1"
    assert before <= int(moment.removeprefix("MONOTONIC_USEC=")) <= time.monotonic_ns() // 1000


def test_a_status_cannot_smuggle_in_a_state_of_its_own(manager: socket.socket) -> None:
    assert systemd.status("Mairie\nSTOPPING=1\x1b[31m " + "x" * 2000)
    [line] = _heard(manager)
    assert line.startswith("STATUS=Mairie STOPPING=1 [31m x")
    assert len(line) < 600


@pytest.mark.parametrize(
    "address", ["", "/no/such/socket", "@relanced-nobody-listens", "vsock:2:1234", "notify"]
)
def test_without_a_listener_nothing_happens(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not systemd.watchdog()
    monkeypatch.delenv("NOTIFY_SOCKET")
    assert not systemd.ready()


@pytest.mark.parametrize(
    ("given", "meant_for", "seconds"),
    [
        ("180000000", "", 180.0),
        ("180000000", "{own}", 180.0),
        ("180000000", "1", None),  # meant for another process
        ("0", "", None),
        ("", "", None),
        ("-5", "", None),
        ("soon", "", None),
    ],
)
def test_the_watchdog_is_asked_for_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: str, meant_for: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", given)
    monkeypatch.setenv("WATCHDOG_PID", meant_for.replace("{own}", str(os.getpid())))
    assert systemd.watchdog_seconds() == seconds
