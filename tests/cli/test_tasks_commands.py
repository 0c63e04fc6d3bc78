"""`relanced tasks`, `call`, `posted`, `handed-over`: what is listed and refused, and what lies in the journal after."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_firm import Firm, open_firm
from cli_store import Ask, asking, source
from daemon.daemon_makers import INVOICE
from servers.dovecot import Account
from store_samples import invoice

from relanced.model.decided import TaskGiven
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName
from relanced.model.tasks import TaskKind

NUMBER = "F2026-012"
ID = "12ab34cd"
CLIENT = "compta@client.example"


def bill() -> InvoiceSent:
    sent = replace(invoice("x", NUMBER), rivals=(), disagreements=(), client_address=CLIENT)
    return replace(sent, source=source(1), issued_on=source(1).at.date(), due_on=source(20).at.date())


def given(kind: TaskKind) -> TaskGiven:
    return TaskGiven(
        source=source(59),
        message_id=MessageId(f"o1{kind.value[0]}.{ID}{'0' * 16}@firm.example"),
        kind=kind,
        client=ClientKey("client.example"),
        lines=((InvoiceNumber(NUMBER), StepName("etape")),),
        given_at=datetime.now(UTC) - timedelta(hours=1),
    )


def ask_with(tmp_path: Path, *facts: Fact) -> Ask:
    return asking(tmp_path, [bill(), *facts])


def test_what_waits_is_listed_and_calls_the_owner(tmp_path: Path) -> None:
    ask = ask_with(tmp_path, given(TaskKind.LETTER))
    said, found = ask("tasks"), json.loads(ask("tasks", "--json").stdout)

    assert said.exit_code == 1
    for part in (ID, NUMBER, "post a formal notice", "relanced posted INVOICE"):
        assert part in said.stdout
    assert [(each["id"], each["task"], each["step"]) for each in found] == [(ID, "letter", "etape")]
    assert [each["number"] for each in found[0]["invoices"]] == [NUMBER]
    assert json.loads(ask("status", "--json").stdout)["tasks"] == found
    assert "One task waits for you yourself" in ask("status").stdout
    assert "One task waits for you yourself" in ask("plan").stdout


def test_nothing_waits_where_nothing_was_given(tmp_path: Path) -> None:
    said = ask_with(tmp_path)("tasks")

    assert said.exit_code == 0
    assert "Nothing waits for you." in said.stdout


@pytest.mark.parametrize("target", [ID, NUMBER, "client.example"])
def test_a_sheet_is_printed_again(tmp_path: Path, target: str) -> None:
    said = ask_with(tmp_path, given(TaskKind.CALL))("tasks", "show", target)

    assert said.exit_code == 0
    assert "S’il dit" in said.stdout
    assert NUMBER in said.stdout


def test_a_sheet_of_nobody_is_refused(tmp_path: Path) -> None:
    said = ask_with(tmp_path, given(TaskKind.CALL))("tasks", "show", "F2026-999")

    assert said.exit_code == 2
    assert "no task waits under this name" in said.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("call", NUMBER, "perhaps"), "is no outcome of a call"),
        (("call", NUMBER, "p"), "One of: promised, paid, plan-asked"),
        (("call", NUMBER, "paid", "--on", "2030-01-01"), "--on goes with «promised»"),
        (("call", NUMBER, "promised", "--on", "2020-01-01"), "this day is past"),
        (("call", NUMBER, "promised", "--on", "9999-12-31"), "a day until 2100-12-31 is meant"),
        (("call", "F2026-999", "paid"), "F2026-999"),
        (("posted", NUMBER, "--on", "2099-01-01"), "still to come"),
        (("posted", NUMBER, "--on", "2020-01-01"), "before the invoice was mailed"),
        (("handed-over", NUMBER, "--to", " "), "whom you gave the file to"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    said = ask_with(tmp_path)(*words)

    assert said.exit_code == 2
    assert why in " ".join(said.stderr.split())


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Firm:
    account.deliver(INVOICE, "Sent")
    firm = open_firm(account, tmp_path)
    firm.read_mailbox()
    return firm


@pytest.mark.slow
def test_outcomes_are_written_down_and_count_from_the_next_round(firm: Firm) -> None:
    day = (datetime.now(UTC) + timedelta(days=9)).date()
    said = firm.ask("call", "F2026-0507", "promised", "--on", str(day), "--note", "Mme Pons")
    firm.ask("posted", "F2026-0507", "--tracking", "1A 123 456 789 01 2")
    firm.ask("handed-over", "F2026-0507", "--to", "Me Durand")
    firm.read_mailbox()
    story = " ".join(firm.ask("show", "F2026-0507", code=1).output.split())

    assert f"Noted in Relanced/Journal: call F2026-0507: payment was promised for {day}" in " ".join(
        said.stdout.split()
    )
    assert f"you called: payment was promised for {day} (Mme Pons)" in story
    assert "tracking number 1A 123 456 789 01 2" in story
    assert "handed the file over to Me Durand" in story


@pytest.mark.slow
def test_the_owner_s_own_words_are_an_outcome_too(firm: Firm) -> None:
    said = firm.ask("call", "F2026-0507", "litige livraison")

    assert "the client contests it" in " ".join(said.stdout.split())
