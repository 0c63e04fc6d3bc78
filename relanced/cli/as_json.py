"""Values in, the JSON of the command line's contract out."""

from datetime import date

from relanced.casework.aging import AgedBalance
from relanced.casework.due import DueFrom, due_of
from relanced.casework.ledger import Account, Case
from relanced.casework.series import Gap
from relanced.casework.states import case_state, is_listed_only
from relanced.casework.story import Story
from relanced.cli.bank_json import bank
from relanced.cli.listed import state_word
from relanced.cli.reply_json import reply
from relanced.daemon.desk.mails import SentMail
from relanced.intake.readings import (
    Aside,
    BounceRead,
    Evidence,
    FileText,
    InvoiceRead,
    Reading,
    Unread,
)
from relanced.model.actions import (
    Action,
    Answer,
    AskOwner,
    CloseCase,
    DraftAnswer,
    DraftReminder,
    GiveTask,
    Reminder,
    SendReminder,
    Wait,
)
from relanced.model.facts import InvoiceKind, MailQuarantined
from relanced.model.names import mail_ref
from relanced.model.rules import Rules
from relanced.model.terms import Terms


def reading(file: str, read: Reading, rules: Rules) -> dict[str, object]:
    """One object a mail, as `explain --json` prints it."""
    return {
        "file": file,
        "reads_as": read.reads_as.value,
        "unreadable": bool(read.unreadable),
        "why_unreadable": read.unreadable or None,
        "invoices": [invoice(found, rules) for found in read.sent.invoices] if read.sent else [],
        "unread": [unread(each) for each in read.sent.unread] if read.sent else [],
        "asides": [aside(each) for each in read.sent.asides] if read.sent else [],
        "rules": list(read.sent.notes) if read.sent else [],
        "reply": reply(read.reply) if read.reply else None,
        "bank": bank(read.bank) if read.bank else None,
        "bounce": bounce(read.bounce) if read.bounce else None,
    }


def invoice(read: InvoiceRead, rules: Rules) -> dict[str, object]:
    """One invoice, deposit or credit note."""
    due = None
    if read.kind is not InvoiceKind.CREDIT_NOTE:
        due = due_of(read.due_on, read.terms, read.issued_on, rules, rules.client_rule(read.client_email))
    return {
        "number": read.number,
        "unsure_number": bool(read.rivals),
        "rivals": list(read.rivals),
        "issue_date": read.issued_on.isoformat(),
        "due_date": due.on.isoformat() if due else None,
        "due_date_is_derived": due is not None and due.got is not DueFrom.PRINTED,
        "due_date_from": due.got.value if due else None,
        "due_date_other_reading": due.other.isoformat() if due and due.other else None,
        "terms": terms(read.terms, read.terms_said),
        "total": read.total.plain,
        "currency": read.total.currency,
        "client_email": read.client_email,
        "client_name": read.client_name,
        "client_ids": list(read.client_ids),
        "kind": read.kind.value,
        "replaces": read.replaces,
        "disagreements": list(read.disagreements),
        "read_from": read.read_from,
        "because": read.because,
        "fields": [evidence(each) for each in read.evidence],
    }


def terms(read: Terms | None, said: str) -> dict[str, object] | None:
    """Words of payment: as they stand, and as understood."""
    if read is None and not said:
        return None
    return {
        "said": said,
        "days": read.days if read else None,
        "months": read.months if read else None,
        "end_of_month": read.counting.value if read else None,
        "on_day": read.on_day if read else None,
    }


def evidence(read: Evidence) -> dict[str, object]:
    """One field, as understood, and the words that led to it."""
    return {"field": read.field.value, "value": read.value, "words": read.words}


def unread(read: Unread) -> dict[str, object]:
    """One paper that looks like an invoice and could not be read."""
    return {
        "file": read.file,
        "why": read.why,
        "missing": [each.value for each in read.missing],
        "fields": [evidence(each) for each in read.evidence],
        "rule": read.rule.name if read.rule else None,
    }


def aside(read: Aside) -> dict[str, object]:
    """One file that asks nobody for money, and why."""
    return {"file": read.file, "kind": read.kind, "why": read.why}


def bounce(read: BounceRead) -> dict[str, object]:
    """A mail that did not arrive."""
    return {
        "recipient": read.recipient,
        "permanent": read.permanent,
        "message_id": read.answers[0] if read.answers else None,
    }


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "client": answer.client.key,
        "client_name": answer.client.name,
        "to": answer.to,
        "asks": [ask.value for ask in answer.asks],
        "invoices": [line.number for line in answer.lines],
    }


def _reminder(reminder: Reminder) -> dict[str, object]:
    return {
        "client": reminder.client.key,
        "client_name": reminder.client.name,
        "to": reminder.to,
        "step": reminder.step.name,
        "invoices": [
            {
                "number": line.number,
                "step": line.step,
                "owed": line.owed.plain,
                "currency": line.owed.currency,
            }
            for line in reminder.lines
        ],
    }


def action(planned: Action) -> dict[str, object]:
    """One action of a plan."""
    match planned:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder):
            name = "send_reminder" if isinstance(planned, SendReminder) else "draft_reminder"
            return {"action": name, **_reminder(reminder), "why": planned.why}
        case GiveTask(kind=kind, reminder=reminder):
            return {"action": "give_task", "task": kind.value, **_reminder(reminder), "why": planned.why}
        case DraftAnswer(answer=answer):
            return {"action": "draft_answer", **_answer(answer), "why": planned.why}
        case AskOwner(client=client, invoices=numbers):
            return {
                "action": "ask_owner",
                "client": client.key if client else None,
                "invoices": list(numbers),
                "question": planned.question,
                "why": planned.why,
            }
        case Wait(until=until):
            return {
                "action": "wait",
                "client": planned.client.key,
                "invoices": [planned.invoice],
                "until": until.isoformat() if until else None,
                "why": planned.why,
            }
        case CloseCase():
            return {
                "action": "close_case",
                "client": planned.client.key,
                "invoices": [planned.invoice],
                "why": planned.why,
            }


def balance(row: AgedBalance) -> dict[str, object]:
    """One line of the aged balance."""
    return {
        "client": row.client.key,
        "client_name": row.client.name,
        "currency": row.total.currency,
        "not_due": row.not_due.plain,
        "days_1_30": row.days_1_30.plain,
        "days_31_60": row.days_31_60.plain,
        "days_61_90": row.days_61_90.plain,
        "over_90": row.over_90.plain,
        "total": row.total.plain,
        "held": row.held.plain,
        "owed_back": row.owed_back.plain,
    }


def case(account: Account, found: Case, today: date) -> dict[str, object]:
    """One invoice and where it stands."""
    return {
        "number": found.number,
        "client": account.client.key,
        "client_name": account.client.name,
        "issue_date": found.invoice.issued_on.isoformat(),
        "due_date": found.due_on.isoformat(),
        "total": found.invoice.total.plain,
        "owed": found.owed.plain,
        "currency": found.owed.currency,
        "state": case_state(found, today).value,
        "state_in_words": state_word(found, today),
        "listed_only": is_listed_only(found),
        "steps": [step.step for step in found.steps],
    }


def unreadable(fact: MailQuarantined) -> dict[str, object]:
    """One mail that could not be read."""
    return {
        "folder": fact.source.folder,
        "uid": fact.source.uid,
        "at": fact.source.at.isoformat(),
        "sender": fact.sender,
        "subject": fact.subject,
        "why": fact.why,
    }


def unread_mail(mail: SentMail) -> dict[str, object]:
    """One mail of ours that looks like an invoice, could not be read, and waits for the owner's word."""
    return {
        "mail": mail.ref,
        "sent_at": mail.at.isoformat(),
        "folder": mail.folder,
        "client_address": mail.client_address,
        "client_name": mail.client_name,
        "subject": mail.subject,
        "files": list(mail.unread.files) if mail.unread else [],
        "why": mail.unread.why if mail.unread else "",
    }


def gap(found: Gap) -> dict[str, object]:
    """Numbers in a row that no mail of ours bears."""
    return {
        "first": found.first,
        "last": found.last,
        "count": found.count,
        "before": found.before,
        "before_on": found.before_on.isoformat(),
        "after": found.after,
        "after_on": found.after_on.isoformat(),
    }


def file_text(text: FileText) -> dict[str, object]:
    """The words of one file, a text a page."""
    return {"file": text.name, "pages": list(text.pages), "why_unreadable": text.trouble or None}


def story(told: Story, today: date) -> dict[str, object]:
    """The whole story of an invoice or a client."""
    return {
        "client": told.account.client.key,
        "client_name": told.account.client.name,
        "address": told.account.address,
        "address_why": told.account.address_why or None,
        "events": [
            {
                "at": event.at.isoformat(),
                "what": event.what,
                "folder": event.source.folder if event.source else None,
                "uid": event.source.uid if event.source else None,
                "mail": mail_ref(event.source.fingerprint) if event.source else None,
                "message_id": event.source.message_id if event.source else None,
            }
            for event in told.events
        ],
        "invoices": [
            {**case(told.account, chapter.case, today), "next": [action(step) for step in chapter.next]}
            for chapter in told.chapters
        ],
    }
