"""A robot never counts as an answer; what is true in its mail is heard all the same."""

from typing import TYPE_CHECKING

import pytest

from relanced.intake.reply.intent.weigh import Verdict
from relanced.intake.reply.robot.automatic import as_sent
from relanced.model.intents import Intent

if TYPE_CHECKING:
    from intake.reply.conftest import Mails

REPLIED = {"auto_submitted": "auto-replied"}
GENERATED = {"auto_submitted": "auto-generated"}


def _heard(intent: Intent, *also: Intent) -> Verdict:
    return Verdict(intent, also, 0.8, ("heard",))


def _sent(mails: "Mails", text: str, heard: Verdict, **headers: str) -> Verdict:
    lower = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return as_sent(mails.written(text, **dict(lower)), text, heard, names_day=False)


def test_a_persons_mail_keeps_its_verdict(mails: "Mails") -> None:
    heard = _heard(Intent.DISPUTE)
    assert _sent(mails, "Je conteste.", heard) is heard


@pytest.mark.parametrize("intent", [Intent.DISPUTE, Intent.PROMISE, Intent.CLAIMS_PAID, Intent.QUERY])
def test_whatever_an_automatic_answer_seems_to_say_it_has_no_effect(mails: "Mails", intent: Intent) -> None:
    found = _sent(mails, "Pour toute contestation, précisez votre numéro.", _heard(intent), **REPLIED)
    assert (found.intent, found.also) == (Intent.AUTO_REPLY, ())


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, nous contestons cette facture, la marchandise est arrivée cassée.",
        "We dispute this invoice, the goods were damaged.",
    ],
)
@pytest.mark.parametrize("headers", [REPLIED, {"return_path": "<>"}, {"x_autoreply": "yes"}])
def test_who_disputes_in_his_own_name_under_a_machine_s_header_is_in_doubt(
    mails: "Mails", text: str, headers: dict[str, str]
) -> None:
    found = _sent(mails, text, _heard(Intent.DISPUTE), **headers)

    assert (found.intent, found.also) == (Intent.AUTO_REPLY, (Intent.NOT_SURE,))


def test_who_is_away_under_a_machine_s_header_disputes_nothing(mails: "Mails") -> None:
    text = "Je suis absent jusqu'au 30 novembre. Je ne traite aucune contestation d'ici là."
    found = _sent(mails, text, _heard(Intent.DISPUTE), **REPLIED)

    assert (found.intent, found.also) == (Intent.AUTO_REPLY, ())


def test_an_acknowledgement_without_headers_has_no_effect(mails: "Mails") -> None:
    text = "Votre demande a été enregistrée sous le n° 12. En cas de litige, précisez-le."
    assert _sent(mails, text, _heard(Intent.DISPUTE)).intent is Intent.AUTO_REPLY


def test_a_lasting_new_address_of_a_machine_counts(mails: "Mails") -> None:
    found = _sent(mails, "Adresse fermée.", _heard(Intent.QUERY, Intent.REDIRECT), **REPLIED)
    assert (found.intent, found.also) == (Intent.AUTO_REPLY, (Intent.REDIRECT,))


def test_an_insolvency_is_believed_from_a_machine_too(mails: "Mails") -> None:
    heard = _heard(Intent.INSOLVENCY)
    assert _sent(mails, "La société est en liquidation.", heard, **REPLIED) is heard


def test_a_portals_status_is_read_as_what_it_says(mails: "Mails") -> None:
    found = _sent(mails, "La facture F2026-0412 a été rejetée.", _heard(Intent.AUTO_REPLY), **GENERATED)
    assert found.intent is Intent.DISPUTE
    assert found.because == ("la facture f2026-0412 a ete rejetee.",)


def test_a_persons_words_are_no_status(mails: "Mails") -> None:
    heard = _heard(Intent.PROMISE)
    assert _sent(mails, "La facture F2026-0412 sera mise en paiement.", heard) is heard


def test_an_out_of_office_that_tells_how_its_house_pays_is_one(mails: "Mails") -> None:
    text = "Je suis en congé jusqu'au 27. La facture 2026-33 a été payée ? Voir ma collègue."
    assert _sent(mails, text, _heard(Intent.CLAIMS_PAID), **GENERATED).intent is Intent.AUTO_REPLY


def test_a_person_who_answers_through_a_ticket_program_is_heard(mails: "Mails") -> None:
    heard = _heard(Intent.PROMISE)
    text = "Réponse au-dessus de cette ligne. Jean : on vous règle le 12."
    assert _sent(mails, text, heard, x_mailer="Zendesk Mailer", **GENERATED) is heard


def test_a_program_that_reports_a_block_is_heard(mails: "Mails") -> None:
    heard = _heard(Intent.DISPUTE)
    text = "Bloquée : écart de prix sur la pièce 5105567821. Ne pas répondre à ce message."
    assert _sent(mails, text, heard) is heard


def test_a_newsletter_is_about_something_else(mails: "Mails") -> None:
    found = _sent(mails, "Nos promotions", _heard(Intent.QUERY), list_unsubscribe="<x>")
    assert found.intent is Intent.UNRELATED


def test_who_pays_after_his_holidays_is_no_out_of_office(mails: "Mails") -> None:
    text = "je suis en congés, je paie à mon retour"
    assert _sent(mails, text, _heard(Intent.AUTO_REPLY)).intent is Intent.NOT_SURE


def test_who_names_the_right_address_is_no_machine(mails: "Mails") -> None:
    found = _sent(mails, "Joignable à compta@client.example.", _heard(Intent.AUTO_REPLY, Intent.REDIRECT))
    assert (found.intent, found.also) == (Intent.REDIRECT, ())
