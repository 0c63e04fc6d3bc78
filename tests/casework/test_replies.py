"""Replies: whose they are, and the silence that each brings."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    after,
    auto_reply,
    bounce,
    case_of,
    decided,
    intended,
    invoice,
    ledger_of,
    plan_of,
    quarantined,
    questions_in,
    reminder,
    reply,
    source,
    steps_in,
    wait_for,
)

from relanced.casework.ledger import HoldKind
from relanced.model.facts import Fact, ReplyReceived, Verb
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
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


# ---- whose mail it is --------------------------------------------------------------------------


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


# ---- what it does ------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [i for i in Intent if i is not Intent.AUTO_REPLY])
def test_any_human_mail_silences_the_whole_client_for_a_while(intent: Intent) -> None:
    nothing = replace(RULES, replies=replace(RULES.replies, effects=dict.fromkeys(Intent, Effect.NONE)))
    facts = (invoice(), invoice("F2026-002"), reply(intent, on=after(6), mentions=("F2026-002",)))

    for today in (after(7), after(8)):  # two banking days
        assert steps_in(plan_of(*facts, today=today, rules=nothing)) == {}
    assert set(steps_in(plan_of(*facts, today=after(9), rules=nothing))) == {"F2026-001", "F2026-002"}


@pytest.mark.parametrize("intent", [i for i, effect in DEFAULT_EFFECTS.items() if effect is Effect.HOLD])
def test_what_needs_a_person_is_held_until_the_owner_resumes(intent: Intent) -> None:
    facts = (invoice(), reply(intent, on=after(6)))
    actions = plan_of(*facts, today=after(365))

    assert steps_in(actions) == {}
    assert wait_for(actions).until is None
    assert len(questions_in(actions)) == 1
    resumed = decided(Verb.RESUME, "F2026-001", on=after(363))
    assert steps_in(plan_of(*facts, resumed, today=after(364))) == {"F2026-001": "rappel"}


def test_a_second_intent_has_its_effect_too() -> None:
    both = reply(Intent.ACK, also=(Intent.DISPUTE,), on=after(8), mentions=("F2026-001",))

    assert held(both) == {"F2026-001": [HoldKind.DISPUTE]}


def test_a_promise_is_silent_until_its_day_and_grace_are_over() -> None:
    facts = (invoice(), reply(Intent.PROMISE, on=after(6), promised_on=after(11)))

    assert wait_for(plan_of(*facts, today=after(7))).until == after(15)  # Friday and two banking days
    assert steps_in(plan_of(*facts, today=after(15))) == {}
    assert steps_in(plan_of(*facts, today=after(16))) == {"F2026-001": "rappel"}


@pytest.mark.parametrize("promised_on", [None, after(-20)])
def test_a_promise_without_a_day_that_can_be_is_silent_for_the_usual_time(promised_on: date | None) -> None:
    facts = (invoice(), reply(Intent.PROMISE, on=after(7), promised_on=promised_on))

    assert steps_in(plan_of(*facts, today=after(16))) == {}
    assert steps_in(plan_of(*facts, today=after(17))) == {"F2026-001": "rappel"}


def test_a_later_second_promise_is_kept_and_shown_to_the_owner() -> None:
    first = reply(Intent.PROMISE, on=after(6), promised_on=after(8))
    second = reply(Intent.PROMISE, on=after(14), promised_on=after(18))
    actions = plan_of(invoice(), first, second, today=after(17))

    assert steps_in(actions) == {}
    (question,) = questions_in(actions)
    assert "promise number 2" in question.question
    assert questions_in(plan_of(invoice(), first, today=after(7))) == []


def test_a_far_promise_is_shown_to_the_owner() -> None:
    actions = plan_of(invoice(), reply(Intent.PROMISE, on=after(6), promised_on=after(200)), today=after(21))

    assert steps_in(actions) == {}
    assert "194 days away" in questions_in(actions)[0].question


def test_money_that_is_said_to_be_paid_is_awaited_then_the_owner_is_asked() -> None:
    facts = (invoice(), reply(Intent.CLAIMS_PAID, on=after(7)))

    assert questions_in(plan_of(*facts, today=after(11))) == []
    actions = plan_of(*facts, today=after(14))
    assert "no money seen yet" in questions_in(actions)[0].question
    assert steps_in(plan_of(*facts, today=after(364))) == {}


def test_insolvency_stops_the_client_for_good_with_what_is_still_to_come() -> None:
    stop = reply(Intent.INSOLVENCY, on=after(6), mentions=("F2026-001",))
    facts = (invoice(), invoice("F2026-002"), invoice("F2026-004", on=after(20)), stop)

    assert steps_in(plan_of(*facts, today=after(364))) == {}
    one = decided(Verb.RESUME, "F2026-002", on=after(300))
    assert steps_in(plan_of(*facts, one, today=after(364))) == {}
    whole = decided(Verb.RESUME, "alpha.example", on=after(300))
    assert len(steps_in(plan_of(*facts, whole, today=after(364)))) == 3


def test_a_machine_s_answer_changes_nothing() -> None:
    for machine in (auto_reply(on=after(6)), reply(Intent.AUTO_REPLY, on=after(6))):
        assert steps_in(plan_of(invoice(), machine, today=after(7))) == {"F2026-001": "rappel"}
        assert ledger_of(invoice(), machine).links[machine.source.fingerprint].clients == {"alpha.example"}


# ---- what could not be read or delivered -------------------------------------------------------


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


def test_hostile_words_do_not_reach_the_owner_s_screen() -> None:
    nasty: ReplyReceived = replace(reply(Intent.DISPUTE, on=after(8)), sender="\x1b[2Jx@alpha.example")
    nasty = replace(nasty, answers=(MessageId("r1@firm.example"),), source=source(nasty.source.at, "nasty"))
    case = case_of(ledger_of(ONE, SENT, nasty))

    assert all(hold.why.isprintable() and hold.question.isprintable() for hold in case.holds)


def test_an_unreadable_mail_that_answers_us_silences_whom_it_answers() -> None:
    sent = reminder(("F2026-001", "rappel"), on=after(7), message_id="r1.one@firm.example")
    lost = quarantined("private@elsewhere.example", on=after(8), answers=("r1.one@firm.example",))
    actions = plan_of(invoice(), sent, lost, today=after(21))

    assert steps_in(actions) == {}
