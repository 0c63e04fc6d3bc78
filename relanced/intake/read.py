"""Mail bytes in, what the mail says out: asks every reader in its turn. Pure.

The order: our own mail, a bounce, a bank, then a person or a machine. Each reader
answers for itself; nothing here knows a word of any language.
"""

from dataclasses import dataclass
from enum import StrEnum

from relanced.intake.bank.read import read_bank
from relanced.intake.bounce import read_bounce
from relanced.intake.invoice.read import read_sent
from relanced.intake.message import Message, parse_message
from relanced.intake.own import read_own_reminder
from relanced.intake.owner import read_note
from relanced.intake.readings import BankKind, Reading, ReadsAs
from relanced.intake.reply.lexicon import Lexicon
from relanced.intake.reply.read import read_reply
from relanced.model.facts import OwnerDecided, SendIntended
from relanced.model.mark import MARK_HEADER
from relanced.model.names import address_matches
from relanced.model.rules import BankRule, Firm
from relanced.model.source import Source


class Origin(StrEnum):
    """Which kind of folder a mail lies in; it decides what the mail can be."""

    SENT = "sent"
    RECEIVED = "received"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """What the readers must know of the firm."""

    firm: Firm
    banks: tuple[BankRule, ...]
    authserv_ids: tuple[str, ...]
    lexicon: Lexicon
    key: bytes | None  # verifies our own marks and the owner's notes


def read_mail(raw: bytes, origin: Origin, source: Source, rules: ReadingRules) -> tuple[Message, Reading]:
    """Read one mail. Raises UnreadableMail where the bytes are no mail within the limits."""
    message = parse_message(raw)
    match origin:
        case Origin.SENT:
            return message, _read_sent(message, source, rules)
        case Origin.JOURNAL:
            return message, _read_journal(message, source, rules)
        case Origin.RECEIVED:
            return message, _read_received(message, raw, rules)


def _read_sent(message: Message, source: Source, rules: ReadingRules) -> Reading:
    reminder = read_own_reminder(message, source, rules.key)
    if reminder is not None and message.header(MARK_HEADER):
        return Reading(reads_as=ReadsAs.OWN_REMINDER, reminder=reminder)
    sent = read_sent(message, rules.firm)
    kind = ReadsAs.INVOICE_MAIL if sent.invoices else ReadsAs.OWN_REMINDER if reminder else ReadsAs.OTHER
    return Reading(reads_as=kind, sent=sent, reminder=reminder, unreadable=sent.unreadable)


def _read_journal(message: Message, source: Source, rules: ReadingRules) -> Reading:
    decision = read_note(message, source, rules.key)
    if isinstance(decision, OwnerDecided):
        return Reading(reads_as=ReadsAs.OWNER_COMMAND, decision=decision)
    if isinstance(decision, SendIntended):
        return Reading(reads_as=ReadsAs.OTHER, intent=decision)
    return Reading(reads_as=ReadsAs.OTHER, unreadable=decision)


def _read_received(message: Message, raw: bytes, rules: ReadingRules) -> Reading:
    bounce = read_bounce(message, raw)
    if bounce is not None:  # one that says «later» is a machine's answer as well
        late = None if bounce.permanent else read_reply(message, rules.lexicon, rules.firm)
        return Reading(reads_as=ReadsAs.BOUNCE, bounce=bounce, reply=late)
    bank = read_bank(message, rules.banks, rules.authserv_ids)
    if bank is not None and any(address_matches(message.sender, rule.senders) for rule in rules.banks):
        return Reading(reads_as=ReadsAs.BANK_NOTICE, bank=bank)
    # Whoever else speaks of money as a bank does may be a client: his words count as well (law 3).
    reply = read_reply(message, rules.lexicon, rules.firm)
    poses = bank is not None and bank.kind is not BankKind.OTHER
    return Reading(reads_as=ReadsAs.BANK_NOTICE if poses else ReadsAs.REPLY, reply=reply, bank=bank)
