"""Judged: the owner's word on a client's mail stands for what was read."""

from itertools import permutations

import pytest
from casework.casework_makers import (
    MONDAY,
    RULES,
    after,
    auto_reply,
    case_of,
    decided,
    invoice,
    judged,
    ledger_of,
    plan_of,
    questions_in,
    reply,
    said,
    steps_in,
    wait_for,
)

from relanced.casework.fold import fold
from relanced.casework.ledger import HoldKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.names import MailRef

LATER = after(28)
MAIL = reply(Intent.ACK, on=after(8))


def kinds(*facts: Fact) -> list[HoldKind]:
    return [hold.kind for hold in case_of(ledger_of(invoice(), *facts)).silenced_by(LATER)]


def test_a_judgement_takes_the_place_of_the_reading() -> None:
    assert kinds(MAIL) == []
    assert kinds(MAIL, judged(MAIL, Intent.DISPUTE, on=after(9))) == [HoldKind.DISPUTE]
    dispute = reply(Intent.DISPUTE, also=(Intent.QUERY,), on=after(8))
    assert kinds(dispute, judged(dispute, Intent.ACK, on=after(9))) == []


def test_reason_and_question_say_by_whose_word() -> None:
    actions = plan_of(invoice(), MAIL, judged(MAIL, Intent.DISPUTE, on=after(9)), today=LATER)

    assert "by the owner's word" in wait_for(actions).why
    assert "by the owner's word" in questions_in(actions)[0].question


@pytest.mark.parametrize("intent", [Intent.PROMISE, Intent.CLAIMS_PAID, Intent.INSOLVENCY])
def test_every_silence_of_a_judgement_says_so(intent: Intent) -> None:
    note = judged(MAIL, intent, on=after(9), promised_on=after(60))

    assert "by the owner's word" in wait_for(plan_of(invoice(), MAIL, note, today=LATER)).why


def test_the_last_judgement_counts_whatever_came_first() -> None:
    notes = (
        judged(MAIL, Intent.DISPUTE, on=after(9)),
        judged(MAIL, Intent.PROMISE, on=after(10), promised_on=after(12)),
        judged(MAIL, Intent.QUERY, on=after(11)),
    )
    ledgers = [fold((invoice(), MAIL, *told), RULES) for told in permutations(notes)]

    assert all(ledger == ledgers[0] for ledger in ledgers)
    assert [hold.intent for hold in case_of(ledgers[0]).silenced_by(LATER)] == [Intent.QUERY]


def test_the_owner_knows_the_promised_day_better() -> None:
    mail = reply(Intent.PROMISE, on=after(6), promised_on=after(7))
    note = judged(mail, Intent.PROMISE, on=after(7), promised_on=after(11))

    assert wait_for(plan_of(invoice(), mail, note, today=after(8))).until == after(15)


def test_the_pieces_of_a_judged_mail_count_no_more() -> None:
    mail = reply(
        Intent.DISPUTE, on=after(8), mentions=("F2026-001",), said_of=(said(Intent.DISPUTE, "F2026-001"),)
    )

    assert kinds(mail, judged(mail, Intent.ACK, on=after(9))) == []


def test_a_yes_ends_the_doubt_that_stood_beside_the_reading() -> None:
    mail = reply(Intent.ACK, also=(Intent.NOT_SURE,), on=after(8))

    assert kinds(mail) == [HoldKind.QUESTION]
    assert kinds(mail, judged(mail, Intent.ACK, on=after(9))) == []


def test_a_mail_taken_for_a_machine_s_is_a_person_s_where_the_owner_says_what_it_wants() -> None:
    mail = auto_reply(on=after(8))

    assert kinds(mail, judged(mail, Intent.DISPUTE, on=after(9))) == [HoldKind.DISPUTE]
    assert kinds(mail, judged(mail, Intent.AUTO_REPLY, on=after(9))) == []


def test_a_silence_that_was_ended_begins_again_where_the_owner_then_says_otherwise() -> None:
    mail = reply(Intent.NOT_SURE, on=after(8))
    resumed = decided(Verb.RESUME, "F2026-001", on=after(9))

    assert kinds(mail, resumed) == []
    assert kinds(mail, resumed, judged(mail, Intent.DISPUTE, on=after(10))) == [HoldKind.DISPUTE]
    assert kinds(mail, resumed, judged(mail, Intent.NOT_SURE, on=after(10))) == []
    again = decided(Verb.RESUME, "F2026-001", on=after(11))
    assert kinds(mail, resumed, judged(mail, Intent.DISPUTE, on=after(10)), again) == []


def test_an_insolvency_that_is_seen_late_stops_what_was_resumed() -> None:
    mail = reply(Intent.NOT_SURE, on=after(8))
    resumed = decided(Verb.RESUME, "F2026-001", on=after(9))
    note = judged(mail, Intent.INSOLVENCY, on=after(10))

    assert kinds(mail, resumed, note) == [HoldKind.INSOLVENCY]
    assert steps_in(plan_of(invoice(), mail, resumed, note, today=after(300))) == {}


def test_a_judgement_of_a_mail_that_nobody_knows_is_shown() -> None:
    note = judged(MailRef("0a1b2c3d"), Intent.DISPUTE, on=MONDAY)
    ledger = ledger_of(invoice(), MAIL, note)

    assert ledger.unmatched == (note,)
    assert kinds(MAIL, note) == []


def test_a_judgement_concerns_whom_its_mail_concerns() -> None:
    note = judged(MAIL, Intent.DISPUTE, on=after(9))
    ledger = ledger_of(invoice(), MAIL, note)

    assert ledger.links[note.source.fingerprint] == ledger.links[MAIL.source.fingerprint]
