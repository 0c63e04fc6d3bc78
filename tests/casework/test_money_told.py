"""One payment told twice: the same, another one, or a question."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    after,
    assigned,
    case_of,
    credit,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
    story_of,
)

from relanced.casework.ledger import CreditState
from relanced.model.facts import CreditNoticed, Fact, ToldBy
from relanced.model.names import mail_ref

NOTICE, PAYOUT, STATEMENT = ToldBy.NOTICE, ToldBy.PAYOUT, ToldBy.STATEMENT
ALPHA_SAYS = "ALPHA MENUISERIE"
THIRD = after(3)


def owed(*facts: Fact, number: str = "F2026-001") -> str:
    return case_of(ledger_of(*facts), number).owed.plain


def half(
    reference: str = "acompte F2026-001",
    payer: str = ALPHA_SAYS,
    *,
    on: date | None = THIRD,  # the value day
    entry: str = "",
    told_on: date = THIRD,
    told_by: ToldBy = NOTICE,
    bank: str = "Banque Rivage",
    mail: str = "",
    message_id: str | None = None,
    hour: int = 8,
) -> CreditNoticed:
    """A mail that tells of 600.00."""
    line = credit("600.00", reference, payer, on=on, entry=entry)
    return notice(line, on=told_on, told_by=told_by, bank=bank, mail=mail, message_id=message_id, hour=hour)


def test_the_better_words_of_the_statement_settle_what_the_notice_left_open() -> None:
    bare = notice(credit("1200.00", "VIREMENT", ""), on=after(3))
    statement = notice(
        credit("1200.00", "F2026-001", ALPHA_SAYS, on=after(4), entry="E-1"), on=after(6), told_by=STATEMENT
    )
    facts = (invoice(), invoice("F2026-002", to=BETA))

    assert owed(*facts, bare) == "1200.00"
    ledger = ledger_of(*facts, bare, statement)
    assert case_of(ledger).owed.plain == "0.00"
    assert case_of(ledger, "F2026-002").holds == ()
    story = story_of(ledger, statement)
    assert (story.state, story.credit.payer, story.credit.entry_id) == (
        CreditState.SETTLED,
        ALPHA_SAYS,
        "E-1",
    )
    assert story.also_told_by == (mail_ref(bare.source.fingerprint),)
    assert story.at == bare.source.at
    assert len(ledger.credits) == 1


def test_what_the_statement_does_not_tell_the_notice_completes() -> None:
    told = notice(credit("1200.00", "F2026-001", ALPHA_SAYS, account="FR7630001"), on=after(3))
    statement = notice(credit("1200.00", on=after(4), entry="E-1"), on=after(6), told_by=STATEMENT)
    story = story_of(ledger_of(invoice(), told, statement), statement)

    assert story.credit == credit(
        "1200.00", "F2026-001", ALPHA_SAYS, on=after(4), account="FR7630001", entry="E-1"
    )


@pytest.mark.parametrize(
    ("again", "left"),
    [
        # another kind of mail of the same bank
        (half(told_by=STATEMENT, told_on=after(6), on=after(5)), "600.00"),
        (half("ACPTE F2026-001", "Sarl Alpha Menuis", told_by=STATEMENT, told_on=after(6)), "600.00"),
        (half("/INV/F2026-001/ACOMPTE", told_by=STATEMENT, told_on=after(6)), "600.00"),
        (half("", "", told_by=STATEMENT, told_on=after(6)), "600.00"),
        (half(told_by=STATEMENT, told_on=after(40), on=after(33)), "0.00"),  # another month's
        # the bank names its entries
        (half("X", "ALPHA SARL", entry="E-1", told_by=STATEMENT, told_on=after(30), on=after(30)), "600.00"),
        (half(entry="E-2", mail="2"), "0.00"),
        # the same bank, the same kind of mail, the value days stated
        (half(on=after(5), told_on=after(5)), "0.00"),
        # the same mail again, however long after
        (half(message_id="one@bank", mail="again", told_on=after(90), entry="E-1"), "600.00"),
    ],
)
def test_what_is_told_again_surely_is_the_same_or_another_payment(again: CreditNoticed, left: str) -> None:
    first = half(entry="E-1", message_id="one@bank")
    ledger = ledger_of(invoice(), first, again)

    assert case_of(ledger).owed.plain == left
    assert len(ledger.credits) == (1 if left == "600.00" else 2)


def test_a_second_notice_that_may_be_the_first_one_again_only_pauses_and_asks() -> None:
    first, again = half(), half(mail="again", hour=9)
    facts = (invoice(), first, again)
    ledger = ledger_of(*facts)

    assert case_of(ledger).owed.plain == "600.00"
    (asked,) = questions_in(plan_of(*facts, today=after(4)))
    ref = mail_ref(again.source.fingerprint)
    assert "it may be the payment that was told already on 2026-03-05" in asked.question
    assert f"«relanced credits assign {ref} F2026-001»" in asked.question
    assert f"«relanced credits assign {ref} --none»" in asked.question
    assert steps_in(plan_of(*facts, today=after(7))) == {}
    assert story_of(ledger, again).state is CreditState.WAITING


def test_a_statement_that_lists_both_ends_the_doubt() -> None:
    line = credit("600.00", "acompte F2026-001", ALPHA_SAYS, on=after(3))
    both = notice(line, line, on=after(5), told_by=STATEMENT)

    assert owed(invoice(), half(), half(mail="again"), both) == "0.00"


def test_the_owner_ends_the_doubt() -> None:
    first, again = half(), half(mail="again", hour=9)
    none, pays = assigned(again, on=after(4)), assigned(again, "F2026-001", on=after(5))

    assert owed(invoice(), first, again, none) == "600.00"
    assert plan_of(invoice(), first, again, none, today=after(4))[0].why.startswith("F2026-001")
    assert owed(invoice(), first, again, none, pays) == "0.00"


def test_overlapping_statements_list_one_entry_twice() -> None:
    line = credit("600.00", "acompte F2026-001", ALPHA_SAYS, on=after(3))
    day = notice(line, line, on=after(4), told_by=STATEMENT, mail="day")
    month = notice(line, line, credit("1.00"), on=after(28), told_by=STATEMENT, mail="month")

    assert owed(invoice(), day, month) == "0.00"
    assert len(ledger_of(invoice(total="5000.00"), day, month).credits) == 3


def test_one_entry_in_two_files_of_one_mail_is_one_payment() -> None:
    line = credit("600.00", "acompte F2026-001", ALPHA_SAYS, on=after(3), entry="E-1")

    assert owed(invoice(), notice(line, line, on=after(4), told_by=STATEMENT)) == "600.00"


def test_two_clients_who_pay_the_same_sum_on_one_day_have_paid_twice() -> None:
    one = half("", ALPHA_SAYS)
    line = [credit("600.00", "", payer, on=after(3)) for payer in ("BETA MENUISERIE", ALPHA_SAYS)]
    statement = notice(*line, on=after(5), told_by=STATEMENT)
    facts = (invoice(total="600.00"), invoice("F2026-002", to=BETA, total="600.00"), one, statement)
    ledger = ledger_of(*facts)

    assert [case_of(ledger, n).owed.plain for n in ("F2026-001", "F2026-002")] == ["0.00", "0.00"]
    assert len(ledger.credits) == 2


def test_two_invoices_of_one_client_paid_alike_are_two_payments_whatever_order_the_statement_has() -> None:
    told = [half(f"F2026-00{n}", mail=str(n)) for n in (1, 2)]
    lines = [credit("600.00", f"F2026-00{n}", ALPHA_SAYS, on=after(3)) for n in (2, 1)]
    statement = notice(*lines, on=after(5), told_by=STATEMENT)
    facts: list[Fact] = [invoice(total="600.00"), invoice("F2026-002", total="600.00"), *told, statement]
    ledger = ledger_of(*facts)

    assert [case_of(ledger, n).owed.plain for n in ("F2026-001", "F2026-002")] == ["0.00", "0.00"]
    assert len(ledger.credits) == 2


def test_a_card_payment_told_at_once_and_paid_out_weeks_later_is_one() -> None:
    card = half("F2026-001", "Alpha Menuiserie", bank="Rivage Pay", on=None)
    payout = notice(
        credit("600.00", "F2026-001", "Alpha Menuiserie", fee="9.00"),
        on=after(28),
        told_by=PAYOUT,
        bank="Rivage Pay",
    )

    assert owed(invoice(), card, payout) == "600.00"


@pytest.mark.parametrize("told_by", [NOTICE, STATEMENT])
@pytest.mark.parametrize("reference", ["RIVAGE PAY PAYOUT 7F3A", "7F3A"])
def test_the_bank_s_notice_of_a_payout_is_no_second_payment(told_by: ToldBy, reference: str) -> None:
    clients = [credit("1200.00", "F2026-001", "Alpha"), credit("600.00", "F2026-002", "Beta")]
    payout = notice(*clients, on=after(4), told_by=PAYOUT, bank="Rivage Pay", net="1770.00")
    net = notice(credit("1770.00", reference, "RIVAGE-PAY SA", on=after(5)), on=after(5), told_by=told_by)
    other = invoice("F2026-003", to=BETA, total="1770.00")
    facts = (invoice(), invoice("F2026-002", to=BETA, total="600.00"), other, payout, net)
    ledger = ledger_of(*facts)

    assert story_of(ledger, net).state is CreditState.TRANSFER
    assert case_of(ledger, "F2026-003").owed.plain == "1770.00"
    assert questions_in(plan_of(*facts, today=after(6))) == []
    assert net not in ledger.unmatched


def test_the_net_of_a_payout_is_reckoned_where_it_is_not_told() -> None:
    card = credit("1200.00", "F2026-001", "Alpha", fee="30.00")
    payout = notice(card, on=after(4), told_by=PAYOUT, bank="Rivage Pay")
    net = notice(credit("1170.00", "", "RIVAGE PAY", on=after(5)), on=after(5))

    assert story_of(ledger_of(invoice(), payout, net), net).state is CreditState.TRANSFER


def test_a_sum_that_may_be_a_payout_is_a_question() -> None:
    card = credit("1200.00", "F2026-001", "Alpha", fee="30.00")
    payout = notice(card, on=after(4), told_by=PAYOUT, bank="Rivage Pay")
    net = notice(credit("1170.00", "VIREMENT RECU", "", on=after(5)), on=after(5))
    facts = (invoice(), invoice("F2026-002", to=BETA, total="1170.00"), payout, net)

    assert owed(*facts, number="F2026-002") == "1170.00"
    (asked,) = questions_in(plan_of(*facts, today=after(6)))
    assert "it is the sum of what Rivage Pay told on 2026-03-06" in asked.question


def test_a_client_who_pays_the_very_sum_of_a_payout_has_paid() -> None:
    card = credit("1200.00", "F2026-001", "Alpha", fee="30.00")
    payout = notice(card, on=after(4), told_by=PAYOUT, bank="Rivage Pay")
    real = notice(credit("1170.00", "F2026-002", "BETA MENUISERIE", on=after(5)), on=after(5))

    assert (
        owed(invoice(), invoice("F2026-002", to=BETA, total="1170.00"), payout, real, number="F2026-002")
        == "0.00"
    )


def test_a_mail_read_again_by_a_better_reader_tells_of_nothing_new() -> None:
    first = half("", "")
    again = replace(half(), source=first.source)

    assert owed(invoice(), first, again) == "600.00"


@pytest.mark.parametrize("untrusted_first", [True, False])
def test_a_copy_that_may_not_be_believed_neither_completes_nor_repeats(untrusted_first: bool) -> None:
    real = notice(credit("1200.00", "", "", on=after(6)), on=after(6))
    when = after(5) if untrusted_first else after(7)
    forged = notice(credit("1200.00", "F2026-002", "BETA MENUISERIE", on=after(6)), on=when, trusted=False)
    facts = (invoice(), invoice("F2026-002", to=BETA), real, forged)
    ledger = ledger_of(*facts)

    assert {case_of(ledger, n).owed.plain for n in ("F2026-001", "F2026-002")} == {"1200.00"}
    assert story_of(ledger, real).credit.payer == ""


def test_a_copy_of_a_settled_notice_pauses_nobody() -> None:
    real, copy = half(), half(mail="copy")
    copy = replace(copy, trusted=False)
    ledger = ledger_of(invoice(), real, copy)

    assert case_of(ledger).holds == ()
    assert story_of(ledger, real).also_told_by == (mail_ref(copy.source.fingerprint),)


def test_many_lines_of_one_sum_take_no_time_to_be_told_apart() -> None:
    lines = [credit("100.00", f"abonnement {n}", f"CLIENT {n}", on=after(3)) for n in range(1_500)]
    statement = notice(*lines, on=after(4), told_by=STATEMENT)

    assert len(ledger_of(invoice(to=ALPHA), statement).credits) == 1_500
