"""Answers of the owner to his tasks: a word or two, from his own Sent folder, to his own address."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from relanced.intake.message import Message, parse_message
from relanced.intake.origin import Origin
from relanced.intake.past_day import past_day
from relanced.intake.read import ReadingRules, read_mail
from relanced.intake.readings import Reading, ReadsAs
from relanced.intake.reply.intent.lexicon import parse_lexicon
from relanced.intake.task_answer import outcome_of, read_task_answer
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskAnswerUnclear
from relanced.model.mark import TASK_HEADER, sign
from relanced.model.names import Fingerprint, MessageId
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import TASK_RULE, CallOutcome

ON = date(2026, 11, 5)  # a Thursday
AT = datetime(2026, 11, 5, 10, tzinfo=UTC)
US = "compta@firm.example"
FIRM = Firm(name="Atelier Verrier", addresses=(US, "@firm.example"), sender=US, country="FR", language="fr")
KEY = b"a key of the tests, 32 bytes long"
CALL, LETTER, FILE = (f"o1{kind}.{'0a' * 12}@firm.example" for kind in "clh")
SOURCE = Source(
    account=US, folder="Sent", uidvalidity=1, uid=1, message_id=None, fingerprint=Fingerprint("f" * 32), at=AT
)
RULES = ReadingRules(firm=FIRM, banks=(), authserv_ids=(), lexicon=parse_lexicon({}), key=KEY)


def raw(text: str, task: str = CALL, *, to: str = US, sender: str = US, header: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Re: À appeler : Alpha, 1 200,00 €"
    mail["Date"] = AT
    mail["Message-ID"] = f"<{header or 'answer@firm.example'}>"
    if header:
        mail[TASK_HEADER] = sign(KEY, "task", header)
    else:
        mail["In-Reply-To"] = mail["References"] = f"<{task}>"
    mail.set_content(text)
    return mail.as_bytes()


def message(text: str, task: str = CALL, *, to: str = US) -> Message:
    return parse_message(raw(text, task, to=to))


@pytest.mark.parametrize(
    ("text", "outcome", "day"),
    [
        ("promis le 12", CallOutcome.PROMISED, date(2026, 11, 12)),
        ("promis pour fin décembre", CallOutcome.PROMISED, date(2026, 12, 31)),
        ("Il paiera vendredi", CallOutcome.PROMISED, date(2026, 11, 6)),
        ("virement vendredi", CallOutcome.PROMISED, date(2026, 11, 6)),
        ("promised Friday", CallOutcome.PROMISED, date(2026, 11, 6)),
        ("versprochen bis Freitag", CallOutcome.PROMISED, date(2026, 11, 6)),
        ("prometido el 12", CallOutcome.PROMISED, date(2026, 11, 12)),
        ("promesso per il 12", CallOutcome.PROMISED, date(2026, 11, 12)),
        ("beloofd voor vrijdag", CallOutcome.PROMISED, date(2026, 11, 6)),
        ("litige livraison", CallOutcome.DISPUTED, None),
        ("promis le 12, mais litige sur la livraison", CallOutcome.DISPUTED, None),
        ("dispute about delivery", CallOutcome.DISPUTED, None),
        ("messagerie", CallOutcome.VOICEMAIL, None),
        ("left a message", CallOutcome.VOICEMAIL, None),
        ("Anrufbeantworter", CallOutcome.VOICEMAIL, None),
        ("injoignable", CallOutcome.UNREACHABLE, None),
        ("no answer", CallOutcome.UNREACHABLE, None),
        ("no contesta", CallOutcome.UNREACHABLE, None),
        ("payé", CallOutcome.PAID, None),
        ("réglé hier", CallOutcome.PAID, None),
        ("c'est parti", CallOutcome.PAID, None),
        ("paye le 12", CallOutcome.PROMISED, date(2026, 11, 12)),
        ("pas reçu la facture", CallOutcome.NOT_RECEIVED, None),
        ("en validation", CallOutcome.IN_APPROVAL, None),
        ("plan", CallOutcome.PLAN_ASKED, None),
        ("échéancier en 3 fois", CallOutcome.PLAN_ASKED, None),
        ("mauvais numéro", CallOutcome.WRONG_PERSON, None),
        ("pas de litige, virement prévu le 20", CallOutcome.PROMISED, date(2026, 11, 20)),
        ("joint, va vérifier", CallOutcome.REACHED, None),
    ],
)
def test_a_word_or_two_is_understood(text: str, outcome: CallOutcome, day: date | None) -> None:
    assert outcome_of(text, ON) == (outcome, day)


@pytest.mark.parametrize(
    "text",
    ["", "ok je m'en occupe", "payé ?", "pas promis", "ne conteste pas", "à rappeler lundi", "not paid"],
)
def test_what_is_denied_asked_or_not_said_is_no_outcome(text: str) -> None:
    assert outcome_of(text, ON) is None


def test_the_owner_s_own_money_that_has_not_come_is_no_lost_invoice() -> None:
    assert outcome_of("pas reçu de paiement", ON) is None


def test_today_is_the_firm_s_day_whatever_zone_a_mail_program_writes() -> None:
    late = replace(
        message("envoyé aujourd'hui 1A 123 456 789 01 2", LETTER),
        date=datetime(2026, 3, 9, 23, 30, tzinfo=UTC),
    )
    [posted] = read_task_answer(late, SOURCE, FIRM, ZoneInfo("Europe/Paris"))
    assert isinstance(posted, LetterPosted)
    assert posted.posted_on == date(2026, 3, 10)


def test_an_answer_is_a_fact_with_its_task_and_without_what_it_quotes() -> None:
    text = f"messagerie\n\n{TASK_RULE} fiche d’appel · Alpha\n\npromis le 12, litige livraison"
    [noted] = read_task_answer(message(text), SOURCE, FIRM)

    assert noted == CallNoted(
        source=SOURCE,
        task=MessageId(CALL),
        target="",
        outcome=CallOutcome.VOICEMAIL,
        pays_on=None,
        note="messagerie",
        decided_at=AT,
    )


def test_lines_that_name_invoices_are_heard_one_by_one() -> None:
    found = read_task_answer(message("F2026-012 promis le 12\nF2026-013 litige"), SOURCE, FIRM)

    assert [(each.target, each.outcome) for each in found if isinstance(each, CallNoted)] == [
        ("F2026-012", CallOutcome.PROMISED),
        ("F2026-013", CallOutcome.DISPUTED),
    ]


def test_what_is_not_understood_is_said_to_be_so() -> None:
    [unclear] = read_task_answer(message("je m'en occupe " + "x" * 500), SOURCE, FIRM)

    assert isinstance(unclear, TaskAnswerUnclear)
    assert unclear.words.startswith("je m'en occupe")
    assert len(unclear.words) == 200


@pytest.mark.parametrize(
    ("text", "tracking", "day"),
    [
        ("envoyé 1A 123 456 789 0 le 02/11", "1A 123 456 789 0", date(2026, 11, 2)),
        ("posté hier", "", date(2026, 11, 4)),
        ("2C 123 456 7890 1", "2C 123 456 7890 1", ON),
        ("posted yesterday, RK123456789FR", "RK123456789FR", date(2026, 11, 4)),
        ("posté lundi", "", date(2026, 11, 2)),
        ("envoyé le 28", "", date(2026, 10, 28)),
    ],
)
def test_a_letter_that_was_posted(text: str, tracking: str, day: date) -> None:
    [posted] = read_task_answer(message(text, LETTER), SOURCE, FIRM)

    assert isinstance(posted, LetterPosted)
    assert (posted.tracking, posted.posted_on) == (tracking, day)


@pytest.mark.parametrize("text", ["pas encore envoyé", "envoyé demain", "posté le 12/12/2026", "ok", "payé"])
def test_a_letter_that_was_not_posted_surely_is_asked_about(text: str) -> None:
    [answer] = read_task_answer(message(text, LETTER), SOURCE, FIRM)

    assert isinstance(answer, TaskAnswerUnclear)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("remis à Me Durand", "Me Durand"),
        ("Transmis à Recouvrement Ouest le 4", "Recouvrement Ouest"),
        ("handed to Smith & Co.", "Smith & Co"),
        ("remis à l'huissier", "l'huissier"),
    ],
)
def test_a_file_that_was_handed_over(text: str, to: str) -> None:
    [handed] = read_task_answer(message(text, FILE), SOURCE, FIRM)

    assert isinstance(handed, HandedOver)
    assert handed.to == to


@pytest.mark.parametrize("text", ["remis à lundi", "pas remis à Me Durand", "vu"])
def test_a_file_that_was_not_handed_over_surely_is_asked_about(text: str) -> None:
    [answer] = read_task_answer(message(text, FILE), SOURCE, FIRM)

    assert isinstance(answer, TaskAnswerUnclear)


def read(mail: bytes, origin: Origin) -> Reading:
    return read_mail(mail, origin, SOURCE, RULES)[1]


def test_only_sent_counts_and_no_such_mail_is_an_invoice_or_a_reply() -> None:
    answer = raw("payé")

    assert read(answer, Origin.SENT).reads_as is ReadsAs.OWNER_COMMAND
    assert len(read(answer, Origin.SENT).task_answer) == 1
    came_in = read(answer, Origin.RECEIVED)
    assert (came_in.reads_as, came_in.reply, came_in.task_answer) == (ReadsAs.OTHER, None, ())


def test_a_task_forwarded_to_a_colleague_is_no_answer_and_no_reminder() -> None:
    forwarded = raw("Relance impayée F2026-012 : peux-tu appeler, c'est payé ?", to="paul@firm.example")

    assert read(forwarded, Origin.SENT) == Reading(reads_as=ReadsAs.OTHER)


def test_what_goes_to_a_colleague_as_well_or_comes_from_a_machine_is_no_answer() -> None:
    shared = raw("injoignable", to="paul@firm.example, compta@firm.example")
    absent = b"Auto-Submitted: auto-replied\r\n" + raw("injoignable")

    assert len(read(raw("injoignable"), Origin.SENT).task_answer) == 1
    assert read(shared, Origin.SENT).task_answer == ()
    assert read(absent, Origin.SENT).task_answer == ()


def test_the_mail_of_a_task_says_nothing_wherever_it_lies_and_a_forged_one_does() -> None:
    ours = raw("Impayé F2026-012, litige", header=CALL)
    forged = ours.replace(sign(KEY, "task", CALL).encode(), b"0" * 24)

    for origin in (Origin.SENT, Origin.RECEIVED):
        assert read(ours, origin) == Reading(reads_as=ReadsAs.OTHER)
    assert read(forged, Origin.RECEIVED).reply is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("avant-hier", date(2026, 11, 3)),
        ("aujourd'hui", ON),
        ("le 6", None),  # tomorrow is nearer
        ("le 28", date(2026, 10, 28)),
        ("le 31", date(2026, 10, 31)),
        ("12/11", None),
        ("28/10", date(2026, 10, 28)),
        ("12 mars", None),
        ("12 juin", date(2026, 6, 12)),
        ("jeudi", ON),
        ("2026-12-01", None),
        ("32/13", None),
        ("merci", None),
    ],
)
def test_a_day_gone_by_is_the_last_such_day_where_none_to_come_is_nearer(text: str, day: date | None) -> None:
    assert past_day(text, ON) == day
