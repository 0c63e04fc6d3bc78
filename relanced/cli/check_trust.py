"""A configuration and its mailbox in, whether the banks' mails are believed, and what to write out.

Nothing is taken over by itself: whoever can put mail into the mailbox could name a server of his own.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rich.table import Table

from relanced.cli.finding import Finding, Group, under
from relanced.cli.trust_history import OldMail, Progress, newest_mails, resembles
from relanced.cli.trust_paste import Paste, paste_of
from relanced.cli.words import Text
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings
from relanced.intake.message import mailed_at
from relanced.intake.replay import doubt_of_delivery
from relanced.intake.trust import authenticate, authserv_id, is_configured
from relanced.model.names import address_matches, domain_of
from relanced.model.rules import BankRule, Mode

SHOWN = 5  # candidates
LATELY = timedelta(days=90)
_HOST = re.compile(
    r"(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?"
)  # nothing else goes into a line to paste
_WHY = (
    "Anybody can write «From: your bank». Your mail server finds out who really sent a mail, and notes it in a"
    " header «Authentication-Results: its name; …». relanced believes that header alone, and must know the name"
)
_PAGE = "docs/trust.md tells more"
_NAMELESS = (
    "your mail server writes its findings without a name (Microsoft 365 and Outlook.com do), so that anybody could"
    f" have written them: they cannot be believed. {_PAGE}, and what you can do"
)
_SHORT_SUFFIX = 3  # letters of «co» in «co.uk»: no name of one firm


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that stands in topmost Authentication-Results of this mailbox."""

    name: str
    mails: int  # in which it stands there
    senders: int  # how many domains they are from
    banks: tuple[tuple[str, int, int], ...]  # bank, its mails that would be believed, its mails


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSeen:
    """What the mailbox tells of trust."""

    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...] = ()
    mails: int = 0  # looked at
    paste: Paste | None = None  # lines for the configuration, for the owner to write there


def look_at_trust(
    settings: Settings, session: ImapSession, folders: Sequence[Folder], progress: Progress
) -> TrustSeen:
    """Whether the names in [trust] are right, and each bank's mails believed.

    Raises the errors of edge.imap_errors.
    """
    rules = settings.rules
    if not rules.banks:
        observes = rules.mode is Mode.OBSERVE
        says = "no [[bank]] is configured: payments are seen only when you say so"
        do = "add a [[bank]] with the addresses that your bank writes from: docs/banks.md"
        missing = Finding("bank", observes, says, do, before_send=observes, group=Group.BANKS)
        return TrustSeen(findings=(missing,))
    mails = newest_mails(session, folders, rules.banks, progress)
    found = candidates(settings, mails)
    trust, paste = _names(settings, mails, found)
    junk = frozenset(folder.name for folder in folders if folder.role is Role.JUNK)
    banks = under(Group.BANKS, [_bank(settings, bank, mails, junk) for bank in rules.banks])
    return TrustSeen(
        findings=(*under(Group.TRUST, [trust]), *banks),
        candidates=() if trust.ok else found,
        mails=len(mails),
        paste=paste,
    )


def candidates(settings: Settings, mails: Sequence[OldMail]) -> tuple[Candidate, ...]:
    """The names that stand topmost, the likeliest first: in the most mails, from more than one sender."""
    by_name: defaultdict[str, list[OldMail]] = defaultdict(list)
    for mail in mails:
        name = authserv_id(mail.header)
        if name and _HOST.fullmatch(name):
            by_name[name].append(mail)
    joined: defaultdict[str, list[OldMail]] = defaultdict(list)
    families = _families(by_name)
    for name, having in by_name.items():
        joined[families.get(name, name)] += having
    found = [_candidate(settings, name, having, mails) for name, having in joined.items()]
    return tuple(sorted(found, key=lambda c: (-c.mails, -c.senders, c.name)))


def _families(names: Iterable[str]) -> dict[str, str]:
    """«*.messaging.example» for names that are hosts of one provider, of which there are three or more."""
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        groups[tuple(name.split(".")[-2:])].append(name)
    found: dict[str, str] = {}
    for hosts in groups.values():
        ends = zip(*(reversed(name.split(".")) for name in hosts), strict=False)
        common = [labels[0] for labels in ends if len(set(labels)) == 1][::-1]
        is_public = len(common) < 2 or (len(common) == 2 and len(common[0]) <= _SHORT_SUFFIX)
        if len(hosts) > 2 and not is_public and ".".join(common) not in hosts:
            found |= dict.fromkeys(hosts, "*." + ".".join(common))
    return found


def _candidate(
    settings: Settings, name: str, having: Sequence[OldMail], mails: Sequence[OldMail]
) -> Candidate:
    told = []
    for bank in settings.rules.banks:
        own = [mail for mail in mails if _is_from(bank, mail)]
        passed = sum(not why_not(settings, mail, (name,)) for mail in own)
        told += [(bank.name, passed, len(own))] if own else []
    senders = {domain_of(mail.header.sender) for mail in having}
    return Candidate(name=name, mails=len(having), senders=len(senders), banks=tuple(told))


def _is_from(bank: BankRule, mail: OldMail) -> bool:
    return address_matches(mail.header.sender, bank.senders)


def why_not(settings: Settings, mail: OldMail, authserv_ids: tuple[str, ...]) -> str:
    """Why a mail of a bank is not believed if these names are; "" where it is."""
    trust = authenticate(mail.header, authserv_ids)
    if not trust.passed:
        return trust.because
    return doubt_of_delivery(mail.header, trust, mail.noted_at, settings.rules.firm)


def _names(
    settings: Settings, mails: Sequence[OldMail], found: Sequence[Candidate]
) -> tuple[Finding, Paste | None]:
    """Whether the configured names stand where our own server writes, and the lines to paste if not."""
    written = settings.authserv_ids
    tops = Counter(name for mail in mails if (name := authserv_id(mail.header)) is not None)
    seen = {own: sum(n for name, n in tops.items() if is_configured(name, (own,))) for own in written}
    if written and not mails:
        return Finding("trust", ok=True, says=f"{', '.join(written)}; no mail is there to try it on"), None
    if written and all(seen.values()):
        told = ", ".join(f"{own} at the top of {n} of {len(mails)} mails" for own, n in seen.items())
        return Finding("trust", ok=True, says=told), None
    if written:
        absent = ", ".join(f"«{own}»" for own, n in seen.items() if not n)
        says = f"{absent} stands at the top of none of the {len(mails)} newest mails. {_WHY}."
    else:
        says = f"[trust] authserv_ids is empty: no bank mail can close anything. {_WHY}."
    likely = next((c for c in found if 2 * c.mails >= len(mails) and c.senders > 1), None)
    if tops[""] * 2 > len(mails):
        return Finding("trust", ok=False, says=f"{says} But {_NAMELESS}."), None
    if likely is None:
        why = "no name stands in most of them" if found else "none of the newest mails bears such a header"
        return Finding("trust", ok=False, says=f"{says} Here {why}: ask your mail provider; {_PAGE}."), None
    do = (
        f"it looks as if that were «{likely.name}», at the top of {likely.mails} of {len(mails)} mails. If that is your"
        f" mail provider's own server, write the lines below into {settings.path}; {_PAGE}"
    )
    names = (*(own for own, n in seen.items() if n), likely.name)
    return Finding("trust", ok=False, says=says, do=do), paste_of(_text_of(settings), names)


def _text_of(settings: Settings) -> str:
    """The configuration as it is written; it was read a moment ago."""
    try:
        return settings.path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _bank(settings: Settings, bank: BankRule, mails: Sequence[OldMail], junk: frozenset[str]) -> Finding:
    """Whether a bank wrote lately, and whether it was believed."""
    what = f"bank {bank.name}"
    own = [mail for mail in mails if _is_from(bank, mail)]
    alike = [mail for mail in mails if any(resembles(bank, each) for each in mail.header.senders)]
    strangers = _strangers(settings, bank, alike)
    if not own:
        says = f"no mail from {', '.join(bank.senders)} among the newest{strangers}"
        return Finding(what, not alike and settings.rules.mode is Mode.OBSERVE, says)
    doubts = [(mail, why) for mail in own if (why := why_not(settings, mail, settings.authserv_ids))]
    believed = f"{len(own) - len(doubts)} of its {len(own)} newest mails believed"
    says = f"{believed}, the last of {_day(own[0])}, {_lately(own)} in {LATELY.days} days"
    if own[0].folder in junk:
        says += f", which lies in «{own[0].folder}»"
    if not doubts:
        return Finding(what, ok=True, says=says + strangers)
    mail, why = doubts[0]
    says = f"{says}; not that of {_day(mail)} «{mail.header.subject[:60]}»: {why}"
    return Finding(what, ok=mail is not own[0], says=says + strangers)


def _strangers(settings: Settings, bank: BankRule, alike: Sequence[OldMail]) -> str:
    """Who else wrote as this bank may: an address that is missing in `from`, or a forger."""
    if not alike:
        return ""
    newest: dict[str, OldMail] = {}
    for mail in alike:
        newest.setdefault(mail.header.sender or "several addresses", mail)
    told = []
    for address, mail in list(newest.items())[:SHOWN]:
        proven = authenticate(mail.header, settings.authserv_ids).passed
        how = "proven to come from there" if proven else "not proven to come from there"
        told.append(f"{address} on {_day(mail)}, {how}")
    return (
        f"; {'; '.join(told)}: bears its name or one like it and is not in `from` of [[bank]] {bank.name}."
        " Add an address only if you know that it is the bank's"
    )


def _lately(mails: Sequence[OldMail]) -> int:
    """How many came in the last weeks."""
    since = datetime.now(UTC) - LATELY
    return sum(mailed_at(mail.header, mail.noted_at) >= since for mail in mails)


def _day(mail: OldMail) -> str:
    return f"{mailed_at(mail.header, mail.noted_at):%Y-%m-%d}"


def candidate_table(seen: TrustSeen) -> Table:
    """The names of this mailbox, and whether the banks' mails pass with each."""
    table = Table(
        box=None, pad_edge=False, title="Who writes Authentication-Results here", title_justify="left"
    )
    table.add_column("name", style="bold", overflow="fold")
    table.add_column("at the top of")
    table.add_column("the banks' mails", overflow="fold")
    for each in seen.candidates[:SHOWN]:
        passes = "; ".join(f"would be believed: {n} of {of} of {bank}" for bank, n, of in each.banks)
        table.add_row(Text(each.name), f"{each.mails} of {seen.mails} mails", Text(passes or "none seen"))
    return table
