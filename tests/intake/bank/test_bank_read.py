"""What a bank's mail says, and which mails only pass for one."""

import json
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.bank.read import read_bank
from relanced.intake.message import parse_message
from relanced.intake.readings import BankKind, BankRead
from relanced.model.facts import Credit
from relanced.model.money import money_of
from relanced.model.rules import BankRule

FIXTURES = Path(__file__).parents[2] / "fixtures" / "bank"
LABELS = [json.loads(line) for line in (FIXTURES / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
IDS = ("mx.firm.example",)
BANKS = (BankRule(name="Kiosk Bank", senders=("@kioskbank.example", "alerts@mail.kioskbank.example")),)
PASS = "mx.firm.example; dmarc=pass header.from={}"


def mail(
    subject: str,
    body: str = "",
    *,
    html: str = "",
    sender: str = "Kiosk Bank <noreply@kioskbank.example>",
    results: str | None = None,
    **headers: str,
) -> bytes:
    message = EmailMessage()
    domain = sender.rpartition("@")[2].strip(">")
    verdict = PASS.format(domain) if results is None else results
    if verdict:
        message["Authentication-Results"] = verdict
    message["From"] = sender
    message["Subject"] = subject
    message["Date"] = "Thu, 15 Oct 2026 08:00:00 +0200"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if body or not html:
        message.set_content(body)
    if html and body:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message.as_bytes(policy=SMTP)


def read(raw: bytes) -> BankRead | None:
    return read_bank(parse_message(raw), BANKS, IDS)


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def paid(amount: str, payer: str, reference: str, day: str = "2026-10-15", currency: str = "EUR") -> Credit:
    return Credit(
        amount=money_of(amount, currency), payer=payer, reference=reference, value_on=date.fromisoformat(day)
    )


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label["file"])
def test_labelled_mails_are_read_as_labelled(label: dict[str, object]) -> None:
    domains = [
        "banque-rivage",
        "notif.banque-rivage",
        "banquedufacteur",
        "creditduval",
        "debitflow",
        "intl.paybuddy",
    ]
    domains += ["jolie-payments", "kwanta", "nordispay", "plainly", "sab-pro", "tappo", "voltera"]
    banks = tuple(BankRule(name=domain, senders=(f"@{domain}.example",)) for domain in domains)
    found = read_bank(parse_message((FIXTURES / str(label["file"])).read_bytes()), banks, IDS)
    assert found is not None
    assert found.sender_trusted is label["sender_trusted"]
    assert found.kind.value == label["kind"], found.because
    said = [
        {
            "amount": credit.amount.plain,
            "currency": credit.amount.currency,
            "payer": credit.payer,
            "reference": credit.reference,
            "value_date": str(credit.value_on),
        }
        for credit in found.credits
    ]
    if label["style"] != "tappo":  # there the till's own words stand where a payer would
        assert said == label["credits"]


CREDITS = [
    (
        mail(
            "Zahlungseingang auf Ihrem Konto",
            "Auftraggeber: Müller Bau GmbH\nBetrag: 1.234,50 EUR\nVerwendungszweck: RE F2026-0410\n"
            "Wertstellung: 14.10.2026\n\nNeuer Kontostand: 12.345,67 EUR",
        ),
        [paid("1234.50", "Müller Bau GmbH", "RE F2026-0410", "2026-10-14")],
    ),
    (
        mail(
            "Aviso de abono",
            "Importe: 2.420,00 €\nOrdenante: PEREZ SL\nConcepto: FACTURA 12\nFecha valor: 14/10/2026",
        ),
        [paid("2420.00", "PEREZ SL", "FACTURA 12", "2026-10-14")],
    ),
    (
        mail(
            "Bonifico ricevuto",
            "Ordinante: ROSSI SRL\nImporto: 1.500,00 EUR\nCausale: SALDO 12\nSaldo contabile: 9.000,00 EUR",
        ),
        [paid("1500.00", "ROSSI SRL", "SALDO 12")],
    ),
    (
        mail(
            "Bijschrijving op uw rekening",
            "Bedrag: € 1.210,00\nNaam: Van Aken BV\nOmschrijving: F2026-0326\nDatum: 14-10-2026",
        ),
        [paid("1210.00", "Van Aken BV", "F2026-0326", "2026-10-14")],
    ),
    (
        mail(
            "Incoming payment",
            "Remitter          HARBOUR LTD\nAmount            GBP 1,250.00\nPayment details   INV F1-22",
        ),
        [paid("1250.00", "HARBOUR LTD", "INV F1-22", currency="GBP")],
    ),
    (
        mail(
            "Gutschriftsanzeige",
            "Zahlungseingang CHF 1'250.00\nAuftraggeber: Alpen AG\nMitteilung: F2026-0090",
        ),
        [paid("1250.00", "Alpen AG", "F2026-0090", currency="CHF")],
    ),
    (
        mail(
            "Faster Payment received",
            "A payment of £310.20 from MR J SMITH has been credited on 12 October 2026 with reference F1-34.",
        ),
        [paid("310.20", "MR J SMITH", "F1-34", "2026-10-12", "GBP")],
    ),
    (
        mail(
            "Geldeingang",
            "Auf Ihrem Konto sind 1.250,00 EUR von ACME GmbH eingegangen (Verwendungszweck: F1-22).",
        ),
        [paid("1250.00", "ACME GmbH", "F1-22")],
    ),
    (
        mail(
            "Notifica accredito",
            "È stato accreditato sul tuo conto un bonifico di 1.250,00 € disposto da ACME SRL con causale F1-22.",
        ),
        [paid("1250.00", "ACME SRL", "F1-22")],
    ),
    (
        mail(
            "Virement reçu",
            html="<div>Montant</div><div>88<sup>,50&nbsp;€</sup></div><div>De</div><div>Tom &amp; Co</div>",
        ),
        [paid("88.50", "Tom & Co", "")],
    ),
    (
        mail(
            "Opération créditrice",
            html=table(("Donneur d'ordre", "Montant", "Communication"), ("ACME", "1 200,00 €", "F1-44")),
        ),
        [paid("1200.00", "ACME", "F1-44")],
    ),
    (
        mail(
            "Transaction alert",
            html=table(
                ("Date", "Details", "Debit", "Credit"),
                ("13/10/2026", "HARBOUR LTD INV F1-01", "", "1,250.00"),
                ("13/10/2026", "OFFICE STORE", "120.00", ""),
            ),
        ),
        [paid("1250.00", "HARBOUR LTD INV", "F1-01", "2026-10-13")],
    ),
    (
        mail(
            "Your daily summary",
            "Date        Description            Paid in     Paid out\n"
            "13/10/2026  HARBOUR LTD F1-01      1,250.00\n13/10/2026  OFFICE STORE                       120.00\n",
        ),
        [paid("1250.00", "HARBOUR LTD", "F1-01", "2026-10-13")],
    ),
    (
        mail(
            "2 virements reçus",
            "De : A SARL\nMontant : 10,00 €\nMotif : F1-01\n\nDe : B SARL\nMontant : 20,00 €\nMotif : F1-02",
        ),
        [paid("10.00", "A SARL", "F1-01"), paid("20.00", "B SARL", "F1-02")],
    ),
    (
        mail(
            "Your payout of €148.20 has been sent",
            "Payments:\n• Jane Doe — INV F1-12 — €50.00\n• Bob Ray — F1-13 — €100.00\nFees: -€1.80\nTotal: €148.20",
        ),
        [paid("50.00", "Jane Doe", "INV F1-12"), paid("100.00", "Bob Ray", "F1-13")],
    ),
    (
        mail(
            "Paiement reçu",
            "Montant payé : 540,00 €\nPayé par : Zen (zen@studio.example)\nFrais : 5,40 €\nNet : 534,60 €",
        ),
        [replace(paid("540.00", "Zen", ""), fee=money_of("5.40", "EUR"))],  # gross: the fee is ours
    ),
    (
        mail(
            "You received a payment",
            "Smith LLC sent you 1,000.00 USD.\nSent amount: 1,000.00 USD\nCredited: 920.00 EUR\nReference: F1-01",
        ),
        [paid("920.00", "Smith LLC", "F1-01")],
    ),
]


@pytest.mark.parametrize(("raw", "wanted"), CREDITS)
def test_a_credit_is_read_in_every_layout_and_language(raw: bytes, wanted: list[Credit]) -> None:
    found = read(raw)
    assert found is not None
    assert found.sender_trusted
    assert (found.kind, list(found.credits)) == (BankKind.CREDIT, wanted), found.because


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (
            mail("Ihre Überweisung wurde ausgeführt", "Empfänger: Papier AG\nBetrag: 100,00 EUR"),
            BankKind.DEBIT,
        ),
        (
            mail("Rücklastschrift", "Die Lastschrift über 90,00 EUR (Baudry, F1-74) wurde zurückgegeben."),
            BankKind.DEBIT,
        ),
        (
            mail("Chèque impayé", "Le chèque de 80,00 € crédité le 01/10/2026 est revenu impayé."),
            BankKind.DEBIT,
        ),
        (
            mail(
                "Virement reçu annulé",
                "Le virement de 300,00 € de DUBOIS a été annulé et débité de votre compte.",
            ),
            BankKind.DEBIT,
        ),
        (
            mail(
                "Your payment to Paper Ltd was successful", "You paid £50.00 to Paper Ltd. Reference: INV 3"
            ),
            BankKind.DEBIT,
        ),
        (mail("Payment received by Jane", "You refunded €50.00 to Jane."), BankKind.DEBIT),
        (mail("Transferencia emitida", "Beneficiario: PAPEL SL\nImporte: 50,00 €"), BankKind.DEBIT),
        (mail("Addebito diretto", "Addebito di 45,00 EUR a favore di ENERGIA SPA."), BankKind.DEBIT),
        (mail("Afschrijving", "Er is € 45,00 afgeschreven van uw rekening."), BankKind.DEBIT),
        (
            mail("Virement en attente", "Un virement de 900,00 € de LOPEZ sera crédité demain."),
            BankKind.OTHER,
        ),
        (mail("Money is on its way", "ACME sent you €900.00. It should arrive on Friday."), BankKind.OTHER),
        (
            mail("Bonifico in arrivo", "Un bonifico di 700,00 EUR da VERDI sarà accreditato domani."),
            BankKind.OTHER,
        ),
        (mail("Betaling mislukt", "De betaling van € 45,00 door Jansen is mislukt."), BankKind.OTHER),
        (mail("Ihr Kontoauszug ist verfügbar", "Summe Gutschriften: 10.000,00 EUR"), BankKind.OTHER),
        (
            mail("Solde supérieur au seuil", "Votre solde est supérieur au seuil : + 12 310,42 €"),
            BankKind.OTHER,
        ),
        (
            mail(
                "Recevez 100,00 €",
                "Offre : 100,00 € reçus par votre filleul.",
                List_Unsubscribe="<https://x.example>",
            ),
            BankKind.OTHER,
        ),
        (
            mail(
                "Your payout",
                "We have paid out €331.77 to your bank account.\nFees: €5.13\nNet payout: €331.77",
            ),
            BankKind.OTHER,
        ),
    ],
)
def test_what_is_no_arrived_money_gives_no_credit(raw: bytes, kind: BankKind) -> None:
    found = read(raw)
    assert found is not None
    assert (found.kind, found.credits) == (kind, ()), found.because


NOTICE = ("Virement reçu", "Votre compte a été crédité.\nMontant : 500,00 €\nDe : ACME\nMotif : F1-01")


@pytest.mark.parametrize(
    "raw",
    [
        mail(*NOTICE, results=""),
        mail(*NOTICE, results="mx.firm.example; dmarc=fail header.from=kioskbank.example; spf=fail"),
        mail(*NOTICE, results="mx.evil.example; dmarc=pass header.from=kioskbank.example"),
        mail(*NOTICE, sender="Kiosk Bank <noreply@kiosk-bank.example>"),
        mail(*NOTICE, sender="Kiosk Bank <noreply@ki0skbank.example>"),
        mail(*NOTICE, sender="Kiosk Bank <noreply@kioskbnak.example>"),
        mail(*NOTICE, sender="Kiosk Bank <noreply@kioskbank.example.evil.example>"),
        mail(*NOTICE, sender='"noreply@kioskbank.example" <x@evil.example>'),
        mail(*NOTICE, sender="Kiosk Bank <x@evil.example>"),
        mail(*NOTICE, sender="Crédit du Monde <noreply@credit-monde.example>", results=""),
        mail(*NOTICE).replace(b"From: Kiosk Bank <", b"From: <x@evil.example>, <"),
    ],
)
def test_what_only_passes_for_a_notice_is_phishing_and_gives_no_credit(raw: bytes) -> None:
    found = read(raw)
    assert found is not None
    assert (found.kind, found.sender_trusted, found.credits) == (BankKind.PHISHING, False, ()), found.because


@pytest.mark.parametrize(
    "raw",
    [
        mail(
            "Re: relance F1-01",
            "Bonjour, nous avons crédité votre compte de 500,00 € ce jour.",
            sender="Paul <paul@client.example>",
        ),
        mail(
            "Virement fait",
            "Le virement de 500,00 € est parti.",
            sender="Compta <compta@client.example>",
            results="",
        ),
        mail(
            "Re: facture",
            "Payment of 500,00 €",
            sender="Kiosk Bank <a@evil.example>",
            In_Reply_To="<x@firm.example>",
        ),
        mail("Facture", "Ci-joint notre facture de 500,00 €.", sender="Papier <noreply@papier.example>"),
    ],
)
def test_a_person_who_writes_is_no_bank(raw: bytes) -> None:
    assert read(raw) is None


def test_a_client_who_forwards_a_confirmation_is_heard_as_a_client() -> None:
    nested = "From: Kiosk Bank <noreply@kioskbank.example>\n\nYou sent 845.00 EUR"
    body = f"Voici la preuve.\n\n---------- Forwarded message ---------\n{nested}"
    found = read(mail("Fwd: You sent 845.00 EUR", body, sender="Sarah <sarah@client.example>"))
    assert found is not None
    assert (found.kind, found.sender_trusted, found.credits) == (BankKind.OTHER, False, ())


def test_a_notice_whose_signature_a_relay_broke_is_read_and_not_believed() -> None:
    domain = "kioskbank.example"
    verdict = f"mx.firm.example; dkim=fail header.d={domain}; spf=neutral; dmarc=fail header.from={domain}"
    found = read(mail(*NOTICE, results=verdict))
    assert found is not None
    assert (found.kind, found.sender_trusted, len(found.credits)) == (BankKind.CREDIT, False, 1)


def test_a_true_sub_domain_that_is_not_configured_is_read_and_not_believed() -> None:
    found = read(mail(*NOTICE, sender="Kiosk Bank <a@news.kioskbank.example>"))
    assert found is not None
    assert (found.kind, found.sender_trusted, len(found.credits)) == (BankKind.CREDIT, False, 1)
    assert read(mail(*NOTICE, sender="Kiosk Bank <alerts@mail.kioskbank.example>")).sender_trusted  # type: ignore[union-attr]


def test_without_configured_servers_nothing_is_trusted() -> None:
    found = read_bank(parse_message(mail(*NOTICE)), BANKS, ())
    assert found is not None
    assert not found.sender_trusted
    assert "authserv_ids" in found.because


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read_without_raising(body: str, subject: str) -> None:
    raw = mail("x", "y").replace(
        b"Subject: x",
        b"Subject: " + subject.encode("utf-8", "replace").replace(b"\n", b" ").replace(b"\r", b""),
    )
    assert read(raw + body.encode("utf-8", "replace")) is not None


@pytest.mark.parametrize(
    "piece", ["a" * 50, "1 ", "de ", ": ", "€1.00 ", "/DE ", "virement ", "| ", "\t", "(", "F2026-", "<td>"]
)
def test_long_hostile_lines_are_read_in_time(piece: str) -> None:
    body = piece * (200_000 // len(piece))
    assert (
        read(mail("Virement reçu", "x").replace(b"\r\nx\r\n", b"\r\n" + body.encode() + b"\r\n")) is not None
    )
