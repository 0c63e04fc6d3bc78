"""Money: which credits close cases, and which can only make relanced wait."""

import pytest
from casework.casework_makers import (
    BETA,
    MONDAY,
    account_of,
    after,
    bank_mail,
    case_of,
    credit,
    invoice,
    ledger_of,
    notice,
    plan_of,
    questions_in,
    steps_in,
)

from relanced.casework.ledger import HoldKind, PostingKind
from relanced.model.actions import CloseCase
from relanced.model.facts import ToldBy
from relanced.model.money import Money

PAID = credit("1200.00", "F2026-001", "ALPHA MENUISERIE")


def test_a_trusted_credit_closes_the_case_on_its_day() -> None:
    facts = (invoice(), notice(PAID, on=after(3)))
    ledger = ledger_of(*facts)

    assert [p.kind for p in case_of(ledger).postings] == [PostingKind.PAYMENT]
    assert case_of(ledger).owed == Money(0, "EUR")
    assert [type(a) for a in plan_of(*facts, today=after(3))] == [CloseCase]
    assert plan_of(*facts, today=after(4)) == ()


def test_a_part_leaves_the_rest() -> None:
    facts = (invoice(), notice(credit("200.00", "acompte F2026-001", "ALPHA MENUISERIE"), on=after(3)))

    assert case_of(ledger_of(*facts)).owed == Money(100_000, "EUR")
    assert steps_in(plan_of(*facts, today=after(7))) == {"F2026-001": "rappel"}


def test_an_untrusted_credit_never_closes_but_pauses_and_asks() -> None:
    facts = (invoice(), invoice("F2026-002"), notice(PAID, on=after(6), trusted=False))
    actions = plan_of(*facts, today=after(7))

    assert case_of(ledger_of(*facts)).is_open
    assert steps_in(actions) == {}
    (question,) = questions_in(actions)
    assert question.invoices == ("F2026-001", "F2026-002")
    assert set(steps_in(plan_of(*facts, today=after(21)))) == {"F2026-001", "F2026-002"}


def test_an_ambiguous_credit_pauses_every_client_that_it_may_come_from() -> None:
    facts = (
        invoice(),
        invoice("F2026-002", to=BETA),
        invoice("F2026-003", to=BETA, total="77.00"),
        notice(credit("1200.00", "VIREMENT"), on=after(6)),
    )
    ledger = ledger_of(*facts)

    for number in ("F2026-001", "F2026-002", "F2026-003"):
        kinds = [hold.kind for hold in case_of(ledger, number).silenced_by(after(7))]
        assert kinds == [HoldKind.MONEY_UNCLEAR]
        assert case_of(ledger, number).silenced_by(after(14)) == ()
    assert steps_in(plan_of(*facts, today=after(7))) == {}


def test_money_is_only_compared_with_the_same_currency() -> None:
    facts = (invoice(currency="CHF"), notice(credit("1200.00", "VIREMENT"), on=after(6)))

    assert case_of(ledger_of(*facts)).is_open
    assert case_of(ledger_of(*facts)).holds == ()


def test_money_that_nothing_fits_is_shown() -> None:
    told = notice(credit("3.14", "remboursement", "UNKNOWN"), on=after(6))

    assert ledger_of(invoice(), told).unmatched == (told,)


def test_a_credit_told_by_two_mails_counts_once() -> None:
    half = credit("600.00", "acompte F2026-001", "ALPHA MENUISERIE", on=after(3))
    again = credit("600.00", "Acompte  F2026-001", "Alpha Menuiserie", on=after(5))
    facts = (invoice(), notice(half, on=after(3)), notice(again, on=after(6), told_by=ToldBy.STATEMENT))

    assert case_of(ledger_of(*facts)).owed == Money(60_000, "EUR")


def test_two_equal_lines_of_one_mail_are_two_payments() -> None:
    half = credit("600.00", "acompte F2026-001", "ALPHA MENUISERIE", on=after(3))
    statement = notice(half, half, on=after(6), told_by=ToldBy.STATEMENT)

    assert not case_of(ledger_of(invoice(), notice(half, half, on=after(3)))).is_open
    assert not case_of(ledger_of(invoice(), notice(half, half, on=after(3)), statement)).is_open
    assert case_of(ledger_of(invoice(), notice(half, on=after(3)))).is_open


def test_equal_payments_of_two_months_are_two() -> None:
    facts = (
        invoice(),
        notice(credit("600.00", "acompte F2026-001", "ALPHA MENUISERIE", on=after(3)), on=after(3)),
        notice(credit("600.00", "acompte F2026-001", "ALPHA MENUISERIE", on=after(33)), on=after(33)),
    )

    assert not case_of(ledger_of(*facts)).is_open


def test_too_much_money_holds_what_else_the_client_owes() -> None:
    facts = (
        invoice(),
        invoice("F2026-002", total="333.00"),
        notice(credit("1250.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6)),
    )
    ledger = ledger_of(*facts)

    assert not case_of(ledger).is_open
    assert [h.kind for h in case_of(ledger, "F2026-002").silenced_by(after(7))] == [HoldKind.MONEY_UNCLEAR]


def test_a_second_payment_is_not_taken_for_another_invoice() -> None:
    facts = (
        invoice(),
        notice(PAID, on=after(3)),
        invoice("F2026-002", on=after(10)),
        notice(PAID, on=after(20), mail="again"),
    )

    assert case_of(ledger_of(*facts), "F2026-002").is_open


def test_the_days_on_which_the_bank_wrote_are_kept_if_it_is_trusted() -> None:
    facts = (
        bank_mail(after(1)),
        bank_mail(after(2), trusted=False),
        notice(PAID, on=after(3)),
        notice(PAID, on=after(4), trusted=False),
    )

    assert ledger_of(*facts).bank_heard_on == {"Banque Rivage": (after(1), after(3))}


def test_a_mail_that_only_passes_for_the_bank_s_is_shown() -> None:
    phishing = bank_mail(MONDAY, trusted=False, kind="phishing")

    assert ledger_of(phishing).unmatched == (phishing,)


def test_an_account_without_trouble_has_no_holds() -> None:
    assert account_of(ledger_of(invoice(), notice(PAID, on=after(3)))).holds == ()


@pytest.mark.parametrize("reference", ["F2026-001", "VIREMENT"])
def test_money_that_came_before_its_invoice_is_a_question(reference: str) -> None:
    early = notice(credit("1200.00", reference, "ALPHA MENUISERIE"), on=after(-10))
    facts = (early, invoice(), invoice("F2026-002", total="77.00"))
    actions = plan_of(*facts, today=after(63))

    assert steps_in(actions) == {"F2026-002": "rappel"}
    assert "before F2026-001 was mailed" in questions_in(actions)[0].question


def test_money_of_long_ago_or_of_another_amount_says_nothing_of_a_new_invoice() -> None:
    for early in (
        notice(credit("1200.00", "VIREMENT", "ALPHA MENUISERIE"), on=after(-70)),
        notice(credit("500.00", "VIREMENT", "ALPHA MENUISERIE"), on=after(-10)),
        notice(credit("1200.00", "VIREMENT", "ALPHA MENUISERIE"), on=after(-10), trusted=False),
    ):
        assert steps_in(plan_of(early, invoice(), today=after(7))) == {"F2026-001": "rappel"}
