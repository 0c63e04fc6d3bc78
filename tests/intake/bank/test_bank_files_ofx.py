"""OFX: SGML and XML, names and memos, what is no payment, and the exports of French banks."""

import pytest
from bank_files import OFX_HEAD, ofx, told

from relanced.intake.bank.files.ofx_file import read_ofx
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile

VIR = "<TRNTYPE>CREDIT<DTPOSTED>20261015120000[1:CET]<TRNAMT>+1980.00<FITID>FIT26101501<NAME>VIR DE HARTMANN<MEMO>F1-01"
PRLV = "<TRNTYPE>DEBIT<DTPOSTED>20261015<TRNAMT>-89.90<FITID>A2<NAME>PRLV<MEMO>F1-02"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>CHF</CURDEF><BANKTRANLIST>
<STMTTRN><TRNTYPE>XFER</TRNTYPE><DTPOSTED>20261015</DTPOSTED><TRNAMT>12.50</TRNAMT><FITID>77</FITID>
<PAYEE><NAME>M&#252;ller &amp; Cie</NAME><CITY>Bern</CITY></PAYEE><MEMO><![CDATA[F1-03]]></MEMO></STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""


def test_ofx_credits_without_interest_and_debits() -> None:
    interest = "<TRNTYPE>INT<DTPOSTED>20261015<TRNAMT>0.42<FITID>A3<NAME>INTERETS"
    statement = read_ofx(ofx(VIR, PRLV, interest).encode())
    assert told(statement) == [("1980.00", "HARTMANN", "F1-01", "2026-10-15")]
    assert statement.credits[0].entry_id == "FIT26101501"
    assert statement.has_debits
    assert statement.kind == "OFX"


def test_ofx_in_xml_with_a_payee_and_entities() -> None:
    statement = read_ofx(XML.encode())
    assert told(statement) == [("12.50", "Müller & Cie", "F1-03", "2026-10-15")]
    assert statement.credits[0].amount.currency == "CHF"


def test_ofx_an_element_without_value_and_end_hides_nothing_behind_it() -> None:
    hollow = "<TRNTYPE>CREDIT<DTPOSTED>20261015<CHECKNUM><TRNAMT>55.00<FITID>A1<NAME>ACME<MEMO>\n"
    assert told(read_ofx(ofx(hollow, VIR).encode()))[0] == ("55.00", "ACME", "", "2026-10-15")
    assert len(read_ofx(ofx(hollow, VIR).encode()).credits) == 2


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("+5400,00", "5400.00"),
        ("1 234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("7.5", "7.50"),
    ],
)
def test_ofx_amounts_as_french_exports_write_them(written: str, amount: str) -> None:
    statement = read_ofx(ofx(VIR.replace("+1980.00", written)).encode())
    assert [c.amount.plain for c in statement.credits] == [amount]


@pytest.mark.parametrize(
    "written", ["lots", "1e999999", "NaN", "1,234,56", "1.234", "1" * 30, "5.00<TRNAMT>9000.00", ""]
)
def test_ofx_what_is_not_one_amount_is_said(written: str) -> None:
    statement = read_ofx(ofx(VIR.replace("+1980.00", written), VIR).encode())
    assert len(statement.credits) == 1
    assert len(statement.problems) == 1


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_ofx_that_claims_ascii_and_is_none(encoding: str) -> None:
    statement = read_ofx(ofx(VIR.replace("HARTMANN", "CAFÉ DES ÎLES")).encode(encoding))
    assert statement.credits[0].payer == "CAFÉ DES ÎLES"


@pytest.mark.parametrize(
    ("name", "memo", "payer", "reference"),
    [
        ("VIREMENT EN VOTRE FAVEUR", "SARL DU PORT - F1-04", "SARL DU PORT", "F1-04"),
        ("", "SARL DU PORT - F1-04", "SARL DU PORT", "F1-04"),
        ("SARL DU PORT", "", "SARL DU PORT", "REF778899"),
    ],
)
def test_ofx_who_pays_stands_in_the_name_or_in_the_memo(
    name: str, memo: str, payer: str, reference: str
) -> None:
    body = f"<TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>5.00<FITID>A<REFNUM>REF778899<NAME>{name}<MEMO>{memo}"
    assert told(read_ofx(ofx(body).encode())) == [("5.00", payer, reference, "2026-10-15")]


def test_ofx_a_returned_debit_is_a_reversal_and_its_fee_is_none() -> None:
    back = PRLV.replace("NAME>PRLV<MEMO>F1-02", "NAME>REJET PRLV ACME<MEMO>F1-05")
    fee = PRLV.replace("NAME>PRLV<MEMO>F1-02", "NAME>FRAIS REJET PRLV")
    statement = read_ofx(ofx(back, fee).encode())
    assert [(c.amount.plain, c.reference) for c in statement.reversals] == [("89.90", "F1-05")]


def test_ofx_several_accounts_and_the_currency_of_one_movement() -> None:
    second = ofx(VIR, account="99912345678", head="").replace("<OFX>", "").replace("</OFX>", "")
    foreign = VIR.replace("FIT26101501", "FIT26101502") + "<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"
    both = ofx(VIR, foreign).replace("</OFX>", second + "</OFX>")
    statement = read_ofx(both.encode())
    assert [str(c.amount) for c in statement.credits] == ["1980.00 EUR", "1980.00 USD", "1980.00 EUR"]


def test_ofx_a_movement_told_twice_counts_once_and_the_payers_account_is_not_ours() -> None:
    theirs = VIR + "<BANKACCTTO><BANKID>1<ACCTID>DE89370400440532013000</BANKACCTTO>"
    ours = VIR.replace("101501", "101509") + "<BANKACCTTO><BANKID>1<ACCTID>00012345678</BANKACCTTO>"
    statement = read_ofx(ofx(theirs, theirs, ours).encode())
    assert [c.payer_account for c in statement.credits] == ["DE89370400440532013000", ""]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"OFXHEADER:100",
        ofx(VIR).encode()[:300],
        b"<!DOCTYPE x>" + ofx(VIR).encode(),
        b"<!ENTITY x>" + ofx(VIR).encode(),
        b" " * MAX_FILE + ofx(VIR).encode(),
        ofx(*["<TRNAMT>1"] * 20_001).encode(),
    ],
)
def test_ofx_that_cannot_be_read_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_ofx(data)


def test_ofx_deep_nesting_and_movements_outside_an_account_give_nothing() -> None:
    for body in ("<A>" * 50_000, "</A>" * 50_000, f"<STMTTRN>{VIR}</STMTTRN>"):
        assert read_ofx(f"{OFX_HEAD}<OFX>{body}</OFX>".encode()).credits == ()
