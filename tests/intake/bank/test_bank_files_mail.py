"""A bank's mail with files: what they say goes before what the text says, and all of it is handed on."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from bank_files import PAYER, WORDS, camt, code, details, entry, mt940

from relanced.intake.bank.read import read_bank
from relanced.intake.message import parse_message
from relanced.intake.readings import BankKind, BankRead
from relanced.model.facts import ToldBy
from relanced.model.money import money_of
from relanced.model.profile import BankProfile, TableRule
from relanced.model.rules import BankRule

BANKS = (BankRule(name="Kiosk Bank", senders=("@kioskbank.example",)),)
CREDIT = entry(details(PAYER + WORDS))
BACK = entry(code("IDDT", "UPDD") + details(PAYER + WORDS), mark="DBIT", amount="70.00")
TABLE = b"A;B\nACME;12,00\n"
PROFILE = BankProfile(
    name="kiosk",
    shown="Kiosk Bank",
    senders=("@kioskbank.example",),
    table=TableRule(columns={"payer": "A", "amount": "B"}),
)


def read(
    name: str, data: bytes, *, text: str = "Votre relevé est joint.", profiles: tuple[BankProfile, ...] = ()
) -> BankRead:
    message = EmailMessage()
    message["Authentication-Results"] = "mx.firm.example; dmarc=pass header.from=kioskbank.example"
    message["From"] = "Kiosk Bank <noreply@kioskbank.example>"
    message["Subject"] = "Relevé du jour"
    message["Date"] = "Thu, 15 Oct 2026 08:00:00 +0200"
    message.set_content(text)
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    found = read_bank(parse_message(message.as_bytes(policy=SMTP)), BANKS, ("mx.firm.example",), profiles)
    assert found is not None
    return found


def test_credits_and_what_went_back_of_a_file_are_handed_on() -> None:
    found = read("a.xml", camt(CREDIT, BACK))
    assert (found.kind, found.told_by, found.sender_trusted) == (BankKind.CREDIT, ToldBy.STATEMENT, True)
    assert [c.amount.plain for c in found.credits] == ["100.00"]
    assert [c.amount.plain for c in found.reversals] == ["70.00"]
    assert "CAMT.053" in found.because
    assert found.doubt == ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (camt(BACK), BankKind.DEBIT),
        (camt(entry(details(PAYER), mark="DBIT")), BankKind.DEBIT),
        (camt(entry(details(PAYER), status="<Sts>PDNG</Sts>")), BankKind.OTHER),
        (camt(), BankKind.OTHER),
    ],
)
def test_a_file_without_credits_says_so_whatever_the_text_says(data: bytes, kind: BankKind) -> None:
    found = read("a.xml", data, text="Vous avez reçu un virement de 900,00 EUR de la part de ZED.")
    assert (found.kind, found.credits) == (kind, ())


def test_what_could_not_be_read_of_a_file_is_doubtful() -> None:
    found = read("a.sta", mt940(":61:nonsense", ":86:X", ":61:2610151015C5,00NTRFNONREF", ":86:F1"))
    assert len(found.credits) == 1
    assert "nonsense" in found.doubt


def test_of_an_unreadable_file_the_text_is_read() -> None:
    found = read(
        "a.xml", camt(CREDIT)[:-20], text="Vous avez reçu un virement de 900,00 EUR de la part de ZED."
    )
    assert [c.amount.plain for c in found.credits] == ["900.00"]
    assert "a.xml" in found.because


def test_a_services_list_of_payments_is_a_payout() -> None:
    table = b"Date;Client;Montant;Frais;Net\n15/10/2026;ACME;100,00;-2,00;98,00\n"
    found = read("a.csv", table)
    assert (found.told_by, found.net) == (ToldBy.PAYOUT, money_of("98.00", "EUR"))
    assert found.credits[0].fee == money_of("2.00", "EUR")


def test_a_table_is_read_by_the_layout_of_the_profile() -> None:
    found = read("a.csv", TABLE, profiles=(PROFILE,))
    assert [(c.amount.plain, c.payer) for c in found.credits] == [("12.00", "ACME")]
    assert read("a.csv", TABLE).credits == ()
