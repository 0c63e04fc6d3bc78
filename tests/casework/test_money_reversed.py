"""Money that went back: the case is open again where it stood."""

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    after,
    assigned,
    case_of,
    credit,
    credit_note,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    reminder,
    steps_in,
    story_of,
    went_back,
)

from relanced.casework.aging import aging
from relanced.casework.ledger import CreditState, HoldKind, PostingKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact, ToldBy
from relanced.model.names import mail_ref

ALPHA_PAYS = credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(10))
PAID = notice(ALPHA_PAYS, on=after(10))
BACK = went_back(ALPHA_PAYS, on=after(14))
STEPS = (reminder(("F2026-001", "rappel"), on=after(7)),)


def test_the_case_is_open_again_and_its_ladder_goes_on_where_it_stood() -> None:
    listed = went_back(ALPHA_PAYS, on=after(14), told_by=ToldBy.STATEMENT)
    facts = (invoice(), *STEPS, PAID, listed)
    ledger = ledger_of(*facts)
    case = case_of(ledger)

    assert [(p.kind, p.amount.plain) for p in case.postings] == [
        (PostingKind.PAYMENT, "1200.00"),
        (PostingKind.REVERSED, "-1200.00"),
    ]
    assert [done.step for done in case.steps] == ["rappel"]
    assert story_of(ledger, PAID).state is CreditState.REVERSED
    assert [hold.kind for hold in case.silenced_by(after(18))] == [HoldKind.MONEY_BACK]
    assert steps_in(plan_of(*facts, today=after(18))) == {}
    assert steps_in(plan_of(*facts, today=after(21))) == {"F2026-001": "relance"}
    (asked,) = questions_in(plan_of(*facts, today=after(15)))
    assert "after its step «rappel»" in asked.question
    assert "prélèvement rejeté" in asked.why


def test_paid_again_it_is_closed_again() -> None:
    again = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(30)), on=after(30))

    assert not case_of(ledger_of(invoice(), PAID, BACK, again)).is_open
    twice = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(35)), on=after(35))
    ledger = ledger_of(invoice(), PAID, BACK, again, twice)
    assert case_of(ledger).owed.plain == "1200.00"
    assert [s.state for s in ledger.credits] == [CreditState.REVERSED, CreditState.REVERSED]


def test_a_return_told_twice_goes_back_once() -> None:
    june = notice(credit("1200.00", "F2026-000", "ALPHA MENUISERIE", on=after(-20)), on=after(-20))
    statement = went_back(
        credit("1200.00", "F2026-001", "Alpha Menuiserie", on=after(15)),
        on=after(16),
        told_by=ToldBy.STATEMENT,
    )
    facts = (invoice("F2026-000", on=after(-40)), invoice(), june, PAID, BACK, statement)
    ledger = ledger_of(*facts)

    assert case_of(ledger).owed.plain == "1200.00"
    assert case_of(ledger, "F2026-000").owed.plain == "0.00"


def test_a_return_that_may_be_told_twice_takes_nothing_more_back() -> None:
    again = went_back(ALPHA_PAYS, on=after(15), mail="again")
    june = notice(credit("1200.00", "", "ALPHA MENUISERIE", on=after(-20)), on=after(-20))
    facts = (invoice("F2026-000", on=after(-40)), invoice(), june, PAID, BACK, again)

    assert case_of(ledger_of(*facts), "F2026-000").owed.plain == "0.00"


def test_of_equal_payments_the_latest_went_back() -> None:
    may, june = (
        notice(credit("100.00", "abonnement", "ALPHA MENUISERIE", on=after(n)), on=after(n)) for n in (0, 30)
    )
    back = went_back(credit("100.00", "rejet AM04", "ALPHA MENUISERIE", on=after(33)), on=after(33))
    facts = (invoice("F1", total="100.00", on=after(-9)), invoice("F2", total="100.00", on=after(20)))
    ledger = ledger_of(*facts, may, june, back)

    assert [case_of(ledger, n).owed.plain for n in ("F1", "F2")] == ["0.00", "100.00"]


def test_the_bank_s_own_name_of_the_payment_decides() -> None:
    may, june = (
        notice(credit("100.00", "", "ALPHA MENUISERIE", on=after(n), entry=f"E{n}"), on=after(n))
        for n in (0, 30)
    )
    back = went_back(credit("100.00", "", "", on=after(33), entry="E0"), on=after(33))
    facts = (invoice("F1", total="100.00", on=after(-9)), invoice("F2", total="100.00", on=after(20)))
    ledger = ledger_of(*facts, may, june, back)

    assert [case_of(ledger, n).owed.plain for n in ("F1", "F2")] == ["100.00", "0.00"]


@pytest.mark.parametrize("days", [-3, 0])
def test_a_return_may_be_told_before_its_payment(days: int) -> None:
    early = went_back(ALPHA_PAYS, on=after(10 + days), hour=7)
    facts = (invoice(), early, PAID)

    assert case_of(ledger_of(*facts)).owed.plain == "1200.00"
    assert case_of(ledger_of(*facts)).silenced_by(after(11))


def test_one_statement_may_list_both() -> None:
    mail = "statement"
    paid = notice(ALPHA_PAYS, on=after(12), told_by=ToldBy.STATEMENT, mail=mail)
    back = went_back(ALPHA_PAYS, on=after(12), told_by=ToldBy.STATEMENT, mail=mail)

    for facts in ((invoice(), paid, back), (back, paid, invoice())):
        assert case_of(ledger_of(*facts)).owed.plain == "1200.00"


def test_after_thirteen_months_no_payment_goes_back() -> None:
    old = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(0)), on=after(0))
    back = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(410)), on=after(410))
    ledger = ledger_of(invoice(on=after(-1)), old, back)

    assert not case_of(ledger).is_open
    assert ledger.unmatched == (back,)


def test_an_untrusted_return_is_shown_and_changes_nothing() -> None:
    forged = went_back(ALPHA_PAYS, on=after(14), trusted=False)
    facts = (invoice(), invoice("F2026-002", total="77.00"), PAID, forged)

    assert ledger_of(*facts).unmatched == (forged,)
    assert case_of(ledger_of(*facts)) == case_of(ledger_of(*facts[:-1]))
    assert plan_of(*facts, today=after(15)) == plan_of(*facts[:-1], today=after(15))


def test_a_return_of_which_nobody_can_say_what_it_was_pauses_and_asks() -> None:
    beta = notice(credit("1200.00", "F2026-002", "BETA MENUISERIE", on=after(10)), on=after(10), hour=9)
    bare = went_back(credit("1200.00", "", "", on=after(14)), on=after(14))
    others = (invoice("F2026-003", total="5.00"), invoice("F2026-004", to=BETA, total="6.00"))
    facts: tuple[Fact, ...] = (invoice(), invoice("F2026-002", to=BETA), *others, PAID, beta, bare)
    ledger = ledger_of(*facts)

    assert not case_of(ledger).is_open
    assert steps_in(plan_of(*facts, today=after(15))) == {}
    (asked,) = questions_in(plan_of(*facts, today=after(15)))
    assert asked.client is None
    assert asked.invoices == ("F2026-001", "F2026-002")
    ref = mail_ref(beta.source.fingerprint)
    assert f"«relanced credits assign {ref} --none»" in asked.question
    answer = assigned(beta, on=after(15))
    ledger = ledger_of(*facts, answer)
    assert case_of(ledger, "F2026-002").owed.plain == "1200.00"
    assert not case_of(ledger).is_open
    assert questions_in(plan_of(*facts, answer, today=after(15))) == []


def test_a_question_about_a_return_is_asked_though_nothing_is_owed() -> None:
    beta = notice(credit("1200.00", "F2026-002", "BETA MENUISERIE", on=after(10)), on=after(10), hour=9)
    bare = went_back(credit("1200.00", "", "", on=after(14)), on=after(14))
    facts = (invoice(), invoice("F2026-002", to=BETA), PAID, beta, bare)

    assert len(questions_in(plan_of(*facts, today=after(15)))) == 1


def test_a_return_of_nothing_that_is_known_is_shown() -> None:
    back = went_back(credit("55.00", "LOYER", "SCI DU PONT"), on=after(14))

    assert ledger_of(invoice(), PAID, back).unmatched == (back,)


def test_what_a_credit_note_gave_stays_given() -> None:
    note = credit_note(total="200.00")
    paid = notice(credit("1000.00", "F2026-001 - A2026-001", "ALPHA MENUISERIE", on=after(10)), on=after(10))
    back = went_back(credit("1000.00", "F2026-001 - A2026-001", "ALPHA MENUISERIE"), on=after(14))
    ledger = ledger_of(invoice(), note, paid, back)

    assert not case_of(ledger_of(invoice(), note, paid)).is_open
    assert case_of(ledger).owed.plain == "1000.00"
    (line,) = aging(ledger, after(15))
    assert (line.total.plain, line.owed_back.plain) == ("1000.00", "0.00")


def test_a_chargeback_of_a_part_opens_that_part() -> None:
    paid = notice(
        credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(10), entry="ch_1"), on=after(10)
    )
    back = went_back(credit("400.00", "chargeback", "", on=after(20), entry="ch_1"), on=after(20))
    ledger = ledger_of(invoice(), paid, back)

    assert case_of(ledger).owed.plain == "400.00"
    assert story_of(ledger, paid).state is CreditState.SETTLED


def test_the_silence_of_a_payment_that_waited_ends_when_it_goes_back() -> None:
    waiting = notice(credit("333.00", "", "ALPHA MENUISERIE", on=after(6)), on=after(6))
    back = went_back(credit("333.00", "", "ALPHA MENUISERIE", on=after(7)), on=after(7))

    assert steps_in(plan_of(invoice(), invoice("F2"), waiting, today=after(7))) == {}
    assert set(steps_in(plan_of(invoice(), invoice("F2"), waiting, back, today=after(7)))) == {
        "F2026-001",
        "F2",
    }


def test_money_that_went_back_before_its_invoice_was_mailed_is_no_question() -> None:
    early = notice(credit("1200.00", "devis", "ALPHA MENUISERIE", on=after(-8)), on=after(-8))
    back = went_back(credit("1200.00", "devis", "ALPHA MENUISERIE", on=after(-5)), on=after(-5))

    assert questions_in(plan_of(early, invoice(), today=after(7)))
    assert steps_in(plan_of(early, back, invoice(), today=after(7))) == {"F2026-001": "rappel"}


def test_what_the_owner_closed_himself_stays_closed() -> None:
    said = decided(Verb.PAID, "F2026-001", on=after(20))

    assert not case_of(ledger_of(invoice(to=ALPHA), PAID, BACK, said)).is_open


def test_where_a_mail_s_words_alone_say_so_the_owner_decides() -> None:
    facts = (invoice(), *STEPS, PAID, BACK)
    (hold,) = case_of(ledger_of(*facts)).silenced_by(after(300))

    assert (hold.kind, hold.until) == (HoldKind.MONEY_BACK, None)
    assert steps_in(plan_of(*facts, today=after(300))) == {}
    (asked,) = questions_in(plan_of(*facts, today=after(300)))
    assert "A mail's words alone say so" in asked.question
    assert "«relanced resume F2026-001»" in asked.question
    resumed = decided(Verb.RESUME, "F2026-001", on=after(20))
    assert steps_in(plan_of(*facts, resumed, today=after(21))) == {"F2026-001": "relance"}


def test_a_bank_file_that_lists_it_later_ends_the_doubt_some_days_after() -> None:
    listed = went_back(
        credit("1200.00", "F2026-001", "Alpha Menuiserie", on=after(14)),
        on=after(17),
        told_by=ToldBy.STATEMENT,
    )
    facts = (invoice(), *STEPS, PAID, BACK, listed)
    (hold,) = case_of(ledger_of(*facts)).silenced_by(after(20))

    assert hold.until == after(23)  # four banking days from Thursday the 19th
    assert steps_in(plan_of(*facts, today=after(24))) == {"F2026-001": "relance"}


def test_the_bank_s_own_name_of_the_payment_is_proof_enough() -> None:
    named = credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(10), entry="ch_1")
    paid, back = notice(named, on=after(10)), went_back(named, on=after(14))
    other = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", entry="ch_2"), on=after(14))

    assert case_of(ledger_of(invoice(), paid, back)).holds[0].until is not None
    assert case_of(ledger_of(invoice(), paid, other)).holds[0].until is None


def test_paid_again_nothing_is_asked_of_what_went_back() -> None:
    again = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(30)), on=after(30))

    assert questions_in(plan_of(invoice(), PAID, BACK, today=after(31)))
    assert questions_in(plan_of(invoice(), PAID, BACK, again, today=after(31))) == []
