"""A task is given once: it is waited for or done, and asks for nothing that is silent."""

import pytest
from casework.casework_makers import (
    after,
    as_sent,
    case_of,
    decided,
    invoice,
    ledger_of,
    plan_of,
    reminder,
    reply,
    step,
)
from casework.planning_makers import CALL, LETTER, as_given, given, on, rung, tasks_in
from casework.promises_makers import NOTICE, agreed
from casework.test_plan_notices import NUMBER, RAPPEL, SENT, is_asked, tasks_on

from relanced.casework.tasks.again import again, given_in, waiting_tasks
from relanced.model.actions import SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.tasks import TaskKind

CALLS = on(step("rappel", 7), rung("appel", 14, channel=CALL), rung(NOTICE, 25, channel=LETTER))


class TestGivenOnce:
    CALLED = given(TaskKind.CALL, (NUMBER, "appel"), on=after(14))

    def test_a_letter_beside_the_ladder_ends_no_call(self) -> None:
        facts = (
            SENT,
            RAPPEL,
            self.CALLED,
            agreed((after(40), "1200.00"), on=after(15)),
            reminder((NUMBER, "echeancier"), on=after(16)),
            agreed(on=after(17)),  # called off
        )

        assert [task.step for task in case_of(ledger_of(*facts, rules=CALLS)).tasks] == ["appel"]
        assert tasks_on(*facts, day=18, rules=CALLS) == {}
        assert is_asked("enter how the call ended", *facts, day=18, rules=CALLS)
        assert tasks_on(*facts, day=28, rules=CALLS) == {NUMBER: NOTICE}  # it lapsed, and counts as done

    def test_a_call_that_a_later_step_passed_over_counts_as_done(self) -> None:
        facts = (SENT, RAPPEL, self.CALLED, reminder((NUMBER, "autrefois"), on=after(22)))
        case = case_of(ledger_of(*facts, rules=CALLS))

        assert case.tasks == ()
        assert [done.step for done in case.steps] == ["rappel", "appel", "autrefois"]
        assert tasks_on(*facts, day=30, rules=CALLS) == {NUMBER: NOTICE}


class TestSilentCases:
    OTHER = invoice("F2026-002", total="500.00")
    BOTH = reminder((NUMBER, "rappel"), ("F2026-002", "rappel"), on=after(7))
    LADDER = on(step("rappel", 7), rung(NOTICE, 20, channel=LETTER))

    def test_a_task_of_a_paused_case_keeps_no_other_waiting(self) -> None:
        task = given(TaskKind.LETTER, (NUMBER, NOTICE), on=after(21))
        facts = (SENT, self.OTHER, self.BOTH, task)
        paused = decided(Verb.PAUSE, NUMBER, on=after(22))

        assert tasks_on(*facts, day=30, rules=self.LADDER) == {}
        assert tasks_on(*facts, paused, day=30, rules=self.LADDER) == {"F2026-002": NOTICE}

    @pytest.mark.parametrize(
        "since",
        [
            reply(Intent.DISPUTE, on=after(22), mentions=(NUMBER,)),
            agreed((after(40), "1200.00"), on=after(22)),
            reply(Intent.PROMISE, on=after(22), mentions=(NUMBER,), promised_on=after(60)),
            decided(Verb.PAUSE, NUMBER, on=after(22)),
        ],
    )
    def test_a_task_printed_again_asks_for_nothing_that_is_silent(self, since: Fact) -> None:
        task = given(TaskKind.LETTER, (NUMBER, NOTICE), ("F2026-002", NOTICE), on=after(21))
        facts = (SENT, self.OTHER, self.BOTH, task, since)
        ledger = ledger_of(*facts, rules=self.LADDER)
        [waiting] = waiting_tasks(ledger, self.LADDER, after(25))
        shown = again(waiting, given_in(facts)[task.message_id], self.LADDER, after(25))

        assert [line.number for line in shown.reminder.lines] == ["F2026-002"]

    def test_a_task_of_which_nothing_may_be_asked_waits_no_more(self) -> None:
        task = given(TaskKind.LETTER, (NUMBER, NOTICE), on=after(21))
        gone = reply(Intent.INSOLVENCY, on=after(22), mentions=(NUMBER,))
        before, then = (ledger_of(SENT, RAPPEL, task, *more, rules=self.LADDER) for more in ((), (gone,)))

        assert len(waiting_tasks(before, self.LADDER, after(25))) == 1
        assert waiting_tasks(then, self.LADDER, after(25)) == ()


def test_a_planned_task_once_noted_is_waited_for_or_done_on_every_later_day() -> None:
    facts: list[Fact] = [SENT]
    seen: set[tuple[str, str]] = set()
    for day in range(3, 90):
        actions = plan_of(*facts, today=after(day), rules=CALLS)
        facts += [as_sent(each) for each in actions if isinstance(each, SendReminder)]
        for task in tasks_in(actions):
            pairs = {(line.number, str(line.step)) for line in task.reminder.lines}
            assert not pairs & seen
            seen |= pairs
            facts.append(as_given(task))
        if day in {16, 30}:
            facts += [agreed((after(day + 4), "1200.00"), on=after(day), hour=11), agreed(on=after(day))]
            facts.append(reminder((NUMBER, f"echeancier-{day}"), on=after(day)))

    assert seen == {(NUMBER, "appel"), (NUMBER, NOTICE)}
