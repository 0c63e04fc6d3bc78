"""Attached bank files: camt, MT940, OFX, CSV; what they hold, and what they must not be able to do."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.bank.camt import read_camt
from relanced.intake.bank.csv_file import read_csv
from relanced.intake.bank.files import read_files
from relanced.intake.bank.mt940_file import read_mt940
from relanced.intake.bank.ofx_file import read_ofx
from relanced.intake.bank.statement import MAX_FILE, Statement, UnreadableFile
from relanced.intake.message import Attachment
from relanced.model.facts import Credit
from relanced.model.money import money_of


def told(statement: Statement) -> list[tuple[str, str, str, str]]:
    return [(c.amount.plain, c.payer, c.reference, str(c.value_on)) for c in statement.credits]


def entry(
    body: str, *, mark: str = "CRDT", status: str = "<Sts>BOOK</Sts>", amount: str = "100.00", more: str = ""
) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{more}{status}'
        f"<BookgDt><Dt>2026-10-14</Dt></BookgDt><ValDt><Dt>2026-10-15</Dt></ValDt>{body}</Ntry>"
    )


def details(*parts: str) -> str:
    return "<NtryDtls>" + "".join(f"<TxDtls>{part}</TxDtls>" for part in parts) + "</NtryDtls>"


PAYER = "<RltdPties><Dbtr><Nm>ACME SARL</Nm></Dbtr></RltdPties>"
WORDS = "<RmtInf><Ustrd>F1-01</Ustrd></RmtInf>"


def camt(*entries: str, kind: str = "camt.053.001.08", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}"><BkToCstmrStmt><Stmt>'
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


@pytest.mark.parametrize("kind", ["camt.052.001.02", "camt.053.001.08", "camt.054.001.13"])
def test_camt_gives_the_booked_credits_of_every_version(kind: str) -> None:
    reference = "<RmtInf><Strd><CdtrRefInf><Ref>RF18F102</Ref></CdtrRefInf></Strd></RmtInf>"
    newer = "<RltdPties><Dbtr><Pty><Nm>ZED AG</Nm></Pty></Dbtr></RltdPties>" + reference
    data = camt(
        entry(details(PAYER + WORDS)),
        entry(details(PAYER), mark="DBIT"),
        entry(details(newer), status="<Sts><Cd>BOOK</Cd></Sts>", amount="20.5"),
        kind=kind,
    )
    statement = read_camt(data)
    assert told(statement) == [
        ("100.00", "ACME SARL", "F1-01", "2026-10-15"),
        ("20.50", "ZED AG", "RF18F102", "2026-10-15"),
    ]
    assert statement.has_debits


@pytest.mark.parametrize(
    "unwanted",
    [
        entry(details(PAYER), status="<Sts>PDNG</Sts>"),
        entry(details(PAYER), status="<Sts><Cd>INFO</Cd></Sts>"),
        entry(details(PAYER), more="<RvslInd>true</RvslInd>"),
        entry(details(PAYER + "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")),
        entry("<BkTxCd><Domn><Fmly><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>" + details(PAYER)),
        entry(details(PAYER), amount="lots"),
    ],
)
def test_camt_pending_reversed_and_returned_entries_are_no_credits(unwanted: str) -> None:
    assert read_camt(camt(unwanted)).credits == ()


def test_camt_a_batch_gives_its_payments_and_a_foreign_one_what_was_sent() -> None:
    part = '<AmtDtls><TxAmt><Amt Ccy="EUR">{}</Amt></TxAmt></AmtDtls>' + PAYER + WORDS
    batch = entry(details(part.format("60.00"), part.format("40.00")))
    sent = '<AmtDtls><InstdAmt><Amt Ccy="USD">110.00</Amt></InstdAmt></AmtDtls>' + PAYER
    statement = read_camt(camt(batch, entry(details(sent)), entry("<AddtlNtryInf>VIR F1-02</AddtlNtryInf>")))
    assert [c.amount.plain for c in statement.credits] == ["60.00", "40.00", "100.00", "100.00"]
    assert statement.credits[2].original == money_of("110.00", "USD")
    assert statement.credits[3].reference == "VIR F1-02"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_camt_with_a_dtd_is_refused(head: str) -> None:
    with pytest.raises(UnreadableFile):
        read_camt(camt(entry(details(PAYER + WORDS)), head=head))


@pytest.mark.parametrize("data", [b"", b"<Document", b"<a/>" + b" " * MAX_FILE, b"\x00\xff" * 50])
def test_camt_that_cannot_be_read_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_camt(data)


MT940 = """:20:START
:25:123/456
:28C:1/1
:60F:C261014EUR100,00
:61:2610151015C1210,00NTRFNONREF//1
:86:{}
:61:2610151015D350,00NDDTNONREF//2
:86:105?00PRLV?20SVWZ+F1-99?32SCI DU PORT
:61:2610151015RC80,00NTRFNONREF//3
:86:taken back
:62F:C261015EUR880,00
-
"""


@pytest.mark.parametrize(
    ("details_86", "payer", "reference"),
    [
        (
            "166?00VIR RECU?20EREF+NOTPROVIDED?21SVWZ+F2026-?220326?31NL00BANK0123456789?32VAN AKEN?33 BV",
            "VAN AKEN BV",
            "F2026-0326",
        ),
        ("166?00GUTSCHRIFT?20F1-01 DANKE?32ALPEN AG", "ALPEN AG", "F1-01 DANKE"),
        (
            "/TRTP/SEPA OVERBOEKING/IBAN/NL12BANK012345/BIC/BANKNL2A/NAME/J DE BOER/REMI/F1-02/EREF/NOTPROVIDED",
            "J DE BOER",
            "F1-02",
        ),
        (
            "VIR SEPA RECU /DE MENUISERIE AUBIN /MOTIF FACT 318 /REF NOTPROVIDED",
            "MENUISERIE AUBIN",
            "FACT 318",
        ),
        ("F1-03 from somebody", "", "F1-03 from somebody"),
    ],
)
def test_mt940_credits_whatever_the_form_of_field_86(details_86: str, payer: str, reference: str) -> None:
    statement = read_mt940(MT940.format(details_86).encode())
    assert told(statement) == [("1210.00", payer, reference, "2026-10-15")]
    assert statement.has_debits


def test_mt940_without_a_statement_says_so() -> None:
    with pytest.raises(UnreadableFile):
        read_mt940(b":25:only")
    with pytest.raises(UnreadableFile):
        read_mt940(b":20:A\n:61:nonsense\n")


OFX = b"""OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKTRANLIST><DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261015120000<TRNAMT>+1980.00<FITID>A1<NAME>VIR DE HARTMANN<MEMO>F1-01</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261015<TRNAMT>-89.90<FITID>A2<NAME>PRLV<MEMO>F1-02</STMTTRN>
<STMTTRN><TRNTYPE>INT<DTPOSTED>20261015<TRNAMT>0.42<FITID>A3<NAME>INTERETS</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>lots<FITID>A4<NAME>X</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def test_ofx_credits_without_interest_and_debits() -> None:
    statement = read_ofx(OFX)
    assert told(statement) == [("1980.00", "HARTMANN", "F1-01", "2026-10-15")]
    assert statement.has_debits


@pytest.mark.parametrize(
    "data", [b"", b"OFXHEADER:100", OFX[:300], b"<!DOCTYPE x>" + OFX, b"<OFX>" + b"<A>" * 5000]
)
def test_ofx_that_cannot_be_read_says_so_or_gives_nothing(data: bytes) -> None:
    try:
        assert read_ofx(data).credits == ()
    except UnreadableFile:
        return


FRENCH_CSV = """Date de valeur;Contrepartie;Montant;Devise;Libellé;Sens;Statut
15/10/2026;ACME;1 944,00;EUR;F1-01;credit;executée
15/10/2026;ENCRES;-312,55;EUR;C1;debit;executée
15/10/2026;SAV;540,00;EUR;F1-02;credit;rejetée
"""
ENGLISH_CSV = """type,customer_name,description,gross,fee,net,currency,available_on
charge,ACME,F1-01,1944.00,-9.10,1934.90,EUR,2026-10-15
refund,Nora,F1-02,-170.00,0.00,-170.00,EUR,2026-10-15
pending,Late,F1-03,5.00,0,5.00,EUR,
"""
GERMAN_CSV = """Konto 123

Buchungstag\tAuftraggeber\tVerwendungszweck\tSoll\tHaben
15.10.2026\tACME\tF1-01\t\t1.944,00
15.10.2026\tSTROM\tX\t80,00\t
"""


@pytest.mark.parametrize("text", [FRENCH_CSV, ENGLISH_CSV, GERMAN_CSV])
def test_csv_columns_are_found_by_their_headings(text: str) -> None:
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("cp1252")):
        statement = read_csv(data)
        assert told(statement) == [("1944.00", "ACME", "F1-01", "2026-10-15")]


@pytest.mark.parametrize("data", [b"", b"a;b;c\n1;2;3\n", b'"' * 200_000, b"x" * (MAX_FILE + 1)])
def test_csv_without_known_headings_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_csv(data)


def attached(name: str, data: bytes, content_type: str = "application/octet-stream") -> Attachment:
    return Attachment(content_type=content_type, filename=name, data=data)


def test_files_are_known_by_content_and_what_cannot_be_read_is_named() -> None:
    good = attached("a.bin", camt(entry(details(PAYER + WORDS))))
    statements, troubles = read_files(
        (
            good,
            attached("b.txt", MT940.format("x").encode()),
            attached("logo.png", b"\x89PNG"),
            attached("c.csv", b"a,b\n1,2"),
        )
    )
    assert len(statements) == 2
    assert len(troubles) == 1
    assert troubles[0].startswith("c.csv: ")
    assert isinstance(statements[0].credits[0], Credit)
    assert statements[0].credits[0].value_on == date(2026, 10, 15)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2000))
def test_broken_files_are_named_and_never_raise(noise: bytes, place: int) -> None:
    whole = (
        camt(entry(details(PAYER + WORDS))),
        MT940.format("x").encode(),
        OFX,
        b"Date;Contrepartie;Montant\n1;A;2,00\n",
    )
    files = tuple(attached(f"{i}.csv", data[:place] + noise + data[place:]) for i, data in enumerate(whole))
    statements, troubles = read_files(files)
    assert len(statements) + len(troubles) <= len(files)
