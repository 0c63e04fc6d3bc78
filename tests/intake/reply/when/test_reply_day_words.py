"""Days of the month in words."""

import pytest

from relanced.intake.reply.when.day_words import number, with_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("le quinze novembre", "le 15 novembre"),
        ("le trente et un octobre", "le 31 octobre"),
        ("on the twenty-first", "on the 21"),
        ("november the third", "november 3"),
        ("am ersten november", "am 1 november"),
        ("el primero de noviembre", "el 1 de noviembre"),
        ("il primo novembre", "il 1 novembre"),
        ("le premier, au plus tard", "le 1, au plus tard"),
    ],
)
def test_a_day_in_words_becomes_figures(text: str, figures: str) -> None:
    assert with_figures(text) == figures


@pytest.mark.parametrize(
    "text", ["le premier acompte", "trois fois", "au six rue des lilas", "the second invoice"]
)
def test_what_counts_something_else_stays(text: str) -> None:
    assert with_figures(text) == text


def test_counts_are_read_in_words_and_figures() -> None:
    assert (number("12"), number("zehn"), number("couple")) == (12, 10, 2)
