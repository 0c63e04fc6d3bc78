"""Troubles: mail that could not be read, or did not arrive."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    after,
    bounce,
    decided,
    invoice,
    ledger_of,
    plan_of,
    quarantined,
    questions_in,
    reminder,
    steps_in,
)

from relanced.casework.ledger import HoldKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.mark import reference_of
from relanced.model.names import MessageId

ONE, TWO = invoice("F2026-001"), invoice("F2026-002", total="77.00")
OTHER = invoice("F2026-003", to=BETA)
SENT = reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7), message_id="r1@firm.example")
LATER = after(28)  # an open Monday, when every breathing space is over


def held(*facts: Fact) -> dict[str, list[HoldKind]]:
    """Of each case, what silences it."""
    ledger = ledger_of(ONE, TWO, OTHER, SENT, *facts)
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return {c.number: kinds for c in cases if (kinds := [h.kind for h in c.silenced_by(LATER)])}


def test_an_unreadable_mail_of_a_client_silences_him_until_the_owner_resumes() -> None:
    facts = (invoice(), quarantined("patron@alpha.example", on=after(2)))
    actions = plan_of(*facts, today=after(28))

    assert steps_in(actions) == {}
    assert "could not be read" in questions_in(actions)[0].question
    resumed = decided(Verb.RESUME, "alpha.example", on=after(27))
    assert steps_in(plan_of(*facts, resumed, today=after(28))) == {"F2026-001": "rappel"}


@pytest.mark.parametrize(
    "subject", ["Re: votre facture F2026-001", "RE : F 2026 001 ?", "TR: Re: Facture F2026-001"]
)
def test_an_unreadable_mail_that_names_an_invoice_silences_its_client(subject: str) -> None:
    facts = (invoice(), invoice("F2026-002"), quarantined("", on=after(2), subject=subject))

    assert steps_in(plan_of(*facts, today=after(28))) == {}


def test_an_unreadable_answer_is_known_by_its_subject() -> None:
    mail = replace(invoice(), subject="Travaux de mars")

    assert (
        steps_in(plan_of(mail, quarantined("", on=after(2), subject="Re: Travaux de mars"), today=LATER))
        == {}
    )


def test_an_unreadable_mail_of_nobody_known_is_shown() -> None:
    mail = quarantined("x@shop.example", on=after(2), subject="100 offers")

    assert ledger_of(invoice("100"), mail).unmatched == (mail,)
    assert steps_in(plan_of(invoice("100"), mail, today=after(28))) == {"100": "rappel"}


def test_mail_that_does_not_arrive_for_good_silences_the_client() -> None:
    facts = (invoice(), bounce(ALPHA, on=after(7)))
    actions = plan_of(*facts, today=after(28))

    assert steps_in(actions) == {}
    assert ALPHA in questions_in(actions)[0].question


def test_a_bounce_without_a_recipient_is_known_by_the_mail_in_it() -> None:
    assert held(bounce("", on=after(7), answers=("r1@firm.example",))) == {
        "F2026-001": [HoldKind.BOUNCE],
        "F2026-002": [HoldKind.BOUNCE],
    }


def test_a_delay_is_no_bounce() -> None:
    assert held(bounce(ALPHA, on=after(7), permanent=False)) == {}


def test_a_bounce_of_nobody_known_is_shown() -> None:
    mail = bounce("x@shop.example", on=after(7))

    assert ledger_of(invoice(), mail).unmatched == (mail,)


def test_an_unreadable_mail_that_answers_us_silences_whom_it_answers() -> None:
    sent = reminder(("F2026-001", "rappel"), on=after(7), message_id="r1.one@firm.example")
    lost = quarantined("private@elsewhere.example", on=after(8), answers=("r1.one@firm.example",))
    actions = plan_of(invoice(), sent, lost, today=after(21))

    assert steps_in(actions) == {}


def test_a_bounce_that_only_shows_the_reference_of_a_letter_silences_its_client() -> None:
    token = reference_of(MessageId("r1@firm.example"))

    lost = bounce("someone@else.example", on=after(8), tokens=(token,))

    assert held(lost) == {"F2026-001": [HoldKind.BOUNCE], "F2026-002": [HoldKind.BOUNCE]}
    assert held(bounce("someone@else.example", on=after(8), tokens=("R-0000-0000",))) == {}
