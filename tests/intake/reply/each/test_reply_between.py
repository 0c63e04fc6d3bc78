"""Answers between quoted lines: of which invoice each speaks."""

from relanced.intake.reply.each.between import with_numbers
from relanced.intake.reply.split.quotes import Answer


def test_an_answer_below_a_line_that_names_an_invoice_begins_with_its_number() -> None:
    answers = (
        Answer(to="> F2026-012 du 03/03/2026 : 450,00 €", text="payée le 3"),
        Answer(to="> F2026-013 du 04/03/2026 : 90,00 €", text="jamais commandé"),
    )

    assert with_numbers("payée le 3\n\njamais commandé", answers) == (
        "F2026-012: payée le 3\n\nF2026-013: jamais commandé"
    )


def test_an_answer_that_names_its_invoice_or_answers_none_stays_as_it_is() -> None:
    named = Answer(to="> F2026-012", text="F2026-099 est payée")
    bare = Answer(to="> Bonjour,", text="bonjour")
    many = Answer(to="> F2026-012, F2026-013, F2026-014", text="payées")

    for answer in (named, bare, many):
        assert with_numbers(answer.text, (answer,)) == answer.text
