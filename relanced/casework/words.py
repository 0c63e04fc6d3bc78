"""A fact in, one sentence for the owner out. Pure."""

from relanced.casework.due import due_in_words
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    Credit,
    CreditAssigned,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InvoiceSent,
    InvoiceStated,
    InvoiceUnreadable,
    MailQuarantined,
    OwnerDecided,
    ReminderSent,
    ReplyJudged,
    ReplyReceived,
    SaidOf,
    SendIntended,
    SendOutcome,
)
from relanced.model.rules import Rules

_MAX_TEXT = 160  # characters of a mail that are shown
_MAX_CREDITS = 5


def in_words(fact: Fact, rules: Rules) -> str:
    """What happened, in one sentence without its time."""
    return _mailed(fact, rules) or _noted(fact) or _theirs(fact)


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
            return f"you decided: {fact.verb} {fact.target}{address}{until}{note}"
        case ReplyJudged():
            day = f" for {fact.promised_on}" if fact.promised_on else ""
            return f"you said what mail {fact.mail} wants: {fact.intent}{day}"
        case CreditAssigned():
            to = ", ".join(f"{number} ({money})" if money else number for number, money in fact.to)
            return f"you said what credit {fact.mail}.{fact.line} pays: {to or 'none of yours'}"
        case SendIntended():
            return f"a reminder was about to be handed to the mail server (Message-ID {fact.message_id})"
        case SendOutcome():
            return f"handing it over ended: {fact.outcome} ({short(fact.answer)})"
        case _:
            return ""


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
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * most]).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
