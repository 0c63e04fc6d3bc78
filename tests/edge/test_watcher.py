"""A Watcher: told of mail within a moment, whatever the connection goes through."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import FakeImap, Line
from servers.patience import eventually, soon
from servers.relay import Fault, Relay
from structlog.testing import capture_logs

from relanced.edge.backoff import LOGIN_PAUSE_S, Backoff
from relanced.edge.settings import ImapSettings
from relanced.edge.watcher import BURST, Watcher

MakeRelay = Callable[..., Relay]
MAIL = b"From: c@client.example\r\nSubject: Bonjour\r\n\r\nOui.\r\n"


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.edge.watcher.PAUSE_S", 0.2)
    monkeypatch.setattr("relanced.edge.watcher._CLOSE_S", 0.5)
    monkeypatch.setattr("relanced.edge.idle._SLICE_S", 0.2)


class News:
    """Counts what a watcher tells."""

    def __init__(self) -> None:
        self.told = 0
        self._heard = asyncio.Event()

    def __call__(self) -> None:
        assert asyncio.get_running_loop()
        self.told += 1
        self._heard.set()

    async def next(self, within: float = 20) -> None:
        async with asyncio.timeout(within):
            await self._heard.wait()
        self._heard.clear()


@asynccontextmanager
async def watching(
    settings: ImapSettings, *, cycle_s: float = 300, poll_s: float = 60
) -> AsyncIterator[tuple[Watcher, News]]:
    news = News()
    watcher = Watcher(
        settings,
        lambda: PASSWORD,
        news,
        backoff=Backoff(first_s=0.05, cap_s=0.2),
        cycle_s=cycle_s,
        poll_s=poll_s,
    )
    watcher.start()
    yield watcher, news
    await watcher.close()


async def test_it_tells_of_the_connection_and_then_of_each_mail(account: Account) -> None:
    async with watching(account.settings()) as (_, news):
        await news.next()
        account.deliver(MAIL)
        await news.next()  # long before the cycle of five minutes
        account.deliver(MAIL)
        await news.next()


async def test_it_comes_back_after_a_cut_and_tells_of_what_it_may_have_missed(
    account: Account, relay: MakeRelay
) -> None:
    line = relay(account.server.port)
    async with watching(account.settings(port=line.port)) as (_, news):
        await news.next()
        line.strike(Fault.CUT)
        await news.next()
        account.deliver(MAIL)
        await news.next()
    assert line.connections == 2


async def test_kill_replaces_a_connection_that_has_fallen_silent(account: Account, relay: MakeRelay) -> None:
    line = relay(account.server.port)
    async with watching(account.settings(port=line.port)) as (watcher, news):
        await news.next()
        line.strike(Fault.STALL)
        before = watcher.heartbeat
        watcher.kill()
        await news.next()
        assert watcher.heartbeat > before  # at once: who kills by it must not kill again and again


async def test_a_push_that_never_comes_is_made_good_by_looking() -> None:
    """The server idles and says nothing; only a new EXAMINE shows the mail."""
    exists = [1]

    def examine(line: Line, tag: str, _command: str) -> None:
        state = f"* {exists[0]} EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 9] .\r\n"
        line.send(f"{state}{tag} OK [READ-ONLY] done\r\n".encode())

    def idle(line: Line, tag: str, _command: str) -> None:
        line.send(b"+ idling\r\n")
        line.read()
        line.send(f"{tag} OK idled\r\n".encode())

    with FakeImap({"EXAMINE": examine, "IDLE": idle}) as server:
        async with watching(server.settings(), cycle_s=0.1) as (watcher, news):
            await news.next()
            before = watcher.heartbeat
            await eventually(lambda: watcher.heartbeat > before)
            assert news.told == 1
            exists[0] = 2
            await news.next()


async def test_a_server_without_idle_is_polled() -> None:
    found = ["1"]

    def search(line: Line, tag: str, _command: str) -> None:
        line.send(f"* SEARCH {found[0]}\r\n{tag} OK done\r\n".encode())

    with FakeImap({"UID SEARCH": search}, capabilities="IMAP4rev1 AUTH=PLAIN") as server:
        async with watching(server.settings(), poll_s=0.1) as (_, news):
            await news.next()
            await asyncio.sleep(0.3)
            assert news.told == 1
            found[0] = "1 2"
            await news.next()
    assert "IDLE" not in server.said
    assert server.connections == 1


async def test_a_server_gone_mad_is_not_passed_on() -> None:
    """Each IDLE brings another count at once."""
    counts = iter(range(2, 10_000))

    def idle(line: Line, tag: str, _command: str) -> None:
        line.send(f"+ idling\r\n* {next(counts)} EXISTS\r\n".encode())
        line.read()
        line.send(f"{tag} OK idled\r\n".encode())

    with FakeImap({"IDLE": idle}) as server:
        async with watching(server.settings()) as (_, news):
            begun = time.monotonic()
            await asyncio.gather(asyncio.sleep(1.5), eventually(lambda: news.told >= BURST))
        windows = (time.monotonic() - begun) / (BURST * 0.2) + 1
        assert BURST <= news.told <= BURST * windows


async def test_a_few_mails_in_a_row_are_told_of_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.edge.watcher.PAUSE_S", 60.0)
    number = iter(range(2, 100))

    def idle(line: Line, tag: str, _command: str) -> None:
        line.send(f"+ idling\r\n* {next(number)} EXISTS\r\n".encode())
        line.read()
        line.send(f"{tag} OK idled\r\n".encode())

    with FakeImap({"IDLE": idle}) as server:
        async with watching(server.settings()) as (_, news):
            await eventually(lambda: news.told == BURST)
            await asyncio.sleep(0.3)
            assert news.told == BURST  # and then they are


async def test_a_wrong_password_is_tried_once(account: Account) -> None:
    news = News()
    watcher = Watcher(account.settings(), lambda: "hunter2", news)
    with capture_logs() as logs:
        watcher.start()
        await eventually(lambda: watcher.next_try_in)
        await asyncio.sleep(0.1)
        await watcher.close()
    assert watcher.next_try_in > LOGIN_PAUSE_S - 60
    assert [entry["event"] for entry in logs] == ["watch_login_refused"]
    assert "hunter2" not in str(logs)
    assert news.told == 0


async def test_a_server_that_hangs_up_after_each_login_is_left_alone_longer_and_longer() -> None:
    with FakeImap({"IDLE": b"* BYE\r\n"}) as server:
        news = News()
        watcher = Watcher(server.settings(), lambda: PASSWORD, news, backoff=Backoff(first_s=0.2))
        watcher.start()
        await asyncio.gather(asyncio.sleep(1.2), eventually(lambda: server.connections >= 2))
        assert server.connections <= 4
        await watcher.close()


@pytest.mark.parametrize(("stands_s", "grows"), [(60.0, True), (0.0, False)])
async def test_a_connection_that_held_for_a_while_is_no_failing_server_when_it_ends(
    monkeypatch: pytest.MonkeyPatch, stands_s: float, *, grows: bool
) -> None:
    """A router that drops what is silent for two minutes must not lead to waits of a quarter of an hour."""
    monkeypatch.setattr("relanced.edge.watcher.STANDS_S", stands_s)
    script = {"IDLE": b"* BYE dropped\r\n"}
    with FakeImap(script) as server, capture_logs() as logs:
        backoff = Backoff(first_s=0.02, cap_s=60)
        watcher = Watcher(server.settings(), lambda: PASSWORD, News(), backoff=backoff)
        watcher.start()
        await eventually(lambda: sum(entry["event"] == "watch_lost" for entry in logs) >= 5)
        wait = watcher.next_try_in
        await watcher.close()
    assert (wait > 0.1) is grows


@pytest.mark.parametrize("stalled", [False, True])
async def test_close_ends_it_in_a_moment(account: Account, relay: MakeRelay, *, stalled: bool) -> None:
    line = relay(account.server.port)
    async with watching(account.settings(port=line.port)) as (watcher, news):
        await news.next()
        if stalled:
            line.strike(Fault.STALL)
        with soon(within=10):  # an answer is waited for fifteen
            await watcher.close()
        assert watcher._ended.done()
