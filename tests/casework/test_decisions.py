"""Decisions: what the owner's words do."""

from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    after,
    case_of,
    credit,
    credit_note,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    quarantined,
    questions_in,
    reply,
    steps_in,
    wait_for,
)

from relanced.casework.ledger import PostingKind
from relanced.casework.states import CaseState, case_state
from relanced.model.decided import Verb
from relanced.model.intents import Intent

ONE, TWO, OTHER = invoice(), invoice("F2026-002"), invoice("F2026-003", to=BETA)
TODAY = after(14)


def test_a_pause_of_an_invoice_silences_only_it() -> None:
    facts = (ONE, TWO, decided(Verb.PAUSE, "f2026/001", on=after(3)))

    assert set(steps_in(plan_of(*facts, today=TODAY))) == {"F2026-002"}


@pytest.mark.parametrize("target", ["alpha.example", "ALPHA MENUISERIE", " alpha  menuiserie "])
def test_a_pause_of_a_client_silences_all_his_cases_and_those_to_come(target: str) -> None:
    facts = (ONE, TWO, OTHER, invoice("F2026-004", on=after(5)), decided(Verb.PAUSE, target, on=after(3)))

    assert set(steps_in(plan_of(*facts, today=TODAY))) == {"F2026-003"}


def test_a_pause_ends_with_its_last_day() -> None:
    facts = (ONE, decided(Verb.PAUSE, "F2026-001", on=after(3), until=after(15)))

    assert wait_for(plan_of(*facts, today=TODAY)).until == after(15)
    assert steps_in(plan_of(*facts, today=after(15))) == {}
    assert steps_in(plan_of(*facts, today=after(16))) == {"F2026-001": "rappel"}


def test_a_new_pause_takes_the_place_of_the_old_one() -> None:
    for target in ("F2026-001", "alpha.example"):
        facts = (
            ONE,
            decided(Verb.PAUSE, target, on=after(3)),
            decided(Verb.PAUSE, target, on=after(4), until=after(8)),
        )
        assert steps_in(plan_of(*facts, today=TODAY)) == {"F2026-001": "rappel"}


def test_the_owner_s_dispute_does_not_end_the_client_s() -> None:
    facts = (
        ONE,
        reply(Intent.DISPUTE, on=after(3)),
        decided(Verb.DISPUTE, "F2026-001", on=after(4), until=after(8)),
    )

    assert case_state(case_of(ledger_of(*facts)), TODAY) is CaseState.DISPUTED


def test_resume_ends_only_what_is_older() -> None:
    resumed = decided(Verb.RESUME, "F2026-001", on=after(4))

    assert steps_in(plan_of(ONE, decided(Verb.PAUSE, "F2026-001", on=after(3)), resumed, today=TODAY)) != {}
    assert steps_in(plan_of(ONE, decided(Verb.PAUSE, "F2026-001", on=after(5)), resumed, today=TODAY)) == {}


def test_resuming_one_invoice_leaves_the_client_s_others_held() -> None:
    facts = (ONE, TWO, quarantined(ALPHA, on=after(2)), decided(Verb.RESUME, "F2026-001", on=after(3)))

    assert set(steps_in(plan_of(*facts, today=TODAY))) == {"F2026-001"}


def test_resume_accepts_an_old_invoice() -> None:
    old = invoice("F2025-090", on=date(2025, 12, 1))

    waiting = plan_of(old, today=TODAY)
    assert steps_in(waiting) == {}
    assert "listed only" in wait_for(waiting, "F2025-090").why
    for target in ("F2025-090", "alpha.example"):
        resumed = decided(Verb.RESUME, target, on=after(3))
        assert steps_in(plan_of(old, resumed, today=TODAY)) == {"F2025-090": "rappel"}


def test_paid_closes_an_invoice_or_all_that_a_client_has_had() -> None:
    one = ledger_of(ONE, TWO, decided(Verb.PAID, "F2026-001", on=after(3)))
    whole = ledger_of(
        ONE, TWO, invoice("F2026-004", on=after(8)), decided(Verb.PAID, "alpha.example", on=after(3))
    )

    assert [p.kind for p in case_of(one).postings] == [PostingKind.OWNER]
    assert case_of(one, "F2026-002").is_open
    assert [c.number for c in whole.accounts[case_of(whole).client].cases if c.is_open] == ["F2026-004"]


def test_resume_takes_paid_back() -> None:
    facts = (
        ONE,
        decided(Verb.PAID, "F2026-001", on=after(3)),
        decided(Verb.RESUME, "F2026-001", on=after(4)),
    )

    assert steps_in(plan_of(*facts, today=TODAY)) == {"F2026-001": "rappel"}
    money = notice(credit("1200.00", "F2026-001"), on=after(5))
    assert not case_of(ledger_of(*facts, money)).is_open


def test_an_unreadable_mail_of_the_bank_stops_everything_until_the_owner_has_looked() -> None:
    facts = (ONE, OTHER, quarantined("avis@banque-rivage.example", on=after(2)))
    actions = plan_of(*facts, today=TODAY)

    assert steps_in(actions) == {}
    assert [q.client for q in questions_in(actions)] == [None]
    for target in ("banque rivage", "avis@banque-rivage.example"):
        resumed = decided(Verb.RESUME, target, on=after(3))
        assert len(steps_in(plan_of(*facts, resumed, today=TODAY))) == 2


@pytest.mark.parametrize("target", ["F2099-1", "", "nobody"])
def test_a_decision_about_nobody_known_is_shown(target: str) -> None:
    said = decided(Verb.PAID, target, on=after(3))

    assert ledger_of(ONE, said).unmatched == (said,)
    assert case_of(ledger_of(ONE, said)).is_open


def test_a_name_that_two_clients_bear_means_neither() -> None:
    twins = (invoice(name="Dupont"), invoice("F2026-003", to=BETA, name="Dupont"))
    said = decided(Verb.PAID, "Dupont", on=after(3))

    assert ledger_of(*twins, said).unmatched == (said,)


def test_an_ignored_invoice_is_no_claim_until_it_is_resumed_by_its_number() -> None:
    ignored = decided(Verb.IGNORE, "f2026/001", on=after(3))
    case = case_of(ledger_of(ONE, TWO, ignored))

    assert [p.kind for p in case.postings] == [PostingKind.IGNORED]
    assert (case.owed.cents, case_state(case, TODAY)) == (0, CaseState.IGNORED)
    assert set(steps_in(plan_of(ONE, TWO, ignored, today=TODAY))) == {"F2026-002"}
    client = decided(Verb.RESUME, "alpha.example", on=after(4))
    assert not case_of(ledger_of(ONE, ignored, client)).is_open
    number = decided(Verb.RESUME, "F2026-001", on=after(4))
    assert steps_in(plan_of(ONE, ignored, number, today=TODAY)) == {"F2026-001": "rappel"}


def test_nothing_that_comes_later_makes_an_ignored_invoice_owed() -> None:
    ignored = decided(Verb.IGNORE, "F2026-001", on=after(3))
    larger = invoice(total="1500.00", on=after(4))
    note = credit_note(corrects="F2026-001", total="200.00", on=after(5))
    ledger = ledger_of(ONE, TWO, ignored, larger, note)

    assert case_of(ledger).owed.cents == 0
    assert case_of(ledger, "F2026-002").silenced_by(TODAY) == ()


def test_what_was_paid_too_much_stays_owed_back_when_the_invoice_is_ignored() -> None:
    facts = (
        ONE,
        notice(credit("1200.00", "F2026-001"), on=after(1)),
        credit_note(corrects="F2026-001", total="200.00", on=after(2)),
        decided(Verb.IGNORE, "F2026-001", on=after(3)),
    )

    assert case_of(ledger_of(*facts)).owed.plain == "-200.00"


def test_ignoring_ends_the_doubts_of_our_own_documents() -> None:
    facts = (ONE, invoice(total="1500.00", on=after(1)), decided(Verb.IGNORE, "F2026-001", on=after(3)))

    assert questions_in(plan_of(*facts, today=TODAY)) == []


def test_a_client_cannot_be_ignored_as_a_whole() -> None:
    said = decided(Verb.IGNORE, "alpha.example", on=after(3))

    assert ledger_of(ONE, said).unmatched == (said,)
    assert case_of(ledger_of(ONE, said)).is_open


def test_resuming_a_client_does_not_take_back_that_one_invoice_is_paid() -> None:
    resumed = decided(Verb.RESUME, "alpha.example", on=after(4))

    assert not case_of(ledger_of(ONE, decided(Verb.PAID, "F2026-001", on=after(3)), resumed)).is_open
    assert case_of(ledger_of(ONE, decided(Verb.PAID, "alpha.example", on=after(3)), resumed)).is_open
