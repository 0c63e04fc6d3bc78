"""Tables with a layout laid down for them: read by it alone, and what breaks it is said."""

import pytest
from bank_files import lines, told

from relanced.intake.bank.files.csv_file import read_csv
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.profile import TableRule

RULE = TableRule(
    columns={
        "credit": "Entrées",
        "debit": "Sorties",
        "payer": "Qui",
        "reference": "Pourquoi",
        "value_date": "Jour",
        "account": "Son compte",
    },
    skip=2,
    encoding="cp1252",
)
TABLE = """Compte 123
Export du 15 octobre
Jour;Qui;Pourquoi;Entrées;Sorties;Son compte
15/10/2026;ACME;F1-01;1 944,00;;FR76 3000 6000 0112 3456 7890 189
15/10/2026;STROM;X;;80,00;
15/10/2026;;;;;
"""


def test_rule_reads_the_columns_that_it_names() -> None:
    statement = read_csv(TABLE.encode("cp1252"), RULE)
    assert told(statement) == [("1944.00", "ACME", "F1-01", "2026-10-15")]
    assert statement.credits[0].payer_account == "FR7630006000011234567890189"
    assert statement.has_debits
    assert statement.problems == ()


def test_rule_by_the_number_of_a_column_without_headings() -> None:
    rule = TableRule(
        columns={"amount": "4", "payer": "2", "reference": "3", "value_date": "1", "currency": "5"},
        separator=",",
        decimal=".",
        days="%Y-%m-%d",
        headed=False,
    )
    table = b'2026-10-15,ACME,F1-01,"1,944.00",CHF\n2026-10-15,STROM,X,-80.00,CHF\n2026-10-15,ZED,F2,7.5,\n'
    statement = read_csv(table, rule, currency="GBP")
    assert [str(c.amount) for c in statement.credits] == ["1944.00 CHF", "7.50 GBP"]
    assert statement.has_debits


@pytest.mark.parametrize(
    "row",
    [
        "15/10/2026;ZED;F2;1.944.00;;",
        "15/10/2026;ZED;F2;12.50;;",
        "15/10/2026;ZED;F2;lots;;",
        "15/10/2026;ZED;F2;1,234;;",
        "15/10/2026;ZED;F2;5,00;6,00;",
        "2026-10-15;ZED;F2;5,00;;",
        "31/02/2026;ZED;F2;5,00;;",
        "15/10/2026;ZED;F2;1e9;;",
    ],
)
def test_rule_a_row_that_breaks_it_is_said_and_not_guessed(row: str) -> None:
    statement = read_csv(f"{TABLE}{row}\n".encode("cp1252"), RULE)
    assert len(statement.credits) == 1
    assert len(statement.problems) == 1
    assert statement.problems[0].startswith("line 7: ")


@pytest.mark.parametrize(
    "data",
    [
        TABLE.replace("Entrées", "Crédit").encode("cp1252"),
        TABLE.encode("cp1252")[:30],
        b"x" * (MAX_FILE + 1),
        (TABLE + "1;2;3;4;5;6\n" * 20_001).encode("cp1252"),
    ],
)
def test_rule_a_table_of_another_layout_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_csv(data, RULE)


def test_rule_an_encoding_that_is_none_or_does_not_fit_is_said() -> None:
    for encoding in ("utf-8", "no-such-encoding"):
        rule = TableRule(columns={"amount": "Entrées"}, encoding=encoding, skip=2)
        with pytest.raises(UnreadableFile, match=encoding):
            read_csv(TABLE.encode("cp1252"), rule)


def test_rule_a_negative_credit_is_no_credit() -> None:
    statement = read_csv(TABLE.replace("1 944,00", "-1 944,00").encode("cp1252"), RULE)
    assert (statement.credits, lines(statement.reversals)) == ((), [])
