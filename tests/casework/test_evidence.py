"""A letter in doubt is settled by a mail that can only exist if it left; by nothing else."""

from dataclasses import replace
from datetime import datetime

import pytest
from casework.casework_makers import (
    ALPHA,
    after,
    auto_reply,
    bounce,
    intended,
    lines,
    outcome,
    reminder,
    reply,
)
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.evidence import Evidence
from relanced.model.facts import Fact, Outcome
from relanced.model.mark import reference_of
from relanced.model.names import MessageId

OURS = MessageId("r1.a@firm.example")
MEANT = intended(*lines(("F2026-001", "rappel")), on=after(8))
REFERENCE = reference_of(OURS)
PROOFS: list[tuple[Fact, str]] = [
    (reminder(*lines(("F2026-001", "rappel")), on=after(8), message_id=OURS), "seen in Sent"),
    (bounce(ALPHA, on=after(9), answers=(OURS,)), "gave it back"),
    (bounce("", on=after(9), permanent=False, tokens=(REFERENCE,)), "gave it back"),
    (reply(on=after(9), answers=("x@client.example", OURS)), f"the mail of {ALPHA}"),
    (reply(on=after(9), tokens=(REFERENCE,)), f"the mail of {ALPHA}"),
    (auto_reply(on=after(9), tokens=(REFERENCE,)), "a machine of"),
]


def proofs_of(*facts: Fact) -> list[str]:
    evidence = Evidence()
    evidence.take(facts)
    return [proof.why for proof in evidence.proofs()]


@pytest.mark.parametrize(("fact", "says"), PROOFS, ids=[says for _, says in PROOFS])
def test_each_mail_that_names_a_letter_in_doubt_proves_that_it_left(fact: Fact, says: str) -> None:
    [why] = proofs_of(MEANT, fact)
    assert says in why
    [why] = proofs_of(MEANT, outcome(Outcome.UNKNOWN, on=after(8)), fact)
    assert says in why


@pytest.mark.parametrize(
    "fact",
    [
        reply(on=after(9)),
        reply(on=after(9), answers=("r1.b@firm.example",)),
        bounce(ALPHA, on=after(9), answers=("F2026-001@firm.example",)),
        auto_reply(on=after(9), tokens=("R-0000-0000",)),
        reminder(*lines(("F2026-001", "rappel")), on=after(8), message_id="r1.b@firm.example"),
    ],
    ids=repr,
)
def test_a_mail_that_does_not_name_it_proves_nothing(fact: Fact) -> None:
    assert proofs_of(MEANT, fact) == []


@pytest.mark.parametrize("known", [Outcome.SENT, Outcome.REFUSED])
def test_what_is_known_needs_no_proof(known: Outcome) -> None:
    assert proofs_of(MEANT, outcome(known, on=after(8)), PROOFS[0][0]) == []


def test_what_a_server_put_off_and_yet_delivered_is_not_tried_again() -> None:
    assert proofs_of(MEANT, outcome(Outcome.DEFERRED, on=after(8)), PROOFS[3][0])


def test_an_older_outcome_says_nothing_of_a_later_attempt() -> None:
    second = replace(MEANT, at=after_hours())
    assert proofs_of(MEANT, outcome(Outcome.REFUSED, on=after(8)), second, PROOFS[0][0])


def after_hours() -> datetime:
    return MEANT.at.replace(hour=23)


def test_the_copy_is_told_of_rather_than_an_answer_to_it() -> None:
    [why] = proofs_of(MEANT, *(fact for fact, _ in PROOFS))
    assert "seen in Sent" in why


@given(st.permutations([MEANT, outcome(Outcome.UNKNOWN, on=after(8)), *(fact for fact, _ in PROOFS)]))
def test_the_order_in_which_facts_come_does_not_matter(facts: list[Fact]) -> None:
    one, after_another = Evidence(), Evidence()
    one.take(facts)
    for fact in facts:
        after_another.take([fact])
    assert one.proofs() == after_another.proofs()
    assert [proof.at >= MEANT.at for proof in one.proofs()] == [True]
