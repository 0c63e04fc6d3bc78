"""The owner's expressions find what he says, in bounded time, and tell what is wrong with them."""

import time

import pytest

from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.owner_rules import MAX_TEXT, Ruled, ruled_paper
from relanced.model.rules import InvoiceRule

NONE = Hints()
PAPER = "Verrier\nPièce 77 / A\tLe 3 mai 2027\nSomme due\t1 200,00\nPour Café Rive\nSous 15 jours"


def test_a_rule_gives_the_words_that_each_of_its_expressions_finds() -> None:
    rule = InvoiceRule(
        name="mine",
        number=r"pièce (?P<value>\d+ / \w)",
        issued=r"Le (.+)$",
        due=r"jamais",
        terms=r"^sous \d+ jours$",
        total=r"(somme) due\t(?P<value>[\d ,]+)",
        client=r"^Pour (.*)$",
        currency="EUR",
        kind="deposit",
    )

    assert ruled_paper((rule,), PAPER, NONE) == Ruled(
        name="mine",
        kind="deposit",
        number="77 / A",
        issued="3 mai 2027",
        due=None,
        terms="Sous 15 jours",
        total="1 200,00",
        currency="EUR",
        client="Café Rive",
        problems=(),
    )


@pytest.mark.parametrize(
    ("when", "hints"),
    [
        ("somme DUE", NONE),
        (r"^p\d+\.pdf$", Hints(filename="P77.pdf")),
        ("votre pièce", Hints(subject="Votre pièce du jour")),
        (None, NONE),
    ],
)
def test_a_rule_fits_by_text_file_name_or_subject_or_without_condition(
    when: str | None, hints: Hints
) -> None:
    assert ruled_paper((InvoiceRule(name="mine", when=when),), PAPER, hints) == Ruled(name="mine", kind=None)


def test_no_rule_or_none_that_fits_gives_nothing() -> None:
    assert ruled_paper((), PAPER, NONE) is None
    assert ruled_paper((InvoiceRule(name="mine", when="devis", number="77"),), PAPER, NONE) is None


def test_the_first_rule_that_fits_wins() -> None:
    rules = (
        InvoiceRule(name="one", when="devis"),
        InvoiceRule(name="two", when="pièce", kind="none"),
        InvoiceRule(name="three", number="77"),
    )
    ruled = ruled_paper(rules, PAPER, NONE)

    assert ruled is not None
    assert (ruled.name, ruled.kind, ruled.number) == ("two", "none", None)


def test_an_expression_without_groups_gives_its_whole_match_and_an_empty_group_nothing() -> None:
    ruled = ruled_paper(
        (InvoiceRule(name="m", number=r"77 / \w", client="Pour( )", due="(x)?Verrier"),), PAPER, NONE
    )

    assert ruled is not None
    assert (ruled.number, ruled.client, ruled.due) == ("77 / A", None, None)


def test_an_expression_that_takes_too_long_is_a_problem_in_words_and_the_others_count() -> None:
    slow = r"(.*?,){25}P"
    page = "1,2,3,4,5,6,7,8,9,10,11,12," * 1_000 + "\nN° 77"
    began = time.process_time()
    ruled = ruled_paper((InvoiceRule(name="mine", total=slow, number=r"N° (\d+)"),), page, NONE)

    assert time.process_time() - began < 2
    assert ruled is not None
    assert (ruled.number, ruled.total) == ("77", None)
    assert ruled.problems == ("your rule mine: «total» took too long on this page",)


def test_a_condition_that_takes_too_long_does_not_fit_and_is_told() -> None:
    page = "1,2,3,4,5,6,7,8,9,10,11,12," * 1_000
    slow = InvoiceRule(name="slow", when=r"(.*?,){25}P", number="1")

    alone = ruled_paper((slow,), page, NONE)
    with_other = ruled_paper((slow, InvoiceRule(name="next", number="12")), page, NONE)

    assert alone is not None
    assert (alone.name, alone.number) == ("", None)
    assert with_other is not None
    assert (with_other.name, with_other.number) == ("next", "12")
    for each in (alone, with_other):
        assert each.problems == ("your rule slow: «when» took too long on this page",)


def test_what_is_no_expression_is_a_problem_and_no_exception() -> None:
    ruled = ruled_paper((InvoiceRule(name="mine", number="(", total="Somme"),), PAPER, NONE)

    assert ruled is not None
    assert (ruled.number, ruled.total) == (None, "Somme")
    assert "your rule mine: «number» is no regular expression" in ruled.problems[0]


def test_only_the_first_part_of_a_very_long_paper_is_searched() -> None:
    ruled = ruled_paper((InvoiceRule(name="mine", number="77"),), "x" * MAX_TEXT + "77", NONE)

    assert ruled is not None
    assert ruled.number is None
