"""Law 3 where looking takes long: what leaves was planned on a mailbox read within the last minute."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, reply_in
from servers.dovecot import Account
from servers.scripted_http import scripted_http, silence
from servers.sink import running_sink

from relanced.daemon.carry import carry_out
from relanced.daemon.door import FRESH_S
from relanced.daemon.rounds import decide, never, take_round
from relanced.daemon.sweep import Swept, sweep
from relanced.edge.clock import seconds_passed
from relanced.edge.folders import JOURNAL
from relanced.model.actions import Action
from relanced.model.facts import SendIntended
from relanced.model.intents import Intent

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


@pytest.mark.parametrize(("took_s", "leaves"), [(FRESH_S + 1, False), (FRESH_S - 30, True)])
async def test_a_look_before_sending_that_took_too_long_lets_the_letter_wait(
    desk: Desk, took_s: float, *, leaves: bool
) -> None:
    with running_sink() as sink:
        async with desk.office(mode="send", smtp=sink.port) as office:
            swept = await sweep(office, everything=True)
            _, actions = decide(office)

            async def look_slowly(_everything: bool) -> tuple[Swept, tuple[Action, ...]]:
                again = await sweep(office, everything=True)
                return replace(again, started=seconds_passed() - took_s), decide(office)[1]

            [done] = await carry_out(office, actions, swept, replan=look_slowly, stopping=never)
            intended = [fact for fact in office.facts if isinstance(fact, SendIntended)]

    assert (done.what, len(sink.received)) == (("sent", 1) if leaves else ("waits", 0))
    assert leaves or "longer than" in done.why
    assert bool(intended) is leaves  # what waits has left nothing behind
    assert len(desk.raw_in(JOURNAL)) == leaves


class Sleeper:
    """A machine that is suspended now and then: CLOCK_MONOTONIC stands still meanwhile, CLOCK_BOOTTIME does not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real = time.clock_gettime
        self.slept_s = 0.0
        monkeypatch.setattr(time, "clock_gettime", self._tell)

    def _tell(self, clock: int) -> float:
        return self._real(clock) + (self.slept_s if clock == time.CLOCK_BOOTTIME else 0.0)


@pytest.mark.parametrize("sleeps_after_the_look", [True, False])
async def test_a_look_before_the_machine_slept_is_not_fresh_after_it_and_one_after_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, sleeps_after_the_look: bool
) -> None:
    machine = Sleeper(monkeypatch)
    with running_sink() as sink:
        async with desk.office(mode="send", smtp=sink.port) as office:
            swept = await sweep(office, everything=True)
            _, actions = decide(office)
            machine.slept_s += 600

            async def look(_everything: bool) -> tuple[Swept, tuple[Action, ...]]:
                again = await sweep(office, everything=True)
                if sleeps_after_the_look:
                    machine.slept_s += 600
                return again, decide(office)[1]

            [done] = await carry_out(office, actions, swept, replan=look, stopping=never)

    assert (done.what, len(sink.received)) == (("waits", 0) if sleeps_after_the_look else ("sent", 1))
    assert not sleeps_after_the_look or "longer than" in done.why


async def test_no_judge_is_asked_between_planning_and_sending(desk: Desk) -> None:
    """A doubtful mail comes in just after INBOX was read: the look before sending finds it, and asks nobody."""
    doubtful = mail_of(CLIENT, "compta@firm.example", "Hum, hum, hum.", name="q1@x.example")
    arrived: list[bytes] = []

    def arrives(folder: str, _done: int, _total: int) -> None:
        if folder == "Junk" and not arrived:  # it is read after INBOX
            arrived.append(doubtful)
            desk.account.deliver(doubtful)

    async with scripted_http(silence) as server:
        table = f'[replies.judge]\nurl = "http://127.0.0.1:{server.port}/v1"\nmodel = "petit"\n'
        with running_sink() as sink:
            async with desk.office(mode="send", smtp=sink.port, more=table) as office:
                done = await take_round(office, progress=arrives)
                found = reply_in(tuple(office.facts))

    assert arrived
    assert server.asked == []
    assert Intent.NOT_SURE in {found.intent, *found.also}
    assert sink.received == []
    assert [each.what for each in done.done] == ["waits"]
