"""Persons: whom a step writes to, who has a copy, in whose name and tone."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    ALPHA,
    RULES,
    account_of,
    after,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminders_in,
)
from casework.planning_makers import known, on, rung

from relanced.casework.planning.persons import address_for, copies
from relanced.model.actions import Reminder, SendReminder
from relanced.model.client import People
from relanced.model.ladder import Ladder, Person, Sender
from relanced.model.rules import Rules
from relanced.model.tone import Tone

ACCOUNTING, MANAGER = "facturation@alpha.example", "dg@alpha.example"


def letter(rules: Rules, to: str = ALPHA) -> Reminder:
    [found] = reminders_in(plan_of(invoice(to=to), today=after(10), rules=rules))
    return found


@pytest.mark.parametrize(
    ("to", "accounting", "manager", "address"),
    [
        (Person.INVOICE, ACCOUNTING, MANAGER, ALPHA),
        (Person.ACCOUNTING, ACCOUNTING, MANAGER, ACCOUNTING),
        (Person.ACCOUNTING, "", MANAGER, ALPHA),  # never somebody above him
        (Person.MANAGER, ACCOUNTING, MANAGER, MANAGER),
        (Person.MANAGER, ACCOUNTING, "", ACCOUNTING),
        (Person.MANAGER, "", "", ALPHA),
    ],
)
def test_who_is_not_known_is_stood_for_by_the_next_milder_one(
    to: Person, accounting: str, manager: str, address: str
) -> None:
    people = People(accounting=accounting, manager=manager)

    assert letter(known(on(rung("rappel", 7, to=to)), people=people)).to == address


def test_accounting_stands_for_invoices_that_went_where_no_mail_goes_to_but_the_manager_does_not() -> None:
    rules = known(on(rung("rappel", 7)), people=People(accounting=ACCOUNTING))
    account = account_of(ledger_of(invoice(), rules=rules), "Alpha Menuiserie")
    nowhere = replace(account, address="")

    assert address_for(nowhere, rules.ladder.steps[0]) == ACCOUNTING
    only_manager = replace(nowhere, client=replace(nowhere.client, people=People(manager=MANAGER)))
    assert address_for(only_manager, rules.ladder.steps[0]) == ""


def test_without_any_address_the_owner_is_asked() -> None:
    actions = plan_of(invoice(to="Alpha"), today=after(10), rules=on(rung("rappel", 7, to=Person.MANAGER)))

    assert reminders_in(actions) == []
    assert any("address" in asked.question for asked in questions_in(actions))


def test_the_why_says_who_is_written_to() -> None:
    rules = known(on(rung("rappel", 7, to=Person.MANAGER)), people=People(manager=MANAGER))
    [sent] = [a for a in plan_of(invoice(), today=after(10), rules=rules) if isinstance(a, SendReminder)]

    assert f"to {MANAGER}: [[client]] names it as manager of Alpha Menuiserie" in sent.why


def test_sales_is_the_colleague_whom_the_client_s_table_names() -> None:
    step = rung("rappel", 7, cc=("sales", "chef@firm.example"), bcc=("sales", "archive@firm.example"))
    named = letter(known(on(step), people=People(sales="claire@firm.example")))

    assert (named.cc, named.bcc) == (("claire@firm.example", "chef@firm.example"), ("archive@firm.example",))
    assert letter(on(step)).cc == ("chef@firm.example",)


def test_nobody_has_a_letter_twice() -> None:
    account = account_of(ledger_of(invoice()))

    assert copies(account, ("A@x.example", "a@X.example", ALPHA.upper()), but=(ALPHA,)) == ("a@X.example",)


def test_the_tone_is_the_step_s_else_the_client_s_else_the_ladder_s() -> None:
    warm = replace(RULES, ladder=Ladder((rung("rappel", 7),), tone=Tone.WARM))

    assert letter(RULES).tone is Tone.NEUTRAL
    assert letter(warm).tone is Tone.WARM
    assert letter(known(warm, tone=Tone.FIRM)).tone is Tone.FIRM
    assert letter(known(on(rung("rappel", 7, tone=Tone.NEUTRAL)), tone=Tone.FIRM)).tone is Tone.NEUTRAL


def test_a_step_may_come_from_a_person_of_its_own() -> None:
    persona = Sender(address="compta@firm.example", name="Service comptabilité")

    assert letter(on(rung("rappel", 7, sender=persona))).sender == persona
    assert letter(RULES).sender is None
