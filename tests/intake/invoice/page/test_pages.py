"""The words of a page come out where a reader sees them, however the PDF draws them."""

import random

import pytest
from invoice_pdf import INVOICE, Run, locked, pdf_of

from relanced.intake.invoice.page.pages import FIRST_PAGES, LAST_PAGES, Unreadable, read_pages


def texts(data: bytes) -> list[str]:
    pages = read_pages(data)
    assert not isinstance(pages, Unreadable)
    return [chunk.text for page in pages for chunk in page.chunks]


def test_columns_stay_apart_and_words_together() -> None:
    assert texts(pdf_of([(60, 60, "Net à payer"), (300, 60, "1 050,00 €")])) == ["Net à payer", "1 050,00 €"]


def test_letter_spaced_titles_are_words() -> None:
    assert texts(pdf_of([(60, 60, "CREDIT NOTE", 20)], char_space=3.0)) == ["CREDIT NOTE"]


def test_words_printed_twice_for_bold_are_read_once() -> None:
    assert texts(pdf_of([(60, 60, "Facture"), (60.3, 60, "Facture")])) == ["Facture"]


def test_a_page_turned_for_printing_reads_as_the_upright_one() -> None:
    assert texts(pdf_of(INVOICE, turn=1)) == texts(pdf_of(INVOICE))


def test_pages_follow_each_other_downwards() -> None:
    pages = read_pages(pdf_of([(60, 60, "eins")], [(60, 60, "zwei")]))

    assert not isinstance(pages, Unreadable)
    first, second = (page.chunks[0] for page in pages)
    assert first.line < second.line
    assert first.bottom < second.top


def test_of_a_long_file_the_first_and_the_last_pages_are_read_and_the_gap_is_told() -> None:
    limit = FIRST_PAGES + LAST_PAGES
    pages = read_pages(pdf_of(*([[(60, 60, f"Seite {number}")] for number in range(1, limit + 4)])))

    assert not isinstance(pages, Unreadable)
    words = [page.chunks[0].text for page in pages]
    assert words[FIRST_PAGES - 1 : FIRST_PAGES + 1] == [f"Seite {FIRST_PAGES}", f"Seite {FIRST_PAGES + 4}"]
    assert words[-1] == f"Seite {limit + 3}"
    assert [page.skipped for page in pages if page.skipped] == [3]
    assert pages[FIRST_PAGES].skipped == 3


def test_letters_typed_apart_are_words() -> None:
    assert texts(pdf_of([(60, 60, "I N V O I C E")])) == ["INVOICE"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a PDF"),
        (b"PK\x03\x04", "not a PDF"),
        (b"%PDF-1.7\nnothing", "broken"),
        (locked(pdf_of(INVOICE)), "password"),
        (pdf_of(()), "no text"),
        (pdf_of([(60, 60 + 14 * row, "!\"# $%& '()* +,-. /:;< =>?@ 7") for row in range(12)]), "garbled"),
        (pdf_of([(60, 60 + 14 * row, "Gzcvwfs wpusf gbduvsf tpmef") for row in range(12)]), "garbled"),
    ],
)
def test_what_cannot_be_read_is_a_value_with_its_reason(data: bytes, why: str) -> None:
    read = read_pages(data)

    assert isinstance(read, Unreadable)
    assert why in read.why


def test_damaged_files_never_raise() -> None:
    chance = random.Random(7)
    whole = pdf_of(INVOICE)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 8, 40])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        read_pages(bytes(data))


def test_runs_of_letters_far_out_of_the_page_do_no_harm() -> None:
    runs: list[Run] = [(1e7, -1e7, "weit weg"), (60, 60, "hier")]

    assert "hier" in texts(pdf_of(runs))
