"""Replies: the silence that each brings."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    BETA,
    RULES,
    after,
    auto_reply,
    case_of,
    decided,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reply,
    source,
    steps_in,
    wait_for,
)

from relanced.casework.ledger import HoldKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact, ReplyReceived
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
from relanced.model.names import MessageId

ONE, TWO = invoice("F2026-001"), invoice("F2026-002", total="77.00")
OTHER = invoice("F2026-003", to=BETA)
SENT = reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7), message_id="r1@firm.example")
LATER = after(28)  # an open Monday, when every breathing space is over


def held(*facts: Fact) -> dict[str, list[HoldKind]]:
    """Of each case, what silences it."""
    ledger = ledger_of(ONE, TWO, OTHER, SENT, *facts)
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return {c.number: kinds for c in cases if (kinds := [h.kind for h in c.silenced_by(LATER)])}


@pytest.mark.parametrize("intent", [i for i in Intent if i is not Intent.AUTO_REPLY])
def test_any_human_mail_silences_the_whole_client_for_a_while(intent: Intent) -> None:
    nothing = replace(RULES, replies=replace(RULES.replies, effects=dict.fromkeys(Intent, Effect.NONE)))
    facts = (invoice(), invoice("F2026-002"), reply(intent, on=after(6), mentions=("F2026-002",)))

    for today in (after(7), after(8)):  # two banking days
        assert steps_in(plan_of(*facts, today=today, rules=nothing)) == {}
    assert set(steps_in(plan_of(*facts, today=after(9), rules=nothing))) == {"F2026-001", "F2026-002"}


@pytest.mark.parametrize("intent", [i for i, effect in DEFAULT_EFFECTS.items() if effect is Effect.HOLD])
def test_what_needs_a_person_is_held_until_the_owner_resumes(intent: Intent) -> None:
    facts = (invoice(), reply(intent, on=after(6)))
    actions = plan_of(*facts, today=after(365))

    assert steps_in(actions) == {}
    assert wait_for(actions).until is None
    assert len(questions_in(actions)) == 1
    resumed = decided(Verb.RESUME, "F2026-001", on=after(363))
    assert steps_in(plan_of(*facts, resumed, today=after(364))) == {"F2026-001": "rappel"}


def test_a_second_intent_has_its_effect_too() -> None:
    both = reply(Intent.ACK, also=(Intent.DISPUTE,), on=after(8), mentions=("F2026-001",))

    assert held(both) == {"F2026-001": [HoldKind.DISPUTE]}


def test_a_promise_is_silent_until_its_day_and_grace_are_over() -> None:
    facts = (invoice(), reply(Intent.PROMISE, on=after(6), promised_on=after(11)))

    assert wait_for(plan_of(*facts, today=after(7))).until == after(15)  # Friday and two banking days
    assert steps_in(plan_of(*facts, today=after(15))) == {}
    assert steps_in(plan_of(*facts, today=after(16))) == {"F2026-001": "promesse_non_tenue"}


@pytest.mark.parametrize("promised_on", [None, after(-20)])
def test_a_promise_without_a_day_that_can_be_is_silent_for_the_usual_time(promised_on: date | None) -> None:
    facts = (invoice(), reply(Intent.PROMISE, on=after(7), promised_on=promised_on))

    assert steps_in(plan_of(*facts, today=after(16))) == {}
    assert steps_in(plan_of(*facts, today=after(17))) == {"F2026-001": "rappel"}


def test_a_later_second_promise_is_kept_and_shown_to_the_owner() -> None:
    first = reply(Intent.PROMISE, on=after(6), promised_on=after(8))
    second = reply(Intent.PROMISE, on=after(14), promised_on=after(18))
    actions = plan_of(invoice(), first, second, today=after(17))

    assert steps_in(actions) == {}
    (question,) = questions_in(actions)
    assert "promise number 2" in question.question
    assert questions_in(plan_of(invoice(), first, today=after(7))) == []


def test_a_far_promise_is_shown_to_the_owner() -> None:
    actions = plan_of(invoice(), reply(Intent.PROMISE, on=after(6), promised_on=after(200)), today=after(21))

    assert steps_in(actions) == {}
    assert "194 days away" in questions_in(actions)[0].question


def test_money_that_is_said_to_be_paid_is_awaited_then_the_owner_is_asked() -> None:
    facts = (invoice(), reply(Intent.CLAIMS_PAID, on=after(7)))

    assert questions_in(plan_of(*facts, today=after(11))) == []
    actions = plan_of(*facts, today=after(14))
    assert "no money seen yet" in questions_in(actions)[0].question
    assert steps_in(plan_of(*facts, today=after(364))) == {}


def test_insolvency_stops_the_client_for_good_with_what_is_still_to_come() -> None:
    stop = reply(Intent.INSOLVENCY, on=after(6), mentions=("F2026-001",))
    facts = (invoice(), invoice("F2026-002"), invoice("F2026-004", on=after(20)), stop)

    assert steps_in(plan_of(*facts, today=after(364))) == {}
    one = decided(Verb.RESUME, "F2026-002", on=after(300))
    assert steps_in(plan_of(*facts, one, today=after(364))) == {}
    whole = decided(Verb.RESUME, "alpha.example", on=after(300))
    assert len(steps_in(plan_of(*facts, whole, today=after(364)))) == 3


def test_a_machine_s_answer_changes_nothing() -> None:
    for machine in (auto_reply(on=after(6)), reply(Intent.AUTO_REPLY, on=after(6))):
        assert steps_in(plan_of(invoice(), machine, today=after(7))) == {"F2026-001": "rappel"}
        assert ledger_of(invoice(), machine).links[machine.source.fingerprint].clients == {"alpha.example"}


def test_hostile_words_do_not_reach_the_owner_s_screen() -> None:
    nasty: ReplyReceived = replace(reply(Intent.DISPUTE, on=after(8)), sender="\x1b[2Jx@alpha.example")
    nasty = replace(nasty, answers=(MessageId("r1@firm.example"),), source=source(nasty.source.at, "nasty"))
    case = case_of(ledger_of(ONE, SENT, nasty))

    assert all(hold.why.isprintable() and hold.question.isprintable() for hold in case.holds)
