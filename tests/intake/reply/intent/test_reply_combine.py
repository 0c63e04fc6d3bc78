"""Points, SCORES and signs, weighed together into probabilities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.intent.combine import Signs, inputs, probabilities
from relanced.intake.reply.intent.model import INTENTS
from relanced.model.intents import Intent

NONE = Signs(new_address=False, coming_day=False, question=False)
SCORES: dict[Intent, float] = dict.fromkeys(INTENTS, 0.0)


def test_every_kind_of_evidence_is_an_input_of_its_own() -> None:
    plain = inputs({}, SCORES, NONE)
    others = [
        inputs({Intent.DISPUTE: 3}, SCORES, NONE),
        inputs({}, SCORES | {Intent.ACK: 1.0}, NONE),
        inputs({}, SCORES, Signs(new_address=True, coming_day=False, question=False)),
        inputs({}, SCORES, Signs(new_address=False, coming_day=True, question=False)),
        inputs({}, SCORES, Signs(new_address=False, coming_day=False, question=True)),
        inputs({}, SCORES, Signs(new_address=False, coming_day=False, question=False, is_away=True)),
        inputs({}, SCORES, Signs(new_address=False, coming_day=False, question=False, length=200)),
    ]
    assert len({plain, *others}) == len(others) + 1
    assert {len(each) for each in others} == {len(plain)}


def test_many_points_count_no_more_than_enough() -> None:
    assert inputs({Intent.DISPUTE: 90}, SCORES, NONE) == inputs({Intent.DISPUTE: 6}, SCORES, NONE)


@given(st.lists(st.floats(-50, 50), min_size=len(INTENTS), max_size=len(INTENTS)))
def test_chances_sum_to_one_and_keep_the_order_of_the_sums(sums: list[float]) -> None:
    chances = probabilities([1.0], [[each] for each in sums])
    assert sum(chances.values()) == pytest.approx(1)
    assert chances[INTENTS[sums.index(max(sums))]] == max(chances.values())
