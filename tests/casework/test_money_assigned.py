"""The owner's word on a payment: it takes the place of what was settled."""

from casework.casework_makers import (
    BETA,
    after,
    assigned,
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
from relanced.model.actions import CloseCase
from relanced.model.decided import Verb
from relanced.model.facts import CreditNoticed, Fact, ToldBy
from relanced.model.names import MailRef

TWO = (invoice(), invoice("F2026-002", to=BETA))
UNCLEAR = notice(credit("1200.00", "VIREMENT"), on=after(6))


def owed(*numbers: str, facts: tuple[Fact, ...]) -> list[str]:
    ledger = ledger_of(*facts)
    return [case_of(ledger, number).owed.plain for number in numbers]


def test_the_owner_says_what_it_pays_and_the_silence_ends() -> None:
    said = assigned(UNCLEAR, "F2026-002", on=after(7))
    facts = (*TWO, UNCLEAR, said)
    ledger = ledger_of(*facts)

    assert owed("F2026-001", "F2026-002", facts=facts) == ["1200.00", "0.00"]
    story = story_of(ledger, UNCLEAR)
    assert (story.state, story.settlement) == (CreditState.ASSIGNED, None)
    assert [(number, money.plain) for number, money in story.paid] == [("F2026-002", "1200.00")]
    assert steps_in(plan_of(*facts, today=after(7))) == {"F2026-001": "rappel"}
    assert [a.invoice for a in plan_of(*facts, today=after(7)) if isinstance(a, CloseCase)] == ["F2026-002"]
    assert ledger.links[said.source.fingerprint].invoices == {"F2026-002"}


def test_it_frees_what_relanced_had_settled() -> None:
    paid = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6))

    assert owed("F2026-001", "F2026-002", facts=(*TWO, paid)) == ["0.00", "1200.00"]
    said = assigned(paid, "F2026-002", on=after(7))
    assert owed("F2026-001", "F2026-002", facts=(*TWO, paid, said)) == ["1200.00", "0.00"]


def test_it_may_be_split_and_leaves_the_rest_unused() -> None:
    said = assigned(UNCLEAR, ("F2026-001", "500.00"), ("F2026-002", "300.00"), on=after(7))

    assert owed("F2026-001", "F2026-002", facts=(*TWO, UNCLEAR, said)) == ["700.00", "900.00"]


def test_an_amount_that_is_said_goes_before_what_is_owed() -> None:
    said = assigned(UNCLEAR, "F2026-001", ("F2026-002", "500.00"), on=after(7))

    assert owed("F2026-001", "F2026-002", facts=(*TWO, UNCLEAR, said)) == ["500.00", "700.00"]


def test_never_more_than_came_and_never_more_than_is_owed() -> None:
    small = invoice("F2026-003", total="100.00")
    too_much = assigned(UNCLEAR, ("F2026-001", "900.00"), ("F2026-002", "900.00"), on=after(7))
    more_than_owed = assigned(UNCLEAR, ("F2026-003", "900.00"), "F2026-001", on=after(7))

    assert owed("F2026-001", "F2026-002", facts=(*TWO, UNCLEAR, too_much)) == ["300.00", "900.00"]
    facts = (*TWO, small, UNCLEAR, more_than_owed)
    assert owed("F2026-001", "F2026-003", facts=facts) == ["100.00", "0.00"]


def test_none_of_ours_ends_the_question() -> None:
    said = assigned(UNCLEAR, on=after(7))
    facts = (*TWO, UNCLEAR, said)
    ledger = ledger_of(*facts)

    assert owed("F2026-001", "F2026-002", facts=facts) == ["1200.00", "1200.00"]
    assert set(steps_in(plan_of(*facts, today=after(7)))) == {"F2026-001", "F2026-002"}
    assert story_of(ledger, UNCLEAR).state is CreditState.ASSIGNED
    assert ledger.unmatched == ()


def test_the_last_word_counts_by_whichever_mail_it_names_the_payment() -> None:
    statement = notice(credit("1200.00", "VIREMENT", on=after(6)), on=after(8), told_by=ToldBy.STATEMENT)
    first = assigned(UNCLEAR, "F2026-001", on=after(9))
    last = assigned(statement, "F2026-002", on=after(10))

    for order in ((first, last), (last, first)):
        facts = (*TWO, UNCLEAR, statement, *order)
        assert owed("F2026-001", "F2026-002", facts=facts) == ["1200.00", "0.00"]


def test_a_line_is_meant_by_its_number() -> None:
    two = notice(credit("1200.00", "VIREMENT"), credit("1200.00", "VIREMENT"), on=after(6))
    said = assigned(two, "F2026-001", line=2, on=after(7))
    ledger = ledger_of(*TWO, two, said)

    assert [story_of(ledger, two, line).state for line in (1, 2)] == [
        CreditState.WAITING,
        CreditState.ASSIGNED,
    ]


def test_a_word_about_a_mail_or_a_line_that_is_not_known_is_shown() -> None:
    lost = assigned(MailRef("00000000"), "F2026-001", on=after(7))
    line = assigned(UNCLEAR, "F2026-001", line=2, on=after(7))

    assert set(ledger_of(*TWO, UNCLEAR, lost, line).unmatched) == {lost, line}


def test_a_number_that_is_not_known_is_shown_and_the_others_are_paid() -> None:
    said = assigned(UNCLEAR, "F2026-999", "F2026-001", on=after(7))

    assert owed("F2026-001", facts=(*TWO, UNCLEAR, said)) == ["0.00"]
    assert ledger_of(*TWO, UNCLEAR, said).unmatched == (said,)


def test_the_owner_may_vouch_for_a_mail_that_could_not_be_believed() -> None:
    forged = notice(credit("1200.00", "VIREMENT"), on=after(6), trusted=False)
    said = assigned(forged, "F2026-001", on=after(7))
    statement = notice(
        credit("1200.00", "VIREMENT", "ALPHA", on=after(6)), on=after(8), told_by=ToldBy.STATEMENT
    )

    assert owed("F2026-001", facts=(*TWO, forged, said)) == ["0.00"]
    assert len(ledger_of(*TWO, forged, said, statement).credits) == 1


def test_none_of_ours_about_a_forged_copy_says_nothing_of_the_real_one() -> None:
    real = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6))
    forged = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6), trusted=False)
    said = assigned(forged, on=after(7))
    ledger = ledger_of(*TWO, real, forged, said)

    assert owed("F2026-001", facts=(*TWO, real, forged, said)) == ["0.00"]
    assert ledger.unmatched == ()


def test_money_on_an_invoice_that_the_owner_had_closed_takes_the_place_of_his_word() -> None:
    said = decided(Verb.PAID, "F2026-001", on=after(5))
    words = assigned(UNCLEAR, ("F2026-001", "1000.00"), on=after(7))
    case = case_of(ledger_of(*TWO, said, UNCLEAR, words))

    assert [(p.kind, p.amount.plain) for p in case.postings] == [
        (PostingKind.OWNER, "200.00"),
        (PostingKind.PAYMENT, "1000.00"),
    ]


def test_money_that_came_before_its_invoice_is_the_invoice_s_by_the_owner_s_word() -> None:
    early = notice(credit("1200.00", "devis 12", "ALPHA MENUISERIE"), on=after(-8))
    (asked,) = questions_in(plan_of(early, invoice(), today=after(1)))
    said = assigned(early, "F2026-001", on=after(2))

    assert "credits assign" in asked.question
    assert owed("F2026-001", facts=(early, invoice(), said)) == ["0.00"]


def test_what_the_owner_assigned_and_went_back_is_owed_again() -> None:
    said = assigned(UNCLEAR, "F2026-002", on=after(7))
    back = went_back(credit("1200.00", "VIREMENT"), on=after(9))

    assert owed("F2026-002", facts=(*TWO, UNCLEAR, said, back)) == ["1200.00"]


def test_the_owner_s_word_on_a_service_s_transfer_counts() -> None:
    card = credit("1200.00", "F2026-001", "Alpha", fee="30.00")
    payout = notice(card, on=after(4), told_by=ToldBy.PAYOUT, bank="Rivage Pay")
    net: CreditNoticed = notice(credit("1170.00", "", "RIVAGE PAY", on=after(5)), on=after(5))
    said = assigned(net, "F2026-002", on=after(7))

    assert owed("F2026-002", facts=(*TWO, payout, net, said)) == ["30.00"]


def test_other_currencies_are_not_mixed() -> None:
    francs = invoice("F2026-003", currency="CHF")
    said = assigned(UNCLEAR, "F2026-003", on=after(7))

    assert owed("F2026-003", facts=(francs, UNCLEAR, said)) == ["1200.00"]
