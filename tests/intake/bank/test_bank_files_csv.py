"""Tables: headings in six languages, amounts, days and senses in all forms, what is not booked or not sure."""

import pytest
from bank_files import told

from relanced.intake.bank.files.csv_file import read_csv
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.money import money_of

TABLES = {
    "french, signed": """Date de valeur;Contrepartie;Montant;Devise;Libellé;Sens;Statut
15/10/2026;ACME;1 944,00;EUR;F1-01;credit;executée
15/10/2026;ENCRES;-312,55;EUR;C1;debit;executée
15/10/2026;SAV;540,00;EUR;F1-02;credit;rejetée
""",
    "english payout": """type,customer_name,description,gross,fee,net,currency,available_on
charge,ACME,F1-01,1944.00,-9.10,1934.90,EUR,2026-10-15
refund,Nora,F1-02,-170.00,0.00,-170.00,EUR,2026-10-15
pending,Late,F1-03,5.00,0,5.00,EUR,
""",
    "german, two columns": """Konto 123

Buchungstag\tAuftraggeber\tVerwendungszweck\tSoll\tHaben
15.10.2026\tACME\tF1-01\t\t1.944,00
15.10.2026\tSTROM\tX\t80,00\t
""",
    "german, noted only": """Buchungstag;Wertstellung;Status;Auftraggeber/Empfänger;Verwendungszweck;Betrag;Währung
15.10.2026;15.10.2026;gebucht;ACME;F1-01;1.944,00;EUR
15.10.2026;16.10.2026;vorgemerkt;HOTEL;F1-02;190,00;EUR
15.10.2026;15.10.2026;gebucht;BAHN;Ticket;-79,80;EUR
""",
    "german, kinds and words": """"Konto:";"DE02 1203 0000 0000 2020 51"

"Buchungstag";"Wertstellung";"Umsatzart";"Auftraggeber / Begünstigter";"Buchungstext";"Umsatz";"Währung"
"14.10.2026";"15.10.2026";"Gutschrift";"ACME";"F1-01";"1.944,00";"EUR"
"15.10.2026";"15.10.2026";"Überweisung";"Finanzkasse";"UST 09/26";"-80,00";"EUR"
""",
    "german, letters": """Buchungstag;Valuta;Name;Verwendungszweck;Betrag;S/H
15.10.26;15.10.26;ACME;F1-01;1944,00;H
15.10.26;15.10.26;STROM;X;80,00;S
""",
    "dutch": """"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij","Bedrag (EUR)","Mededelingen"
"20261015","ACME","NL91AAAA0417164300","NL10BBBB2025123456","OV","Bij","1944,00","F1-01"
"20261015","BOUW","NL91AAAA0417164300","","BA","Af","112,37","pas 2"
""",
    "italian": """Data;Valuta;Descrizione;Controparte;Causale;Entrate;Uscite
14/10/2026;15/10/2026;Bonifico ricevuto;ACME;F1-01;1.944,00;
14/10/2026;13/10/2026;POS;Ferramenta;;;-42,15
""",
    "spanish": """F. valor;Concepto;Ordenante;Importe;Saldo
15/10/2026;F1-01;ACME;+1.944,00;9.000,00
15/10/2026;luz;ENDESO;-44,00;8.956,00
""",
    "english, money in and out": """Account,12-34-56 ****6612
Generated,15/10/2026

Date,Type,Counterparty,Reference,Money Out,Money In,Balance
15/10/2026,Faster Payment In,ACME,F1-01,,"1,944.00","23,827.09"
15/10/2026,Card,Screws,,31.98,,"23,795.11"
""",
    "label of two lines": """Compte courant;n° 4410;;;;
Solde au 15/10/2026;10 884,02 €;;;;

Date;Date de valeur;Libellé;Détail;Débit euros;Crédit euros
15/10/2026;15/10/2026;"VIREMENT EN VOTRE FAVEUR
ACME";F1-01;;1 944,00
15/10/2026;15/10/2026;"PAIEMENT PAR CARTE
STATION";;64,12;
""",
    "trailing letters": """Date|Client|Reference|Amount
2026-10-15|ACME|F1-01|1,944.00 CR
2026-10-15|STATION|-|64.12 DR
2026-10-15|STATION|-|(64.12)
""",
    "american days": """Date,Customer,Reference,Amount,Currency
10/15/2026,ACME,F1-01,+1944.00,EUR
10/02/2026,SHOP,x,-5.00,EUR
""",
    "a balance among the rows": """Date;Libellé;Montant
01/10/2026;SOLDE INITIAL;9 000,00
15/10/2026;VIR SEPA ACME F1-01;1 944,00
31/10/2026;Total;1 944,00
""",
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_columns_are_found_by_their_headings(name: str, encoding: str) -> None:
    statement = read_csv(TABLES[name].encode(encoding))
    assert told(statement) == [("1944.00", "ACME", "F1-01", "2026-10-15")]
    assert statement.problems == ()
    assert statement.kind == "CSV"


def test_csv_what_a_service_kept_and_the_other_sides_account() -> None:
    payout = read_csv(TABLES["english payout"].encode())
    assert payout.credits[0].fee == money_of("9.10", "EUR")
    assert payout.net == money_of("1764.90", "EUR")
    assert read_csv(TABLES["french, signed"].encode()).net is None
    assert read_csv(TABLES["dutch"].encode()).credits[0].payer_account == "NL10BBBB2025123456"


SETTLED = """Creation Date;Type;Merchant Reference;Shopper Name;Gross Debit;Gross Credit;Commission;Net Debit;Net Credit
2026-10-15;Settled;F1-01;ACME;;540.00;7.56;;532.44
2026-10-15;Refunded;F1-02;NORA;95.00;;0.50;95.50;
2026-10-15;Fee;monthly;;25.00;;;25.00;
2026-10-15;MerchantPayout;batch 41;;411.94;;;411.94;
"""


def test_csv_the_transfer_itself_is_no_part_of_what_a_service_transfers() -> None:
    statement = read_csv(SETTLED.encode())
    assert told(statement) == [("540.00", "ACME", "F1-01", "2026-10-15")]
    assert statement.net == money_of("411.94", "EUR")


HEAD = "Date;Contrepartie;Montant;Motif\n"


@pytest.mark.parametrize(
    ("heading", "above", "mail", "currency"),
    [
        ("Montant (CHF)", "", "", "CHF"),
        ("Montant en euros", "", "GBP", "EUR"),
        ("Montant", "Solde;1 000,00 £;;\n", "", "GBP"),
        ("Montant", "", "USD", "USD"),
        ("Montant", "", "", "EUR"),
    ],
)
def test_csv_the_currency_is_the_headings_or_the_mails(
    heading: str, above: str, mail: str, currency: str
) -> None:
    table = f"{above}Date;Contrepartie;{heading};Motif\n15/10/2026;ACME;12,00;F1\n"
    assert read_csv(table.encode(), currency=mail).credits[0].amount.currency == currency


@pytest.mark.parametrize(
    "row",
    [
        "15/10/2026;ACME;12,345;F1",
        "15/10/2026;ACME;1e9;F1",
        "15/10/2026;ACME;12.00 oder 13.00;F1",
        "15/10/2026;ACME;12,00;F1;9000,00",
        "15/10/2026;ACME;1410.000;F1",
        f"15/10/2026;ACME;{'9' * 30};F1",
    ],
)
def test_csv_a_row_that_can_be_read_in_two_ways_is_said(row: str) -> None:
    statement = read_csv(f"{HEAD}{row}\n15/10/2026;ZED;13,00;F2\n".encode())
    assert [c.payer for c in statement.credits] == ["ZED"]
    assert len(statement.problems) == 1
    assert statement.problems[0].startswith("line 2: ")


@pytest.mark.parametrize(
    ("kind", "amount", "counts"),
    [
        ("Refund received", "+66,00", "credit"),
        ("Refund", "66,00", "nothing"),
        ("Virement en attente", "+66,00", "nothing"),
        ("Rejet de prélèvement", "-66,00", "reversal"),
        ("Chargeback", "-66,00", "reversal"),
        ("Frais de rejet", "-66,00", "nothing"),
        ("Rücklastschrift", "66,00", "reversal"),
        ("Virement", "66,00", "credit"),
    ],
)
def test_csv_the_kind_decides_where_the_sign_does_not(kind: str, amount: str, counts: str) -> None:
    statement = read_csv(f"Date;Type;Client;Montant\n15/10/2026;{kind};ACME;{amount}\n".encode())
    found = "credit" if statement.credits else "reversal" if statement.reversals else "nothing"
    assert found == counts


def test_csv_the_words_of_a_payer_decide_nothing() -> None:
    statement = read_csv(f"{HEAD}15/10/2026;ACME;+66,00;SOLDE IMPAYE refund en attente\n".encode())
    assert told(statement) == [("66.00", "ACME", "SOLDE IMPAYE refund en attente", "2026-10-15")]


def test_csv_a_quote_that_never_closes_swallows_no_row() -> None:
    rows = "".join(f"15/10/2026;A{n};1{n},00;F{n}\n" for n in range(9))
    statement = read_csv(f'{HEAD}15/10/2026;"LE PORT;12,00;F1\n{rows}'.encode())
    assert len(statement.credits) == 10
    assert statement.credits[0].payer == "LE PORT"


def test_csv_a_quote_that_another_row_closes_swallows_no_row() -> None:
    rows = "".join(f"15/10/2026;A{n};1{n},00;F{n}\n" for n in range(9))
    statement = read_csv(f'{HEAD}15/10/2026;"LE PORT;12,00;F1\n{rows}15/10/2026;ZED";13,00;F2\n'.encode())
    assert len(statement.credits) == 11


def test_csv_a_name_of_a_payment_is_one_where_no_two_rows_have_it() -> None:
    table = "Date;Client;Montant;Transaction ID;Motif\n15/10/2026;A;1,00;{};F1\n15/10/2026;B;2,00;{};F2\n"
    names = read_csv(table.format("TX-000001", "TX-000002").encode()).credits
    assert [c.entry_id for c in names] == ["TX-000001", "TX-000002"]
    assert [c.entry_id for c in read_csv(table.format("PO-000001", "PO-000001").encode()).credits] == ["", ""]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a;b;c\n1;2;3\n",
        b"Date;Montant\n15/10/2026;5,00\n",
        b'"' * 200_000,
        b"x" * (MAX_FILE + 1),
        (HEAD + "1;2;3;4\n" * 20_001).encode(),
        (HEAD + ";" * 300).encode(),
    ],
)
def test_csv_without_known_headings_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_csv(data)
