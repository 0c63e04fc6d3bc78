"""Facts and rules for the tests of casework: short to write, complete, each from a mail of its own."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from relanced.casework.fold import fold
from relanced.casework.ledger import Account, Case, CreditStory, Ledger
from relanced.casework.planning.plan import plan
from relanced.model.actions import (
    Action,
    AskOwner,
    DraftReminder,
    Reminder,
    SendReminder,
    Wait,
)
from relanced.model.decided import CreditAssigned, OwnerDecided, ReplyJudged, Verb
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    Credit,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
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
from relanced.model.ladder import Ladder, Step
from relanced.model.money import money_of
from relanced.model.names import (
    ClientId,
    ClientKey,
    Fingerprint,
    InvoiceNumber,
    MailRef,
    MessageId,
    StepName,
    mail_ref,
)
from relanced.model.rules import BankRule, CalendarRules, Firm, Mode, Rules
from relanced.model.source import Source
from relanced.model.terms import Terms

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 3, 2)  # the first day of the stories; no public holiday until 6 April
ALPHA = "compta@alpha.example"
BETA = "compta@beta.example"


def step(name: str, after_due_days: int, *, approve: bool = False) -> Step:
    return Step(name=StepName(name), after_due_days=after_due_days, template=name, approve=approve)


LADDER = Ladder((step("rappel", 7), step("relance", 20), step("ferme", 35), step("derniere", 50)))
RULES = Rules(
    mode=Mode.SEND,
    firm=Firm(
        name="Atelier Verrier",
        addresses=("@firm.example",),
        sender="facturation@firm.example",
        country="FR",
        language="fr",
    ),
    start_on=date(2026, 1, 1),
    ladder=LADDER,
    calendar=CalendarRules(timezone=PARIS, country="FR"),
    banks=(BankRule(name="Banque Rivage", senders=("@banque-rivage.example",)),),
)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def source(when: datetime, name: str, folder: str = "INBOX") -> Source:
    return Source(
        account="facturation@firm.example",
        folder=folder,
        uidvalidity=1,
        uid=1,
        message_id=MessageId(f"{name}@mail.example"),
        fingerprint=Fingerprint(sha256(name.encode()).hexdigest()[:32]),
        at=when,
    )


def invoice(
    number: str = "F2026-001",
    *,
    to: str = ALPHA,
    total: str = "1200.00",
    currency: str = "EUR",
    on: date = MONDAY,
    due: date | None = None,
    terms: Terms | None = None,
    terms_said: str = "",
    ids: tuple[str, ...] = (),
    rivals: tuple[str, ...] = (),
    disagreements: tuple[str, ...] = (),
    mail: str | None = None,
    replaces: str | None = None,
    name: str = "",
    cc: tuple[str, ...] = (),
) -> InvoiceSent:
    return InvoiceSent(
        source=source(at(on), mail or f"invoice {number} {to} {on} {total}", "Sent"),
        number=InvoiceNumber(number),
        kind=InvoiceKind.INVOICE,
        issued_on=on,
        due_on=due or (None if terms else on),
        terms=terms,
        terms_said=terms_said,
        total=money_of(total, currency),
        client_address=to,
        client_name=name or to.partition("@")[2].partition(".")[0].title() + " Menuiserie",
        client_ids=tuple(map(ClientId, ids)),
        cc=cc,
        replaces=InvoiceNumber(replaces) if replaces else None,
        rivals=tuple(map(InvoiceNumber, rivals)),
        disagreements=disagreements,
        subject=f"Facture {number}",
        references=(),
        read_from="pdf",
        because="Total TTC",
    )


def credit_note(
    number: str = "A2026-001",
    *,
    corrects: str | None = None,
    to: str = ALPHA,
    total: str = "1200.00",
    on: date = MONDAY,
    ids: tuple[str, ...] = (),
    disagreements: tuple[str, ...] = (),
    mail: str | None = None,
) -> CreditNoteSent:
    return CreditNoteSent(
        source=source(at(on, 11), mail or f"note {number} {on} {total}", "Sent"),
        number=InvoiceNumber(number),
        issued_on=on,
        total=money_of(total, "EUR"),
        corrects=InvoiceNumber(corrects) if corrects else None,
        client_address=to,
        client_name="Alpha Menuiserie",
        client_ids=tuple(map(ClientId, ids)),
        disagreements=disagreements,
        because="Avoir",
    )


def unreadable(
    mail: str = "scan", *, to: str = ALPHA, on: date = MONDAY, files: tuple[str, ...] = ("scan.pdf",)
) -> InvoiceUnreadable:
    return InvoiceUnreadable(
        source=source(at(on), f"unreadable {mail}", "Sent"),
        client_address=to,
        client_name="Alpha Menuiserie",
        cc=(),
        subject="Facture",
        references=(),
        files=files,
        why="scan.pdf: it holds no text: a scan",
    )


def ref_of(sent: InvoiceSent | CreditNoteSent | InvoiceUnreadable) -> MailRef:
    return mail_ref(sent.source.fingerprint)


def stated(
    sent: InvoiceSent | CreditNoteSent | InvoiceUnreadable | MailRef,
    number: str = "F2026-001",
    *,
    total: str = "1200.00",
    due: date | None = None,
    kind: InvoiceKind = InvoiceKind.INVOICE,
    issued: date | None = None,
    on: date,
    hour: int = 18,
) -> InvoiceStated:
    ref = sent if isinstance(sent, str) else ref_of(sent)
    when = at(on, hour)
    return InvoiceStated(
        source=source(when, f"stated {ref} {number} {total} {due} {kind} {when}", "Relanced/Journal"),
        mail=ref,
        number=InvoiceNumber(number),
        kind=kind,
        issued_on=issued,
        due_on=due,
        total=money_of(total, "EUR"),
        decided_at=when,
    )


def lines(*pairs: tuple[str, str | None]) -> tuple[tuple[InvoiceNumber, StepName | None], ...]:
    return tuple((InvoiceNumber(n), StepName(s) if s else None) for n, s in pairs)


def reminder(
    *pairs: tuple[str, str | None],
    on: date,
    to: str = ALPHA,
    ours: bool = True,
    message_id: str | None = None,
) -> ReminderSent:
    name = message_id or f"reminder {pairs} {to} {on}"
    return ReminderSent(
        source=source(at(on, 9, 30), name, "Sent"),
        message_id=MessageId(name),
        client_address=to,
        lines=lines(*pairs),
        ours=ours,
    )


def reply(
    intent: Intent = Intent.ACK,
    *,
    on: date,
    sender: str = ALPHA,
    answers: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
    promised_on: date | None = None,
    also: tuple[Intent, ...] = (),
    said_of: tuple[SaidOf, ...] = (),
    tokens: tuple[str, ...] = (),
    redirect_to: str | None = None,
    asks: tuple[Ask, ...] = (),
    confidence: float = 0.9,
    of_all: bool = False,
    in_subject: tuple[str, ...] = (),
    text: str = "Bonjour, voici ma réponse.",
) -> ReplyReceived:
    return ReplyReceived(
        source=source(
            at(on, 14),
            f"reply {intent} {on} {sender} {answers} {mentions} {promised_on} {said_of} {tokens} {redirect_to}",
        ),
        sender=sender,
        subject="Re: facture",
        answers=tuple(MessageId(a) for a in answers),
        intent=intent,
        also=also,
        promised_on=promised_on,
        redirect_to=redirect_to,
        asks=asks,
        mentions=mentions,
        said_of=said_of,
        tokens=tokens,
        new_text=text,
        confidence=confidence,
        because=(),
        of_all=of_all,
        in_subject=in_subject,
    )


def said(
    intent: Intent, *mentions: str, also: tuple[Intent, ...] = (), promised_on: date | None = None
) -> SaidOf:
    return SaidOf(
        mentions=mentions, intent=intent, also=also, promised_on=promised_on, words=f"{mentions[0]}: {intent}"
    )


def judged(
    mail: ReplyReceived | AutoReplyReceived | MailRef,
    intent: Intent,
    *,
    on: date,
    hour: int = 18,
    promised_on: date | None = None,
) -> ReplyJudged:
    ref = mail if isinstance(mail, str) else mail_ref(mail.source.fingerprint)
    when = at(on, hour)
    return ReplyJudged(
        source=source(when, f"judged {ref} {intent} {promised_on} {when}", "Relanced/Journal"),
        mail=ref,
        intent=intent,
        promised_on=promised_on,
        decided_at=when,
    )


def auto_reply(
    *,
    on: date,
    sender: str = ALPHA,
    tokens: tuple[str, ...] = (),
    back_on: date | None = None,
    substitute: str = "",
) -> AutoReplyReceived:
    return AutoReplyReceived(
        source=source(at(on, 14), f"auto {on} {sender}"),
        sender=sender,
        subject="Absence du bureau",
        answers=(),
        tokens=tokens,
        back_on=back_on,
        substitute=substitute,
        because="Auto-Submitted",
    )


def credit(
    amount: str,
    reference: str = "",
    payer: str = "",
    *,
    on: date | None = None,
    currency: str = "EUR",
    account: str = "",
    entry: str = "",
    fee: str | None = None,
) -> Credit:
    return Credit(
        amount=money_of(amount, currency),
        payer=payer,
        reference=reference,
        value_on=on,
        payer_account=account,
        entry_id=entry,
        fee=money_of(fee, currency) if fee else None,
    )


def notice(
    *told: Credit,
    on: date,
    trusted: bool = True,
    mail: str = "",
    told_by: ToldBy = ToldBy.NOTICE,
    bank: str = "Banque Rivage",
    net: str | None = None,
    message_id: str | None = None,
    hour: int = 8,
) -> CreditNoticed:
    place = source(at(on, hour), f"notice {on} {told} {trusted} {mail} {told_by} {bank}")
    return CreditNoticed(
        source=replace(place, message_id=MessageId(message_id)) if message_id else place,
        bank=bank,
        trusted=trusted,
        credits=told,
        because="vous avez reçu",
        told_by=told_by,
        net=money_of(net, "EUR") if net else None,
    )


def went_back(
    *told: Credit,
    on: date,
    trusted: bool = True,
    mail: str = "",
    told_by: ToldBy = ToldBy.NOTICE,
    hour: int = 8,
) -> CreditReversed:
    return CreditReversed(
        source=source(at(on, hour), f"back {on} {told} {trusted} {mail} {told_by}"),
        bank="Banque Rivage",
        trusted=trusted,
        credits=told,
        because="prélèvement rejeté",
        told_by=told_by,
    )


def assigned(
    mail: CreditNoticed | MailRef,
    *to: str | tuple[str, str],
    on: date,
    line: int = 1,
    hour: int = 18,
) -> CreditAssigned:
    """What a credit pays; a number alone: as much as is owed."""
    ref = mail if isinstance(mail, str) else mail_ref(mail.source.fingerprint)
    when = at(on, hour)
    pairs = [(each, None) if isinstance(each, str) else each for each in to]
    return CreditAssigned(
        source=source(when, f"assigned {ref} {line} {to} {when}", "Relanced/Journal"),
        mail=ref,
        line=line,
        to=tuple((InvoiceNumber(n), money_of(amount, "EUR") if amount else None) for n, amount in pairs),
        decided_at=when,
    )


def bank_mail(
    on: date, *, trusted: bool = True, kind: str = "other", bank: str = "Banque Rivage", doubt: str = ""
) -> BankSpoke:
    return BankSpoke(
        source=source(at(on, 7), f"bank {on} {trusted} {bank} {doubt}"),
        bank=bank,
        trusted=trusted,
        kind=kind,
        because="relevé",
        doubt=doubt,
    )


def bounce(
    recipient: str,
    *,
    on: date,
    permanent: bool = True,
    answers: tuple[str, ...] = (),
    tokens: tuple[str, ...] = (),
) -> BounceReceived:
    return BounceReceived(
        source=source(at(on, 10, 5), f"bounce {recipient} {on}"),
        recipient=recipient,
        permanent=permanent,
        answers=tuple(MessageId(a) for a in answers),
        tokens=tokens,
    )


def quarantined(
    sender: str, *, on: date, subject: str = "", answers: tuple[str, ...] = ()
) -> MailQuarantined:
    return MailQuarantined(
        answers=tuple(MessageId(a) for a in answers),
        source=source(at(on, 15), f"quarantined {sender} {on} {subject}"),
        sender=sender,
        subject=subject,
        why="more than a thousand parts",
    )


def decided(
    verb: Verb, target: str, *, on: date, hour: int = 18, until: date | None = None, address: str = ""
) -> OwnerDecided:
    when = at(on, hour)
    return OwnerDecided(
        source=source(when, f"decided {verb} {target} {when}", "Relanced/Journal"),
        verb=verb,
        target=target,
        until=until,
        address=address,
        note="",
        decided_at=when,
    )


def intended(
    *pairs: tuple[str, str | None],
    on: date,
    client: str = "alpha.example",
    message_id: str = "r1.a@firm.example",
) -> SendIntended:
    return SendIntended(
        message_id=MessageId(message_id), client=ClientKey(client), lines=lines(*pairs), at=at(on, 9)
    )


def outcome(
    kind: Outcome, *, on: date, message_id: str = "r1.a@firm.example", answer: str = "451 later"
) -> SendOutcome:
    return SendOutcome(message_id=MessageId(message_id), outcome=kind, answer=answer, at=at(on, 9, 1))


def as_sent(action: SendReminder | DraftReminder) -> ReminderSent:
    """The fact that a planned reminder leaves in Sent."""
    r = action.reminder
    return reminder(*((line.number, line.step) for line in r.lines), on=r.on, to=r.to)


# ---- looking at what comes out -----------------------------------------------------------------


def ledger_of(*facts: Fact, rules: Rules = RULES) -> Ledger:
    return fold(facts, rules)


def case_of(ledger: Ledger, number: str = "F2026-001") -> Case:
    return next(c for a in ledger.accounts.values() for c in a.cases if c.number == number)


def account_of(ledger: Ledger, key: str = "alpha.example") -> Account:
    return ledger.accounts[ClientKey(key)]


def plan_of(*facts: Fact, today: date, rules: Rules = RULES) -> tuple[Action, ...]:
    return plan(fold(facts, rules), rules, today)


def reminders_in(actions: tuple[Action, ...]) -> list[Reminder]:
    return [a.reminder for a in actions if isinstance(a, SendReminder | DraftReminder)]


def steps_in(actions: tuple[Action, ...]) -> dict[str, str | None]:
    """Invoice numbers in reminders, each with its step."""
    return {line.number: line.step for r in reminders_in(actions) for line in r.lines}


def wait_for(actions: tuple[Action, ...], number: str = "F2026-001") -> Wait:
    return next(a for a in actions if isinstance(a, Wait) and a.invoice == number)


def questions_in(actions: tuple[Action, ...]) -> list[AskOwner]:
    return [a for a in actions if isinstance(a, AskOwner)]


def story_of(ledger: Ledger, mail: CreditNoticed, line: int = 1) -> CreditStory:
    """The payment that a line of a mail is told by, as the mail that counts."""
    ref = mail_ref(mail.source.fingerprint)
    return next(s for s in ledger.credits if (s.mail, s.line) == (ref, line))
