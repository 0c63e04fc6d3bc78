"""Spanish statements of 80 characters a line: sides, words, returns, remittances, balances."""

import pytest
from bank_files import attached, head43, lines, move43, norma43, tail43, told, words43

from relanced.intake.bank.files.norma43 import looks_like_norma43, read_norma43
from relanced.intake.bank.files.read import read_files
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.money import money_of

IN = (move43(12_000), words43("MUEBLES DEL RIO SL", "FRA F1-01"))
OUT = (move43(-2_000, "03"), words43("RECIBO LUZ"))


def test_norma43_a_credit_and_a_debit_between_two_balances() -> None:
    statement = read_norma43(norma43(*IN, *OUT, closing=20_000))
    assert told(statement) == [("120.00", "MUEBLES DEL RIO SL", "FRA F1-01", "2026-10-16")]
    assert statement.has_debits
    assert statement.kind == "Norma 43"
    assert (statement.problems, statement.notes) == ((), ())


@pytest.mark.parametrize("closing", [10_000, 19_999, -10_000])
def test_norma43_more_told_than_came_by_the_balances_is_not_believed(closing: int) -> None:
    with pytest.raises(UnreadableFile, match="more than its balances"):
        read_norma43(norma43(*IN, *OUT, closing=closing))


def test_norma43_less_told_than_came_by_the_balances_is_doubtful() -> None:
    statement = read_norma43(norma43(*IN, closing=30_000))
    assert len(statement.credits) == 1
    assert statement.problems == ("its balances tell of more money than its movements",)


def test_norma43_an_account_below_zero() -> None:
    statement = read_norma43(norma43(*IN, opening=-50_000, closing=-38_000))
    assert (len(statement.credits), statement.problems) == (1, ())


def test_norma43_a_file_cut_off_before_its_new_balance_is_doubtful() -> None:
    assert read_norma43(norma43(*IN)).problems == ("an account without its new balance",)


@pytest.mark.parametrize(
    ("words", "payer", "reference"),
    [
        ((words43("TRANSFERENCIA DE MUEBLES DEL RIO", "F1-02"),), "MUEBLES DEL RIO", "F1-02"),
        (
            (words43("TRANSFERENCIA RECIBIDA", "MUEBLES DEL RIO"), words43("F1-03", "", "02")),
            "MUEBLES DEL RIO",
            "F1-03",
        ),
        ((words43("ORDENANTE: MUEBLES DEL RIO", "CONCEPTO: F1-04"),), "MUEBLES DEL RIO", "F1-04"),
        (
            (words43("MUEBLES DEL RIO", "PEDIDO 12".ljust(37) + "F"), words43("1-05", "", "02")),
            "MUEBLES DEL RIO",
            "PEDIDO 12 F1-05",
        ),
        ((words43("INGRESO EN EFECTIVO"),), "", ""),
        ((words43("ABONO TRANSFERENCIA"),), "", ""),
        ((), "", ""),
        ((words43("PE¥A NU¤EZ", "F1-06"),), "PEÑA NUñEZ", "F1-06"),
    ],
)
def test_norma43_payer_and_reference(words: tuple[str, ...], payer: str, reference: str) -> None:
    statement = read_norma43(norma43(move43(12_000), *words, closing=22_000))
    assert told(statement) == [("120.00", payer, reference, "2026-10-16")]


def test_norma43_the_reference_field_is_the_last_resort_and_the_day_of_booking_too() -> None:
    record = move43(12_000, day="000000", reference="F1-07")
    statement = read_norma43(norma43(record, words43("MUEBLES DEL RIO"), closing=22_000))
    assert told(statement) == [("120.00", "MUEBLES DEL RIO", "F1-07", "2026-10-15")]


@pytest.mark.parametrize(
    ("concept", "words", "went_back"),
    [
        ("14", "DEVOLUCION RECIBO BAR SOL", True),
        ("98", "BAR SOL", True),
        ("99", "RECIBO IMPAGADO BAR SOL", True),
        ("14", "COMISION DEVOLUCION", False),
        ("04", "TRANSFERENCIA A PROVEEDOR", False),
    ],
)
def test_norma43_what_went_back_is_told_apart_from_what_left(
    concept: str, words: str, went_back: bool
) -> None:
    statement = read_norma43(norma43(move43(-3_000, concept), words43(words), closing=7_000))
    assert [c.amount.plain for c in statement.reversals] == (["30.00"] if went_back else [])
    assert (statement.credits, statement.has_debits) == ((), True)


@pytest.mark.parametrize("concept", ["14", "98"])
def test_norma43_our_own_payment_that_came_back_is_no_credit(concept: str) -> None:
    statement = read_norma43(norma43(move43(3_000, concept), words43("BAR SOL"), closing=13_000))
    assert (statement.credits, statement.reversals) == ((), ())


@pytest.mark.parametrize(
    ("concept", "words", "is_one"),
    [
        ("06", "ABONO REMESA RECIBOS", False),
        ("06", "REMESA 1 RECIBO", True),
        ("12", "LIQUIDACION TPV 15/10", False),
        ("04", "REMESAS DEL NORTE SL", False),
        ("04", "BAR SOL", True),
    ],
)
def test_norma43_a_remittance_counts_where_it_is_one_payment(concept: str, words: str, is_one: bool) -> None:
    statement = read_norma43(norma43(move43(3_000, concept), words43(words), closing=13_000))
    assert len(statement.credits) == int(is_one)
    assert len(statement.notes) == int(not is_one)


def test_norma43_what_was_sent_in_another_currency() -> None:
    sent = f"2401840{13_000:014}".ljust(80)
    credit = read_norma43(norma43(*IN, sent, closing=22_000)).credits[0]
    assert credit.original == money_of("130.00", "USD")


def test_norma43_several_accounts_each_with_its_balances() -> None:
    other = [head43(0, "840").replace("0001234567", "0009876543"), *IN, tail43(12_000)]
    statement = read_norma43(norma43(*IN, tail43(22_000), *other))
    assert [str(c.amount) for c in statement.credits] == ["120.00 EUR", "120.00 USD"]
    assert statement.problems == ()


@pytest.mark.parametrize("shape", ["cut lines", "no lines", "utf-8", "blank lines", "a head record"])
def test_norma43_with_or_without_line_ends(shape: str) -> None:
    records = norma43(*IN, closing=22_000).decode("latin-1").split("\r\n")
    data = {
        "cut lines": "\n".join(record.rstrip() for record in records).encode(),
        "no lines": "".join(record.ljust(80) for record in records).encode(),
        "utf-8": b"\xef\xbb\xbf" + "\n".join(records).encode(),
        "blank lines": "\r\n\r\n".join(records).encode() + b"\x1a",
        "a head record": "\n".join([f"00{'261015':78}", *records]).encode(),
    }[shape]
    statement = read_norma43(data)
    assert lines(statement.credits) == [("120.00", "MUEBLES DEL RIO SL", "FRA F1-01", "2026-10-16")]
    assert statement.problems == ()


def test_norma43_what_cannot_be_read_is_said() -> None:
    broken = move43(12_000)[:28] + "1200,50".rjust(14) + move43(12_000)[42:]
    statement = read_norma43(norma43(broken, *IN, "77 new", closing=22_000))
    assert len(statement.credits) == 1
    assert len(statement.problems) == 2
    orphan = read_norma43(norma43(*IN, tail43(22_000), *IN))
    assert orphan.problems == ("line 5: a movement of no account",)


def test_norma43_is_known_by_its_first_record() -> None:
    assert looks_like_norma43(head43(1))
    assert not looks_like_norma43("11 letters that begin with figures")
    unknown = norma43(*IN, closing=22_000).replace(b"9783TALLER", b"9993TALLER")
    long = norma43(*IN) + b" " * MAX_FILE
    for data in (b"", b"no", unknown, long, norma43(*[move43(1)] * 20_001)):
        with pytest.raises(UnreadableFile):
            read_norma43(data)


@pytest.mark.parametrize("name", ["statement.txt", "statement.csv", ""])
def test_norma43_is_read_whatever_its_name(name: str) -> None:
    statement = read_files((attached(name, norma43(*IN, *OUT, closing=20_000)),))
    assert statement is not None
    assert (statement.kind, len(statement.credits)) == ("Norma 43", 1)
