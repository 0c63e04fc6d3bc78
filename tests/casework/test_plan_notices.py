"""A formal notice stands, or is taken back: what may follow it, and which letter it makes needless."""

import pytest
from casework.casework_makers import (
    after,
    at,
    case_of,
    credit,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    reminder,
    source,
    step,
    steps_in,
    wait_for,
    went_back,
)
from casework.planning_makers import CALL, HANDOVER, LETTER, given_steps, on, rung
from casework.promises_makers import ALWAYS, NOTICE, letter_in, money
from casework.promises_makers import posted as posted_task

from relanced.casework.planning.forecast import forecast
from relanced.model.actions import GiveTask, Purpose
from relanced.model.client import ClientKind
from relanced.model.decided import CallNoted, LetterPosted, Verb
from relanced.model.facts import Fact, ToldBy
from relanced.model.ladder import Fits, Standing
from relanced.model.rules import Rules
from relanced.model.tasks import CallOutcome

OURS = on(
    step("rappel", 7),
    rung(NOTICE, 20, channel=LETTER),
    rung("remise", after_previous_days=15, channel=HANDOVER),
    rules=ALWAYS,
)
PAPER = Fits(kinds=(ClientKind.CONSUMER,))
NUMBER = "F2026-001"
SENT = invoice()
RAPPEL = reminder((NUMBER, "rappel"), on=after(7))
POSTED = posted_task(given=after(21), on=after(22))
PAID = notice(
    credit("1200.00", NUMBER, "ALPHA MENUISERIE", entry="e1"),
    on=after(25),
    mail="paid",
    told_by=ToldBy.STATEMENT,
)
BACK = went_back(
    credit("1200.00", NUMBER, "ALPHA MENUISERIE", entry="e1"), on=after(30), told_by=ToldBy.STATEMENT
)
WITHDRAWN = reminder((NUMBER, "retrait"), on=after(28))


def by_himself(day: int, target: str = NUMBER) -> LetterPosted:
    when = at(after(day), 18)
    return LetterPosted(
        source=source(when, f"by himself {day}", "Relanced/Journal"),
        task=None,
        target=target,
        tracking="",
        posted_on=after(day),
        decided_at=when,
    )


def tasks_on(*facts: Fact, day: int, rules: Rules = OURS) -> dict[str, str]:
    return given_steps(plan_of(*facts, today=after(day), rules=rules))


def is_asked(words: str, *facts: Fact, day: int, rules: Rules = OURS) -> bool:
    return any(
        words in asked.question for asked in questions_in(plan_of(*facts, today=after(day), rules=rules))
    )


class TestHandingOver:
    def test_follows_a_notice_that_stands(self) -> None:
        assert tasks_on(SENT, RAPPEL, *POSTED, day=37) == {NUMBER: "remise"}

    def test_waits_where_the_notice_was_taken_back_until_another_one_is_posted(self) -> None:
        facts = (SENT, RAPPEL, *POSTED, PAID, WITHDRAWN, BACK)

        assert tasks_on(*facts, day=44) == {}
        assert is_asked("relanced posted F2026-001", *facts, day=44)
        again_posted = (*facts, by_himself(45))
        assert case_of(ledger_of(*again_posted, rules=OURS)).holds[-1].kind != "question"
        assert tasks_on(*again_posted, day=59) == {}  # fifteen days from the second notice
        assert tasks_on(*again_posted, day=63) == {NUMBER: "remise"}

    def test_waits_where_the_notice_was_passed_over(self) -> None:
        facts = (SENT, RAPPEL, POSTED[0], decided(Verb.RESUME, "alpha.example", on=after(22)))

        assert case_of(ledger_of(*facts, rules=OURS)).posted == ()
        assert tasks_on(*facts, day=43) == {}
        assert "no formal notice stands" in wait_for(plan_of(*facts, today=after(43), rules=OURS)).why
        assert is_asked("relanced posted F2026-001", *facts, day=43)

    def test_needs_no_notice_where_the_ladder_has_none_that_fits(self) -> None:
        without = on(step("rappel", 7), rung("remise", 20, channel=HANDOVER))
        unfit = on(
            step("rappel", 7),
            rung(NOTICE, 15, channel=LETTER, fits=PAPER),
            rung("remise", 20, channel=HANDOVER),
        )

        for rules in (without, unfit):
            assert tasks_on(SENT, RAPPEL, day=21, rules=rules) == {NUMBER: "remise"}

    def test_is_foretold_after_the_notice(self) -> None:
        told = forecast((SENT, RAPPEL), OURS, after(8), after(60))

        assert [each.reminder.step.name for _, each in told if isinstance(each, GiveTask)] == [
            NOTICE,
            "remise",
        ]


class TestAheadOfTheLadder:
    LADDER = on(step("rappel", 7), step("relance", 15), rung(NOTICE, 20, channel=LETTER))

    def test_a_notice_that_he_posted_is_not_given_to_him_again(self) -> None:
        facts = (
            SENT,
            RAPPEL,
            by_himself(10),
            decided(Verb.RESUME, NUMBER, on=after(11)),
            reminder((NUMBER, "relance"), on=after(17)),
        )

        assert steps_in(plan_of(*facts[:4], today=after(16), rules=self.LADDER)) == {NUMBER: "relance"}
        assert tasks_on(*facts, day=24, rules=self.LADDER) == {}
        assert is_asked("no step is left", *facts, day=24, rules=self.LADDER)

    def test_a_second_letter_of_the_ladder_still_comes(self) -> None:
        rules = on(step("rappel", 7), rung(NOTICE, 20, channel=LETTER), rung("huissier", 40, channel=LETTER))

        assert tasks_on(SENT, RAPPEL, *POSTED, day=42, rules=rules) == {NUMBER: "huissier"}

    @pytest.mark.parametrize("is_call", [True, False])
    def test_a_step_that_does_not_fit_does_not_come_next(self, is_call: bool) -> None:
        last = rung("appel", 20, channel=CALL) if is_call else rung(NOTICE, 20, channel=LETTER)
        rules = on(step("rappel", 7), rung("particulier", 15, fits=PAPER), last)
        when = at(after(18))
        called = CallNoted(
            source=source(when, "called", "Relanced/Journal"),
            task=None,
            target=NUMBER,
            outcome=CallOutcome.REACHED,
            pays_on=None,
            note="",
            decided_at=when,
        )
        facts = (SENT, RAPPEL, called if is_call else by_himself(18))
        case = case_of(ledger_of(*facts, rules=rules))

        assert [done.step for done in case.steps] == ["rappel", last.name]
        assert case.holds == ()
        assert tasks_on(*facts, day=24, rules=rules) == {}

    def test_how_a_client_pays_counts_for_what_comes_next(self) -> None:
        rules = on(
            step("rappel", 7),
            rung("habitue", 10, fits=Fits(standing=Standing.KNOWN)),
            rung(NOTICE, 20, channel=LETTER),
        )
        old = invoice("V-1", on=after(-60), due=after(-50), total="70.00")
        paid = notice(credit("70.00", "V-1", "ALPHA MENUISERIE"), on=after(-40), mail="V-1")
        new = case_of(ledger_of(SENT, RAPPEL, by_himself(18), rules=rules))
        known = case_of(ledger_of(old, paid, SENT, RAPPEL, by_himself(18), rules=rules))

        assert [done.step for done in new.steps] == ["rappel", NOTICE]
        assert [done.step for done in known.steps] == ["rappel"]
        assert "step «habitue» of the ladder comes next" in known.holds[0].question


def test_a_notice_counts_as_it_was_given_whatever_the_ladder_has_become() -> None:
    facts = (SENT, RAPPEL, *POSTED)
    as_mail = on(step("rappel", 7), step(NOTICE, 20), rules=ALWAYS)
    renamed = on(step("rappel", 7), rung("derniere", 20, channel=LETTER), rules=ALWAYS)

    assert [each.on for each in case_of(ledger_of(*facts, rules=as_mail)).posted] == [after(22)]
    paid = plan_of(*facts, money(on=after(24)), today=after(24), rules=as_mail)
    assert letter_in(paid, Purpose.WITHDRAWAL) is not None
    assert tasks_on(*facts, day=30, rules=renamed) == {}
