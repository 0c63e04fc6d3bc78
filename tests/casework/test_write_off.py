"""What the owner gives up is closed as such, taken back by «resume», and paid after all where money comes."""

import pytest
from casework.casework_makers import (
    after,
    case_of,
    credit,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
)
from casework.promises_makers import money

from relanced.casework.ledger import CreditState, PostingKind
from relanced.casework.states import CaseState, case_state
from relanced.model.decided import Verb
from relanced.model.facts import Fact

SENT: tuple[Fact, ...] = (invoice(due=after(0)), invoice("F2026-002", due=after(0), total="90.00"))


@pytest.mark.parametrize(("target", "gone"), [("F2026-001", 1), ("alpha.example", 2)])
def test_what_is_given_up_is_chased_no_more_and_resume_takes_it_back(target: str, gone: int) -> None:
    facts = (*SENT, money("200.00", on=after(2)), decided(Verb.WRITE_OFF, target, on=after(3)))
    case = case_of(ledger_of(*facts))

    assert case.owed.cents == 0
    assert [p.kind for p in case.postings] == [PostingKind.PAYMENT, PostingKind.GIVEN_UP]
    assert case_state(case, after(4)) is CaseState.WRITTEN_OFF
    assert len(steps_in(plan_of(*facts, today=after(7)))) == 2 - gone
    again = (*facts, decided(Verb.RESUME, target, on=after(5)))
    assert case_of(ledger_of(*again)).owed.plain == "1000.00"
    assert len(steps_in(plan_of(*again, today=after(7)))) == 2


def test_its_money_takes_the_place_of_the_word_and_nobody_is_asked() -> None:
    told = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(9))
    facts = (*SENT, decided(Verb.WRITE_OFF, "F2026-001", on=after(3)), told)
    ledger = ledger_of(*facts)

    assert ledger.credits[0].state is CreditState.SETTLED
    assert [p.kind for p in case_of(ledger).postings] == [PostingKind.PAYMENT]
    assert case_state(case_of(ledger), after(10)) is CaseState.PAID
    assert questions_in(plan_of(*facts, today=after(10))) == []
