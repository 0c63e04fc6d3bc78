"""A machine is told by its words; whoever may be a person is one."""

import pytest

from relanced.intake.reply.robot.robots import (
    absence_because,
    notice_because,
    robot_because,
    speaks_for_himself,
)


@pytest.mark.parametrize(
    "text",
    [
        "Votre demande a été enregistrée sous le n° 118822.",
        "Your request has been logged as CASE-33. We aim to respond within 5 days.",
        "Ihre Anfrage ist eingegangen und wird unter der Nummer 12 geführt.",
        "Su solicitud ha sido registrada con el número 44.",
        "La Sua richiesta è stata presa in carico.",
        "Uw melding is geregistreerd onder nummer 118.",
        "Votre message a été lu le 5 octobre.",
        "Your message was deleted without being read.",
        "Click the link below to have it delivered.",
        "Je suis en congés jusqu'au 24. En cas d'urgence, contactez Paul.",
        "I am out of the office until Monday. For urgent matters call the switchboard.",
        "Ich bin im Urlaub. Ihre Mail wird nicht weitergeleitet.",
        "Estoy de vacaciones hasta el 31 de agosto.",
        "Siamo chiusi per ferie dal 10 al 28 agosto.",
        "Ik ben met vakantie tot en met 14 augustus.",
    ],
)
def test_acknowledgements_receipts_and_absences_are_a_machines(text: str) -> None:
    assert robot_because(text).startswith("text: ")


@pytest.mark.parametrize(
    "text",
    [
        "je suis en congés, je paie à mon retour",
        "Je suis en congés jusqu'au 24, la facture sera réglée à mon retour.",
        "I'm on leave until Monday, will look into it on my return.",
        "Je suis absent jusqu'au 12. Pouvez-vous me rappeler à mon retour ?",
        "Votre demande a été enregistrée, mais je conteste cette facture.",
        "Ich bin im Urlaub und zahle danach, bis bald wieder im Büro.",
        "Je suis en vacances.",
        "Je suis en congés jusqu'au 24 et il me reste 200 € à vous devoir.",
        "Votre demande a été enregistrée sous le n° 12. " + "Nous avons beaucoup de choses à dire. " * 30,
        "",
    ],
)
def test_whoever_may_be_a_person_is_one(text: str) -> None:
    assert robot_because(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Wij hebben uw mail ontvangen, we zoeken het uit.\n\nMet vriendelijke groet,\nJan",
        "Accusé de lecture : bien lu. P. Roux",
        "Nous avons bien reçu votre message, nous regardons ça au plus vite.\nCordialement,\nPaul",
        "We have received your email and are looking into it. Kind regards, Jane",
        "Wir haben Ihre Mail erhalten und prüfen das schnellstmöglich.",
        "Hemos recibido su correo, lo estamos revisando lo antes posible.",
        "Abbiamo ricevuto la Sua email e verifichiamo al più presto. Ugo",
        "Votre demande a bien été transmise à la compta. Bonne journée, Lise",
        "Merci pour votre message. Notre service a fait le virement hier.",
        "Nous avons bien reçu votre mail, réponse dans les meilleurs délais.\n\nCordialement,\nLise Morel",
    ],
)
def test_a_persons_acknowledgement_is_no_machines(text: str) -> None:
    assert robot_because(text) == ""
    assert notice_because(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Recibido. Hemos registrado su consulta con el número 4471. No responda a este correo.",
        "Nous avons enregistré votre demande sous la référence 4471.",
        "We have logged your enquiry as CASE-4471.",
        "Wir haben Ihre Anfrage unter der Nummer 4471 erfasst.",
        "Abbiamo registrato la Sua segnalazione con il numero 4471.",
        "Uw melding is geregistreerd onder nummer 4471. Reageer niet op deze mail.",
    ],
)
def test_a_tickets_receipt_without_a_header_is_a_machines(text: str) -> None:
    assert robot_because(text).startswith("text: ")


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons bien reçu votre message et nous vous répondrons dans les meilleurs délais.",
        "Thank you for contacting Brook Ltd. We aim to respond within 2 working days.",
        "Wir haben Ihre Nachricht erhalten und melden uns schnellstmöglich.",
        "Hemos recibido su correo. Le responderemos a la mayor brevedad.",
        "Abbiamo ricevuto la Sua email. Risponderemo entro 2 giorni lavorativi.",
        "Wij hebben uw bericht ontvangen. U ontvangt binnen 3 werkdagen een reactie.",
    ],
)
def test_an_acknowledgement_with_a_service_time_is_a_programs_and_may_say_something_true(text: str) -> None:
    assert robot_because(text) == ""
    assert notice_because(text).startswith("text: ")


@pytest.mark.parametrize(
    "text",
    [
        "Merci de ne pas répondre à ce message.",
        "Réponse automatique : x",
        "[Ticket #55] x",
        "Do not reply to this.",
    ],
)
def test_a_program_names_itself(text: str) -> None:
    assert notice_because(text)


def test_to_speak_of_an_automatic_message_is_a_persons() -> None:
    assert notice_because("Je réponds à votre message automatique : la marchandise est cassée.") == ""


def test_an_absence_is_heard_beside_other_things() -> None:
    assert absence_because("I am on annual leave. Invoices are paid at 45 days.") == "annual leave"
    assert absence_because("Invoices are paid at 45 days.") == ""


@pytest.mark.parametrize(
    "text", ["je ne paierai pas", "I've already paid", "ik betaal morgen", "ich zahle nicht"]
)
def test_somebody_speaks_for_himself(text: str) -> None:
    assert speaks_for_himself(text)


def test_a_house_does_not_speak_for_itself() -> None:
    assert not speaks_for_himself("Nous réglons nos factures à 45 jours.")
