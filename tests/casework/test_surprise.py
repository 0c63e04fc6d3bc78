"""More letters at once than usual: none leaves before the owner has said so, and his word is for one day."""

from dataclasses import replace

import pytest
from casework.casework_makers import ALPHA, RULES, after, decided, invoice, ledger_of

from relanced.casework.planning.plan import plan
from relanced.casework.surprise import release_of, surprise
from relanced.model.actions import SendReminder
from relanced.model.decided import Verb
from relanced.model.rules import Limits, Mode

TODAY = after(10)
FEW = replace(RULES, limits=Limits(surprise=3))
RELEASE = decided(Verb.RELEASE, TODAY.isoformat(), on=TODAY, until=TODAY)


@pytest.mark.parametrize(("count", "asks"), [(0, False), (3, False), (4, True)])
def test_more_than_usual_asks_the_owner(count: int, *, asks: bool) -> None:
    asked = surprise(count, FEW, (), TODAY)
    assert (asked is not None) is asks
    if asked is not None:
        assert "4 letters would leave at once" in asked.question
        assert "«relanced release»" in asked.question


def test_his_word_lets_them_go_on_its_day_alone() -> None:
    assert surprise(4, FEW, (RELEASE,), TODAY) is None
    assert surprise(4, FEW, (RELEASE,), after(11)) is not None
    assert surprise(4, FEW, (decided(Verb.RESUME, "x", on=TODAY, until=TODAY),), TODAY) is not None


def test_his_word_is_for_the_letters_that_he_saw_and_no_wrong_table_of_the_same_day() -> None:
    seen = decided(Verb.RELEASE, release_of(5, TODAY), on=TODAY, until=TODAY)
    more = decided(Verb.RELEASE, release_of(40, TODAY), on=TODAY, until=TODAY)
    assert surprise(5, FEW, (seen,), TODAY) is None
    assert surprise(8, FEW, (seen,), TODAY) is None  # three more are no surprise
    assert surprise(9, FEW, (seen,), TODAY) is not None
    assert surprise(40, FEW, (seen, more), TODAY) is None
    assert surprise(40, FEW, (more,), after(11)) is not None


def test_nobody_is_asked_where_nothing_leaves_anyway() -> None:
    assert surprise(4, replace(FEW, mode=Mode.OBSERVE), (), TODAY) is None


def test_it_is_about_a_day_and_changes_no_case() -> None:
    with_word, without = ledger_of(invoice(), RELEASE), ledger_of(invoice())
    assert with_word == without
    assert [a.reminder.to for a in plan(with_word, RULES, TODAY) if isinstance(a, SendReminder)] == [ALPHA]
