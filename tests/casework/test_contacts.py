"""Contacts: whom a client is written to at, and who may say so."""

from dataclasses import replace

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    account_of,
    after,
    bounce,
    case_of,
    decided,
    invoice,
    judged,
    ledger_of,
    plan_of,
    questions_in,
    reminders_in,
    reply,
)

from relanced.casework.ledger import HoldKind
from relanced.model.decided import Verb
from relanced.model.facts import Fact, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import MessageId

NEW = "finances@alpha.example"
OUTSIDE = "cabinet@comptable.example"
LATER = after(28)
RESUMED = decided(Verb.RESUME, "F2026-001", on=after(10))


def redirect(to: str = NEW, *, sender: str = ALPHA, **changes: object) -> ReplyReceived:
    mail = reply(Intent.REDIRECT, on=after(8), sender=sender, redirect_to=to)
    return replace(mail, **changes)  # type: ignore[arg-type]  # mypy cannot see a field's type in a keyword


def address(*facts: Fact) -> str:
    return account_of(ledger_of(*facts)).address


def kinds(*facts: Fact) -> list[HoldKind]:
    return [hold.kind for hold in case_of(ledger_of(*facts)).silenced_by(LATER)]


def test_a_redirect_within_the_client_s_own_domain_is_followed_once_the_owner_lets_it_go_on() -> None:
    facts = (invoice(), redirect())
    (found,) = reminders_in(plan_of(*facts, RESUMED, today=LATER))

    assert found.to == NEW
    assert kinds(*facts) == [HoldKind.QUESTION]
    (asked,) = questions_in(plan_of(*facts, today=LATER))
    assert f"wants mail to go to {NEW}: relanced will write there. «resume» lets it go on" in asked.question


def test_a_redirect_that_is_followed_holds_whatever_else_would_go_there() -> None:
    mail = redirect(answers=(invoice().source.message_id,))
    ledger = ledger_of(invoice(), invoice("F2026-002"), mail)

    assert account_of(ledger).address == NEW
    assert [h.kind for h in case_of(ledger, "F2026-002").silenced_by(LATER)] == [HoldKind.QUESTION]


def test_the_reminder_says_who_named_its_address() -> None:
    action = plan_of(invoice(), redirect(), RESUMED, today=LATER)[0]

    assert f"to {NEW}: {ALPHA} named {NEW} on {after(8)}" in action.why


def test_what_is_said_beside_a_redirect_that_is_followed_keeps_its_effect() -> None:
    mail = redirect(also=(Intent.DISPUTE,))

    assert address(invoice(), mail) == NEW
    assert kinds(invoice(), mail) == [HoldKind.DISPUTE, HoldKind.QUESTION]


def test_a_colleague_whom_we_never_wrote_to_redirects_only_where_he_answers_us() -> None:
    forged = redirect(sender="patron@alpha.example")
    answer = replace(forged, answers=(invoice().source.message_id or MessageId(""),))

    assert address(invoice(), forged) == ALPHA
    assert address(invoice(), answer) == NEW
    copied = invoice(cc=("patron@alpha.example",))
    assert address(copied, forged) == NEW


def test_a_redirect_never_goes_against_whom_the_owner_has_named() -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=after(7), address="siege@alpha.example")

    assert address(invoice(), consent, redirect()) == "siege@alpha.example"
    assert kinds(invoice(), consent, redirect()) == [HoldKind.QUESTION]


@pytest.mark.parametrize("intent", [Intent.REDIRECT, Intent.NOT_SURE])
def test_a_mail_that_the_owner_judged_is_followed_by_his_contact_alone(intent: Intent) -> None:
    mail = redirect(intent=intent, confidence=0.2)
    facts = (invoice(), mail, judged(mail, Intent.REDIRECT, on=after(9)))

    assert address(*facts) == ALPHA
    assert kinds(*facts) == [HoldKind.QUESTION]
    assert address(*facts, decided(Verb.CONTACT, "alpha.example", on=after(10), address=NEW)) == NEW


@pytest.mark.parametrize("to", ["rené@alpha.example", "a..b@alpha.example", f"{'a' * 65}@alpha.example"])
def test_the_owner_s_contact_must_be_an_address_that_can_be_written_to(to: str) -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=after(10), address=to)

    assert ledger_of(invoice(), consent).unmatched == (consent,)


def test_a_client_whose_address_no_letter_can_go_to_is_asked_about() -> None:
    rene = invoice(to="rené@alpha.example")
    actions = plan_of(rene, today=LATER)

    assert reminders_in(actions) == []
    assert "no letter can go to rené@alpha.example" in questions_in(actions)[0].question


@pytest.mark.parametrize(
    "mail",
    [
        redirect(OUTSIDE),
        redirect("finances@alpha.example.evil.example"),
        redirect(sender="x@shop.example", answers=(invoice().source.message_id,)),
        redirect(confidence=0.3),
        redirect("rené@alpha.example"),
        redirect("no-reply@alpha.example"),
        redirect("Do.Not_Reply@alpha.example"),
        redirect("mailer-daemon@alpha.example"),
        redirect("ne-pas-repondre@alpha.example"),
        redirect(sender="patron@alpha.example"),
        redirect("facturation@firm.example"),
    ],
)
def test_any_other_redirect_is_held_and_asked_about(mail: ReplyReceived) -> None:
    assert address(invoice(), mail) == ALPHA
    assert kinds(invoice(), mail) == [HoldKind.QUESTION]
    (asked,) = questions_in(plan_of(invoice(), mail, today=LATER))
    assert f"«relanced contact alpha.example {mail.redirect_to}»" in asked.question


def test_a_public_mail_host_is_nobody_s_own_domain() -> None:
    jean = invoice(to="jean@gmail.com")
    mail = redirect("paul@gmail.com", sender="jean@gmail.com")

    assert account_of(ledger_of(jean, mail), "jean@gmail.com").address == "jean@gmail.com"
    assert kinds(jean, mail) == [HoldKind.QUESTION]


def test_a_machine_names_nobody() -> None:
    mail = redirect(intent=Intent.AUTO_REPLY, also=(Intent.REDIRECT,))

    assert address(invoice(), mail) == ALPHA
    assert kinds(invoice(), mail) == [HoldKind.QUESTION]


@pytest.mark.parametrize("intent", [Intent.CLAIMS_PAID, Intent.DISPUTE, Intent.NOT_SURE])
def test_a_redirect_beside_something_else_is_held_and_not_followed(intent: Intent) -> None:
    mail = redirect(intent=intent, also=(Intent.REDIRECT,))

    assert address(invoice(), mail) == ALPHA
    assert len(kinds(invoice(), mail)) == 2


def test_a_redirect_that_is_not_sure_is_not_followed() -> None:
    assert address(invoice(), redirect(also=(Intent.NOT_SURE,))) == ALPHA


def test_a_redirect_beside_a_thank_you_is_followed() -> None:
    assert address(invoice(), redirect(intent=Intent.ACK, also=(Intent.REDIRECT,))) == NEW


@pytest.mark.parametrize("target", ["F2026-001", "alpha.example", "Alpha Menuiserie"])
def test_the_owner_s_consent_ends_the_redirect_s_hold_and_nothing_else(target: str) -> None:
    query = reply(Intent.QUERY, on=after(9))
    consent = decided(Verb.CONTACT, target, on=after(10), address=OUTSIDE)
    facts = (invoice(), invoice("F2026-002"), redirect(OUTSIDE))
    (found,) = reminders_in(plan_of(*facts, consent, today=LATER))

    assert found.to == OUTSIDE
    assert {line.number for line in found.lines} == {"F2026-001", "F2026-002"}
    assert kinds(*facts, query, consent) == [HoldKind.QUESTION]
    assert case_of(ledger_of(*facts, consent)).owed == case_of(ledger_of(*facts)).owed


def test_a_redirect_after_the_consent_is_asked_about_again() -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=after(7), address=OUTSIDE)

    assert kinds(invoice(), consent, redirect("x@elsewhere.example")) == [HoldKind.QUESTION]


def test_a_consented_contact_speaks_for_the_client() -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=after(7), address=OUTSIDE)
    mail = reply(Intent.DISPUTE, on=after(8), sender=OUTSIDE)

    assert kinds(invoice(), consent, mail) == [HoldKind.DISPUTE]
    assert ledger_of(invoice(), mail).unmatched == (mail,)


@pytest.mark.parametrize(
    ("target", "to"),
    [("nobody", OUTSIDE), ("alpha.example", ""), ("alpha.example", "facturation@firm.example")],
)
def test_a_contact_of_nobody_or_nowhere_changes_nothing_and_is_shown(target: str, to: str) -> None:
    consent = decided(Verb.CONTACT, target, on=after(10), address=to)
    ledger = ledger_of(invoice(), redirect(OUTSIDE), consent)

    assert ledger.unmatched == (consent,)
    assert account_of(ledger).address == ALPHA
    assert case_of(ledger).is_open


def test_a_name_that_two_clients_bear_names_no_contact() -> None:
    one, two = invoice(name="Durand"), invoice("F2026-002", to=BETA, name="Durand")
    consent = decided(Verb.CONTACT, "Durand", on=after(10), address=OUTSIDE)

    assert ledger_of(one, two, consent).unmatched == (consent,)


def test_a_later_invoice_to_the_old_address_leaves_the_contact() -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=after(7), address=OUTSIDE)
    again = invoice("F2026-002", on=after(9))

    assert address(invoice(), consent, again) == OUTSIDE


def test_a_later_invoice_to_a_new_address_takes_the_contact_s_place() -> None:
    consent = decided(Verb.CONTACT, "alpha.example", on=after(7), address=OUTSIDE)
    elsewhere = invoice("F2026-002", to=NEW, on=after(9))

    assert address(invoice(), consent, elsewhere) == NEW
    assert (
        address(invoice(), elsewhere, replace(consent, decided_at=consent.decided_at.replace(day=20)))
        == OUTSIDE
    )


@pytest.mark.parametrize(
    "change", [redirect(), decided(Verb.CONTACT, "alpha.example", on=after(8), address=NEW)]
)
def test_a_contact_that_does_not_exist_gives_way_to_the_one_before(change: Fact) -> None:
    facts = (invoice(), change, bounce(NEW, on=after(14)))
    asked = next(a for a in questions_in(plan_of(*facts, today=LATER)) if "written to again" in a.question)

    assert address(*facts) == ALPHA
    assert HoldKind.BOUNCE in kinds(*facts)
    assert f"{ALPHA} is written to again" in asked.question
    assert "«relanced contact CLIENT ADDRESS»" in asked.question


def test_the_owner_s_word_about_another_address_ends_what_a_bounce_had_asked() -> None:
    bounced = (invoice(), bounce(ALPHA, on=after(7)))
    named = decided(Verb.CONTACT, "alpha.example", on=after(8), address=OUTSIDE)
    same = decided(Verb.CONTACT, "alpha.example", on=after(8), address=ALPHA)

    assert HoldKind.BOUNCE in kinds(*bounced)
    assert HoldKind.BOUNCE not in kinds(*bounced, named)
    assert HoldKind.BOUNCE in kinds(*bounced, same)


def test_a_bounce_of_the_old_address_leaves_the_contact() -> None:
    assert address(invoice(), redirect(), bounce(ALPHA, on=after(14))) == NEW
