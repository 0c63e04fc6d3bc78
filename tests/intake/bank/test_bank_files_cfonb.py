"""French statements of 120 characters a line: signs, complements, returns, remittances, balances."""

import pytest
from bank_files import balance, cfonb, complement, movement, told

from relanced.intake.bank.files.cfonb import looks_like_cfonb120, read_cfonb120
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.money import money_of

VIR = movement("VIR SEPA SARL DU PORT", "1200{")
DAY = (
    balance("01", "100000{"),
    VIR,
    complement("NPY", "SARL DU PORT DE PLAISANCE"),
    complement("LCC", "FACTURE F1-01"),
    complement("REF", "BQ2610150077"),
    movement("PRLV SEPA ELECTRICITE", "4599}", operation="08"),
    complement("LCC", "FACT 99"),
    balance("07", "96601{"),
)


def test_cfonb_a_credit_with_its_complements_and_a_debit() -> None:
    statement = read_cfonb120(cfonb(*DAY))
    assert told(statement) == [("120.00", "SARL DU PORT DE PLAISANCE", "FACTURE F1-01", "2026-10-15")]
    assert statement.credits[0].entry_id == "BQ2610150077"
    assert statement.has_debits
    assert statement.kind == "CFONB120"


@pytest.mark.parametrize(
    ("zone", "cents"),
    [
        ("0{", 0),
        ("12A", 121),
        ("12I", 129),
        ("12é", 120),
        ("12}", -120),
        ("12J", -121),
        ("12R", -129),
        ("12è", -120),
    ],
)
def test_cfonb_the_last_figure_bears_the_sign(zone: str, cents: int) -> None:
    statement = read_cfonb120(cfonb(movement("VIR SEPA X", zone)))
    assert [c.amount.cents for c in statement.credits] == ([cents] if cents > 0 else [])
    assert statement.has_debits == (cents < 0)
    assert statement.problems == ()


@pytest.mark.parametrize("amount", ["1200", "12 0{", "", "A", "-1200{", "12¤"])
def test_cfonb_an_amount_without_its_sign_is_said(amount: str) -> None:
    statement = read_cfonb120(cfonb(movement("VIR SEPA X", amount), VIR))
    assert len(statement.credits) == 1
    assert len(statement.problems) == 1


def test_cfonb_decimals_and_currencies_are_the_records_own() -> None:
    whole = movement("VIR SEPA X", "12{").replace("EUR2", "JPY0")
    three = movement("VIR SEPA Y", "1234{").replace("EUR2", "EUR3")
    finer = movement("VIR SEPA Z", "1234E").replace("EUR2", "EUR3")
    statement = read_cfonb120(cfonb(whole, three, finer))
    assert [str(c.amount) for c in statement.credits] == ["120 JPY", "12.34 EUR"]
    assert len(statement.problems) == 1


@pytest.mark.parametrize("shape", ["lines", "cut lines", "no lines", "utf-8", "blank lines"])
def test_cfonb_with_or_without_line_ends(shape: str) -> None:
    records = (*DAY[:2], complement("NPY", "CAFÉ DES ÎLES"), *DAY[3:5])
    data = {
        "lines": cfonb(*records),
        "cut lines": "\n".join(record.rstrip() for record in records).encode("latin-1"),
        "no lines": "".join(records).encode("latin-1"),
        "utf-8": "\r\n".join(records).encode(),
        "blank lines": "\r\n\r\n".join(records).encode("cp1252") + b"\x1a",
    }[shape]
    assert told(read_cfonb120(data)) == [("120.00", "CAFÉ DES ÎLES", "FACTURE F1-01", "2026-10-15")]


@pytest.mark.parametrize(
    ("complements", "payer", "reference"),
    [
        ([], "SARL DU PORT", ""),
        ([("LIB", "F1-02 ACOMPTE")], "SARL DU PORT", "F1-02 ACOMPTE"),
        ([("LCC", "F1-03".ljust(69) + "X"), ("LC2", "YZ F1-04")], "SARL DU PORT", f"F1-03 {'X'}YZ F1-04"),
        ([("LCS", "RF18F105"), ("RCN", "ORDRE 7")], "SARL DU PORT", "RF18F105"),
        ([("RCN", "F1-06".ljust(35) + "SALAIRE")], "SARL DU PORT", "F1-06"),
        ([("RCN", "NOTPROVIDED")], "SARL DU PORT", ""),
        ([("NPY", "FIDUCIAIRE SUD"), ("NPO", "ARMOR"), ("LCC", "F1-07")], "FIDUCIAIRE SUD", "F1-07 / ARMOR"),
        ([("XYZ", "never heard of"), ("LCC", "F1-08")], "SARL DU PORT", "F1-08"),
    ],
)
def test_cfonb_payer_and_reference(complements: list[tuple[str, str]], payer: str, reference: str) -> None:
    records = (VIR, *(complement(*each) for each in complements))
    assert told(read_cfonb120(cfonb(*records))) == [("120.00", payer, reference, "2026-10-15")]


def test_cfonb_the_reference_zone_is_the_last_resort_and_labels_name_nobody() -> None:
    plain = movement("VIREMENT SEPA RECU", "1200{", reference="F1-09")
    credit = read_cfonb120(cfonb(plain)).credits[0]
    assert (credit.payer, credit.reference) == ("", "F1-09")


def test_cfonb_what_was_sent_in_another_currency_and_from_which_account() -> None:
    records = (
        VIR,
        complement("MMO", "USD200000000013050"),
        complement("IPY", "DE89370400440532013000"),
    )
    credit = read_cfonb120(cfonb(*records)).credits[0]
    assert credit.original == money_of("130.50", "USD")
    assert credit.payer_account == "DE89370400440532013000"


@pytest.mark.parametrize(
    "records",
    [
        (movement("CHEQUE 0042218", "4800}", operation="03"), complement("LIB", "TIREUR BAR DU QUAI")),
        (
            movement("PRLV SEPA BAR DU QUAI", "4800}", operation="08", reason="04"),
            complement("NPY", "BAR DU QUAI"),
        ),
        (movement("REJET PRLV SEPA", "4800}", operation="08"), complement("NPY", "BAR DU QUAI")),
        (
            movement("RETRO", "4800}", operation="08"),
            complement("NPY", "BAR DU QUAI"),
            complement("RET", "MS03"),
        ),
    ],
)
def test_cfonb_a_returned_debit_or_cheque_is_a_reversal(records: tuple[str, ...]) -> None:
    statement = read_cfonb120(cfonb(*records))
    assert [(c.amount.plain, c.payer) for c in statement.reversals] == [("480.00", "BAR DU QUAI")]
    assert statement.credits == ()


@pytest.mark.parametrize(
    "record",
    [
        movement("FRAIS CHEQUE IMPAYE", "180}", operation="62"),
        movement("COMMISSION REJET PRLV", "180}", operation="03"),
        movement("VIR SEPA FOURNISSEUR", "180}", operation="06"),
    ],
)
def test_cfonb_fees_and_plain_debits_are_no_reversals(record: str) -> None:
    statement = read_cfonb120(cfonb(record))
    assert (statement.credits, statement.reversals, statement.has_debits) == ((), (), True)


def test_cfonb_our_own_payment_that_came_back_is_no_credit() -> None:
    statement = read_cfonb120(cfonb(movement("VIR SEPA RETOURNE", "4800{", reason="52")))
    assert (statement.credits, statement.reversals, statement.has_debits) == ((), (), False)


@pytest.mark.parametrize(
    ("label", "said", "is_one"),
    [
        ("REMISE CHEQUES BORD 4512", "", False),
        ("REMISE 3 CHEQUES", "", False),
        ("REMISE 1 CHEQUE", "", True),
        ("REMISE", "NOMBRE 0001 CHEQUES", False),
        ("REMISE", "0001 CHEQUE", True),
        ("REMISE DE CHEQUE 0042218", "", True),
        ("REMISE CB 14/10", "", False),
        ("REM PRLV SEPA", "", False),
    ],
)
def test_cfonb_a_remittance_counts_where_it_is_one_payment(label: str, said: str, is_one: bool) -> None:
    records = [movement(label, "9600{", operation="02" if "CHEQUE" in label else "91")]
    records += [complement("LIB", said)] if said else []
    statement = read_cfonb120(cfonb(*records))
    assert len(statement.credits) == (1 if is_one or "0001" in said else 0)
    assert bool(statement.notes) != bool(statement.credits)


def test_cfonb_more_money_told_than_came_by_the_balances_is_not_believed() -> None:
    with pytest.raises(UnreadableFile, match=r"45\.98 EUR more"):
        read_cfonb120(cfonb(balance("01", "100000{"), VIR, balance("07", "100740B")))
    lacking = read_cfonb120(cfonb(balance("01", "0{"), VIR, balance("07", "99999I")))
    assert len(lacking.credits) == 1
    assert lacking.problems == ("its balances tell of more money than its movements",)


def test_cfonb_several_accounts_each_with_its_balances() -> None:
    other = [
        record.replace("00012345678", "99912345678")
        for record in (balance("01", "0{"), VIR, balance("07", "1200{"))
    ]
    statement = read_cfonb120(cfonb(balance("01", "0{"), VIR, balance("07", "1200{"), *other))
    assert len(statement.credits) == 2
    assert statement.problems == ()


def test_cfonb_is_known_by_its_first_record() -> None:
    assert looks_like_cfonb120(VIR)
    assert not looks_like_cfonb120("0123456789 a letter that begins with figures")
    for data in (b"", b"no", b"0" * 240, cfonb(VIR) + b" " * MAX_FILE, cfonb(*([VIR] * 20_001))):
        with pytest.raises(UnreadableFile):
            read_cfonb120(data)
