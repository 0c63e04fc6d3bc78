"""Claims: what the owner states of our mails, what he ignores, and doubtful numbers."""

from datetime import UTC, date
from itertools import permutations

import pytest
from casework.casework_makers import (
    BETA,
    MONDAY,
    RULES,
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
    reply,
    stated,
    steps_in,
    unreadable,
)

from relanced.casework.claims import claims
from relanced.casework.fold import fold
from relanced.casework.ledger import HoldKind
from relanced.casework.order import in_order
from relanced.casework.states import CaseState, case_state
from relanced.model.decided import Verb
from relanced.model.facts import CreditNoteSent, Fact, InvoiceKind, InvoiceSent
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import MailRef

SCAN = unreadable()
LATER = after(14)


def test_an_unreadable_mail_is_asked_about_and_silences_nobody() -> None:
    actions = plan_of(invoice(), SCAN, today=LATER)

    assert steps_in(actions) == {"F2026-001": "rappel"}
    (question,) = questions_in(actions)
    assert question.client == account_of(ledger_of(invoice())).client
    assert f"relanced state {ref_of(SCAN)} --number" in question.question
    assert f"relanced ignore {ref_of(SCAN)}" in question.question


def test_unreadable_mails_are_listed_newest_first_and_old_ones_only_listed() -> None:
    old, new = unreadable("old", on=date(2025, 11, 3)), unreadable("new", on=after(1))
    facts = (old, SCAN, new)

    assert ledger_of(*facts).unreadable == (new, SCAN, old)
    assert len(questions_in(plan_of(*facts, today=LATER))) == 2


def test_a_stated_invoice_is_a_claim_in_the_thread_of_its_mail() -> None:
    facts = (SCAN, stated(SCAN, "F2026-009", total="300.00", due=after(5), on=after(10)))
    ledger = ledger_of(*facts)
    case = case_of(ledger, "F2026-009")

    assert (case.owed, case.due_on, case.mailed_on) == (Money(30_000, "EUR"), after(5), MONDAY)
    assert (case.invoice.source, case.invoice.read_from) == (SCAN.source, "owner")
    assert ledger.unreadable == ()
    assert questions_in(plan_of(*facts, today=LATER)) == []
    assert steps_in(plan_of(*facts, today=LATER)) == {"F2026-009": "rappel"}


def test_a_stated_invoice_without_a_due_day_follows_what_was_agreed() -> None:
    facts = (SCAN, stated(SCAN, issued=after(-3), on=after(1)))

    assert case_of(ledger_of(*facts)).due_on == after(27)


def test_the_last_statement_wins() -> None:
    first, second = stated(SCAN, "F2026-1", on=after(1)), stated(SCAN, "F2026-9", total="9.00", on=after(2))
    ledger = ledger_of(SCAN, second, first)

    assert [(c.number, c.owed.plain) for c in account_of(ledger).cases] == [("F2026-9", "9.00")]


def test_each_unreadable_file_can_be_stated() -> None:
    two = unreadable(files=("a.pdf", "b.pdf"))
    one = stated(two, "F2026-1", on=after(1))
    partly = ledger_of(two, one)

    assert partly.unreadable == (two,)
    assert "F2026-1" in questions_in(plan_of(two, one, today=MONDAY))[0].question
    both = ledger_of(two, one, stated(two, "F2026-2", on=after(2)), stated(two, "F2026-3", on=after(3)))
    assert both.unreadable == ()
    assert [c.number for c in account_of(both).cases] == ["F2026-2", "F2026-3"]


def test_money_that_came_before_the_statement_pays_the_stated_invoice() -> None:
    facts = (SCAN, notice(credit("1200.00", "F2026-001"), on=after(3)), stated(SCAN, on=after(9)))

    assert not case_of(ledger_of(*facts)).is_open


def test_a_stated_credit_note_reduces_what_is_owed() -> None:
    note = stated(SCAN, "A2026-1", kind=InvoiceKind.CREDIT_NOTE, total="200.00", on=after(1))
    (waiting,) = account_of(ledger_of(SCAN, note)).credit_notes

    assert (waiting.note.number, waiting.left) == ("A2026-1", Money(20_000, "EUR"))


def test_a_statement_about_a_mail_that_was_read_corrects_it() -> None:
    read = invoice("4471", total="12.00", due=after(2), disagreements=("amount: 12 or 1200",))
    said = stated(read, "F2026-007", total="1200.00", on=after(1))
    case = case_of(ledger_of(read, said), "F2026-007")

    assert (case.owed, case.due_on, case.holds) == (Money(120_000, "EUR"), after(2), ())
    assert list(ledger_of(read, said).accounts) == ["alpha.example"]
    later = stated(read, "F2026-007", total="1200.00", due=after(30), on=after(2))
    assert case_of(ledger_of(read, said, later), "F2026-007").due_on == after(30)


def test_a_statement_changes_an_invoice_into_a_credit_note_and_back() -> None:
    as_note = stated(invoice(), "A1", kind=InvoiceKind.CREDIT_NOTE, on=after(1))
    as_invoice = stated(credit_note(), "F2026-5", on=after(1))
    (note,) = (f for f in claims((invoice(), as_note), UTC).facts if isinstance(f, CreditNoteSent))
    (sent,) = (f for f in claims((credit_note(), as_invoice), UTC).facts if isinstance(f, InvoiceSent))

    assert (note.number, note.client_address) == ("A1", "compta@alpha.example")
    assert (sent.number, sent.due_on) == ("F2026-5", None)


def test_a_statement_corrects_the_one_of_several_invoices_that_it_names() -> None:
    one, two = invoice("F1", mail="both"), invoice("F2", mail="both", rivals=("F2026-2",))
    facts = (one, two, stated(one, "f-1", total="5.00", on=after(1)), stated(one, "F2026-2", on=after(1)))
    unknown = stated(one, "F3", on=after(1))

    assert [c.number for c in account_of(ledger_of(*facts)).cases] == ["F2026-2", "f-1"]
    assert ledger_of(one, two, unknown).unmatched == (unknown,)


def test_a_statement_about_no_mail_of_ours_is_shown() -> None:
    said = stated(MailRef("0badc0de"), on=after(1))

    assert ledger_of(invoice(), said).unmatched == (said,)


def test_ignoring_a_mail_ends_its_question_and_resume_brings_it_back() -> None:
    ignored = decided(Verb.IGNORE, ref_of(SCAN).upper(), on=after(1))
    resumed = decided(Verb.RESUME, ref_of(SCAN), on=after(2))

    assert ledger_of(SCAN, ignored).unreadable == ()
    assert ledger_of(SCAN, ignored).unmatched == ()
    assert ledger_of(SCAN, ignored, resumed).unreadable == (SCAN,)


def test_ignoring_a_stated_mail_takes_the_claim_back_and_a_new_statement_counts() -> None:
    said, ignored = stated(SCAN, on=after(1)), decided(Verb.IGNORE, ref_of(SCAN), on=after(2))
    again = stated(SCAN, on=after(3))

    assert ledger_of(SCAN, said, ignored).accounts == {}
    assert ledger_of(SCAN, said, ignored).unreadable == ()
    assert case_of(ledger_of(SCAN, said, ignored, again)).is_open


def test_a_mail_that_a_new_rule_can_read_is_no_question_any_more() -> None:
    read = invoice(mail="unreadable scan")
    settled = unreadable(files=())

    assert ledger_of(SCAN, read, settled).unreadable == ()
    assert ledger_of(SCAN, read).unreadable == (SCAN,)


def test_what_is_read_later_in_a_mail_that_was_ignored_is_held_and_asked_about_not_closed() -> None:
    read, nothing_left = invoice(mail="unreadable scan"), unreadable(files=())
    ignored = decided(Verb.IGNORE, ref_of(SCAN), on=after(1))
    facts = (SCAN, read, nothing_left, ignored)

    assert case_of(ledger_of(*facts)).is_open
    assert steps_in(plan_of(*facts, today=LATER)) == {}
    (question,) = questions_in(plan_of(*facts, today=LATER))
    assert "relanced ignore F2026-001" in question.question
    for target in (ref_of(SCAN), "F2026-001"):
        resumed = decided(Verb.RESUME, target, on=after(2))
        assert steps_in(plan_of(*facts, resumed, today=LATER)) == {"F2026-001": "rappel"}


def test_to_resume_a_mail_that_was_unreadable_ends_no_other_silence() -> None:
    facts = (
        SCAN,
        invoice(mail="unreadable scan"),
        unreadable(files=()),
        reply(Intent.DISPUTE, on=after(1)),
        decided(Verb.IGNORE, ref_of(SCAN), on=after(2)),
        decided(Verb.RESUME, ref_of(SCAN), on=after(3)),
    )

    assert case_state(case_of(ledger_of(*facts)), LATER) is CaseState.DISPUTED


def test_an_ignored_copy_of_an_invoice_leaves_the_invoice_alone() -> None:
    copy = unreadable("copy", on=after(1))
    facts = (
        invoice(),
        copy,
        invoice(mail="unreadable copy"),
        unreadable("copy", on=after(1), files=()),
        decided(Verb.IGNORE, ref_of(copy), on=after(2)),
    )

    assert steps_in(plan_of(*facts, today=LATER)) == {"F2026-001": "rappel"}


def test_a_number_of_eight_digits_is_a_number_even_where_a_mail_is_called_so() -> None:
    number = next(
        ref for i in range(10_000) if (ref := ref_of(unreadable(str(i)))).isdigit() and (found := str(i))
    )
    scan = unreadable(found)
    facts = (scan, invoice(number), decided(Verb.IGNORE, number, on=after(1)))

    assert ledger_of(*facts).unreadable == (scan,)
    assert not case_of(ledger_of(*facts), number).is_open


# ---- doubtful numbers --------------------------------------------------------------------------


def year_of_invoices(*, without: tuple[int, ...] = ()) -> tuple[InvoiceSent, ...]:
    return tuple(
        invoice(f"F2026-{n:03d}", to=f"x@client{n}.example", on=after(n))
        for n in range(1, 13)
        if n not in without
    )


def test_a_doubtful_number_is_the_one_that_continues_the_series() -> None:
    for number, rivals in (("4500127", ("F2026-007",)), ("F2026-007", ("4500127", "BC-77"))):
        facts = (*year_of_invoices(without=(7,)), invoice(number, on=after(7), rivals=rivals))
        case = case_of(ledger_of(*facts), "F2026-007")

        assert case.holds == ()
        assert case.invoice.rivals == ()


def test_a_doubtful_number_without_a_series_is_never_chased_and_asked_about() -> None:
    doubtful = invoice("4500127", rivals=("F2026-007",))
    actions = plan_of(doubtful, invoice("F2026-002", to=BETA), today=LATER)

    assert steps_in(actions) == {"F2026-002": "rappel"}
    (question,) = questions_in(actions)
    assert question.invoices == ("4500127",)
    assert f"relanced state {ref_of(doubtful)}" in question.question
    assert [h.kind for h in case_of(ledger_of(doubtful), "4500127").holds] == [HoldKind.NUMBER_UNSURE]


def test_two_words_that_both_continue_a_series_leave_the_doubt() -> None:
    facts = (*year_of_invoices(without=(7, 8)), invoice("F2026-008", on=after(7), rivals=("F2026-007",)))

    assert case_of(ledger_of(*facts), "F2026-008").holds != ()


def test_a_number_that_another_invoice_bears_is_not_taken() -> None:
    facts = (*year_of_invoices(), invoice("4500127", total="9.00", on=after(7), rivals=("F2026-007",)))

    assert case_of(ledger_of(*facts), "4500127").holds != ()
    assert case_of(ledger_of(*facts), "F2026-007").holds == ()


def test_the_same_invoice_sent_again_and_read_with_doubt_is_no_second_claim() -> None:
    again = invoice("4500127", to="x@client7.example", on=after(7), mail="again", rivals=("F2026-007",))
    ledger = ledger_of(*year_of_invoices(), again)

    assert sum(len(account.cases) for account in ledger.accounts.values()) == 12


def test_two_invoices_that_want_one_number_both_stay_in_doubt() -> None:
    facts = (
        *year_of_invoices(without=(7,)),
        invoice("4500127", on=after(7), rivals=("F2026-007",)),
        invoice("4500128", on=after(7), total="7.00", rivals=("F2026-007",)),
    )

    for number in ("4500127", "4500128"):
        assert case_of(ledger_of(*facts), number).silenced_by(LATER) != ()


def test_a_doubtful_number_that_a_sure_invoice_bears_leaves_that_one_s_amount() -> None:
    for first, second in ((1, 2), (2, 1)):
        sure = invoice("4471", total="50.00", on=after(first))
        doubtful = invoice("4471", total="70.00", on=after(second), rivals=("F2026-9",))
        resumed = decided(Verb.RESUME, "4471", on=after(3))
        case = case_of(ledger_of(sure, doubtful), "4471")

        assert case.owed == Money(5_000, "EUR")
        assert [hold.kind for hold in case.holds] == [HoldKind.NUMBER_UNSURE]
        assert case_of(ledger_of(sure, doubtful, resumed), "4471").owed == Money(5_000, "EUR")


@pytest.mark.parametrize("verb", [Verb.RESUME, Verb.IGNORE])
def test_the_owner_ends_the_doubt_about_a_number(verb: Verb) -> None:
    facts = (invoice("4500127", rivals=("F2026-007",)), decided(verb, "4500127", on=after(1)))
    actions = plan_of(*facts, today=LATER)

    assert questions_in(actions) == []
    assert steps_in(actions) == ({"4500127": "rappel"} if verb is Verb.RESUME else {})


def test_the_order_of_facts_plays_no_part() -> None:
    two = unreadable(files=("a.pdf", "b.pdf"))
    facts: tuple[Fact, ...] = (
        two,
        stated(two, "F1", on=after(1)),
        stated(two, "F2", on=after(1), hour=19),
        decided(Verb.IGNORE, ref_of(two), on=after(2)),
        stated(two, "F3", on=after(3)),
    )
    ledgers = [fold(told, RULES) for told in permutations(facts)]

    assert all(ledger == ledgers[0] for ledger in ledgers)
    assert claims(in_order(facts), UTC).unreadable == ()
