"""Law 3 where looking takes long: what leaves was planned on a mailbox read within the last minute."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, reply_in
from servers.dovecot import Account
from servers.scripted_http import scripted_http, silence
from servers.sink import running_sink

from relanced.daemon import carry
from relanced.daemon.carry import FRESH_S, carry_out
from relanced.daemon.rounds import decide, never, take_round
from relanced.daemon.sweep import Swept, sweep
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

            async def look_slowly() -> tuple[Swept, tuple[Action, ...]]:
                again = await sweep(office, everything=True)
                return replace(again, started=time.monotonic() - took_s), decide(office)[1]

            old = replace(swept, started=swept.started - FRESH_S)
            [done] = await carry_out(office, actions, old, replan=look_slowly, stopping=never)
            intended = [fact for fact in office.facts if isinstance(fact, SendIntended)]

    assert (done.what, len(sink.received)) == (("sent", 1) if leaves else ("waits", 0))
    assert leaves or "longer than" in done.why
    assert bool(intended) is leaves  # what waits has left nothing behind
    assert len(desk.raw_in(JOURNAL)) == leaves


async def test_no_judge_is_asked_between_planning_and_sending(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A doubtful mail comes in just after INBOX was read: the look before sending finds it, and asks nobody."""
    monkeypatch.setattr(carry, "FRESH_S", 0)
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
