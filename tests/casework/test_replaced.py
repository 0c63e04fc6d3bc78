"""A corrected number is no new claim: what stood on the old invoice stands on the one that takes its place."""

import pytest
from casework.casework_makers import (
    after,
    case_of,
    credit_note,
    decided,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reply,
    steps_in,
    wait_for,
)
from casework.planning_makers import handed_over
from casework.promises_makers import LETTERS, agreed, chased, letter_in, money, posted

from relanced.casework.ledger import HoldKind
from relanced.model.actions import Purpose
from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.intents import Intent
from relanced.model.money import Money

OLD, NEW = "F2026-001", "F2026-009"
SENT = invoice(due=after(0))
PARTS = ((after(10), "400.00"), (after(40), "400.00"), (after(70), "400.00"))
PLAN = agreed(*PARTS, on=after(3))


def corrected(total: str = "1200.00", *, due: int = 5) -> InvoiceSent:
    return invoice(NEW, total=total, on=after(5), due=after(due), replaces=OLD)


def asked(*facts: Fact, day: int = 14) -> str:
    questions = questions_in(plan_of(*facts, today=after(day)))
    return " | ".join(each.question for each in questions if NEW in each.invoices)


@pytest.mark.parametrize(
    "said",
    [
        PLAN,
        reply(Intent.DISPUTE, on=after(3), mentions=(OLD,)),
        reply(Intent.QUERY, on=after(3), mentions=(OLD,)),
        reply(Intent.PROMISE, on=after(3), mentions=(OLD,), promised_on=after(30)),
        reply(Intent.CLAIMS_PAID, on=after(7), mentions=(OLD,)),
        handed_over(OLD, on=after(3)),
        decided(Verb.PAUSE, OLD, on=after(3)),
        decided(Verb.DISPUTE, OLD, on=after(3)),
    ],
)
def test_what_silenced_the_old_number_silences_the_new_one(said: Fact) -> None:
    assert steps_in(plan_of(SENT, corrected(), today=after(14))) == {NEW: "rappel"}
    assert chased((SENT, said, corrected()), after(14)) == {}
    assert wait_for(plan_of(SENT, said, corrected(), today=after(14)), NEW)


@pytest.mark.parametrize("said_of", [OLD, NEW])
def test_the_owner_ends_it_by_the_new_number_or_by_the_old(said_of: str) -> None:
    disputed = (SENT, reply(Intent.DISPUTE, on=after(3), mentions=(OLD,)), corrected())
    assert f"{NEW} took the place of {OLD}: «relanced resume {NEW}»" in asked(*disputed)
    resumed = decided(Verb.RESUME, said_of, on=after(13))
    assert steps_in(plan_of(*disputed, resumed, today=after(14))) == {NEW: "rappel"}


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.DISPUTE, Verb.PAID, Verb.WRITE_OFF, Verb.IGNORE])
def test_what_the_owner_says_of_the_old_number_afterwards_silences_the_new_one(verb: Verb) -> None:
    said = decided(verb, OLD, on=after(8))
    assert steps_in(plan_of(SENT, corrected(), said, today=after(14))) == {}
    assert case_of(ledger_of(SENT, corrected(), said), NEW).is_open


@pytest.mark.parametrize("said", [agreed(*PARTS, on=after(8)), handed_over(OLD, on=after(8))])
def test_a_plan_or_a_hand_over_of_the_old_number_afterwards_is_asked_about(said: Fact) -> None:
    assert chased((SENT, corrected(), said), after(14)) == {}
    assert "may have meant this" in asked(SENT, corrected(), said)


def test_a_reply_that_names_the_old_number_afterwards_is_about_the_new_one() -> None:
    said = reply(Intent.DISPUTE, on=after(8), mentions=(OLD,))
    held = case_of(ledger_of(SENT, corrected(), said), NEW).holds
    assert HoldKind.DISPUTE in {hold.kind for hold in held}


def test_a_replacement_of_a_replacement_is_silent_too() -> None:
    again = invoice("F2026-010", on=after(6), due=after(6), replaces=NEW)
    said = decided(Verb.DISPUTE, OLD, on=after(3))
    assert steps_in(plan_of(SENT, said, corrected(), again, today=after(15))) == {}
    late = decided(Verb.PAUSE, OLD, on=after(8))
    assert steps_in(plan_of(SENT, corrected(), again, late, today=after(15))) == {}


def test_what_our_own_papers_left_in_doubt_about_the_old_one_is_over_with_it() -> None:
    twice = invoice(total="1300.00", on=after(1), due=after(0))
    assert case_of(ledger_of(SENT, twice)).holds
    assert steps_in(plan_of(SENT, twice, corrected(), today=after(14))) == {NEW: "rappel"}


def test_a_plan_names_the_new_number_and_nothing_of_it_is_paid_by_that() -> None:
    ledger = ledger_of(SENT, PLAN, corrected())
    plan = case_of(ledger, NEW).plan
    assert plan is not None
    assert (plan.invoices, plan.paid) == ((NEW,), Money(0, "EUR"))
    assert case_of(ledger).plan is None
    assert asked(SENT, PLAN, corrected(), day=9) == ""

    first = money("400.00", on=after(9), reference=NEW)
    paid = case_of(ledger_of(SENT, PLAN, corrected(), first), NEW).plan
    assert paid is not None
    assert paid.paid == Money(40_000, "EUR")
    assert chased((SENT, PLAN, corrected(), first), after(30)) == {}


def test_a_replaced_invoice_of_a_plan_has_paid_no_part() -> None:
    other = invoice("F2026-002", total="800.00", due=after(0))
    small = invoice(total="400.00", due=after(0))
    plan = agreed(*PARTS, on=after(3), of=(OLD, "F2026-002"))
    new = corrected("400.00")
    facts = (small, other, plan, new)
    stands = case_of(ledger_of(*facts), "F2026-002").plan
    assert stands is not None
    assert stands.paid == Money(0, "EUR")
    assert set(stands.invoices) == {NEW, "F2026-002"}
    assert letter_in(plan_of(*facts, today=after(24)), Purpose.PLAN_BROKEN) is not None


@pytest.mark.parametrize("total", ["1100.00", "1300.00"])
def test_where_the_parts_no_longer_come_to_what_is_owed_the_owner_is_asked(total: str) -> None:
    facts = (SENT, PLAN, corrected(total))
    assert "no longer come to what is owed" in asked(*facts)
    assert letter_in(plan_of(*facts, today=after(24)), Purpose.PLAN_BROKEN) is None

    anew = agreed((after(20), total), on=after(8), of=(NEW,))
    assert "no longer come" not in asked(*facts, anew)
    resumed = decided(Verb.RESUME, NEW, on=after(8))
    assert "no longer come" not in asked(*facts, resumed)
    assert chased((*facts, resumed), after(12)) == {}


def test_a_credit_note_that_had_paid_a_part_of_the_old_one_is_asked_about() -> None:
    note = credit_note(total="100.00", on=after(4), corrects=OLD)
    assert "no longer come to what is owed" in asked(SENT, PLAN, note, corrected("1100.00"))


def test_a_confirmed_plan_is_not_confirmed_again() -> None:
    facts = (SENT, PLAN, reminder((OLD, "echeancier"), on=after(4)), corrected())
    assert letter_in(plan_of(*facts, today=after(7)), Purpose.PLAN_AGREED) is None
    assert letter_in(plan_of(SENT, PLAN, corrected(), today=after(7)), Purpose.PLAN_AGREED) is not None


def test_a_promise_goes_over_and_its_letter_never_comes_before_the_new_due_day() -> None:
    said = reply(Intent.PROMISE, on=after(3), mentions=(OLD,), promised_on=after(8))
    kept = case_of(ledger_of(SENT, said, corrected()), NEW)
    assert [promise.pays_on for promise in kept.promises] == [after(8)]
    later = (SENT, said, corrected(due=60))
    assert case_of(ledger_of(*later), NEW).promises == ()
    assert all(
        letter_in(plan_of(*later, today=after(day)), Purpose.PROMISE_BROKEN) is None for day in (15, 30)
    )


def test_of_a_paper_about_the_old_number_the_owner_is_asked() -> None:
    given, done = posted(given=after(1), on=after(2))
    for facts, words in (((given,), "a formal notice to post about"), ((given, done), "was posted on")):
        every = (SENT, *facts, corrected())
        actions = plan_of(*every, today=after(14), rules=LETTERS)
        assert steps_in(actions) == {}
        assert any(words in each.question for each in questions_in(actions))
        resumed = decided(Verb.RESUME, NEW, on=after(13))
        assert steps_in(plan_of(*every, resumed, today=after(14), rules=LETTERS)) == {NEW: "rappel"}
