"""`relanced init` for a mailbox that takes no password: signed in by a code, looked at, written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result
from init_firm import fill
from servers.dovecot import Account
from servers.scripted_oauth import SCOPES, No, ScriptedOAuth
from servers.token_mailbox import token_mailbox

from relanced.cli import init_oauth
from relanced.cli.common import App
from relanced.cli.init_answers import Answers
from relanced.cli.init_toml import config_text
from relanced.cli.main import main


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[ScriptedOAuth, Account]]:
    with token_mailbox() as both:
        yield both


@pytest.fixture
def world(
    running: tuple[ScriptedOAuth, Account], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[ScriptedOAuth, Account]:
    oauth, account = running
    oauth.user, oauth.scope, oauth.says = account.user, SCOPES["microsoft"], []
    monkeypatch.setenv("HOME", str(tmp_path))

    def told(answers: Answers, day: str) -> str:
        """As it will be written, but that the provider is one on this machine."""
        return config_text(answers, day).replace("[oauth]\n", f'[oauth]\nserver = "{oauth.url}"\n')

    monkeypatch.setattr(init_oauth, "config_text", told)
    return oauth, account


def init(account: Account, config: Path, *words: str) -> Result:
    command = [
        *("--config", str(config), "init", "--yes", "--address", account.user, "--auth", "microsoft"),
        *("--imap-host", "127.0.0.1", "--imap-port", str(account.server.port), "--imap-security", "plain"),
        *("--smtp-host", "127.0.0.1", "--smtp-port", "9", "--smtp-security", "plain", "--no-smtp-login"),
        *("--client-id", "client-of-the-tests", *words),
    ]
    return CliRunner(env={"COLUMNS": "80"}, catch_exceptions=False).invoke(main, command, obj=App())


def test_signed_in_by_a_code_the_mailbox_is_looked_at(
    world: tuple[ScriptedOAuth, Account], tmp_path: Path
) -> None:
    _, account = world
    fill(account)
    config = tmp_path / "config.toml"
    said = init(account, config, "--sign-in")
    assert said.exit_code == 0, said.output
    for each in ("ABCD-EFGH", "F-2027-030", "banque-rivage.example"):
        assert each in said.output
    raw = tomli.loads(config.read_text(encoding="utf-8"))
    assert raw["firm"]["name"] == "Atelier Verrier SARL"
    assert raw["imap"]["auth"] == "microsoft"
    assert raw["oauth"] == {"client_id": "client-of-the-tests"}
    assert list((tmp_path / ".local/state/relanced/tokens").iterdir())
    assert "login" not in said.output.rpartition("Go on with")[2]


def test_who_is_not_let_in_goes_on_without(world: tuple[ScriptedOAuth, Account], tmp_path: Path) -> None:
    oauth, account = world
    oauth.says = [No(400, "invalid_client", "AADSTS7000218: The request body must contain client_secret")]
    config = tmp_path / "config.toml"
    said = init(account, config, "--sign-in", "--name", "V")
    assert said.exit_code == 1, said.output
    assert "relanced login" in " ".join(said.output.split())
    assert config.exists()


def test_unattended_nobody_is_asked_to_sign_in(world: tuple[ScriptedOAuth, Account], tmp_path: Path) -> None:
    oauth, account = world
    oauth.asked.clear()
    said = init(account, tmp_path / "config.toml", "--name", "V")
    assert said.exit_code == 1, said.output
    assert not oauth.asked
    assert "login" in said.output.rpartition("Go on with")[2]
