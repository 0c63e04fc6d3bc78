"""The files of one mail: known by their content, unpacked, told once, and never a danger."""

import zipfile

import pytest
from bank_files import PAYER, WORDS, attached, camt, cfonb, details, entry, movement, mt940, ofx, told, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.bank.files.read import read_files
from relanced.intake.bank.files.statement import MAX_FILE, MAX_TOLD
from relanced.model.profile import TableRule

CAMT = camt(entry(details(PAYER + WORDS)))
MT940 = mt940(":61:2610151015C100,00NTRFNONREF//1", ":86:/NAME/ACME SARL/REMI/F1-01")
OFX = ofx("<TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>100.00<FITID>A1<NAME>ACME SARL<MEMO>F1-01").encode()
CFONB = cfonb(movement("VIR SEPA ACME SARL", "1000{", reference="F1-01"))
CSV = b"Date;Contrepartie;Montant;Motif\n15/10/2026;ACME SARL;100,00;F1-01\n"
ONE = [("100.00", "ACME SARL", "F1-01", "2026-10-15")]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.bin", CAMT, "CAMT.053"),
        ("b.txt", MT940, "MT940"),
        ("b.txt", b"{1:F01X}{2:O940X}{4:\r\n" + MT940.replace(b"\n", b"\r\n"), "MT940"),
        ("c", OFX, "OFX"),
        ("d.csv", CFONB, "CFONB120"),
        ("b.txt", b"{1:F01X}{2:O940X}{4:" + MT940, "MT940"),
        ("e.CSV", CSV, "CSV"),
        ("e.xls", CSV, "CSV"),
        ("e", CSV.decode().encode("utf-16"), "CSV"),
        ("e.csv", CSV.decode().encode("utf-16"), "CSV"),
        ("f.xml", CAMT.decode().encode("utf-16"), "CAMT.053"),
        ("g.zip", zipped({"jour/a.xml": CAMT}), "CAMT.053"),
        ("g.pdf", zipped({"a.sta": MT940, "lisez-moi.txt": b"Bonjour"}), "MT940"),
    ],
)
def test_a_file_is_known_by_its_content(name: str, data: bytes, kind: str) -> None:
    statement = read_files((attached(name, data),))
    assert statement is not None
    assert (statement.kind, told(statement), statement.problems) == (kind, ONE, ())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", b"\x89PNG"),
        ("releve.pdf", b"%PDF-1.7 :20: :25:"),
        ("notes.txt", b"Bonjour,\n:20: heures\n"),
        ("liste.txt", b"a;b;c\n1;2;3\n"),
        ("image.bin", b"\x01\x02" + CSV),
        ("feuille.xlsx", zipped({"[Content_Types].xml": b"<a/>", "a.xml": CAMT})),
        ("photos.zip", zipped({"a.jpg": b"\xff\xd8"})),
        ("double.zip", zipped({"inner.zip": zipped({"a.xml": CAMT})})),
        ("empty", b""),
    ],
)
def test_other_files_are_passed_over(name: str, data: bytes) -> None:
    assert read_files((attached(name, data),)) is None


def test_what_cannot_be_read_is_named_and_the_others_stay() -> None:
    files = (attached("c.csv", b"a,b\n1,2"), attached("a.xml", CAMT), attached("x.xml", CAMT[:-20]))
    statement = read_files(files)
    assert statement is not None
    assert told(statement) == ONE
    assert [problem.partition(":")[0] for problem in statement.problems] == ["c.csv", "x.xml"]
    unread = read_files(files[:1])
    assert unread is not None
    assert (unread.kind, unread.credits) == ("", ())


def test_one_day_told_in_several_formats_counts_once() -> None:
    later = camt(entry(details(PAYER + WORDS)), entry(details(PAYER), amount="50.00"))
    statement = read_files(
        (attached("a", MT940), attached("b", later), attached("c", CSV.replace(b"F1", b"F2"), "text/csv"))
    )
    assert statement is not None
    assert [c.amount.plain for c in statement.credits] == ["100.00", "50.00"]
    assert statement.kind == "MT940, CAMT.053, CSV"


def test_equal_payments_of_two_statements_are_two_and_one_file_attached_twice_is_one() -> None:
    other_day = CAMT.replace(b"F1-01", b"F1-02")
    statement = read_files((attached("a", CAMT), attached("b", other_day), attached("copy", CAMT)))
    assert statement is not None
    assert [c.reference for c in statement.credits] == ["F1-01", "F1-02"]


def test_a_payment_that_the_bank_names_counts_once_over_two_files() -> None:
    named = details("<Refs><AcctSvcrRef>BQ20261015-77</AcctSvcrRef></Refs>" + PAYER + WORDS)
    notice = camt(entry(named), kind="camt.053.001.02")
    both = (attached("a", notice), attached("b", camt(entry(named), entry(details(PAYER), amount="9.00"))))
    statement = read_files(both)
    assert statement is not None
    assert [c.amount.plain for c in statement.credits] == ["100.00", "9.00"]


def test_the_layout_of_a_profile_and_the_currency_of_the_mail_are_for_tables() -> None:
    rule = TableRule(columns={"amount": "3", "payer": "2"}, headed=False, skip=1)
    statement = read_files((attached("a.csv", CSV),), rule, said="You have received GBP 100.00 today")
    assert statement is not None
    assert [(str(c.amount), c.payer) for c in statement.credits] == [("100.00 GBP", "ACME SARL")]


@pytest.mark.parametrize(
    ("said", "currency"),
    [
        ("Account 12345678 Sort code 20-71-44", "GBP"),
        ("Account 12345678 Sort code 90-17-44", "EUR"),
        ("100,00 CHF and 5,00 EUR", "EUR"),
        ("", "EUR"),
    ],
)
def test_a_table_without_currency_takes_that_of_the_mail(said: str, currency: str) -> None:
    statement = read_files((attached("a.csv", CSV),), said=said)
    assert statement is not None
    assert statement.credits[0].amount.currency == currency


# ---- archives ----------------------------------------------------------------------------------


def locked() -> bytes:
    data = bytearray(zipped({"a.xml": CAMT}))
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped({f"{n}.xml": CAMT for n in range(11)}), "more than 10 files"),
        (zipped({"a.xml": b" " * 3_000_000}), "unpacks to more"),
        (zipped({f"{n}.xml": bytes(range(256)) * 20_000 for n in range(3)}), "unpacks to more"),
        (zipped({"a.xml": CAMT})[:-30], "cannot be opened"),
        (zipped({"a.xml": CAMT}).replace(b"PK\x01\x02", b"PK\x01\x09"), "cannot be opened"),
        (locked(), "password"),
        (b"PK\x03\x04", "cannot be opened"),
    ],
)
def test_an_archive_beyond_the_limits_is_said(data: bytes, why: str) -> None:
    statement = read_files((attached("a.zip", data),))
    assert statement is not None
    assert why in statement.problems[0]
    assert statement.credits == ()


def test_an_archive_that_lies_about_its_size_is_said() -> None:
    whole = zipped({"a.xml": CAMT + b" " * 100_000})
    lying = whole.replace((len(CAMT) + 100_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != whole
    statement = read_files((attached("a.zip", lying),))
    assert statement is not None
    assert statement.problems


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_may_be_packed_in_each_way(method: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.xml", CAMT)
    statement = read_files((attached("a.zip", path.read_bytes()),))
    assert statement is not None
    assert told(statement) == ONE


# ---- hostile -----------------------------------------------------------------------------------

WHOLE = (CAMT, MT940, OFX, CFONB, CSV, zipped({"a.xml": CAMT}))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.binary(max_size=300), st.floats(0, 1), st.integers(0, 40))
def test_broken_files_are_named_and_never_raise(whole: bytes, noise: bytes, place: float, lost: int) -> None:
    at = int(place * len(whole))
    read_files((attached("a.csv", whole[:at] + noise + whole[at + lost :]),))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["amount", "payer", "day"]))
def test_no_text_in_a_field_makes_money_that_cannot_be_held(text: str, where: str) -> None:
    said = {"amount": "100,00", "payer": "ACME", "day": "15/10/2026"} | {where: text}
    table = f"Date;Contrepartie;Montant;Motif\n{said['day']};{said['payer']};{said['amount']};F1\n"
    statement = read_files((attached("a.csv", table.encode("utf-8", "replace")),))
    assert statement is None or all(0 < c.amount.cents < 10**15 for c in statement.credits)


def test_only_the_first_files_and_the_first_problems_are_told() -> None:
    files = tuple(attached(f"{n}.csv", f"a,b\n{n},2".encode()) for n in range(30))
    statement = read_files(files)
    assert statement is not None
    assert len(statement.problems) == MAX_TOLD + 1
    assert statement.problems[-1] == "and 5 more"


def test_a_file_that_is_too_large_is_said() -> None:
    for data in WHOLE[:-1]:
        whole = attached("a.csv", data + b" " * MAX_FILE)
        statement = read_files((whole,))
        assert statement is not None
        assert statement.credits == ()
        assert "bytes" in statement.problems[0] or "too large" in statement.problems[0]
