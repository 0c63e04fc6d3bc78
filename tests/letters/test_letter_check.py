"""Templates are tried on invented reminders before they are used."""

from pathlib import Path

import pytest
from letters.letter_makers import FIRM, SHIPPED, reminder_of

from relanced.edge.templates import TemplateFolder
from relanced.letters.check import check_template, check_templates, letters_in
from relanced.letters.context import letter_context
from relanced.letters.render import LetterStopped, Templates
from relanced.letters.samples import sample_reminders, sample_steps

GOOD = "Subject: {{ chased | numbers }}\n\n{{ chased | numbers }} {{ chased | owed | money }}\n"


def test_every_shipped_template_is_right() -> None:
    assert check_templates(SHIPPED, ["rappel"]) == ()
    assert len(letters_in(SHIPPED)) == 66


def test_the_samples_hold_what_goes_wrong_first() -> None:
    reminders = [each for step in sample_steps("x") for each in sample_reminders(step)]

    assert {each.client.kind.value for each in reminders} == {"business", "consumer", "public"}
    assert any("{{" in each.client.name and "<" in each.client.name for each in reminders)
    assert any(len({line.owed.currency for line in each.lines}) > 1 for each in reminders)
    assert any(line.owed != line.total for each in reminders for line in each.lines)
    assert {line.days_late > 0 for each in reminders for line in each.lines} == {True, False}


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("Subject: a\n\n{{ nothing if client.kind == 'consumer' }}{{ chased | numbers }}", 3, "nothing"),
        ("Subject: a\n\nPayez !", 0, "does not name the invoice"),
        ("Subject: =?utf-8?q?a?=\n\n{{ chased | numbers }}", 1, "=?"),
        ("Subject: a\n\n{% for", 3, ""),
        ("Subject: a\n\n{{ stop('never') }}", 3, "never"),
    ],
)  # fmt: skip
def test_a_wrong_letter_is_named_with_its_line(source: str, line: int, why: str) -> None:
    (problem,) = check_template({"fr/x.txt.j2": source}, "fr/x.txt.j2")

    assert (problem.file, problem.line) == ("fr/x.txt.j2", line)
    assert why in problem.why


def test_the_html_must_name_the_invoice_too_and_have_a_text_beside_it() -> None:
    silent = check_template({"fr/x.txt.j2": GOOD, "fr/x.html.j2": "<p>Payez</p>"}, "fr/x.html.j2")
    alone = check_template({"fr/x.html.j2": "<p></p>"}, "fr/x.html.j2")

    assert [(each.file, each.line) for each in silent] == [("fr/x.html.j2", 0)]
    assert "needs x.txt.j2" in alone[0].why


def test_the_worked_example_of_the_documentation_is_right() -> None:
    page = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")
    example = page.partition("```jinja\n")[2].partition("```")[0]

    assert "Subject:" in example
    assert check_template({"fr/relance.txt.j2": example}, "fr/relance.txt.j2") == ()


def test_a_form_for_a_tone_is_checked_and_needs_the_neutral_one() -> None:
    sources = {"fr/x.txt.j2": GOOD, "fr/x.warm.txt.j2": "Subject: a\n\n{{ nobody }}"}
    (wrong,) = check_template(sources, "fr/x.warm.txt.j2")
    (alone,) = check_template({"fr/x.firm.txt.j2": GOOD}, "fr/x.firm.txt.j2")

    assert (wrong.file, wrong.line) == ("fr/x.warm.txt.j2", 3)
    assert "needs x.txt.j2" in alone.why
    assert [each.file for each in check_templates(sources)] == ["fr/x.warm.txt.j2"]
    assert check_template(sources, "fr/x.txt.j2") == ()


def test_a_letter_may_stop_at_reminders_that_it_is_not_meant_for() -> None:
    source = "{% if chased[0].days_late < 0 %}{{ stop('too early') }}{% endif %}\n" + GOOD

    assert check_template({"fr/x.txt.j2": source}, "fr/x.txt.j2") == ()


def test_a_part_is_tried_in_the_letters_of_its_language() -> None:
    sources = {
        "fr/_p.txt.j2": "{% macro m() %}{{ nope }}{% endmacro %}",
        "fr/x.txt.j2": "{% import '_p.txt.j2' as p %}\n" + GOOD + "{{ p.m() }}",
        "en/x.txt.j2": GOOD,
    }

    assert [each.file for each in check_template(sources, "fr/_p.txt.j2")] == ["fr/_p.txt.j2"]
    assert check_template(sources, "en/x.txt.j2") == ()


def test_a_template_that_a_step_uses_and_nobody_has_is_told() -> None:
    (problem,) = check_templates({"fr/x.txt.j2": GOOD}, ["x", "y"])

    assert str(problem) == "y.txt.j2: a step uses this template, and no language has it"


def test_a_file_that_the_service_refused_stops_its_letters_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "rappel.txt.j2").write_text("Subject: a\n\n{{ nobody }}", "utf-8")
    (tmp_path / "fr" / "relance.txt.j2").write_text(GOOD, "utf-8")
    templates = Templates(TemplateFolder(tmp_path, check_template).refresh())

    with pytest.raises(LetterStopped, match=r"fr/rappel\.txt\.j2, line 3: 'nobody' is undefined"):
        templates.render("fr", "rappel", letter_context(reminder_of("rappel"), FIRM))
    assert (
        templates.render("fr", "relance", letter_context(reminder_of("relance"), FIRM)).subject == "F2026-012"
    )


def test_blocks_nested_without_end_are_a_problem_and_no_crash() -> None:
    deep = GOOD + "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000
    [problem] = check_template({"fr/x.txt.j2": deep}, "fr/x.txt.j2")

    assert "too deep" in problem.why


def test_only_the_languages_that_are_wanted_are_rendered() -> None:
    sources = {"fr/x.txt.j2": GOOD, "de/x.txt.j2": "Subject: x\n\n{{ nothing }}\n"}

    assert check_templates(sources, ["x"], {"fr"}) == ()
    assert [each.file for each in check_templates(sources, ["x"], {"fr", "de"})] == ["de/x.txt.j2"]
