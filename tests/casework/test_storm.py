"""Far too many mails at once: silence for whom they concern, and one question instead of twenty."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    after,
    at,
    auto_reply,
    bounce,
    decided,
    invoice,
    quarantined,
    reply,
    source,
)
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.answer_pace import Past
from relanced.casework.answers import answers_due
from relanced.casework.fold import fold
from relanced.casework.ledger import HoldKind
from relanced.casework.planning.plan import plan
from relanced.casework.rush import MAX_BOUNCES, MAX_MAILS, Rush
from relanced.model.actions import Action, AskOwner, SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import AutoReplyReceived, Fact, MailQuarantined, ReplyReceived
from relanced.model.intents import Ask, Intent
from relanced.model.names import Fingerprint

DAY = after(10)
NOW = after(15)
BILLS: tuple[Fact, ...] = (invoice("F2026-001"), invoice("F2026-002", to=BETA))


def planned(*facts: Fact) -> tuple[Action, ...]:
    return plan(fold((*BILLS, *facts), RULES), RULES, NOW)


def asked(actions: tuple[Action, ...]) -> list[AskOwner]:
    return [action for action in actions if isinstance(action, AskOwner)]


def written_to(actions: tuple[Action, ...]) -> list[str]:
    return [action.reminder.to for action in actions if isinstance(action, SendReminder)]


def mails(
    mail: ReplyReceived | AutoReplyReceived | MailQuarantined, count: int, *, every: float = 1
) -> list[Fact]:
    """The same mail again and again, `every` so many minutes, from nine o'clock on."""
    start = at(DAY, 9)
    return [
        replace(mail, source=source(start + timedelta(minutes=n * every), f"{mail.sender} {n}"))
        for n in range(count)
    ]


ACK = reply(Intent.ACK, on=DAY)
QUERY = reply(Intent.QUERY, on=DAY, asks=(Ask.COPY,))


@pytest.mark.parametrize("mail", [ACK, auto_reply(on=DAY), quarantined(ALPHA, on=DAY)], ids=type)
def test_more_than_twenty_mails_in_two_hours_silence_their_client_alone(
    mail: ReplyReceived | AutoReplyReceived | MailQuarantined,
) -> None:
    actions = planned(*mails(mail, MAX_MAILS + 1))
    assert written_to(actions) == [BETA]
    [question] = asked(actions)
    assert question.client is not None
    assert question.client.key == "alpha.example"
    assert "more than 20 mails within 2 hours" in question.question
    assert "«relanced resume CLIENT»" in question.question


@pytest.mark.parametrize(("count", "every"), [(MAX_MAILS, 1), (3 * MAX_MAILS, 6)])
def test_as_many_as_a_person_may_write_are_no_storm(count: int, every: float) -> None:
    actions = planned(*mails(ACK, count, every=every))
    assert written_to(actions) == [ALPHA, BETA]


def test_one_question_takes_the_place_of_those_of_each_mail_and_no_answer_is_drafted() -> None:
    few, many = mails(QUERY, MAX_MAILS), mails(QUERY, MAX_MAILS + 5)
    past = Past(answered=lambda _: False, written=lambda _: {}, failed=lambda _: {})

    assert "question" in asked(planned(*few))[0].question
    assert answers_due(fold((*BILLS, *few), RULES), few, RULES, NOW, past)
    [question] = asked(planned(*many))
    assert "more than 20 mails" in question.question
    assert answers_due(fold((*BILLS, *many), RULES), many, RULES, NOW, past) == ()


def test_the_owners_word_ends_a_storm() -> None:
    storm = mails(auto_reply(on=DAY), MAX_MAILS + 5)
    actions = planned(*storm, decided(Verb.RESUME, "alpha.example", on=DAY))
    assert written_to(actions) == [ALPHA, BETA]
    assert asked(actions) == []


def bounces(count: int, *, permanent: bool) -> list[Fact]:
    """One a client, each with an overdue invoice, and its mail that came back."""
    addresses = [f"compta@client{n:02}.example" for n in range(count)]
    bills = [invoice(f"F2026-1{n:02}", to=address) for n, address in enumerate(addresses)]
    backs = [bounce(address, on=DAY, permanent=permanent) for address in addresses]
    return [*bills, *backs]


@pytest.mark.parametrize("permanent", [True, False])
def test_many_bounces_of_one_day_are_one_question_for_all_their_clients(*, permanent: bool) -> None:
    few, many = (
        planned(*bounces(MAX_BOUNCES, permanent=permanent)),
        planned(*bounces(MAX_BOUNCES + 2, permanent=permanent)),
    )
    assert len(asked(few)) == (MAX_BOUNCES if permanent else 0)
    [question] = asked(many)
    assert question.client is None
    assert len(question.invoices) == MAX_BOUNCES + 2
    assert "more than 10 mails came back undelivered" in question.question
    assert written_to(many) == [ALPHA, BETA]


def test_bounces_of_mails_to_nobody_known_are_no_storm() -> None:
    strangers = [bounce(f"x{n}@nobody.example", on=DAY) for n in range(3 * MAX_BOUNCES)]
    assert written_to(planned(*strangers)) == [ALPHA, BETA]


def test_a_storm_is_kept_apart_from_other_silences_until_the_owner_ends_it() -> None:
    ledger = fold((*BILLS, *mails(ACK, MAX_MAILS + 30)), RULES)
    kinds = [hold.kind for hold in ledger.accounts[next(iter(ledger.accounts))].holds]
    assert kinds.count(HoldKind.STORM) == 1


@given(st.lists(st.integers(0, 600), min_size=1, max_size=80))
def test_a_mail_that_is_counted_again_changes_nothing(minutes: list[int]) -> None:
    rush = Rush()
    mails = [(Fingerprint(f"{n:032x}"), _time(at_)) for n, at_ in enumerate(sorted(minutes))]
    first = [rush.since("a@x.example", mail, when) for mail, when in mails]
    again = [rush.since("a@x.example", mail, when) for mail, when in mails]
    assert [bool(each) for each in first] == [_too_many(mails, place) for place in range(len(mails))]
    if len(set(minutes)) == len(minutes):
        assert again == first


def _time(minute: int) -> datetime:
    return at(DAY, 0) + timedelta(minutes=minute)


def _too_many(mails: list[tuple[Fingerprint, datetime]], place: int) -> bool:
    when = mails[place][1]
    return sum(1 for _, each in mails[: place + 1] if each > when - timedelta(hours=2)) > MAX_MAILS
