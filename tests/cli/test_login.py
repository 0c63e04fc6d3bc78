"""`relanced login` on a real Dovecot and a scripted provider: a code, a browser, a pasted address, a wrong account."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from commands import Said, run_command
from security.hostile import EVIL, STEERING
from servers.dovecot import Account
from servers.scripted_oauth import SCOPES, No, ScriptedOAuth
from servers.token_mailbox import token_mailbox

from relanced.daemon.login import PAUSE_S, note_refused, pause_left
from relanced.edge.oauth.token_file import read_tokens
from relanced.edge.store import Store

CONFIG = """
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
[imap]
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
auth = "{auth}"
[oauth]
client_id = "client-of-the-tests"
server = "{server}"
{secret}
[smtp]
host = "127.0.0.1"
security = "plain"
port = 1
login = false
[store]
url = "sqlite:///{folder}/state/relanced.db"
"""
World = tuple[ScriptedOAuth, Account, Path]


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[ScriptedOAuth, Account]]:
    with token_mailbox() as both:
        yield both


@pytest.fixture
def world(running: tuple[ScriptedOAuth, Account], tmp_path: Path) -> World:
    oauth, account = running
    oauth.user, oauth.scope, oauth.says = account.user, SCOPES["microsoft"], []
    oauth.asked.clear()
    return oauth, account, tmp_path


def _config(world: World, auth: str = "microsoft") -> Path:
    oauth, account, folder = world
    secret = folder / "secret"
    secret.write_text("secret of the application")
    secret.chmod(0o600)
    text = CONFIG.format(
        port=account.server.port,
        user=account.user,
        auth=auth,
        server=oauth.url,
        folder=folder,
        secret=f'client_secret = {{ file = "{secret}" }}' if auth == "google" else "",
    )
    path = folder / "relanced.toml"
    path.write_text(text, "utf-8")
    return path


def _kept(world: World, auth: str = "microsoft") -> Path:
    return world[2] / "state" / "tokens" / f"{auth}-{world[1].user}.json"


def _mailbox(config: Path) -> dict[str, object]:
    found = json.loads(run_command(config, "check", "--json").stdout)
    [finding] = (each for each in found if each["what"].startswith("mailbox"))
    assert isinstance(finding, dict)
    return finding


def _login(config: Path, *words: str) -> Said:
    return run_command(config, "login", *words)


def test_a_code_is_typed_in_elsewhere_and_the_mailbox_opens(world: World) -> None:
    oauth, account, _ = world
    config = _config(world)
    assert "nobody has signed in yet" in str(_mailbox(config)["says"])
    oauth.says = [No(400, "authorization_pending")] * 2
    said = _login(config)
    assert said.returncode == 0, said
    for words in ("https://login.example/device", "ABCD-EFGH", account.user, "Signed in."):
        assert words in said.stdout
    kept = read_tokens(_kept(world))
    assert kept is not None
    assert kept.refresh_token in oauth.good_refresh
    assert kept.refresh_token not in said.stdout + said.stderr
    assert kept.access_token not in said.stdout + said.stderr
    assert _mailbox(config)["ok"]
    assert not [each for each in oauth.asked if each.form["grant_type"] == "refresh_token"]  # it is shared


def test_who_signs_in_with_another_account_keeps_what_he_had(world: World) -> None:
    oauth, _, _ = world
    config = _config(world)
    assert _login(config).returncode == 0
    before = _kept(world).read_bytes()
    oauth.user = "somebody-else@firm.example"
    said = _login(config)
    assert said.returncode == 1
    assert "Did you sign in with the account of this mailbox?" in said.stderr
    assert _kept(world).read_bytes() == before


def test_a_no_is_told_with_what_to_do_and_nothing_is_kept(world: World) -> None:
    oauth, _, _ = world
    oauth.says = [No(400, "invalid_client", "AADSTS7000218: The request body must contain client_secret")]
    said = _login(_config(world))
    assert said.returncode == 1
    assert "Allow public client flows" in said.stderr
    assert not _kept(world).exists()


def test_a_provider_s_words_steer_no_terminal(world: World) -> None:
    oauth, _, _ = world
    oauth.says = [No(400, f"access_denied{EVIL}", EVIL)]
    said = _login(_config(world))
    assert said.returncode == 1
    assert not STEERING.search(said.stdout + said.stderr)


def test_a_sign_in_ends_the_pause_after_a_refusal(world: World) -> None:
    config = _config(world)
    (world[2] / "state").mkdir()
    store = Store.open(f"sqlite:///{world[2]}/state/relanced.db", lock=True)
    note_refused(store)
    assert pause_left(store) > PAUSE_S - 60
    assert _login(config).returncode == 0
    assert pause_left(store) == 0
    store.close()


def test_forgetting_takes_the_tokens_away_and_says_where_to_withdraw_the_permission(world: World) -> None:
    config = _config(world)
    assert "There were no tokens" in _login(config, "--forget").stdout
    _login(config)
    said = _login(config, "--forget")
    assert (said.returncode, _kept(world).exists()) == (0, False)
    assert "myapps.microsoft.com" in said.stdout
    assert "nobody has signed in" in str(_mailbox(config)["says"])


def test_a_mailbox_with_a_password_needs_no_login(world: World) -> None:
    config = _config(world)
    text = config.read_text("utf-8").replace('auth = "microsoft"', 'password = { file = "/dev/null" }')
    config.write_text(text, "utf-8")
    said = _login(config)
    assert said.returncode == 2
    assert "needs no login" in said.stderr


def _start(config: Path, *words: str) -> tuple["subprocess.Popen[str]", str]:
    """The command, running, and the address that it shows."""
    command = [sys.executable, "-m", "relanced", "--config", str(config), "login", *words]
    running = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "/authorize?" in line:
            return running, line.strip()
    raise AssertionError(running.communicate())


@pytest.mark.parametrize("pasted", [False, True], ids=["on this machine", "over SSH"])
def test_google_s_browser_comes_back_or_its_address_is_pasted(world: World, pasted: bool) -> None:
    oauth, _, _ = world
    oauth.scope = SCOPES["google"]
    config = _config(world, "google")
    running, address = _start(config)
    if pasted:
        sent_to = httpx.get(address).headers["location"]  # and cannot be reached from there
        said, errors = running.communicate(f"what?\n{sent_to}\n", 60)
        assert "That is not the address" in said
    else:
        assert "relanced has what it needs" in httpx.get(address, follow_redirects=True).text
        said, errors = running.communicate("", 60)
    assert running.returncode == 0, errors
    assert "Signed in." in said
    [asked] = oauth.asked
    assert asked.form["client_secret"] == "secret of the application"
    assert _kept(world, "google").exists()


def test_microsoft_can_be_signed_in_to_with_a_browser_on_a_port_of_one_s_choice(world: World) -> None:
    running, address = _start(_config(world), "--browser")
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A" in address
    assert httpx.get(address, follow_redirects=True).is_success
    assert "Signed in." in running.communicate("", 60)[0]
