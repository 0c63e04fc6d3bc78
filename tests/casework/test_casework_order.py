"""Order: each fact once, in one order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest
from casework.casework_makers import (
    MONDAY,
    after,
    assigned,
    at,
    credit,
    decided,
    intended,
    invoice,
    judged,
    notice,
    outcome,
    plan_of,
    reply,
    source,
    stated,
    unreadable,
    went_back,
)
from store_samples import SAMPLES

from relanced.casework.order import in_order, moment_of
from relanced.model.decided import Verb
from relanced.model.facts import Fact, Outcome, happened_at
from relanced.model.intents import Intent


def test_one_mail_in_two_folders_is_one_fact() -> None:
    here = reply(on=MONDAY)
    there = replace(here, source=replace(here.source, folder="Archive", uid=7, at=at(after(3))))

    assert in_order([there, here, here]) == (here,)


def test_one_mail_may_tell_of_two_invoices() -> None:
    one = invoice("F1", mail="both")
    two = invoice("F2", mail="both")

    assert set(in_order([one, two])) == {one, two}


def test_facts_come_by_time_and_any_arrival_gives_the_same_order() -> None:
    facts: list[Fact] = [
        invoice(on=MONDAY),
        outcome(Outcome.SENT, on=after(7)),
        reply(Intent.ACK, on=after(8)),
        reply(Intent.DISPUTE, on=after(8)),
        decided(Verb.PAUSE, "F1", on=after(8), hour=14),
    ]
    orders = {in_order(order) for order in permutations(facts, len(facts))}

    assert len(orders) == 1
    assert orders.pop()[0] == facts[0]


def test_at_the_same_second_a_decision_cannot_know_the_reply() -> None:
    said = reply(on=MONDAY)
    resumed = decided(Verb.RESUME, "F1", on=MONDAY, hour=14)

    assert in_order([said, resumed]) == (resumed, said)


def test_decisions_of_one_second_follow_the_journal() -> None:
    first = decided(Verb.RESUME, "F1", on=MONDAY)
    second = decided(Verb.PAUSE, "F1", on=MONDAY)
    second = replace(second, source=replace(source(at(MONDAY), "later"), uid=2))

    assert in_order([second, first]) == (first, second)


@pytest.mark.parametrize(
    "when",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_moment_that_no_mail_can_have_stops_no_fold(when: datetime) -> None:
    scan = unreadable()
    odd: list[Fact] = [
        replace(fact, source=replace(fact.source, at=when))
        for fact in (invoice("F9"), reply(on=MONDAY), scan, unreadable("other"))
    ]
    odd += [replace(decided(Verb.PAUSE, "F9", on=MONDAY), decided_at=when)]
    odd += [replace(stated(scan, "F8", on=MONDAY), decided_at=when)]
    odd += [replace(intended(("F9", "rappel"), on=MONDAY), at=when)]

    assert plan_of(*odd, today=after(14))


def test_judgements_are_facts_like_others() -> None:
    mail = reply(on=MONDAY)
    first, again = judged(mail, Intent.DISPUTE, on=MONDAY), judged(mail, Intent.QUERY, on=MONDAY)
    first = replace(first, source=replace(first.source, uid=9))
    forged = replace(again, decided_at=datetime(1, 1, 1, tzinfo=UTC))

    assert list(in_order([first, mail, again]))[1:] == [again, first]
    assert in_order([forged])[0] != forged


def test_what_came_is_folded_before_what_went_back_at_the_same_moment() -> None:
    back = went_back(credit("5.00"), on=MONDAY)
    came = notice(credit("5.00"), on=MONDAY)

    assert in_order([back, came]) == (came, back)


def test_the_owner_s_words_on_a_payment_follow_the_journal() -> None:
    mail = notice(credit("5.00"), on=MONDAY)
    first, then = assigned(mail, "F1", on=MONDAY), assigned(mail, "F2", on=MONDAY)
    then = replace(then, source=replace(then.source, uid=2))
    forged = replace(first, decided_at=datetime(1, 1, 1, tzinfo=UTC))

    assert list(in_order([then, first])) == [first, then]
    assert in_order([forged])[0] != forged


@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: type(fact).__name__)
def test_a_fact_is_folded_when_it_happened(fact: Fact) -> None:
    assert moment_of(fact)[0] == happened_at(fact)
