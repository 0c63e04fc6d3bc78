"""Whose reminders wait for a payment that nobody can place: all whom it may well be of, and nobody for a cent."""

import pytest
from casework.casework_makers import (
    BETA,
    account_of,
    after,
    assigned,
    credit,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
    story_of,
    went_back,
)

from relanced.casework.ledger import CreditState
from relanced.model.facts import CreditNoticed, Fact

TWO = (invoice(), invoice("F2026-002", to=BETA))
OLD = (invoice(on=after(-60)), invoice("F2026-002", to=BETA, on=after(-60)))
BOTH = {"F2026-001", "F2026-002"}


def many(count: int) -> tuple[Fact, ...]:
    """So many clients, each with one invoice of the same sum."""
    return tuple(invoice(f"F-{n:03}", to=f"x@client{n:03}.example") for n in range(count))


def unclear(amount: str, day: int, *, payer: str = "DUPONT", **more: str) -> CreditNoticed:
    """Money of a stranger that may pay one of TWO."""
    told = credit(amount, "F2026-001 F2026-002", payer, on=after(day), account=more.get("account", ""))
    return notice(told, on=after(day), mail=f"{amount} {day}")


@pytest.mark.parametrize("amount", ["0.01", "4.99"])
def test_a_few_cents_wait_for_a_word_and_silence_nobody(amount: str) -> None:
    few = notice(credit(amount, "F2026-001", "X"), on=after(6))
    facts = (*TWO, few)

    assert story_of(ledger_of(*facts), few).state is CreditState.WAITING
    assert set(steps_in(plan_of(*facts, today=after(7)))) == BOTH
    assert questions_in(plan_of(*facts, today=after(7))) == []
    assert ledger_of(*facts).links[few.source.fingerprint].clients == {"alpha.example"}


@pytest.mark.parametrize(("amount", "total"), [("5.00", "1200.00"), ("24.00", "1200.00"), ("0.30", "12.00")])
def test_what_may_be_a_part_of_it_pauses(amount: str, total: str) -> None:
    facts = (invoice(total=total), notice(credit(amount, "F2026-001", "X"), on=after(6)))

    assert steps_in(plan_of(*facts, today=after(7))) == {}


def test_cents_of_which_nothing_is_proven_silence_nobody_and_are_listed() -> None:
    forged = notice(credit("0.01", "F2026-001", "X"), on=after(6), trusted=False)
    ledger = ledger_of(*TWO, forged)

    assert story_of(ledger, forged).state is CreditState.UNTRUSTED
    assert account_of(ledger).holds == ()
    assert ledger.unmatched == ()


def test_cents_for_an_invoice_that_is_paid_silence_nobody() -> None:
    paid = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(3))
    cent = notice(credit("0.01", "F2026-001", "ALPHA MENUISERIE"), on=after(6))
    facts = (invoice(), invoice("F2026-003"), paid, cent)

    assert set(steps_in(plan_of(*facts, today=after(7)))) == {"F2026-003"}


def test_cents_that_came_before_their_invoice_do_not_hold_it() -> None:
    early = [notice(credit(amount, "F2026-001", "X"), on=after(-5)) for amount in ("0.01", "400.00")]

    assert set(steps_in(plan_of(early[0], invoice(), today=after(7)))) == {"F2026-001"}
    assert story_of(ledger_of(early[0], invoice()), early[0]).state is CreditState.WAITING
    assert steps_in(plan_of(early[1], invoice(), today=after(7))) == {}


def test_a_payer_who_is_unclear_for_the_third_time_only_asks() -> None:
    facts: tuple[Fact, ...] = (*OLD, *(unclear("100.00", day) for day in (-40, -20, 6)))
    (asked,) = questions_in(plan_of(*facts, today=after(7)))

    assert set(steps_in(plan_of(*facts, today=after(7)))) == BOTH
    assert set(asked.invoices) == BOTH
    assert asked.client is None
    assert "reminders go on meanwhile" in asked.question
    assert questions_in(plan_of(*facts, today=after(14))) == []


@pytest.mark.parametrize(
    "told",
    [
        [unclear("100.00", 2), unclear("100.00", 6)],
        [unclear("100.00", -54), unclear("100.00", 30), unclear("100.00", 37)],
        [unclear("100.00", -40), unclear("100.00", -20, payer="MARTIN"), unclear("100.00", 6)],
        [unclear("0.01", -40), unclear("0.01", -20), unclear("100.00", 6)],
    ],
    ids=["the second", "long ago", "another payer", "cents"],
)
def test_fewer_of_them_pause(told: list[CreditNoticed]) -> None:
    on = max(mail.source.at for mail in told).date()

    assert steps_in(plan_of(*OLD, *told, today=on)) == {}


def test_real_money_pauses_however_often_it_is_unclear() -> None:
    facts: tuple[Fact, ...] = (*OLD, *(unclear("600.00", day) for day in (-40, -20, 6)))

    assert steps_in(plan_of(*facts, today=after(7))) == {}


def test_forged_mails_let_no_payment_go() -> None:
    forged = [
        notice(credit("100.00", "F2026-001", "DUPONT"), on=after(day), trusted=False)
        for day in (-50, -45, -40)
    ]

    assert steps_in(plan_of(*OLD, *forged, unclear("100.00", 6), today=after(7))) == {}


def test_an_account_tells_a_payer_who_changes_his_name() -> None:
    names = ("DUPONT", "MARTIN", "DURAND")
    told = [
        unclear("100.00", day, payer=name, account="FR7630006000011234567890189")
        for day, name in zip((-40, -20, 6), names, strict=True)
    ]

    assert set(steps_in(plan_of(*OLD, *told, today=after(7)))) == BOTH


def test_the_question_ends_with_the_owner_s_word_and_with_the_money() -> None:
    third = unclear("100.00", 6)
    facts = (*OLD, unclear("100.00", -40), unclear("100.00", -20), third)
    back = went_back(third.credits[0], on=after(7))

    assert questions_in(plan_of(*facts, assigned(third, on=after(7)), today=after(7))) == []
    assert questions_in(plan_of(*facts, back, today=after(7))) == []


def test_many_clients_wait_for_a_payment_that_may_well_be_theirs() -> None:
    real = notice(credit("1200.00", "VIREMENT"), on=after(6))

    assert steps_in(plan_of(*many(30), real, today=after(7))) == {}


def test_many_clients_do_not_wait_for_a_small_part_of_what_each_owes() -> None:
    numbers = " ".join(f"F-{n:03}" for n in range(12))
    small, fair = (notice(credit(amount, numbers, "X"), on=after(6)) for amount in ("90.00", "120.00"))
    (asked,) = questions_in(plan_of(*many(12), small, today=after(7)))

    assert len(steps_in(plan_of(*many(12), small, today=after(7)))) == 12
    assert len(asked.invoices) == 12
    assert steps_in(plan_of(*many(12), fair, today=after(7))) == {}
    eight = notice(credit("90.00", " ".join(f"F-{n:03}" for n in range(8)), "X"), on=after(6))
    assert len(steps_in(plan_of(*many(12), eight, today=after(7)))) == 4
