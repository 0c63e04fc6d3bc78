"""Alerts by their ways: INBOX, an address outside the mailbox, a command; seldom, and over restarts."""

import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, of_kind
from servers.dovecot import Account
from servers.sink import running_sink

from relanced.daemon.alerts import NOTE, Alarm
from relanced.daemon.firm import Firm
from relanced.daemon.loop import _one_round
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import take_round
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.notify import notify
from relanced.edge.settings import Settings
from relanced.edge.store import StoreUnusable
from relanced.intake.message import Message, parse_message
from relanced.model.actions import AskOwner
from relanced.model.facts import AutoReplyReceived, BounceReceived, ReminderSent, ReplyReceived
from relanced.model.mark import DIGEST_HEADER

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTSIDE = "anne.perso@mail.example"
ALERTS = f'[alerts]\nto = ["{OUTSIDE}"]\n'


class At(Clock):
    """A clock that stands where a test puts it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


@asynccontextmanager
async def opened(
    desk: Desk, clock: At, *, smtp: int = 1, more: str = ALERTS, mode: str = "draft"
) -> AsyncIterator[Office]:
    settings = load_settings(desk.write_config(mode=mode, smtp=smtp, more=more))
    assert isinstance(settings, Settings), str(settings)
    office = open_office(settings, clock)
    try:
        yield office
    finally:
        await close_office(office)


def alerts_in(desk: Desk) -> list[Message]:
    return [mail for mail in desk.lying_in("INBOX") if mail.header(DIGEST_HEADER)]


def command_into(folder: Path) -> str:
    """A command that keeps what it is handed."""
    script = folder / "notify-me"
    script.write_text(f'#!/bin/sh\ncat >> "{folder}/heard"\n', encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    return str(script)


async def test_a_refused_configuration_is_told_of_by_every_way_once_and_so_is_its_end(
    desk: Desk, tmp_path: Path
) -> None:
    clock, more = At(NOW), f'{ALERTS}command = "{command_into(tmp_path)}"\n'
    alarm = Alarm(clock)
    with running_sink() as sink:
        async with opened(desk, clock, smtp=sink.port, more=more) as office:
            assert await alarm.ring(office.settings, office, refused=True)
            assert not await alarm.ring(office.settings, office, refused=True)
            clock.at += HOUR / 2
            assert not await alarm.ring(office.settings, office)
            clock.at += HOUR
            assert await alarm.ring(office.settings, office)
            clock.at += 5 * HOUR
            assert not await alarm.ring(office.settings, office)

    said = [parse_message(each.raw) for each in sink.received]
    assert [each.subject for each in said] == [
        "relanced a besoin de vous : configuration refusée",
        "relanced travaille de nouveau",
    ]
    assert {each.recipients for each in sink.received} == {(OUTSIDE,)}
    assert {each.sender for each in sink.received} == {"compta@firm.example"}  # a bounce comes back to us
    assert said[0].header("auto-submitted") == "auto-generated"
    assert said[0].header("x-auto-response-suppress") == "All"
    assert [mail.subject for mail in alerts_in(desk)] == [mail.subject for mail in said]
    assert (tmp_path / "heard").read_text("utf-8").count("relanced status") == 2


async def test_a_restart_every_minute_alerts_no_oftener(desk: Desk) -> None:
    clock = At(NOW)
    with running_sink() as sink:
        for _ in range(3):
            async with opened(desk, clock, smtp=sink.port) as office:
                await Alarm(clock).ring(office.settings, office, refused=True)
            clock.at += timedelta(minutes=1)
    assert len(sink.received) == 1


async def test_without_a_store_a_service_that_starts_anew_is_silent_for_its_first_hour(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = At(NOW)
    passed = 0.0
    monkeypatch.setattr(At, "monotonic", lambda _: passed)
    with running_sink() as sink:
        settings = load_settings(desk.write_config(smtp=sink.port, more=ALERTS))
        assert isinstance(settings, Settings)
        alarm = Alarm(clock)
        alarm.wrong("disk")
        assert not await alarm.ring(settings, None)
        clock.at, passed = NOW + HOUR, 3_600.0
        assert await alarm.ring(settings, None)
    [mail] = [parse_message(each.raw) for each in sink.received]
    assert mail.subject == "relanced a besoin de vous : disque plein"


async def test_a_disk_that_fills_up_is_told_of_from_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = At(NOW)
    alarm = Alarm(clock)
    with running_sink() as sink:
        async with opened(desk, clock, smtp=sink.port) as office:
            await alarm.ring(office.settings, office)

            def full(*_: object) -> None:
                raise StoreUnusable(Path("relanced.db"), "the disk is full", "make room")

            monkeypatch.setattr(office.store, "remember", full)
            alarm.wrong("disk")
            assert await alarm.ring(office.settings, office)
            assert not await alarm.ring(office.settings, None)
    assert len(sink.received) == 1


async def test_a_mailbox_out_of_reach_is_told_of_after_an_hour_by_the_other_ways(
    desk: Desk, tmp_path: Path
) -> None:
    """The loop's own rounds, on a mailbox that has gone."""
    clock, more = At(NOW), f'[alerts]\ncommand = "{command_into(tmp_path)}"\n'
    firm = Firm(tmp_path / "firm.toml")
    firm.alarm.clock = clock
    path = desk.write_config(mode="draft", more=more)
    path.write_text(
        path.read_text("utf-8").replace(f"port = {desk.account.server.port}", "port = 9"), "utf-8"
    )
    settings = load_settings(path)
    assert isinstance(settings, Settings)
    office = open_office(settings, clock)
    try:
        for minutes in (0, 30, 59, 61, 90):
            clock.at = NOW + timedelta(minutes=minutes)
            await _one_round(firm, office, firm.wake)
            await firm.alarm.ring(office.settings, office)
            heard = (tmp_path / "heard").exists()
            assert heard == (minutes > 60)
    finally:
        await close_office(office)
    assert "ne répond pas" in (tmp_path / "heard").read_text("utf-8")
    assert "Pons" not in (tmp_path / "heard").read_text("utf-8")


async def test_an_alert_of_ours_and_its_bounce_are_read_as_nothing_that_alerts(desk: Desk) -> None:
    clock = At(NOW)
    with running_sink() as sink:
        async with opened(desk, clock, smtp=sink.port) as office:
            await Alarm(clock).ring(office.settings, office, refused=True)
    [sent] = sink.received
    own = parse_message(sent.raw).message_id
    desk.account.deliver(sent.raw, "Sent")  # a provider files it there
    desk.account.deliver(
        (
            "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: compta@firm.example\r\n"
            "Subject: Undelivered Mail Returned to Sender\r\nDate: Tue, 10 Nov 2026 10:05:00 +0100\r\n"
            "Message-ID: <bounce@mx.example>\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nThe address is unknown.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            f"Final-Recipient: rfc822; {OUTSIDE}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{own}>\r\n--b--\r\n"
        ).encode()
    )
    async with opened(desk, clock) as office:
        done = await take_round(office)
        facts = tuple(office.facts)
        alarm = Alarm(clock)
        alarm.after_round(office, done)
        clock.at += 3 * HOUR
        alarm.after_round(office, done)
        assert not alarm.bell.standing.keys() & {"bank_silent", "in_doubt", "surprise", "unread"}
    assert [each.recipient for each in of_kind(facts, BounceReceived)] == [OUTSIDE]
    assert not any(of_kind(facts, kind) for kind in (ReminderSent, ReplyReceived, AutoReplyReceived))
    assert not any(account.holds for account in done.ledger.accounts.values())


async def test_an_address_that_invoices_go_to_is_never_alerted(desk: Desk) -> None:
    clock = At(NOW)
    with running_sink() as sink:
        async with opened(
            desk, clock, smtp=sink.port, more=f'[alerts]\ninbox = false\nto = ["{CLIENT}"]\n'
        ) as office:
            await take_round(office)
            assert not await Alarm(clock).ring(office.settings, office, refused=True)
            assert '"rung": []' in office.store.recall(NOTE)  # tried in vain: nothing was used up
    assert sink.received == []


async def test_what_a_round_sees_is_told_of_until_it_is_over(desk: Desk) -> None:
    clock = At(NOW)
    async with opened(desk, clock) as office:
        done = await take_round(office)
        why = "30 letters in one round, more than limits.surprise = 25"
        many = replace(done, actions=(AskOwner(client=None, invoices=(), question=why, why=why),))
        alarm = Alarm(clock)
        alarm.after_round(office, replace(many, held="another works here"))
        assert set(alarm.bell.standing) == {"surprise", "nothing_leaves"}
        alarm.after_round(office, done)
        assert not alarm.bell.standing


def test_a_command_that_hangs_fails_or_is_absent_is_said_to_and_ended(tmp_path: Path) -> None:
    assert notify("/bin/cat", b"hello", 5) == ""
    assert "ended with 1" in notify("/bin/false", b"", 5)
    assert "no end in 0.2 s" in notify("/bin/sleep 60", b"", 0.2)
    assert "cannot be run" in notify(f"{tmp_path}/absent", b"", 5)
    assert not (tmp_path / "pwned").exists()
    notify(f"/bin/echo ; touch {tmp_path}/pwned", b"", 5)  # no shell
    assert not (tmp_path / "pwned").exists()
