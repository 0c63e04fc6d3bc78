"""Patterns that could take for ever are known by their form."""

import pytest

from relanced.edge.repeats import repeat_in_repeat


@pytest.mark.parametrize(
    "pattern",
    [
        r"(\w+\s?)+",
        r"(?:a|b*)*",
        r"((a+)b)*",
        r"(?i:a+)+",
        r"(a{1,3})+",
        r"(?P<payer>(?:\S+ )+)+",
        r"(?:(?:a+)?){2,}",
        r"x(?i)(x+x+)+y",
        r"(?:[)(]+,)*?",
    ],
)
def test_a_repeat_without_bound_around_a_repeat_is_told(pattern: str) -> None:
    assert repeat_in_repeat(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<amount>[\d ,]+) EUR de (?P<payer>.+)",
        r"(?:.*\n){0,5}x+",
        r"(a{3})+",
        r"[(+*]+x",
        r"\(\d+\)+",
        r"(?:ab)+",
        r"(?<=a)b+(?=c+)",
        r"\p{L}+(?:\p{Lu}{2})+",
        r"\d{1,3}(?: \d{3})*,\d\d",
        r"(a+)?",
        r"[]+]+(?:x)*",
        ")+",
    ],
)
def test_what_ends_in_time_is_let_through(pattern: str) -> None:
    assert repeat_in_repeat(pattern) == ""
