"""Learned: by whom a client pays."""

import pytest
from casework.casework_makers import (
    BETA,
    RULES,
    after,
    assigned,
    case_of,
    credit,
    invoice,
    ledger_of,
    notice,
    story_of,
)

from relanced.casework.ledger import CreditState
from relanced.casework.money.learned import MOST, Learned
from relanced.casework.money.services import names_of_services
from relanced.model.facts import Credit, CreditNoticed, Fact
from relanced.model.names import ClientKey

A, B, C = ClientKey("alpha.example"), ClientKey("beta.example"), ClientKey("gamma.example")
DIRECTOR = credit("1200.00", "", "M DUPONT JEAN", account="FR7630001007941234567890185")


def taught() -> Learned:
    learned = Learned(names_of_services(RULES))
    learned.know(A, "Alpha Menuiserie SARL")
    learned.know(B, "Beta Menuiserie")
    return learned


def test_a_name_and_an_account_are_a_client_s() -> None:
    learned = taught()

    assert learned.learn(A, DIRECTOR) == {A}
    assert (learned.names(A), learned.accounts(A)) == (("M DUPONT JEAN",), ("FR7630001007941234567890185",))
    assert learned.learn(A, DIRECTOR) == set()


def test_what_two_clients_share_teaches_nothing_any_more() -> None:
    learned = taught()
    learned.learn(A, DIRECTOR)

    assert learned.learn(B, credit("5.00", "", "Mme Dupont, Jean")) == {A, B}
    assert (learned.names(A), learned.names(B)) == ((), ())
    assert learned.accounts(A) == ("FR7630001007941234567890185",)
    learned.learn(C, DIRECTOR)
    assert learned.accounts(A) == learned.names(C) == ()


@pytest.mark.parametrize(
    "payer",
    [
        "ALPHA MENUISERIE",  # known already
        "BETA MENUISERIE SAS",  # another client
        "BANQUE RIVAGE",  # a bank: for whom it pays is not told
        "BANQUE-RIVAGE PAIEMENTS",
        "ACME FACTORING",
        "ETUDE DE MAITRE LEGRAND NOTAIRES",
        "",
        "M.",
    ],
)
def test_names_of_clients_banks_and_of_those_who_pay_for_others_teach_nothing(payer: str) -> None:
    learned = taught()
    learned.learn(A, credit("5.00", "", payer))

    assert learned.names(A) == ()


def test_a_masked_account_teaches_nothing() -> None:
    learned = taught()
    learned.learn(A, credit("5.00", "", "", account="FR76********0185"))

    assert learned.accounts(A) == ()


def test_only_so_many_names_are_kept() -> None:
    learned = taught()
    for n in range(2 * MOST):
        learned.learn(A, credit("5.00", "", f"PAYEUR{n}X"))

    assert len(learned.names(A)) == MOST


def _state_of_the_next(*before: Fact, by: Credit) -> CreditState:
    """What becomes of a payment without a reference of the same payer, while others owe the same."""
    then: CreditNoticed = notice(by, on=after(40))
    facts = (
        *before,
        invoice("F2026-101", on=after(30), total="1250.00"),
        invoice("F2026-102", on=after(30), to=BETA, total="1250.00"),
    )
    return story_of(ledger_of(*facts, then), then).state


NEXT = credit("1250.00", "", "M DUPONT JEAN")


def test_a_whole_number_and_its_exact_sum_teach_the_payer() -> None:
    told = notice(credit("1200.00", "F2026-001", "M DUPONT JEAN"), on=after(3))

    assert _state_of_the_next(invoice(), by=NEXT) is CreditState.WAITING
    assert _state_of_the_next(invoice(), told, by=NEXT) is CreditState.SETTLED


def test_a_part_of_it_teaches_nothing() -> None:
    told = notice(credit("200.00", "F2026-001", "M DUPONT JEAN"), on=after(3))

    assert _state_of_the_next(invoice(), told, by=NEXT) is CreditState.WAITING


def test_the_owner_s_word_teaches_the_payer() -> None:
    told = notice(credit("200.00", "", "M DUPONT JEAN"), on=after(3))
    said = assigned(told, "F2026-001", on=after(4))

    assert _state_of_the_next(invoice(), told, said, by=NEXT) is CreditState.SETTLED


def test_a_word_that_pays_two_clients_teaches_nothing() -> None:
    told = notice(credit("200.00", "", "M DUPONT JEAN"), on=after(3))
    said = assigned(told, ("F2026-001", "100.00"), ("F2026-009", "100.00"), on=after(4))

    assert (
        _state_of_the_next(invoice(), invoice("F2026-009", to=BETA), told, said, by=NEXT)
        is CreditState.WAITING
    )


def test_the_invoice_is_paid_by_whom_the_client_has_paid_through_before() -> None:
    told = notice(credit("1200.00", "F2026-001", "M DUPONT JEAN"), on=after(3))
    then = notice(NEXT, on=after(40))
    more = (
        invoice("F2026-101", on=after(30), total="1250.00"),
        invoice("F2026-102", on=after(30), to=BETA, total="1250.00"),
    )

    assert not case_of(ledger_of(invoice(), told, *more, then), "F2026-101").is_open
