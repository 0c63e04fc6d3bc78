"""What the daemon asks for each time it plans is found among few facts and few clients, and is the same."""

from collections.abc import Sequence
from datetime import date

from casework.casework_makers import ALPHA, BETA, RULES, after, decided, intended, invoice, judged, reply
from casework.planning_makers import given as task_given
from casework.test_plan_laws import OURS, days, histories, judgements
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.answer_pace import Past
from relanced.casework.answers import answers_due
from relanced.casework.fold import fold
from relanced.casework.live.kept import Kept
from relanced.casework.live.plan import LivePlan
from relanced.casework.surprise import is_released
from relanced.casework.tasks.again import given_in, waiting_tasks
from relanced.model.actions import DraftAnswer
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Ask, Intent
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind

NOTHING = Past(answered=lambda _: False, written=lambda _: {}, failed=lambda _: {})
asking = st.builds(
    lambda intent, on, sender, asks: reply(intent, on=on, sender=sender, asks=tuple(asks)),
    st.sampled_from([Intent.QUERY, Intent.PLAN_REQUEST, Intent.DISPUTE]),
    days,
    st.sampled_from([ALPHA, BETA, "jean@gmail.com", "x@shop.example"]),
    st.lists(st.sampled_from(list(Ask)), min_size=1, max_size=2, unique=True),
)
with_questions = st.builds(
    lambda facts, asked: [*facts, *asked], histories, st.lists(asking | judgements, max_size=4)
)


def assert_found(facts: Sequence[Fact], rules: Rules, today: date) -> tuple[DraftAnswer, ...]:
    live, kept, recorded = LivePlan(rules), Kept(), list[Fact]()
    for first in range(0, len(facts), 3):
        recorded += facts[first : first + 3]
        kept.take(recorded)
        live.take(facts[first : first + 3])
        ledger, _ = live.on(today)
    anew = fold(facts, rules)
    found = answers_due(ledger, kept.for_answers, rules, today, NOTHING, live.silent)
    assert found == answers_due(anew, facts, rules, today, NOTHING)
    assert waiting_tasks(ledger, rules, today, live.tasked) == waiting_tasks(anew, rules, today)
    assert kept.given == given_in(facts)
    assert is_released(kept.decided, today) == is_released(facts, today)
    return found


@settings(max_examples=60, deadline=None)
@given(with_questions, st.integers(0, 80).map(after))
def test_answers_and_tasks_are_those_of_all_facts_and_of_all_clients(facts: list[Fact], today: date) -> None:
    if facts:
        assert_found(facts, OURS, today)


def test_who_is_silent_has_his_answer_and_few_facts_are_looked_at() -> None:
    bills: list[Fact] = [invoice("F2026-001"), invoice("F2026-003", to=BETA)]
    mail = reply(Intent.QUERY, on=after(3), asks=(Ask.COPY,))
    facts = [
        *bills,
        mail,
        reply(Intent.ACK, on=after(3), sender=BETA),
        intended(("F2026-003", "rappel"), on=after(4)),
    ]
    [found] = assert_found(facts, RULES, after(5))
    assert found.answer.mail == mail.source
    note = judged(mail, Intent.UNRELATED, on=after(4))
    assert assert_found([*facts, note], RULES, after(5)) == ()
    kept = Kept()
    kept.take([*facts, note])
    assert kept.for_answers == [mail, note]


def test_only_who_was_given_a_task_is_looked_at_for_one() -> None:
    live = LivePlan(OURS)
    task = task_given(TaskKind.CALL, ("F2026-001", "appel"), on=after(20))
    live.take([invoice("F2026-001"), invoice("F2026-003", to=BETA), task])
    ledger, _ = live.on(after(21))
    assert live.tasked == ("alpha.example",)
    assert [each.task.message_id for each in waiting_tasks(ledger, OURS, after(21), live.tasked)] == [
        task.message_id
    ]


def test_a_release_is_kept() -> None:
    kept = Kept()
    kept.take([invoice("F2026-001"), decided(Verb.RELEASE, "today", on=after(1), until=after(1))])
    assert is_released(kept.decided, after(1))
