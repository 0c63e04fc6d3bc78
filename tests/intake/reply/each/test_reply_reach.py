"""Reach: whether a text means more invoices than it names."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from relanced.intake.facts import facts_of
from relanced.intake.readings import Reading, ReadsAs
from relanced.intake.reply.each.mentions import mentions_in
from relanced.intake.reply.each.reach import grave_in_parts, in_subject_alone, speaks_of_all
from relanced.intake.reply.intent.understand import Understood
from relanced.intake.reply.intent.weigh import Verdict
from relanced.intake.reply.read import read_reply
from relanced.model.facts import ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import Fingerprint
from relanced.model.source import Source

if TYPE_CHECKING:
    from intake.reply.conftest import Mails

    from relanced.intake.reply.intent.lexicon import Lexicon
    from relanced.model.rules import Firm

SOURCE = Source(
    account="compta@firm.example",
    folder="INBOX",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("0" * 32),
    at=datetime(2026, 10, 6, 9, 30, tzinfo=UTC),
)


def is_of_all(text: str) -> bool:
    return speaks_of_all(text, mentions_in("", text))


@pytest.mark.parametrize(
    "text",
    [
        "Je conteste tout.",
        "Tout est faux, sauf F-12",
        "Toutes vos factures sont contestées",
        "L’ensemble de vos factures",
        "F-12 sera payée. Pour le reste, rien ne va.",
        "F-12 est payée. Celle du mois de février est fausse.",
        "F-12 est payée, les autres sont fausses",
        "Nous contestons vos factures.",
        "F-12 et suivantes",
        "We dispute every one of your invoices, starting with F-12",
        "All your invoices are wrong",
        "F-12 is paid, the rest is disputed",
        "F-12 is paid. The one from March is wrong.",
        "None of them is due",
        "Alle Ihre Rechnungen sind falsch",
        "F-12 ist bezahlt, der Rest ist falsch",
        "Die vom März ist falsch",
        "Todas sus facturas son incorrectas",
        "F-12 está pagada, el resto no",
        "La de febrero es incorrecta",
        "Tutte le vostre fatture sono sbagliate",
        "F-12 pagata, il resto no",
        "Quella di marzo è sbagliata",
        "Al uw facturen zijn onjuist",
        "F-12 is betaald, de rest niet",
        "Die van maart klopt niet",
    ],
)
def test_a_word_for_all_or_the_rest_is_heard(text: str) -> None:
    assert is_of_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "F2026-001 à F2026-003",
        "F2026-001 à 003",
        "F2026-001 to F2026-003",
        "F2026-001 bis F2026-003",
        "F2026-001 – F2026-003",
        "F2026-001 hasta F2026-003",
        "F2026-001 t/m F2026-003",
        "de la F2026-001 à la facture n° F2026-003",
    ],
)
def test_a_range_is_heard(text: str) -> None:
    assert is_of_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Je conteste la facture F2026-001.",
        "Pour tout renseignement, appelez-nous.",
        "Je reste à votre disposition.",
        "Avec toutes nos excuses",
        "Pas du tout d'accord pour F-12",
        "Nous payons tout de suite",
        "F-12 et F-13 sont contestées",
        "Bien reçu vos factures F2026-001 et F2026-002",
        "F2026-001 - 450,00 € - payée",
        "All the best",
        "Thank you all",
        "Alles Gute",
        "Un saludo a todos",
    ],
)
def test_other_words_mean_what_is_named(text: str) -> None:
    assert not is_of_all(text)


def test_a_dispute_of_the_rest_is_heard_beside_a_promise() -> None:
    def hear(text: str) -> Understood:
        sounds = [Intent.PROMISE] * ("vendredi" in text) + [Intent.DISPUTE] * ("contest" in text)
        return Understood(Verdict((sounds or [Intent.ACK])[0], (), 0.9, ()), None)

    assert grave_in_parts("Nous contestons tout, sauf la F-12 payée vendredi", hear) == (Intent.DISPUTE,)
    assert grave_in_parts("Tout sera payé vendredi, merci beaucoup", hear) == ()


def test_numbers_of_the_subject_alone_are_told_apart() -> None:
    mentions = mentions_in("Re: Relance F-12, F-13", "F-13 est fausse")

    assert in_subject_alone(mentions, "F-13 est fausse") == ("F-12",)


@pytest.mark.parametrize(
    "piece", ["tout ", "toutes vos ", "F-12 a ", "die vom ", "vos factures ", "all of ", "celle "]
)
def test_a_hostile_text_is_looked_through_in_linear_time(piece: str) -> None:
    started = time.process_time()
    speaks_of_all(piece * 10_000, ("F-12",))
    assert time.process_time() - started < 2


def test_a_mail_tells_how_far_its_words_reach(mails: "Mails", lexicon: "Lexicon", firm: "Firm") -> None:
    text = "Nous contestons toutes vos factures. F2026-001 sera payée vendredi."
    message = mails.written(text, subject="Re: Relance F2026-002")
    read = read_reply(message, lexicon, firm)
    (fact,) = facts_of(Reading(reads_as=ReadsAs.REPLY, reply=read), message, SOURCE)

    assert {Intent.DISPUTE, Intent.PROMISE} <= {read.intent, *read.also}
    assert isinstance(fact, ReplyReceived)
    assert (fact.of_all, fact.in_subject) == (True, ("F2026-002",))
