"""Differences: what two readings of one mailbox know, hold and plan otherwise."""

from dataclasses import replace

from casework.casework_makers import BETA, MONDAY, RULES, after, credit, decided, invoice, ledger_of, notice
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.differences import Differences, Reading, differences
from relanced.casework.planning.plan import plan
from relanced.casework.states import CaseState
from relanced.cli.tables import numbers_of
from relanced.edge.codec import fact_key
from relanced.model.decided import Verb
from relanced.model.facts import CreditNoticed, Fact

TODAY = after(20)
BILL, OTHER = invoice("F1", total="100.00"), invoice("F2", to=BETA, total="30.00")
PAID = notice(credit("100.00", "F1", "ALPHA MENUISERIE"), on=after(3))


def reading(*facts: Fact) -> Reading:
    ledger = ledger_of(*facts)
    return Reading(facts=facts, ledger=ledger, actions=plan(ledger, RULES, TODAY))


def between(before: tuple[Fact, ...], now: tuple[Fact, ...]) -> Differences:
    return differences(reading(*before), reading(*now), TODAY, fact_key)


def test_a_mail_that_is_gone_opens_its_case_and_changes_the_plan() -> None:
    found = between((BILL, OTHER, PAID), (BILL, OTHER))

    [fact], [case] = found.facts, found.cases
    assert (fact.before, fact.now) == (PAID, None)
    assert case.number == "F1"
    assert case.before is not None
    assert case.now is not None
    assert (case.before.state, case.now.state) == (CaseState.PAID, CaseState.OVERDUE)
    assert case.now.owed.plain == "100.00"
    assert {number for action in found.planned_now for number in numbers_of(action)} == {"F1"}
    assert found.planned_before == ()
    assert bool(found)


def test_a_mail_that_tells_something_else_now_is_one_change() -> None:
    less = replace(PAID, credits=(credit("40.00", "F1", "ALPHA MENUISERIE"),))
    [fact] = between((BILL, PAID), (BILL, less)).facts

    assert isinstance(fact.before, CreditNoticed)
    assert isinstance(fact.now, CreditNoticed)


def test_a_mail_that_only_lies_elsewhere_is_none() -> None:
    moved = replace(BILL, source=replace(BILL.source, folder="Archive", uid=77), because="read otherwise")

    assert not between((BILL, OTHER), (moved, OTHER))


def test_an_invoice_that_only_one_reading_knows_is_told() -> None:
    [case] = between((BILL,), (BILL, OTHER)).cases
    assert (case.number, case.before) == ("F2", None)
    [case] = between((BILL, OTHER), (BILL,)).cases
    assert case.now is None


def test_two_clients_may_have_one_number() -> None:
    twin = invoice("F1", to=BETA, total="30.00")

    assert not between((BILL, twin), (twin, BILL))
    assert len(between((BILL, twin), (BILL,)).cases) == 1


_facts = st.lists(
    st.sampled_from(
        [
            BILL,
            OTHER,
            PAID,
            decided(Verb.DISPUTE, "F2", on=MONDAY),
            decided(Verb.PAUSE, "F1", on=after(4), until=after(30)),
        ]
    ),
    unique=True,
)


@settings(deadline=None, max_examples=60)
@given(one=_facts, other=_facts)
def test_it_is_empty_for_the_same_and_turns_round(one: list[Fact], other: list[Fact]) -> None:
    assert not between(tuple(one), tuple(reversed(one)))
    there, back = between(tuple(one), tuple(other)), between(tuple(other), tuple(one))
    assert bool(there) == bool(back) == (set(one) != set(other))
    assert {(c.number, c.before, c.now) for c in there.cases} == {
        (c.number, c.now, c.before) for c in back.cases
    }
    assert set(there.planned_before) == set(back.planned_now)
