"""MT940 and MT942: the dialects of field :86:, what went back, what is only expected, balances."""

import pytest
from bank_files import lines, mt940, told

from relanced.intake.bank.files.mt940_file import read_mt940
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.money import money_of

CREDIT = ":61:2610151015C1210,00NTRFNONREF//1"
OTHERS = (
    ":61:2610151015D350,00NDDTNONREF//2",
    ":86:105?00PRLV?20SVWZ+F1-99?32SCI DU PORT",
    ":61:2610151015RC80,00NTRFNONREF//3",
    ":86:taken back",
    ":61:2610151015RD40,00NTRFNONREF//4",
    ":86:a debit of ours undone",
)


@pytest.mark.parametrize(
    ("details_86", "payer", "reference"),
    [
        (
            "166?00VIR RECU?20EREF+NOTPROVIDED?21SVWZ+F2026-?220326?31NL00BANK0123456789?32VAN AKEN?33 BV",
            "VAN AKEN BV",
            "F2026-0326",
        ),
        ("166?00GUTSCHRIFT?20F1-01 DANKE?32ALPEN AG", "ALPEN AG", "F1-01 DANKE"),
        ("166>00GUTSCHRIFT>20F1-01 DANKE>32ALPEN AG", "ALPEN AG", "F1-01 DANKE"),
        ("166?00GUTSCHR?20SVWZ+RE 12?21ABWA+BACHER KG?32FACTOR AG", "FACTOR AG", "RE 12 / BACHER KG"),
        ("166?00GUTSCHR?20EREF+RE-2026-13?21SVWZ+NOTPROVIDED?32BACHER KG", "BACHER KG", "RE-2026-13"),
        ("166?00GUTSCHRIFT?20EREF+R1SVWZ+R2?32M}LLER B]RO", "MüLLER BÜRO", "R2"),
        (
            "/TRTP/SEPA OVERBOEKING/IBAN/NL12BANK012345/BIC/BANKNL2A/NAME/J DE BOER/REMI/F1-02/EREF/NOTPROVIDED",
            "J DE BOER",
            "F1-02",
        ),
        (
            "/EREF/NOTPROVIDED//CNTP/BE71096123456769/GKCCBEBB/BAKKERIJ PEETERS///REMI/USTD//F1-03/",
            "BAKKERIJ PEETERS",
            "F1-03",
        ),
        ("/ORDP//NAME/TALLER RUIZ SL/REMI//FRA 26-118/ISDT/2026-10-15", "TALLER RUIZ SL", "FRA 26-118"),
        (
            "VIR SEPA RECU /DE MENUISERIE AUBIN /MOTIF FACT 318 /REF NOTPROVIDED",
            "MENUISERIE AUBIN",
            "FACT 318",
        ),
        (
            "TRANSFERENCIA RECIBIDA ORDENANTE: TALLER RUIZ SL CONCEPTO: FRA 26-118",
            "TALLER RUIZ SL",
            "FRA 26-118",
        ),
        ("BONIFICO ORDINANTE: CONDOMINIO SOLE CAUSALE: SALDO FT 98", "CONDOMINIO SOLE", "SALDO FT 98"),
        ("F1-03 from somebody", "", "F1-03 from somebody"),
        ("VIREMENT SEPA RECU", "", ""),
    ],
)
def test_mt940_credits_whatever_the_form_of_field_86(details_86: str, payer: str, reference: str) -> None:
    statement = read_mt940(mt940(CREDIT, f":86:{details_86}", *OTHERS, closing="C261015EUR920,00"))
    assert told(statement) == [("1210.00", payer, reference, "2026-10-15")]
    assert [c.amount.plain for c in statement.reversals] == ["80.00"]
    assert statement.has_debits
    assert statement.kind == "MT940"
    assert statement.problems == ()


@pytest.mark.parametrize(
    ("details_86", "account"),
    [
        ("166?00X?20F1?31DE89370400440532013000?32A", "DE89370400440532013000"),
        ("166?00X?20F1?30COBADEFF?3112345678?32A", "12345678"),
        ("166?00X?20F1?3112345678?32A?38DE89370400440532013000", "DE89370400440532013000"),
        ("/IBAN/NL20INGB0001234567/NAME/A/REMI/F1", "NL20INGB0001234567"),
        ("/CNTP/NL20INGB0001234567/INGBNL2A/A///REMI/USTD//F1/", "NL20INGB0001234567"),
        ("ORDENANTE: A CONCEPTO: F1 IBAN ES91 2100 0418 4502 0005 1332", "ES9121000418450200051332"),
        ("F1 FROM A", ""),
    ],
)
def test_mt940_the_payers_account(details_86: str, account: str) -> None:
    assert read_mt940(mt940(CREDIT, f":86:{details_86}")).credits[0].payer_account == account


def test_mt940_lines_cut_in_the_middle_of_a_word_and_lines_broken_between_words() -> None:
    account = "/TRTP/SEPA OVERBOEKING/IBAN/NL20INGB0001234567/BIC/INGBNL2A"
    cut = f"{account}/NAME/HOVENIERSBEDRIJF GROENHOF/REMI/FACTUUR 2026-0210"
    hard = read_mt940(mt940(CREDIT, f":86:{cut[:71]}", cut[71:]))
    assert told(hard)[0][1:3] == ("HOVENIERSBEDRIJF GROENHOF", "FACTUUR 2026-0210")
    soft = read_mt940(mt940(CREDIT, ":86:VIR RECU /DE MENUISERIE", "AUBIN /MOTIF FACT", "318"))
    assert told(soft)[0][1:3] == ("MENUISERIE AUBIN", "FACT 318")


@pytest.mark.parametrize(
    ("line", "amount", "reference"),
    [
        (":61:261015C55,NTRFF1-07", "55.00", "F1-07"),
        (":61:261015    C55,00NTRFNONREF", "55.00", ""),
        (":61:2610151015CR55,5NTRFF1-07//BANKREF-0001", "55.50", "F1-07"),
        (":61:2610151015C55,00", "55.00", ""),
        (
            ":61:2610151015C55,00NTRFA-LONGER-REFERENCE-THAN-SIXTEEN//B1",
            "55.00",
            "A-LONGER-REFERENCE-THAN-SIXTEEN",
        ),
    ],
)
def test_mt940_entries_as_banks_bend_them(line: str, amount: str, reference: str) -> None:
    statement = read_mt940(mt940(line, line))
    assert [(c.amount.plain, c.reference) for c in statement.credits][:1] == [(amount, reference)]


def test_mt940_two_entries_without_a_type_stay_two() -> None:
    statement = read_mt940(mt940(":61:261015C55,00", ":86:F1", ":61:261015C66,00", ":86:F2"))
    assert [(c.amount.plain, c.reference) for c in statement.credits] == [("55.00", "F1"), ("66.00", "F2")]


def test_mt940_an_entry_that_cannot_be_read_is_said_and_the_others_stay() -> None:
    statement = read_mt940(
        mt940(":61:nonsense", ":86:F1", CREDIT, ":86:F2", ":61:261015C1234567890123456,00")
    )
    assert [c.reference for c in statement.credits] == ["F2"]
    assert len(statement.problems) == 2


@pytest.mark.parametrize(
    "movement",
    [
        (":61:2610151015D80,00NRTINONREF//3", ":86:/NAME/CAFE DU PORT/REMI/F1-04"),
        (":61:2610151015D80,00NDDTNONREF//3", ":86:109?00SEPA-LASTSCHRIFT?20SVWZ+F1-04?32CAFE DU PORT"),
        (":61:2610151015D80,00NMSCNONREF//3", ":86:012?00RUECKLASTSCHRIFT?20SVWZ+F1-04?32CAFE DU PORT"),
        (":61:2610151015D80,00NMSCNONREF", ":86:PRLV SEPA IMPAYE /DE CAFE DU PORT /MOTIF F1-04"),
        (":61:2610151015RC80,00NTRFNONREF//3", ":86:/NAME/CAFE DU PORT/REMI/F1-04"),
    ],
)
def test_mt940_a_clients_money_that_goes_back_is_a_reversal(movement: tuple[str, ...]) -> None:
    statement = read_mt940(mt940(*movement))
    assert lines(statement.reversals) == [("80.00", "CAFE DU PORT", "F1-04", "2026-10-15")]
    assert statement.credits == ()


@pytest.mark.parametrize(
    "movement",
    [
        (":61:2610151015C80,00NRTINONREF//3", ":86:our transfer came back"),
        (":61:2610151015C80,00NTRFNONREF//3", ":86:159?00RUECKUEBERWEISUNG?20SVWZ+F1?32WE"),
        (":61:2610151015EC80,00NTRFNONREF//3", ":86:expected"),
        (":61:2610151015C0,00NTRFNONREF//3", ":86:nothing"),
    ],
)
def test_mt940_our_own_money_and_what_is_expected_are_no_credits(movement: tuple[str, ...]) -> None:
    statement = read_mt940(mt940(*movement))
    assert (statement.credits, statement.reversals, statement.problems) == ((), (), ())


def test_mt940_the_payers_words_of_an_unpaid_invoice_make_no_reversal_of_his_payment() -> None:
    assert len(read_mt940(mt940(CREDIT, ":86:VIR DE X /MOTIF FACTURE IMPAYEE F1")).credits) == 1
    fee = (":61:2610151015D8,00NCHGNONREF", ":86:COMMISSION SUR PRELEVEMENT IMPAYE")
    assert read_mt940(mt940(*fee)).reversals == ()


MT942 = """{1:F01BANKDEFFXXXX0000000000}{2:O9421200261015BANKDEFFXXXX00000000002610151200N}{4:
:20:INTRADAY
:25:12345/678
:28C:1/1
:34F:EURC0,
:13D:2610151200+0200
:61:2610151015C70,00NTRFF1-10
:86:/NAME/ZED BV/REMI/F1-10
:61:2610161016EC90,00NTRFF1-11
:86:/NAME/LATER BV/REMI/F1-11
:61:2610151015C60,00NTRFNONREF
:86:166?00GUTSCHRIFT?20SVWZ+F1-12?32VORGEMERKT AG
:90C:2EUR130,00
-}"""


def test_mt942_gives_what_was_credited_and_not_what_is_expected_or_only_noted() -> None:
    statement = read_mt940(MT942.encode())
    assert told(statement) == [("70.00", "ZED BV", "F1-10", "2026-10-15")]
    assert statement.kind == "MT942"


def test_mt940_only_a_name_that_the_bank_gave_is_one_and_counts_once() -> None:
    one = (":61:2610151015C55,00NTRFNONREF//BQ26101500077", ":86:F1")
    counter = (":61:2610151015C55,00NTRFNONREF//0003", ":86:F2")
    statement = read_mt940(mt940(*one, *counter, *one, *counter))
    assert [c.entry_id for c in statement.credits] == ["BQ26101500077", "", ""]


def test_mt940_several_statements_and_pages_are_read() -> None:
    first = mt940(CREDIT, ":86:F1", opening="C261014EUR0,00", closing="C261015EUR1210,00")
    second = mt940(CREDIT, ":86:F2", opening="C261014CHF10,00", closing="C261015CHF1220,00")
    statement = read_mt940(first + second)
    assert [str(c.amount) for c in statement.credits] == ["1210.00 EUR", "1210.00 CHF"]


def test_mt940_words_that_pass_for_an_entry_are_not_believed() -> None:
    """A payer's words, broken by the bank so that a line of them begins as an entry does."""
    forged = (CREDIT, ":86:/NAME/X/REMI/F1 ", ":61:2610151015C9000,00NTRFNONREF//9")
    with pytest.raises(UnreadableFile, match=r"9000\.00 EUR more"):
        read_mt940(mt940(*forged, closing="C261015EUR1310,00"))
    lacking = read_mt940(mt940(CREDIT, ":86:F1", closing="C261015EUR5000,00"))
    assert lacking.problems == ("its balances tell of more money than its movements",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_mt940_in_any_encoding(encoding: str) -> None:
    data = mt940(CREDIT, ":86:166?00X?20F1?32MÜLLER").decode().replace("\n", "\r\n").encode(encoding)
    assert read_mt940(data).credits[0].payer == "MÜLLER"


def test_mt940_what_was_sent_in_another_currency() -> None:
    credit = read_mt940(mt940(CREDIT, ":86:/NAME/X/OCMT/USD1300,50/REMI/F1")).credits[0]
    assert credit.original == money_of("1300.50", "USD")


@pytest.mark.parametrize(
    "data", [b"", b":25:only", b"-\n", b":20:A" + b" " * MAX_FILE, b":20:A\n" + b":61:1\n" * 20_001]
)
def test_mt940_without_a_statement_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_mt940(data)
