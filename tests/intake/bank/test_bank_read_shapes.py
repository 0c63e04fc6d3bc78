"""Notices in unusual shapes: signs instead of verbs, labels behind values, frames, pictures, mixed lists."""

import pytest
from intake.bank.bank_notices import DAY, read, table, told

from relanced.intake.readings import BankKind

Row = tuple[str, str, str, str, str]


def _one(amount: str, payer: str, reference: str = "", day: str = DAY, currency: str = "EUR") -> Row:
    return (amount, currency, payer, reference, day)


CREDITS = {
    "a plus and a name in the subject": (
        "+ 310,50 € de Cordonnerie Vasseur",
        "Bonjour,\n\nIl y a du nouveau.",
        "",
        _one("310.50", "Cordonnerie Vasseur"),
    ),
    "a plus and an arrow towards us": (
        "Konto 12",
        "",
        "<div>+€ 88,00</div><div>← Kegelbahn Nord</div><div><i>Rg 2026-71</i></div>",
        _one("88.00", "Kegelbahn Nord", "Rg 2026-71"),
    ),
    "labels right of their values": (
        "Movimento",
        "",
        table(
            ("312,40 €", "Importo accreditato"), ("Sartoria Bassi", "Ordinante"), ("Ft 2026/71", "Causale")
        ),
        _one("312.40", "Sartoria Bassi", "Ft 2026/71"),
    ),
    "arrows before the labels": (
        "Mouvement",
        "",
        table(("+41,00 €", "← montant crédité"), ("Librairie Owen", "← de qui"), ("F2026-88", "← pour quoi")),
        _one("41.00", "Librairie Owen", "F2026-88"),
    ),
    "rows of labels and rows of values that take turns": (
        "Zahlungseingang",
        "",
        table(
            ("Auftraggeber", "Währung", "Betrag"),
            ("Mühle Ost KG", "EUR", "77,10"),
            ("Buchungstag", "Wertstellung", "Verwendungszweck"),
            ("14.10.2026", "15.10.2026", "Rg 2026-40"),
        ),
        _one("77.10", "Mühle Ost KG", "Rg 2026-40"),
    ),
    "a frame of signs, words on two lines": (
        "Avis de crédit",
        (
            "+------------------------------------+\n| Montant :  64,00 EUR               |\n"
            "| Emetteur : Garage Plume            |\n| Motif :    LOT 3 F2026-12          |\n"
            "|            SOLDE                   |\n+------------------------------------+\n"
        ),
        "",
        _one("64.00", "Garage Plume", "LOT 3 F2026-12 SOLDE"),
    ),
    "a purpose with tags, cut in a word": (
        "Geldeingang",
        (
            "Auftraggeber: Kegelbahn Nord\nBetrag: 55,00 EUR\nVerwendungszweck:\n"
            "EREF+NOTPROVIDED SVWZ+RECHN\nUNG 2026-77 KD 12\n"
        ),
        "",
        _one("55.00", "Kegelbahn Nord", "RECHNUNG 2026-77 KD 12"),
    ),
    "pictures only": (
        "Hai ricevuto un bonifico",
        "",
        (
            '<img src="a" alt="Hai ricevuto 19,00 EUR"><img src="b" alt="da Sartoria Bassi">'
            '<img src="c" alt="Causale: Ft 2026/72">'
        ),
        _one("19.00", "Sartoria Bassi", "Ft 2026/72"),
    ),
    "a template whose places were left empty beside the real words": (
        "Money in",
        "You received {{amount}} from {{name}}.",
        "<p>You received £20.00 from Otter Crafts.</p>",
        _one("20.00", "Otter Crafts", currency="GBP"),
    ),
    "one of two «bij» lines": (
        "Mutaties",
        (
            'Op uw rekening:\n\n  • bij  € 70,-\n  Bakkerij Zon\n  "fact 2026-9"\n  donderdag 15 oktober 2026\n\n'
            '  • af  € 12,-\n  Telefoon BV\n  "abonnement"\n'
        ),
        "",
        _one("70.00", "Bakkerij Zon", "fact 2026-9"),
    ),
    "preformatted columns, a day of the old year": (
        "Extracto de movimientos",
        "",
        (
            "<pre>\nFECHA  VALOR  CONCEPTO             DEBE     HABER\n"
            "15/10  14/10  TRF. RECIBIDA                  99,00\n"
            "                TALLER NUBE SL\n                FRA 2026-14\n"
            "15/10  15/10  RECIBO AGUA          20,00\n</pre>"
        ),
        _one("99.00", "TALLER NUBE SL", "FRA 2026-14", "2026-10-14"),
    ),
    "a list of paid and unpaid collections": (
        "Esiti incassi",
        (
            "Scadenza    Debitore        Fattura        Importo EUR  Esito\n"
            "15/10/2026  SARTORIA BASSI  F2026-80             61,00  PAGATO\n"
            "15/10/2026  BAR LUNA        F2026-81             70,00  INSOLUTO\n"
            "15/10/2026  BAR SOLE        F2026-82             80,00  PRESENTATO\n"
        ),
        "",
        _one("61.00", "SARTORIA BASSI", "F2026-80"),
    ),
    "who has paid is a tick": (
        "2 van de 3 hebben je verzoek betaald",
        "",
        "<h2>“les lamp”</h2>" + table(("✅", "Fenna", "€ 9,-"), ("⏳", "Gijs", "€ 9,-")),
        _one("9.00", "Fenna", "les lamp"),
    ),
    "what was added to the balance, not what was sent": (
        "You have been paid",
        "",
        (
            "<dl><dt>They sent</dt><dd>100.00 CAD</dd><dt>Credited to your USD balance</dt><dd>91.00 USD</dd>"
            "<dt>Paid by</dt><dd>Otter Crafts LLC</dd><dt>Payment details</dt><dd>INV 2026-5</dd></dl>"
        ),
        _one("91.00", "Otter Crafts LLC", "INV 2026-5", currency="USD"),
    ),
    "columns whose headings bear the currency": (
        "Umsätze",
        "",
        table(
            ("Buchung", "Valuta", "Text", "Soll €", "Haben €"),
            ("", "", "Anfangssaldo", "", "400,00"),
            ("15.10.", "15.10.26", "Überweisungsgutschrift<br>Mühle Ost KG<br>Rg 2026-41", "", "30,00"),
            ("15.10.", "15.10.26", "Lastschrift<br>Telefonwerk", "84,12", ""),
        ),
        _one("30.00", "Mühle Ost KG", "Rg 2026-41"),
    ),
    "a sale at the firm's own terminal": (
        "TPV 9",
        "",
        table(
            ("Comercio", "Terminal", "Pedido", "Tipo"),
            ("FIRMA", "1", "A2026-4", "Venta"),
            ("Titular", "Tarjeta", "Importe", "Resultado"),
            ("ANA RIBA", "4548****0004", "26,70 EUR", "AUTORIZADA"),
        ),
        _one("26.70", "ANA RIBA", "A2026-4"),
    ),
    "labels below their values": (
        "Virement reçu",
        "",
        "".join(
            f"<div>{part}</div>"
            for part in ("1 240,00 €", "Montant", "SCI Lune", "Émetteur", "F2026-4", "Motif")
        ),
        _one("1240.00", "SCI Lune", "F2026-4"),
    ),
    "one digit a span": (
        "You were paid",
        "",
        "<p><span>2</span><span>5</span><span>0</span><sup>00</sup><span> €</span></p><p>from Otter Crafts</p>",
        _one("250.00", "Otter Crafts"),
    ),
    "what a service will pay on to the bank": (
        "Payment received",
        (
            "We've received a payment of £45.00 from Otter Crafts for invoice F2026-3. "
            "Funds will be paid out to your bank account soon."
        ),
        "",
        _one("45.00", "Otter Crafts", "invoice F2026-3", currency="GBP"),
    ),
    "keys and values of a program": (
        "Transaction 7",
        "etat = CAPTURED\namount = 1265\norder_id = DEV-2026-4\ncust_name = Lise Aubin\nmontant lisible = 12.65 EUR\n",
        "",
        _one("12.65", "Lise Aubin", "DEV-2026-4"),
    ),
}


@pytest.mark.parametrize("shape", CREDITS)
def test_a_credit_is_read_in_whatever_shape(shape: str) -> None:
    subject, body, html, expected = CREDITS[shape]
    found = read(subject, body, html)
    assert found.kind is BankKind.CREDIT, found.because
    assert [told(credit) for credit in found.credits] == [expected]


NO_CREDITS = {
    "a cheque that is not cleared": (
        "Ingreso de cheque",
        "LIBRADOR: TALLER NUBE SL\nIMPORTE: 90,00 EUR\nSITUACION: PENDIENTE DE COMPENSAR\n",
        "",
    ),
    "collections handed in": (
        "Distinta 7 acquisita",
        (
            "Scadenza    Debitore        Fattura        Importo EUR  Esito\n"
            "31/12/2026  SARTORIA BASSI  F2026-80             61,00  PRESENTATO\n"
            "31/12/2026  BAR LUNA        F2026-81             70,00  PRESENTATO\n"
        ),
        "",
    ),
    "a transfer that we ordered": (
        "Contabile bonifico disposto",
        "",
        table(("Beneficiario", "Ordinante"), ("VETRI BO SRL", "FIRMA SARL"))
        + table(("Importo", "Commissioni"), ("70,00", "1,00")),
    ),
    "a service's own invoice": (
        "Uw factuur september 2026",
        "",
        "<p>Uitbetaling factuur 7</p>" + table(("09-2026", "Transactiekosten", "4 stuks", "2,76")),
    ),
    "only a template": ("Payment", "You received {{amount}} from {{name}}. Limit £500.00", ""),
    "a sale that the card's bank refused": (
        "TPV 9",
        "",
        table(
            ("Comercio", "Terminal", "Pedido", "Tipo"),
            ("FIRMA", "1", "A2026-4", "Venta"),
            ("Titular", "Tarjeta", "Importe", "Resultado"),
            ("ANA RIBA", "4548****0004", "26,70 EUR", "DENEGADA"),
        ),
    ),
    "a purchase of our own by card": (
        "Compra con tarjeta",
        "",
        table(
            ("Comercio", "Papelería Sol"),
            ("Titular", "FIRMA"),
            ("Tarjeta", "4548****1"),
            ("Importe", "9,00 EUR"),
        ),
    ),
    "a refund among keys and values": (
        "Transaction 8",
        "type_operation = REFUND\netat = CAPTURED\ncust_name = Lise Aubin\nmontant lisible = 12.65 EUR\n",
        "",
    ),
    "a sale that was given up": (
        "Transaction 9",
        "etat = ABANDONED\norder_id = DEV-2026-4\ncust_name = Lise Aubin\nmontant lisible = 12.65 EUR\n",
        "",
    ),
    "a minus in the subject": ("- 12,00 EUR an Telefonwerk", "Schau nach.", ""),
    "a label of money that left": (
        "Movimiento",
        "",
        table(("30,00 €", "← importe cargado"), ("Sol SL", "← a quién")),
    ),
    "a prize with a plus": ("+ 50 € für dich", "Bis zu 50 € Bonus, jetzt im Angebot.", ""),
    "a request that somebody has seen": ("Verzoek bekeken", "", table(("👀", "Gijs", "€ 9,-"))),
    "received by the bank, not yet booked": (
        "Incoming transfer",
        "You received 500.00 EUR from Otter Crafts.\n\nThe 500.00 EUR will be credited to your account soon.",
        "",
    ),
}


@pytest.mark.parametrize("shape", NO_CREDITS)
def test_what_is_no_credit_is_none_in_whatever_shape(shape: str) -> None:
    subject, body, html = NO_CREDITS[shape]
    found = read(subject, body, html)
    assert found.kind is not BankKind.CREDIT, found.because
    assert found.credits == ()


def test_a_list_of_payments_through_a_service_keeps_what_was_given_back_apart() -> None:
    items = (
        "10:02 – Ada B. ti ha pagato 35,00 €",
        "11:47 – Ivo C. ti ha pagato 20,00 € («lampada 7»)",
        "16:05 – hai rimborsato a Lia F. 12,00 €",
        "17:31 – pagamento di Ugo B. annullato (60,00 €)",
    )
    html = "<h1>Oggi hai incassato 55,00 €</h1><ul>" + "".join(f"<li>{item}</li>" for item in items)
    found = read("La giornata", "", html + "</ul><p>Riceverai 43,00 € sul tuo IBAN domani.</p>")
    assert [told(credit)[:4] for credit in found.credits] == [
        ("35.00", "EUR", "Ada B.", ""),
        ("20.00", "EUR", "Ivo C.", "lampada 7"),
    ]
