"""Rhythm: when a bank's silence is unusual."""

from datetime import date, timedelta

import pytest
from casework.casework_makers import (
    RULES,
    after,
    bank_mail,
    credit,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
    wait_for,
    went_back,
)

from relanced.casework.rhythm import Silence, silences
from relanced.model.decided import Verb
from relanced.model.facts import Fact

START = date(2026, 3, 2)
RIVAGE, POSTE = "Banque Rivage", "Banque de la Poste"


def days(*offsets: int) -> list[date]:
    return [START + timedelta(days=offset) for offset in offsets]


def silent(
    heard: dict[str, list[date]], today: date, looked: dict[str, date] | None = None
) -> tuple[Silence, ...]:
    return silences(heard, looked or {}, today, RULES.calendar)


@pytest.mark.parametrize(
    ("heard", "last_usual"),
    [
        ((0, 1, 2, 3), 10),  # daily: five banking days are always patient enough
        ((0, 7, 14, 21), 44),  # weekly: three weeks, in which 3 and 6 April are Good Friday and Easter Monday
        ((0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 25), 36),  # one holiday in ten gaps is no habit
    ],
)
def test_silence_is_unusual_after_three_times_the_longest_usual_gap(
    heard: tuple[int, ...], last_usual: int
) -> None:
    (last,) = days(last_usual)

    assert silent({RIVAGE: days(*heard)}, last) == ()
    (found,) = silent({RIVAGE: days(*heard)}, last + timedelta(days=1))
    assert found.since == days(*heard)[-1]


def test_a_monthly_payout_may_fail_once_and_is_missed_the_second_time() -> None:
    payouts = [date(2026, month, 5) for month in range(1, 7)]

    assert silent({"Rivage Pay": payouts}, date(2026, 8, 5)) == ()
    assert silent({"Rivage Pay": payouts}, date(2026, 8, 31))


def test_nobody_expects_a_bank_to_write_at_the_week_end_or_between_the_years() -> None:
    heard = [date(2026, 12, day) for day in (14, 15, 16, 17, 18, 21, 22, 23)]

    assert silent({RIVAGE: heard}, date(2027, 1, 5)) == ()
    assert silent({RIVAGE: heard}, date(2027, 1, 12))


def test_three_days_teach_no_rhythm() -> None:
    assert silent({RIVAGE: days(0, 1, 2)}, START + timedelta(days=900)) == ()


def test_mails_of_days_to_come_are_not_known_yet() -> None:
    assert silent({RIVAGE: days(0, 1, 2, 3, 40)}, START + timedelta(days=20))


def test_what_was_long_ago_teaches_nothing_any_more() -> None:
    rare = [START - timedelta(days=7 * n) for n in range(30, 10, -1)]
    daily = [START + timedelta(days=n) for n in range(100)]

    assert silent({RIVAGE: rare + daily}, START + timedelta(days=112))


def test_after_the_owner_has_looked_a_bank_may_be_silent_for_as_long_again() -> None:
    looked = {RIVAGE: days(14)[0]}

    assert silent({RIVAGE: days(0, 1, 2, 3)}, days(21)[0], looked) == ()
    assert silent({RIVAGE: days(0, 1, 2, 3)}, days(22)[0], looked)


def test_a_bank_that_another_has_replaced_is_asked_about_once() -> None:
    old, new = days(0, 1, 2, 3), days(*range(4, 60))
    (asked,) = silent({RIVAGE: old, POSTE: new}, days(60)[0])
    looked = {RIVAGE: days(61)[0]}

    assert asked.bank == RIVAGE
    assert f"If {RIVAGE} was given up ({POSTE} wrote since), that is for good" in asked.question
    on = days(*range(4, 600))
    assert silent({RIVAGE: old, POSTE: on}, days(600)[0], looked) == ()
    again = [*old, *days(*range(60, 80))]
    assert [s.bank for s in silent({RIVAGE: again, POSTE: on}, days(120)[0], looked)] == [RIVAGE]


def test_a_word_about_a_bank_that_nobody_replaced_does_not_last_for_ever() -> None:
    silent_since = {RIVAGE: days(0, 1, 2, 3), POSTE: days(0, 1, 2, 3)}
    looked = {RIVAGE: days(14)[0], POSTE: days(14)[0]}

    assert len(silent(silent_since, days(40)[0], looked)) == 2


def test_a_forged_year_costs_no_time() -> None:
    assert silent({RIVAGE: [date(1000, 1, day) for day in (1, 2, 3, 4)]}, date(9000, 1, 1))


HEARD: tuple[Fact, ...] = tuple(bank_mail(after(offset)) for offset in (0, 1, 2, 3))


def test_while_the_bank_is_silent_no_reminder_leaves_and_the_owner_is_told() -> None:
    actions = plan_of(invoice(), *HEARD, today=after(14))

    assert steps_in(actions) == {}
    assert "has not written since 2026-03-05" in wait_for(actions).why
    assert [(q.client, q.invoices) for q in questions_in(actions)] == [(None, ())]
    assert steps_in(plan_of(invoice(), *HEARD, today=after(10))) == {"F2026-001": "rappel"}


@pytest.mark.parametrize(
    "mail",
    [
        bank_mail(after(12)),
        notice(credit("3.14"), on=after(12)),
        went_back(credit("3.14"), on=after(12)),
    ],
)
def test_a_bank_that_writes_again_ends_the_silence(mail: Fact) -> None:
    assert steps_in(plan_of(invoice(), *HEARD, mail, today=after(14))) != {}


@pytest.mark.parametrize("name", ["Banque Rivage", "banque rivage", "avis@banque-rivage.example"])
def test_the_owner_who_has_looked_ends_the_silence(name: str) -> None:
    looked = decided(Verb.RESUME, name, on=after(13))

    assert steps_in(plan_of(invoice(), *HEARD, looked, today=after(14))) != {}
    assert ledger_of(invoice(), *HEARD, looked).bank_looked_on == {RIVAGE: after(13)}


def test_a_word_of_the_owner_is_no_mail_of_the_bank_and_teaches_no_rhythm() -> None:
    looked = [decided(Verb.RESUME, RIVAGE, on=after(13 + n)) for n in range(4)]

    assert ledger_of(invoice(), *looked).bank_heard_on == {}


def test_nobody_is_asked_about_silence_when_nothing_is_owed() -> None:
    assert plan_of(*HEARD, today=after(14)) == ()


def test_a_mail_of_the_bank_that_is_not_understood_holds_all_until_the_owner_has_looked() -> None:
    first = bank_mail(after(4), doubt="an amount without a payer")
    again = bank_mail(after(5), doubt="an amount without a payer")
    actions = plan_of(invoice(), first, again, today=after(7))

    assert steps_in(actions) == {}
    (asked,) = questions_in(actions)
    assert "relanced show d5136347" in asked.question
    assert "[[bank.notice]]" in asked.question
    assert f'«relanced resume "{RIVAGE}"»' in asked.question
    assert "like 1 since 2026-03-06" in asked.question
    looked = decided(Verb.RESUME, RIVAGE, on=after(6))
    assert steps_in(plan_of(invoice(), first, again, looked, today=after(7))) != {}
    newer = bank_mail(after(7), doubt="an amount without a payer")
    assert steps_in(plan_of(invoice(), first, again, looked, newer, today=after(7))) == {}


def test_a_mail_that_was_read_again_and_understood_is_no_doubt_any_more() -> None:
    told = notice(credit("3.14"), on=after(4))
    doubt = bank_mail(after(4), doubt="no amount")
    before = type(doubt)(
        source=told.source, bank=RIVAGE, trusted=True, kind="other", because="", doubt="no amount"
    )

    assert steps_in(plan_of(invoice(), before, told, today=after(7))) != {}
    assert steps_in(plan_of(invoice(), before, today=after(7))) == {}


def test_an_untrusted_mail_that_is_not_understood_holds_nothing() -> None:
    forged = bank_mail(after(4), trusted=False, kind="phishing", doubt="no amount")

    assert steps_in(plan_of(invoice(), forged, today=after(7))) != {}
