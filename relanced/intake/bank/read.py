"""A mail in, what it says as a bank's or payment service's out; None where it does not speak as one. Pure.

Who may be believed is decided first (trust.py, the configured senders), what is said after: a
mail that only looks like a bank's gives no credit, whatever its words.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from relanced.intake.bank.profile import Fit, by_pattern, patterns_of
from relanced.intake.bank.stranger import from_stranger
from relanced.intake.bank.told import tell
from relanced.intake.bank.vocabulary import GENERAL, Vocabulary
from relanced.intake.message import Message
from relanced.intake.readings import BankKind, BankRead
from relanced.intake.trust import Trust, authenticate
from relanced.model.facts import ToldBy
from relanced.model.names import address_matches, domain_of
from relanced.model.profile import BankProfile, TableRule, profile_of
from relanced.model.rules import BankRule

if TYPE_CHECKING:
    from relanced.intake.bank.files.statement import Statement


def read_bank(
    message: Message,
    banks: tuple[BankRule, ...],
    authserv_ids: tuple[str, ...],
    profiles: tuple[BankProfile, ...] = (),
    relays: tuple[str, ...] = (),
) -> BankRead | None:
    """What a mail tells of money, and whether its sender may be believed.

    None: the mail does not speak as a bank. `sender_trusted` is the conjunction of a configured
    sender and a pass by our own server; only then may its credits close anything. `relays`: the
    firm's own addresses, under which it may have been forwarded.
    """
    trust = authenticate(message, authserv_ids, relays)
    bank = next((b for b in banks if message.sender and address_matches(message.sender, b.senders)), None)
    if bank is None:
        parent = _parent_of(trust, banks)
        if parent is not None:
            because = f"{trust.domain} is a sub-domain of {parent.name} that is not configured"
            trust = replace(trust, passed=False, because=because)
            return _from_bank(message, parent, trust, profiles)
        return from_stranger(message, banks, trust)
    if trust.passed or trust.broken_signature or not authserv_ids:
        return _from_bank(message, bank, trust, profiles)
    return BankRead(
        bank=bank.name,
        sender_trusted=False,
        kind=BankKind.PHISHING,
        credits=(),
        because=f"claims to be {bank.name} and is not authenticated: {trust.because}",
    )


def _parent_of(trust: Trust, banks: tuple[BankRule, ...]) -> BankRule | None:
    """The bank whose authenticated sub-domain this is: read as its mail, but not believed."""
    if not trust.passed:
        return None
    return next((b for b in banks if any(trust.domain.endswith("." + domain_of(s)) for s in b.senders)), None)


def _from_bank(message: Message, bank: BankRule, trust: Trust, profiles: tuple[BankProfile, ...]) -> BankRead:
    """A configured sender: what a pattern of his profile finds, else what the files say, else the text."""
    profile = profile_of(bank.profile, message.sender, profiles)
    fit = by_pattern(message, patterns_of(bank, profile))
    if fit is not None and not fit.reads_on:
        return _fitted(fit, bank.name, trust)
    vocabulary = GENERAL.with_profile(profile)
    table = profile.table if profile else None
    files = _attached(message, table, vocabulary)
    if files is not None and files.kind:
        return _from_files(files, bank.name, trust)
    told = tell(message, vocabulary, fit, is_bulk=_is_bulk(message))
    because, doubt = f"{trust.because}; {told.because}", told.doubt
    if files is not None:
        unread = f"an attached file could not be read: {'; '.join(files.problems)}"
        because, doubt = f"{because}; {unread}", doubt or unread
    return BankRead(
        bank=bank.name,
        sender_trusted=trust.passed,
        kind=told.kind,
        credits=told.credits,
        because=because,
        told_by=told.told_by,
        net=told.net,
        reversals=told.reversals,
        doubt=doubt,
    )


def _attached(message: Message, table: TableRule | None, vocabulary: Vocabulary) -> "Statement | None":
    if not message.attachments:
        return None
    from relanced.intake.bank.files.read import read_files  # noqa: PLC0415 - formats that few mails carry

    return read_files(message.attachments, table, vocabulary, f"{message.subject}\n{message.text}")


def _from_files(files: "Statement", name: str, trust: Trust) -> BankRead:
    """What attached files say; the words of the mail then say nothing."""
    kind = (
        BankKind.CREDIT
        if files.credits
        else BankKind.DEBIT
        if files.has_debits or files.reversals
        else BankKind.OTHER
    )
    unread = f"; not read: {'; '.join(files.problems)}" if files.problems else ""
    left_out = f"; left out: {'; '.join(files.notes)}" if files.notes else ""
    return BankRead(
        bank=name,
        sender_trusted=trust.passed,
        kind=kind,
        credits=files.credits,
        because=f"{trust.because}; attached: {files.kind}{unread}{left_out}",
        told_by=ToldBy.STATEMENT if files.net is None else ToldBy.PAYOUT,
        net=files.net,
        reversals=files.reversals,
        doubt=f"an attached file could not be read wholly: {'; '.join(files.problems)}"
        if files.problems
        else "",
    )


def _fitted(fit: Fit, name: str, trust: Trust) -> BankRead:
    """What a pattern found, and nothing else."""
    return BankRead(
        bank=name,
        sender_trusted=trust.passed,
        kind=fit.kind,
        credits=fit.credits,
        because=f"{trust.because}; {fit.because}" + (f"; but {fit.doubt}" if fit.doubt else ""),
        told_by=fit.told_by,
        net=fit.net,
        reversals=fit.reversals,
        doubt=fit.doubt,
    )


def _is_bulk(message: Message) -> bool:
    return bool(message.header("list-unsubscribe") or message.header("list-id")) or message.header(
        "precedence"
    ).lower() in {"bulk", "list"}
