"""`relanced init` without a terminal: every answer as an option, against a real mailbox."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result
from init_firm import IBAN, fill, words
from servers.dovecot import PASSWORD, Account
from servers.scripted_dns import scripted_dns
from servers.scripted_smtp import ScriptedSmtp, scripted_smtp
from servers.scripted_tls import Hosts

from relanced.cli import init_servers
from relanced.cli.common import App
from relanced.cli.main import main
from relanced.edge.config import Problems, load_settings
from relanced.edge.credentials import read_secret
from relanced.edge.providers_find import World
from relanced.edge.settings import FromCredential, FromFile, Settings
from relanced.model.rules import Mode


@pytest.fixture
async def smtp() -> AsyncIterator[ScriptedSmtp]:
    async with scripted_smtp({}) as server:
        yield server


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home of its own, and no network."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(init_servers, "WORLD", World(Hosts().web, ("127.0.0.1", 9)))


async def run(*asked: str, columns: int = 80, typed: str = "") -> Result:
    """In a thread: the scripted servers answer in this one."""
    runner = CliRunner(env={"COLUMNS": str(columns)}, catch_exceptions=False)
    return await asyncio.to_thread(runner.invoke, main, list(asked), obj=App(), input=typed)


def loaded(path: Path) -> Settings:
    settings = load_settings(path)
    assert not isinstance(settings, Problems), str(settings)
    return settings


def named(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


def nothing_in(folder: Path) -> bool:
    return not [path for path in folder.rglob("*") if path.is_file() and path.name != "my-password"]


async def test_for_the_service_the_password_is_copied_to_where_systemd_reads_it_and_an_empty_key_is_none(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    secrets = tmp_path / "etc" / "credentials"
    secrets.mkdir(parents=True)
    for name in ("imap", "key"):
        (secrets / name).touch(0o600)  # as the Debian package lays them out
    config = tmp_path / "etc" / "config.toml"
    asked = [*words(account, smtp.port, tmp_path), "--months", "0", "--name", "A", "--system"]
    said = await run("--config", str(config), *asked)
    assert said.exit_code == 0, said.output
    assert (secrets / "imap").read_text("utf-8").strip() == (tmp_path / "my-password").read_text(
        "utf-8"
    ).strip()
    assert len((secrets / "key").read_text("utf-8").strip()) >= 32
    assert loaded(config).imap.password == FromCredential("imap")


async def test_an_unattended_run_writes_a_file_that_loads(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    fill(account)
    config = tmp_path / "etc" / "config.toml"
    said = await run(
        "--config", str(config), *words(account, smtp.port, tmp_path), "--name", "Atelier Verrier SARL"
    )
    assert said.exit_code == 0, said.output
    settings = loaded(config)
    assert settings.rules.mode is Mode.OBSERVE
    assert settings.rules.firm.name == "Atelier Verrier SARL"
    assert settings.rules.firm.addresses == (account.user, "@firm.example")
    assert settings.rules.firm.sender == account.user
    assert settings.imap.port == account.server.port
    assert settings.imap.password == FromFile(tmp_path / "my-password")
    assert settings.key is not None
    assert len(read_secret(settings.key)) >= 40
    assert (config.parent / "key").stat().st_mode & 0o777 == 0o600
    assert not (config.parent / "imap-password").exists()
    assert smtp.commands[-1] == "QUIT"
    assert not smtp.letters


async def test_what_is_seen_is_shown_and_nothing_about_money_is_taken_over(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    fill(account)
    config = tmp_path / "config.toml"
    said = await run("--config", str(config), *words(account, smtp.port, tmp_path))
    shown = said.output
    assert said.exit_code == 0, shown
    for each in (
        "F-2027-030",
        "F-2027-031",
        "Garage Lemaire",
        "120.00 EUR",
        "banque-rivage.example",
        "3 proven",
    ):
        assert each in shown
    assert "1 mail of yours looked like an invoice and could not be read" in shown
    assert "evil.example" in shown
    assert PASSWORD not in shown
    screen = [
        line for line in shown.splitlines() if not line.startswith("  relanced ")
    ]  # those are to be copied
    assert all(len(line) <= 80 for line in screen)
    text = config.read_text(encoding="utf-8")
    raw = tomli.loads(text)
    assert raw["firm"]["name"] == "Atelier Verrier SARL"  # of our own From
    assert "iban" not in raw["firm"]
    assert f'#iban = "{IBAN}"' in text
    assert raw["trust"]["authserv_ids"] == []
    assert '#authserv_ids = ["mx.firm.example"]' in text
    assert "bank" not in raw
    assert '#from = ["@banque-rivage.example"]' in text
    assert "evil.example" not in text
    assert f"the account {IBAN}; the mail server mx.firm.example; the bank @banque-rivage" in " ".join(
        shown.split()
    )
    assert PASSWORD not in text


async def test_what_the_options_say_about_money_counts(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    told = (
        "--iban",
        IBAN,
        "--authserv-id",
        "mx.firm.example",
        "--bank",
        "Banque Rivage=@banque-rivage.example",
    )
    more = ("--months", "0", "--name", "V", "--language", "en", "--country", "be", "--start-on", "2026-01-31")
    said = await run("--config", str(config), *words(account, smtp.port, tmp_path), *told, *more)
    assert said.exit_code == 0, said.output
    settings = loaded(config)
    assert settings.rules.firm.iban == IBAN
    assert settings.authserv_ids == ("mx.firm.example",)
    assert [(b.name, b.senders) for b in settings.rules.banks] == [
        ("Banque Rivage", ("@banque-rivage.example",))
    ]
    assert (settings.rules.firm.country, settings.rules.firm.language) == ("BE", "en")
    assert settings.rules.start_on.isoformat() == "2026-01-31"


async def test_nothing_is_changed_in_the_mailbox(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    fill(account)
    await run("--config", str(tmp_path / "c.toml"), *words(account, smtp.port, tmp_path))
    maildir = account.server.maildir(account.user)
    assert not (maildir / ".Relanced").exists()
    seen = [path.name for path in maildir.rglob("cur/*") if path.name.partition(":2,")[2]]
    assert not seen  # no flag was set


async def test_a_password_from_standard_input_is_kept_in_a_file_of_its_own(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    config = tmp_path / "alpha.toml"
    asked = [*words(account, smtp.port, tmp_path)[:-1], "-", "--months", "0", "--name", "A"]
    said = await run("--config", str(config), *asked, typed=f"{PASSWORD}\n")
    assert said.exit_code == 0, said.output
    kept = tmp_path / "alpha.imap-password"
    assert kept.read_text(encoding="utf-8") == f"{PASSWORD}\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert loaded(config).imap.password == FromFile(kept)
    assert PASSWORD not in said.output


async def test_for_the_service_secrets_are_credentials(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    config = tmp_path / "relanced" / "config.toml"
    asked = [*words(account, smtp.port, tmp_path)[:-1], "-", "--months", "0", "--name", "A", "--system"]
    said = await run("--config", str(config), *asked, typed=f"{PASSWORD}\n")
    assert said.exit_code == 0, said.output
    raw = tomli.loads(config.read_text(encoding="utf-8"))
    assert raw["imap"]["password"] == {"credential": "imap"}
    assert raw["trust"]["key"] == {"credential": "key"}
    folder = config.parent / "credentials"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["imap", "key"]
    assert config.stat().st_mode & 0o777 == 0o644
    assert "systemctl enable --now relanced" in said.output


async def test_a_wrong_password_is_told_in_words_and_nothing_is_written(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    asked = words(account, smtp.port, tmp_path)
    (tmp_path / "my-password").write_text("another word\n", encoding="utf-8")
    said = await run("--config", str(tmp_path / "new" / "config.toml"), *asked)
    assert said.exit_code == 1
    assert "does not accept this name and password" in said.output
    assert "app password" in said.output
    assert "another word" not in said.output
    assert nothing_in(tmp_path)


async def test_sending_that_does_not_work_is_told_and_the_file_written(
    account: Account, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    async with scripted_smtp({"AUTH": "535 5.7.8 no"}) as smtp:
        said = await run(
            "--config", str(config), *words(account, smtp.port, tmp_path), "--months", "0", "--name", "V"
        )
    assert said.exit_code == 1
    assert "for sending" in said.output
    loaded(config)


async def test_a_server_that_nobody_runs_is_told_by_its_name_and_port(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    asked = words(account, smtp.port, tmp_path)
    asked[asked.index("--imap-port") + 1] = "9"
    said = await run("--config", str(tmp_path / "config.toml"), *asked)
    assert said.exit_code == 1
    assert "Nothing listens at 127.0.0.1, port 9" in said.output
    assert nothing_in(tmp_path)


async def test_tls_of_an_own_authority_needs_its_certificate(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    asked = words(account, smtp.port, tmp_path)
    asked[asked.index("--imap-security") + 1] = "starttls"
    config = tmp_path / "config.toml"
    said = await run("--config", str(config), *asked, "--name", "V", "--months", "0")
    assert said.exit_code == 1
    assert "--ca-file" in said.output
    said = await run(
        "--config",
        str(config),
        *asked,
        "--name",
        "V",
        "--months",
        "0",
        "--ca-file",
        str(account.server.ca_file),
    )
    assert said.exit_code == 0, said.output
    assert loaded(config).imap.ca_file == account.server.ca_file


async def test_a_file_that_is_there_stays_unless_it_may_be_replaced(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    config, key = tmp_path / "config.toml", tmp_path / "key"
    config.write_text("mine = true\n", encoding="utf-8")
    key.write_text("the old key of this firm\n", encoding="utf-8")
    asked = (*words(account, smtp.port, tmp_path), "--months", "0", "--name", "V")
    said = await run("--config", str(config), *asked)
    assert said.exit_code == 2
    assert "--overwrite" in said.output
    assert config.read_text(encoding="utf-8") == "mine = true\n"
    said = await run("--config", str(config), *asked, "--overwrite")
    assert said.exit_code == 0, said.output
    loaded(config)
    (kept,) = named(tmp_path, "config.toml.before-*")
    assert kept.read_text(encoding="utf-8") == "mine = true\n"
    assert key.read_text(encoding="utf-8") == "the old key of this firm\n"


async def test_an_unknown_provider_asks_for_its_servers(tmp_path: Path) -> None:
    async with scripted_dns({}) as names:
        init_servers.WORLD = World(Hosts().web, ("127.0.0.1", names.port))
        said = await run("init", "--yes", "--address", "lea@nobody.example")
    assert said.exit_code == 2
    assert "--imap-host" in said.output
    assert nothing_in(tmp_path)


async def test_no_password_goes_to_a_server_that_only_dns_names(tmp_path: Path) -> None:
    table = {
        ("_imaps._tcp.firm.example", "SRV"): ["0 1 993 imap.evil.example."],
        ("_submissions._tcp.firm.example", "SRV"): ["0 1 465 smtp.evil.example."],
    }
    async with scripted_dns(table) as names:
        init_servers.WORLD = World(Hosts().web, ("127.0.0.1", names.port))
        said = await run("init", "--yes", "--address", "lea@firm.example")
    assert said.exit_code == 2
    assert "not sure enough for a password" in " ".join(said.output.split())
    assert nothing_in(tmp_path)


@pytest.mark.parametrize(
    ("option", "answer"),
    [
        ("--address", "lea"),
        ("--address", "lea@firm.example\x1b[2J"),
        ("--user", "le\na"),
        ("--name", "x" * 400),
        ("--name", "Verrier\u202eLRAS"),
        ("--imap-host", "https://imap.firm.example"),
        ("--country", "Frankreich"),
        ("--language", "xx"),
        ("--timezone", "../../etc/passwd"),
        ("--iban", "FR7630006000011234567890180"),
        ("--authserv-id", "a b"),
        ("--bank", "Banque"),
        ("--bank", "Banque=nobody"),
        ("--own", "firm.example"),
        ("--ca-file", "/nowhere/ca.pem"),
    ],
)
async def test_a_wrong_answer_is_named_and_nothing_written(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path, option: str, answer: str
) -> None:
    asked = [*words(account, smtp.port, tmp_path), "--months", "0", "--no-try", "--name", "V", option, answer]
    said = await run("--config", str(tmp_path / "config.toml"), *asked)
    assert said.exit_code == 2, said.output
    assert option in said.output
    assert "\x1b[2J" not in said.output
    assert "\u202e" not in said.output
    assert nothing_in(tmp_path)


async def test_a_password_in_clear_never_leaves_this_machine() -> None:
    said = await run(
        *(
            "init",
            "--yes",
            "--no-look-up",
            "--address",
            "lea@firm.example",
            "--imap-host",
            "imap.firm.example",
        ),
        *("--imap-security", "plain"),
    )
    assert said.exit_code == 2
    assert "in clear" in said.output


async def test_spaces_that_do_not_break_are_spaces(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    asked = ("init", "--yes", "--no-try", "--address", "lea@sfr.fr", "--password-command", "echo x")
    said = await run("--config", str(config), *asked, "--name", "Café\u00a0Verrier\u202f& fils")
    assert said.exit_code == 0, said.output
    assert loaded(config).rules.firm.name == "Café Verrier & fils"


async def test_without_a_terminal_it_wants_yes(tmp_path: Path) -> None:
    said = await run("init")
    assert said.exit_code == 2
    assert "--yes" in said.output
    assert nothing_in(tmp_path)


async def test_microsoft_signs_in_by_its_own_page(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    asked = (
        "init",
        "--yes",
        "--address",
        "lea@hotmail.fr",
        "--name",
        "V",
        "--client-id",
        "0a1b2c3d-0000-4000-8000-000",
    )
    said = await run("--config", str(config), *asked)
    assert said.exit_code == 1, said.output
    raw = tomli.loads(config.read_text(encoding="utf-8"))
    assert raw["imap"]["auth"] == "microsoft"
    assert "password" not in raw["imap"]
    assert raw["smtp"]["host"] == "smtp-mail.outlook.com"
    assert f"relanced --config {config} login" in " ".join(said.output.split())
    loaded(config)


async def test_the_usual_place_needs_no_config_option(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    said = await run(*words(account, smtp.port, tmp_path), "--months", "0", "--name", "V")
    assert said.exit_code == 0, said.output
    loaded(tmp_path / "home" / ".config" / "relanced" / "config.toml")
    assert "  relanced check\n" in said.output


async def test_google_without_an_app_password_wants_the_secret_of_the_application(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    asked = ["init", "--yes", "--address", "lea@gmail.com", "--name", "V", "--auth", "google"]
    asked += ["--client-id", "0a1b2c3d.apps.example"]
    said = await run("--config", str(config), *asked)
    assert said.exit_code == 2
    assert "--client-secret-file" in said.output
    secret = secret_in(tmp_path)
    said = await run("--config", str(config), *asked, "--client-secret-file", str(secret))
    assert said.exit_code == 1, said.output
    assert loaded(config).rules.firm.addresses == ("lea@gmail.com",)  # strangers share gmail.com
    assert tomli.loads(config.read_text(encoding="utf-8"))["oauth"]["client_secret"] == {"file": str(secret)}


def secret_in(folder: Path) -> Path:
    secret = folder / "google-secret"
    secret.write_text("secret of the application\n", encoding="utf-8")
    secret.chmod(0o600)
    return secret


async def test_gmail_is_told_to_want_an_app_password(tmp_path: Path) -> None:
    asked = (
        "init",
        "--yes",
        "--no-try",
        "--address",
        "lea@gmail.com",
        "--name",
        "V",
        "--password-command",
        "echo x",
    )
    said = await run("--config", str(tmp_path / "config.toml"), *asked)
    assert said.exit_code == 0, said.output
    told = " ".join(said.output.split())
    assert "imap.gmail.com, port 993, tls" in told
    assert "app password" in told
    assert "built-in table" in told


async def test_the_folders_are_made_where_an_option_says_so(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    asked = (*words(account, smtp.port, tmp_path), "--months", "0", "--name", "V", "--language", "en")
    said = await run("--config", str(tmp_path / "config.toml"), *asked, "--make-folders", "--digest", "day")
    assert said.exit_code == 0, said.output
    assert (account.server.maildir(account.user) / ".Relanced.Paid").exists()
    assert loaded(tmp_path / "config.toml").digest is not None
