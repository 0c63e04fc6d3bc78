"""The mails that give the owner a task: complete, readable, signed, in his language."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from relanced.intake.message import Message, parse_message
from relanced.intake.task_answer import is_task_mail, outcome_of, read_task_answer
from relanced.letters.envelope import LetterAttachment
from relanced.letters.owner_mail import seal_task, task_words
from relanced.letters.owner_words import WORDS
from relanced.model.actions import GiveTask, Reminder, ReminderLine
from relanced.model.call_sheet import (
    CallSheet,
    Objection,
    PayingHabit,
    SheetAnswer,
    SheetLine,
    SheetPerson,
    SheetPromise,
    SheetReminder,
    Situation,
)
from relanced.model.client import Client, ClientKind, People
from relanced.model.intents import Intent
from relanced.model.ladder import Channel, Step
from relanced.model.money import money_of
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import TASK_RULE, CallOutcome, TaskKind

US = "compta@firm.example"
FIRM = Firm(name="Atelier Verrier", addresses=(US,), sender=US, country="FR", language="fr")
KEY = b"a key of the tests, 32 bytes long"
NOW = datetime(2026, 3, 23, 9, tzinfo=UTC)
TASK = MessageId(f"o1c.{'0a' * 12}@firm.example")
SOURCE = Source(
    account=US,
    folder="Sent",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("f" * 32),
    at=NOW,
)
CLIENT = Client(
    key=ClientKey("alpha.example"),
    name="Menuiserie Alpha",
    kind=ClientKind.BUSINESS,
    language="fr",
    people=People(postal=("12 rue des Lices", "35000 Rennes"), phone="+33 2 99 00 00 01"),
)
OWED = money_of("1200.00", "EUR")
NUMBER = InvoiceNumber("F2026-012")
SHEET = CallSheet(
    language="fr",
    client=CLIENT,
    on=NOW.date(),
    people=(
        SheetPerson(
            name="Mme Roux", phone="+33 2 99 00 00 01", address="roux@alpha.example", last_wrote_on=date(2026, 3, 11)
        ),
    ),
    owed=(OWED,),
    lines=(
        SheetLine(
            number=NUMBER,
            subject="Facture F2026-012 escalier",
            issued_on=date(2026, 2, 1),
            mailed_on=date(2026, 2, 1),
            mailed_to="roux@alpha.example",
            due_on=date(2026, 3, 1),
            days_late=22,
            total=OWED,
            owed=OWED,
            reminders=(SheetReminder(on=date(2026, 3, 8), step=StepName("rappel")),),
        ),
    ),
    apart=(),
    credit_notes=(),
    undelivered=(),
    answers=(
        SheetAnswer(
            on=date(2026, 3, 11), sender="roux@alpha.example", intent=Intent.PROMISE, words="Virement vendredi"
        ),
    ),
    promises=(
        SheetPromise(number=NUMBER, made_on=date(2026, 3, 11), pays_on=date(2026, 3, 13), kept=False),
    ),
    habit=PayingHabit(paid=0, average_days_late=None, worst_days_late=None, last_paid_on=None, last_paid=None),
    situation=Situation.PROMISE_BROKEN,
    aim="Savoir pourquoi le paiement n’est pas arrivé.",
    objections=(Objection(said="C’est parti.", ask=("Quel jour ?",)),),
)  # fmt: skip


def task(kind: TaskKind, channel: Channel) -> GiveTask:
    step = Step(name=StepName("etape"), after_due_days=20, template="etape", channel=channel)
    line = ReminderLine(
        number=NUMBER,
        issued_on=date(2026, 2, 1),
        due_on=date(2026, 3, 1),
        total=OWED,
        owed=OWED,
        days_late=22,
        step=step.name,
        mailed_as=SOURCE,
        subject="Facture",
        references=(),
    )
    reminder = Reminder(client=CLIENT, to="roux@alpha.example", step=step, lines=(line,), on=NOW.date())
    return GiveTask(kind=kind, reminder=reminder, why="")


CALL = task(TaskKind.CALL, Channel.CALL)
LETTER = task(TaskKind.LETTER, Channel.LETTER)
FILE = task(TaskKind.HANDOVER, Channel.HANDOVER)
PDF = LetterAttachment(filename="appel.pdf", content_type="application/pdf", data=b"%PDF-1.7")


def sealed(what: GiveTask, sheet: CallSheet = SHEET, firm: Firm = FIRM) -> Message:
    words = task_words(what, sheet, firm)
    return parse_message(seal_task(words, TASK, firm=firm, key=KEY, now=NOW, attachments=(PDF,)))


def test_a_call_sheet_reads_from_the_aim_to_the_answer() -> None:
    mail = sealed(CALL)
    text = " ".join(mail.text.replace("\u00a0", " ").replace("\u202f", " ").split())

    assert (
        mail.subject.replace("\u00a0", " ").replace("\u202f", " ")
        == "À appeler : Menuiserie Alpha, 1 200,00 €"
    )
    parts = (
        "Savoir pourquoi",
        "Mme Roux, +33 2 99 00 00 01, roux@alpha.example, a écrit le 11/03/2026",
        "F2026-012, 1 200,00 €, en retard de 22 jours",
        "relancée le 08/03/2026",
        "11/03/2026, promesse : « Virement vendredi »",
        "F2026-012 pour le 13/03/2026, non tenu",
        "« C’est parti. » Quel jour ?",
        "« promis le 12 »",
        "relanced call F2026-012 ISSUE",
        "En place de ISSUE, l’un de ces mots : promis, payé, litige",
        "au bout de 7 jours",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert mail.text.startswith(TASK_RULE)
    assert [file.filename for file in mail.attachments] == ["appel.pdf"]


def test_a_formal_notice_has_its_checklist_and_address() -> None:
    text = " ".join(sealed(LETTER).text.split())
    unknown = sealed(
        replace(LETTER, reminder=replace(LETTER.reminder, client=replace(CLIENT, people=People())))
    )

    for part in (
        "12 rue des Lices, 35000 Rennes",
        "LRAR",
        "eIDAS",
        "preuve de dépôt",
        "relanced posted F2026-012 --tracking SUIVI",
        "aucune relance ne part pour ces factures ; elles restent mentionnées pour mémoire dans les lettres",
    ):
        assert part in text
    assert "registre" in unknown.text


def test_a_file_names_the_command_that_makes_it() -> None:
    text = " ".join(sealed(FILE).text.split())

    assert "relanced dossier F2026-012" in text
    assert "relanced handed-over F2026-012 --to NOM" in text


TWO = (
    replace(SHEET.lines[0], number=InvoiceNumber("F2026-013"), owed=money_of("300.00", "EUR")),
    replace(SHEET.lines[0], number=InvoiceNumber("F2026-014"), owed=money_of("44.50", "EUR")),
)


@pytest.mark.parametrize("what", [CALL, LETTER, FILE])
def test_subject_and_sum_are_those_of_the_task_and_what_is_owed_else_stands_beside(what: GiveTask) -> None:
    mail = sealed(what, replace(SHEET, beside=TWO))
    subject, text = (
        " ".join(each.replace("\u00a0", " ").replace("\u202f", " ").split())
        for each in (mail.subject, mail.text)
    )

    assert subject.endswith(": Menuiserie Alpha, 1 200,00 € (doit en tout 1 544,50 €)")
    assert "Ce qui est dû : 1 200,00 €" in text
    assert "Il doit aussi 344,50 €, qui n’est pas l’objet de cette démarche F2026-013, 300,00 €" in text
    assert "relanced dossier F2026-013" not in text


def test_a_task_of_several_invoices_names_the_same_ones_in_each_command() -> None:
    text = sealed(FILE, replace(SHEET, lines=(*SHEET.lines, TWO[0]))).text

    for number in ("F2026-012", "F2026-013"):
        for command in (f"relanced dossier {number}", f"relanced handed-over {number} --to NOM"):
            assert command in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_outcome_that_a_mail_lists_may_be_typed(language: str) -> None:
    listed = WORDS[language]["outcomes"].split(", ")
    names = {outcome.value.replace("_", "-"): outcome for outcome in CallOutcome}

    heard = [names.get(word) or (outcome_of(word.strip("'"), NOW.date()) or (None,))[0] for word in listed]

    assert set(heard) == set(CallOutcome)


def test_a_notice_before_the_due_day_is_no_reminder() -> None:
    early = (SheetReminder(on=date(2026, 2, 24), step=StepName("avant_echeance")), *SHEET.lines[0].reminders)
    text = sealed(CALL, replace(SHEET, lines=(replace(SHEET.lines[0], reminders=early),))).text

    assert "annoncée le 24/02/2026" in text
    assert "relancée le 08/03/2026" in text


@pytest.mark.parametrize(("language", "subject"), [("en", "To call: "), ("de", "To call: ")])
def test_other_languages_fall_to_english(language: str, subject: str) -> None:
    mail = sealed(CALL, firm=replace(FIRM, language=language))

    assert mail.subject.startswith(subject)
    assert "answer this mail in a word or two" in mail.text


def test_it_is_ours_alone_and_asks_nobody_s_machine_for_an_answer() -> None:
    mail = sealed(CALL)

    assert is_task_mail(mail, FIRM, KEY)
    assert not is_task_mail(mail, FIRM, b"another key of another firm, 32 b")
    assert mail.sender == US
    assert [to.email for to in mail.to] == [US]
    assert mail.message_id == TASK
    assert mail.header("auto-submitted") == "auto-generated"
    assert read_task_answer(mail, SOURCE, FIRM) == ()


def test_the_same_task_gives_the_same_bytes_and_needs_a_zone() -> None:
    words = task_words(CALL, SHEET, FIRM)

    assert seal_task(words, TASK, firm=FIRM, key=KEY, now=NOW) == seal_task(
        words, TASK, firm=FIRM, key=KEY, now=NOW
    )
    with pytest.raises(ValueError, match="time zone"):
        seal_task(words, TASK, firm=FIRM, key=KEY, now=NOW.replace(tzinfo=None))


def test_what_came_by_mail_can_neither_break_a_header_nor_a_command() -> None:
    evil = replace(CLIENT, name="Alpha\r\nBcc: x@evil.example", key=ClientKey("$(rm -rf)"))
    line = replace(SHEET.lines[0], number=InvoiceNumber("$(rm -rf)"))
    sheet = replace(SHEET, client=evil, lines=(line,))
    raw = seal_task(task_words(FILE, sheet, FIRM), TASK, firm=FIRM, key=KEY, now=NOW)

    assert b"\nBcc:" not in raw
    assert "relanced dossier '$(rm -rf)'" in " ".join(parse_message(raw).text.split())
