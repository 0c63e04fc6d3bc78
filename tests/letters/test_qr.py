"""The code that a banking app pays from, read back by another library: EPC069-12, line by line."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.paper_makers import FIRM, IBAN, reminder
from PIL import Image
from pypdfium2 import PdfDocument

from relanced.edge.typeset import typeset
from relanced.letters.papers.statement import statement
from relanced.letters.qr import Qr, epc_qr
from relanced.model.money import Money


def made(cents: int = 123_456, reference: str = "F2026-012 F2026-013", **changes: str | None) -> Qr:
    found = epc_qr(replace(FIRM, **changes), Money(cents, "EUR"), reference)  # type: ignore[arg-type]  # text fields
    assert isinstance(found, Qr), found
    return found


def lines(picture: Image.Image) -> list[str]:
    [code] = zxingcpp.read_barcodes(picture)
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    return str(code.text).split("\n")


def decoded(code: Qr) -> list[str]:
    return lines(Image.open(BytesIO(code.png)))


def test_every_line_of_the_code_is_where_the_standard_has_it() -> None:
    assert decoded(made()) == [
        "BCD",
        "002",
        "1",  # UTF-8
        "SCT",
        "AGRIFRPP",
        "Atelier Verrier SARL",
        IBAN,
        "EUR1234.56",
        "",  # purpose
        "",  # structured reference
        "F2026-012 F2026-013",
    ]


def test_the_bic_may_be_missing_and_accents_stay() -> None:
    found = decoded(made(name="Menuiserie Lacombe & Fils – Été", bic=None))

    assert (found[4], found[5]) == ("", "Menuiserie Lacombe & Fils – Été")


def test_an_account_is_taken_with_the_blanks_it_was_written_with() -> None:
    assert decoded(made(iban="fr76 3000 6000 0112 3456 7890 189"))[6] == IBAN


@pytest.mark.parametrize(
    ("cents", "text"), [(1, "0.01"), (10, "0.1"), (120_000, "1200"), (99_999_999_999, "999999999.99")]
)
def test_the_amount_is_a_plain_number_of_euros(cents: int, text: str) -> None:
    assert decoded(made(cents))[7] == f"EUR{text}"


@pytest.mark.parametrize(
    ("amount", "iban", "reference", "why"),
    [
        (Money(0, "EUR"), IBAN, "F", "0.01"),
        (Money(-5, "EUR"), IBAN, "F", "0.01"),
        (Money(100_000_000_000, "EUR"), IBAN, "F", "999999999.99"),
        (Money(100, "USD"), IBAN, "F", "USD"),
        (Money(100, "EUR"), None, "F", "firm.iban"),
        (Money(100, "EUR"), IBAN, "", "reference"),
    ],
)
def test_what_such_a_code_cannot_pay_says_why(
    amount: Money, iban: str | None, reference: str, why: str
) -> None:
    found = epc_qr(replace(FIRM, iban=iban), amount, reference)

    assert isinstance(found, str)
    assert why in found


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=40)
def test_no_text_adds_a_line_or_breaks_a_limit(name: str, reference: str) -> None:
    found = epc_qr(replace(FIRM, name=name), Money(100, "EUR"), reference)
    if isinstance(found, str):
        return
    fields = decoded(found)

    assert len(fields) == 11
    assert fields[6:8] == [IBAN, "EUR1"]
    assert len(fields[5]) <= 70
    assert len(fields[10]) <= 140


def test_the_same_payment_gives_the_same_bytes() -> None:
    assert (made().png, made().svg) == (made().png, made().svg)


def test_the_code_on_a_statement_is_read_from_the_page() -> None:
    pdf = typeset(statement(reminder(), FIRM, language="fr", qr=made()))
    opened = PdfDocument(pdf)
    page = opened[len(opened) - 1].render(scale=2).to_pil()
    opened.close()

    assert lines(page)[6:8] == [IBAN, "EUR1234.56"]
