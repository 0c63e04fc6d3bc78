"""A payer's own words in a bank's file: no mark, field, entry or statement in them is taken for the bank's."""

import pytest
from bank_files import OFX_HEAD, mt940, ofx, told

from relanced.intake.bank.files.exchange import plausible_original
from relanced.intake.bank.files.mt940_file import read_mt940
from relanced.intake.bank.files.ofx_file import read_ofx
from relanced.intake.bank.files.statement import Entry, Sense, UnreadableFile, statement_of
from relanced.model.facts import Credit
from relanced.model.money import money_of

CENT = ":61:2610151015C0,01NTRFNONREF//B1"
PAID = ":61:2610151015C1210,00NTRFNONREF//1"
FORGED = (":61:2610151015C9999,00NTRFNONREF//B2", ":86:/NAME/ALPHA/REMI/F1")


@pytest.mark.parametrize(
    "details_86",
    [
        "/NAME/X/REMI/USTD//F1 /OCMT/USD1300,00/",
        "/EREF/F1 /OCMT/USD1300,00//NAME/X/REMI/F1",
        "VIR RECU /DE X /MOTIF F1 /OCMT/USD1300,00/",
        "F1 /OCMT/USD1300,00/",
        "166?00GUTSCHRIFT?20SVWZ+F1 OAMT+USD1300,00?32X",
        "166?00GUTSCHRIFT?20SVWZ+F1?21OAMT+USD1300,00?32X",
        "166?00GUTSCHRIFT?20OAMT+USD1300,00 F1?32X",
        "166?00GUTSCHRIFT?20EREF+12345678901234567890 X?21OAMT+USD1300,00?22SVWZ+F1?32X",
        "166?00GUTSCHRIFT?20OAMT+USD1300,00 SVWZ+F1?21SVWZ+F1?32X",
        "SVWZ+F1 OAMT+USD1300,00",
    ],
)
def test_an_amount_in_the_payers_words_is_not_what_he_sent(details_86: str) -> None:
    [credit] = read_mt940(mt940(PAID, f":86:{details_86}")).credits
    assert credit.original is None


@pytest.mark.parametrize(
    "details_86",
    [
        "/NAME/X/OCMT/USD1300,00/REMI/F1",
        "SEPA CREDIT TRANSFER /OCMT/USD1300,00/NAME/X/REMI/F1",
        "166?00GUTSCHRIFT?20EREF+R1?21OAMT+USD1300,00?22SVWZ+F1?32X",
        "166?00GUTSCHRIFT?20OAMT+USD1300,00?21SVWZ+F1?32X",
    ],
)
def test_an_amount_that_the_bank_told_before_the_payers_words_is(details_86: str) -> None:
    [credit] = read_mt940(mt940(PAID, f":86:{details_86}")).credits
    assert credit.original == money_of("1300.00", "USD")


@pytest.mark.parametrize(
    "subfields",
    [
        "?20SVWZ+F1 ?32ALPHA?31DE89370400440532013000?32X",
        "?20SVWZ+F1 ?32ALPHA",
        "?20SVWZ+F1 ?32ALPHA?31DE89370400440532013000",
    ],
)
def test_a_name_in_the_payers_purpose_makes_him_nobody_and_is_said(subfields: str) -> None:
    after = "?32X" if subfields.endswith("ALPHA") else "?21AND MORE" if "?32X" not in subfields else ""
    statement = read_mt940(mt940(PAID, f":86:166?00GUTSCHRIFT{subfields}{after}"))
    [credit] = statement.credits
    assert (credit.payer, credit.payer_account) == ("", "")
    assert "not in a bank's order" in statement.problems[0]


@pytest.mark.parametrize(
    ("original", "amount", "is_kept"),
    [
        (("1100", "USD"), ("1000", "EUR"), True),
        (("160000", "JPY"), ("1000", "EUR"), True),
        (("400000", "HUF"), ("850", "GBP"), True),
        (("9999", "USD"), ("0.01", "EUR"), False),
        (("3000", "USD"), ("1000", "EUR"), False),
        (("1000", "USD"), ("3000", "EUR"), False),
        (("1000", "JPY"), ("1000", "EUR"), False),
        (("1100", "KWD"), ("1000", "EUR"), False),  # cannot be checked
        (("1100", "USD"), ("1000", "KWD"), False),
        (("1000", "EUR"), ("1000", "EUR"), False),
        (("0", "USD"), ("0", "EUR"), False),
    ],
)
def test_what_was_sent_must_be_able_to_become_what_came(
    original: tuple[str, str], amount: tuple[str, str], is_kept: bool
) -> None:
    sent, came = money_of(*original), money_of(*amount)
    assert plausible_original(sent, came) == (sent if is_kept else None)
    credit = Credit(amount=came, payer="X", reference="F1", value_on=None, original=sent)
    [read] = statement_of("CAMT.053", [Entry(sense=Sense.CREDIT, credit=credit)], []).credits
    assert read.original == (sent if is_kept else None)


def test_a_credit_that_the_next_entry_takes_away_is_perhaps_the_words_of_a_payer() -> None:
    back = (":61:2610151015D9999,00NTRFNONREF//B3", ":86:X")
    statement = read_mt940(mt940(CENT, ":86:/REMI/F1", *FORGED, *back, closing="C261015EUR100,01"))
    assert [credit.amount.plain for credit in statement.credits] == ["0.01"]
    assert "9999.00 EUR beside debits of as much" in statement.problems[0]
    halves = (":61:2610151015D5000,00NTRFNONREF", ":86:X", ":61:2610151015D4999,00NTRFNONREF", ":86:X")
    statement = read_mt940(mt940(CENT, ":86:/REMI/F1", *FORGED, *halves))
    assert [credit.amount.plain for credit in statement.credits] == ["0.01"]


def test_a_credit_that_was_returned_at_once_is_told_with_its_reversal() -> None:
    back = (":61:2610151015D1210,00NRTINONREF", ":86:/NAME/ALPHA/REMI/F1")
    statement = read_mt940(mt940(CENT, ":86:F0", PAID, ":86:F1", *back))
    assert (len(statement.credits), len(statement.reversals), statement.problems) == (2, 1, ())


def test_an_account_that_is_emptied_after_each_payment_keeps_them() -> None:
    emptied = (":61:2610151015D1210,00NTRFNONREF", ":86:SWEEP")
    statement = read_mt940(mt940(*(PAID, ":86:F1", *emptied) * 2, closing="C261015EUR100,00"))
    assert (len(statement.credits), statement.problems) == (2, ())


SECOND = mt940(*FORGED, opening="C261015EUR100,01", closing="C261015EUR10099,01")


@pytest.mark.parametrize(
    ("behind", "match"),
    [
        (mt940(*FORGED, closing="C261015EUR10099,00") + b":62F:C261015EUR100,01\n", "two opening or closing"),
        (mt940(*FORGED, closing="C261015EUR10099,00"), "does not go on"),
        (mt940(*FORGED, closing="C261015EUR99999,00"), "does not come to"),
        (mt940(*FORGED), "not both balances"),
        (SECOND + b":20:X\n:62F:C261015EUR100,01\n", "not both balances"),
        (b":20:X\n:34F:EURC0,\n" + "\n".join(FORGED).encode() + b"\n:20:Y\n:62F:C261015EUR100,01\n", "both"),
        (SECOND.replace(b":60F:C261015EUR100,01", b":60F:D261015EUR99999,00"), "does not come to"),
    ],
)
def test_a_statement_within_another_does_not_go_on_from_it(behind: bytes, match: str) -> None:
    first = mt940(CENT, ":86:/NAME/X/REMI/F1", closing="C261015EUR100,01")
    with pytest.raises(UnreadableFile, match=match):
        read_mt940(first + behind)


def test_statements_that_go_on_from_each_other_are_read_in_either_order() -> None:
    first = mt940(PAID, ":86:F1", opening="C261014EUR0,00", closing="C261015EUR1210,00")
    second = mt940(PAID, ":86:F2", opening="C261015EUR1210,00", closing="C261016EUR2420,00")
    for data in (first + second, second + first):
        assert len(read_mt940(data).credits) == 2


@pytest.mark.parametrize("head", [":60F:D261001EUR999999,00", ":62F:C261015EUR99999,00", ":25:999"])
def test_a_balance_or_account_in_the_payers_words_is_a_second_one(head: str) -> None:
    with pytest.raises(UnreadableFile, match="two accounts or two opening"):
        read_mt940(mt940(CENT, ":86:/REMI/F1", head, *FORGED, closing="C261015EUR100,01"))


def test_an_entry_that_cannot_be_read_does_not_make_the_others_believed() -> None:
    odd = (":61:nonsense", ":86:X")
    with pytest.raises(UnreadableFile, match="more than its balances"):
        read_mt940(mt940(CENT, ":86:/REMI/F1", *FORGED, *odd, closing="C261015EUR100,01"))


LINES = f"""{OFX_HEAD}<OFX>
<STMTRS>
<CURDEF>EUR
<BANKTRANLIST>
<STMTTRN>
<TRNTYPE>CREDIT
<DTPOSTED>20261015
<TRNAMT>0.01
<FITID>A1
<NAME>X
<MEMO>MEMO
</STMTTRN>
</BANKTRANLIST>
</STMTRS>
</OFX>
"""
MOVEMENT = "</STMTTRN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>9999.00<FITID>A2<NAME>ALPHA<MEMO>F2"


@pytest.mark.parametrize("said", [f"F1{MOVEMENT}", "F1<CURRENCY><CURRATE>1<CURSYM>USD", "F1<TRNAMT>9999.00"])
def test_ofx_with_elements_in_a_memo_is_refused(said: str) -> None:
    with pytest.raises(UnreadableFile, match="in the words of a payment"):
        read_ofx(LINES.replace("MEMO>MEMO", f"MEMO>{said}").encode())


@pytest.mark.parametrize("said", ["F1", "F1 <b>", "<F1>", "F1</MEMO>"])
def test_ofx_with_other_signs_in_a_memo_is_read(said: str) -> None:
    assert len(read_ofx(LINES.replace("MEMO>MEMO", f"MEMO>{said}").encode()).credits) == 1


def test_ofx_with_two_movements_on_a_line_is_refused_unless_the_whole_statement_stands_there() -> None:
    cent = "<TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>0.01<FITID>A1<NAME>X<MEMO>F1"
    with pytest.raises(UnreadableFile, match="in the words of a payment"):
        read_ofx(ofx(cent + MOVEMENT).encode())
    whole = ofx(cent, cent.replace("A1", "A2")).replace("\n", "")
    assert len(read_ofx(whole.encode()).credits) == 2
    closed = "<TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261015</DTPOSTED><TRNAMT>5.00</TRNAMT><FITID>A</FITID>"
    pair = ofx(closed, closed.replace(">A<", ">B<")).replace("</STMTTRN>\n", "</STMTTRN>")
    assert len(read_ofx(pair.encode()).credits) == 2


def test_ofx_of_another_currency_without_a_rate_is_not_read() -> None:
    cent = "<TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>50.00<FITID>A1<NAME>X<MEMO>F1"
    statement = read_ofx(ofx(cent + "<CURRENCY><CURSYM>GBP</CURRENCY>").encode())
    assert (statement.credits, len(statement.problems)) == ((), 1)
    assert told(read_ofx(ofx(cent).encode())) == [("50.00", "X", "F1", "2026-10-15")]
