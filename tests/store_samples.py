"""One fact of each kind and a letter, for every test of the store; they also fill the released files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from relanced.edge.outbox import OutboxLetter
from relanced.edge.sent_texts import SentText
from relanced.edge.store import Depth, Seen
from relanced.model.decided import (
    CallNoted,
    CommandUnclear,
    CreditAssigned,
    GestureUndone,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
    ReplyJudged,
    TaskAnswerUnclear,
    TaskGiven,
    Verb,
)
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    Credit,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InsolvencyFound,
    InvoiceKind,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    Outcome,
    ReminderSent,
    ReplyReceived,
    SaidOf,
    SendIntended,
    SendOutcome,
    ToldBy,
)
from relanced.model.intents import Ask, Intent
from relanced.model.money import Money
from relanced.model.names import ClientId, ClientKey, Fingerprint, InvoiceNumber, MailRef, MessageId, StepName
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome, TaskKind
from relanced.model.terms import Counting, Terms

AT = datetime(2026, 11, 3, 9, 30, tzinfo=timezone(timedelta(hours=1)))
NUMBER = InvoiceNumber("F2026-012")
STEP = StepName("rappel")
REMINDER_ID = MessageId("r1.0123456789abcdef@firm.example")
TASK_ID = MessageId("o1c.0123456789abcdef01234567@firm.example")


def source(name: str, *, folder: str = "INBOX", uid: int = 1, uidvalidity: int = 7) -> Source:
    return Source(
        account="facturation@firm.example",
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        message_id=MessageId(f"{name}@mail.example"),
        fingerprint=Fingerprint(f"{name:0>32}"),
        at=AT,
    )


def invoice(name: str = "a1", number: str = NUMBER) -> InvoiceSent:
    return InvoiceSent(
        source=source(name, folder="Sent"),
        number=InvoiceNumber(number),
        kind=InvoiceKind.INVOICE,
        issued_on=date(2026, 10, 1),
        due_on=date(2026, 10, 31),
        terms=Terms(days=30, counting=Counting.EITHER, on_day=10),
        terms_said="30 jours fin de mois le 10",
        total=Money(120_000, "EUR"),
        client_address="compta@client.example",
        client_name="Menuiserie Élan",
        client_ids=(ClientId("siren:732829320"),),
        cc=("chef@client.example",),
        replaces=None,
        rivals=(InvoiceNumber("2026-77"),),
        disagreements=("amount: 1 in the XML, 2 on the page",),
        subject="Facture F2026-012",
        references=(MessageId("order@client.example"),),
        read_from="pdf",
        because="Facture n° F2026-012",
    )


def reply(name: str = "b2", *, new_text: str = "Nous payons le 15.") -> ReplyReceived:
    return ReplyReceived(
        source=source(name),
        sender="compta@client.example",
        subject="Re: Facture",
        answers=(MessageId("a1@mail.example"),),
        intent=Intent.PROMISE,
        also=(Intent.QUERY,),
        promised_on=date(2026, 11, 15),
        redirect_to=None,
        asks=(Ask.COPY,),
        mentions=("F2026-012", "F2026-013"),
        said_of=(
            SaidOf(
                mentions=("F2026-013",),
                intent=Intent.DISPUTE,
                also=(),
                promised_on=None,
                words="F2026-013 est fausse",
            ),
        ),
        tokens=("R-7K3Q-9DXA",),
        new_text=new_text,
        confidence=0.93,
        because=("payons le 15",),
        of_all=True,
        in_subject=("F2026-012",),
    )


SAMPLES: tuple[Fact, ...] = (
    invoice(),
    CreditNoteSent(
        source=source("c3", folder="Sent"),
        number=InvoiceNumber("A2026-001"),
        issued_on=date(2026, 10, 5),
        total=Money(5_000, "EUR"),
        corrects=NUMBER,
        client_address="compta@client.example",
        client_name="Menuiserie Élan",
        client_ids=(),
        disagreements=(),
        because="Avoir",
    ),
    InvoiceUnreadable(
        source=source("c4", folder="Sent"),
        client_address="compta@client.example",
        client_name="Menuiserie Élan",
        cc=(),
        subject="Facture",
        references=(),
        files=("scan.pdf",),
        why="it holds no text: a scan",
    ),
    InvoiceStated(
        source=source("c5", folder="Relanced/Journal"),
        mail=MailRef("3f9a2c11"),
        number=InvoiceNumber("F2026-014"),
        kind=InvoiceKind.DEPOSIT,
        issued_on=None,
        due_on=date(2026, 11, 30),
        total=Money(7_500, "EUR"),
        decided_at=AT,
    ),
    ReminderSent(
        source=source("d4", folder="Sent"),
        message_id=REMINDER_ID,
        client_address="compta@client.example",
        lines=((NUMBER, STEP), (InvoiceNumber("F2026-013"), None)),
        ours=True,
    ),
    reply(),
    AutoReplyReceived(
        source=source("e5"),
        sender="compta@client.example",
        subject="Absence",
        answers=(),
        tokens=(),
        back_on=date(2026, 11, 30),
        substitute="achats@client.example",
        because="Auto-Submitted",
    ),
    CreditNoticed(
        source=source("f6"),
        bank="Banque Rivage",
        trusted=True,
        credits=(
            Credit(amount=Money(1, "JPY"), payer="ELAN", reference="F2026-012", value_on=date(2026, 11, 2)),
            Credit(amount=Money(2, "EUR"), payer="", reference="", value_on=None),
        ),
        because="virement reçu",
    ),
    CreditReversed(
        source=source("aa"),
        bank="Banque Rivage",
        trusted=True,
        credits=(
            Credit(
                amount=Money(12_000, "EUR"),
                payer="DUPONT",
                reference="F-1",
                value_on=None,
                payer_account="FR7630006000011234567890189",
                fee=Money(35, "EUR"),
                entry_id="TX-77",
            ),
        ),
        because="a returned debit",
        told_by=ToldBy.STATEMENT,
    ),
    BankSpoke(source=source("a7"), bank="rivage.example", trusted=False, kind="phishing", because="no DKIM"),
    BounceReceived(
        source=source("b8"),
        recipient="compta@client.example",
        permanent=True,
        answers=(REMINDER_ID,),
        tokens=("R-7K3Q-9DXA",),
    ),
    MailQuarantined(
        source=source("c9"), sender="", subject="", answers=(), why="26214401 bytes: over the limit"
    ),
    OwnerDecided(
        source=source("d0", folder="Relanced/Journal"),
        verb=Verb.PAUSE,
        target=NUMBER,
        until=date(2026, 12, 1),
        address="",
        note="au téléphone",
        decided_at=AT,
        by="gesture",
        gesture=f"pause {'b2':0>32} 1",
        answers=(REMINDER_ID,),
    ),
    GestureUndone(
        source=source("d1", folder="Relanced/Journal"), gesture=f"pause {'b2':0>32} 1", decided_at=AT
    ),
    CommandUnclear(source=source("d2", folder="Sent"), words="Dupont ?", why="question"),
    CreditAssigned(
        source=source("ab"),
        mail=MailRef("0a1b2c3d"),
        line=2,
        to=((NUMBER, None), (InvoiceNumber("F-2"), Money(5, "EUR"))),
        decided_at=AT,
    ),
    ReplyJudged(
        source=source("e1", folder="Relanced/Journal"),
        mail=MailRef("0a1b2c3d"),
        intent=Intent.PROMISE,
        promised_on=date(2026, 12, 4),
        decided_at=AT,
    ),
    InstalmentsAgreed(
        source=source("e2", folder="Relanced/Journal"),
        invoices=(NUMBER,),
        parts=((date(2026, 12, 1), Money(60_000, "EUR")), (date(2027, 1, 1), Money(60_000, "EUR"))),
        note="au téléphone",
        decided_at=AT,
    ),
    TaskGiven(
        source=source("e3", folder="Relanced/Journal"),
        message_id=TASK_ID,
        kind=TaskKind.CALL,
        client=ClientKey("client.example"),
        lines=((NUMBER, STEP),),
        given_at=AT,
    ),
    CallNoted(
        source=source("e4", folder="Sent"),
        task=TASK_ID,
        target="",
        outcome=CallOutcome.PROMISED,
        pays_on=date(2026, 12, 12),
        note="promis le 12",
        decided_at=AT,
    ),
    LetterPosted(
        source=source("e5", folder="Relanced/Journal"),
        task=None,
        target="F2026-012",
        tracking="1A 123 456 789 0",
        posted_on=date(2026, 11, 30),
        decided_at=AT,
    ),
    HandedOver(
        source=source("e6", folder="Relanced/Journal"),
        task=None,
        target="client.example",
        to="Me Durand",
        decided_at=AT,
    ),
    TaskAnswerUnclear(source=source("e7", folder="Sent"), task=TASK_ID, words="je verrai"),
    InsolvencyFound(
        source=source("e8", folder="Relanced/Journal"),
        siren="732829320",
        name="CLIENT SARL",
        kind="liquidation judiciaire",
        court="Tribunal de commerce de Rennes",
        published_on=date(2026, 11, 20),
        notice_id="A202601231234",
        decided_at=AT,
    ),
    SendIntended(message_id=REMINDER_ID, client=ClientKey("client.example"), lines=((NUMBER, STEP),), at=AT),
    SendOutcome(message_id=REMINDER_ID, outcome=Outcome.UNKNOWN, answer="line lost", at=AT),
)


def seen(
    name: str, *, uid: int = 1, folder: str = "INBOX", uidvalidity: int = 7, depth: Depth = Depth.HEADER
) -> Seen:
    return Seen(
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        fingerprint=Fingerprint(f"{name:0>32}"),
        message_id=MessageId(f"{name}@mail.example"),
        depth=depth,
    )


def sent_text(name: str = "a1", *, at: datetime = AT, **changes: object) -> SentText:
    text = SentText(
        message_id=MessageId(f"{name}@mail.example"),
        to=("Compta@client.example", "chef@client.example"),
        answers=(MessageId("b2@mail.example"),),
        sent_at=at,
        text="Veuillez trouver notre facture.",
    )
    return replace(text, **changes)  # type: ignore[arg-type]  # mypy cannot see the field's type in a keyword


def letter(
    message_id: str = REMINDER_ID, *, raw: bytes = b"Subject: Rappel\r\n\r\n", at: datetime = AT
) -> OutboxLetter:
    return OutboxLetter(
        message_id=MessageId(message_id),
        client=ClientKey("client.example"),
        to="compta@client.example",
        cc=("chef@client.example",),
        raw=raw,
        lines=((NUMBER, STEP), (InvoiceNumber("F2026-013"), None)),
        step=STEP,
        prepared_at=at.astimezone(UTC),
    )
