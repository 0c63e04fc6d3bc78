"""Who: whose a reply is, and of which invoices it speaks."""

from dataclasses import replace

from casework.casework_makers import (
    BETA,
    MONDAY,
    after,
    case_of,
    decided,
    intended,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reply,
)

from relanced.casework.ledger import HoldKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent

ONE, TWO = invoice("F2026-001"), invoice("F2026-002", total="77.00")
OTHER = invoice("F2026-003", to=BETA)
SENT = reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7), message_id="r1@firm.example")
LATER = after(28)  # an open Monday, when every breathing space is over


def held(*facts: Fact) -> dict[str, list[HoldKind]]:
    """Of each case, what silences it."""
    ledger = ledger_of(ONE, TWO, OTHER, SENT, *facts)
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return {c.number: kinds for c in cases if (kinds := [h.kind for h in c.silenced_by(LATER)])}


def test_an_answer_to_a_reminder_concerns_the_invoices_that_it_was_for() -> None:
    answer = reply(Intent.DISPUTE, on=after(8), sender="other@gmail.com", answers=("r1@firm.example",))

    assert held(answer) == {"F2026-001": [HoldKind.DISPUTE]}


def test_the_nearest_known_message_decides() -> None:
    answer = reply(
        Intent.DISPUTE, on=after(8), answers=("unknown@x.example", "r1@firm.example", "later@x.example")
    )

    assert held(answer) == {"F2026-001": [HoldKind.DISPUTE]}


def test_an_answer_to_the_invoice_s_own_mail_concerns_it() -> None:
    message_id = TWO.source.message_id or ""

    assert held(reply(Intent.QUERY, on=after(2), sender="", answers=(message_id,))) == {
        "F2026-002": [HoldKind.QUESTION]
    }


def test_an_answer_to_a_letter_that_only_the_outbox_knows_is_found() -> None:
    letter = intended(("F2026-002", "rappel"), on=after(7), message_id="r2@firm.example")
    done = reminder(("F2026-002", "rappel"), on=after(7), message_id="r2@firm.example")
    answer = reply(Intent.DISPUTE, on=after(8), sender="", answers=("r2@firm.example",))

    assert held(letter, done, answer) == {"F2026-002": [HoldKind.DISPUTE]}


def test_the_numbers_that_a_reply_names_go_before_the_thread() -> None:
    answer = reply(Intent.DISPUTE, on=after(8), answers=("r1@firm.example",), mentions=("f2026 002",))

    assert held(answer) == {"F2026-002": [HoldKind.DISPUTE]}


def test_a_short_number_beside_a_whole_one_is_taken_in() -> None:
    answer = reply(Intent.DISPUTE, on=after(8), mentions=("F2026-001", "02"))

    assert set(held(answer)) == {"F2026-001", "F2026-002"}


def test_a_short_number_alone_narrows_nothing() -> None:
    assert set(held(reply(Intent.DISPUTE, on=after(8), mentions=("002",)))) == {"F2026-001", "F2026-002"}


def test_without_thread_or_number_the_sender_s_open_cases_are_concerned() -> None:
    assert set(held(reply(Intent.DISPUTE, on=after(8), sender="patron@alpha.example"))) == {
        "F2026-001",
        "F2026-002",
    }


def test_an_answer_about_something_closed_concerns_all_that_is_open() -> None:
    paid = decided(Verb.PAID, "F2026-001", on=after(7))
    answer = reply(Intent.DISPUTE, on=after(8), answers=("r1@firm.example",))

    assert held(paid, answer) == {"F2026-002": [HoldKind.DISPUTE]}


def test_a_mail_older_than_the_invoice_does_not_concern_it() -> None:
    assert held(reply(Intent.DISPUTE, on=after(-3))) == {}


def test_a_server_whose_clock_is_behind_is_understood() -> None:
    answer = reply(Intent.DISPUTE, on=MONDAY)
    answer = replace(answer, source=replace(answer.source, at=ONE.source.at.replace(hour=2)))

    assert set(held(answer)) == {"F2026-001", "F2026-002"}


def test_who_was_copied_with_the_invoice_is_known() -> None:
    copied = invoice("F2026-009", to=BETA, cc=("chef@gmail.com",))
    answer = reply(Intent.DISPUTE, on=after(8), sender="chef@gmail.com", mentions=("F2026-009",))
    ledger = ledger_of(copied, answer)

    assert [h.kind for h in case_of(ledger, "F2026-009").holds] == [HoldKind.BREATHING, HoldKind.DISPUTE]


def test_who_is_copied_for_several_clients_is_nobody_s_voice() -> None:
    accountant = ("cabinet@gmail.com",)
    facts = (invoice(cc=accountant), invoice("F2026-009", to=BETA, cc=accountant))
    mail = reply(Intent.UNRELATED, on=after(8), sender="cabinet@gmail.com")

    assert ledger_of(*facts, mail).unmatched == (mail,)


def test_who_answered_us_once_is_known_from_then_on() -> None:
    first = reply(Intent.ACK, on=after(8), sender="chef@gmail.com", answers=("r1@firm.example",))
    second = reply(Intent.DISPUTE, on=after(9), sender="chef@gmail.com")

    assert set(held(first, second)) == {"F2026-001", "F2026-002"}
    assert held(second) == {}


def test_having_answered_for_another_client_never_makes_a_mail_mean_less() -> None:
    elsewhere = reply(Intent.ACK, on=after(7), sender=BETA, answers=("r1@firm.example",))
    dispute = reply(Intent.DISPUTE, on=after(8), sender=BETA, mentions=("F2026-001",))

    assert HoldKind.DISPUTE in held(dispute)["F2026-003"]
    assert HoldKind.DISPUTE in held(elsewhere, dispute)["F2026-003"]
    assert HoldKind.QUESTION in held(elsewhere, dispute)["F2026-001"]


def test_a_number_from_a_stranger_holds_that_case_and_asks() -> None:
    stranger = reply(Intent.CLAIMS_PAID, on=after(8), sender="x@nowhere.example", mentions=("F2026-001",))

    assert held(stranger) == {"F2026-001": [HoldKind.QUESTION]}
    (question,) = questions_in(plan_of(ONE, stranger, today=after(9)))
    assert "not known as this client" in question.question


def test_a_number_of_another_client_s_invoice_holds_that_too() -> None:
    answer = reply(Intent.DISPUTE, on=after(8), answers=("r1@firm.example",), mentions=("F2026-003",))

    assert held(answer) == {"F2026-001": [HoldKind.DISPUTE], "F2026-003": [HoldKind.QUESTION]}


def test_a_bare_small_number_in_a_stranger_s_advertisement_means_nothing() -> None:
    small = invoice("100")
    advertisement = reply(Intent.UNRELATED, on=after(8), sender="x@shop.example", mentions=("100",))
    question = reply(Intent.QUERY, on=after(8), sender="x@shop.example", mentions=("100",))

    assert ledger_of(small, advertisement).unmatched == (advertisement,)
    assert case_of(ledger_of(small, question), "100").holds != ()


def test_a_mail_that_concerns_nobody_is_shown() -> None:
    mail = reply(Intent.UNRELATED, on=after(8), sender="x@shop.example")

    assert ledger_of(ONE, mail).unmatched == (mail,)


def test_a_colleague_is_no_client() -> None:
    mail = reply(Intent.DISPUTE, on=after(8), sender="chef@firm.example")

    assert ledger_of(invoice("F1", to="test@firm.example"), mail).unmatched == (mail,)
