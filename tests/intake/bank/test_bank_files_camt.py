"""ISO 20022 files: who paid what, what went back, and what is not booked."""

import pytest
from bank_files import PAYER, WORDS, camt, code, details, entry, lines, told

from relanced.intake.bank.files.camt import read_camt
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.money import money_of

NOBODY: list[tuple[str, str, str, str]] = []


@pytest.mark.parametrize(
    ("kind", "report", "shown"),
    [
        ("camt.052.001.02", "Rpt", "CAMT.052"),
        ("camt.053.001.08", "Stmt", "CAMT.053"),
        ("camt.054.001.13", "Ntfctn", "CAMT.054"),
    ],
)
def test_camt_gives_the_booked_credits_of_every_version(kind: str, report: str, shown: str) -> None:
    reference = "<RmtInf><Strd><CdtrRefInf><Ref>RF18F102</Ref></CdtrRefInf></Strd></RmtInf>"
    newer = "<RltdPties><Dbtr><Pty><Nm>ZED AG</Nm></Pty></Dbtr></RltdPties>" + reference
    data = camt(
        entry(details(PAYER + WORDS)),
        entry(details(PAYER), mark="DBIT"),
        entry(details(newer), status="<Sts><Cd>BOOK</Cd></Sts>", amount="20.5"),
        kind=kind,
        report=report,
    )
    statement = read_camt(data)
    assert told(statement) == [
        ("100.00", "ACME SARL", "F1-01", "2026-10-15"),
        ("20.50", "ZED AG", "RF18F102", "2026-10-15"),
    ]
    assert statement.has_debits
    assert statement.kind == shown


@pytest.mark.parametrize(
    "unwanted",
    [
        entry(details(PAYER), status="<Sts>PDNG</Sts>"),
        entry(details(PAYER), status="<Sts><Cd>INFO</Cd></Sts>"),
        entry(details(PAYER), more="<RvslInd>true</RvslInd>"),
        entry(details(PAYER + "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")),
        entry(code("ICDT", "RRTN") + details(PAYER)),
        entry(code("RDDT", "PRDD") + details(PAYER)),
        entry("<BkTxCd><Prtry><Cd>NTRF+159+9075</Cd></Prtry></BkTxCd>" + details(PAYER)),
        entry(details(PAYER), amount="0.00"),
    ],
)
def test_camt_pending_and_our_own_money_back_are_no_credits(unwanted: str) -> None:
    statement = read_camt(camt(unwanted))
    assert (statement.credits, statement.reversals, statement.problems) == ((), (), ())


@pytest.mark.parametrize("amount", ["lots", "1e999999", "NaN", "-5.00", "1" * 40, "1.234"])
def test_camt_an_amount_that_cannot_be_read_is_said(amount: str) -> None:
    statement = read_camt(camt(entry(details(PAYER), amount=amount), entry(details(PAYER + WORDS))))
    assert len(statement.credits) == 1
    assert len(statement.problems) == 1


@pytest.mark.parametrize(
    "taken_back",
    [
        entry(details(PAYER + WORDS), mark="DBIT", more="<RvslInd>true</RvslInd>"),
        entry(code("IDDT", "UPDD") + details(PAYER + WORDS), mark="DBIT"),
        entry(code("RDDT", "RCDD") + details(PAYER + WORDS), mark="DBIT"),
        entry(code("RCHQ", "UPCQ") + details(PAYER + WORDS), mark="DBIT"),
        entry(details(PAYER + WORDS + "<RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>"), mark="DBIT"),
        entry(details(code("IDDT", "PRDD") + PAYER + WORDS), mark="DBIT"),
        entry("<BkTxCd><Prtry><Cd>NRTI+109+9071</Cd></Prtry></BkTxCd>" + details(PAYER + WORDS), mark="DBIT"),
        entry(
            code("IDDT", "UPDD")
            + details(
                "<RltdPties><Dbtr><Nm>NOUS</Nm></Dbtr><DbtrAcct><Id><IBAN>FR7630001007941234567890185</IBAN></Id>"
                "</DbtrAcct><Cdtr><Nm>ACME SARL</Nm></Cdtr></RltdPties>" + WORDS
            ),
            mark="DBIT",
        ),
    ],
)
def test_camt_a_clients_money_that_goes_back_is_a_reversal(taken_back: str) -> None:
    statement = read_camt(camt(taken_back))
    assert statement.credits == ()
    assert lines(statement.reversals) == [("100.00", "ACME SARL", "F1-01", "2026-10-15")]
    assert statement.has_debits


def test_camt_a_batch_of_returned_direct_debits_gives_each() -> None:
    part = '<Amt Ccy="EUR">{}</Amt><CdtDbtInd>DBIT</CdtDbtInd>' + PAYER + WORDS
    batch = entry(
        code("IDDT", "UPDD") + details(part.format("60.00"), part.format("40.00")),
        mark="DBIT",
        amount="100.00",
    )
    assert [c.amount.plain for c in read_camt(camt(batch)).reversals] == ["60.00", "40.00"]


def test_camt_a_batch_gives_its_payments_and_a_foreign_one_what_was_sent() -> None:
    part = '<AmtDtls><TxAmt><Amt Ccy="EUR">{}</Amt></TxAmt></AmtDtls>' + PAYER + WORDS
    batch = entry(details(part.format("60.00"), part.format("40.00")))
    sent = '<AmtDtls><InstdAmt><Amt Ccy="USD">110.00</Amt></InstdAmt></AmtDtls>' + PAYER
    statement = read_camt(camt(batch, entry(details(sent)), entry("<AddtlNtryInf>VIR F1-02</AddtlNtryInf>")))
    assert [c.amount.plain for c in statement.credits] == ["60.00", "40.00", "100.00", "100.00"]
    assert statement.credits[2].original == money_of("110.00", "USD")
    assert statement.credits[3].reference == "VIR F1-02"


def test_camt_a_batch_that_does_not_tell_its_payments_gives_none() -> None:
    blind = entry("<NtryDtls><Btch><NbOfTxs>12</NbOfTxs></Btch></NtryDtls>", amount="1200.00")
    alone = entry("<NtryDtls><Btch><NbOfTxs>1</NbOfTxs></Btch></NtryDtls>", amount="75.00")
    statement = read_camt(camt(blind, alone))
    assert told(statement) == [("75.00", "", "", "2026-10-15")]
    assert statement.notes == ("a batch of 12 payments, 1200.00 EUR, without its parts",)


def test_camt_of_a_batch_that_tells_one_payment_of_several_only_that_one_counts() -> None:
    several = "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch><TxDtls>{}</TxDtls></NtryDtls>"
    part = '<Amt Ccy="EUR">60.00</Amt>' + PAYER
    statement = read_camt(camt(entry(several.format(part)), entry(several.format(PAYER))))
    assert told(statement) == [("60.00", "ACME SARL", "", "2026-10-15")]
    assert len(statement.problems) == 1


def test_camt_a_status_of_the_banks_own_is_said_and_not_taken_for_booked() -> None:
    statement = read_camt(camt(entry(details(PAYER), status="<Sts><Prtry>PREV</Prtry></Sts>")))
    assert statement.credits == ()
    assert "PREV" in statement.problems[0]


def test_camt_a_batch_of_more_than_was_booked_is_not_believed() -> None:
    part = '<Amt Ccy="EUR">60.00</Amt>' + PAYER
    no_amounts = entry(details(PAYER, PAYER), amount="30.00")
    statement = read_camt(camt(entry(details(part, part)), no_amounts))
    assert statement.credits == ()
    assert len(statement.problems) == 2


@pytest.mark.parametrize(
    "charges",
    [
        '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">8.00</TtlChrgsAndTaxAmt><Rcrd><ChrgInclInd>1</ChrgInclInd></Rcrd></Chrgs>',
        '<Chrgs><Amt Ccy="EUR">8.00</Amt></Chrgs><AmtDtls><InstdAmt><Amt Ccy="EUR">108.00</Amt></InstdAmt></AmtDtls>',
    ],
)
def test_camt_charges_taken_off_are_the_fee_and_the_amount_is_what_was_paid(charges: str) -> None:
    credit = read_camt(camt(entry(details(charges + PAYER)))).credits[0]
    assert (credit.amount, credit.fee) == (money_of("108.00", "EUR"), money_of("8.00", "EUR"))


def test_camt_charges_told_for_information_change_nothing() -> None:
    charges = '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">8.00</TtlChrgsAndTaxAmt></Chrgs>'
    credit = read_camt(camt(entry(details(charges + PAYER)))).credits[0]
    assert (credit.amount, credit.fee) == (money_of("100.00", "EUR"), None)


def test_camt_the_payers_account_and_he_for_whom_he_pays() -> None:
    body = (
        "<RltdPties><Dbtr><Nm>FIDUCIAIRE SUD</Nm></Dbtr><DbtrAcct><Id><IBAN>FR76 3000 6000 0112 3456 7890 189</IBAN>"
        "</Id></DbtrAcct><UltmtDbtr><Nm>ARMOR NAUTIC</Nm></UltmtDbtr></RltdPties>"
    )
    unsaid = read_camt(camt(entry(details(body + WORDS)))).credits[0]
    assert (unsaid.payer, unsaid.reference) == ("FIDUCIAIRE SUD", "F1-01 / ARMOR NAUTIC")
    assert unsaid.payer_account == "FR7630006000011234567890189"
    said = body + "<RmtInf><Ustrd>F1-01 pour</Ustrd><Ustrd>Armor Nautic</Ustrd></RmtInf>"
    assert read_camt(camt(entry(details(said)))).credits[0].reference == "F1-01 pour Armor Nautic"
    alone = "<RltdPties><UltmtDbtr><Nm>ARMOR NAUTIC</Nm></UltmtDbtr></RltdPties>"
    assert read_camt(camt(entry(details(alone)))).credits[0].payer == "ARMOR NAUTIC"


def test_camt_the_reference_is_what_was_written_else_the_end_to_end_reference() -> None:
    refs = "<Refs><EndToEndId>{}</EndToEndId></Refs>" + PAYER
    structured = "<RmtInf><Strd><RfrdDocInf><Nb>F1-07</Nb></RfrdDocInf><AddtlRmtInf>solde</AddtlRmtInf></Strd></RmtInf>"
    parts = (refs.format("F1-05"), refs.format("NOTPROVIDED"), refs.format("X") + structured)
    statement = read_camt(camt(*(entry(details(part)) for part in parts)))
    assert [c.reference for c in statement.credits] == ["F1-05", "", "F1-07 solde"]


def refs(**names: str) -> str:
    return "<Refs>" + "".join(f"<{name}>{value}</{name}>" for name, value in names.items()) + "</Refs>"


@pytest.mark.parametrize(
    ("part", "outside", "name"),
    [
        (refs(AcctSvcrRef="BQ20261015-77", EndToEndId="E2E-000001"), "", "BQ20261015-77"),
        (refs(TxId="TX0000815"), "<AcctSvcrRef>OUTER-0001</AcctSvcrRef>", "TX0000815"),
        ("", "<AcctSvcrRef>OUTER-0001</AcctSvcrRef>", "OUTER-0001"),
        (refs(EndToEndId="LOYER-MENSUEL"), "<NtryRef>000000000001</NtryRef>", ""),
        (refs(AcctSvcrRef="NONREF"), "", ""),
    ],
)
def test_camt_only_the_banks_own_name_of_a_payment_is_one(part: str, outside: str, name: str) -> None:
    statement = read_camt(camt(entry(details(part + PAYER), more=outside)))
    assert statement.credits[0].entry_id == name


def test_camt_a_payment_told_twice_in_one_file_counts_once() -> None:
    named = entry(details(refs(AcctSvcrRef="BQ20261015-77") + PAYER))
    twins = entry(details(PAYER + WORDS))
    one = camt(named, twins, twins).decode()
    report = one[one.index("<Stmt>") : one.index("</BkToCstmrStmt>")]
    intraday = report.replace("Stmt>", "Rpt>").replace(twins, "", 1)
    both = one.replace(report, intraday + report).encode()
    assert [c.reference for c in read_camt(both).credits].count("F1-01") == 2
    assert len(read_camt(both).credits) == 3
    assert read_camt(both).kind == "CAMT.052 CAMT.053"


def test_camt_a_file_in_an_envelope_or_another_encoding_is_read() -> None:
    whole = camt(entry(details(PAYER.replace("ACME", "CAFÉ") + WORDS))).decode()
    inner = whole.removeprefix('<?xml version="1.0"?>')
    for data in (
        f"<Envelope><Body>{inner}</Body></Envelope>".encode(),
        whole.encode("utf-16"),
        whole.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?').encode("latin-1"),
    ):
        assert read_camt(data).credits[0].payer == "CAFÉ SARL"


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


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<Document",
        b"<a/>",
        b"<a/>" + b" " * MAX_FILE,
        b"\x00\xff" * 50,
        b"<a>" * 400,
        b"<a>" + b"<" * 1_000_001,
    ],
)
def test_camt_that_cannot_be_read_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_camt(data)
