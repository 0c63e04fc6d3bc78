"""A MailboxThread: work in another thread, with deadlines, and patience after failures."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import FakeImap
from servers.patience import eventually, soon
from servers.relay import Fault, Relay, Trigger
from structlog.testing import capture_logs

from relanced.edge.backoff import LOGIN_PAUSE_S, Backoff
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost, LoginRefused, ServerRefused, Unreachable
from relanced.edge.mailbox import MailboxThread
from relanced.edge.settings import ImapSettings

MakeRelay = Callable[..., Relay]
MAIL = b"From: c@client.example\r\nSubject: Bonjour\r\n\r\nOui.\r\n"


@asynccontextmanager
async def mailbox(
    settings: ImapSettings, password: str = PASSWORD, *, first_s: float = 0.05
) -> AsyncIterator[MailboxThread]:
    box = MailboxThread(settings, lambda: password, backoff=Backoff(first_s=first_s))
    yield box
    await box.close()


def count(session: ImapSession) -> int:
    return session.examine("INBOX").exists


async def test_work_is_done_in_one_other_thread_over_one_connection(
    account: Account, relay: MakeRelay
) -> None:
    line = relay(account.server.port)
    account.deliver(MAIL)
    async with mailbox(account.settings(port=line.port)) as box:
        assert await asyncio.gather(*(box.run(count, 30) for _ in range(5))) == [1] * 5
        names = {await box.run(lambda _: threading.current_thread().name, 5) for _ in range(3)}
    assert line.connections == 1
    assert names == {f"imap {account.user}"}
    assert asyncio.get_running_loop()._default_executor is None  # type: ignore[attr-defined]  # no such word in typeshed


async def test_an_error_of_the_work_reaches_the_one_who_waits_and_spares_the_connection(
    account: Account, relay: MakeRelay
) -> None:
    def fail(_session: ImapSession) -> None:
        raise KeyError("mine")

    line = relay(account.server.port)
    async with mailbox(account.settings(port=line.port)) as box:
        with pytest.raises(KeyError, match="mine"):
            await box.run(fail, 5)
        with pytest.raises(ServerRefused):
            await box.run(lambda session: session.examine("Absent"), 5)
        assert box.next_try_in == 0
        assert await box.run(count, 30) == 0
    assert line.connections == 1


async def test_work_that_takes_too_long_is_cut_off(account: Account, relay: MakeRelay) -> None:
    line = relay(account.server.port)
    async with mailbox(account.settings(port=line.port)) as box:
        await box.run(count, 30)
        line.strike(Fault.STALL)
        with soon(), pytest.raises(ConnectionLost, match=r"0\.3 s"):
            await box.run(count, 0.3)
        await eventually(lambda: box.next_try_in)
        await asyncio.sleep(box.next_try_in)
        assert await box.run(count, 30) == 0  # the relay lets the next connection through
    assert line.connections == 2


async def test_a_silent_server_is_cut_off_while_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.edge.mailbox._CLOSE_S", 60.0)
    with FakeImap(greeting=b"") as server, soon():  # nor does close() have to wait for the thread
        async with mailbox(server.settings()) as box:
            with pytest.raises(ConnectionLost):
                await box.run(count, 0.3)


async def test_a_dripping_server_is_cut_off_while_connecting(account: Account, relay: MakeRelay) -> None:
    line = relay(account.server.port, Trigger(Fault.DRIP, after=1))
    with soon():
        async with mailbox(account.settings(port=line.port)) as box:
            with pytest.raises(ConnectionLost):
                await box.run(count, 0.5)


async def test_who_gives_up_waiting_leaves_no_work_behind(account: Account, relay: MakeRelay) -> None:
    line = relay(account.server.port)
    async with mailbox(account.settings(port=line.port)) as box:
        await box.run(count, 30)
        line.strike(Fault.STALL)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await box.run(count, 60)
        await eventually(lambda: box.next_try_in)


async def test_after_a_failure_nothing_is_tried_until_the_time_has_come() -> None:
    with FakeImap(greeting=b"* BYE overloaded\r\n") as server:
        async with mailbox(server.settings(), first_s=5) as box:
            with pytest.raises(Unreachable, match="overloaded"):
                await box.run(count, 30)
            assert 4 < box.next_try_in <= 7.5
            with pytest.raises(Unreachable, match="not tried again for"):
                await box.run(count, 30)
        assert server.connections == 1


async def test_a_wrong_password_is_tried_once_in_a_quarter_of_an_hour() -> None:
    script = {"LOGIN": b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"}
    with FakeImap(script, capabilities="IMAP4rev1") as server:
        async with mailbox(server.settings()) as box:
            for _ in range(3):
                with pytest.raises(LoginRefused):
                    await box.run(count, 30)
            assert box.next_try_in > LOGIN_PAUSE_S - 5
        assert server.connections == 1


async def test_a_connection_that_the_server_has_ended_is_replaced_before_the_work(
    account: Account, relay: MakeRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relanced.edge.mailbox.STALE_S", 0)
    line = relay(account.server.port)
    async with mailbox(account.settings(port=line.port)) as box:
        await box.run(count, 30)
        line.strike(Fault.CUT)
        assert await box.run(count, 30) == 0
    assert line.connections == 2


async def test_work_that_was_given_up_before_it_began_is_never_done(
    account: Account, relay: MakeRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relanced.edge.mailbox.STALE_S", 0)
    done: list[int] = []
    line = relay(account.server.port)
    async with mailbox(account.settings(port=line.port)) as box:
        await box.run(count, 30)
        line.strike(Fault.STALL)  # the look whether the connection lives will hang
        with pytest.raises(ConnectionLost):
            await box.run(lambda session: done.append(count(session)), 0.2)
        await eventually(lambda: box.next_try_in)
    assert done == []


async def test_a_password_that_cannot_be_had_is_told_and_waited_for(account: Account) -> None:
    def none() -> str:
        raise OSError("the safe is locked")

    box = MailboxThread(account.settings(), none)
    with pytest.raises(OSError, match="the safe"):
        await box.run(count, 30)
    with pytest.raises(Unreachable, match=r"the safe.*not tried again"):
        await box.run(count, 30)
    await box.close()


async def test_close_ends_the_thread_and_further_work(account: Account) -> None:
    box = MailboxThread(account.settings(), lambda: PASSWORD)
    await box.run(count, 30)
    await box.close()
    with pytest.raises(ConnectionLost, match="closed"):
        await box.run(count, 30)
    assert box._thread
    box._thread.join(20)
    assert not box._thread.is_alive()


async def test_the_log_tells_of_connections_and_never_of_passwords(account: Account) -> None:
    with capture_logs() as logs:
        async with mailbox(account.settings()) as box:
            await box.run(count, 30)
        async with mailbox(account.settings(), "hunter2") as box:
            with pytest.raises(LoginRefused):
                await box.run(count, 30)
    assert [entry["event"] for entry in logs] == ["imap_connected", "imap_login_refused"]
    assert PASSWORD not in str(logs)
    assert "hunter2" not in str(logs)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_begins_anew() -> None:
    backoff = Backoff()
    waits = []
    for _ in range(40):
        backoff.failed(ConnectionLost("gone"))
        waits.append(backoff.wait_s)
    assert 4.9 < waits[0] <= 7.5
    assert all(later > earlier * 1.2 for earlier, later in pairwise(waits[:6]))
    assert 899 < waits[-1] <= 900
    backoff.worked()
    assert backoff.wait_s == 0
    backoff.failed(ConnectionLost("gone"))
    assert backoff.wait_s <= 7.5


def test_the_wait_that_the_server_asks_for_is_kept() -> None:
    backoff = Backoff()
    backoff.failed(ServerRefused("NO Request is throttled. Suggested Backoff Time: 1200000 milliseconds"))
    assert 1199 < backoff.wait_s <= 1200


def test_no_server_can_ask_for_silence_for_days() -> None:
    backoff = Backoff()
    backoff.failed(ServerRefused("BAD Suggested Backoff Time: 999999999 milliseconds"))
    assert 3599 < backoff.wait_s <= 3600
