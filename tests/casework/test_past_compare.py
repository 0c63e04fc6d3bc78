"""What rules would have sent beside what was done: the figures, worked out by hand."""

from dataclasses import replace
from datetime import timedelta

from casework.casework_makers import (
    BETA,
    MONDAY,
    RULES,
    after,
    credit,
    decided,
    invoice,
    notice,
    reminder,
    step,
)

from relanced.casework.fold import fold
from relanced.casework.past.compare import Comparison, Told, compare
from relanced.casework.past.history import history
from relanced.casework.past.replay import replay
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.ladder import Channel, Ladder

OURS = replace(RULES, ladder=Ladder((step("rappel", 7), step("relance", 21))))


def compared(*facts: Fact, until: int = 90) -> Comparison:
    past = history(facts, OURS, MONDAY)
    sent = [each for day in replay(past, OURS, MONDAY, after(until)) for each in day.sent]
    return compare(sent, past.chased, fold(facts, OURS), OURS, MONDAY, after(until))


def only(found: Comparison) -> Told:
    (told,) = found.invoices
    return told


def test_the_first_reminders_of_both_are_compared_where_it_was_paid_late() -> None:
    paid = notice(credit("1200.00", "F2026-001"), on=after(30))
    found = compared(invoice(), reminder(("F2026-001", None), on=after(18), ours=False), paid)
    assert only(found).days_to_pay == 30
    assert only(found).days_earlier == 11
    assert [name for _, name in only(found).tried] == ["rappel", "relance"]
    assert found.summary.days_earlier == 11
    assert (found.summary.letters, found.summary.really) == (2, 1)
    assert (found.summary.letters_per_paid, found.summary.really_per_paid) == (2.0, 1.0)


def test_mails_are_counted_with_mails_and_tasks_beside() -> None:
    rules = replace(
        OURS, ladder=Ladder((step("rappel", 7), replace(step("appel", 14), channel=Channel.CALL)))
    )
    paid = notice(credit("1200.00", "F2026-001"), on=after(30))
    real = reminder(("F2026-001", "rappel"), on=after(8))
    named = reminder(("F2026-001", None), ("F2026-009", "rappel"), on=after(9))
    thanked = reminder(("F2026-001", "remerciement"), on=after(31))
    facts = (invoice(), real, named, thanked, paid)
    past = history(facts, rules, MONDAY)
    sent = [each for day in replay(past, rules, MONDAY, after(60)) for each in day.sent]
    found = compare(sent, past.chased, fold(facts, rules), rules, MONDAY, after(60)).summary
    assert (found.letters, found.tasks, found.really) == (1, 1, 2)
    assert (found.letters_per_paid, found.really_per_paid, found.tasks_per_paid) == (1.0, 1.0, 1.0)


def test_nothing_is_compared_where_the_owner_never_reminded_or_was_paid_in_time() -> None:
    late = notice(credit("1200.00", "F2026-001"), on=after(30))
    assert only(compared(invoice(), late)).days_earlier is None
    before = reminder(("F2026-001", None), on=after(1), ours=False)
    in_time = notice(credit("1200.00", "F2026-001"), on=after(2))
    assert only(compared(invoice(due=after(5)), before, in_time)).days_earlier is None


def test_the_value_day_is_the_day_of_the_money_and_a_letter_after_it_was_wrong() -> None:
    told_late = notice(credit("1200.00", "F2026-001", on=after(5)), on=after(12))
    found = compared(invoice(), told_late)
    assert only(found).paid_on == after(5)
    assert [(wrong.number, wrong.why) for wrong in found.wrong] == [("F2026-001", f"paid on {after(5)}")]
    assert found.summary.wrong == 1


def test_a_letter_before_the_money_was_not_wrong() -> None:
    assert compared(invoice(), notice(credit("1200.00", "F2026-001"), on=after(9))).wrong == ()


def test_who_is_never_reached_is_told_with_the_reason() -> None:
    prompt = notice(credit("1200.00", "F2026-001"), on=after(3))
    held = invoice("F2026-002", to=BETA)
    found = compared(invoice(), prompt, held, decided(Verb.DISPUTE, "F2026-002", on=after(1)))
    why = {str(told.number): told.never for told in found.invoices}
    assert why["F2026-001"].startswith("paid 3 days late")
    assert why["F2026-002"] == "held: dispute"
    assert found.summary.never_reached == 2


def test_an_invoice_that_is_not_due_yet_is_not_missed() -> None:
    found = compared(invoice(due=after(60)), until=30)
    assert only(found).never == "not due yet"
    assert found.summary.never_reached == 0


def test_what_was_closed_before_or_mailed_after_or_is_no_claim_does_not_count() -> None:
    old = invoice("F2026-001", on=MONDAY - timedelta(days=60))
    paid = notice(credit("1200.00", "F2026-001"), on=MONDAY - timedelta(days=20))
    later = invoice("F2026-003", to=BETA, on=after(95))
    ignored = invoice("F2026-004", to=BETA)
    found = compared(old, paid, later, ignored, decided(Verb.IGNORE, "F2026-004", on=after(2)))
    assert found.invoices == ()
    assert found.summary.days_to_pay is None
