"""Marks in a text become blocks, and from the blocks come text and HTML that say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters.letter_makers import FIRM, named, reminder_of

from relanced.intake.html import html_to_text
from relanced.letters.body import (
    LINE,
    Link,
    Paragraph,
    Table,
    as_html,
    as_text,
    blocks_of,
    link_of,
    marked,
    table_of,
)
from relanced.letters.context import letter_context
from relanced.letters.payment import link_for
from relanced.letters.render import TemplateProblem, Templates
from relanced.model.money import Money

TABLE = Table(
    ("Facture", "À payer"), (("F-1\ndu 1er mai", "10,00 €"), ("F-2", "5,00 €")), ("Total", "15,00 €"), (1,)
)
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)


def test_a_text_with_marks_is_cut_into_its_blocks() -> None:
    link = Link("Payer", "https://pay.example/?n=1")
    text = f"Bonjour,\n\nVoici :\n{marked(TABLE)}\n\n{marked(link)}\n  IBAN : x\n"

    assert blocks_of(text) == (
        Paragraph("Bonjour,"),
        Paragraph("Voici :"),
        TABLE,
        link,
        Paragraph("  IBAN : x"),
    )


def test_a_table_is_aligned_in_text_with_amounts_to_the_right() -> None:
    assert as_text((TABLE,)).split("\n") == [
        "Facture     À payer",
        "----------  -------",
        "F-1         10,00 €",
        "du 1er mai",
        "F-2          5,00 €",
        "----------  -------",
        "Total       15,00 €",
        "",
    ]


def test_a_table_too_wide_becomes_lines_with_labels() -> None:
    wide = Table(("Facture", "À payer"), (("F" * 70, "10,00 €"),), ("Total", "10,00 €"), (1,))

    assert (
        as_text((wide,), "fr")
        == f"- Facture\u00a0: {'F' * 70}\n  À payer\u00a0: 10,00 €\nTotal\u00a0: 10,00 €\n"
    )


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), WORDS)
def test_every_cell_stands_in_text_and_html_and_no_line_of_columns_is_too_long(
    rows: list[tuple[str, str]], word: str
) -> None:
    table = table_of(["A", "B"], rows, [], [1])
    text = as_text((Paragraph(word), table))
    html = as_html((Paragraph(word), table), "fr")

    assert blocks_of(marked(table)) == (table,)
    for cell in (cell for row in rows for cell in row):
        assert cell in text
    assert html.count("<td") == 2 * len(rows)
    assert html.count("<script") == 0
    assert all(len(line) <= LINE for line in text.split("\n")) or "- A: " in text


def test_html_is_escaped_in_every_block() -> None:
    evil = '<b>"&'
    body = (Paragraph(evil), Table((evil,), ((evil,),), (evil,)), Link(evil, "https://x.example/?a=1&b=<"))
    html = as_html(body, "fr", evil)

    assert "<b>" not in html
    assert html.count("&lt;b&gt;&#34;&amp;") == 6
    assert 'href="https://x.example/?a=1&amp;b=&lt;"' in html
    assert html_to_text(html).count(evil) == 6


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://a b", "ftp://x", "", 'https://x"\nonclick=', None]
)
def test_only_addresses_of_the_web_are_linked(url: object) -> None:
    with pytest.raises(ValueError, match="no address of the web"):
        link_of("Payer", url)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ table(['a'], [['b', 'c']]) }}", "2 cells under 1 heads"),
        ("{{ table(['a'], []) }}", "there is no row"),
        ("{{ table(['a'], [[chased[0].owed]]) }}", "neither text nor a number"),
        ("{{ link('x', 'javascript:1') }}", "no address of the web"),
        ("\ue000{}\ue001", ""),
        ("\ue123", "private use"),
        ("{{ promised_on }}", "no value to print"),
    ],
)
def test_a_template_that_asks_for_what_cannot_be_is_a_problem_with_its_file(source: str, why: str) -> None:
    with pytest.raises(TemplateProblem) as raised:
        Templates({"fr/x.txt.j2": "Subject: a\n\nb " + source}).render(
            "fr", "x", letter_context(reminder_of(), FIRM)
        )
    assert raised.value.file == "fr/x.txt.j2"
    assert why in raised.value.why


def test_a_subject_holds_no_table() -> None:
    with pytest.raises(TemplateProblem, match="a subject holds neither"):
        Templates({"fr/x.txt.j2": "Subject: {{ table(['a'], [['b']]) }}\n\nb"}).render(
            "fr", "x", letter_context(reminder_of(), FIRM)
        )


def test_a_name_cannot_write_a_mark_of_its_own() -> None:
    evil = named(reminder_of(), marked(Link("Payez ici", "https://evil.example/")))
    letter = Templates({"fr/x.txt.j2": "Subject: a\n\nBonjour {{ client.name }}"}).render(
        "fr", "x", letter_context(evil, FIRM)
    )

    assert len(letter.body) == 1
    assert "<a " not in letter.html
    assert "\ue000" not in letter.text


def test_an_owners_html_may_use_table_and_link_too_and_goes_before_the_made_one() -> None:
    sources = {
        "fr/x.txt.j2": "Subject: a\n\nb",
        "fr/x.html.j2": "{{ table(['<h>'], [['c']]) }}{{ link('Ici', 'https://x.example/') }}",
    }
    letter = Templates(sources).render("fr", "x", letter_context(reminder_of(), FIRM))

    assert letter.html.startswith("<table")
    assert "&lt;h&gt;" in letter.html
    assert '<a href="https://x.example/"' in letter.html
    assert letter.body == (Paragraph("b"),)


def test_values_in_a_payment_page_are_escaped_and_never_filled_twice() -> None:
    pattern = "https://pay.example/{number}?m={amount}&d={currency}"
    euros = (Money(120_000, "EUR"),)

    assert link_for(pattern, ("F/1 &", "{amount}"), euros) == (
        "https://pay.example/F%2F1%20%26%2C%7Bamount%7D?m=1200.00&d=EUR"
    )
    assert link_for(None, ("F-1",), euros) is None
    assert link_for(pattern, ("F-1",), (*euros, Money(1, "USD"))) is None
    assert link_for(pattern, ("F-1",), (Money(0, "EUR"),)) is None
    assert link_for(pattern, ("F" * 2000,), euros) is None
