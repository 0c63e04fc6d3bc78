"""`relanced digest`: now, on the terminal, as a page, as a mail in INBOX; and alerts tried without the service."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_firm import CONFIG, Firm
from servers.dovecot import PASSWORD, Account
from servers.sink import running_sink

from relanced.edge.imap import ImapSession
from relanced.intake.message import Message, parse_message

pytestmark = pytest.mark.slow

INVOICE = (Path(__file__).parents[1] / "fixtures" / "end_to_end" / "invoice-pons.eml").read_bytes()


@pytest.fixture
def firm_with(account: Account, tmp_path: Path) -> Callable[[str], Firm]:
    def make(more: str) -> Firm:
        for name, secret in (("password", PASSWORD), ("key", "a key of the tests, 32 bytes long")):
            (tmp_path / name).write_text(secret, encoding="utf-8")
            (tmp_path / name).chmod(0o600)
        config = tmp_path / "firm.toml"
        text = CONFIG.format(port=account.server.port, user=account.user, folder=tmp_path)
        config.write_text(text + more, encoding="utf-8")
        account.deliver(INVOICE, "Sent")
        return Firm(account, config)

    return make


def test_it_is_printed_written_as_a_page_and_laid_into_inbox(
    firm_with: Callable[[str], Firm], tmp_path: Path
) -> None:
    firm = firm_with("")
    firm.read_mailbox()
    page = tmp_path / "digest.html"
    said = firm.ask("digest", "--show", "--html", str(page), "--send")
    assert "On vous doit" in said.stdout
    assert f"It lies in the INBOX of {firm.account.user}" in said.stdout
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    [mail] = [mail for mail in _inbox(firm) if mail.header("x-relanced-digest")]
    assert "F2026-0507" in mail.text or "1\u202f050,00" in mail.text


def _inbox(firm: Firm) -> list[Message]:
    session = ImapSession.connect(firm.account.settings(), PASSWORD)
    try:
        session.examine("INBOX")
        return [parse_message(session.raw(uid)) for uid in session.uids()]
    finally:
        session.close()


def test_the_ways_of_alerts_can_be_tried(firm_with: Callable[[str], Firm], tmp_path: Path) -> None:
    script = tmp_path / "notify-me"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/heard"\n', encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    with running_sink() as sink:
        firm = firm_with(f'[alerts]\nto = ["anne.perso@mail.example"]\ncommand = "{script}"\n')
        text = firm.config.read_text("utf-8")
        smtp = f'host = "127.0.0.1"\nport = {sink.port}\nsecurity = "plain"\nlogin = false\n[trust]'
        firm.config.write_text(text.replace('host = "127.0.0.1"\n[trust]', smtp), "utf-8")
        said = firm.ask("digest", "--alert")
    assert "2 of 2 ways worked" in said.stdout
    assert parse_message(sink.received[0].raw).subject == "relanced\u00a0: essai d’alerte".replace(
        "\u00a0", " "
    )
    assert "essai d’alerte" in (tmp_path / "heard").read_text("utf-8")


def test_a_way_that_does_not_work_is_counted(firm_with: Callable[[str], Firm]) -> None:
    firm = firm_with('[alerts]\ncommand = "/bin/false"\n')
    assert "0 of 1 ways worked" in firm.ask("digest", "--alert", code=1).stdout


def test_without_a_way_there_is_nothing_to_try(firm_with: Callable[[str], Firm]) -> None:
    assert "names no address and no command" in firm_with("").ask("digest", "--alert", code=2).output
