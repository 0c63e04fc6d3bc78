"""Rhythm: when a bank's silence is unusual."""

from datetime import date, timedelta

import pytest
from casework.casework_makers import (
    after,
    bank_mail,
    credit,
    decided,
    invoice,
    notice,
    plan_of,
    questions_in,
    steps_in,
    wait_for,
)

from relanced.casework.rhythm import silence
from relanced.model.facts import Fact, Verb

START = date(2026, 3, 2)


def days(*offsets: int) -> list[date]:
    return [START + timedelta(days=offset) for offset in offsets]


@pytest.mark.parametrize(
    ("heard", "last_usual"),
    [
        ((0, 1, 2, 3), 3 + 7),  # daily: a week is always patient enough
        ((0, 5, 10, 15), 15 + 15),  # three times the gap
        ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 29), 29 + 7),  # one holiday in ten gaps is no habit
        ((0, 1, 2, 3, 23), 23 + 60),
    ],
)
def test_silence_is_unusual_after_three_times_the_longest_usual_gap(
    heard: tuple[int, ...], last_usual: int
) -> None:
    (last,) = days(last_usual)

    assert silence(days(*heard), last) is None
    found = silence(days(*heard), last + timedelta(days=1))
    assert found is not None
    assert found.since == days(*heard)[-1]


def test_three_days_teach_no_rhythm() -> None:
    assert silence(days(0, 1, 2), START + timedelta(days=900)) is None


def test_mails_of_days_to_come_are_not_known_yet() -> None:
    assert silence(days(0, 1, 2, 3, 40), START + timedelta(days=20)) is not None


HEARD: tuple[Fact, ...] = tuple(bank_mail(after(offset)) for offset in (0, 1, 2, 3))


def test_while_the_bank_is_silent_no_reminder_leaves_and_the_owner_is_told() -> None:
    actions = plan_of(invoice(), *HEARD, today=after(14))

    assert steps_in(actions) == {}
    assert "has not written since 2026-03-05" in wait_for(actions).why
    assert [(q.client, q.invoices) for q in questions_in(actions)] == [(None, ())]
    assert steps_in(plan_of(invoice(), *HEARD, today=after(10))) == {"F2026-001": "rappel"}


def test_a_bank_that_writes_again_ends_the_silence() -> None:
    for mail in (bank_mail(after(12)), notice(credit("3.14"), on=after(12))):
        assert steps_in(plan_of(invoice(), *HEARD, mail, today=after(14))) != {}


def test_the_owner_who_has_looked_ends_the_silence() -> None:
    looked = decided(Verb.RESUME, "Banque Rivage", on=after(13))

    assert steps_in(plan_of(invoice(), *HEARD, looked, today=after(14))) != {}


def test_nobody_is_asked_about_silence_when_nothing_is_owed() -> None:
    assert plan_of(*HEARD, today=after(14)) == ()
