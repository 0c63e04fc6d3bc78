"""Former names: what was decided, sent or said of an invoice by a number that it bears no more."""

import pytest
from casework.casework_makers import (
    BETA,
    after,
    case_of,
    credit_note,
    decided,
    intended,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reply,
    stated,
    steps_in,
    unreadable,
)

from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.intents import Intent

DOUBTFUL = invoice("F2026-044", rivals=("F2026-044", "F2026-004"), on=after(6), mail="doubtful")
SERIES = (
    *(invoice(f"F2026-00{n}", to=BETA, on=after(2 * n - 1), due=after(300)) for n in (1, 2, 3)),
    invoice("F2026-005", to=BETA, on=after(8), due=after(300)),
)
ORDERED = invoice("4500127", rivals=("4500127", "F2026-004"), on=after(6), mail="ordered")
SURE = invoice("4500127", to=BETA, on=after(5), total="77.00", due=after(300))
LATER = after(21)
SILENCING = [Verb.IGNORE, Verb.PAID, Verb.PAUSE, Verb.DISPUTE]


def test_the_series_settles_the_number() -> None:
    assert steps_in(plan_of(DOUBTFUL, *SERIES, today=LATER)) == {"F2026-004": "rappel"}


@pytest.mark.parametrize("verb", SILENCING)
def test_a_decision_by_the_number_that_was_shown_holds_when_the_series_settles_another(verb: Verb) -> None:
    said = decided(verb, "F2026-044", on=after(7))
    ledger = ledger_of(DOUBTFUL, *SERIES, said)

    assert steps_in(plan_of(DOUBTFUL, *SERIES, said, today=LATER)) == {}
    assert case_of(ledger, "F2026-004").is_open is (verb in {Verb.PAUSE, Verb.DISPUTE})
    resumed = decided(Verb.RESUME, "F2026-044", on=after(8))
    assert steps_in(plan_of(DOUBTFUL, *SERIES, said, resumed, today=LATER)) == {"F2026-004": "rappel"}


def test_a_step_done_by_a_former_number_is_done() -> None:
    sent = reminder(("F2026-044", "rappel"), on=after(14))
    letter = intended(("F2026-044", "rappel"), on=after(14))

    done = case_of(ledger_of(DOUBTFUL, *SERIES, sent), "F2026-004").steps
    assert [step.step for step in done] == ["rappel"]
    assert case_of(ledger_of(DOUBTFUL, *SERIES, letter), "F2026-004").in_flight == letter
    resumed = decided(Verb.RESUME, "F2026-004", on=after(15))
    assert len(case_of(ledger_of(DOUBTFUL, *SERIES, letter, resumed), "F2026-004").steps) == 1


@pytest.mark.parametrize("verb", SILENCING)
def test_where_a_sure_invoice_bears_the_former_number_both_are_silent(verb: Verb) -> None:
    chased = invoice("4500127", to=BETA, on=after(5), total="77.00")
    facts: tuple[Fact, ...] = (ORDERED, *SERIES, chased, decided(verb, "4500127", on=after(7)))
    ledger = ledger_of(*facts)

    assert steps_in(plan_of(*facts, today=LATER)) == {}
    assert case_of(ledger, "F2026-004").is_open
    assert case_of(ledger, "4500127").is_open is (verb in {Verb.PAUSE, Verb.DISPUTE})
    if verb in {Verb.PAID, Verb.IGNORE}:
        assert any(
            "resume F2026-004" in asked.question for asked in questions_in(plan_of(*facts, today=LATER))
        )


def test_to_resume_the_bearer_of_a_number_ends_no_dispute_of_one_that_was_called_so() -> None:
    chased = invoice("4500127", on=after(5), total="77.00")
    disputed = reply(Intent.DISPUTE, on=after(7))
    paused, resumed = (
        decided(v, "4500127", on=after(8), hour=h) for v, h in ((Verb.PAUSE, 9), (Verb.RESUME, 10))
    )

    assert set(steps_in(plan_of(ORDERED, *SERIES, chased, disputed, paused, resumed, today=LATER))) == {
        "4500127"
    }
    both = plan_of(ORDERED, *SERIES, chased, paused, resumed, today=LATER)
    assert set(steps_in(both)) == {"4500127", "F2026-004"}


def test_a_letter_to_one_client_does_no_step_of_another_s_invoice_of_that_former_number() -> None:
    ledger = ledger_of(ORDERED, *SERIES, SURE, reminder(("4500127", "rappel"), on=after(14), to=BETA))

    assert case_of(ledger, "F2026-004").steps == ()
    assert len(case_of(ledger, "4500127").steps) == 1


def test_a_word_that_perhaps_nobody_saw_as_its_number_closes_nothing() -> None:
    doubtful = invoice("F2026-004", rivals=("F2026-004", "BC-77"), on=after(6))
    paid = decided(Verb.PAID, "BC-77", on=after(7))
    ledger = ledger_of(doubtful, *SERIES, paid)

    assert case_of(ledger, "F2026-004").is_open
    assert steps_in(plan_of(doubtful, *SERIES, paid, today=LATER)) == {}
    assert ledger.unmatched == (paid,)


def test_a_decision_about_a_sure_invoice_leaves_one_alone_that_only_names_it() -> None:
    balance = invoice("F2026-004", rivals=("F2026-004", "F2026-003"), on=after(6))

    assert steps_in(plan_of(balance, *SERIES, decided(Verb.PAID, "F2026-003", on=after(7)), today=LATER)) == {
        "F2026-004": "rappel"
    }


def test_a_reply_and_a_credit_note_by_the_former_number_find_the_invoice() -> None:
    other = invoice("F-77", on=after(6))
    said = reply(Intent.DISPUTE, on=after(8), mentions=("F2026-044",))
    note = credit_note(corrects="F2026-044", total="200.00", on=after(8))

    assert set(steps_in(plan_of(DOUBTFUL, other, *SERIES, said, today=LATER))) == {"F-77"}
    assert case_of(ledger_of(DOUBTFUL, *SERIES, note), "F2026-004").owed.plain == "1000.00"


@pytest.mark.parametrize("verb", SILENCING)
def test_a_decision_made_before_the_owner_stated_another_number_still_counts(verb: Verb) -> None:
    read, scan = invoice("X-1"), unreadable()
    said = decided(verb, "X-1", on=after(3))
    histories = (
        (read, said, stated(read, "Y-2", on=after(5))),
        (
            scan,
            stated(scan, "X-1", due=after(0), on=after(1)),
            said,
            stated(scan, "Y-2", due=after(0), on=after(5)),
        ),
    )

    for facts in histories:
        assert steps_in(plan_of(*facts, today=LATER)) == {}
        without = (fact for fact in facts if fact is not said)
        assert steps_in(plan_of(*without, today=LATER)) == {"Y-2": "rappel"}


def test_a_number_that_the_owner_gave_up_is_another_invoice_s_from_then_on() -> None:
    read, other = (
        invoice("X-1", mail="misread"),
        invoice("X-1", to=BETA, on=after(6), total="9.00", mail="other"),
    )
    facts = (read, stated(read, "Y-2", on=after(2)), other)

    assert set(steps_in(plan_of(*facts, decided(Verb.PAID, "X-1", on=after(7)), today=LATER))) == {"Y-2"}


def test_what_the_owner_stated_of_a_file_stands_when_it_is_read_under_another_number() -> None:
    two = unreadable("two", files=("a.pdf", "b.pdf"))
    left = unreadable("two", files=("b.pdf",))
    read = invoice(mail="unreadable two")
    said = stated(two, "2026-1", due=after(0), on=after(1))

    assert set(steps_in(plan_of(two, said, read, left, today=LATER))) == {"2026-1"}


def test_one_paper_that_two_readings_call_differently_is_not_chased_twice() -> None:
    def carried(number: str, total: str = "1200.00") -> InvoiceSent:
        return invoice(number, total=total, mail="unreadable scan")

    before, since = unreadable(), unreadable(files=())
    facts = (before, since, carried("F-1"), carried("F-2026-1"))

    assert steps_in(plan_of(*facts, today=LATER)) == {}
    assert len(questions_in(plan_of(*facts, today=LATER))) == 2
    chosen = (decided(Verb.IGNORE, "F-1", on=after(3)), decided(Verb.RESUME, "F-2026-1", on=after(3)))
    assert set(steps_in(plan_of(*facts, *chosen, today=LATER))) == {"F-2026-1"}
    assert len(steps_in(plan_of(before, since, carried("F-1"), carried("F-2", "9.00"), today=LATER))) == 2
