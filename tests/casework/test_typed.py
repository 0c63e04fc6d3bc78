"""`typed` makes lines that a shell takes apart into the same words."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.typed import typed


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("Banque de l'Odet", 'relanced resume "Banque de l\'Odet"'),
        ("F2026-012", "relanced resume F2026-012"),
        ("Crédit", "relanced resume Crédit"),
        ('Le "Petit" $HOME', "relanced resume 'Le \"Petit\" $HOME'"),
        ("Yahoo!", "relanced resume 'Yahoo!'"),
        ("", "relanced resume ''"),
    ],
)
def test_a_name_is_quoted_only_where_a_shell_needs_it(word: str, line: str) -> None:
    assert typed("resume", word) == line


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), max_size=4))
def test_a_shell_reads_the_words_that_went_in(words: list[str]) -> None:
    assert shlex.split(typed("resume", *words)) == ["relanced", "resume", *words]
