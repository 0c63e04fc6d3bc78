"""One letter a day leaves to a client; it does the steps that it is for, and tells of money that stands."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    RULES,
    after,
    as_sent,
    case_of,
    credit,
    intended,
    invoice,
    ledger_of,
    notice,
    outcome,
    plan_of,
    reminder,
    reminders_in,
    reply,
    said,
    step,
    steps_in,
    wait_for,
    went_back,
)
from casework.planning_makers import on
from casework.promises_makers import ALWAYS, letter_in, money
from casework.test_plan_notices import NUMBER, SENT

from relanced.casework.ledger import PostingKind
from relanced.model.actions import DraftReminder, PaidPart, Purpose, SendReminder
from relanced.model.facts import Fact, Outcome, ToldBy
from relanced.model.intents import Intent
from relanced.model.money import money_of


class TestBrokenPromise:
    """Of one invoice a promise was broken; of the other the formal notice is due, which wants approval."""

    LADDER = on(step("rappel", 7), step("relance", 20), step("ferme", 35, approve=True), step("fin", 50))
    FACTS: tuple[Fact, ...] = (
        invoice("A1", on=after(-72), due=after(-70)),
        invoice("B1", on=after(-45), due=after(-40), total="700.00"),
        reminder(("A1", "rappel"), on=after(-60)),
        reminder(("A1", "relance"), on=after(-50)),
        reminder(("A1", "ferme"), on=after(-35)),
        reminder(("A1", "fin"), ("B1", "rappel"), on=after(-20)),
        reminder(("B1", "relance"), on=after(-13)),
        reply(
            Intent.PROMISE,
            on=after(-11),
            mentions=("A1",),
            promised_on=after(-4),
            said_of=(said(Intent.PROMISE, "A1", promised_on=after(-4)),),
        ),
    )
    RULES = replace(LADDER, start_on=date(2025, 1, 1))

    def test_its_letter_does_no_step_of_another_invoice(self) -> None:
        actions = plan_of(*self.FACTS, today=after(1), rules=self.RULES)
        letter = letter_in(actions, Purpose.PROMISE_BROKEN)

        assert letter is not None
        assert [(line.number, line.step) for line in letter.lines] == [
            ("A1", "promesse_non_tenue"),
            ("B1", None),
        ]
        assert wait_for(actions, "B1").until == after(6)

    def test_the_other_invoice_takes_its_own_step_after_the_interval(self) -> None:
        [sent] = [
            a for a in plan_of(*self.FACTS, today=after(1), rules=self.RULES) if isinstance(a, SendReminder)
        ]
        facts = (*self.FACTS, as_sent(sent))

        assert steps_in(plan_of(*facts, today=after(4), rules=self.RULES)) == {}
        actions = plan_of(*facts, today=after(7), rules=self.RULES)
        assert any(isinstance(action, DraftReminder) for action in actions)
        assert steps_in(actions) == {"A1": None, "B1": "ferme"}


class TestOneLetterADay:
    OTHER = invoice("F2026-002", total="500.00")
    FACTS = (SENT, OTHER, money(on=after(9)))

    @pytest.mark.parametrize(
        "letter",
        [
            (reminder((NUMBER, "remerciement"), on=after(9)),),
            (intended((NUMBER, "remerciement"), on=after(9)), outcome(Outcome.SENT, on=after(9))),
            (intended((NUMBER, "remerciement"), on=after(9)), outcome(Outcome.UNKNOWN, on=after(9))),
        ],
    )
    def test_thanks_leave_no_room_for_a_reminder_on_the_same_day(self, letter: tuple[Fact, ...]) -> None:
        assert steps_in(plan_of(*self.FACTS, today=after(9), rules=ALWAYS)) == {"F2026-002": "rappel"}
        facts = (*self.FACTS, *letter)

        assert reminders_in(plan_of(*facts, today=after(9), rules=ALWAYS)) == []
        assert "one mail a day" in wait_for(plan_of(*facts, today=after(9), rules=ALWAYS), "F2026-002").why
        # thanks start no interval
        assert steps_in(plan_of(*facts, today=after(10), rules=ALWAYS)) == {"F2026-002": "rappel"}


class TestWhatWasPaid:
    def paid(self, *facts: Fact) -> tuple[PaidPart, ...]:
        [letter] = reminders_in(plan_of(SENT, *facts, today=after(22), rules=RULES))
        [line] = letter.lines
        assert line.total.cents - sum(part.amount.cents for part in line.paid) == line.owed.cents
        return line.paid

    def test_a_payment_that_went_back_with_its_cent_is_not_spoken_of(self) -> None:
        came = credit("1199.99", NUMBER, "ALPHA MENUISERIE", entry="e1")
        told = notice(came, on=after(3), mail="a", told_by=ToldBy.STATEMENT)
        closed = case_of(ledger_of(SENT, told))

        assert {posting.kind for posting in closed.postings} == {PostingKind.PAYMENT, PostingKind.WRITE_OFF}
        assert self.paid(told, went_back(came, on=after(8), told_by=ToldBy.STATEMENT)) == ()

    @pytest.mark.parametrize(("entry", "day"), [("e2", 3), ("e1", 6)])
    def test_of_two_like_payments_the_one_that_stands_is_told_with_its_day(
        self, entry: str, day: int
    ) -> None:
        first, second = (credit("600.00", NUMBER, "ALPHA MENUISERIE", entry=e) for e in ("e1", "e2"))
        told = (
            notice(first, on=after(3), mail="a", told_by=ToldBy.STATEMENT),
            notice(second, on=after(6), mail="b", told_by=ToldBy.STATEMENT),
        )
        back = went_back(first if entry == "e1" else second, on=after(8), told_by=ToldBy.STATEMENT)

        assert self.paid(*told, back) == (PaidPart(on=after(day), amount=money_of("600.00", "EUR")),)
