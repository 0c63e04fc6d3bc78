"""A fact in, one sentence for the owner out. Pure."""

from relanced.casework.due import due_in_words
from relanced.model.command_words import why_unclear
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
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    SaidOf,
    SendIntended,
    SendOutcome,
)
from relanced.model.rules import Rules
from relanced.model.tasks import CallOutcome, TaskKind

_MAX_TEXT = 160  # characters of a mail that are shown
_MAX_CREDITS = 5
_BY = {"mail": " by a mail", "gesture": " by moving a mail"}
GIVEN = {
    TaskKind.CALL: "a call sheet",
    TaskKind.LETTER: "a formal notice to post",
    TaskKind.HANDOVER: "a file to hand over",
}
_HOW = {"mail": " by mail", "gesture": " by moving a mail"}
OUTCOMES = {
    CallOutcome.PROMISED: "payment was promised",
    CallOutcome.PAID: "the client says that the payment is on its way",
    CallOutcome.DISPUTED: "the client contests it",
    CallOutcome.PLAN_ASKED: "the client asks for instalments",
    CallOutcome.NOT_RECEIVED: "the client has not got the invoice",
    CallOutcome.IN_APPROVAL: "the invoice waits for approval in the client's house",
    CallOutcome.WRONG_PERSON: "it was the wrong person",
    CallOutcome.VOICEMAIL: "a message on the voicemail",
    CallOutcome.UNREACHABLE: "nobody could be reached",
    CallOutcome.REACHED: "spoken to somebody, nothing agreed",
}


def in_words(fact: Fact, rules: Rules) -> str:
    """What happened, in one sentence without its time."""
    return _mailed(fact, rules) or _noted(fact) or _done(fact) or _theirs(fact)


def _mailed(fact: Fact, rules: Rules) -> str:
    """What we wrote; "" for anything else."""
    match fact:
        case InvoiceSent():
            to = fact.client_address or fact.client_name
            due = due_in_words(fact, rules)
            return f"{fact.kind} {fact.number} over {fact.total}, {due}, mailed to {to} ({fact.because})"
        case CreditNoteSent():
            names = f"for {fact.corrects}" if fact.corrects else "that names no invoice"
            return f"credit note {fact.number} over {fact.total} {names} mailed to {fact.client_address}"
        case InvoiceUnreadable():
            if not fact.files:
                return f"the mail of ours to {fact.client_address} was read again: nothing is left unreadable"
            return f"a mail of ours to {fact.client_address} could not be read ({short(fact.why)})"
        case ReminderSent():
            named = ", ".join(f"{number} ({step})" if step else number for number, step in fact.lines)
            whose = "reminder" if fact.ours else "your own reminder"
            return f"{whose} to {fact.client_address}: {named or 'no invoice named'}"
        case _:
            return ""


def _noted(fact: Fact) -> str:
    """What was decided, or done about a letter; "" for anything else."""
    match fact:
        case InvoiceStated():
            due = f", due on {fact.due_on}" if fact.due_on else ""
            return f"you stated that mail {fact.mail} is {fact.kind} {fact.number} over {fact.total}{due}"
        case OwnerDecided():
            address = f" {short(fact.address)}" if fact.address else ""
            until = f" until {fact.until}" if fact.until else ""
            note = f" ({fact.note})" if fact.note else ""
            return f"you decided{_BY.get(fact.by, '')}: {fact.verb} {fact.target}{address}{until}{note}"
        case ReplyJudged():
            day = f" for {fact.promised_on}" if fact.promised_on else ""
            return f"you said what mail {fact.mail} wants: {fact.intent}{day}"
        case CreditAssigned():
            to = ", ".join(f"{number} ({money})" if money else number for number, money in fact.to)
            return f"you said what credit {fact.mail}.{fact.line} pays: {to or 'none of yours'}"
        case CommandUnclear():
            why = why_unclear(fact.why, "en")
            return f"you told relanced «{short(fact.words)}», which was not understood: {why}"
        case GestureUndone(gesture=gesture):
            return f"you took its mail out of the folder for «{gesture.partition(' ')[0]}» again"
        case SendIntended():
            return f"a reminder was about to be handed to the mail server (Message-ID {fact.message_id})"
        case SendOutcome():
            return f"handing it over ended: {fact.outcome} ({short(fact.answer)})"
        case _:
            return ""


def _done(fact: Fact) -> str:
    """What the owner was given to do, did or agreed himself; "" for anything else."""
    match fact:
        case TaskGiven():
            numbers = ", ".join(f"{number} ({step})" if step else number for number, step in fact.lines)
            return f"you were given {GIVEN[fact.kind]}: {numbers}"
        case CallNoted():
            day = f" for {fact.pays_on}" if fact.pays_on else ""
            return f"you called: {OUTCOMES[fact.outcome]}{day}{_aside(fact.note)}"
        case LetterPosted():
            tracking = f", tracking number {short(fact.tracking)}" if fact.tracking else ""
            return f"you posted the formal notice on {fact.posted_on}{tracking}"
        case HandedOver():
            return f"you handed the file over to {short(fact.to) or 'somebody'}"
        case InsolvencyFound():
            who = short(fact.name) or fact.siren
            return f"the Bodacc of {fact.published_on} was seen to say of {who}: {short(fact.kind)}"
        case TaskAnswerUnclear():
            return f"your answer to a task was not understood: «{short(fact.words)}»"
        case InstalmentsAgreed(parts=()):
            return f"you called the instalments off: {', '.join(fact.invoices)}{_aside(fact.note)}"
        case InstalmentsAgreed():
            parts = ", ".join(f"{amount} on {day}" for day, amount in fact.parts)
            return f"you agreed to instalments for {', '.join(fact.invoices)}: {parts}{_aside(fact.note)}"
        case _:
            return ""


def _aside(note: str) -> str:
    return f" ({short(note)})" if note else ""


def _theirs(fact: Fact) -> str:
    """What came in."""
    match fact:
        case ReplyReceived():
            pieces = "".join(
                f"; of {', '.join(map(short, said.mentions))}: {_wanted(said)}" for said in fact.said_of
            )
            return f"{fact.sender or 'somebody'} wrote: {_wanted(fact)}{pieces} — «{short(fact.new_text)}»"
        case AutoReplyReceived():
            back = f", back on {fact.back_on}" if fact.back_on else ""
            substitute = f", meanwhile {short(fact.substitute)}" if fact.substitute else ""
            return f"automatic answer from {fact.sender}: «{short(fact.subject)}»{back}{substitute}"
        case CreditNoticed():
            return f"{fact.bank}{_unproven(fact)} told of {_credits(fact.credits)}"
        case CreditReversed():
            return f"{fact.bank}{_unproven(fact)} told that money went back: {_credits(fact.credits)}"
        case BankSpoke():
            return f"{fact.bank} wrote: {fact.kind} ({short(fact.because)})"
        case BounceReceived():
            lasting = "for good" if fact.permanent else "for now"
            return f"mail to {fact.recipient or 'this client'} was not delivered ({lasting})"
        case MailQuarantined():
            return f"a mail of {fact.sender or 'nobody named'} could not be read: {short(fact.why)}"
        case _:
            raise TypeError(f"no words for {type(fact).__name__}")


def _unproven(told: CreditNoticed | CreditReversed) -> str:
    return "" if told.trusted else " (not proven to be the bank)"


def _credits(credits_: tuple[Credit, ...]) -> str:
    told = [
        f"{c.amount} from {short(c.payer) or '?'} «{short(c.reference)}»" for c in credits_[:_MAX_CREDITS]
    ]
    more = f" and {len(credits_) - _MAX_CREDITS} more" if len(credits_) > _MAX_CREDITS else ""
    return f"{', '.join(told)}{more}"


def _wanted(said: ReplyReceived | SaidOf) -> str:
    intents = ", ".join((said.intent, *said.also))
    return f"{intents} for {said.promised_on}" if said.promised_on else intents


def short(text: str, most: int = _MAX_TEXT) -> str:
    """One line of at most so many characters, without control characters: the text is a stranger's."""
    text = text[: 4 * most]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
