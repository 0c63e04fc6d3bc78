"""Instalments are agreed, kept, broken, called off: who is silent, and what is written."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    RULES,
    after,
    as_sent,
    case_of,
    credit,
    decided,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reply,
    steps_in,
    wait_for,
    went_back,
)
from casework.promises_makers import ALWAYS, ON_PROMISE, agreed, chased, is_draft, letter_in, money

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import HoldKind, Instalments
from relanced.casework.planning.forecast import forecast
from relanced.casework.promises.divide import equal_parts
from relanced.casework.promises.schedule import is_broken, is_kept, next_part, parts_of
from relanced.casework.states import CaseState, case_state
from relanced.model.actions import ApartWhy, DraftReminder, Purpose, SendReminder
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Ask, Intent
from relanced.model.money import Money, money_of

ONE = invoice("F2026-001", due=after(0))
TWO = invoice("F2026-002", due=after(1), total="600.00")
BOTH = ("F2026-001", "F2026-002")
THREE_PARTS = agreed(
    (after(28), "600.00"), (after(56), "600.00"), (after(84), "600.00"), on=after(14), of=BOTH
)
STORY: tuple[Fact, ...] = (ONE, TWO, THREE_PARTS)
GRACE = after(30)  # of the first part: two banking days


def planned(*facts: Fact, number: str = "F2026-001") -> Instalments:
    found = case_of(ledger_of(*facts), number).plan
    assert found is not None
    return found


def test_while_the_plan_is_kept_its_invoices_are_silent_and_the_others_go_on() -> None:
    other = invoice("F2026-003", due=after(0), total="90.00")
    actions = plan_of(*STORY, other, today=after(21))

    assert steps_in(actions) == {"F2026-003": "rappel"}
    assert ": 600.00 EUR due on" in wait_for(actions).why
    assert questions_in(actions) == []
    assert case_state(case_of(ledger_of(*STORY)), after(21)) is CaseState.PLAN
    [letter] = [a.reminder for a in actions if hasattr(a, "reminder")]
    assert {line.number: line.why for line in letter.apart} == dict.fromkeys(BOTH, ApartWhy.PLANNED)


def test_it_is_confirmed_once_in_a_draft_with_its_parts() -> None:
    actions = plan_of(*STORY, today=after(15))
    letter = letter_in(actions, Purpose.PLAN_AGREED)

    assert letter is not None
    assert is_draft(actions, Purpose.PLAN_AGREED)
    assert [(part.pays_on, part.amount) for part in letter.instalments] == list(THREE_PARTS.parts)
    assert [line.number for line in letter.lines] == list(BOTH)
    [draft] = [a for a in actions if isinstance(a, DraftReminder)]
    assert letter_in(plan_of(*STORY, as_sent(draft), today=after(16)), Purpose.PLAN_AGREED) is None
    assert letter_in(plan_of(*STORY, today=after(29)), Purpose.PLAN_AGREED) is None  # too late for that


def test_a_part_that_does_not_come_ends_it_after_a_letter_of_the_owner_s() -> None:
    assert questions_in(plan_of(*STORY, today=GRACE)) == []
    actions = plan_of(*STORY, today=after(31))

    [asked] = questions_in(actions)
    assert asked.invoices == BOTH
    assert "600.00 EUR due on" in asked.question
    assert "was missed" in asked.question
    assert asked.why in asked.question  # told once, and nothing beside says that it is to come
    assert is_draft(actions, Purpose.PLAN_BROKEN)
    assert chased(STORY, after(60)) == {}  # until the letter has left, nobody is chased
    [draft] = [a for a in actions if isinstance(a, DraftReminder)]
    assert [part.paid for part in draft.reminder.instalments] == [Money(0, "EUR")] * 3
    facts = (*STORY, as_sent(draft))
    assert "a letter of" in planned(*facts).ended
    assert questions_in(plan_of(*facts, today=after(32))) == []
    assert chased(facts, after(38)) == dict.fromkeys(BOTH, "rappel")


def test_a_part_paid_in_time_keeps_it_and_one_paid_late_revives_it_while_nothing_was_written() -> None:
    first = money("600.00", on=after(29), reference="echeance 1")
    kept = planned(*STORY, first)
    assert (kept.paid, kept.ends_on) == (money_of("600.00", "EUR"), after(58))
    assert is_kept(kept, after(58))
    assert is_broken(kept, after(59))

    late = (*STORY, money("600.00", on=after(33), reference="echeance 1"))
    assert questions_in(plan_of(*late, today=after(34))) == []
    assert chased(late, after(34)) == {}


def test_less_than_a_part_keeps_nothing() -> None:
    less = (*STORY, money("500.00", on=after(29), reference="F2026-001"))

    coming = next_part(planned(*less))
    assert coming is not None
    assert (coming.on, coming.left) == (after(28), money_of("100.00", "EUR"))
    assert letter_in(plan_of(*less, today=after(31)), Purpose.PLAN_BROKEN) is not None


def test_the_owner_lets_the_reminders_of_a_broken_plan_go_on_but_a_kept_one_stays() -> None:
    early = (*STORY, decided(Verb.RESUME, "F2026-001", on=after(20)))
    assert chased(early, after(21)) == {}

    over = (*STORY, decided(Verb.RESUME, "F2026-001", on=after(31)))
    assert chased(over, after(32)) == dict.fromkeys(BOTH, "rappel")


def test_called_off_it_silences_nobody_and_another_takes_its_place() -> None:
    off = (*STORY, agreed(on=after(20), of=BOTH))
    assert "called it off" in planned(*off).ended
    assert chased(off, after(21)) == dict.fromkeys(BOTH, "rappel")

    new = agreed((after(70), "1800.00"), on=after(20), of=BOTH)
    assert planned(*STORY, new).ordinal == 2
    assert chased((*STORY, new), after(60)) == {}
    letter = letter_in(plan_of(*STORY, new, today=after(21)), Purpose.PLAN_AGREED)
    assert letter is not None
    assert letter.step.name == "echeancier-2"  # the first one's confirmation is none of this plan
    assert letter.step.template == "echeancier"


def test_an_invoice_that_leaves_for_another_plan_ends_the_first() -> None:
    facts = (*STORY, agreed((after(70), "1200.00"), on=after(20)))

    assert planned(*facts).ended == ""
    assert "made another" in planned(*facts, number="F2026-002").ended


def test_the_agreement_answers_what_the_client_had_asked_for_and_promised() -> None:
    asks = reply(Intent.PLAN_REQUEST, on=after(12), mentions=BOTH, asks=(Ask.PLAN,))
    promise = reply(Intent.PROMISE, on=after(11), promised_on=after(40), mentions=BOTH)
    wrong = reply(Intent.DISPUTE, on=after(13), mentions=("F2026-002",))

    kinds = {hold.kind for hold in case_of(ledger_of(*STORY, asks, promise)).silenced_by(after(20))}
    assert kinds == {HoldKind.PLAN}
    disputed = case_of(ledger_of(*STORY, asks, wrong), "F2026-002").silenced_by(after(20))
    assert {hold.kind for hold in disputed} == {HoldKind.PLAN, HoldKind.DISPUTE}


def test_money_that_goes_back_leaves_its_part_unpaid() -> None:
    first = money("600.00", on=after(29), reference="echeance 1")
    back = went_back(credit("600.00", "echeance 1", "ALPHA MENUISERIE"), on=after(30))

    assert planned(*STORY, first, back).paid.cents == 0


def test_kept_to_the_end_the_client_is_thanked() -> None:
    paid = tuple(
        money("600.00", on=after(day), reference=f"echeance {n}") for n, day in enumerate((28, 57, 85), 1)
    )
    letter = letter_in(plan_of(*STORY, *paid, today=after(85), rules=ON_PROMISE), Purpose.THANKS)

    assert not case_of(ledger_of(*STORY, *paid)).is_open
    assert letter is not None
    assert letter.promised_on == after(84)
    assert [line.number for line in letter.lines] == list(BOTH)
    for day, many in ((28, 1), (57, 2)):  # not for each part
        assert (
            letter_in(plan_of(*STORY, *paid[:many], today=after(day), rules=ALWAYS), Purpose.THANKS) is None
        )


def test_a_number_that_is_not_known_is_shown_and_plans_nothing() -> None:
    lost = agreed((after(28), "10.00"), on=after(14), of=("F2026-999",))

    assert lost in ledger_of(ONE, lost).unmatched
    assert case_of(ledger_of(ONE, lost)).plan is None


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("month", [date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 31)]),  # from Saturday, 31 January
        ("week", [date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 16)]),
        ("10-days", [date(2026, 2, 2), date(2026, 2, 10), date(2026, 2, 20)]),
        ("1-days", [date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4)]),
    ],
)
def test_equal_parts_differ_by_a_cent_and_fall_on_banking_days(every: str, days: list[date]) -> None:
    parts = equal_parts(money_of("6200.00", "EUR"), 3, date(2026, 1, 31), Calendar(RULES.calendar), every)

    assert not isinstance(parts, str)
    assert [day for day, _ in parts] == days
    assert [amount.plain for _, amount in parts] == ["2066.67", "2066.67", "2066.66"]


def test_what_cannot_be_divided_is_said() -> None:
    day, calendar = date(2026, 1, 1), Calendar(RULES.calendar)

    assert "cannot be divided" in str(equal_parts(Money(2, "EUR"), 3, day, calendar))
    assert "say month, week" in str(equal_parts(Money(300, "EUR"), 3, day, calendar, "fortnight"))


def test_money_pays_the_oldest_part_first() -> None:
    found = parts_of(THREE_PARTS.parts, money_of("700.00", "EUR"))

    assert [part.paid.plain for part in found] == ["600.00", "100.00", "0.00"]
    assert replace(found[1]).left == money_of("500.00", "EUR")


def test_the_forecast_knows_that_a_broken_plan_ends_with_its_letter() -> None:
    told = forecast(STORY, RULES, after(29), after(45))
    letters = [(day, a.reminder.step.name) for day, a in told if isinstance(a, SendReminder | DraftReminder)]

    assert letters == [(after(31), "echeancier_rompu"), (after(37), "rappel"), (after(43), "relance")]


def test_the_rules_of_the_ladder_are_the_usual_ones_here() -> None:
    assert chased((ONE, TWO), after(14), RULES) == dict.fromkeys(BOTH, "rappel")


def test_money_of_before_the_agreement_that_goes_back_is_no_unpaid_part() -> None:
    early = money("300.00", on=after(1))
    sent = invoice("F2026-001", due=after(0), total="1500.00")
    plan = agreed((after(10), "400.00"), (after(40), "400.00"), (after(70), "400.00"), on=after(3))
    part = money("400.00", on=after(9))
    back = went_back(credit("300.00", "F2026-001", "ALPHA MENUISERIE", on=after(1)), on=after(14))
    facts: tuple[Fact, ...] = (sent, early, plan, part, back)

    assert case_of(ledger_of(*facts)).owed == money_of("1100.00", "EUR")
    assert planned(*facts).paid == money_of("400.00", "EUR")
    assert letter_in(plan_of(*facts, today=after(24)), Purpose.PLAN_BROKEN) is None

    again = went_back(credit("400.00", "F2026-001", "ALPHA MENUISERIE", on=after(9)), on=after(14))
    assert planned(sent, early, plan, part, again).paid == money_of("0.00", "EUR")


@pytest.mark.parametrize("verb", [Verb.WRITE_OFF, Verb.IGNORE])
def test_what_the_owner_gave_up_has_paid_no_part(verb: Verb) -> None:
    assert planned(*STORY, decided(verb, "F2026-002", on=after(16))).paid.cents == 0
    assert planned(*STORY, decided(Verb.PAID, "F2026-002", on=after(16))).paid == money_of("600.00", "EUR")
