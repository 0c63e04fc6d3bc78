"""Voices: what one mail says of each invoice that it names."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    BETA,
    RULES,
    after,
    case_of,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reply,
    said,
    steps_in,
    wait_for,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.ledger import HoldKind
from relanced.casework.planning.plan import plan
from relanced.model.facts import Fact, ReplyReceived, SaidOf
from relanced.model.intents import Intent
from relanced.model.names import MessageId

ONE, TWO, THREE = invoice("F2026-001"), invoice("F2026-002"), invoice("F2026-003")
OTHER = invoice("F2026-009", to=BETA)
SENT = reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7), message_id="r1@firm.example")
LATER = after(28)
FRIDAY = after(11)
NAMED = ("F2026-001", "F2026-002")
PROMISED = said(Intent.PROMISE, "F2026-001", promised_on=FRIDAY)
WRONG = said(Intent.DISPUTE, "F2026-002")
BOTH = reply(
    Intent.DISPUTE,
    also=(Intent.PROMISE,),
    promised_on=FRIDAY,
    on=after(8),
    mentions=NAMED,
    said_of=(PROMISED, WRONG),
)


def held(*facts: Fact) -> dict[str, list[HoldKind]]:
    ledger = ledger_of(ONE, TWO, THREE, OTHER, SENT, *facts)
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return {c.number: kinds for c in cases if (kinds := [h.kind for h in c.silenced_by(LATER)])}


def test_what_is_said_of_one_invoice_holds_that_one() -> None:
    facts = (ONE, TWO, BOTH)

    assert held(BOTH) == {"F2026-002": [HoldKind.DISPUTE]}
    assert steps_in(plan_of(*facts, today=after(15))) == {}  # the promise and its grace
    assert steps_in(plan_of(*facts, today=after(16))) == {"F2026-001": "promesse_non_tenue"}


def test_the_reason_shows_the_words_of_the_piece() -> None:
    waits = plan_of(ONE, TWO, BOTH, today=after(9))

    assert "«F2026-002: dispute»" in wait_for(waits, "F2026-002").why
    assert "«F2026-001: promise»" in wait_for(waits, "F2026-001").why
    assert "dispute" not in wait_for(waits, "F2026-001").why


def test_what_no_piece_took_up_stays_with_all() -> None:
    mail = reply(Intent.QUERY, also=(Intent.DISPUTE,), on=after(8), mentions=NAMED, said_of=(PROMISED, WRONG))

    assert held(mail) == {
        "F2026-001": [HoldKind.QUESTION],
        "F2026-002": [HoldKind.DISPUTE, HoldKind.QUESTION],
    }


def test_an_invoice_that_is_named_and_has_no_piece_has_the_whole_mail() -> None:
    mail = reply(Intent.DISPUTE, on=after(8), mentions=(*NAMED, "F2026-003"), said_of=(PROMISED, WRONG))

    assert held(mail)["F2026-003"] == [HoldKind.DISPUTE]


def test_a_piece_about_an_unknown_number_makes_the_whole_mail_count_for_all() -> None:
    unknown = said(Intent.DISPUTE, "F2026-777")
    mail = reply(
        Intent.PROMISE,
        promised_on=FRIDAY,
        on=after(8),
        mentions=(*NAMED, "F2026-777"),
        said_of=(PROMISED, unknown),
    )

    assert held(mail) == {number: [HoldKind.DISPUTE] for number in (*NAMED, "F2026-003")}


def test_a_piece_about_another_client_s_invoice_makes_the_whole_mail_count_for_all() -> None:
    elsewhere = said(Intent.DISPUTE, "F2026-009")
    mail = reply(Intent.DISPUTE, on=after(8), mentions=(*NAMED, "F2026-009"), said_of=(PROMISED, elsewhere))

    assert held(mail)["F2026-001"] == [HoldKind.DISPUTE]
    assert held(mail)["F2026-009"] == [HoldKind.QUESTION]


def test_a_short_number_that_may_be_two_invoices_is_no_piece() -> None:
    twin = invoice("G2026-002")
    short = said(Intent.PROMISE, "002", promised_on=FRIDAY)
    mail = reply(Intent.DISPUTE, on=after(8), mentions=("F2026-001", "002"), said_of=(short,))
    ledger = ledger_of(ONE, TWO, twin, mail)

    assert HoldKind.DISPUTE in [hold.kind for hold in case_of(ledger, "F2026-002").holds]


def test_an_insolvency_in_one_piece_stops_the_client() -> None:
    ruined = said(Intent.INSOLVENCY, "F2026-002")
    mail = reply(Intent.PROMISE, promised_on=FRIDAY, on=after(8), mentions=NAMED, said_of=(PROMISED, ruined))

    assert set(held(mail)) == {"F2026-001", "F2026-002", "F2026-003"}


def test_a_number_that_nobody_knows_is_named_in_the_reason() -> None:
    mail = reply(Intent.DISPUTE, on=after(8), mentions=("12345", "3"), answers=("r1@firm.example",))
    actions = plan_of(ONE, TWO, SENT, mail, today=after(15))

    assert "names 12345, which is no invoice known here" in wait_for(actions).why
    assert "this invoice" not in wait_for(actions).why
    assert "12345" in questions_in(actions)[0].question
    known = reply(Intent.DISPUTE, on=after(8), mentions=("12345", "F2026-001"))
    assert "12345" not in wait_for(plan_of(ONE, known, today=after(15))).why


EVERY = {"F2026-001", "F2026-002", "F2026-003"}
FIRST = ("F2026-001",)
AT_ONCE = after(12)


def silent(mail: ReplyReceived) -> set[str]:
    """The invoices of the client that are held, promised or waited for, beside the breathing space."""
    cases = ((number, case_of(ledger_of(ONE, TWO, THREE, OTHER, SENT, mail), number)) for number in EVERY)
    return {
        n for n, case in cases if any(h.kind is not HoldKind.BREATHING for h in case.silenced_by(AT_ONCE))
    }


@pytest.mark.parametrize("intent", [Intent.DISPUTE, Intent.PROMISE, Intent.CLAIMS_PAID, Intent.NOT_SURE])
def test_what_is_said_of_all_or_of_the_rest_counts_for_all_that_is_open(intent: Intent) -> None:
    one = reply(intent, on=after(8), promised_on=FRIDAY, mentions=FIRST)
    whole = replace(one, of_all=True)

    assert silent(one) == {"F2026-001"}
    assert silent(whole) == EVERY
    assert silent(replace(whole, answers=(MessageId("r1@firm.example"),), mentions=())) == EVERY
    assert case_of(ledger_of(ONE, TWO, OTHER, whole), "F2026-009").holds == ()


def test_a_thank_you_for_all_holds_nothing() -> None:
    assert silent(reply(Intent.ACK, on=after(8), mentions=FIRST, of_all=True)) == set()


def test_what_a_piece_says_of_one_invoice_stays_with_it_where_the_rest_is_disputed() -> None:
    mail = replace(BOTH, of_all=True, said_of=(PROMISED,), mentions=FIRST)

    assert HoldKind.DISPUTE in held(mail)["F2026-003"]
    assert "all invoices, or the rest" in wait_for(plan_of(ONE, TWO, mail, today=LATER), "F2026-002").why


def test_a_number_like_ours_that_nobody_knows_may_be_any_of_ours() -> None:
    for intent in (Intent.DISPUTE, Intent.CLAIMS_PAID):
        assert silent(reply(intent, on=after(8), mentions=("F2026-001", "F2026-O02"))) == EVERY


def test_any_other_unknown_number_beside_ours_spreads_a_dispute_and_nothing_else() -> None:
    named = ("F2026-001", "4711")

    assert silent(reply(Intent.DISPUTE, on=after(8), mentions=named)) == EVERY
    assert silent(reply(Intent.CLAIMS_PAID, on=after(8), mentions=named)) == {"F2026-001"}
    for part in ("2026-001", "12"):
        assert silent(reply(Intent.DISPUTE, on=after(8), mentions=("F2026-001", part))) == {"F2026-001"}


def test_a_number_of_the_subject_alone_narrows_no_dispute() -> None:
    mail = reply(Intent.DISPUTE, on=after(8), mentions=FIRST, in_subject=FIRST)

    assert silent(mail) == EVERY
    assert silent(replace(mail, mentions=(*FIRST, "F2026-002"))) == {"F2026-001", "F2026-002"}


def test_a_promise_under_a_subject_concerns_what_it_names_and_what_it_answers() -> None:
    both = reminder(
        ("F2026-001", "rappel"), ("F2026-002", "rappel"), on=after(7), message_id="r2@firm.example"
    )
    mail = reply(Intent.PROMISE, on=after(8), promised_on=FRIDAY, mentions=FIRST, in_subject=FIRST)
    answer = replace(mail, answers=(MessageId("r2@firm.example"),))
    ledger = ledger_of(ONE, TWO, THREE, both, answer)

    assert silent(mail) == {"F2026-001"}
    assert [bool(case_of(ledger, number).promises) for number in sorted(EVERY)] == [True, True, False]


# ---- laws --------------------------------------------------------------------------------------

intents = st.sampled_from([intent for intent in Intent if intent is not Intent.AUTO_REPLY])
days = st.none() | st.integers(0, 40).map(after)
pieces = st.builds(
    lambda intent, number, also, day: said(
        intent, number, also=also, promised_on=day if Intent.PROMISE in (intent, *also) else None
    ),
    intents,
    st.sampled_from(["F2026-001", "F2026-002", "2", "F2026-777", "F2026-009"]),
    st.lists(intents, max_size=1).map(tuple),
    days,
)
mails = st.builds(
    lambda intent, also, day, told: reply(
        intent, also=also, on=after(8), promised_on=day, mentions=("F2026-001", "F2026-002"), said_of=told
    ),
    intents,
    st.lists(intents, max_size=2, unique=True).map(tuple),
    days,
    st.lists(pieces, max_size=3).map(tuple),
)
LOOKED_AT = (9, 14, 17, 22, 30, 44)  # days after the first
quick = settings(max_examples=50, deadline=None)


def silences_of(mail: ReplyReceived) -> set[tuple[int, str]]:
    """The days on which an invoice is not chased, among some."""
    ledger = fold((ONE, TWO, THREE, mail), RULES)
    chased = {(n, number) for n in LOOKED_AT for number in steps_in(plan(ledger, RULES, after(n)))}
    return {(n, number) for n in LOOKED_AT for number in NAMED} - chased


@quick
@given(mails)
def test_no_invoice_is_less_silent_than_its_own_piece_says(mail: ReplyReceived) -> None:
    for piece in mail.said_of:
        for number in set(piece.mentions) & set(NAMED):
            alone = reply(
                piece.intent,
                also=piece.also,
                on=after(8),
                promised_on=piece.promised_on,
                mentions=(number,),
            )
            case = case_of(ledger_of(ONE, TWO, THREE, mail), number)
            kinds = {hold.kind for hold in case.holds}
            assert {hold.kind for hold in case_of(ledger_of(ONE, TWO, THREE, alone), number).holds} <= kinds


@quick
@given(mails)
def test_pieces_of_unknown_numbers_never_make_a_mail_mean_less(mail: ReplyReceived) -> None:
    unknown: tuple[SaidOf, ...] = (said(Intent.ACK, "F2026-777"),)
    whole = reply(
        mail.intent, also=mail.also, on=after(8), promised_on=mail.promised_on, mentions=mail.mentions
    )
    with_unknown = reply(
        mail.intent,
        also=mail.also,
        on=after(8),
        promised_on=mail.promised_on,
        mentions=mail.mentions,
        said_of=(*mail.said_of, *unknown),
    )
    assert silences_of(whole) <= silences_of(with_unknown)


@quick
@given(mails)
def test_no_dispute_of_the_whole_mail_is_lost(mail: ReplyReceived) -> None:
    said_anywhere = {
        mail.intent,
        *mail.also,
        *(intent for piece in mail.said_of for intent in (piece.intent, *piece.also)),
    }
    ledger = ledger_of(ONE, TWO, THREE, mail)
    holds = [hold for number in NAMED for hold in case_of(ledger, number).holds]

    assert (Intent.DISPUTE in said_anywhere) == any(hold.kind is HoldKind.DISPUTE for hold in holds)
