"""Sending: what was sent, may have been sent, or was refused."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    ALPHA,
    after,
    at,
    case_of,
    decided,
    intended,
    invoice,
    ledger_of,
    outcome,
    plan_of,
    questions_in,
    reminder,
    steps_in,
    wait_for,
)

from relanced.casework.ledger import Case
from relanced.model.decided import Verb
from relanced.model.facts import Fact, Outcome

LETTER = intended(("F2026-001", "rappel"), ("F2026-002", None), on=after(7))
TWO = invoice("F2026-002", due=after(5))


def case_after(*facts: Fact) -> Case:
    return case_of(ledger_of(invoice(), TWO, *facts))


def test_a_reminder_of_ours_does_its_steps() -> None:
    sent = reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7))
    ledger = ledger_of(invoice(), TWO, sent)

    assert [done.step for done in case_of(ledger).steps] == ["rappel"]
    assert case_of(ledger, "F2026-002").steps == ()
    assert steps_in(plan_of(invoice(), TWO, sent, today=after(21))) == {
        "F2026-001": "relance",
        "F2026-002": "rappel",
    }


@pytest.mark.parametrize("pairs", [(("F2026-001", "rappel"),), (("F2026-001", None),), ()])
def test_the_owner_s_own_mail_starts_the_interval_anew_and_does_no_step(
    pairs: tuple[tuple[str, str | None], ...],
) -> None:
    facts = (invoice(), reminder(*pairs, on=after(7), ours=False))

    assert case_of(ledger_of(*facts)).steps == ()
    assert steps_in(plan_of(*facts, today=after(11))) == {}
    assert "last reminder left on 2026-03-09" in wait_for(plan_of(*facts, today=after(11))).why
    assert steps_in(plan_of(*facts, today=after(14))) == {"F2026-001": "rappel"}


@pytest.mark.parametrize("told", [(), (outcome(Outcome.UNKNOWN, on=after(7)),)])
def test_a_letter_in_doubt_waits_for_a_proof_or_a_person(told: tuple[Fact, ...]) -> None:
    actions = plan_of(invoice(), LETTER, *told, today=after(364))

    assert case_after(LETTER, *told).in_flight == LETTER
    assert steps_in(actions) == {}
    assert "may or may not have left" in wait_for(actions).why
    assert questions_in(actions)[0].invoices == ("F2026-001",)


def test_a_letter_in_doubt_starts_the_interval_for_the_whole_client() -> None:
    facts = (invoice(), TWO, LETTER)

    assert steps_in(plan_of(*facts, today=after(12))) == {}
    assert steps_in(plan_of(*facts, today=after(14))) == {"F2026-002": "rappel"}


def test_the_copy_in_sent_is_a_proof() -> None:
    proof = reminder(("F2026-001", "rappel"), on=after(7), message_id="r1.a@firm.example")

    for told in ((), (outcome(Outcome.UNKNOWN, on=after(7)),)):
        case = case_after(LETTER, *told, proof)
        assert case.in_flight is None
        assert [done.step for done in case.steps] == ["rappel"]


@pytest.mark.parametrize("kind", [None, Outcome.UNKNOWN, Outcome.DEFERRED])
def test_a_copy_in_sent_whose_mark_is_gone_proves_the_letter_by_its_message_id(kind: Outcome | None) -> None:
    told = (outcome(kind, on=after(7)),) if kind else ()
    proof = reminder(on=after(7), ours=False, message_id="r1.a@firm.example")
    case = case_after(LETTER, *told, proof)

    assert case.in_flight is None
    assert [done.step for done in case.steps] == ["rappel"]


def test_what_the_server_took_is_done_at_that_time() -> None:
    case = case_after(LETTER, outcome(Outcome.SENT, on=after(7)))

    assert [(done.step, done.at) for done in case.steps] == [("rappel", LETTER.at)]
    assert case.in_flight is None


def test_what_the_server_put_off_was_not_sent() -> None:
    facts = (invoice(), LETTER, outcome(Outcome.DEFERRED, on=after(7)))

    assert steps_in(plan_of(*facts, today=after(7))) == {"F2026-001": "rappel"}
    again = intended(("F2026-001", "rappel"), on=after(8))
    assert case_after(*facts[1:], again).in_flight == again


def test_what_the_server_refused_is_held_and_asked_about() -> None:
    facts = (invoice(), LETTER, outcome(Outcome.REFUSED, on=after(7)))
    actions = plan_of(*facts, today=after(21))

    assert steps_in(actions) == {}
    assert "451 later" in questions_in(actions)[0].question
    resumed = decided(Verb.RESUME, "alpha.example", on=after(20))
    assert steps_in(plan_of(*facts, resumed, today=after(21))) == {"F2026-001": "rappel"}


def test_the_owner_s_word_counts_a_letter_in_doubt_as_sent() -> None:
    for target in ("F2026-001", "alpha.example"):
        facts = (invoice(), LETTER, decided(Verb.RESUME, target, on=after(8)))

        assert case_of(ledger_of(*facts)).in_flight is None
        assert steps_in(plan_of(*facts, today=after(21))) == {"F2026-001": "relance"}


def test_an_outcome_of_an_unknown_letter_changes_nothing() -> None:
    told = outcome(Outcome.SENT, on=after(7), message_id="unknown@firm.example")

    assert steps_in(plan_of(invoice(), told, today=after(7))) == {"F2026-001": "rappel"}


def test_a_letter_written_before_a_client_was_renamed_still_counts() -> None:
    old = intended(("F2026-001", "rappel"), on=after(7), client="old name")

    assert steps_in(plan_of(invoice(), TWO, old, today=after(12))) == {}


def test_a_reminder_to_nobody_known_changes_nothing() -> None:
    sent = reminder(("F2020-1", "rappel"), on=after(7), to="x@shop.example")

    assert steps_in(plan_of(invoice(to=ALPHA), sent, today=after(7))) == {"F2026-001": "rappel"}


def test_a_reminder_that_comes_back_moves_no_interval() -> None:
    sent = reminder(("F2026-001", "rappel"), on=after(7))
    back = [replace(sent, source=replace(sent.source, at=at(after(day)))) for day in (9, 13, 20)]

    for order in ((sent, *back), (*back, sent)):
        assert steps_in(plan_of(invoice(), *order, today=after(21))) == {"F2026-001": "relance"}
