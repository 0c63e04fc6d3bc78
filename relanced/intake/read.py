"""Mail bytes in, what the mail says out: asks every reader in its turn. Pure.

The order: our own mail, a bounce, a bank, then a person or a machine. Each reader
answers for itself; nothing here knows a word of any language.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from relanced.intake.author import by_author, is_rewritten
from relanced.intake.bank.read import read_bank
from relanced.intake.bounce import read_bounce
from relanced.intake.command import is_for_relanced, read_commands
from relanced.intake.digest_mail import is_digest_mail, without_digest
from relanced.intake.message import Message, mailed_at, parse_message
from relanced.intake.origin import NOTHING, Beside, Origin
from relanced.intake.own import read_own_copy, read_own_reminder
from relanced.intake.owner import read_note
from relanced.intake.readings import (
    BankKind,
    BankRead,
    Field,
    Reading,
    ReadsAs,
    ReplyRead,
    SentRead,
    Unread,
)
from relanced.intake.replay import doubt_of_delivery
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.model import Model
from relanced.intake.reply.read import read_reply
from relanced.intake.task_answer import is_task_mail, is_to_ourselves, read_task_answer, task_answered
from relanced.intake.triage import names_sender
from relanced.intake.trust import authenticate
from relanced.model.decided import TaskGiven
from relanced.model.facts import SendIntended
from relanced.model.mark import MARK_HEADER
from relanced.model.names import address_matches
from relanced.model.profile import BankProfile
from relanced.model.rules import BankRule, Firm, InvoiceFolder, InvoiceRule
from relanced.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """What the readers must know of the firm."""

    firm: Firm
    banks: tuple[BankRule, ...]
    authserv_ids: tuple[str, ...]
    lexicon: Lexicon
    key: bytes | None = field(repr=False)  # verifies our own marks and the owner's notes
    invoices: tuple[InvoiceRule, ...] = ()  # the owner's own, for layouts that are not understood
    profiles: tuple[BankProfile, ...] = ()  # how single banks word their mails
    model: Model | None = None  # of intents; without one, the words of the lexicon decide alone
    timezone: tzinfo = UTC  # in which the owner says «today»


def read_mail(
    raw: bytes,
    origin: Origin,
    source: Source,
    rules: ReadingRules,
    folder: InvoiceFolder | None = None,
    beside: Beside = NOTHING,
) -> tuple[Message, Reading]:
    """Read one mail; `folder` is the [[source]] that it lies in, where its origin is one.

    Raises UnreadableMail where the bytes are no mail within the limits.
    """
    message = parse_message(raw)
    match origin:
        case Origin.INVOICES:
            assert folder is not None, "a mail of Origin.INVOICES lies in the folder of a [[source]]"
            return _read_copy(message, raw, source, rules, folder, beside)
        case Origin.SENT:
            return message, _read_sent(message, source, rules)
        case Origin.JOURNAL:
            return message, _read_journal(message, source, rules)
        case Origin.RECEIVED:
            return by_author(message, rules.firm), _read_received(message, raw, source, rules, beside)


def _read_sent(message: Message, source: Source, rules: ReadingRules) -> Reading:
    if _is_for_owner(message, rules):
        return Reading(reads_as=ReadsAs.OTHER)
    answer = read_task_answer(message, source, rules.firm, rules.timezone)
    commands = () if answer else read_commands(message, source, rules.firm, rules.timezone)
    if answer or commands:
        return Reading(reads_as=ReadsAs.OWNER_COMMAND, task_answer=answer, commands=commands)
    if _is_between_us(message, source, rules):
        return Reading(reads_as=ReadsAs.OTHER)
    reminder = read_own_reminder(message, source, rules.key)
    if reminder is not None and message.header(MARK_HEADER):
        return Reading(reads_as=ReadsAs.OWN_REMINDER, reminder=reminder)
    typed = without_digest(message)
    reminder = reminder if typed is message else None
    sent = _invoices(typed, rules.firm, rules.invoices)
    kind = ReadsAs.INVOICE_MAIL if sent.invoices else ReadsAs.OWN_REMINDER if reminder else ReadsAs.OTHER
    return Reading(reads_as=kind, sent=sent, reminder=reminder, unreadable=sent.unreadable)


def _is_for_owner(message: Message, rules: ReadingRules) -> bool:
    """Whether relanced wrote it to the owner: a task, a digest, an alert."""
    return is_task_mail(message, rules.firm, rules.key) or is_digest_mail(message, rules.firm, rules.key)


def _invoices(message: Message, firm: Firm, rules: tuple[InvoiceRule, ...]) -> SentRead:
    from relanced.intake.invoice.read import read_sent  # noqa: PLC0415 - a third of all readers: not for an answer

    return read_sent(message, firm, rules)


def _is_between_us(message: Message, source: Source, rules: ReadingRules) -> bool:
    """Whether a mail to relanced, or about a task, stayed in the house: forwarded to a colleague, or as it came in.

    A command counts in Sent alone: anybody can send us a mail that says that it is from us.
    """
    if task_answered(message) is not None:
        return is_to_ourselves(message, rules.firm)
    return is_for_relanced(message, rules.firm) or bool(read_commands(message, source, rules.firm))


def _read_copy(
    message: Message,
    raw: bytes,
    source: Source,
    rules: ReadingRules,
    folder: InvoiceFolder,
    beside: Beside,
) -> tuple[Message, Reading]:
    """Read a mail of a [[source]] folder, which anybody may have put there.

    It is ours if it names a sender of that [[source]] and our own server found it to be his, or the
    owner vouches for the folder. Whatever else lies there was received (law 3); where it passes for
    an invoice of ours, the owner is told as well.
    """
    firm = replace(rules.firm, addresses=(*rules.firm.addresses, *folder.senders))
    ours = replace(rules, firm=firm)
    copy, received = _as_mailed(message, rules.firm), by_author(message, firm)
    if not names_sender(message, folder.senders):
        return received, _read_received(message, raw, source, ours, beside)
    trust = authenticate(message, rules.authserv_ids)
    if address_matches(message.sender, folder.senders) and (folder.vouched or trust.passed):
        reading = _read_ours(copy, source, ours)
        is_answer = message.answers or not copy.to or is_rewritten(message, firm)
        if received.senders == message.senders or not is_answer:
            return copy, reading
        return replace(copy, senders=received.senders), _heard_too(
            reading, _read_received(message, raw, source, ours, beside)
        )
    answer = _read_received(message, raw, source, ours, beside)
    claim = _invoices(copy, firm, rules.invoices)
    if not claim.invoices and not claim.unread:
        return received, answer
    claimed = message.sender or ", ".join(address.email for address in message.senders)
    why = f"it came from outside and is not authenticated as {claimed} ({trust.because})"
    sent = SentRead(unread=(Unread(file="mail", why=why),))
    reading = replace(answer, sent=sent, unreadable=sent.unreadable)
    return replace(copy, senders=received.senders), reading


def _read_ours(copy: Message, source: Source, ours: ReadingRules) -> Reading:
    """A copy that can be believed: an invoice mail or a reminder of the day of its own Date."""
    at = mailed_at(copy, source.at)
    reading = replace(_read_sent(copy, replace(source, at=at), ours), commands=())  # they count in Sent alone
    if reading.sent is None:
        return reading
    sent = _to_somebody(reading.sent)
    return replace(reading, sent=sent, unreadable=sent.unreadable, sent_at=at)


def _heard_too(reading: Reading, answer: Reading) -> Reading:
    """A mail under our address that somebody else wrote: his words count, and from when it arrived."""
    reminder = reading.reminder if reading.reminder and reading.reminder.ours else None
    is_invoice = reading.sent is not None and bool(reading.sent.invoices)
    reads_as = reading.reads_as if is_invoice else answer.reads_as
    return replace(reading, reads_as=reads_as, reply=answer.reply, reminder=reminder, sent_at=None)


def _as_mailed(message: Message, firm: Firm) -> Message:
    """Whom it was mailed to: a copy by Bcc keeps the To that the client saw; we are no client of ours."""
    theirs = (a for a in message.to if not address_matches(a.email, (*firm.addresses, firm.sender)))
    return replace(message, to=tuple(theirs))


def _to_somebody(sent: SentRead) -> SentRead:
    """The same, but for invoices that name nobody to write to: the copy went to ourselves alone."""
    lost = [
        Unread(
            file="mail",
            why=f"{each.number} was mailed to ourselves alone: which client it is for is not known",
            evidence=each.evidence,
            missing=(Field.CLIENT,),
        )
        for each in sent.invoices
        if not each.client_email
    ]
    kept = tuple(each for each in sent.invoices if each.client_email)
    return replace(sent, invoices=kept, unread=(*sent.unread, *lost))


def _read_journal(message: Message, source: Source, rules: ReadingRules) -> Reading:
    decision = read_note(message, source, rules.key)
    if isinstance(decision, str):
        return Reading(reads_as=ReadsAs.OTHER, unreadable=decision)
    if isinstance(decision, tuple):
        return Reading(reads_as=ReadsAs.OWNER_COMMAND, commands=decision)
    if isinstance(decision, SendIntended | TaskGiven):
        return Reading(reads_as=ReadsAs.OTHER, intent=decision)
    return Reading(reads_as=ReadsAs.OWNER_COMMAND, decision=decision)


def _read_received(
    message: Message, raw: bytes, source: Source, rules: ReadingRules, beside: Beside
) -> Reading:
    if _is_for_owner(message, rules) or _is_between_us(message, source, rules):
        return Reading(reads_as=ReadsAs.OTHER)
    copy = read_own_copy(message, source, rules.firm, rules.key)
    if copy is not None:
        return Reading(reads_as=ReadsAs.OWN_REMINDER, reminder=copy)
    bounce = read_bounce(message, raw)
    if bounce is not None:  # one that says «later» is a machine's answer as well
        late = None if bounce.permanent else _read_reply(message, rules, beside)
        return Reading(reads_as=ReadsAs.BOUNCE, bounce=bounce, reply=late)
    bank = _read_bank(message, source, rules)
    if bank is not None and any(address_matches(message.sender, rule.senders) for rule in rules.banks):
        return Reading(reads_as=ReadsAs.BANK_NOTICE, bank=bank)
    # Whoever else speaks of money as a bank does may be a client: his words count as well (law 3).
    reply = _read_reply(message, rules, beside)
    poses = bank is not None and bank.kind is not BankKind.OTHER
    return Reading(reads_as=ReadsAs.BANK_NOTICE if poses else ReadsAs.REPLY, reply=reply, bank=bank)


def _read_bank(message: Message, source: Source, rules: ReadingRules) -> BankRead | None:
    """What it says as a bank's. One that may have been sent again by anybody can only pause and ask."""
    bank = read_bank(message, rules.banks, rules.authserv_ids, rules.profiles, rules.firm.addresses)
    if bank is None or not bank.sender_trusted:
        return bank
    trust = authenticate(message, rules.authserv_ids)
    doubt = doubt_of_delivery(message, trust, source.at, rules.firm)
    return replace(bank, sender_trusted=False, because=f"{doubt}; {bank.because}") if doubt else bank


def _read_reply(message: Message, rules: ReadingRules, beside: Beside) -> ReplyRead:
    return read_reply(by_author(message, rules.firm), rules.lexicon, rules.firm, beside, rules.model)
