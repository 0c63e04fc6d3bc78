"""Templates and contexts become words, or a problem with its place."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters.letter_makers import FIRM, letter_of, named, reminder_of

from relanced.letters.body import Paragraph
from relanced.letters.context import letter_context
from relanced.letters.render import LetterStopped, Rendered, TemplateProblem, Templates
from relanced.model.names import InvoiceNumber

BODY = "Subject: {{ chased | numbers }}\n\nBonjour {{ client.name }}\n"


def render(text: str, html: str | None = None, **parts: str) -> Rendered:
    sources = {"fr/x.txt.j2": text} | {f"fr/{name}.j2": part for name, part in parts.items()}
    if html is not None:
        sources["fr/x.html.j2"] = html
    return Templates(sources).render("fr", "x", letter_context(reminder_of(), FIRM))


def problem(text: str, html: str | None = None, **parts: str) -> TemplateProblem:
    with pytest.raises(TemplateProblem) as raised:
        render(text, html, **parts)
    return raised.value


def test_a_letter_has_its_subject_above_an_empty_line() -> None:
    letter = render("{% set a = 1 %}\n" + BODY)

    assert (letter.subject, letter.text, letter.language) == (
        "F2026-012",
        "Bonjour Menuiserie Lenoir\n",
        "fr",
    )
    assert letter.body == (Paragraph("Bonjour Menuiserie Lenoir"),)
    assert "<p>Bonjour Menuiserie Lenoir</p>" in letter.html


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Bonjour\n\nx", "must begin with one line «Subject: …»"),
        ("Subject: a\nb\n\nx", "must begin with one line"),
        ("Subject: \n\nx", "the subject is empty"),
        ("Subject: a\n\n  \n", "nothing below the subject"),
    ],
)
def test_a_letter_without_head_or_body_is_a_problem(text: str, why: str) -> None:
    assert why in problem(text).why


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Subject: a\n\nb\n{{ client.nam }}\n", 4, "has no attribute 'nam'"),
        ("Subject: a\n\n{{ nobody }}\n", 3, "'nobody' is undefined"),
        ("Subject: a\n\n{% if %}\n", 3, "Expected an expression"),
        ("Subject: a\n\n{{ 1 | money }}\n", 3, "not iterable"),
        ("Subject: a\n\n{{ 1 / 0 }}\n", 3, "division"),
        ("Subject: a\n\n\n\n{{ client.__class__.__mro__ }}\n", 5, "unsafe"),
        ("Subject: a\n\n{% include 'none.txt.j2' %}\n", 3, "there is no template fr/none.txt.j2"),
        ("Subject: a\n\n{{ range(3) }}\n", 3, "'range' is undefined"),
        ("Subject: a\n\n{{ [1, 2] | random }}\n", 3, "No filter named 'random'"),
        ("Subject: a\n\n{% set _ = chased.append(1) %}x\n", 3, "has no attribute 'append'"),
        ("Subject: a\n\n{% include 'x.txt.j2' %}\n", 3, "calls itself without end"),
    ],
)
def test_a_problem_names_file_line_and_reason(text: str, line: int, why: str) -> None:
    found = problem(text)

    assert (found.file, found.line) == ("fr/x.txt.j2", line)
    assert why in found.why


def test_a_problem_of_a_part_names_the_part() -> None:
    found = problem("{% import '_p.txt.j2' as p %}\nSubject: a\n\n{{ p.m(chased) }}", **{
        "_p.txt": "{% macro m(lines) %}\n\n{{ lines[0].nope }}\n{% endmacro %}"
    })  # fmt: skip

    assert (found.file, found.line) == ("fr/_p.txt.j2", 3)


def test_a_problem_of_the_html_stops_the_whole_letter() -> None:
    assert problem(BODY, "<p>{{ gone }}</p>").file == "fr/x.html.j2"


def test_a_template_can_refuse_a_letter_itself() -> None:
    found = problem("Subject: a\n\n\n{{ stop('not for this client') }}")

    assert isinstance(found, LetterStopped)
    assert str(found) == "fr/x.txt.j2, line 4: not for this client"


def test_an_endless_letter_is_cut_short() -> None:
    loops = "".join("{% for a in 'x' * 999 %}" for _ in range(4)) + "{{ client.name }}" + "{% endfor %}" * 4

    assert "longer than" in problem("Subject: a\n\n" + loops).why


def test_html_escapes_and_text_does_not() -> None:
    context = letter_context(named(reminder_of(), "<b>{{ 7*7 }}</b> & Fils"), FIRM)
    letter = Templates({"fr/x.txt.j2": BODY, "fr/x.html.j2": "<p>{{ client.name }}</p>"}).render(
        "fr", "x", context
    )

    assert letter.text == "Bonjour <b>{{ 7*7 }}</b> & Fils\n"
    assert letter.html == "<p>&lt;b&gt;{{ 7*7 }}&lt;/b&gt; &amp; Fils</p>\n"


def test_the_language_is_the_clients_then_the_firms_then_english_then_french() -> None:
    context = letter_context(reminder_of(), replace(FIRM, language="de"))
    every = {f"{language}/x.txt.j2": f"Subject: {language}\n\nx" for language in ("es", "de", "en", "fr")}

    def found(*present: str) -> str:
        sources = {f"{each}/x.txt.j2": every[f"{each}/x.txt.j2"] for each in present}
        return Templates(sources).render("es", "x", context).language

    assert found("es", "de", "en", "fr") == "es"
    assert found("de", "en", "fr") == "de"
    assert found("en", "fr") == "en"
    assert found("fr") == "fr"


def test_a_template_that_no_language_has_is_a_problem() -> None:
    with pytest.raises(TemplateProblem, match="no such template"):
        Templates({}).render("fr", "x", letter_context(reminder_of(), FIRM))


def test_a_gap_in_the_values_stops_the_letter() -> None:
    context = letter_context(reminder_of(), replace(FIRM, name=""))

    with pytest.raises(TemplateProblem, match=r"nothing to print for firm\.name"):
        Templates({"fr/x.txt.j2": BODY}).render("fr", "x", context)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=300), st.text(min_size=1, max_size=100))
def test_no_name_and_no_number_breaks_a_shipped_letter_or_becomes_more_than_a_word(
    name: str, number: str
) -> None:
    reminder = named(reminder_of("mise_en_demeure"), name)
    hostile = replace(
        reminder, lines=(replace(reminder.lines[0], number=InvoiceNumber(number + "9<script>{{ 7*7 }}")),)
    )
    context = letter_context(hostile, FIRM)
    usual = letter_of(reminder_of("mise_en_demeure"))

    letter = letter_of(hostile)

    assert context.chased[0].number in letter.text
    assert letter.text.count("\n\n") == usual.text.count("\n\n")
    assert "\n" not in letter.subject
    assert letter.html.count("<") == usual.html.count("<")
