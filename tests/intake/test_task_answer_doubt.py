"""Answers to tasks that say less, or more, than their words seem to: doubt only pauses."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

from relanced.intake.message import parse_message
from relanced.intake.readings import TaskAnswer
from relanced.intake.task_answer import outcome_of, read_task_answer
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskAnswerUnclear
from relanced.model.names import Fingerprint
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome

ON = date(2027, 1, 13)  # a Wednesday
AT = datetime(2027, 1, 13, 10, tzinfo=UTC)
US = "compta@firm.example"
FIRM = Firm(name="Atelier Verrier", addresses=(US, "@firm.example"), sender=US, country="FR", language="fr")
CALL, LETTER, FILE = (f"o1{kind}.{'0a' * 12}@firm.example" for kind in "clh")
SOURCE = Source(
    account=US, folder="Sent", uidvalidity=1, uid=1, message_id=None, fingerprint=Fingerprint("f" * 32), at=AT
)


def answers(text: str, task: str) -> tuple[TaskAnswer, ...]:
    mail = EmailMessage()
    mail["From"] = mail["To"] = US
    mail["Subject"], mail["Date"], mail["Message-ID"] = "Re: Alpha", AT, "<answer@firm.example>"
    mail["In-Reply-To"] = f"<{task}>"
    mail.set_content(text)
    return read_task_answer(parse_message(mail.as_bytes()), SOURCE, FIRM)


NOT_POSTED = """\
Pas pu être postée, La Poste était fermée.
pas encore pu être envoyée
rien n'a été envoyé
elle sera envoyée
Elle sera postée lundi.
sera postée lundi
doit être postée
je ne l'ai pas du tout envoyée
ni envoyée ni postée
n'est pas encore tout à fait partie
n'est postée
pas eu le temps, partie remise
si elle est envoyée le client va fermer
avant d'être envoyée, relis-la
le client a payé, inutile qu'elle soit postée
je préfère attendre, un mail a été envoyé
envoyée par mail
il a envoyé le courrier hier
je poste aujourd'hui
on poste aujourd'hui
elle est postée ?
à la poste
non ancora spedita
no enviada
noch nicht abgeschickt
nog niet verstuurd
cannot be sent
not yet been able to get it posted
will be sent soon
have it posted today
posté le 14
posté le 14/01
posté le 3 et le 4
posté le 31/02
rappeler au 0612345678
À rappeler avant : 06 12 34 56 78 / 0612345678
0612345678
FAC20260012
Ne rien faire : le client vient de payer, facture FAC20260012
Il a payé : virement 20270112345 reçu
annulé 1A 123 456 789 0
pas encore, n° réservé 1A 123 456 789 0
Lettre prête, 1A 123 456 789 0""".splitlines()


@pytest.mark.parametrize(
    "text",
    [
        *NOT_POSTED,
        "Pas encore.\n\nLettre prête, tracking 1A 123 456 789 0",
        "Non, pas envoyée.\n\nNuméro réservé : 1A 123 456 789 0",
        "Non.\n\n1A 123 456 789 0",
        "postée\n\nou plutôt demain",
        "posté hier\n" + "merci\n" * 400,
    ],
)
def test_a_letter_counts_as_posted_only_where_all_that_is_written_says_so(text: str) -> None:
    [answer] = answers(text, LETTER)

    assert isinstance(answer, TaskAnswerUnclear)


@pytest.mark.parametrize(
    ("text", "tracking", "day"),
    [
        ("posté aujourd'hui, 1A 987 654 321 0", "1A 987 654 321 0", ON),
        ("Bonjour,\n\nC'est fait, postée ce matin.\n\nMerci", "", ON),
        ("La mise en demeure est partie hier à 10h30.", "", date(2027, 1, 12)),
        ("je l'ai postée avant-hier", "", date(2027, 1, 11)),
        ("On l'a envoyée lundi", "", date(2027, 1, 11)),
        (
            "Envoyée en recommandé avec accusé de réception le 31/12, n° 1A 123 456 789 0",
            "1A 123 456 789 0",
            date(2026, 12, 31),
        ),
        ("N° de suivi : 2c 123 456 7890 1", "2C 123 456 7890 1", ON),
        ("postée, suivi 87000123456789", "87000123456789", ON),
        ("Déposée au bureau de poste hier", "", date(2027, 1, 12)),
        ("I posted it yesterday", "", date(2027, 1, 12)),
        ("heute verschickt", "", ON),
        ("spedita il 4", "", date(2027, 1, 4)),
    ],
)
def test_a_plain_word_of_posting_counts_with_its_day(text: str, tracking: str, day: date) -> None:
    [posted] = answers(text, LETTER)

    assert isinstance(posted, LetterPosted)
    assert (posted.tracking, posted.posted_on) == (tracking, day)


@pytest.mark.parametrize(
    "text",
    [
        "Sera remis à Me Durand lundi",
        "Pas pu être remis à Me Durand",
        "pas pu être transmis à Me Durand",
        "rien n'a été remis à Me Durand",
        "doit être remis au cabinet Durand",
        "remis à Me Durand ?",
        "j'hésite : remis à Me Durand ou non ?",
        "remis à Me Durand demain",
        "remis à Me Durand le 20/03",
        "remis à Me Durand s'il est d'accord",
        "remis à Me Durand\n\nNon, finalement pas",
        "remis à Lundi",
        "remis à Janvier",
        "remis à plus tard, Mme Roux a promis",
        "Paiement donné à Noël",
    ],
)
def test_a_file_counts_as_handed_over_only_where_all_that_is_written_says_so(text: str) -> None:
    [answer] = answers(text, FILE)

    assert isinstance(answer, TaskAnswerUnclear)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Dossier remis à Me Durand hier.", "Me Durand"),
        ("J'ai transmis à Maître Claire Durand le 4/01", "Maître Claire Durand"),
        ("Transmis au cabinet Durand & Associés", "cabinet Durand & Associés"),
        ("remis à l'huissier, merci", "l'huissier"),
        ("handed over to Smith & Co. yesterday", "Smith & Co"),
        ("consegnato all'avvocato Rossi", "avvocato Rossi"),
    ],
)
def test_a_plain_word_of_handing_over_counts_with_its_name(text: str, to: str) -> None:
    [handed] = answers(text, FILE)

    assert isinstance(handed, HandedOver)
    assert handed.to == to


def heard(text: str) -> list[tuple[str, CallOutcome] | None]:
    """Per fact its target and outcome; None: not understood."""
    found = answers(text, CALL)
    return [(each.target, each.outcome) if isinstance(each, CallNoted) else None for each in found]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Joint M. Roux.\n\nIl conteste les deux factures, livraison incomplète.", CallOutcome.DISPUTED),
        ("Messagerie.\n\nRappelé l'après-midi : payé hier.", CallOutcome.PAID),
        ("Promis le 20.\n\nC'est un litige, livraison incomplète.", CallOutcome.DISPUTED),
        ("Joint M. Roux, virement vendredi", CallOutcome.PROMISED),
        ("Joint Mme Roux. Elle paiera le 20.", CallOutcome.PROMISED),
        ("Bonjour,\n\nmessagerie\n\nMerci", CallOutcome.VOICEMAIL),
        ("pas de litige, messagerie", CallOutcome.VOICEMAIL),
        ("didn't answer", CallOutcome.UNREACHABLE),
    ],
)
def test_all_paragraphs_are_read_and_the_gravest_word_counts(text: str, outcome: CallOutcome) -> None:
    assert heard(text) == [("", outcome)]


@pytest.mark.parametrize(
    "text",
    [
        "En liquidation judiciaire, messagerie",
        "Parlé à M. Roux.\n\nLa société est en redressement.",
        "promis le 20, mais dépôt de bilan possible",
        "litige et liquidation",
        "reached, the company is bankrupt",
        "Anrufbeantworter, Firma ist insolvent",
        "messagerie. litige ?",
        "Messagerie.\n\nLes locaux semblent vides.",
        "Joint M. Roux.\n\nIl veut nous voir au tribunal.",
        "promis le 20\n\nou alors jamais, il plaisantait",
        "parlé à Mme Roux, elle n'est plus en charge",
    ],
)
def test_insolvency_and_whatever_is_not_understood_beside_a_mild_word_is_asked_about(text: str) -> None:
    assert heard(text) == [None]


def test_lines_of_several_paragraphs_are_heard_one_by_one() -> None:
    assert heard("F2026-001 : promis le 30\n\nF2026-002 : litige\n\nMerci") == [
        ("F2026-001", CallOutcome.PROMISED),
        ("F2026-002", CallOutcome.DISPUTED),
    ]
    assert heard("Bonjour,\nF2026-001 : messagerie") == [("F2026-001", CallOutcome.VOICEMAIL)]


@pytest.mark.parametrize("line", ["Toutes les autres sont en litige", "F2026-003 : rappeler", "à suivre"])
def test_beside_a_line_that_is_not_understood_only_what_is_held_and_asked_about_anyway_counts(
    line: str,
) -> None:
    assert heard(f"F2026-001 : promis le 30\nF2026-002 : messagerie\n{line}") == [None]
    assert heard(f"F2026-001 : litige\nF2026-002 : messagerie\n{line}") == [
        ("F2026-001", CallOutcome.DISPUTED),
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "promesse non tenue",
        "promesse rompue",
        "didn't promise to pay",
        "he won't say when he will pay",
        "will pay nothing before the 20th",
        "sans nouvelles du paiement, relancer le 20 janvier",
        "rappeler pour le paiement le 20 janvier",
        "a promis de rappeler le 20",
        "paiera le 20 si on livre",
        "paiera jamais",
        "ne s'engage pas",
        "sera payé",
        "n'a pas encore été payée",
        "il n'a toujours rien payé",
        "n'est pas en litige",
        "il conteste rien",
        "refuse le plan",
        "il ne veut pas du plan",
        "promis le 12/12",
        "promised 12 Jan",
    ],
)
def test_what_is_taken_back_is_no_outcome(text: str) -> None:
    assert outcome_of(text, ON) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("promis le 15", date(2027, 1, 15)),
        ("appelé le 5, promis le 20", date(2027, 1, 20)),
        ("refuse l'échéancier, paiera tout le 20", date(2027, 1, 20)),
        ("promis 20 janvier 500 €", date(2027, 1, 20)),
        ("sera payé vendredi", date(2027, 1, 15)),
        ("promis", None),
        ("promis 500 €", None),
    ],
)
def test_a_promise_keeps_its_day(text: str, day: date | None) -> None:
    assert outcome_of(text, ON) == (CallOutcome.PROMISED, day)
