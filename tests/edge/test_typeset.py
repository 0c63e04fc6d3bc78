"""A paper becomes the same PDF everywhere, and nothing that stands in it is more than text."""

import re
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.paper_makers import FIRM, long_reminder, reminder, text_of

from relanced.edge import typeset as module
from relanced.edge.typeset import typeset
from relanced.letters.papers.statement import statement
from relanced.model.paper import NotTypeset, Paper


def paper(**changes: object) -> Paper:
    made = statement(reminder(), FIRM, language="fr")
    return Paper(**{**{name: getattr(made, name) for name in made.__slots__}, **changes})


def test_the_same_paper_is_the_same_bytes_and_dated_by_its_own_day() -> None:
    first, second = typeset(paper()), typeset(paper())

    assert first == second
    assert first.startswith(b"%PDF-")
    opened = pypdfium2.PdfDocument(first)
    assert opened.get_metadata_dict()["CreationDate"].startswith("D:20260518")
    assert opened.get_metadata_dict()["Title"] == "Atelier Verrier SARL – Menuiserie Lenoir"
    opened.close()
    assert typeset(paper(on=date(2026, 5, 19))) != first


def test_only_the_fonts_that_come_with_typst_are_used() -> None:
    names = re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z]+)", typeset(paper()))

    assert names
    assert {name.decode() for name in names} <= {"LibertinusSerif", "DejaVuSansMono"}


def test_a_language_without_words_is_english() -> None:
    assert "Statement of account" in text_of(typeset(paper(language="pl")))[0]
    assert "Statement of account" in text_of(typeset(paper(language="../fr")))[0]


def test_a_long_table_has_its_head_and_a_number_on_each_page() -> None:
    pages = text_of(typeset(statement(long_reminder(), FIRM, language="fr")))

    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} sur {len(pages)}" in page
        assert "Facture Émise le Échéance" in page or "F2026-" not in page
    whole = " ".join(pages)
    assert [n for n in range(1, 61) if f"F2026-{n:03} " not in whole] == []


HOSTILE = ['#panic("x")', "*b* _i_ $x^2$ `raw` <label> @ref", "= Title\n- list", '#read("/etc/passwd")', "\\u{41}",
           "{name} {on}", "]]]) #)", "שלום مرحبا 中文 😀", "\u202eevil\u202c \x00\x07\x1b[31m\ud800"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_placed_as_text_whatever_it_says(text: str) -> None:
    made = typeset(statement(reminder(name=f"Nom {text} fin"), FIRM, language="fr"))
    page = text_of(made)[0]

    assert "fin" in page
    if text.isascii() and text.isprintable():
        assert f"Nom {text} fin" in page


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=25)
def test_no_text_makes_typst_fail(name: str, title: str) -> None:
    made = paper(title=title)
    client = made.data["client"]
    assert isinstance(client, dict)
    data = {**made.data, "client": {**client, "addressee": name, "postal": [name], "address": title}}

    assert typeset(paper(title=title, data=data)).startswith(b"%PDF-")


def test_an_endless_word_stays_on_the_page() -> None:
    opened = pypdfium2.PdfDocument(typeset(paper(data={**paper().data, "on": "x" * 10_000})))
    for page in opened:
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert max(box[2] for box in boxes) <= page.get_width()
    opened.close()


def test_what_cannot_be_made_says_which_paper_and_why() -> None:
    with pytest.raises(NotTypeset, match=r"statement: .*firm"):
        typeset(paper(data={}))
    with pytest.raises(NotTypeset, match=r"nothing: .*No such file"):
        typeset(paper(name="nothing"))


def test_too_many_values_are_refused_before_typst_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_VALUES", 100)

    with pytest.raises(NotTypeset, match="more than a paper may hold"):
        typeset(paper())
