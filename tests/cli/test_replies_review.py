"""What the owner says of clients' mails: into a real mailbox, and read back from it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_firm import Firm, open_firm
from servers.dovecot import Account
from servers.relay import Fault, Relay, Trigger
from store_samples import invoice, reply, source

from relanced.edge.store import Store
from relanced.model.facts import Fact, InvoiceSent, ReplyReceived
from relanced.model.intents import Intent

NOW = datetime.now(UTC)
CLIENTS = ("lemaire", "rocher", "keravel")


def bill(client: str) -> InvoiceSent:
    sent = replace(invoice(client, f"F-2027-{client}"), rivals=(), disagreements=(), client_ids=())
    at, address = NOW - timedelta(days=40), f"compta@{client}.example"
    return replace(
        sent,
        source=replace(sent.source, at=at),
        issued_on=at.date(),
        due_on=at.date() + timedelta(days=10),
        client_address=address,
        client_name=client.title(),
    )


def answer(client: str) -> ReplyReceived:
    """What nobody can be sure of."""
    return replace(
        reply(f"r-{client}", new_text="Zut alors, la lune \x1b[2J [red]vraiment[/red].\n"),
        source=replace(source(f"r-{client}"), at=NOW - timedelta(hours=9 - CLIENTS.index(client))),
        sender=f"compta@{client}.example",
        intent=Intent.NOT_SURE,
        also=(),
        promised_on=None,
        asks=(),
        mentions=(f"F-2027-{client}",),
        said_of=(),
        tokens=(),
        confidence=0.3,
    )


def record(firm: Firm, *facts: Fact) -> None:
    store = Store.open(f"sqlite:///{firm.config.parent}/relanced.db", lock=True)
    store.record((), list(facts))
    store.close()


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Firm:
    """Three clients whose mails relanced is not sure of."""
    opened = open_firm(account, tmp_path)
    record(opened, *map(bill, CLIENTS), *map(answer, CLIENTS))
    return opened


def listed(firm: Firm, *words: str, code: int) -> dict[str, dict[str, object]]:
    """The mails of clients by the client's name."""
    said = firm.ask("replies", "list", "--json", *words, code=code)
    return {each["clients"][0].partition(".")[0]: each for each in json.loads(said.stdout)}


def test_a_review_writes_each_word_at_once_and_it_counts_after_the_next_round(firm: Firm) -> None:
    assert list(listed(firm, code=1)) == list(CLIENTS)  # oldest first

    typed = "y\nn\nxyz\ndis\np 28/02/2099\n"  # «y» of what nobody read, then a word that is none
    said = firm.ask("replies", "review", code=1, typed=typed).stdout
    assert "nothing to confirm" in said
    assert "(pl)an_request" in said
    assert "no label «xyz»" in said
    assert "2 noted in Relanced/Journal, 0 skipped, 1 not looked at." in said
    assert "next round" in said
    assert "\x1b[2J" not in said
    assert "[red]vraiment[/red]" in said
    firm.read_mailbox()

    assert list(listed(firm, code=1)) == ["keravel"]
    assert listed(firm, "--all", code=1)["lemaire"]["judged"] is not None
    invoices, _ = firm.status()
    states = {each["client"]: each["state"] for each in invoices.values()}
    assert (states["lemaire.example"], states["rocher.example"]) == ("disputed", "promised")
    assert "2099-02-28" in firm.ask("show", "rocher.example", code=1).stdout


def test_skipping_and_quitting_write_nothing(firm: Firm) -> None:
    said = firm.ask("replies", "review", code=1, typed="s\n\nq\n").stdout

    assert "0 noted, 1 skipped, 2 not looked at." in said
    firm.read_mailbox()
    assert set(listed(firm, code=1)) == set(CLIENTS)


def test_one_mail_is_judged_and_the_last_word_counts(firm: Firm) -> None:
    ref = str(listed(firm, code=1)["rocher"]["mail"])
    said = firm.ask("replies", "judge", ref[:5], "prom", "--pays-on", "2099-12-15").stdout
    assert f"mail {ref} is promise, to be paid on 2099-12-15" in said
    assert "F-2027-rocher" in said
    firm.ask("replies", "judge", ref, "plan")
    firm.read_mailbox()

    judged = listed(firm, "--all", code=1)["rocher"]["judged"]
    assert isinstance(judged, dict)
    assert (judged["intent"], judged["promised_on"]) == ("plan_request", None)


def test_a_contact_is_written_to_from_the_next_round_on(firm: Firm) -> None:
    said = firm.ask("contact", "F-2027-lemaire", "Siege@Groupe-Lemaire.example").stdout
    assert "siege@groupe-lemaire.example, in place of compta@lemaire.example" in " ".join(said.split())
    assert "groupe-lemaire.example is not lemaire.example" in " ".join(said.split())
    firm.read_mailbox()

    told = json.loads(firm.ask("show", "lemaire.example", "--json", code=1).stdout)
    assert told["address"] == "siege@groupe-lemaire.example"
    assert "already" in firm.ask("contact", "F-2027-lemaire", "siege@groupe-lemaire.example", code=2).stderr


def test_a_redirect_that_is_confirmed_asks_whether_to_write_there(firm: Firm) -> None:
    redirect = replace(
        answer("lemaire"),
        source=replace(source("r9"), at=NOW - timedelta(days=1)),
        intent=Intent.REDIRECT,
        redirect_to="compta@siege-lemaire.example",
    )
    record(firm, redirect)

    said = firm.ask("replies", "review", code=1, typed="y\nn\n").stdout
    assert "siege-lemaire.example is not lemaire.example" in " ".join(said.split())
    assert "Nothing changed" in said
    said = firm.ask("replies", "review", code=1, typed="r\nperhaps\ny\n").stdout
    assert "Noted: compta@siege-lemaire.example." in said
    firm.read_mailbox()
    told = json.loads(firm.ask("show", "lemaire.example", "--json", code=1).stdout)
    assert told["address"] == "compta@siege-lemaire.example"


def test_a_line_that_is_lost_between_two_answers_is_made_again(
    firm: Firm, relay: Callable[..., Relay]
) -> None:
    """Some servers hang up on whoever thinks for long: what was said before stays, what comes is written."""
    cut = Trigger(Fault.CUT, at=re.compile(rb"\[APPENDUID[^\r]*\r\n"))
    way = relay(firm.account.server.port, cut)
    text = firm.config.read_text("utf-8")
    firm.config.write_text(text.replace(f"port = {firm.account.server.port}", f"port = {way.port}"), "utf-8")

    said = firm.ask("replies", "review", typed="dis\nack\nunr\n").stdout
    assert "3 noted in Relanced/Journal" in said
    assert way.connections == 2
    firm.read_mailbox()
    assert listed(firm, code=0) == {}


def test_what_cannot_be_written_ends_the_review_and_says_what_is(
    firm: Firm, relay: Callable[..., Relay]
) -> None:
    way = relay(firm.account.server.port)
    text = firm.config.read_text("utf-8")
    firm.config.write_text(text.replace(f"port = {firm.account.server.port}", f"port = {way.port}"), "utf-8")
    way.stop()

    said = firm.ask("replies", "review", code=1, typed="dis\nack\nunr\n")
    assert "not recorded; try again" in said.stderr
    assert "0 noted, 0 skipped, 3 not looked at." in said.stdout
