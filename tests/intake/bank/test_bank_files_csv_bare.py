"""Tables without headings: the balances show which column is the amount, or nothing is read."""

import pytest
from bank_files import attached, lines, told

from relanced.intake.bank.files.csv_file import read_csv
from relanced.intake.bank.files.read import read_files
from relanced.intake.bank.files.statement import UnreadableFile

TAGGED = (
    "/TRTP/SEPA OVERBOEKING/IBAN/NL12BANK0123456789/BIC/BANKNL2A/NAME/DE BOER BV/REMI/F1-01/EREF/NOTPROVIDED"
)
LABELLED = (
    "SEPA iDEAL     IBAN: NL20INGB0001234567     Naam: P. Visser     Machtiging: 7  Omschrijving: F1-02"
)
RETURNED = "/TRTP/SEPA INCASSO TERUGBOEKING/NAME/CAFE ZON/REMI/F1-03"
TAB = "\n".join(
    f"417164300\tEUR\t20261015\t{before}\t{after}\t{day}\t{amount}\t{words}"
    for before, after, day, amount, words in (
        ("1000,00", "1120,00", "20261016", "120,00", TAGGED),
        ("1120,00", "1090,99", "20261015", "-29,01", "BEA   NR:K9V02T   15.10.26/12.10 Bouwmarkt,PAS123"),
        ("1090,99", "1170,99", "20261014", "80,00", LABELLED),
        ("1170,99", "1100,99", "20261014", "-70,00", RETURNED),
    )
)


@pytest.mark.parametrize("name", ["TXT261015.TAB", "mutaties.txt"])
def test_bare_balances_before_and_after_show_the_amount(name: str) -> None:
    statement = read_files((attached(name, TAB.encode()),))
    assert statement is not None
    assert told(statement) == [
        ("120.00", "DE BOER BV", "F1-01", "2026-10-16"),
        ("80.00", "P. Visser", "F1-02", "2026-10-14"),
    ]
    assert [credit.payer_account for credit in statement.credits] == [
        "NL12BANK0123456789",
        "NL20INGB0001234567",
    ]
    assert lines(statement.reversals) == [("70.00", "CAFE ZON", "F1-03", "2026-10-14")]
    assert (statement.has_debits, statement.problems) == (True, ())


def test_bare_one_row_is_enough_where_both_balances_stand_in_it() -> None:
    debit = "417164300\tEUR\t20261015\t2321,49\t1821,49\t20261015\t-500,00\tBELASTING"
    statement = read_csv(debit.encode())
    assert (statement.credits, statement.reversals, statement.has_debits) == ((), (), True)


@pytest.mark.parametrize("newest_first", [False, True])
def test_bare_one_balance_that_runs_shows_the_amount(*, newest_first: bool) -> None:
    rows = [
        "15.10.2026;DE BOER BV;F1-01;120,00;1.120,00",
        "15.10.2026;BELASTING;BTW;-50,00;1.070,00",
        "16.10.2026;P. VISSER;F1-02;80,00;1.150,00",
    ]
    statement = read_csv("\n".join(rows[::-1] if newest_first else rows).encode())
    found = [("120.00", "DE BOER BV", "F1-01", "2026-10-15"), ("80.00", "P. VISSER", "F1-02", "2026-10-16")]
    assert told(statement) == (found[::-1] if newest_first else found)
    assert statement.has_debits


def test_bare_a_column_of_sides_signs_the_amounts_and_of_accounts_tells_the_payers() -> None:
    rows = (
        "NL12BANK0123456789;15-10-2026;C;120,00;1120,00;NL20INGB0001234567;DE BOER;F1-01",
        "NL12BANK0123456789;15-10-2026;D;20,00;1100,00;NL02ABNA0123456789;STROOM;TERMIJN",
    )
    statement = read_csv("\n".join(rows).encode(), currency="GBP")
    assert [(c.payer, c.payer_account, str(c.amount)) for c in statement.credits] == [
        ("DE BOER", "NL20INGB0001234567", "120.00 GBP")
    ]
    assert statement.has_debits


@pytest.mark.parametrize(
    "table",
    [
        TAB.replace("1120,00", "1120,01", 1),  # a balance that the amounts do not make
        TAB.replace("1120,00\t1090,99", "1130,00\t1100,99"),  # rows that do not follow each other
        TAB.replace("EUR\t20261015\t1120", "USD\t20261015\t1120"),  # two currencies
        "15.10.2026;DE BOER BV;F1-01;120,00;1.120,00",  # one row, one balance
        "15.10.2026;F1-01;120,00;1000,00;1120,00\n",  # either could be the balance before
        "A;120,00;1000,00;B\nA;120,00;1120,00;B",  # no days
        "15.10.2026;A;0,00;5,00\n15.10.2026;A;5,00;5,00",  # either could be the balance
    ],
)
def test_bare_what_the_balances_do_not_prove_is_not_read(table: str) -> None:
    with pytest.raises(UnreadableFile, match="neither headings nor balances"):
        read_csv(table.encode())
    assert read_files((attached("letter.txt", table.encode()),)) is None
    refused = read_files((attached("a.csv", table.encode()),))
    assert refused is not None
    assert (refused.credits, len(refused.problems)) == ((), 1)
