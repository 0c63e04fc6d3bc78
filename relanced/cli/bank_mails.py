"""The facts of a mailbox in, how many mails of each bank came lately and were understood out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relanced.model.facts import BankSpoke, CreditNoticed, CreditReversed, Fact, MailQuarantined
from relanced.model.names import Fingerprint
from relanced.model.rules import BankRule

DAYS = 90
Told = CreditNoticed | CreditReversed | BankSpoke


@dataclass(frozen=True, slots=True)
class BankMails:
    """The believed mails of one bank in the last DAYS days."""

    seen: int
    understood: int
    not_believed: int
    last_at: datetime | None  # of all times


def bank_mails(facts: Iterable[Fact], banks: Iterable[BankRule]) -> Mapping[str, BankMails]:
    """By the bank's name. What was told of a mail last counts; one in doubt is not understood."""
    told: dict[Fingerprint, Told] = {}
    doubtful: set[Fingerprint] = set()
    for fact in facts:
        if not isinstance(fact, Told | MailQuarantined):
            continue
        mail = fact.source.fingerprint
        if isinstance(fact, Told):
            told[mail] = fact
            doubtful.discard(mail)
        if isinstance(fact, MailQuarantined) or (isinstance(fact, BankSpoke) and fact.doubt):
            doubtful.add(mail)
    since = datetime.now(UTC) - timedelta(days=DAYS)
    return {each.name: _counted(each.name, told, doubtful, since) for each in banks}


def _counted(
    name: str,
    told: Mapping[Fingerprint, Told],
    doubtful: set[Fingerprint],
    since: datetime,
) -> BankMails:
    mine = {mail: fact for mail, fact in told.items() if fact.bank == name}
    recent = {mail: fact for mail, fact in mine.items() if fact.source.at >= since}
    believed = {mail for mail, fact in recent.items() if fact.trusted}
    return BankMails(
        seen=len(believed),
        understood=len(believed - doubtful),
        not_believed=len(recent) - len(believed),
        last_at=max((fact.source.at for fact in mine.values() if fact.trusted), default=None),
    )
