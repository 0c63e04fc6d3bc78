"""Reminders: what stands in the one letter to a client, and what keeps it from being written."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    BETA,
    MONDAY,
    RULES,
    after,
    credit,
    credit_note,
    decided,
    invoice,
    notice,
    plan_of,
    questions_in,
    reminder,
    reminders_in,
    reply,
    steps_in,
    wait_for,
    went_back,
)
from casework.planning_makers import CALL, LETTER, given, given_steps, known, on, rung

from relanced.edge.laws import read_laws
from relanced.model.actions import PaidPart, Purpose, Reminder
from relanced.model.client import ClientKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.ladder import Charges
from relanced.model.money import money_of
from relanced.model.rules import Letters, Rules
from relanced.model.tasks import TaskKind

LAWS, _ = read_laws(None)
RESERVING = replace(on(rung("rappel", 7, charges=Charges.RESERVED), rung("relance", 20)), laws=LAWS)
CLAIMING = replace(on(rung("rappel", 7, charges=Charges.CLAIMED), rung("relance", 20)), laws=LAWS)


TODAY = after(10)


def letter(*facts: Fact, today: date = TODAY, rules: Rules = RULES) -> Reminder:
    [found] = reminders_in(plan_of(*facts, today=today, rules=rules))
    return found


def euros(plain: str, day: int) -> PaidPart:
    return PaidPart(on=after(day), amount=money_of(plain, "EUR"))


def test_what_came_in_is_shown_with_its_days() -> None:
    first = notice(credit("300.00", "acompte F2026-001", "ALPHA MENUISERIE"), on=after(2))
    note = credit_note(corrects="F2026-001", total="100.00", on=after(4))
    [line] = letter(invoice(), first, note).lines

    assert line.paid == (euros("300.00", 2), euros("100.00", 4))
    assert line.total.cents - sum(part.amount.cents for part in line.paid) == line.owed.cents


def test_money_that_went_back_is_not_spoken_of() -> None:
    paid = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(1))
    back = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(3))
    looked = decided(Verb.RESUME, "F2026-001", on=after(4))
    [line] = letter(invoice(), paid, back, looked).lines

    assert line.paid == ()
    assert line.owed == line.total


@pytest.mark.parametrize("rules", [RESERVING, CLAIMING])
def test_where_a_credit_note_is_taken_off_the_letter_says_nothing_of_interest(rules: Rules) -> None:
    note = credit_note(total="1100.00", on=after(1))
    netted = letter(invoice(), note, rules=rules)
    assert [each.left.plain for each in netted.credit_notes] == ["1100.00"]
    assert [line.charges for line in netted.lines] == [None]

    settled = letter(invoice(), note, decided(Verb.RESUME, "A2026-001", on=after(2)), rules=rules)
    assert settled.lines[0].charges is not None
    both = letter(invoice(), invoice("F2026-002", total="80.00", currency="CHF"), note, rules=rules)
    assert {line.owed.currency: line.charges is not None for line in both.lines} == {
        "EUR": False,
        "CHF": True,
    }


def test_a_letter_without_charges_does_not_speak_of_them() -> None:
    assert [line.charges for line in letter(invoice(), rules=replace(RULES, laws=LAWS)).lines] == [None]


def test_the_step_that_rules_the_letter_decides_for_all_late_lines() -> None:
    coming = on(rung("avant", -5), rung("rappel", 7, charges=Charges.RESERVED))
    facts = (invoice(), invoice("F2026-002", due=after(4)), invoice("F2026-003", due=after(14)))
    found = letter(*facts, rules=replace(coming, laws=LAWS))
    charges = {str(line.number): line.charges for line in found.lines}

    assert [number for number, each in charges.items() if each is None] == ["F2026-003"]  # not late yet
    for each in (charges["F2026-001"], charges["F2026-002"]):
        assert each is not None
        assert each.until == after(10)
        assert each.indemnity == money_of("40.00", "EUR")


def test_a_right_that_is_reserved_goes_without_figures_where_they_cannot_be_computed() -> None:
    [line] = letter(invoice(), rules=replace(RESERVING, laws=RULES.laws)).lines

    assert line.charges is not None
    assert line.charges.refused
    assert line.charges.interest is None


def test_what_is_claimed_waits_for_the_figures_and_the_owner_is_asked() -> None:
    actions = plan_of(invoice(), today=after(10), rules=replace(CLAIMING, laws=RULES.laws))

    assert reminders_in(actions) == []
    assert "claims interest that cannot be computed" in wait_for(actions).why
    assert len(questions_in(actions)) == 1
    assert steps_in(plan_of(invoice(), today=after(10), rules=CLAIMING)) == {"F2026-001": "rappel"}


def test_a_formal_notice_waits_for_its_figures_too() -> None:
    rules = on(rung("mise_en_demeure", 7, charges=Charges.CLAIMED, channel=LETTER))

    assert given_steps(plan_of(invoice(), today=after(10), rules=rules)) == {}
    assert given_steps(plan_of(invoice(), today=after(10), rules=replace(rules, laws=LAWS)))


def test_of_a_consumer_no_compensation_is_claimed() -> None:
    rules = known(CLAIMING, kind=ClientKind.CONSUMER)
    lines = [line for r in reminders_in(plan_of(invoice(), today=after(10), rules=rules)) for line in r.lines]

    assert all(line.charges is None or line.charges.indemnity is None for line in lines)


def test_a_call_is_no_reminder_of_the_statement() -> None:
    rules = on(rung("rappel", 7), rung("appel", 14, channel=CALL), rung("derniere", 21))
    facts = (
        invoice(),
        reminder(("F2026-001", "rappel"), on=after(7)),
        given(TaskKind.CALL, ("F2026-001", "appel"), on=after(14)),
    )
    [line] = letter(*facts, today=after(21), rules=rules).lines

    assert line.reminded_on == (after(7),)


PROMISED = (
    invoice(),
    reminder(("F2026-001", "rappel"), on=after(7)),
    reply(Intent.PROMISE, on=after(8), promised_on=after(14)),
)


def test_a_broken_promise_is_spoken_of_before_the_ladder_goes_on() -> None:
    waiting = [reminders_in(plan_of(*PROMISED, today=after(day))) for day in range(9, 17)]
    found = letter(*PROMISED, today=after(17))

    assert waiting == [[]] * 8
    assert (found.purpose, found.promised_on, found.step.name) == (
        Purpose.PROMISE_BROKEN,
        after(14),
        "promesse_non_tenue",
    )
    assert [(line.number, line.step) for line in found.lines] == [("F2026-001", "promesse_non_tenue")]


def test_after_it_the_ladder_goes_on_where_it_was() -> None:
    told = reminder(("F2026-001", "promesse_non_tenue"), on=after(17))
    steps = [steps_in(plan_of(*PROMISED, told, today=after(day))) for day in (18, 22, 23)]

    assert steps == [{}, {}, {"F2026-001": "relance"}]


def test_an_owner_who_wants_no_such_letter_has_the_next_step() -> None:
    rules = replace(RULES, letters=Letters(broken_promise=False))

    assert letter(*PROMISED, today=after(21), rules=rules).purpose is Purpose.CHASE


@pytest.mark.parametrize(
    ("steps", "purpose"),
    [((), Purpose.PROMISE_BROKEN), (("rappel", "relance"), Purpose.CHASE)],
)
def test_a_higher_step_of_another_invoice_rules_the_letter(steps: tuple[str, ...], purpose: Purpose) -> None:
    """The promise followed on «rappel»: a first reminder is milder than its end, «ferme» is not."""
    other = invoice("F2026-002", on=after(-60), due=after(-60) if steps else after(7))
    done = [reminder(("F2026-002", name), on=after(-40 + 10 * n)) for n, name in enumerate(steps)]
    promise = reply(Intent.PROMISE, on=after(8), promised_on=after(14), mentions=("F2026-001",))
    found = letter(*PROMISED[:2], other, *done, promise, today=after(17))

    assert found.purpose is purpose
    assert {str(line.number): line.step for line in found.lines}["F2026-001"] == "promesse_non_tenue"


def test_no_other_letter_goes_to_a_client_who_is_written_to() -> None:
    paid = notice(credit("80.00", "F2026-002", "ALPHA MENUISERIE"), on=after(9))
    promise = reply(Intent.PROMISE, on=after(6), promised_on=after(12), mentions=("F2026-002",))
    facts = (invoice("F2026-002", total="80.00"), promise, paid)
    alone = reminders_in(plan_of(*facts, today=after(10)))
    both = reminders_in(plan_of(*facts, invoice(on=MONDAY), invoice("F2026-003", to=BETA), today=after(10)))

    assert [r.purpose for r in alone] == [Purpose.THANKS]
    assert [(r.client.key, r.purpose) for r in both] == [
        ("alpha.example", Purpose.CHASE),
        ("beta.example", Purpose.CHASE),
    ]
