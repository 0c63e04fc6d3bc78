"""The call sheet: what a person needs who calls, as values, out of the same facts as everything."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    RULES,
    after,
    bounce,
    decided,
    invoice,
    reminder,
    reply,
)
from casework.test_tasks_fold import FIRM, SHEET, TWO

from relanced.casework.fold import fold
from relanced.casework.tasks.again import again, given_in, waiting_tasks
from relanced.casework.tasks.sheet import call_sheet
from relanced.model.call_sheet import CallSheet, Situation
from relanced.model.client import ClientRule, People
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.money import money_of
from relanced.model.rules import Rules


def sheet_of(*facts: Fact, rules: Rules = FIRM, today: date | None = None) -> CallSheet:
    known = (invoice(), TWO, SHEET, *facts)
    ledger = fold(known, rules)
    on = today or after(21)
    [waiting] = waiting_tasks(ledger, rules, on)
    task = again(waiting, given_in(known).get(waiting.task.message_id), rules, on)
    return call_sheet(ledger, known, task.reminder, rules)


def test_a_sheet_says_whom_what_and_since_when() -> None:
    people = People(phone="+33 2 99 00 00 01", contact="Mme Roux", accounting="roux@alpha.example")
    rules = replace(FIRM, clients=(ClientRule(match=("@alpha.example",), name="Alpha", people=people),))
    sheet = sheet_of(reminder(("F2026-001", "rappel"), on=after(7)), rules=rules)

    assert [(p.name, p.phone, p.address) for p in sheet.people] == [
        ("Mme Roux", "+33 2 99 00 00 01", "roux@alpha.example")
    ]
    assert sheet.owed == (money_of("1200.00", "EUR"),)
    assert [line.number for line in sheet.beside] == ["F2026-002"]  # owed, and not what the call is for
    [first] = sheet.lines
    assert (first.number, first.days_late, first.mailed_on, first.mailed_to) == (
        "F2026-001",
        21,
        after(0),
        ALPHA,
    )
    assert [(r.on, r.step) for r in first.reminders] == [(after(7), "rappel")]
    assert sheet.situation is Situation.SILENT
    assert sheet.language == "fr"
    assert len(sheet.objections) == 6


def test_a_letter_before_the_due_day_announced_and_a_mere_mention_counts_for_nothing() -> None:
    rules = FIRM
    sheet = sheet_of(
        reminder(("F2026-001", "avant_echeance"), on=after(0)),
        reminder(("F2026-001", None), ("F2026-002", "rappel"), on=after(9)),
        reminder(("F2026-001", "rappel"), on=after(12)),
        reminder(("F2026-001", None), on=after(14), ours=False),
        reminder(("F2026-001", "remerciement"), on=after(15)),
        rules=rules,
    )

    [line] = sheet.lines
    assert line.announced_on == (after(0),)
    assert line.reminded_on == (after(12), after(14))


def test_who_wrote_last_is_named_with_his_words_cut() -> None:
    words = "Je transmets à la direction. " * 20
    answer = reply(Intent.QUERY, on=after(9), text=words)
    sheet = sheet_of(reminder(("F2026-001", "rappel"), on=after(7)), answer)

    assert sheet.people[0].address == ALPHA
    assert sheet.people[0].last_wrote_on == after(9)
    [quoted] = sheet.answers
    assert (quoted.on, quoted.intent) == (after(9), Intent.QUERY)
    assert len(quoted.words) == 200
    assert sheet.situation is Situation.IN_TALKS
    assert "11/03/2026" in sheet.aim


def test_a_broken_promise_comes_before_all_else() -> None:
    promised = reply(Intent.PROMISE, on=after(8), promised_on=after(10))
    sheet = sheet_of(promised, bounce(ALPHA, on=after(12)))

    assert {promise.kept for promise in sheet.promises} == {False}
    assert sheet.situation is Situation.PROMISE_BROKEN
    assert "12/03/2026" in sheet.aim


def test_a_mail_that_came_back_is_the_aim() -> None:
    sheet = sheet_of(bounce(ALPHA, on=after(12)))

    assert sheet.undelivered == ((after(12), ALPHA),)
    assert sheet.situation is Situation.UNDELIVERED
    assert ALPHA in sheet.aim


def test_how_a_client_pays_is_told_by_what_he_paid() -> None:
    old = [invoice(f"F2026-09{n}", due=after(1), on=after(0)) for n in (1, 2)]
    sheet = sheet_of(
        *old, *(decided(Verb.PAID, f"F2026-09{n}", on=after(day)) for n, day in ((1, 5), (2, 11)))
    )

    habit = sheet.habit
    assert (habit.paid, habit.average_days_late, habit.worst_days_late) == (2, 7, 10)
    assert habit.last_paid_on == after(11)
    assert sheet_of().habit.average_days_late is None


@pytest.mark.parametrize(("language", "shown"), [("fr", "fr"), ("en", "en"), ("de", "en")])
def test_a_sheet_is_in_the_owner_s_language_or_in_english(language: str, shown: str) -> None:
    sheet = sheet_of(rules=replace(FIRM, firm=replace(RULES.firm, language=language)))

    assert sheet.language == shown
    assert ("facture" in sheet.objections[0].said) == (shown == "fr")


def test_a_call_that_has_lapsed_is_waited_for_no_more() -> None:
    ledger = fold((invoice(), SHEET), FIRM)

    assert len(waiting_tasks(ledger, FIRM, after(26))) == 1
    assert waiting_tasks(ledger, FIRM, after(27)) == ()
