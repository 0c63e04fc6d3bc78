"""Belgian statements of 128 characters a line: communications, totals and details, returns, balances."""

import pytest
from bank_files import attached, client_coda, coda, information_coda, lines, move_coda, payer_coda, told

from relanced.intake.bank.files.coda import looks_like_coda, read_coda
from relanced.intake.bank.files.read import read_files
from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.model.money import money_of

IN = (move_coda(12_000, "F1-01"), payer_coda("INTERIEUR DE SMET NV"))
OUT = (move_coda(-2_000, "ELEKTRICITEIT", number=2, code="00501000"), payer_coda("STROOM NV", number=2))


def test_coda_a_credit_and_a_debit_between_two_balances() -> None:
    statement = read_coda(coda(*IN, *OUT, closing=20_000))
    assert told(statement) == [("120.00", "INTERIEUR DE SMET NV", "F1-01", "2026-10-16")]
    assert statement.credits[0].payer_account == "BE71096123456769"
    assert statement.has_debits
    assert statement.kind == "CODA"
    assert (statement.problems, statement.notes) == ((), ())


@pytest.mark.parametrize("closing", [10_000, 19_999, -10_000])
def test_coda_more_told_than_came_by_the_balances_is_not_believed(closing: int) -> None:
    with pytest.raises(UnreadableFile, match="more than its balances"):
        read_coda(coda(*IN, *OUT, closing=closing))


def test_coda_less_told_than_came_by_the_balances_is_doubtful() -> None:
    assert read_coda(coda(*IN, closing=22_001)).problems == (
        "its balances tell of more money than its movements",
    )
    assert read_coda(coda(*IN)).problems == ("an account without its new balance",)
    assert read_coda(coda(*IN, opening=-30_000, closing=-18_000)).problems == ()


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("101090933755594", "090933755594"),
        ("102090933755594", "090933755594"),
        ("100RF18F105", "RF18F105"),
        ("103000000042218", "000000042218"),
        ("105" + "0" * 40, ""),
        ("", ""),
    ],
)
def test_coda_a_structured_communication(said: str, reference: str) -> None:
    records = (move_coda(12_000, said, structured=True), payer_coda("DE SMET"))
    assert told(read_coda(coda(*records, closing=22_000))) == [("120.00", "DE SMET", reference, "2026-10-16")]


def test_coda_words_go_on_from_record_to_record() -> None:
    records = (
        move_coda(12_000, "BESTELLING".ljust(52) + "F"),
        client_coda("1-02".ljust(52) + "E"),
        payer_coda("DE SMET", said="N F1-03"),
    )
    credit = read_coda(coda(*records, closing=22_000)).credits[0]
    assert credit.reference == "BESTELLING F1-02 EN F1-03"


@pytest.mark.parametrize(
    ("records", "payer", "reference"),
    [
        ((client_coda(reference="F1-04"), payer_coda("DE SMET")), "DE SMET", "F1-04"),
        ((client_coda(reference="NOTPROVIDED"), payer_coda("DE SMET")), "DE SMET", ""),
        ((information_coda("F1-05"),), "", "F1-05"),
        ((information_coda("001DE SMET", structured=True),), "DE SMET", ""),
        (
            (payer_coda("INCASSO NV", said="F1-06"), information_coda("009DE SMET", structured=True)),
            "INCASSO NV",
            "F1-06 / DE SMET",
        ),
        (
            (information_coda("001" + "DE SMET".ljust(70), structured=True), f"3200010001{'KAAI 1':95}0 0"),
            "DE SMET",
            "",
        ),
    ],
)
def test_coda_payer_and_reference_in_other_records(
    records: tuple[str, ...], payer: str, reference: str
) -> None:
    statement = read_coda(coda(move_coda(12_000), *records, closing=22_000))
    assert lines(statement.credits) == [("120.00", payer, reference, "2026-10-16")]


def sepa_debit(refused: str = "0", words: str = "F1-07", reason: str = " ") -> tuple[str, ...]:
    said = f"12716102610{refused}{'BE69ZZZ050D000000008':35}{'MANDAAT-7':35}{words:62}{reason}    "
    return said[:53], said[53:106], said[106:]


@pytest.mark.parametrize(
    ("cents", "code", "refused", "reason", "kind"),
    [
        (3_000, "00550000", "0", " ", "credit"),
        (3_000, "00550000", "1", " ", "ours"),
        (-3_000, "00503000", "0", " ", "back"),
        (-3_000, "00501000", "3", " ", "back"),
        (-3_000, "00501000", "0", "2", "back"),
        (-3_000, "00501000", "0", " ", "left"),
    ],
)
def test_coda_a_direct_debit_tells_its_words_and_whether_it_came_back(
    cents: int, code: str, refused: str, reason: str, kind: str
) -> None:
    first, second, third = sepa_debit(refused, reason=reason)
    records = (
        move_coda(cents, first, code=code, structured=True),
        client_coda(second),
        payer_coda("CAFE DE ZON", said=third),
    )
    statement = read_coda(coda(*records, closing=10_000 + cents))
    shown = [("30.00", "CAFE DE ZON", "F1-07", "2026-10-16")]
    assert told(statement) == (shown if kind == "credit" else [])
    assert lines(statement.reversals) == (shown if kind == "back" else [])
    assert statement.has_debits == (kind in {"back", "left"})


def test_coda_a_direct_debit_without_words_has_its_mandate() -> None:
    first, second, third = sepa_debit(words="")
    records = (
        move_coda(3_000, first, code="00550000", structured=True),
        client_coda(second),
        payer_coda("X", said=third),
    )
    assert read_coda(coda(*records, closing=13_000)).credits[0].reference == "MANDAAT-7"


@pytest.mark.parametrize(
    ("cents", "code", "returned", "said", "kind"),
    [
        (-3_000, "00338000", "", "", "back"),  # a cheque, provisionally unpaid
        (-3_000, "00149000", "", "", "back"),  # a correction
        (-3_000, "00101000", "2", "", "back"),  # an R-transaction
        (-3_000, "00101000", "", "TERUGBOEKING F1-08", "back"),
        (-3_000, "00537000", "2", "", "left"),  # the costs of one
        (-3_000, "03537000", "", "TERUGBOEKING", "left"),
        (-3_000, "08049000", "", "", "left"),  # a correction of the bank's own fees
        (3_000, "00154000", "", "", "ours"),  # unexecutable transfer order
        (3_000, "00150000", "2", "", "ours"),
        (3_000, "08099000", "", "", "ours"),
        (3_000, "00187000", "", "", "ours"),
        (3_000, "04150000", "", "", "credit"),
    ],
)
def test_coda_what_a_movement_does_is_in_its_code(
    cents: int, code: str, returned: str, said: str, kind: str
) -> None:
    records = (move_coda(cents, said, code=code), client_coda(returned=returned))
    statement = read_coda(coda(*records, closing=10_000 + cents))
    found = (bool(statement.credits), bool(statement.reversals), statement.has_debits)
    assert found == (kind == "credit", kind == "back", kind in {"back", "left"})


def part(cents: int, detail: int, kind: str, payer: str = "") -> tuple[str, ...]:
    record = move_coda(cents, f"F1-{detail:02}", detail=detail, code=f"{kind}0150000", name="BANKREF001")
    return record, *([payer_coda(payer)] if payer else [])


def total(cents: int, kind: str = "2") -> str:
    return move_coda(cents, code=f"{kind}0150000", name="BANKREF001")


def test_coda_of_a_total_its_details_are_the_payments() -> None:
    data = coda(
        total(5_000), *part(3_000, 1, "6", "DE SMET"), *part(2_000, 2, "6", "PEETERS"), closing=15_000
    )
    statement = read_coda(data)
    assert [line[:3] for line in told(statement)] == [
        ("30.00", "DE SMET", "F1-01"),
        ("20.00", "PEETERS", "F1-02"),
    ]
    assert (statement.problems, statement.notes) == ((), ())


def test_coda_equal_details_of_a_total_are_two_payments() -> None:
    data = coda(total(4_000), *part(2_000, 1, "6"), *part(2_000, 2, "6"), closing=14_000)
    assert len(read_coda(data).credits) == 2


def test_coda_a_total_without_its_details_is_left_out_and_said() -> None:
    statement = read_coda(coda(total(5_000), closing=15_000))
    assert (statement.credits, statement.problems) == ((), ())
    assert statement.notes == ("line 3: 50.00 EUR of payments that are not told one by one",)
    wrong = read_coda(coda(total(5_000), *part(4_000, 1, "6"), closing=15_000))
    assert (wrong.credits, len(wrong.notes), len(wrong.problems)) == ((), 1, 1)


@pytest.mark.parametrize("in_total", [False, True])
def test_coda_charges_are_a_part_of_what_the_client_paid(in_total: bool) -> None:
    if in_total:
        records = (
            total(9_000),
            *part(9_000, 1, "7", "DE SMET"),
            *part(10_000, 2, "9"),
            *part(-1_000, 3, "9"),
        )
    else:
        records = (total(9_000, "3"), payer_coda("DE SMET"), *part(10_000, 1, "8"), *part(-1_000, 2, "8"))
    credit = read_coda(coda(*records, closing=19_000)).credits[0]
    assert (credit.amount, credit.fee) == (money_of("100.00", "EUR"), money_of("10.00", "EUR"))
    assert credit.payer == "DE SMET"


def test_coda_details_that_do_not_make_up_an_amount_change_nothing() -> None:
    credit = read_coda(coda(total(9_000, "3"), *part(99_000, 1, "8"), closing=19_000)).credits[0]
    assert (credit.amount.plain, credit.fee) == ("90.00", None)


def test_coda_details_alone_are_believed_only_in_a_file_of_details() -> None:
    details = (*part(3_000, 1, "6", "DE SMET"), *part(2_000, 2, "6", "PEETERS"))
    alone = read_coda(coda(*details, opening=0, closing=0, application="00001"))
    assert (len(alone.credits), alone.problems) == (2, ())
    among = read_coda(coda(*details, closing=10_000))
    assert (among.credits, len(among.problems)) == ((), 2)


def test_coda_the_banks_own_name_of_a_payment_is_kept_where_it_is_one() -> None:
    def names(first: str, second: str) -> list[str]:
        records = (move_coda(1_000, name=first), move_coda(1_000, number=2, name=second))
        return [credit.entry_id for credit in read_coda(coda(*records, closing=12_000)).credits]

    assert names("BANKREF001", "BANKREF002") == ["BANKREF001", "BANKREF002"]
    assert names("BANKREF001", "BANKREF001") == ["", ""]
    assert names("REF", "0001") == ["", ""]


def test_coda_old_belgian_account_numbers_and_other_currencies() -> None:
    data = coda(*IN, closing=22_000).replace(
        f"12001{'BE68539007547034':34}EUR".encode(), f"10001{'435000000080 USD0BE':37}".encode()
    )
    assert [str(credit.amount) for credit in read_coda(data).credits] == ["120.00 USD"]


@pytest.mark.parametrize("shape", ["cut lines", "no lines", "two files", "messages"])
def test_coda_with_or_without_line_ends_and_several_in_a_file(shape: str) -> None:
    records = coda(*IN, closing=22_000).decode().split("\r\n")
    data = {
        "cut lines": "\n".join(record.rstrip() for record in records),
        "no lines": "".join(record.ljust(128) for record in records),
        "two files": "\n".join([*records, *(record.replace("F1-01", "F1-02") for record in records)]),
        "messages": "\n".join([*records[:-1], "4 00010000 A message of the bank", records[-1]]),
    }[shape]
    statement = read_coda(data.encode())
    assert len(statement.credits) == (2 if shape == "two files" else 1)
    assert statement.problems == ()


def test_coda_what_cannot_be_read_is_said() -> None:
    broken = IN[0].replace("0000000000120000", "00000000001200,0")
    statement = read_coda(coda(broken, *IN, "77 new", closing=22_000))
    assert len(statement.credits) == 1
    assert len(statement.problems) == 2
    headless = coda(*IN, closing=22_000).split(b"\r\n")
    orphan = read_coda(b"\n".join([headless[0], *headless[2:]]))
    assert orphan.credits == ()
    assert "movements of no account" in orphan.problems


def test_coda_is_known_by_its_head() -> None:
    data = coda(*IN, closing=22_000)
    assert looks_like_coda(data.decode()[:128])
    assert not looks_like_coda("0000 letters that begin with figures")
    no_currency = data.replace(b"EUR0", b"   0", 1)
    no_balance = data.replace(b"EUR0", b"EURX", 1)
    many = coda(*[move_coda(1)] * 20_001)
    for wrong in (b"", b"no", no_currency, no_balance, data + b" " * MAX_FILE, many):
        with pytest.raises(UnreadableFile):
            read_coda(wrong)


@pytest.mark.parametrize("name", ["statement.txt", "statement.csv", ""])
def test_coda_is_read_whatever_its_name(name: str) -> None:
    statement = read_files((attached(name, coda(*IN, *OUT, closing=20_000)),))
    assert statement is not None
    assert (statement.kind, len(statement.credits)) == ("CODA", 1)
