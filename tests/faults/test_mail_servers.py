"""Submission servers with bad habits, each through whole rounds: one letter at most, and none given up in silence."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon.daemon_makers import INVOICE, MAILS
from faults.fault_makers import Place
from servers.dovecot import Account
from servers.scripted_smtp import DOT, GREETING, Fault, Late, Says, ScriptedSmtp, in_turn, scripted_smtp

from relanced.daemon.reader import Reader
from relanced.daemon.rounds import Round, take_round
from relanced.edge.outbox import LetterState

pytestmark = pytest.mark.slow

OTHER_INVOICE = (MAILS / "invoice-rocher.eml").read_bytes()


class Street:
    """A firm whose mail server has a habit; its clock is moved by hand."""

    def __init__(self, place: Place, server: ScriptedSmtp, reader: Reader) -> None:
        self.place, self.server, self.reader = place, server, reader
        self.now = datetime.now(UTC)

    async def round(self, after: timedelta = timedelta(0)) -> Round:
        """A round so much later, in a service that was started anew."""
        self.now += after
        async with self.place.office(self.now, reader=self.reader) as office:
            return await take_round(office)

    async def states(self) -> list[str]:
        async with self.place.office(self.now, reader=self.reader) as office:
            return [letter.state.value for letter in office.outbox.letters(*LetterState)]


@asynccontextmanager
async def street(
    account: Account, folder: Path, reader: Reader, script: Mapping[str, Says], *, login: bool = False
) -> AsyncIterator[Street]:
    account.deliver(INVOICE, "Sent")
    async with scripted_smtp(script) as server:
        place = Place(
            folder=folder,
            imap=account.server.port,
            smtp=server.port,
            user=account.user,
            smtp_login=login,
        )
        yield Street(place, server, reader)


async def test_a_refused_login_is_not_tried_again_by_the_next_letter_round_or_start(
    account: Account, tmp_path: Path, reader: Reader
) -> None:
    account.deliver(OTHER_INVOICE, "Sent")
    async with street(account, tmp_path, reader, {"AUTH": "535 5.7.8 no"}, login=True) as here:
        first, second = await here.round(), await here.round()
    tried = [command for command in here.server.commands if command.startswith("AUTH")]
    assert len(tried) == 1
    assert [done.what for done in (*first.done, *second.done)] == ["waits"] * 4
    assert "check [smtp]" in first.done[0].why
    assert "the next try is in 15 minutes" in second.done[0].why


async def test_a_filter_that_takes_its_time_after_the_dot_gets_one_letter(
    account: Account, tmp_path: Path, reader: Reader
) -> None:
    """chatmail/core#5115: a slow rspamd and a short patience made six copies."""
    async with street(account, tmp_path, reader, {DOT: Late(2, "250 2.0.0 taken")}) as here:
        await here.round()
        await here.round(timedelta(minutes=10))
        assert await here.states() == ["sent"]
    assert len(here.server.letters) == 1


@pytest.mark.parametrize("answer", [Late(4, "250 2.0.0 taken"), Fault.CUT])
async def test_no_answer_in_time_is_doubt_and_doubt_is_never_sent_again(
    account: Account, tmp_path: Path, reader: Reader, answer: Late | Fault
) -> None:
    async with street(account, tmp_path, reader, {DOT: answer}) as here:
        first = await here.round()
        for after in (timedelta(minutes=10), timedelta(days=1), timedelta(days=21)):
            await here.round(after)
        assert await here.states() == ["unknown"]
    assert [done.what for done in first.done] == ["unknown"]
    assert len(here.server.letters) == 1


@pytest.mark.parametrize(
    "script",
    [
        {"RCPT": in_turn("451 4.7.1 greylisted, try again later", "250 2.1.5 ok")},
        {GREETING: in_turn("421 4.3.2 too busy", "220 scripted.example ready")},
        {"MAIL": in_turn("452 4.3.1 no room", "250 2.1.0 ok")},
        {DOT: in_turn("451 4.7.0 the filter does not answer", "250 2.0.0 taken")},
        {DOT: in_turn("421 4.3.2 shutting down", "250 2.0.0 taken")},
        {"DATA": in_turn(Fault.CUT, "354 go on")},
    ],
    ids=[
        "greylisting",
        "421 greeting",
        "452",
        "451 after the dot",
        "421 after the dot",
        "cut before the body",
    ],
)
async def test_a_no_for_now_is_tried_later_and_leads_to_one_letter(
    account: Account, tmp_path: Path, reader: Reader, script: Mapping[str, Says]
) -> None:
    async with street(account, tmp_path, reader, script) as here:
        first = await here.round()
        soon = await here.round(timedelta(minutes=2))
        assert await here.states() == ["deferred"]
        taken = len(here.server.letters)
        later = await here.round(timedelta(minutes=10))
        again = await here.round(timedelta(minutes=10))
        assert await here.states() == ["sent"]
    assert [done.what for done in (*first.done, *soon.done, *later.done)] == ["waits", "waits", "sent"]
    assert again.done == ()
    assert len(here.server.letters) == taken + 1
