"""The worker process itself, as the service starts it: what hangs is killed and replaced, what does not fit is told."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of
from servers.dovecot import Account
from servers.workers import Counted, as_in_service, that_runs
from structlog.testing import capture_logs

import relanced
from relanced.daemon import hand, hop
from relanced.daemon.firm import Firm
from relanced.daemon.hand import Hand, WorkerEnded, WorkerUnfit
from relanced.daemon.loop import _one_round
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import take_round
from relanced.daemon.set_up import SetUp
from relanced.model import rules
from relanced.model.facts import InvoiceSent, ReplyReceived

FIRM = rules.Firm(
    name="Atelier", addresses=("@firm.example",), sender="compta@firm.example", country="FR", language="fr"
)
SET_UP = SetUp(firm=FIRM)
MAIL = b"From: a@firm.example\nSubject: x\n\ny\n"
OTHER_VERSION = "pipe.send('0.0.9 of another shape'); time.sleep(60)"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Workers as they are in service."""
    counted = Counted(as_in_service)
    monkeypatch.setattr(hand, "launch", counted)
    return counted


def test_a_worker_that_stands_still_is_killed_waited_for_and_replaced(started: Counted) -> None:
    mine = Hand(SET_UP)
    try:
        assert mine.ask("texts", (MAIL,), 20)[0].pages == ("y\n",)
        os.kill(started.pids[0], signal.SIGSTOP)  # even SIGTERM would only wait now
        begun = time.monotonic()
        with pytest.raises(WorkerEnded, match=r"took longer than 0\.5 s"):
            mine.ask("texts", (MAIL * 200_000,), 0.5)  # more than the pipe holds: it stalls while it is sent
        assert time.monotonic() - begun < 10
        assert started.left() == []
        assert mine.ask("texts", (MAIL,), 20)[0].pages == ("y\n",)
        assert len(started.pids) == 2
    finally:
        mine.rest()
    assert started.left() == []


def test_a_worker_that_died_while_nothing_was_asked_costs_no_mail(started: Counted) -> None:
    mine = Hand(SET_UP)
    try:
        mine.ready()
        os.kill(started.pids[0], signal.SIGKILL)
        os.waitid(os.P_PID, started.pids[0], os.WEXITED | os.WNOWAIT)
        assert mine.ask("texts", (MAIL,), 20)[0].pages == ("y\n",)
    finally:
        mine.rest()


def test_after_many_calls_a_fresh_worker_takes_over(
    started: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand, "MAX_CALLS", 2)
    mine = Hand(SET_UP)
    try:
        for _ in range(3):
            mine.ask("texts", (MAIL,), 20)
        assert started.left() == started.pids[1:]
        assert len(started.pids) == 2
    finally:
        mine.rest()


def test_a_worker_does_not_outlive_the_files_that_its_readers_are_loaded_from(
    started: Counted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = tmp_path / "__init__.py"
    installed.touch()
    monkeypatch.setattr(relanced, "__file__", str(installed))
    mine = Hand(SET_UP)
    try:
        for _ in range(2):
            mine.ask("texts", (MAIL,), 20)
        assert len(started.pids) == 1
        installed.rename(tmp_path / "old")
        installed.touch()
        mine.ask("texts", (MAIL,), 20)
        assert started.left() == started.pids[1:]
    finally:
        mine.rest()


async def test_a_service_that_stops_does_not_wait_for_a_worker_that_stands_still(started: Counted) -> None:
    reader = Reader(SET_UP)
    await reader.file_texts(MAIL)
    os.kill(started.pids[0], signal.SIGSTOP)
    asked = asyncio.ensure_future(reader.file_texts(MAIL))
    await asyncio.sleep(0.1)
    begun = time.monotonic()
    reader.close()
    assert time.monotonic() - begun < 5
    with pytest.raises(WorkerUnfit):  # no fault of the mail's
        await asked
    assert started.left() == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("time.sleep(60)", "does not answer within 1 s"),
        ("raise SystemExit(3)", r"ends as soon as it starts .*exit code 3"),
        (OTHER_VERSION, "of another version"),
        (
            "sys.path.insert(0, '/nowhere'); pipe.send(SPEAKS); pipe.recv_bytes(); import no_such_module",
            "ends as soon as it starts",
        ),
    ],
)
def test_a_worker_that_does_not_fit_is_no_fault_of_what_it_was_to_read(
    code: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted(that_runs(code.replace("SPEAKS", repr(hop.speaks()))))
    monkeypatch.setattr(hand, "launch", counted)
    monkeypatch.setattr(hand, "START_SECONDS", 1 if "60)" in code and "send" not in code else 20)
    mine = Hand(SET_UP)
    with pytest.raises(WorkerUnfit, match=why) as caught:
        mine.ask("texts", (MAIL,), 20)
    assert "restart relanced" in str(caught.value)
    assert counted.left() == []


async def test_a_package_replaced_under_the_service_quarantines_nothing_sends_nothing_and_is_told(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    firm = Firm(tmp_path / "firm.toml")
    async with desk.office() as office:
        await take_round(office)
    account.deliver(mail_of(CLIENT, "compta@firm.example", "Nous contestons.", name="r1"), "INBOX")

    with monkeypatch.context() as replaced:
        replaced.setattr(hand, "launch", that_runs(OTHER_VERSION))
        async with desk.office() as office:
            before = office.facts.copy()
            with capture_logs() as logs:
                waits = [await _one_round(firm, office, firm.wake) for _ in range(2)]
            assert office.store.facts() == tuple(before)

    assert waits == [5, 10]
    told = [entry for entry in logs if entry["event"] == "worker_unfit"]
    assert "restart relanced" in told[0]["why"]
    assert "restart relanced" in firm.health.trouble
    assert [entry for entry in logs if entry["event"] == "mail_quarantined"] == []

    _, facts = await desk.round()  # restarted
    assert {type(fact) for fact in facts} >= {InvoiceSent, ReplyReceived}
