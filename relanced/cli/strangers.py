"""Facts in, who lately wrote like a bank and is not proven to be one, out: a bank of the owner's, or a forger."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relanced.cli.bank_mails import Told
from relanced.cli.words import Text
from relanced.daemon.desk.short import one_line
from relanced.model.facts import BankSpoke, Fact
from relanced.model.names import Fingerprint, MailRef, address_matches, mail_ref
from relanced.model.rules import BankRule

LATELY = timedelta(days=30)
SHOWN = 5  # senders that are named
UNNAMED_HINT = (
    'If one is your bank, add a [[bank]] with from = ["…"]; else it is a forgery.'
    " Nothing is closed by such a mail."
)
NAMED_HINT = "«relanced check» says why your bank is not believed, if it was the bank."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """One sender whose mails read like a bank's."""

    sender: str  # his domain; or a bank of the configuration whose address he bears, unproven
    is_named: bool  # whether that is so
    mails: int  # of the last 30 days
    last_at: datetime
    last: MailRef
    because: str  # of the last one

    @property
    def words(self) -> str:
        """In a line, without the hint."""
        many = f"{self.mails} mails, the last" if self.mails > 1 else "a mail"
        who = one_line(self.sender, 60) or "(nobody named)"
        return f"{who}: {many} of {self.last_at:%Y-%m-%d} ({self.last}): {one_line(self.because, 160)}"


def strangers(facts: Iterable[Fact], banks: Sequence[BankRule]) -> list[Stranger]:
    """Those of the last 30 days, the newest first; what was told of a mail last counts."""
    last: dict[Fingerprint, Told] = {}
    for fact in facts:
        if isinstance(fact, Told):
            last[fact.source.fingerprint] = fact
    since = datetime.now(UTC) - LATELY
    found: dict[str, list[BankSpoke]] = {}
    for each in last.values():
        if isinstance(each, BankSpoke) and _passes_for_a_bank(each) and each.source.at >= since:
            found.setdefault(each.bank, []).append(each)
    names = {bank.name for bank in banks}
    told = [_stranger(sender, mails, is_named=sender in names) for sender, mails in found.items()]
    by_age = sorted(told, key=lambda each: each.last_at, reverse=True)
    return [each for each in by_age if each.is_named or not _is_configured(each.sender, banks)]


def _passes_for_a_bank(mail: BankSpoke) -> bool:
    return not mail.trusted and mail.kind == "phishing"


def _is_configured(domain: str, banks: Sequence[BankRule]) -> bool:
    """Whether every address there is a bank's by now: its mails are read again as that."""
    return any(address_matches(f"x@{domain}", bank.senders) for bank in banks)


def _stranger(sender: str, mails: Sequence[BankSpoke], *, is_named: bool) -> Stranger:
    newest = max(mails, key=lambda each: each.source.at)
    return Stranger(
        sender=sender,
        is_named=is_named,
        mails=len(mails),
        last_at=newest.source.at,
        last=mail_ref(newest.source.fingerprint),
        because=newest.because,
    )


def hints(found: Sequence[Stranger]) -> str:
    """What the owner can do about these."""
    named = [NAMED_HINT] if any(each.is_named for each in found) else []
    unnamed = [UNNAMED_HINT] if any(not each.is_named for each in found) else []
    return " ".join([*unnamed, *named])


def stranger_lines(found: Sequence[Stranger]) -> Iterator[Text]:
    """For a terminal: who, and what to do about it; nothing where there is none."""
    if not found:
        return
    yield Text("\nMails that read like a bank's, and are not proven to be from a bank of yours:", "yellow")
    yield from (Text(f"  {each.words}") for each in found[:SHOWN])
    if len(found) > SHOWN:
        yield Text(f"  and {len(found) - SHOWN} more senders; --json lists them all.")
    yield Text(hints(found))


def stranger_json(each: Stranger) -> dict[str, object]:
    """One sender, for other programs."""
    return {
        "sender": each.sender,
        "is_configured": each.is_named,
        "mails": each.mails,
        "last_at": each.last_at.isoformat(),
        "last_mail": each.last,
        "because": each.because,
    }
