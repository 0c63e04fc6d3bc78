"""The owner said that it is paid; then the bank's mail comes."""

import pytest
from casework.casework_makers import (
    BETA,
    after,
    case_of,
    credit,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
    story_of,
    went_back,
)

from relanced.casework.ledger import CreditState, PostingKind
from relanced.model.decided import Verb

SAID = decided(Verb.PAID, "F2026-001", on=after(5))
OTHER = invoice("F2026-002", total="333.00")


@pytest.mark.parametrize(
    ("reference", "payer"),
    [("F2026-001", "ALPHA MENUISERIE"), ("F2026-001", ""), ("", "ALPHA MENUISERIE")],
)
def test_the_bank_s_mail_about_it_is_no_second_payment(reference: str, payer: str) -> None:
    mail = notice(credit("1200.00", reference, payer), on=after(6))
    facts = (invoice(), OTHER, SAID, mail)
    ledger = ledger_of(*facts)

    assert [p.kind for p in case_of(ledger).postings] == [PostingKind.PAYMENT]
    assert case_of(ledger).owed.cents == 0
    assert story_of(ledger, mail).state is CreditState.SETTLED
    assert questions_in(plan_of(*facts, today=after(7))) == []
    assert steps_in(plan_of(*facts, today=after(7))) == {"F2026-002": "rappel"}


def test_a_part_of_it_leaves_the_rest_to_his_word() -> None:
    mail = notice(credit("1000.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6))
    case = case_of(ledger_of(invoice(), SAID, mail))

    assert [(p.kind, p.amount.plain) for p in case.postings] == [
        (PostingKind.OWNER, "200.00"),
        (PostingKind.PAYMENT, "1000.00"),
    ]


def test_more_than_one_client_leaves_the_question() -> None:
    mail = notice(credit("1200.00", "VIREMENT"), on=after(6))
    twin = invoice("F2026-003", to=BETA)
    also = invoice("F2026-004", to="x@gamma.example")
    case = case_of(ledger_of(invoice(), twin, also, SAID, mail))

    assert [p.kind for p in case.postings] == [PostingKind.OWNER]


def test_what_was_paid_with_money_before_is_paid_twice_and_pauses_the_rest() -> None:
    first = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(3)), on=after(3))
    again = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE", on=after(6)), on=after(6))
    facts = (invoice(), OTHER, first, again)
    (asked,) = questions_in(plan_of(*facts, today=after(7)))

    assert steps_in(plan_of(*facts, today=after(7))) == {}
    assert "1200.00 EUR more than owed came" in asked.question


def test_when_that_money_goes_back_it_is_owed_again() -> None:
    mail = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6))
    back = went_back(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(9))

    assert case_of(ledger_of(invoice(), SAID, mail, back)).owed.plain == "1200.00"
