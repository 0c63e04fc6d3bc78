"""Ready answers: for whom one is drafted, to whom it goes, what it proposes, and when none is due any more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    after,
    at,
    decided,
    invoice,
    ledger_of,
    questions_in,
    reply,
)
from casework.promises_makers import agreed

from relanced.casework.answer_pace import Past
from relanced.casework.answers import PARTS, answers_due
from relanced.casework.planning.plan import plan
from relanced.model.actions import DraftAnswer
from relanced.model.client import ClientRule
from relanced.model.decided import OwnerDecided, ReplyJudged, Verb
from relanced.model.facts import Fact
from relanced.model.intents import Ask, Intent
from relanced.model.names import mail_ref
from relanced.model.rules import Mode, Rules

WITH_IBAN = replace(RULES, firm=replace(RULES.firm, iban="FR7630006000011234567890189"))
TODAY = after(10)
BILL = invoice()
COPY = reply(Intent.QUERY, on=after(10), asks=(Ask.COPY,))
PLAN = reply(Intent.PLAN_REQUEST, on=after(10), asks=(Ask.PLAN,))


NOTHING_DONE = Past(answered=lambda _: False, written=lambda _: {}, failed=lambda _: {})


def drafts(
    *facts: Fact, today: date = TODAY, rules: Rules = WITH_IBAN, past: Past = NOTHING_DONE
) -> list[DraftAnswer]:
    return list(answers_due(ledger_of(*facts, rules=rules), facts, rules, today, past))


def test_a_mail_that_asks_gets_one_draft_in_its_thread_to_its_sender() -> None:
    [draft] = drafts(BILL, COPY)

    assert draft.answer.mail == COPY.source
    assert (draft.answer.to, draft.answer.asks, draft.lacks) == (ALPHA, (Ask.COPY,), "")
    assert [line.number for line in draft.answer.lines] == [BILL.number]
    [asked] = questions_in(plan(ledger_of(BILL, COPY), RULES, after(10)))
    assert asked.question in draft.questions


def test_nothing_is_asked_nothing_is_drafted() -> None:
    assert drafts(BILL, reply(Intent.QUERY, on=after(10))) == []


@pytest.mark.parametrize(
    ("sender", "to"),
    [
        ("marie@alpha.example", "marie@alpha.example"),  # at the client's own domain
        ("chef@groupe.example", "chef@groupe.example"),  # in copy of the invoice
        ("marie.perso@gmail.com", ALPHA),  # answered our mail, and is nobody that we know
    ],
)
def test_an_answer_goes_to_a_known_address_of_the_client_and_to_no_other(sender: str, to: str) -> None:
    bill = invoice(cc=("chef@groupe.example",))
    asked = reply(
        Intent.QUERY, on=after(10), sender=sender, asks=(Ask.COPY,), answers=(str(bill.source.message_id),)
    )
    assert [draft.answer.to for draft in drafts(bill, asked)] == [to]


def test_at_a_public_host_only_the_very_address_is_known() -> None:
    bill = invoice(to="alpha@gmail.com")
    asked = reply(
        Intent.QUERY,
        on=after(10),
        sender="beta@gmail.com",
        asks=(Ask.COPY,),
        answers=(str(bill.source.message_id),),
    )
    assert {draft.answer.to for draft in drafts(bill, asked)} <= {"alpha@gmail.com"}


def test_an_address_of_another_configured_client_is_not_this_clients() -> None:
    rules = replace(WITH_IBAN, clients=(ClientRule(match=("marie@alpha.example",), name="Marie"),))
    asked = reply(
        Intent.QUERY,
        on=after(10),
        sender="marie@alpha.example",
        asks=(Ask.COPY,),
        answers=(str(BILL.source.message_id),),
    )
    found = drafts(BILL, asked, rules=rules)
    assert all(draft.answer.to == ALPHA for draft in found if draft.answer.client.key != "Marie")


def test_in_mode_observe_nothing_is_drafted() -> None:
    assert drafts(BILL, COPY, rules=replace(WITH_IBAN, mode=Mode.OBSERVE)) == []
    assert len(drafts(BILL, COPY, rules=replace(WITH_IBAN, mode=Mode.DRAFT))) == 1


def test_an_answer_in_sent_ends_it() -> None:
    answered = replace(NOTHING_DONE, answered=lambda each: each == COPY.source.message_id)
    assert drafts(BILL, COPY, past=answered) == []
    assert COPY.source.message_id is not None
    again = replace(BILL, references=(COPY.source.message_id,), source=replace(BILL.source, at=at(after(11))))
    assert drafts(BILL, COPY, again) == []


@pytest.mark.parametrize(
    "decision",
    [
        decided(Verb.RESUME, "F2026-001", on=after(10)),
        decided(Verb.PAUSE, "F2026-001", on=after(10)),
        decided(Verb.DISPUTE, "alpha.example", on=after(10)),
        decided(Verb.PAID, "F2026-001", on=after(10)),
    ],
)
def test_a_decision_of_the_owner_ends_it(decision: OwnerDecided) -> None:
    assert drafts(BILL, COPY, decision) == []
    before = replace(decision, decided_at=at(after(9)), source=replace(decision.source, at=at(after(9))))
    if decision.verb is Verb.PAUSE:
        assert len(drafts(BILL, COPY, before)) == 1


def test_who_got_his_instalments_is_offered_no_others() -> None:
    assert len(drafts(BILL, PLAN, today=after(11))) == 1
    assert drafts(BILL, PLAN, agreed((after(40), "1200.00"), on=after(11)), today=after(11)) == []


def test_a_decision_about_somebody_else_ends_nothing() -> None:
    other = invoice("F2026-002", to=BETA)
    assert len(drafts(BILL, other, COPY, decided(Verb.PAUSE, "F2026-002", on=after(10)))) == 1


def test_of_two_decisions_the_one_about_this_invoice_ends_it() -> None:
    second = invoice("F2026-002")
    asked = reply(Intent.QUERY, on=after(9), asks=(Ask.COPY,), mentions=("F2026-001",))
    beside = decided(Verb.PAUSE, "F2026-002", on=after(10))

    assert len(drafts(BILL, second, asked, beside)) == 1
    assert drafts(BILL, second, asked, beside, decided(Verb.PAUSE, "F2026-001", on=after(10))) == []


def test_many_mails_of_a_client_get_one_draft_and_another_client_his() -> None:
    mails = [reply(Intent.QUERY, on=after(2 + n), asks=(Ask.COPY,)) for n in range(8)]
    other = invoice("F2026-002", to=BETA)
    his = reply(Intent.QUERY, on=after(10), sender=BETA, asks=(Ask.COPY,))
    found = drafts(BILL, other, *mails, his)

    assert len(found) == 9
    assert {d.answer.mail for d in found if not d.lacks} == {mails[-1].source, his.source}


@pytest.mark.parametrize(("intent", "count"), [(Intent.ACK, 0), (Intent.QUERY, 1)])
def test_what_the_owner_says_of_the_mail_counts(intent: Intent, count: int) -> None:
    judged = ReplyJudged(
        source=replace(COPY.source, at=at(after(10), 18), fingerprint=BILL.source.fingerprint),
        mail=mail_ref(COPY.source.fingerprint),
        intent=intent,
        promised_on=None,
        decided_at=at(after(10), 18),
    )
    assert len(drafts(BILL, COPY, judged)) == count


def test_an_insolvent_client_gets_no_answer() -> None:
    stopped = reply(Intent.INSOLVENCY, on=after(10), mentions=("F2026-001",))
    assert drafts(BILL, COPY, stopped) == []


def test_a_mail_of_last_month_gets_no_answer_and_its_question_says_so() -> None:
    [young], [old] = drafts(BILL, COPY, today=after(40)), drafts(BILL, COPY, today=after(41))
    assert (young.lacks, old.lacks) == ("", "the mail is older than 30 days")
    [asked] = questions_in(plan(ledger_of(BILL, COPY), RULES, after(41)))
    assert asked.question in old.questions


def test_a_plan_is_three_parts_of_all_that_is_owed_on_banking_days() -> None:
    bill = invoice(total="1000.00")
    [draft] = drafts(bill, PLAN, today=date(2026, 3, 12))
    parts = draft.answer.instalments

    assert [part.amount.cents for part in parts] == [33_334, 33_333, 33_333]
    assert len(parts) == PARTS
    # Thursday 19 March; Sunday 19 April and Tuesday 19 May
    assert [part.pays_on for part in parts] == [date(2026, 3, 19), date(2026, 4, 20), date(2026, 5, 19)]


@pytest.mark.parametrize("today", [date(2026, 1, 24), date(2026, 12, 24)])
def test_a_plan_begins_a_week_ahead_and_its_days_rise(today: date) -> None:
    rules = replace(WITH_IBAN, start_on=date(2025, 1, 1))
    bill = invoice(on=today - timedelta(days=20))
    [draft] = drafts(bill, reply(Intent.PLAN_REQUEST, on=today, asks=(Ask.PLAN,)), today=today, rules=rules)
    days = [part.pays_on for part in draft.answer.instalments]

    assert days == sorted(set(days))
    assert today + timedelta(days=7) <= days[0] <= today + timedelta(days=12)


def test_what_cannot_be_drafted_says_why() -> None:
    iban = reply(Intent.QUERY, on=after(10), asks=(Ask.IBAN,))
    nameless = replace(COPY, source=replace(COPY.source, message_id=None))
    dollars = invoice("F2026-002", currency="USD")

    assert [d.lacks for d in drafts(BILL, iban, rules=RULES)] == ["firm.iban is not configured"]
    assert [d.lacks for d in drafts(BILL, iban)] == [""]
    assert [d.lacks for d in drafts(BILL, dollars, PLAN)] == ["the invoices are in several currencies"]
    assert ["Message-ID" in d.lacks for d in drafts(BILL, nameless)] == [True]


def test_a_disputed_invoice_gets_no_answer_and_the_other_one_does() -> None:
    second = invoice("F2026-002")
    disputes = reply(Intent.DISPUTE, on=after(8), mentions=("F2026-001",))
    asks = reply(Intent.QUERY, on=after(10), asks=(Ask.COPY,), mentions=("F2026-001", "F2026-002"))
    by_owner = decided(Verb.DISPUTE, "F2026-001", on=after(8))
    judged = ReplyJudged(
        source=replace(disputes.source, at=at(after(8), 18), fingerprint=BILL.source.fingerprint),
        mail=mail_ref(disputes.source.fingerprint),
        intent=Intent.DISPUTE,
        promised_on=None,
        decided_at=at(after(8), 18),
    )
    unclear = replace(disputes, intent=Intent.NOT_SURE)

    for said in ((disputes,), (by_owner,), (unclear, judged)):
        assert drafts(BILL, *said, replace(asks, mentions=("F2026-001",))) == []
        [draft] = drafts(BILL, second, *said, asks)
        assert [line.number for line in draft.answer.lines] == ["F2026-002"]
    assert len(drafts(BILL, unclear, replace(asks, mentions=("F2026-001",)))) == 1


def test_the_question_about_instalments_names_the_invoice_first() -> None:
    [asked] = questions_in(plan(ledger_of(BILL, PLAN), RULES, after(10)))
    assert "in instalments (mail of" in asked.question
    assert "«relanced instalments INVOICE …»" in asked.question
