"""`check --letter` sends one letter to ourselves over a real server, finds where it landed, and reads its verdict."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from cli.returning_post import Post, returning_post
from click.testing import CliRunner
from daemon.daemon_makers import Desk
from servers.dovecot import PASSWORD, Account

from relanced.cli import check_letter
from relanced.cli.check_letter import Pace
from relanced.cli.check_own import own_mails
from relanced.cli.check_verdict import verdict_of
from relanced.cli.common import App
from relanced.cli.main import main
from relanced.edge.config import load_settings
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings
from relanced.intake.message import parse_headers

PASSES = (
    "mx.firm.example; spf=pass smtp.mailfrom=firm.example; dkim=pass header.d=firm.example;"
    " dmarc=pass header.from=firm.example"
)
FAILS = "mx.firm.example; spf=fail smtp.mailfrom=firm.example; dmarc=fail header.from=firm.example"
SIGNED = b"DKIM-Signature: v=1; a=rsa-sha256; d=firm.example; s=k1; h=from; bh=x; b=abc\r\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_letter, "PACE", Pace(wait_s=3, copy_s=1, step_s=0.05))
    monkeypatch.setattr("relanced.cli.check.look_at_templates", lambda _: [])  # three seconds, each time


@dataclass(frozen=True)
class Told:
    """What came of it."""

    findings: dict[str, dict[str, Any]]
    post: Post
    code: int

    def level(self, what: str) -> str:
        return str(self.findings[what]["level"])


class Send(Protocol):
    """Sends a test letter by a post of these words."""

    def __call__(self, **how: object) -> Told: ...


@pytest.fixture
def send(account: Account, tmp_path: Path) -> Send:
    def run(**how: object) -> Told:
        with returning_post(account, **how) as post:
            path = Desk(account, tmp_path).write_config(mode="observe", smtp=post.sink.port)
            words = ["--config", str(path), "check", "--letter", "--yes", "--json"]
            said = CliRunner().invoke(main, words, obj=App())
        found = {each["what"]: each for each in json.loads(said.stdout) if each["group"] == "test letter"}
        return Told(found, post, said.exit_code)

    return run


def test_it_arrives_and_is_known_to_be_ours_also_where_relanced_only_observes(send: Send) -> None:
    told = send(results=PASSES, more=SIGNED, has_copy=True)
    assert [
        told.level(each)
        for each in ("letter sent", "letter arrived", "clocks", "letter judged", "Sent copies")
    ] == ["ok"] * 5
    assert "«INBOX»" in told.findings["letter arrived"]["says"]
    assert "dmarc=pass for firm.example" in told.findings["letter judged"]["says"]
    assert told.findings["authserv-id"]["do"].endswith('authserv_ids = ["mx.firm.example"]')
    assert "by itself" in told.findings["Sent copies"]["says"]
    [letter] = told.post.sink.received
    assert (letter.sender, letter.recipients) == ("compta@firm.example", ("compta@firm.example",))
    assert told.code == 0


def test_one_that_lands_in_junk_is_told_so(send: Send) -> None:
    told = send(into="Junk", results=FAILS)
    assert told.level("letter arrived") == "NO"
    assert "«Junk»" in told.findings["letter arrived"]["says"]
    assert told.level("letter judged") == "NO"
    assert "spf=fail" in told.findings["letter judged"]["says"]
    assert told.level("Sent copies") == "NO"  # save_sent = "never" in this configuration
    assert told.code == 1


def test_one_that_a_rule_files_elsewhere_is_found(send: Send, account: Account) -> None:
    account.deliver(b"From: a@b.example\r\n\r\n", "Clients/Divers")
    told = send(into="Clients/Divers", results=PASSES)
    assert told.level("letter arrived") == "note"
    assert "«Clients/Divers»" in told.findings["letter arrived"]["says"]


def test_one_that_never_arrives_is_told_so_after_a_while(send: Send) -> None:
    told = send(into=None, has_copy=True)  # a copy in Sent proves no arrival
    assert told.level("letter arrived") == "NO"
    assert "is this the mailbox of compta@firm.example?" in told.findings["letter arrived"]["do"]
    assert "letter judged" not in told.findings
    assert told.level("Sent copies") == "ok"
    assert told.code == 1


def test_a_provider_that_judges_nothing_within_its_own_house_proves_nothing(send: Send) -> None:
    told = send(more=SIGNED)
    assert told.level("letter judged") == "note"
    assert "it bears a DKIM signature" in told.findings["letter judged"]["says"]
    assert "authserv-id" not in told.findings


def test_a_server_that_writes_no_name_is_told_and_its_verdict_shown(send: Send) -> None:
    told = send(results="spf=fail smtp.mailfrom=firm.example; dmarc=fail header.from=firm.example")
    assert (told.level("letter judged"), told.level("authserv-id")) == ("NO", "note")


def test_who_says_no_has_sent_nothing(account: Account, tmp_path: Path) -> None:
    with returning_post(account) as post:
        path = Desk(account, tmp_path).write_config(mode="observe", smtp=post.sink.port)
        said = CliRunner().invoke(main, ["--config", str(path), "check", "--letter"], obj=App(), input="n\n")
    assert post.sink.received == []
    assert "letter arrived" not in said.stdout
    assert "Send one test letter to compta@firm.example" in said.stderr


def test_the_next_check_knows_the_key_by_which_it_was_signed(send: Send, account: Account) -> None:
    send(more=SIGNED)
    session = ImapSession.connect(account.settings(), PASSWORD)
    try:
        [mail] = own_mails(session, session.folders(), "compta@firm.example")
    finally:
        session.close()
    assert [each.selector for each in mail.signatures] == ["k1"]


def test_a_round_after_it_counts_no_reminder_and_no_answer(send: Send, tmp_path: Path) -> None:
    send(results=PASSES, has_copy=True)
    config = str(tmp_path / "firm.toml")
    CliRunner().invoke(main, ["--config", config, "run", "--once"], obj=App())
    said = CliRunner().invoke(main, ["--config", config, "status", "--json"], obj=App())
    found = json.loads(said.stdout)
    assert found["invoices"] == []
    check = CliRunner().invoke(main, ["--config", config, "check", "--json"], obj=App())
    store = next(each for each in json.loads(check.stdout) if each["what"] == "store")
    assert store["says"].endswith(": 0 facts")


def test_a_server_that_is_not_there_is_not_asked_twice(account: Account, tmp_path: Path) -> None:
    path = Desk(account, tmp_path).write_config(mode="observe", smtp=1)
    words = ["--config", str(path), "check", "--letter", "--yes", "--json"]
    found = {each["what"]: each for each in json.loads(CliRunner().invoke(main, words, obj=App()).stdout)}
    assert "not tried" in found["letter sent"]["says"]
    assert "letter arrived" not in found
    assert found["mail server"]["do"].startswith("nobody listens there")


def test_a_name_that_means_more_in_a_file_never_comes_into_the_line_to_paste(
    account: Account, tmp_path: Path
) -> None:
    settings = load_settings(Desk(account, tmp_path).write_config(mode="observe"))
    assert isinstance(settings, Settings)
    named = []
    for top in ("mx.firm.example", 'mx.evil"]#x'):
        raw = f"Authentication-Results: {top}; spf=pass\r\nFrom: compta@firm.example\r\n"
        named.append(verdict_of(settings, parse_headers(raw.encode()))[-1])
    assert [each.what for each in named] == ["authserv-id"] * 2
    assert [bool(each.do) for each in named] == [True, False]
