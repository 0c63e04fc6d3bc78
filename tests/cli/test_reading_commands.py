"""plan, status and show over a store: tables for people, JSON for programs, mail's words never as markup."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_store import EVIL, Ask, asking, source
from store_samples import invoice

from relanced.cli.bars import grouped
from relanced.model.facts import (
    Fact,
    InvoiceSent,
    InvoiceUnreadable,
    MailQuarantined,
    Outcome,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.intents import Intent
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName, mail_ref


def bill() -> InvoiceSent:
    """An invoice twenty days late."""
    today = datetime.now(UTC).date()
    issued_on, due_on = today - timedelta(days=50), today - timedelta(days=20)
    sure = replace(invoice(), rivals=(), disagreements=())
    return replace(sure, source=source(1), issued_on=issued_on, due_on=due_on)


def unreadable_mail(number: int, subject: str = "Facture octobre") -> InvoiceUnreadable:
    """A scan that we sent."""
    return InvoiceUnreadable(
        source=replace(source(number), folder="Sent"),
        client_address="compta@client.example",
        client_name="Menuiserie Élan",
        cc=(),
        subject=subject,
        references=(),
        files=("scan.pdf",),
        why="scan.pdf: a scan",
    )


def numbered(counter: int) -> InvoiceSent:
    """One invoice of a series that grows."""
    sent = invoice(f"s{counter}", f"FA-2026-{counter:04}")
    day = datetime.now(UTC).date() - timedelta(days=40 - counter)
    return replace(sent, source=source(20 + counter), issued_on=day, due_on=None, rivals=(), disagreements=())


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
        asks=(),
        mentions=(bill().number,),
        said_of=(),
        tokens=(),
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
    return asking(tmp_path, facts())


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
    assert "you decide" in ask("plan", "--until", str(datetime.now(UTC).date() + timedelta(days=60))).stdout


@pytest.mark.parametrize("by", ["number", "client"])
def test_show_tells_the_story_with_its_evidence(ask: Ask, by: str) -> None:
    target = bill().number if by == "number" else bill().client_address.partition("@")[2]
    said = ask("show", target)

    assert "dispute" in said.stdout
    assert mail_ref(source(10).fingerprint) in said.stdout
    assert "INBOX, mail 10" not in said.stdout
    assert "INBOX, mail 10" in ask("show", target, "--refs").stdout
    assert [event["uid"] for event in json.loads(ask("show", target, "--json").stdout)["events"]][-1] == 10


def test_show_tells_a_letter_in_one_line_and_a_mention_as_one(tmp_path: Path) -> None:
    other = replace(bill(), source=source(2), number=InvoiceNumber("F-OTHER"))
    lines = ((bill().number, StepName("derniere_relance")), (other.number, None))
    name, at = MessageId("r1.x@firm.example"), source(12).at
    letter: list[Fact] = [
        SendIntended(message_id=name, client=ClientKey("client.example"), lines=lines, at=at),
        SendOutcome(message_id=name, outcome=Outcome.SENT, answer="250 taken", at=at),
        ReminderSent(
            source=replace(source(12), message_id=name, folder="Sent"),
            message_id=name,
            client_address=bill().client_address,
            lines=lines,
            ours=True,
        ),
    ]
    ask = asking(tmp_path, [bill(), other, *letter])

    about = [line for line in ask("show", bill().number).stdout.splitlines() if "derniere_relance" in line]
    assert len(about) == 1
    assert "the server took it (250 taken); found in Sent" in about[0]
    said = ask("show", "F-OTHER").stdout
    assert (
        f"mentioned in the reminder to {bill().client_address} of {bill().number} (derniere_relance)" in said
    )
    assert "Message-ID r1.x@firm.example" in ask("show", "F-OTHER", "--refs").stdout


def test_the_last_step_stays_whole_on_a_narrow_terminal(tmp_path: Path) -> None:
    steps = ("rappel", "relance", "derniere_relance")
    sent = [
        ReminderSent(
            source=replace(source(number), message_id=MessageId(f"{step}@firm.example"), folder="Sent"),
            message_id=MessageId(f"{step}@firm.example"),
            client_address=bill().client_address,
            lines=((bill().number, StepName(step)),),
            ours=True,
        )
        for number, step in enumerate(steps, 12)
    ]
    said = asking(tmp_path, [bill(), *sent], columns=80)("status").stdout
    assert "derniere_relance" in said
    assert "last step" in said
    assert max(map(len, said.splitlines())) <= 80


def test_what_nobody_knows_is_said(ask: Ask) -> None:
    said = ask("show", "F-NOPE")

    assert said.exit_code == 2
    assert "F-NOPE" in said.stderr


def test_what_was_probably_meant_is_said(ask: Ask) -> None:
    assert f"Did you mean «{bill().number}»?" in ask("show", bill().number[:-1]).stderr
    assert "Did you mean «status»" in ask("statsu").stderr
    assert "Did you mean" not in ask("show", "zzzzzzzzzz").stderr


def test_status_lists_the_newest_mails_that_could_not_be_read_and_how_to_answer(tmp_path: Path) -> None:
    mails = [unreadable_mail(number, f"Facture {number} {EVIL}") for number in range(13)]
    said = asking(tmp_path, [bill(), *mails], columns=80)("status")
    listed = said.stdout.partition("Could not be read")[2]

    assert said.exit_code == 1
    assert [ref for mail in mails if (ref := mail_ref(mail.source.fingerprint)) in listed] == [
        mail_ref(mail.source.fingerprint) for mail in mails[3:]
    ]
    assert "and 3 older ones" in listed
    assert "relanced state MAIL" in listed
    assert "relanced ignore MAIL" in listed
    assert "\x1b[2J" not in said.stdout
    assert max(map(len, said.stdout.splitlines())) <= 80


def test_status_in_json_has_every_unreadable_mail_and_missing_number(tmp_path: Path) -> None:
    series = [numbered(counter) for counter in (1, 2, 3, 6, 7)]
    ask = asking(tmp_path, [*series, unreadable_mail(4)])
    found = json.loads(ask("status", "--json").stdout)

    [mail] = found["unreadable_invoices"]
    assert mail["mail"] == mail_ref(unreadable_mail(4).source.fingerprint)
    assert (mail["subject"], mail["files"], mail["why"]) == (
        "Facture octobre",
        ["scan.pdf"],
        "scan.pdf: a scan",
    )
    [gap] = found["missing_numbers"]
    assert (gap["first"], gap["last"], gap["count"]) == ("FA-2026-0004", "FA-2026-0005", 2)
    assert (gap["before"], gap["after"]) == ("FA-2026-0003", "FA-2026-0006")
    assert "FA-2026-0004 to FA-2026-0005" in ask("status").stdout


def test_show_tells_of_a_mail_that_could_not_be_read(tmp_path: Path) -> None:
    ask = asking(tmp_path, [unreadable_mail(4), unreadable_mail(5)])
    ref = mail_ref(unreadable_mail(4).source.fingerprint)

    said = ask("show", ref[:6])
    assert said.exit_code == 1
    assert "scan.pdf: a scan" in said.stdout
    assert f"relanced state {ref}" in said.stdout
    assert json.loads(ask("show", ref, "--json").stdout)["waits_for_you"] is True


def test_the_tables_of_status_stay_whole_on_a_narrow_terminal(tmp_path: Path) -> None:
    long = replace(
        bill(), client_name="Transports Keravel et Compagnie Logistique Internationale", client_ids=()
    )
    said = asking(tmp_path, [long], columns=80)("status").stdout

    assert max(map(len, said.splitlines())) <= 80
    assert "…" not in said
    assert said.count(grouped(long.total)) >= 3


def test_words_of_a_mail_are_neither_markup_nor_terminal_commands(ask: Ask) -> None:
    for words in (("status",), ("plan",), ("show", bill().number)):
        said = ask(*words)
        assert "\x1b[2J" not in said.stdout
    assert "[red]Ann[/red]" in ask("show", bill().number).stdout
