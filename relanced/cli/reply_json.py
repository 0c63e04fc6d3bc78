"""What a client wrote in, its JSON of the command line's contract out."""

from relanced.daemon.desk.client_mails import ClientMail
from relanced.intake.readings import ReplyRead
from relanced.model.facts import SaidOf


def reply(read: ReplyRead) -> dict[str, object]:
    """What a client wrote."""
    absence = read.absence
    return {
        "intent": read.intent.value,
        "also": [intent.value for intent in read.also],
        "stops_escalation": read.stops_escalation,
        "promised_on": read.promised_on.isoformat() if read.promised_on else None,
        "redirect_to": read.redirect_to,
        "asks": [ask.value for ask in read.asks],
        "mentions": list(read.mentions),
        "said_of": [said_of(each) for each in read.said_of],
        "tokens": list(read.tokens),
        "back_on": absence.back_on.isoformat() if absence and absence.back_on else None,
        "substitute": (absence.substitute or None) if absence else None,
        "new_text": read.new_text,
        "confidence": round(read.confidence, 2),
        "because": list(read.because),
    }


def said_of(said: SaidOf) -> dict[str, object]:
    """What a client's mail says of some of the invoices that it names."""
    return {
        "mentions": list(said.mentions),
        "intent": said.intent.value,
        "also": [intent.value for intent in said.also],
        "promised_on": said.promised_on.isoformat() if said.promised_on else None,
        "words": said.words,
    }


def client_mail(mail: ClientMail) -> dict[str, object]:
    """One mail of a client's among those that `replies list` shows."""
    read, judged = mail.reply, mail.judged
    return {
        "mail": mail.ref,
        "at": read.source.at.isoformat(),
        "sender": read.sender,
        "subject": read.subject,
        "clients": [account.client.key for account in mail.clients],
        "invoices": [case.number for case in mail.cases],
        "needs_a_look": mail.is_doubtful,
        "intent": read.intent.value,
        "also": [intent.value for intent in read.also],
        "promised_on": read.promised_on.isoformat() if read.promised_on else None,
        "redirect_to": read.redirect_to,
        "asks": [ask.value for ask in read.asks],
        "said_of": [said_of(each) for each in read.said_of],
        "confidence": round(read.confidence, 2),
        "because": list(read.because),
        "new_text": read.new_text,
        "judged": {
            "intent": judged.intent.value,
            "promised_on": judged.promised_on.isoformat() if judged.promised_on else None,
            "decided_at": judged.decided_at.isoformat(),
        }
        if judged
        else None,
    }
