"""Documents: what invoices and credit notes that we mailed open, doubt and close."""

from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    account_of,
    after,
    case_of,
    credit,
    credit_note,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    ref_of,
    stated,
    steps_in,
    unreadable,
    wait_for,
)

from relanced.casework.ledger import HoldKind, PostingKind
from relanced.model.decided import Verb
from relanced.model.money import Money

LATER = after(63)  # an open Monday


def test_an_invoice_opens_a_case_for_its_client() -> None:
    case = case_of(ledger_of(invoice(total="1200.00", due=after(30))))

    assert case.owed == Money(120_000, "EUR")
    assert (case.client, case.mailed_on, case.due_on, case.is_open) == (
        "alpha.example",
        MONDAY,
        after(30),
        True,
    )


def test_the_same_invoice_sent_again_is_no_second_claim() -> None:
    ledger = ledger_of(invoice(), invoice("f2026 001", on=after(5), due=MONDAY, mail="again"))

    (case,) = account_of(ledger).cases
    assert case.owed == Money(120_000, "EUR")
    assert case.mailed_on == MONDAY


def test_a_reminder_goes_to_the_latest_address_in_the_latest_thread() -> None:
    second = invoice(to="direction@alpha.example", on=after(5), due=MONDAY, mail="again")
    ledger = ledger_of(invoice(), second)

    assert account_of(ledger).address == "direction@alpha.example"
    assert case_of(ledger).invoice == second


def test_of_two_due_days_the_later_counts() -> None:
    for first, second in ((30, 45), (45, 30)):
        facts = (invoice(due=after(first)), invoice(on=after(1), due=after(second), mail="again"))
        assert case_of(ledger_of(*facts)).due_on == after(45)


def test_a_copy_for_the_accountant_changes_nothing() -> None:
    copy = invoice(to="cabinet@comptable.example", mail="copy", due=MONDAY)
    copy_ledger = ledger_of(invoice(), copy)

    assert list(copy_ledger.accounts) == ["alpha.example"]
    assert account_of(copy_ledger).address == ALPHA
    assert case_of(copy_ledger).holds == ()


def test_contradictory_amounts_hold_the_case_and_ask() -> None:
    facts = (invoice(total="1200.00"), invoice(total="1500.00", on=after(1)))
    actions = plan_of(*facts, today=LATER)

    assert steps_in(actions) == {}
    (question,) = questions_in(actions)
    assert question.invoices == ("F2026-001",)
    assert "1200.00 EUR" in question.question
    assert "1500.00 EUR" in question.question


def test_resuming_a_contradiction_takes_the_later_amount() -> None:
    facts = (
        invoice(total="1200.00"),
        invoice(total="1500.00", on=after(1)),
        decided(Verb.RESUME, "F2026-001", on=after(2)),
    )
    case = case_of(ledger_of(*facts))

    assert case.owed == Money(150_000, "EUR")
    assert case.silenced_by(LATER) == ()


def test_what_was_paid_in_the_earlier_currency_is_forgotten_with_it() -> None:
    facts = (
        invoice(total="1200.00"),
        invoice(total="1200.00", currency="CHF", on=after(1)),
        notice(credit("200.00", "F2026-001 acompte", "ALPHA MENUISERIE"), on=after(2)),
        decided(Verb.RESUME, "F2026-001", on=after(3)),
        notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", currency="CHF"), on=after(4)),
    )

    assert case_of(ledger_of(*facts)).owed == Money(0, "CHF")


def test_one_number_for_two_clients_holds_and_asks_even_when_the_first_is_paid() -> None:
    facts = (
        invoice(),
        notice(credit("1200.00", "F2026-001"), on=after(3)),
        invoice(to=BETA, on=after(10)),
    )
    actions = plan_of(*facts, today=LATER)

    assert steps_in(actions) == {}
    assert [q.invoices for q in questions_in(actions)] == [("F2026-001",)]


def test_a_corrected_number_closes_the_old_case() -> None:
    ledger = ledger_of(invoice(), invoice("F2026-002", total="900.00", on=after(2), replaces="F2026-001"))

    assert [p.kind for p in case_of(ledger).postings] == [PostingKind.REPLACED]
    assert not case_of(ledger).is_open
    assert case_of(ledger, "F2026-002").is_open
    assert case_of(ledger, "F2026-002").holds == ()


def test_a_corrected_number_of_another_client_holds_both() -> None:
    ledger = ledger_of(invoice(), invoice("F2026-002", to=BETA, on=after(2), replaces="F2026-001"))

    for number in ("F2026-001", "F2026-002"):
        assert case_of(ledger, number).is_open
        assert [h.kind for h in case_of(ledger, number).silenced_by(LATER)] == [HoldKind.CONTRADICTION]


def test_a_corrected_number_after_money_came_is_a_doubt() -> None:
    facts = (
        invoice(),
        notice(credit("1200.00", "F2026-001"), on=after(1)),
        invoice("F2026-002", on=after(2), replaces="F2026-001"),
    )

    assert [h.kind for h in case_of(ledger_of(*facts), "F2026-002").silenced_by(LATER)] == [
        HoldKind.CONTRADICTION
    ]


def test_a_credit_note_reduces_the_invoice_that_it_names() -> None:
    ledger = ledger_of(invoice(), credit_note(corrects="F2026-001", total="200.00", on=after(2)))

    assert case_of(ledger).owed == Money(100_000, "EUR")
    assert case_of(ledger).silenced_by(LATER) == ()


def test_a_credit_note_mailed_twice_counts_once() -> None:
    note = credit_note(corrects="F2026-001", total="200.00", on=after(2))
    again = credit_note("a2026/001", corrects="F2026-001", total="200.00", on=after(3))

    assert case_of(ledger_of(invoice(), note, again)).owed == Money(100_000, "EUR")


def test_a_credit_note_mailed_twice_with_two_amounts_holds_the_client() -> None:
    note = credit_note(corrects="F2026-001", total="200.00", on=after(2))
    again = credit_note(corrects="F2026-001", total="300.00", on=after(3))
    case = case_of(ledger_of(invoice(), note, again))

    assert [h.kind for h in case.silenced_by(LATER)] == [HoldKind.MONEY_UNCLEAR]


def test_a_credit_note_that_names_no_known_invoice_is_taken_off_what_the_client_owes_altogether() -> None:
    for corrects in (None, "F2025-999"):
        facts = (invoice(), credit_note(corrects=corrects, total="200.00", on=after(2)))
        actions = plan_of(*facts, today=LATER)
        [kept] = account_of(ledger_of(*facts)).credit_notes

        assert steps_in(actions) == {"F2026-001": "rappel"}
        assert len(questions_in(actions)) == 1
        assert (kept.left, kept.is_netted) == (Money(20_000, "EUR"), True)


def test_a_credit_note_in_doubt_keeps_the_client_waiting() -> None:
    for note in (
        credit_note(total="200.00", on=after(2), disagreements=("amount: 200, then 300",)),
        credit_note(corrects="F2026-002", total="200.00", on=after(2)),
    ):
        facts = (invoice(), invoice("F2026-002", currency="CHF"), note)
        actions = plan_of(*facts, today=LATER)
        [kept] = account_of(ledger_of(*facts)).credit_notes

        assert steps_in(actions) == {}
        assert "credit note A2026-001" in wait_for(actions).why
        assert len(questions_in(actions)) == 1
        assert not kept.is_netted


def test_money_that_takes_the_credit_note_off_settles_both() -> None:
    facts = (
        invoice(total="1200.00"),
        invoice("F2026-002", total="50.00"),
        credit_note(total="200.00", on=after(2)),
        notice(credit("1000.00", "F2026-001 moins A2026-001", "ALPHA MENUISERIE"), on=after(9)),
    )
    ledger = ledger_of(*facts)

    assert not case_of(ledger).is_open
    assert account_of(ledger).credit_notes == ()
    assert case_of(ledger, "F2026-002").silenced_by(LATER) == ()


def test_too_much_credited_holds_what_else_the_client_owes() -> None:
    facts = (
        invoice(),
        invoice("F2026-002"),
        credit_note(corrects="F2026-001", total="1300.00", on=after(2)),
    )

    assert [h.kind for h in case_of(ledger_of(*facts), "F2026-002").silenced_by(LATER)] == [
        HoldKind.MONEY_UNCLEAR
    ]


def test_an_invoice_without_an_address_waits_for_one() -> None:
    actions = plan_of(invoice(to="", name="Menuiserie Alpha"), today=LATER)

    assert steps_in(actions) == {}
    assert "no address" in wait_for(actions).why
    assert len(questions_in(actions)) == 1


DISAGREES = ("amount: 1200.00 in the XML, 1300.00 on the page",)


def test_an_invoice_that_contradicts_itself_waits_for_the_owner() -> None:
    sent = invoice(disagreements=DISAGREES)
    again = invoice(on=after(5), due=MONDAY, mail="again", disagreements=DISAGREES)
    actions = plan_of(sent, today=LATER)

    assert steps_in(actions) == {}
    (question,) = questions_in(actions)
    assert DISAGREES[0] in question.question
    assert f"relanced state {ref_of(sent)}" in question.question
    resumed = decided(Verb.RESUME, "F2026-001", on=after(2))
    assert steps_in(plan_of(sent, resumed, again, today=LATER)) == {"F2026-001": "rappel"}
    said = stated(sent, total="1300.00", on=after(2))
    assert case_of(ledger_of(sent, said)).owed == Money(130_000, "EUR")
    assert steps_in(plan_of(sent, said, today=LATER)) == {"F2026-001": "rappel"}


def test_a_credit_note_that_contradicts_itself_holds_the_invoice_that_it_reduces() -> None:
    facts = (
        invoice(),
        invoice("F2026-002", to=BETA),
        credit_note(corrects="F2026-001", total="200.00", on=after(2), disagreements=DISAGREES),
    )

    assert set(steps_in(plan_of(*facts, today=LATER))) == {"F2026-002"}
    resumed = decided(Verb.RESUME, "F2026-001", on=after(3))
    assert set(steps_in(plan_of(*facts, resumed, today=LATER))) == {"F2026-001", "F2026-002"}
    unknown = credit_note(total="200.00", disagreements=DISAGREES)
    assert DISAGREES[0] in questions_in(plan_of(invoice(), unknown, today=LATER))[0].question


def test_a_credit_note_over_an_unread_invoice_says_where_it_may_be_and_counts_once_it_is_stated() -> None:
    scan = unreadable()
    facts = (invoice(), scan, credit_note(corrects="F2026-009", total="200.00", on=after(2)))
    asked = questions_in(plan_of(*facts, today=LATER))

    assert any("credit note" in q.question and ref_of(scan) in q.question for q in asked)
    ledger = ledger_of(*facts, stated(scan, "F2026-009", total="500.00", on=after(9)))
    assert case_of(ledger, "F2026-009").owed == Money(30_000, "EUR")
    assert case_of(ledger).holds == case_of(ledger, "F2026-009").holds == ()


def test_an_early_payment_discount_that_the_invoice_grants_settles_it() -> None:
    said = "2 % d'escompte sous 8 jours, net à 30 jours"
    for terms, paid_on, left in ((said, after(6), 0), (said, after(12), 2_400), ("", after(6), 2_400)):
        sent = invoice(terms_said=terms, due=after(30))
        paid = notice(credit("1176.00", "F2026-001", "ALPHA MENUISERIE", on=paid_on), on=paid_on)
        case = case_of(ledger_of(sent, paid))

        assert case.owed.cents == left
        kinds = [p.kind for p in case.postings]
        assert kinds == [PostingKind.PAYMENT] + [PostingKind.WRITE_OFF] * (not left)
