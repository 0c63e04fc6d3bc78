"""The page that `check` shows: groups, 80 columns, what to do, a last line; and that whatever fails leaves the rest."""

import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from click.testing import CliRunner, Result
from daemon.daemon_makers import Desk
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import FakeImap
from servers.patience import soon
from servers.sink import running_sink

from relanced.cli import check_mailbox
from relanced.cli.check_shown import closing_line
from relanced.cli.check_tls import tls_finding, what_to_do
from relanced.cli.common import App
from relanced.cli.finding import Finding, Group, note
from relanced.cli.main import main
from relanced.edge.tls_seen import TlsSeen
from relanced.model.rules import Mode

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _few_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    one = [Finding("templates", ok=True, says="")]
    monkeypatch.setattr(
        "relanced.cli.check.look_at_templates", lambda _: one
    )  # else three seconds, each time


def run(config: Path, *words: str, width: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(width)}).invoke(
        main, ["--config", str(config), "check", *words], obj=App()
    )


def found(config: Path, *words: str) -> dict[str, dict[str, Any]]:
    return {each["what"]: each for each in json.loads(run(config, "--json", *words).stdout)}


def test_the_page_is_grouped_fits_80_columns_and_ends_with_what_is_to_be_done(
    account: Account, tmp_path: Path
) -> None:
    with running_sink() as sink:
        path = Desk(account, tmp_path).write_config(mode="observe", smtp=sink.port)
        said = run(path)
    lines = said.stdout.splitlines()
    heads = [line.rstrip() for line in lines if line and not line.startswith(" ")]
    assert heads[:-1] == [each.value for each in Group if each not in {Group.TRUST, Group.LETTER}]
    assert heads[-1] == "1 thing to do before mode «send»: bank."
    assert max(map(len, lines)) <= 80
    assert "→ add a [[bank]]" in said.stdout
    assert said.exit_code == 0
    assert sink.received == []


def test_json_tells_group_level_and_what_to_do_beside_what_it_always_told(
    account: Account, tmp_path: Path
) -> None:
    path = Desk(account, tmp_path).write_config(mode="send", smtp=1)
    told = found(path)
    assert all(set(each) == {"what", "ok", "says", "group", "level", "do"} for each in told.values())
    assert (told["mail server"]["level"], told["mail server"]["group"]) == ("NO", "mail server")
    assert told["mail server"]["do"].startswith("nobody listens there")
    assert told["mailbox login"]["ok"]


@pytest.mark.parametrize(
    ("findings", "mode", "line"),
    [
        ([Finding("a", ok=True, says="")], Mode.SEND, "All is well."),
        (
            [note("a", "")],
            Mode.DRAFT,
            "All is well, and nothing is in the way of mode «send»; the mode now is «draft».",
        ),
        (
            [
                Finding("a", ok=False, says=""),
                note("b", "", before_send=True),
                Finding("c", ok=False, says=""),
            ],
            Mode.OBSERVE,
            "2 things to do now: a, c.\n1 thing to do before mode «send»: b.",
        ),
    ],
)
def test_the_last_line_counts_and_names(findings: list[Finding], mode: Mode, line: str) -> None:
    assert closing_line(findings, mode) == line


def test_a_dead_mailbox_leaves_all_else_to_be_looked_at(account: Account, tmp_path: Path) -> None:
    with running_sink() as sink:
        path = Desk(account, tmp_path).write_config(mode="observe", smtp=sink.port)
        text = path.read_text("utf-8")
        path.write_text(text.replace(f"port = {account.server.port}", "port = 1"), "utf-8")
        told = found(path)
    assert told["mailbox"]["level"] == "NO"
    assert told["mailbox"]["do"].startswith("nobody listens there")
    assert {"mail server", "templates", "disk", "store"} <= told.keys()


def test_a_mailbox_that_falls_silent_is_left_after_a_while(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_mailbox, "ALL_S", 0.5)
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    with FakeImap({"LIST": b""}) as server, soon(within=15):
        text = path.read_text("utf-8")
        path.write_text(text.replace(f"port = {account.server.port}", f"port = {server.port}"), "utf-8")
        told = found(path)
    assert told["mailbox"]["level"] == "NO"
    assert "disk" in told


def test_a_wrong_password_is_told_once_with_what_to_do(account: Account, tmp_path: Path) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    (tmp_path / "password").write_text("wrong-word-of-the-tests", "utf-8")
    said = run(path, "--json")
    told = {each["what"]: each for each in json.loads(said.stdout)}
    assert "app password" in told["mailbox login"]["do"]
    assert "wrong-word-of-the-tests" not in said.output


@pytest.mark.parametrize(
    ("name", "days", "do"),
    [("127.0.0.1", -1, "certificate has ended"), ("other.example", 30, "is for another name")],
)
def test_a_certificate_that_does_not_hold_is_explained_for_both_servers(
    tmp_path: Path, account: Account, name: str, days: int, do: str
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=datetime.now(UTC) + timedelta(days=days)).configure_cert(context)
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    with FakeImap(tls=context) as server, running_sink(tls=context) as sink:
        text = path.read_text("utf-8").replace('"plain"', f'"tls"\nca_file = "{tmp_path}/ca.pem"')
        text = text.replace(f"port = {account.server.port}", f"port = {server.port}").replace(
            "port = 1\n", f"port = {sink.port}\n"
        )
        path.write_text(text, "utf-8")
        told = found(path)
    assert do in told["mailbox"]["do"]
    assert do in told["mail server"]["do"]


def test_a_certificate_of_one_s_own_authority_is_named_with_its_last_day(
    account: Account, tmp_path: Path
) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    text = path.read_text("utf-8").replace('"plain"', f'"tls"\nca_file = "{account.server.ca_file}"', 1)
    path.write_text(
        text.replace(f"port = {account.server.port}", f"port = {account.server.tls_port}"), "utf-8"
    )
    tls = found(path)["TLS of IMAP"]
    assert tls["ok"]
    assert tls["says"].startswith(f"TLSv1.3, checked by {account.server.ca_file}, certificate good for ")


def test_a_certificate_that_ends_soon_is_a_note() -> None:
    for days, level in ((3, "note"), (40, "ok")):
        seen = TlsSeen(version="TLSv1.3", ends_at=NOW + timedelta(days=days, hours=1))
        told = tls_finding("TLS of SMTP", seen, None, NOW)
        assert told.level == level
        assert f"good for {days} days more" in told.says


@pytest.mark.parametrize(
    ("words", "do"),
    [
        ("[Errno -2] Name or service not known", "no machine of this name"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "it speaks no TLS on this port"),
        ("self-signed certificate", "ca_file"),
        ("timed out", "it does not answer"),
        ("the server takes it", ""),
    ],
)
def test_what_a_failed_connection_asks_for_is_said(words: str, do: str) -> None:
    assert (do in what_to_do(words)) if do else what_to_do(words) == ""


def test_the_folders_of_the_control_panel_are_made_where_that_is_asked_for_alone(
    account: Account, tmp_path: Path
) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    assert "--make-folders" in found(path)["control panel"]["do"]
    assert "made: Relanced/Pause" in found(path, "--make-folders")["control panel"]["says"]
    assert found(path)["control panel"]["level"] == "ok"


def test_what_is_missing_for_the_next_modes_is_told_in_observe(account: Account, tmp_path: Path) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    text = path.read_text("utf-8")
    text = text.replace(
        'addresses = ["compta@firm.example", "@firm.example"]', 'addresses = ["@firm.example"]'
    )
    path.write_text(
        text.replace(f'user = "{account.user}"', 'user = "someone"').replace(
            "[trust]\nkey = ", "[trust]\n# "
        ),
        "utf-8",
    )
    said = run(path, width=200).stdout
    assert "would need firm.sender" in said
    assert "before mode «send»: mode, signing key, bank." in said


def test_a_newest_mail_of_long_ago_is_asked_about(account: Account, tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    account.server.deliver(account.user, b"From: a@b.example\r\n\r\n", at=long_ago)
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    told = found(path)["INBOX"]
    assert (told["level"], "1 mails, the newest of" in told["says"]) == ("note", True)


def test_after_a_round_it_says_when_the_mailbox_was_read(account: Account, tmp_path: Path) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    assert found(path)["service"]["says"] == "the mailbox was never read yet"
    CliRunner().invoke(main, ["--config", str(path), "run", "--once"], obj=App())
    told = found(path)["service"]
    assert told["level"] == "ok"
    assert "INBOX was last read at" in told["says"]


def test_nothing_that_a_server_says_steers_the_terminal_or_tells_a_secret(
    account: Account, tmp_path: Path
) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    says = b"{tag} NO [AUTHENTICATIONFAILED] \x1b[2J" + PASSWORD.encode() + b"\r\n"
    with FakeImap({"AUTHENTICATE": says, "LOGIN": says}) as server:
        text = path.read_text("utf-8")
        path.write_text(text.replace(f"port = {account.server.port}", f"port = {server.port}"), "utf-8")
        for words in ((), ("--json",)):
            said = run(path, *words).output
            assert "\x1b" not in said
            assert PASSWORD not in said
