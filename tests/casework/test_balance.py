"""Balance: credit notes taken off, little amounts let be, large ones shown to the owner, each currency for itself."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from casework.casework_makers import (
    BETA,
    after,
    credit,
    credit_note,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    reminder,
    reminders_in,
    steps_in,
    wait_for,
)
from casework.planning_makers import CALL, limited, on, rung, tasks_in

from relanced.model.actions import DraftReminder, NoteLine, SendReminder
from relanced.model.decided import Verb
from relanced.model.money import Money, money_of
from relanced.model.names import InvoiceNumber

if TYPE_CHECKING:
    from relanced.model.facts import Fact

LATER = after(10)


def test_an_open_credit_note_is_shown_and_the_owner_asked_once_which_invoice_it_is_for() -> None:
    facts = (invoice(), invoice("F2026-002", total="100.00"), credit_note(total="200.00", on=after(2)))
    actions = plan_of(*facts, today=LATER)
    [letter] = reminders_in(actions)

    assert letter.credit_notes == (
        NoteLine(number=InvoiceNumber("A2026-001"), issued_on=after(2), left=money_of("200.00", "EUR")),
    )
    assert [line.owed.plain for line in letter.lines] == ["1200.00", "100.00"]
    [asked] = questions_in(actions)
    assert asked.invoices == ("F2026-001", "F2026-002")
    assert "credit note A2026-001 over 200.00 EUR" in asked.question


@pytest.mark.parametrize("total", ["1200.00", "1500.00"])
def test_nothing_is_sent_where_credit_notes_cover_what_is_due(total: str) -> None:
    actions = plan_of(invoice(), credit_note(total=total, on=after(2)), today=LATER)

    assert reminders_in(actions) == []
    assert f"nothing is left once the open credit notes are taken off: A2026-001 ({total} EUR)" in (
        wait_for(actions).why
    )


def test_resume_says_that_the_credit_note_is_dealt_with() -> None:
    facts = (invoice(), credit_note(on=after(2)), decided(Verb.RESUME, "A2026-001", on=after(3)))
    actions = plan_of(*facts, today=LATER)
    [letter] = reminders_in(actions)

    assert letter.credit_notes == ()
    assert questions_in(actions) == []
    assert ledger_of(*facts).unmatched == ()


def test_resuming_the_client_for_another_reason_leaves_the_credit_note_taken_off() -> None:
    facts = (
        invoice(),
        credit_note(total="200.00", on=after(1)),
        decided(Verb.PAUSE, "alpha.example", on=after(2)),
        decided(Verb.RESUME, "alpha.example", on=after(3)),
    )
    actions = plan_of(*facts, today=LATER)
    [letter] = reminders_in(actions)

    assert [note.left.plain for note in letter.credit_notes] == ["200.00"]
    [asked] = questions_in(actions)
    assert "«relanced resume A2026-001» takes the credit note off no more" in asked.question


def test_a_later_credit_note_is_taken_off_again() -> None:
    facts = (invoice(), decided(Verb.RESUME, "A2026-001", on=after(3)), credit_note(on=after(4)))

    assert steps_in(plan_of(*facts, today=LATER)) == {}


def test_a_credit_note_that_contradicts_itself_holds_the_client() -> None:
    note = credit_note(
        total="200.00", on=after(2), disagreements=("amount: 200 in the XML, 300 on the page",)
    )
    actions = plan_of(invoice(), note, today=LATER)

    assert reminders_in(actions) == []
    assert "contradicts itself" in wait_for(actions).why


def test_a_credit_note_in_another_currency_holds_the_client() -> None:
    actions = plan_of(invoice(currency="CHF"), credit_note(total="200.00", on=after(2)), today=LATER)

    assert reminders_in(actions) == []
    assert "credit note A2026-001" in wait_for(actions).why


def test_a_credit_note_of_one_client_is_not_taken_off_another_s_debt() -> None:
    actions = plan_of(invoice(to=BETA), invoice("F2026-002"), credit_note(on=after(2)), today=LATER)

    assert steps_in(actions) == {"F2026-001": "rappel"}


def test_each_currency_is_netted_for_itself() -> None:
    facts = (invoice(), invoice("F2026-002", currency="CHF"), credit_note(on=after(2)))
    actions = plan_of(*facts, today=LATER)
    [letter] = reminders_in(actions)

    assert steps_in(actions) == {"F2026-002": "rappel"}
    assert letter.credit_notes == ()
    assert "nothing is left" in wait_for(actions).why


def test_money_that_takes_a_credit_note_up_ends_its_netting() -> None:
    facts = (
        invoice(),
        invoice("F2026-002", total="300.00"),
        credit_note(total="200.00", on=after(2)),
        notice(credit("1000.00", "F2026-001 moins A2026-001", "ALPHA MENUISERIE"), on=after(5)),
    )
    [letter] = reminders_in(plan_of(*facts, today=LATER))

    assert [line.number for line in letter.lines] == ["F2026-002"]
    assert letter.credit_notes == ()


def test_who_owes_less_than_the_limit_altogether_is_let_be() -> None:
    rules = limited(ignore_below=Decimal(5))
    actions = plan_of(invoice(total="4.99"), today=LATER, rules=rules)

    assert reminders_in(actions) == []
    assert "4.99 EUR altogether is less than limits.ignore_below = 5" in wait_for(actions).why
    assert steps_in(plan_of(invoice(total="5.00"), today=LATER, rules=rules))


def test_little_amounts_count_together_and_a_rest_of_a_large_one_alone() -> None:
    rules = limited(ignore_below=Decimal(5))
    both = plan_of(invoice(total="3.00"), invoice("F2026-002", total="4.00"), today=LATER, rules=rules)
    assert steps_in(both) == {"F2026-001": "rappel", "F2026-002": "rappel"}

    rest = notice(credit("1197.00", "F2026-001", "ALPHA MENUISERIE"), on=after(3))
    assert steps_in(plan_of(invoice(), rest, today=LATER, rules=rules)) == {}


def test_the_limit_counts_what_is_left_once_credit_notes_are_taken_off() -> None:
    rules = limited(ignore_below=Decimal(5))
    actions = plan_of(invoice(), credit_note(total="1197.00", on=after(2)), today=LATER, rules=rules)

    assert steps_in(actions) == {}
    assert "3.00 EUR altogether once the open credit notes are taken off" in wait_for(actions).why


def test_the_limit_counts_each_currency_for_itself() -> None:
    facts = (invoice(total="3.00"), invoice("F2026-002", currency="CHF", total="900.00"))
    [letter] = reminders_in(plan_of(*facts, today=LATER, rules=limited(ignore_below=Decimal(5))))

    assert [line.number for line in letter.lines] == ["F2026-002"]


def test_nobody_is_called_about_little() -> None:
    rules = limited(on(rung("rappel", 7), rung("appel", 14, channel=CALL)), ignore_below=Decimal(5))
    done = reminder(("F2026-001", "rappel"), on=after(7))

    assert tasks_in(plan_of(invoice(), done, today=after(14), rules=rules))
    assert tasks_in(plan_of(invoice(total="4.00"), done, today=after(14), rules=rules)) == []


@pytest.mark.parametrize(("above", "kind"), [(1300, SendReminder), (1299, DraftReminder)])
def test_a_letter_about_more_than_the_limit_is_a_draft(above: int, kind: type) -> None:
    rules = limited(approve_above=Decimal(above))
    actions = plan_of(invoice(), invoice("F2026-002", total="100.00"), today=LATER, rules=rules)
    [action] = [a for a in actions if isinstance(a, SendReminder | DraftReminder)]

    assert isinstance(action, kind)
    assert ("limits.approve_above = 1299" in action.why) is (above == 1299)


def test_after_so_many_mails_the_owner_is_asked() -> None:
    rules = limited(max_reminders=2)
    facts: list[Fact] = [
        invoice(),
        *(reminder(("F2026-001", s), on=after(d)) for s, d in (("rappel", 7), ("relance", 20))),
    ]
    actions = plan_of(*facts, today=after(36), rules=rules)

    assert reminders_in(actions) == []
    assert "2 mails were sent about it, and limits.max_reminders is 2" in wait_for(actions).why
    assert len(questions_in(actions)) == 1
    assert steps_in(plan_of(*facts, today=after(36), rules=limited(max_reminders=3)))


def test_a_balance_is_what_is_asked_less_the_notes() -> None:
    facts = (
        invoice(),
        credit_note(total="200.00", on=after(2)),
        credit_note("A2", total="50.00", on=after(3)),
    )
    [letter] = reminders_in(plan_of(*facts, today=LATER))

    assert [note.number for note in letter.credit_notes] == ["A2026-001", "A2"]
    assert sum(note.left.cents for note in letter.credit_notes) == Money(25_000, "EUR").cents
