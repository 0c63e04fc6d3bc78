"""The last checks before a letter leaves: they hold whatever was planned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daemon.daemon_makers import INVOICE, MAILS, Desk
from servers.dovecot import Account
from servers.sink import running_sink

from relanced.daemon import brakes
from relanced.daemon.rounds import decide, take_round
from relanced.daemon.sweep import sweep
from relanced.edge.folders import JOURNAL
from relanced.letters.note import Decision, write_note
from relanced.model.actions import AskOwner, SendReminder
from relanced.model.decided import Verb
from relanced.model.names import ClientKey, InvoiceNumber

pytestmark = pytest.mark.slow

KEY = b"a key of the tests, 32 bytes long"
OTHER = (MAILS / "invoice-rocher.eml").read_bytes()
SURPRISE = "[limits]\nsurprise = 1\n"


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    account.deliver(OTHER, "Sent")
    desk.raw_in(JOURNAL)
    return desk


def released(day: datetime) -> bytes:
    on = day.astimezone(ZoneInfo("Europe/Paris")).date()
    decision = Decision(verb=Verb.RELEASE, target=on.isoformat(), until=on, note="", decided_at=day)
    return write_note(decision, "compta@firm.example", KEY)


@pytest.mark.parametrize("mode", ["send", "draft"])
async def test_more_letters_than_usual_stop_until_the_owner_lets_them_go(desk: Desk, mode: str) -> None:
    with running_sink() as sink:
        stopped, _ = await desk.round(mode=mode, smtp=sink.port, more=SURPRISE)
        desk.account.deliver(released(datetime.now(UTC) - timedelta(days=1)), JOURNAL)  # yesterday's
        still, _ = await desk.round(mode=mode, smtp=sink.port, more=SURPRISE)
        before = len(sink.received) + len(desk.raw_in("Drafts"))
        desk.account.deliver(released(datetime.now(UTC)), JOURNAL)
        gone, _ = await desk.round(mode=mode, smtp=sink.port, more=SURPRISE)
        after = len(sink.received) + len(desk.raw_in("Drafts"))

    for done in (stopped, still):
        assert [each.what for each in done.done] == ["waits", "waits"]
        assert "more than limits.surprise = 1" in done.done[0].why
        questions = [a.question for a in done.actions if isinstance(a, AskOwner)]
        assert any("«relanced release»" in question for question in questions)
    assert (before, after) == (0, 2)
    assert all(each.ok for each in gone.done)
    assert not any("release" in a.question for a in gone.actions if isinstance(a, AskOwner))


async def test_drafts_that_lie_there_are_no_surprise(desk: Desk) -> None:
    """They stay planned until the owner has sent them; only what is new counts."""
    first, _ = await desk.round(mode="draft")
    again, _ = await desk.round(mode="draft", more=SURPRISE)
    assert [each.what for each in (*first.done, *again.done)] == ["drafted"] * 4


async def test_one_letter_a_client_in_a_day_and_the_limits_count_what_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_sink() as sink:
        async with desk.office(mode="send", smtp=sink.port, more="[limits]\nper_hour = 2\n") as office:
            await sweep(office, everything=True)
            _, actions = decide(office)
            mine, theirs = [a.reminder for a in actions if isinstance(a, SendReminder)]
            assert brakes.why_not(office, mine) == brakes.why_not(office, theirs) == ""
            await take_round(office)
            limits = brakes.why_not(office, mine)
            monkeypatch.setattr(office.outbox, "sent_since", lambda _: 0)
            again = brakes.why_not(office, mine)
            renamed = replace(mine, client=replace(mine.client, key=ClientKey("another.example")))
            same_invoice = brakes.why_not(office, renamed)
            line = replace(mine.lines[0], number=InvoiceNumber("F-9"))
            another_client = brakes.why_not(office, replace(renamed, lines=(line,)))
            monkeypatch.setattr(brakes, "A_CLIENT_EVERY", timedelta(0))
            a_day_later = brakes.why_not(office, mine)

    assert len(sink.received) == 2
    assert "limits.per_hour = 2" in limits
    assert "one in 24 hours" in again
    assert "one in 24 hours" in same_invoice  # a plan that calls him by another name is no way around it
    assert (another_client, a_day_later) == ("", "")


async def test_a_letter_is_not_sent_beside_its_draft_and_after_it_only_by_the_owner_s_word(
    desk: Desk,
) -> None:
    """Some mail programs send a draft without its mark: a draft that is gone may have left."""
    with running_sink() as sink:
        await desk.round(mode="draft")
        lying, _ = await desk.round(mode="send", smtp=sink.port)
        desk.empty("Drafts")
        gone, _ = await desk.round(mode="send", smtp=sink.port)
        before = len(sink.received)
        resume = Decision(
            verb=Verb.RESUME, target="F2026-0507", until=None, note="", decided_at=datetime.now(UTC)
        )
        desk.account.deliver(write_note(resume, "compta@firm.example", KEY), JOURNAL)
        again, _ = await desk.round(mode="send", smtp=sink.port)

    assert {each.why for each in lying.done} == {"a draft of it lies in Drafts: send that one, or delete it"}
    assert all("it lies neither in Drafts nor" in each.why for each in gone.done)
    assert any("«relanced resume F2026-0507» has it written anew" in each.why for each in gone.done)
    assert before == 0
    assert sorted(each.what for each in again.done) == ["sent", "waits"]
    assert len(sink.received) == 1
