"""What the owner says of mails that could not be read: into a real mailbox, and read back from it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from cli_firm import Firm, open_firm
from invoice_pdf import INVOICE, pdf_of
from servers.dovecot import Account

from relanced.daemon.desk.amounts import parse_amount
from relanced.model.money import Money


def scan(name: str, client: str) -> bytes:
    """A mail of ours with a scanned invoice, which no reader can read."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Atelier Verrier <compta@firm.example>", client
    mail["Subject"] = f"Votre facture {name}"
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{name}@firm.example>"
    mail.set_content("Bonjour,\nvotre facture est jointe.\n")
    mail.add_attachment(pdf_of([]), maintype="application", subtype="pdf", filename=f"facture-{name}.pdf")
    return mail.as_bytes()


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Firm:
    opened = open_firm(account, tmp_path)
    account.deliver(scan("un", "Garage Lemaire <compta@lemaire.example>"), "Sent")
    account.deliver(scan("deux", "Mairie <mairie@villeneuve.example>"), "Sent")
    opened.read_mailbox()
    return opened


def test_an_invoice_is_stated_corrected_ignored_and_taken_back(firm: Firm) -> None:
    _, unread = firm.status()
    ref = unread["Votre facture un"]["mail"]

    said = firm.ask(
        "state", ref[:5], "--number", "F2026-012", "--amount", "1\u202f200,00 €", "--due", "2099-12-31"
    )
    assert "invoice F2026-012 over 1200.00 EUR" in said.stdout
    assert "Garage Lemaire <compta@lemaire.example>" in said.stdout
    assert "the day of the mail" in said.stdout
    firm.ask("ignore", unread["Votre facture deux"]["mail"], "--note", "photo du chantier")
    firm.read_mailbox()

    invoices, unread = firm.status()
    stated = invoices["F2026-012"]
    assert (stated["total"], stated["due_date"], stated["state"]) == ("1200.00", "2099-12-31", "open")
    assert stated["client"] == "lemaire.example"
    assert unread == {}
    assert "stated" in firm.ask("show", "F2026-012").stdout

    firm.ask("state", "F2026-012", "--amount", "1.350,50")  # a slip of the pen: the rest stays
    firm.read_mailbox()
    corrected = firm.status()[0]["F2026-012"]
    assert (corrected["total"], corrected["due_date"]) == ("1350.50", "2099-12-31")

    firm.ask("ignore", "F2026-012")
    firm.read_mailbox()
    assert firm.status()[0]["F2026-012"]["state"] == "ignored"
    assert "1350.50 EUR owed again" in firm.ask("resume", "F2026-012").stdout
    firm.read_mailbox()
    assert firm.status()[0]["F2026-012"]["state"] == "open"


def test_an_invoice_that_was_read_wrong_keeps_what_is_not_put_right(firm: Firm) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "compta@firm.example", "compta@lemaire.example"
    mail["Subject"], mail["Date"] = "Votre facture", format_datetime(datetime.now(UTC))
    mail.set_content("Bonjour,\nvotre facture est jointe.\n")
    mail.add_attachment(pdf_of(INVOICE), maintype="application", subtype="pdf", filename="facture.pdf")
    firm.account.deliver(mail.as_bytes(), "Sent")
    firm.read_mailbox()

    said = firm.ask("state", "f2027-031", "--amount", "118,80")
    assert "It takes the place of what was read: F-2027-031 over 120.00 EUR" in said.stdout
    assert "2027-06-15 (as it was read)" in said.stdout
    firm.read_mailbox()

    put_right = firm.status()[0]["F-2027-031"]
    assert (put_right["total"], put_right["issue_date"], put_right["due_date"]) == (
        "118.80", "2027-05-03", "2027-06-15",
    )  # fmt: skip


def test_a_credit_note_is_dealt_with_by_its_number(firm: Firm) -> None:
    firm.account.deliver(scan("trois", "Garage Lemaire <compta@lemaire.example>"), "Sent")
    firm.read_mailbox()
    unread = firm.status()[1]
    invoice, note = (unread[f"Votre facture {name}"]["mail"] for name in ("un", "trois"))
    firm.ask("state", invoice, "--number", "F2026-012", "--amount", "1200", "--due", "2099-12-31")
    firm.ask("state", note, "--kind", "credit_note", "--number", "A-7", "--amount", "100")
    firm.read_mailbox()

    said = " ".join(firm.ask("resume", "a-7").stdout.split())
    assert "100.00 EUR of credit note A-7 are taken off what" in said
    firm.read_mailbox()
    assert "a-7" in firm.ask("resume", "a-7", code=2).stderr  # nothing is left to be said of it


def test_an_ignored_mail_waits_again_once_it_is_resumed(firm: Firm) -> None:
    ref = firm.status()[1]["Votre facture deux"]["mail"]
    firm.ask("ignore", ref[:6], "--note", "photo du chantier")
    firm.read_mailbox()

    assert set(firm.status()[1]) == {"Votre facture un"}
    assert "photo du chantier" in firm.ask("show", ref).stdout

    firm.ask("resume", ref)
    firm.read_mailbox()
    assert ref in {mail["mail"] for mail in firm.status()[1].values()}
    assert "It waits for you" in firm.ask("show", ref, code=1).stdout


def test_what_cannot_be_meant_is_said_and_nothing_is_recorded(firm: Firm) -> None:
    ref = firm.status()[1]["Votre facture un"]["mail"]
    whole = ("--number", "F-1", "--amount", "10", "--due", "2099-01-01")
    for words, told in (
        ((ref, "--amount", "10"), "--number"),
        ((ref, "--number", "F-1"), "--amount"),
        ((ref, "--number", "F-1", "--amount", "dix"), "not an amount"),
        ((ref, "--number", "F-1", "--amount", "-10"), "credit_note"),
        ((ref, "--number", "F-1", "--amount", "10 CHF", "--currency", "EUR"), "CHF"),
        (
            (ref, "--number", "F-1", "--amount", "10", "--issued", "2026-02-01", "--due", "2026-01-01"),
            "before",
        ),
        ((ref, *whole, "--issued", "2098-01-01"), "yet to come"),
        ((ref, *whole, "--kind", "credit_note"), "no due day"),
        ((ref[:3], *whole), "4 digits"),
        (("F-NOPE", *whole), "F-NOPE"),
    ):
        assert told in firm.ask("state", *words, code=2).stderr, words
    for verb in ("pause", "paid", "dispute"):
        assert "could not be read" in firm.ask(verb, ref, code=2).stderr
    firm.read_mailbox()

    assert firm.status()[0] == {}


@pytest.mark.parametrize(
    ("typed", "currency", "meant"),
    [
        ("1200.00", None, Money(120_000, "EUR")),
        ("1 200,00", None, Money(120_000, "EUR")),
        ("1\u202f200,5 €", None, Money(120_050, "EUR")),
        ("1.200,00", "chf", Money(120_000, "CHF")),
        ("CHF 1'200.00", None, Money(120_000, "CHF")),
        ("£80", None, Money(8_000, "GBP")),
        ("1.234", None, Money(123_400, "EUR")),
    ],
)
def test_amounts_are_taken_as_people_type_them(typed: str, currency: str | None, meant: Money) -> None:
    assert parse_amount(typed, currency, "EUR") == meant


@pytest.mark.parametrize("typed", ["", "dix", "12,5,3", "1200 bananes", "12 00,00", "0", "-5", "1e3"])
def test_what_is_no_amount_is_said(typed: str) -> None:
    assert isinstance(parse_amount(typed, None, "EUR"), str)
