"""Two offices on one mailbox of the real Dovecot: one writes, the other says why it does not."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from daemon.daemon_makers import INVOICE, Desk
from imapclient import IMAPClient
from servers.dovecot import PASSWORD, Account

from relanced.cli.check_lease import look_at_lease
from relanced.daemon.lease import keep_lease
from relanced.daemon.rounds import take_round
from relanced.edge.folders import LEASE
from relanced.edge.imap import ImapSession


@pytest.fixture
def desks(account: Account, tmp_path: Path) -> tuple[Desk, Desk]:
    """Two stores of one firm for one mailbox."""
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        folder.mkdir()
    return Desk(account, folders[0]), Desk(account, folders[1])


def boss_of(account: Account) -> IMAPClient:
    """The owner's own mail program."""
    client = IMAPClient("127.0.0.1", account.server.port, ssl=False)
    client.plain_login(account.user, PASSWORD)
    return client


async def test_the_second_waits_and_says_who_works(desks: tuple[Desk, Desk]) -> None:
    async with desks[0].office() as first, desks[1].office() as second:
        assert await keep_lease(first) == ""
        why = await keep_lease(second)
        assert "works on this mailbox" in why
        assert "Stop one of the two" in why
        assert second.store.recall("lease") == why
        assert await keep_lease(first) == ""
    async with desks[1].office() as second:
        assert await keep_lease(second) == ""
        assert second.store.recall("lease") == ""
    assert desks[0].raw_in(LEASE) == []


async def test_the_next_in_the_queue_goes_on_at_once_when_the_first_stops(desks: tuple[Desk, Desk]) -> None:
    async with desks[1].office() as second:
        async with desks[0].office() as first:
            assert await keep_lease(first) == ""
            assert await keep_lease(second) != ""
        assert second.lease is not None
        second.lease.tenure._looked_at = float("-inf")  # five seconds later
        assert await keep_lease(second) == ""


async def test_a_round_without_the_lease_writes_nothing_and_says_so(desks: tuple[Desk, Desk]) -> None:
    desks[0].account.deliver(INVOICE, "Sent")
    async with desks[0].office() as first:
        assert await keep_lease(first) == ""
        held, _ = await desks[1].round()
        assert "works on this mailbox" in held.held
        assert {(done.what, done.why) for done in held.done} == {("waits", held.held)}
        assert desks[0].raw_in("Drafts") == []
    free, _ = await desks[1].round()
    assert free.held == ""
    assert len(desks[0].raw_in("Drafts")) == 1


async def test_observing_takes_no_lease(desks: tuple[Desk, Desk]) -> None:
    async with desks[0].office(mode="observe") as office:
        await take_round(office)
        client = boss_of(desks[0].account)
        assert not client.folder_exists(LEASE)
        client.logout()


async def test_leases_are_no_mails_to_be_read(desks: tuple[Desk, Desk]) -> None:
    async with desks[0].office() as office:
        assert await keep_lease(office) == ""
        done = await take_round(office)
        assert done.swept.everything
        assert LEASE not in {each.folder.name for each in done.swept.folders}


async def test_a_folder_that_the_owner_removed_is_made_again(desks: tuple[Desk, Desk]) -> None:
    async with desks[0].office() as office:
        assert office.lease is not None
        assert await keep_lease(office) == ""
        client = boss_of(desks[0].account)
        client.delete_folder(LEASE)
        client.logout()
        office.lease.tenure._looked_at = float("-inf")
        assert await keep_lease(office) == ""
        assert len(desks[0].raw_in(LEASE)) == 1


async def test_a_server_that_takes_no_lease_lets_nothing_leave(desks: tuple[Desk, Desk]) -> None:
    account = desks[0].account
    client = boss_of(account)
    client.create_folder(LEASE)
    client.logout()
    maildir = account.server.folder / "home" / account.user / "Maildir" / ".Relanced.Lease"
    (maildir / "tmp").rmdir()
    (maildir / "tmp").write_text("no folder")  # what Dovecot writes to first
    async with desks[0].office() as office:
        why = await keep_lease(office)
        assert "APPEND to Relanced/Lease" in why
        assert "nothing leaves" in why


async def test_a_lease_of_another_key_is_waited_for(desks: tuple[Desk, Desk]) -> None:
    (desks[1].folder / "key").write_text("a key of somebody else, 32 bytes")
    async with desks[0].office() as first, desks[1].office() as second:
        assert await keep_lease(first) == ""
        assert "another signing key" in await keep_lease(second)


async def test_a_machine_of_another_day_than_the_server_sends_nothing(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desks[0].office() as office:
        assert await keep_lease(office) == ""
        monkeypatch.setattr(type(office.clock), "real", lambda _: datetime(2031, 1, 1, tzinfo=UTC))
        office.clock_watch.begin_round()
        office.clock_watch.begin_round()
        assert "the mail server's" in await keep_lease(office)


async def test_check_names_who_works_on_the_mailbox(desks: tuple[Desk, Desk]) -> None:
    async with desks[0].office() as first, desks[1].office() as second:
        session = ImapSession.connect(desks[0].account.settings(), PASSWORD)
        look = partial(look_at_lease, first.settings, session, key=first.key)
        assert [each.says for each in look(session.folders())] == ["nobody works on this mailbox now"]
        assert await keep_lease(first) == ""
        [alone] = look(session.folders())
        assert alone.ok
        assert alone.says.startswith("relanced on this machine, last sign at 20")
        await keep_lease(second)
        [both] = look(session.folders())
        session.close()
    assert not both.ok
    assert "stop all but one" in both.says
