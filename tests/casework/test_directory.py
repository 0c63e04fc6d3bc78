"""Directory: by what a mail is known to be about a letter of ours."""

import pytest
from casework.casework_makers import (
    BETA,
    after,
    auto_reply,
    case_of,
    intended,
    invoice,
    ledger_of,
    outcome,
    plan_of,
    questions_in,
    reminder,
    reply,
    wait_for,
)

from relanced.casework.ledger import HoldKind
from relanced.model.facts import Fact, Outcome
from relanced.model.intents import Intent
from relanced.model.mark import reference_of
from relanced.model.names import MessageId

ONE, TWO, OTHER = invoice("F2026-001"), invoice("F2026-002"), invoice("F2026-003", to=BETA)
LETTER = MessageId("r1.a@firm.example")
SENT = reminder(("F2026-001", "rappel"), ("F2026-002", None), on=after(7), message_id=LETTER)
TOKEN = reference_of(LETTER)
LATER = after(28)


def held(*facts: Fact) -> dict[str, list[HoldKind]]:
    ledger = ledger_of(ONE, TWO, OTHER, *facts)
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return {c.number: kinds for c in cases if (kinds := [h.kind for h in c.silenced_by(LATER)])}


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        ("250 Ok 0102018f2b7c-1d2e-4a5b-000000", "0102018f2b7c-1d2e-4a5b-000000@eu-west-1.amazonses.com"),
        ("250 2.0.0 Ok: queued as 4VfK2s1Bz3zQ", "4VfK2s1Bz3zQ@mx.firm.example"),
        ("250 2.6.0 <PA4PR01.abc@eurprd.example> [Hostname=PA4] Queued mail", "PA4PR01.abc@eurprd.example"),
    ],
)
def test_an_answer_to_the_name_that_a_mail_server_gave_our_letter_is_known(
    answer: str, answered: str
) -> None:
    letter = intended(("F2026-001", "rappel"), on=after(7), message_id=LETTER)
    sent = outcome(Outcome.SENT, on=after(7), message_id=LETTER, answer=answer)
    mail = reply(Intent.DISPUTE, on=after(8), sender="chef@gmail.com", answers=(answered,))

    assert held(letter, sent, mail) == {"F2026-001": [HoldKind.DISPUTE]}
    assert held(letter, mail) == {}


def test_a_host_that_stands_in_every_answer_is_no_name_of_a_letter() -> None:
    letter = intended(("F2026-001", "rappel"), on=after(7), message_id=LETTER)
    sent = outcome(Outcome.SENT, on=after(7), message_id=LETTER, answer="250 OK smtp-relay.firm.example")
    mail = reply(Intent.DISPUTE, on=after(8), sender="", answers=("smtp-relay.firm.example@x.example",))

    assert held(letter, sent, mail) == {}


def test_a_reference_never_narrows_what_a_known_client_s_mail_concerns() -> None:
    without = reply(Intent.DISPUTE, on=after(8))
    mail = reply(Intent.DISPUTE, on=after(8), tokens=(TOKEN,))

    assert held(SENT, mail) == held(SENT, without)
    assert set(held(SENT, mail)) == {"F2026-001", "F2026-002"}


def test_a_reference_adds_its_letter_where_only_the_subject_names_an_invoice() -> None:
    named = ("F2026-002",)
    mail = reply(Intent.QUERY, on=after(8), mentions=named, in_subject=named, tokens=(TOKEN,))

    assert set(held(SENT, mail)) == {"F2026-001", "F2026-002"}


def test_the_thread_goes_before_a_reference() -> None:
    second = reminder(("F2026-002", "rappel"), on=after(7), message_id="r2@firm.example")
    mail = reply(Intent.DISPUTE, on=after(8), answers=("r2@firm.example",), tokens=(TOKEN,))

    assert held(SENT, second, mail) == {"F2026-002": [HoldKind.DISPUTE]}


@pytest.mark.parametrize("sender", [BETA, "x@nowhere.example", ""])
@pytest.mark.parametrize("intent", [Intent.INSOLVENCY, Intent.UNRELATED, Intent.PROMISE])
def test_a_reference_from_anybody_else_holds_and_asks_and_nothing_more(sender: str, intent: Intent) -> None:
    mail = reply(intent, on=after(8), sender=sender, tokens=(TOKEN,))
    found = case_of(ledger_of(ONE, TWO, OTHER, SENT, mail))

    assert [hold.kind for hold in found.holds] == [HoldKind.QUESTION]
    assert case_of(ledger_of(ONE, TWO, OTHER, SENT, mail), "F2026-002").holds == ()
    (question,) = questions_in(plan_of(ONE, SENT, mail, today=LATER))
    assert "the reference of a letter" in question.question


def test_an_unknown_reference_means_nothing() -> None:
    mail = reply(Intent.DISPUTE, on=after(8), sender="x@nowhere.example", tokens=("R-0000-0000",))

    assert ledger_of(ONE, SENT, mail).unmatched == (mail,)


def test_a_reference_in_a_machine_s_answer_shows_whose_it_is() -> None:
    mail = auto_reply(on=after(8), sender="x@nowhere.example", tokens=(TOKEN,))
    ledger = ledger_of(ONE, SENT, mail)

    assert ledger.links[mail.source.fingerprint].invoices == {"F2026-001"}
    assert case_of(ledger).holds == ()


def test_a_known_client_s_mail_that_fits_nothing_and_is_not_sure_is_held_until_it_was_seen() -> None:
    mail = reply(Intent.NOT_SURE, on=after(8), sender="accueil@alpha.example", mentions=("12345",))
    actions = plan_of(ONE, TWO, OTHER, mail, today=after(200))

    assert held(mail) == {"F2026-001": [HoldKind.QUESTION], "F2026-002": [HoldKind.QUESTION]}
    assert wait_for(actions).until is None
    assert any(set(asked.invoices) == {"F2026-001", "F2026-002"} for asked in questions_in(actions))
