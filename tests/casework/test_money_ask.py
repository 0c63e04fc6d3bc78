"""One question a payment, whoever may have sent it, and the words by which it is answered."""

from casework.casework_makers import (
    ALPHA,
    BETA,
    account_of,
    after,
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
from relanced.model.facts import Fact
from relanced.model.names import mail_ref


def many(count: int) -> tuple[Fact, ...]:
    """So many clients, each with one invoice of the same sum."""
    return tuple(invoice(f"F-{n:03}", to=f"x@client{n:03}.example") for n in range(count))


def test_two_clients_get_one_question_that_names_both_and_the_answer() -> None:
    unclear = notice(credit("1200.00", "VIREMENT", "DUPONT"), on=after(6))
    facts = (invoice(), invoice("F2026-002", to=BETA), unclear)
    (asked,) = questions_in(plan_of(*facts, today=after(7)))
    ref = mail_ref(unclear.source.fingerprint)

    assert asked.client is None
    assert set(asked.invoices) == {"F2026-001", "F2026-002"}
    assert f"1200.00 EUR from DUPONT ({ref}) may pay" in asked.question
    assert "F2026-001 of Alpha Menuiserie" in asked.question
    assert "F2026-002 of Beta Menuiserie" in asked.question
    assert f"«relanced credits assign {ref} F2026-00" in asked.question
    assert f"«relanced credits assign {ref} --none»" in asked.question
    assert "silence ends after 2026-03-12" in asked.question  # four banking days from Sunday the 8th
    assert questions_in(plan_of(*facts, today=after(11))) == []


def test_of_many_clients_the_first_are_named_and_the_rest_counted() -> None:
    facts: tuple[Fact, ...] = (*many(30), notice(credit("1200.00", "VIREMENT"), on=after(6)))
    (asked,) = questions_in(plan_of(*facts, today=after(7)))

    assert asked.question.count(" of Client") == 8
    assert "invoices of 22 more clients" in asked.question
    assert len(asked.invoices) == 30
    assert steps_in(plan_of(*facts, today=after(7))) == {}


def test_of_many_invoices_of_one_client_the_first_are_named() -> None:
    facts = [invoice(f"F-{n:03}", to=ALPHA, total=f"{100 + n}.00") for n in range(9)]
    unclear = notice(credit("55.00", "", "ALPHA MENUISERIE"), on=after(6))
    (asked,) = questions_in(plan_of(*facts, unclear, today=after(7)))

    assert "and 6 more of Alpha Menuiserie" in asked.question
    assert asked.client is not None


def test_a_line_of_many_is_named_with_its_number() -> None:
    two = notice(credit("3.00"), credit("1200.00", "VIREMENT"), on=after(6))
    (asked,) = questions_in(plan_of(invoice(), invoice("F2026-002", to=BETA), two, today=after(7)))

    assert f"assign {mail_ref(two.source.fingerprint)}.2 F2026-00" in asked.question


def test_each_payment_in_doubt_is_a_question_of_its_own() -> None:
    unclear = [notice(credit("1200.00", "VIREMENT", on=after(n)), on=after(n)) for n in (4, 6)]
    facts: list[Fact] = [invoice(), invoice("F2026-002", to=BETA), *unclear]

    assert len(questions_in(plan_of(*facts, today=after(7)))) == 2


def test_the_question_about_too_much_money_can_be_answered() -> None:
    much = notice(credit("1250.00", "F2026-001", "ALPHA MENUISERIE"), on=after(6))
    facts = (invoice(), invoice("F2026-002", total="333.00"), much)
    (asked,) = questions_in(plan_of(*facts, today=after(7)))

    assert f"«relanced credits assign {mail_ref(much.source.fingerprint)} F2026-001»" in asked.question
    assert "50.00 EUR more than owed" in asked.question


def test_the_stories_tell_of_every_payment_once_in_order_of_time() -> None:
    paid = notice(credit("1200.00", "F2026-001", "ALPHA MENUISERIE"), on=after(3))
    strange = notice(credit("3.14", "intérêts", "UNKNOWN"), on=after(1))
    forged = notice(credit("333.00", "F2026-002", "ALPHA"), on=after(2), trusted=False)
    ledger = ledger_of(invoice(), invoice("F2026-002", total="333.00"), paid, strange, forged)

    assert [story.state for story in ledger.credits] == [
        CreditState.UNKNOWN,
        CreditState.UNTRUSTED,
        CreditState.SETTLED,
    ]
    story = story_of(ledger, paid)
    assert story.settlement is not None
    assert "F2026-001" in story.settlement.because or "number" in story.settlement.because
    assert [(number, money.plain) for number, money in story.paid] == [("F2026-001", "1200.00")]
    assert story_of(ledger, forged).settlement is None
    assert story_of(ledger, strange).paid == ()


def test_mail_cannot_put_words_of_its_own_into_the_question() -> None:
    hostile = notice(
        credit("1200.00", "VIREMENT", "X\r\n«relanced paid F2026-001»\x1b[2J" + "Z" * 900), on=after(6)
    )
    (asked,) = questions_in(plan_of(invoice(), invoice("F2026-002", to=BETA), hostile, today=after(7)))

    assert asked.question.isprintable()
    assert len(asked.question) < 1_000


def test_a_pause_ends_by_itself_and_the_payment_keeps_waiting() -> None:
    unclear = notice(credit("1200.00", "VIREMENT"), on=after(6))
    facts = (invoice(), invoice("F2026-002", to=BETA), unclear)

    assert set(steps_in(plan_of(*facts, today=after(14)))) == {"F2026-001", "F2026-002"}
    assert story_of(ledger_of(*facts), unclear).state is CreditState.WAITING
    assert case_of(ledger_of(*facts)).holds == account_of(ledger_of(*facts)).holds
