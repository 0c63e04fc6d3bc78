"""The past, a step at a time: the books go on as if all had been folded, and seldom are."""

from collections.abc import Sequence

from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    after,
    credit_note,
    invoice,
    reply,
)

from relanced.casework.fold import fold
from relanced.casework.order import in_order
from relanced.casework.past.stepping import Stepper
from relanced.model.facts import Fact
from relanced.model.intents import Intent

DISPUTE = reply(Intent.DISPUTE, on=after(4))
YOUNGER = invoice("F2026-002", on=after(5))  # within the day that two clocks may differ by


def assert_goes_on(first: Sequence[Fact], *steps: Sequence[Fact], anew: bool = False) -> None:
    """The accounts are as if all were folded at once; `anew`: they had to be."""
    stepper, known = Stepper(RULES), [*first]
    stepper.advance(in_order(first))
    for facts in steps:
        before = dict(stepper.accounts)
        stepper.advance(in_order(facts))
        known += facts
        is_same = all(stepper.accounts[key] is account for key, account in before.items())
        assert is_same is not (anew and facts is steps[-1])
    assert stepper.ledger(stepper.accounts).accounts == fold(known, RULES).accounts


def test_an_invoice_mailed_right_after_a_clients_mail_is_silenced_by_it_too() -> None:
    assert_goes_on([invoice()], [DISPUTE], [YOUNGER])


def test_two_mails_of_a_client_are_both_taken_again() -> None:
    promise = reply(Intent.PROMISE, on=after(4), promised_on=after(20))
    assert_goes_on([invoice()], [DISPUTE, promise], [YOUNGER])


def test_each_client_keeps_his_own_mails() -> None:
    other = reply(Intent.QUERY, on=after(4), sender=BETA)
    both = [invoice(), invoice("F2026-003", to=BETA)]
    assert_goes_on(both, [DISPUTE, other], [YOUNGER, invoice("F2026-004", to=BETA, on=after(5))])


def test_what_has_changed_the_account_since_makes_all_be_folded_anew() -> None:
    note = credit_note("A2026-001", corrects="F2026-001", total="50.00", on=after(4))
    assert_goes_on([invoice()], [DISPUTE], [note], [YOUNGER], anew=True)


def test_invoices_go_to_the_clients_who_are_known() -> None:
    shared = [
        invoice("F2026-005", to=ALPHA, name="Autre nom", on=after(9)),
        invoice("F2026-006", to=BETA, on=after(9)),
    ]
    assert_goes_on([invoice(), invoice("F2026-003", to=BETA)], shared)


def test_a_registration_says_whose_an_invoice_is_wherever_it_went() -> None:
    ids = ("siren:732829320",)
    both = [invoice(ids=ids), invoice("F2026-003", to=BETA)]
    assert_goes_on(both, [invoice("F2026-004", to=BETA, ids=ids, on=after(9))])
