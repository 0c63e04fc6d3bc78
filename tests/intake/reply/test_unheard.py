"""Whoever only thanks, and says something where nobody listens: the next reminder waits, and the owner is asked."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from relanced.intake.message import Attachment
from relanced.intake.readings import ReplyRead
from relanced.intake.reply.read import read_reply
from relanced.model.intents import Intent

if TYPE_CHECKING:
    from intake.reply.conftest import Mails

    from relanced.intake.message import Message
    from relanced.intake.reply.intent.lexicon import Lexicon
    from relanced.model.rules import Firm

THANKS = "Bien reçu, merci."


class _Ear:
    def __init__(self, lexicon: "Lexicon", firm: "Firm") -> None:
        self._lexicon, self._firm = lexicon, firm

    def __call__(self, message: "Message", *files: tuple[str, str]) -> ReplyRead:
        found = tuple(Attachment(content_type=kind, filename=name, data=b"x") for kind, name in files)
        return read_reply(replace(message, attachments=found), self._lexicon, self._firm)


@pytest.fixture
def hear(lexicon: "Lexicon", firm: "Firm") -> _Ear:
    return _Ear(lexicon, firm)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/pdf", "courrier.pdf"),
        ("application/octet-stream", "Contestation.PDF "),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "lettre.docx"),
        ("message/rfc822", ""),
        ("application/ms-tnef", "winmail.dat"),
        ("text/plain", "ATT00001.txt"),
        ("audio/mp4", "memo.m4a"),
    ],
)
def test_a_letter_that_hangs_on_thanks_is_not_passed_over(
    kind: str, name: str, mails: "Mails", hear: _Ear
) -> None:
    read = hear(mails.written(THANKS), (kind, name))

    assert (read.intent, read.also) == (Intent.ACK, (Intent.NOT_SURE,))
    assert read.stops_escalation
    assert f"not read: {name or kind}" in read.because


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("image/png", "logo.png"),
        ("text/calendar", "invite.ics"),
        ("text/vcard", "pons.vcf"),
        ("application/pkcs7-signature", "smime.p7s"),
        ("application/pgp-signature", "signature.asc"),
    ],
)
def test_logos_cards_and_signatures_are_no_letters(kind: str, name: str, mails: "Mails", hear: _Ear) -> None:
    assert not hear(mails.written(THANKS), (kind, name)).stops_escalation


def test_a_photograph_to_which_the_text_points_is_one(mails: "Mails", hear: _Ear) -> None:
    text = "Bonjour, voir notre courrier en pièce jointe. Merci."

    assert hear(mails.written(text), ("image/jpeg", "IMG_1.jpg")).stops_escalation
    assert not hear(mails.written("Bonjour, bien noté. Merci."), ("image/jpeg", "IMG_1.jpg")).stops_escalation


def test_a_newsletter_with_a_file_stays_one(mails: "Mails", hear: _Ear) -> None:
    read = hear(mails.written(THANKS, list_unsubscribe="<https://x.example>"), ("application/pdf", "a.pdf"))

    assert (read.intent, read.stops_escalation) == (Intent.UNRELATED, False)


def test_what_already_stops_says_no_more(mails: "Mails", hear: _Ear) -> None:
    read = hear(mails.written("Nous contestons cette facture."), ("application/pdf", "a.pdf"))

    assert (read.intent, read.also) == (Intent.DISPUTE, ())


@pytest.mark.parametrize(
    "subject", ["Contestation de la facture F2026-0507", "Disputed invoice 12", "Liquidation judiciaire Pons"]
)
def test_a_dispute_in_the_subject_alone_is_heard(subject: str, mails: "Mails", hear: _Ear) -> None:
    read = hear(mails.written(THANKS, subject=subject))

    assert Intent.NOT_SURE in read.also
    assert any(words.startswith("subject: ") for words in read.because)


@pytest.mark.parametrize(
    "subject", ["Re: Reclamación de pago: F-12", "RE: Messa in mora", "Merci", "AW: Zahlungserinnerung F-12"]
)
def test_the_subject_of_our_own_letter_says_nothing(subject: str, mails: "Mails", hear: _Ear) -> None:
    assert not hear(mails.written(THANKS, subject=subject)).stops_escalation


@pytest.mark.parametrize("lines", [600, 6_000])
def test_what_is_longer_than_is_heard_is_in_doubt(lines: int, mails: "Mails", hear: _Ear) -> None:
    text = "Merci pour votre message, tout va bien ici.\n" * lines + "Nous contestons la facture."

    assert hear(mails.written(text)).stops_escalation


def test_an_answer_below_a_quote_that_is_longer_than_is_read_is_in_doubt(mails: "Mails", hear: _Ear) -> None:
    quote = (
        "Le lun. 16 nov. 2026 à 09:00, Atelier <compta@firm.example> a écrit :\n\n"
        + "> bla bla bla\n" * 16_000
    )

    assert hear(mails.written(f"Merci.\n\n{quote}\nNous contestons la facture.")).stops_escalation
