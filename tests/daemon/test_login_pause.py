"""A refused password: one attempt in a quarter of an hour, whatever is restarted, and whoever else would try."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.fault_makers import Place
from servers.dovecot import Account
from servers.fake_imap import FakeImap
from servers.sink import running_sink

from relanced.cli.check_smtp import look_at_server
from relanced.daemon.firm import Firm
from relanced.daemon.login import (
    PAUSE_S,
    note_accepted,
    note_refused,
    note_sending_accepted,
    note_sending_refused,
    pause_left,
    sending_pause,
    tell_store,
)
from relanced.daemon.loop import PAUSE_LOOK_S, ROUND_S, _one_round, _watcher
from relanced.edge.backoff import Backoff
from relanced.edge.imap_errors import LoginRefused
from relanced.edge.store import Store
from relanced.edge.watcher import Watcher

REFUSES = {"AUTHENTICATE": b"{tag} NO [AUTHENTICATIONFAILED] no\r\n", "LOGIN": b"{tag} NO no\r\n"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    yield opened
    opened.close()


def logins(server: FakeImap) -> int:
    return sum(bool(re.match("AUTHENTICATE|LOGIN", said)) for said in server.said)


async def test_the_service_tries_once_over_rounds_and_restarts(tmp_path: Path) -> None:
    with FakeImap(REFUSES) as server:
        place, firm = Place(folder=tmp_path, imap=server.port), Firm(tmp_path / "firm.toml")
        for _ in range(2):  # the second: after a restart
            async with place.office() as office:
                for _ in range(3):
                    assert await _one_round(firm, office, firm.wake) == PAUSE_LOOK_S
        assert firm.health.trouble.startswith("password refused")
        assert logins(server) == 1


async def test_a_command_that_is_let_in_ends_the_pause_of_a_service_that_runs(
    account: Account, tmp_path: Path
) -> None:
    place, firm = (
        Place(folder=tmp_path, imap=account.server.port, user=account.user),
        Firm(tmp_path / "firm.toml"),
    )
    async with place.office(backoff=Backoff()) as office:
        note_refused(office.store)
        office.mailbox.login.begin()
        assert await _one_round(firm, office, firm.wake) == PAUSE_LOOK_S
        tell_store(office.settings, note_accepted)  # as «relanced check» does, in another process
        assert await _one_round(firm, office, firm.wake) in {0, ROUND_S}


async def test_what_the_watcher_was_refused_the_mailbox_does_not_try_and_the_other_way_round(
    tmp_path: Path,
) -> None:
    with FakeImap(REFUSES) as server:
        place, firm = Place(folder=tmp_path, imap=server.port), Firm(tmp_path / "firm.toml")
        async with place.office(backoff=Backoff()) as office:
            watcher = _watcher(office, firm)
            assert isinstance(watcher, Watcher)
            assert watcher.next_try_in == 0
            with pytest.raises(LoginRefused):
                await office.mailbox.run(lambda session: session.uids(), 5)
            assert watcher.next_try_in > PAUSE_S - 60
            watcher.start()  # waits, without a try
            with pytest.raises(LoginRefused, match="not tried again for"):
                await office.mailbox.run(lambda session: session.uids(), 5)
            await watcher.close()
        assert logins(server) == 1


def test_a_clock_set_back_does_not_stretch_the_pause(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("relanced.daemon.login.time.time", lambda: now)
    note_refused(store)
    now -= 365 * 86_400
    assert pause_left(store) == PAUSE_S
    now += PAUSE_S + 1
    assert pause_left(store) == 0


def test_the_mail_server_has_a_pause_of_its_own(store: Store) -> None:
    note_refused(store)
    assert sending_pause(store) == ""
    note_sending_refused(store)
    assert "the next try is in 15 minutes" in sending_pause(store)
    note_sending_accepted(store)
    assert sending_pause(store) == ""
    assert pause_left(store) > 0


async def test_a_check_that_is_let_in_ends_the_pause(tmp_path: Path, store: Store) -> None:
    note_sending_refused(store)
    with running_sink() as sink:
        [finding, *_] = await look_at_server(Place(folder=tmp_path, imap=1, smtp=sink.port).settings(), "")
    assert finding.ok
    assert sending_pause(store) == ""
