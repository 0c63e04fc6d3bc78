"""Instalments in words: asked for, running, missed; and a draft whose day to pay by has passed."""

from dataclasses import replace

from casework.casework_makers import RULES, account_of, after, case_of, invoice, ledger_of, reply
from casework.promises_makers import agreed, letter_in
from rich.console import Console

from relanced.casework.ledger import Ledger
from relanced.casework.planning.plan import plan
from relanced.cli.as_json import case as case_json
from relanced.cli.listed import state_word
from relanced.cli.plan_view import promise_lines
from relanced.cli.tables import told
from relanced.daemon.carry import lapsed
from relanced.model.actions import DraftReminder, Purpose
from relanced.model.intents import Intent

BILL = invoice("F2026-001", due=after(0))
ASKED = reply(Intent.PLAN_REQUEST, on=after(2), mentions=("F2026-001",))
AGREED = agreed((after(10), "600.00"), (after(40), "600.00"), on=after(3))
MISSED = after(21)  # the first part's grace is over


def agreed_books() -> Ledger:
    return ledger_of(BILL, AGREED)


def test_a_plan_that_is_asked_for_one_that_runs_and_one_that_is_broken_are_told_apart() -> None:
    asked, running = case_of(ledger_of(BILL, ASKED)), case_of(agreed_books())

    assert state_word(asked, after(3)) == "plan asked"
    assert state_word(running, after(5)) == "plan"
    assert state_word(running, MISSED) == "plan broken"
    told_json = case_json(account_of(agreed_books()), running, MISSED)
    assert (told_json["state"], told_json["state_in_words"]) == ("plan", "plan broken")


def test_a_part_whose_day_has_passed_is_missed_and_the_others_are_to_come() -> None:
    ledger = agreed_books()
    lines = [line.plain for line in promise_lines(account_of(ledger), case_of(ledger), RULES, MISSED)]

    assert any("missed: 600.00 EUR" in line for line in lines)
    assert f"    {after(10)}  600.00 EUR  missed" in lines
    assert f"    {after(40)}  600.00 EUR  to come" in lines


def test_a_draft_whose_day_to_pay_by_has_passed_says_so_and_what_to_do() -> None:
    actions = plan(agreed_books(), RULES, MISSED)
    letter = letter_in(actions, Purpose.PLAN_BROKEN)
    [draft] = [action for action in actions if isinstance(action, DraftReminder)]
    assert letter is not None

    assert lapsed(letter, after(13)) == ""  # to be paid within 8 days: that is today
    assert f"pay by {after(20)}, which has passed: delete it" in lapsed(letter, after(12))
    assert lapsed(replace(letter, purpose=Purpose.PLAN_AGREED), after(1)) == ""
    for put_on, word in ((after(12), "delete it, and a new one is written"), (after(13), ": send it")):
        console = Console(width=300)
        with console.capture() as shown:
            console.print(told([draft], drafted={draft.reminder: put_on}))
        assert word in shown.get()
