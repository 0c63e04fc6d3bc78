"""Values in, the JSON of the command line's contract out."""

from datetime import date

from relanced.casework.aging import AgedBalance
from relanced.casework.ledger import Account, Case
from relanced.casework.states import case_state
from relanced.casework.story import Story
from relanced.intake.readings import BankRead, BounceRead, InvoiceRead, Reading, ReplyRead
from relanced.model.actions import Action, AskOwner, CloseCase, DraftReminder, SendReminder, Wait
from relanced.model.facts import Credit, MailQuarantined


def reading(file: str, read: Reading) -> dict[str, object]:
    """One object a mail, as `explain --json` prints it."""
    return {
        "file": file,
        "reads_as": read.reads_as.value,
        "unreadable": bool(read.unreadable),
        "why_unreadable": read.unreadable or None,
        "invoices": [invoice(found) for found in read.sent.invoices] if read.sent else [],
        "reply": reply(read.reply) if read.reply else None,
        "bank": bank(read.bank) if read.bank else None,
        "bounce": bounce(read.bounce) if read.bounce else None,
    }


def invoice(read: InvoiceRead) -> dict[str, object]:
    """One invoice, deposit or credit note."""
    return {
        "number": read.number,
        "issue_date": read.issued_on.isoformat(),
        "due_date": read.due_on.isoformat() if read.due_on else None,
        "due_date_is_derived": read.due_is_derived,
        "total": read.total.plain,
        "currency": read.total.currency,
        "client_email": read.client_email,
        "client_name": read.client_name,
        "kind": read.kind.value,
        "replaces": read.replaces,
        "read_from": read.read_from,
        "because": read.because,
    }


def reply(read: ReplyRead) -> dict[str, object]:
    """What a client wrote."""
    return {
        "intent": read.intent.value,
        "also": [intent.value for intent in read.also],
        "stops_escalation": read.stops_escalation,
        "promised_on": read.promised_on.isoformat() if read.promised_on else None,
        "redirect_to": read.redirect_to,
        "mentions": list(read.mentions),
        "new_text": read.new_text,
        "confidence": round(read.confidence, 2),
        "because": list(read.because),
    }


def bank(read: BankRead) -> dict[str, object]:
    """What a bank's mail says."""
    return {
        "sender_trusted": read.sender_trusted,
        "kind": read.kind.value,
        "because": read.because,
        "credits": [credit(found) for found in read.credits],
    }


def credit(read: Credit) -> dict[str, object]:
    """One payment."""
    return {
        "amount": read.amount.plain,
        "currency": read.amount.currency,
        "payer": read.payer,
        "reference": read.reference,
        "value_date": read.value_on.isoformat() if read.value_on else None,
    }


def bounce(read: BounceRead) -> dict[str, object]:
    """A mail that did not arrive."""
    return {
        "recipient": read.recipient,
        "permanent": read.permanent,
        "message_id": read.answers[0] if read.answers else None,
    }


def action(planned: Action) -> dict[str, object]:
    """One action of a plan."""
    match planned:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder):
            return {
                "action": "send_reminder" if isinstance(planned, SendReminder) else "draft_reminder",
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
                "why": planned.why,
            }
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


def story(told: Story, today: date) -> dict[str, object]:
    """The whole story of an invoice or a client."""
    return {
        "client": told.account.client.key,
        "client_name": told.account.client.name,
        "address": told.account.address,
        "events": [
            {
                "at": event.at.isoformat(),
                "what": event.what,
                "folder": event.source.folder if event.source else None,
                "uid": event.source.uid if event.source else None,
                "message_id": event.source.message_id if event.source else None,
            }
            for event in told.events
        ],
        "invoices": [
            {**case(told.account, chapter.case, today), "next": [action(step) for step in chapter.next]}
            for chapter in told.chapters
        ],
    }
