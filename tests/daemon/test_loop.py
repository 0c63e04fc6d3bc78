"""The service's loop: a provider that is away is waited for, told of, and no reason to be killed."""

import asyncio
import contextlib
import socket
import time
from pathlib import Path

import pytest
from faults.fault_makers import Place
from servers.dovecot import Account
from servers.fake_imap import FakeImap
from structlog.testing import capture_logs

from relanced.daemon import loop
from relanced.daemon.firm import Firm
from relanced.daemon.loop import _one_round, _rounds
from relanced.daemon.service import Service, watchdog
from relanced.edge.clock import Clock
from relanced.edge.imap_errors import Unreachable
from relanced.edge.watcher import Watcher


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path / "firm.toml")


async def test_a_mailbox_away_for_weeks_is_told_once_an_hour_and_feeds_the_watchdog(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, ahead = time.monotonic, 0.0
    monkeypatch.setattr("time.monotonic", lambda: real() + ahead)
    monkeypatch.setenv("WATCHDOG_USEC", "30000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, capture_logs() as logs:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with FakeImap(greeting=b"* BYE maintenance\r\n") as server:
            async with Place(folder=tmp_path, imap=server.port).office() as office:
                for _ in range(3 * 24):  # three days of rounds, an hour apart
                    ahead += 3_600
                    await _one_round(firm, office, firm.wake)
                    firm.tell_stale()
                keeper = asyncio.create_task(watchdog(Service(Clock(None), firms=[firm])))
                heard = ""
                while "WATCHDOG=1" not in heard:
                    heard += await asyncio.to_thread(lambda: manager.recv(4096).decode())
                keeper.cancel()
        assert "maintenance" in heard  # what systemctl status shows
    stale = [entry for entry in logs if entry["event"] == "mailbox_stale"]
    assert 70 <= len(stale) <= 73
    assert "maintenance" in stale[-1]["why"]
    assert stale[-1]["hours"] >= 70
    assert not any(entry["event"] == "round_stuck" for entry in logs)


async def test_a_round_that_never_ends_starves_the_watchdog(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    firm.alive_until = 0.0
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, capture_logs() as logs:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(0.2)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        keeper = asyncio.create_task(watchdog(Service(Clock(None), firms=[firm])))
        await asyncio.sleep(0.1)
        keeper.cancel()
        assert any(entry["event"] == "round_stuck" for entry in logs)
        told = ""
        with contextlib.suppress(TimeoutError):
            while True:
                told += manager.recv(4096).decode()
        assert told.startswith("STATUS=firm")
        assert "WATCHDOG" not in told


async def test_a_server_that_refuses_again_and_again_is_asked_less_and_less(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection stands, so the mailbox thread counts no failure: the loop does."""

    async def refused(*_: object, **__: object) -> None:
        raise Unreachable("no, and no again")

    monkeypatch.setattr(loop, "take_round", refused)
    async with Place(folder=tmp_path, imap=1).office() as office:
        waits = [await _one_round(firm, office, firm.wake) for _ in range(12)]
    assert waits[:5] == [5, 10, 20, 40, 80]
    assert waits[-1] == 900


async def test_a_watching_connection_that_has_fallen_silent_is_cut_and_made_anew(
    firm: Firm, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """go-imap#602: pushes stop after a day or two, without an error."""
    monkeypatch.setattr(loop, "HEARTBEAT_S", -1.0)  # any heartbeat is too old
    monkeypatch.setattr(loop, "ROUND_S", 0.2)
    killed = asyncio.Event()
    kill = Watcher.kill

    def note(watcher: Watcher) -> None:
        kill(watcher)
        killed.set()

    monkeypatch.setattr(Watcher, "kill", note)
    stop = asyncio.Event()
    place = Place(folder=tmp_path, imap=account.server.port, user=account.user, mode="observe")
    async with place.office() as office:
        rounds = asyncio.create_task(_rounds(firm, office, stop))
        async with asyncio.timeout(20):
            await killed.wait()
        stop.set()
        firm.wake.set()
        await rounds
