"""A firm that believes mx.firm.example about Banque Rivage, and one mail read by its rules."""

from dataclasses import replace
from datetime import UTC, datetime

from forged_notices import BANK, OURS

from relanced.intake.origin import Origin
from relanced.intake.read import ReadingRules, read_mail
from relanced.intake.readings import BankRead
from relanced.intake.reply.intent.lexicon import NO_WORDS, parse_lexicon
from relanced.model.names import Fingerprint
from relanced.model.rules import BankRule, Firm
from relanced.model.source import Source

RULES = ReadingRules(
    firm=Firm(
        name="Atelier Verrier SARL",
        addresses=("@firm.example",),
        sender="compta@firm.example",
        country="FR",
        language="fr",
    ),
    banks=(BankRule(name="Banque Rivage", senders=(f"@{BANK}",)),),
    authserv_ids=(OURS,),
    lexicon=parse_lexicon({}, NO_WORDS),
    key=None,
)
LATER = datetime(2026, 3, 2, 9, tzinfo=UTC)  # INTERNALDATE after a move to another mailbox


def source_at(at: datetime) -> Source:
    return Source(
        account="a",
        folder="INBOX",
        uidvalidity=1,
        uid=1,
        message_id=None,
        fingerprint=Fingerprint("0" * 32),
        at=at,
    )


def read(raw: bytes, *, ids: tuple[str, ...] = (OURS,), at: datetime = LATER) -> BankRead | None:
    _, reading = read_mail(raw, Origin.RECEIVED, source_at(at), replace(RULES, authserv_ids=ids))
    return reading.bank


def is_believed(raw: bytes, *, ids: tuple[str, ...] = (OURS,), at: datetime = LATER) -> bool:
    bank = read(raw, ids=ids, at=at)
    return bank is not None and bank.sender_trusted
