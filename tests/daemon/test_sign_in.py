"""A mailbox that is opened by tokens: the service holds when they end, storms nobody, and goes on once signed in."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from commands import run_command
from servers.dovecot import Account
from servers.fake_imap import FakeImap
from servers.scripted_oauth import No, ScriptedOAuth, scripted_oauth
from servers.token_mailbox import token_mailbox
from structlog.testing import capture_logs

from relanced.daemon import loop
from relanced.daemon.firm import Firm
from relanced.daemon.journal import Journal, NotWritten
from relanced.daemon.loop import ROUND_S, _one_round, _rounds
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.reload import unreadable_secrets
from relanced.edge.backoff import SIGN_IN_LOOK_S, Backoff
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.credentials import SignInNeeded
from relanced.edge.oauth.token_file import Tokens, keep_tokens, read_tokens
from relanced.edge.settings import FromFile, Settings, SignIn
from relanced.edge.watcher import Watcher

CONFIG = """
mode = "observe"
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
[imap]
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
auth = "microsoft"
[oauth]
client_id = "client-of-the-tests"
server = "{server}"
[smtp]
host = "127.0.0.1"
security = "plain"
[trust]
key = {{ file = "{folder}/key" }}
[store]
url = "sqlite:///{folder}/relanced.db"
"""
OVER = No(400, "invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked.")


def settings_of(folder: Path, oauth: ScriptedOAuth, port: int, user: str) -> Settings:
    key = folder / "key"
    key.write_text("a key of the tests, 32 bytes long")
    key.chmod(0o600)
    path = folder / "firm.toml"
    path.write_text(CONFIG.format(port=port, user=user, server=oauth.url, folder=folder), "utf-8")
    loaded = load_settings(path)
    assert isinstance(loaded, Settings), str(loaded)
    return loaded


def sign_in(settings: Settings, oauth: ScriptedOAuth) -> None:
    """As «relanced login» leaves it."""
    login = settings.imap.password
    assert isinstance(login, SignIn)
    tokens = Tokens(client_id=login.client_id, user=login.user, refresh_token=oauth.issue(), signed_in_at=1.0)
    keep_tokens(login.tokens, tokens)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[ScriptedOAuth, Account]]:
    with token_mailbox() as both:
        yield both


@pytest.fixture
def oauth(running: tuple[ScriptedOAuth, Account]) -> ScriptedOAuth:
    oauth, _ = running
    oauth.says, oauth.asked = [], []
    return oauth


@pytest.fixture
def settings(running: tuple[ScriptedOAuth, Account], tmp_path: Path) -> Settings:
    oauth, account = running
    return settings_of(tmp_path, oauth, account.server.port, account.user)


@pytest.fixture
async def firm(settings: Settings) -> Firm:
    return Firm(settings.path)


async def _round(firm: Firm, office: Office) -> float:
    return await _one_round(firm, office, asyncio.Event())


async def test_a_round_is_taken_by_a_token_as_by_a_password(
    firm: Firm, settings: Settings, oauth: ScriptedOAuth
) -> None:
    sign_in(settings, oauth)
    office = open_office(settings, Clock())
    assert await _round(firm, office) in {0, ROUND_S}
    assert firm.health.trouble == ""
    await close_office(office)
    assert oauth.grants() == 1


async def test_an_ended_sign_in_holds_asks_once_tells_once_and_goes_on_by_itself(
    firm: Firm, settings: Settings, oauth: ScriptedOAuth
) -> None:
    sign_in(settings, oauth)
    oauth.says = [OVER]
    office = open_office(settings, Clock())
    with capture_logs() as logs:
        waits = [await _round(firm, office) for _ in range(4)]
    assert waits == [SIGN_IN_LOOK_S] * 4
    assert len(oauth.asked) == 1
    assert [each["event"] for each in logs].count("sign_in_needed") == 1
    assert "relanced login" in firm.health.trouble
    assert "AADSTS50173" in firm.health.trouble
    sign_in(settings, oauth)
    assert await _round(firm, office) in {0, ROUND_S}
    await close_office(office)


async def test_a_service_that_watches_loses_its_sign_in_and_finds_the_new_one(
    firm: Firm, settings: Settings, oauth: ScriptedOAuth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SIGN_IN_LOOK_S", 0.1)
    monkeypatch.setattr(loop, "ROUND_S", 0.1)
    monkeypatch.setattr("relanced.edge.backoff.SIGN_IN_LOOK_S", 0.1)
    watched: list[Watcher] = []
    start = Watcher.start

    def note(watcher: Watcher) -> None:
        watched.append(watcher)
        start(watcher)

    monkeypatch.setattr(Watcher, "start", note)
    sign_in(settings, oauth)
    office, stop = open_office(settings, Clock()), asyncio.Event()
    rounds = asyncio.create_task(_rounds(firm, office, stop))
    async with asyncio.timeout(30):
        await _until(lambda: bool(watched) and not firm.health.trouble)
        login = settings.imap.password
        assert isinstance(login, SignIn)
        _expire(login)
        oauth.good_refresh.clear()
        oauth.good_access.clear()
        watched[0].kill()
        session = office.mailbox._session
        assert session is not None
        session.kill()
        await _until(lambda: "relanced login" in firm.health.trouble)
        asked = len(oauth.asked)
        await asyncio.sleep(0.5)
        assert len(oauth.asked) == asked
        sign_in(settings, oauth)
        await _until(lambda: not firm.health.trouble)
    stop.set()
    firm.wake.set()
    await rounds
    await close_office(office)


async def _until(condition: Callable[[], bool]) -> None:
    while True:
        if condition():
            return
        await asyncio.sleep(0.02)


def _expire(login: SignIn) -> None:
    tokens = read_tokens(login.tokens)
    assert tokens is not None
    keep_tokens(
        login.tokens,
        Tokens(
            client_id=tokens.client_id, user=tokens.user, refresh_token=tokens.refresh_token, signed_in_at=1
        ),
    )


def test_a_client_secret_that_cannot_be_read_keeps_the_settings_that_run(
    settings: Settings, tmp_path: Path
) -> None:
    assert unreadable_secrets(settings, None) == ()
    login = settings.imap.password
    assert isinstance(login, SignIn)
    login = replace(login, client_secret=FromFile(tmp_path / "nowhere"))
    [why] = unreadable_secrets(replace(settings, imap=replace(settings.imap, password=login)), settings)
    assert "nowhere" in why


async def test_a_provider_that_is_away_is_waited_for_like_a_mailbox_that_is(
    firm: Firm, settings: Settings, oauth: ScriptedOAuth
) -> None:
    sign_in(settings, oauth)
    oauth.says = [No(503)] * 9
    office = open_office(settings, Clock())
    waits = [await _round(firm, office) for _ in range(3)]
    assert all(1 <= wait <= 60 for wait in waits)
    assert firm.health.trouble.startswith("unreachable")
    assert len(oauth.asked) == 1
    await close_office(office)


async def test_a_mailbox_that_waits_for_its_owner_is_not_knocked_at(tmp_path: Path) -> None:
    with scripted_oauth() as oauth, FakeImap(capabilities="IMAP4rev1 AUTH=XOAUTH2") as server:
        settings = settings_of(tmp_path, oauth, server.port, "u@firm.example")
        office = open_office(settings, Clock())
        for _ in range(3):
            with pytest.raises(SignInNeeded):
                await office.mailbox.run(lambda session: session.uids(), 5)
        assert office.mailbox.next_try_in == 0  # the next look costs a glance at a file
        watcher = Watcher(settings.imap, office.mailbox._password, lambda: None, backoff=Backoff())
        watcher.start()
        await asyncio.sleep(0.2)
        assert 0 < watcher.next_try_in <= SIGN_IN_LOOK_S
        await watcher.close()
        await close_office(office)
        assert (server.connections, len(oauth.asked)) == (0, 0)


async def test_status_check_and_a_decision_say_what_to_do(
    firm: Firm, settings: Settings, oauth: ScriptedOAuth
) -> None:
    sign_in(settings, oauth)
    office = open_office(settings, Clock())
    await _round(firm, office)
    await close_office(office)
    login = settings.imap.password
    assert isinstance(login, SignIn)
    _expire(login)
    oauth.says = [OVER]
    for command in ("check", "status"):
        said = await asyncio.to_thread(run_command, settings.path, command)
        assert "«relanced login»" in said.stdout, said
        assert "the password was changed" in said.stdout
    with pytest.raises(NotWritten, match="Nothing was recorded") as told, Journal(settings) as journal:
        journal.write(lambda *_: b"", Clock().now())
    assert any("relanced login" in line for line in told.value.lines)
    assert len(oauth.asked) == 2  # the first token, and one refusal for all who asked
