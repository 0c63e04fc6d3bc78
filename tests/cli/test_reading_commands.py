"""plan, status and show over a store: tables for people, JSON for programs, mail's words never as markup."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from store_samples import invoice

from relanced.cli.common import App
from relanced.cli.main import main
from relanced.edge.store import Store
from relanced.model.facts import Fact, InvoiceSent, MailQuarantined, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import Fingerprint, MessageId
from relanced.model.source import Source

CONFIG = """
mode = "observe"
timezone = "Europe/Paris"
language = "fr"
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
country = "FR"
[imap]
host = "127.0.0.1"
user = "compta@firm.example"
password = { command = "true" }
[smtp]
host = "127.0.0.1"
[calendar]
business_days = false
year_end_pause = false
[store]
url = "sqlite:///FOLDER/relanced.db"
"""
EVIL = "[red]Ann[/red] \x1b[2J"

Ask = Callable[..., Result]


def source(number: int) -> Source:
    return Source(
        account="a",
        folder="INBOX",
        uidvalidity=1,
        uid=number,
        message_id=MessageId(f"{number}@client.example"),
        fingerprint=Fingerprint(f"{number:032x}"),
        at=datetime.now(UTC) - timedelta(days=60 - number),
    )


def bill() -> InvoiceSent:
    """An invoice twenty days late."""
    today = datetime.now(UTC).date()
    issued_on, due_on = today - timedelta(days=50), today - timedelta(days=20)
    return replace(invoice(), source=source(1), issued_on=issued_on, due_on=due_on)


def facts() -> list[Fact]:
    reply = ReplyReceived(
        source=source(10),
        sender=bill().client_address,
        subject=f"Re: {EVIL}",
        answers=(),
        intent=Intent.DISPUTE,
        also=(),
        promised_on=None,
        redirect_to=None,
        mentions=(bill().number,),
        new_text=EVIL,
        confidence=0.9,
        because=("contestons",),
    )
    unreadable = MailQuarantined(
        source=source(11), sender="x@other.example", subject=EVIL, answers=(), why="no mail"
    )
    return [bill(), reply, unreadable]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    config = tmp_path / "firm.toml"
    config.write_text(CONFIG.replace("FOLDER", str(tmp_path)), encoding="utf-8")
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    store.record((), facts())
    store.close()
    runner = CliRunner(env={"COLUMNS": "200"})
    return lambda *words: runner.invoke(main, ["--config", str(config), *words], obj=App())


def test_status_shows_the_balance_the_case_the_question_and_what_could_not_be_read(ask: Ask) -> None:
    said = ask("status")

    assert said.exit_code == 1  # a dispute waits for the owner
    assert bill().number in said.stdout
    assert "disputed" in said.stdout
    assert "you decide" in said.stdout
    assert "no mail" in said.stdout


def test_plan_gives_every_open_invoice_a_reason(ask: Ask) -> None:
    said = json.loads(ask("plan", "--json").stdout)

    assert {row["action"] for row in said} == {"ask_owner", "wait"}
    assert all(row["why"] and bill().number in row["invoices"] for row in said)
    assert "you decide" in ask("plan", "--until", "2099-01-01").stdout


@pytest.mark.parametrize("by", ["number", "client"])
def test_show_tells_the_story_with_its_evidence(ask: Ask, by: str) -> None:
    target = bill().number if by == "number" else bill().client_address.partition("@")[2]
    said = ask("show", target)

    assert "dispute" in said.stdout
    assert "INBOX, mail 10" in said.stdout
    assert [event["uid"] for event in json.loads(ask("show", target, "--json").stdout)["events"]][-1] == 10


def test_what_nobody_knows_is_said(ask: Ask) -> None:
    said = ask("show", "F-NOPE")

    assert said.exit_code == 2
    assert "F-NOPE" in said.stderr


def test_words_of_a_mail_are_neither_markup_nor_terminal_commands(ask: Ask) -> None:
    for words in (("status",), ("plan",), ("show", bill().number)):
        said = ask(*words)
        assert "\x1b[2J" not in said.stdout
    assert "[red]Ann[/red]" in ask("show", bill().number).stdout
