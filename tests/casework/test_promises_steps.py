"""The letters beside the ladder have names of their own, told again from history."""

import pytest

from relanced.casework.promises.steps import BESIDE, asks_for_money, pseudo_step, purpose_of
from relanced.model.actions import Purpose
from relanced.model.names import StepName

OTHERS = [purpose for purpose in Purpose if purpose is not Purpose.CHASE]


@pytest.mark.parametrize("purpose", OTHERS)
@pytest.mark.parametrize("ordinal", [1, 2, 11])
def test_a_purpose_is_known_by_its_step_whichever_it_is(purpose: Purpose, ordinal: int) -> None:
    step = pseudo_step(purpose, ordinal)

    assert purpose_of(step.name) is purpose
    assert (step.name in BESIDE) == (ordinal == 1)
    assert step.template == purpose.value
    assert step.approve == (purpose in {Purpose.PLAN_AGREED, Purpose.PLAN_BROKEN})


@pytest.mark.parametrize("name", ["rappel", "remerciement-x", "remerciement-", "mise-en-demeure-2", ""])
def test_every_other_name_chases(name: str) -> None:
    assert purpose_of(StepName(name)) is Purpose.CHASE
    assert asks_for_money(StepName(name))


def test_thanks_and_a_withdrawal_ask_for_nothing() -> None:
    assert [p for p in OTHERS if not asks_for_money(pseudo_step(p).name)] == [
        Purpose.THANKS,
        Purpose.WITHDRAWAL,
    ]
    with pytest.raises(ValueError, match="ladder"):
        pseudo_step(Purpose.CHASE)
