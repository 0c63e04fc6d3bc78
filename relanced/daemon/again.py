"""What decides how mails are read in; when it changed, what was not understood or believed becomes new again.

Facts are only ever added: what was read stays, and what is read now stands beside it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import structlog

from relanced import __version__
from relanced.daemon.office import Office
from relanced.daemon.set_up import ReadMail
from relanced.edge.folders import Folder, Role
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    CreditNoticed,
    CreditReversed,
    InvoiceUnreadable,
    MailQuarantined,
    ReplyReceived,
)
from relanced.model.names import Fingerprint, address_matches
from relanced.model.rules import Rules

log = structlog.get_logger()

_NOTE, _BANKS_NOTE = "read_by", "banks_read_by"
_OURS = frozenset({Role.SENT, Role.INVOICES})
_NOT_RECEIVED = _OURS | {Role.JOURNAL, Role.LEASE, Role.DRAFTS, Role.TRASH}


READING_NOTES = frozenset({_NOTE, _BANKS_NOTE})  # by which rules the mails of this store were read


def make_new_again(office: Office, folders: Sequence[Folder]) -> None:
    """Have read anew what the rules of today may read better than those of the last time."""
    _make_ours_new(office, folders)
    _make_banks_new(office, folders)


def _make_ours_new(office: Office, folders: Iterable[Folder]) -> None:
    """Where rules (or relanced itself) changed: have our mails read anew that could not be read before.

    Of a [[source]] every mail counts as new: it may have been an ordinary folder until now. Mails
    that gave an invoice are not read twice: the sweep leaves them out (KnownSoFar.told).
    """
    now = read_by(office.rules, office.settings.authserv_ids)
    if office.store.recall(_NOTE) == now:
        return
    ours = [folder for folder in folders if folder.role in _OURS]
    count = sum(office.store.read_anew(f.name, whole=f.role is Role.INVOICES) for f in ours)
    office.store.remember(_NOTE, now)  # last: a crash before it does all of this once more
    if count:
        log.info("reading_rules_changed", unreadable_mails_read_again=count)


def read_by(rules: Rules, authserv_ids: tuple[str, ...]) -> str:
    """A digest of all that decides whether a mail of ours can be read: the owner's tables, this version."""
    said = (__version__, rules.invoices, rules.invoice_folders, authserv_ids)
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def _make_banks_new(office: Office, folders: Iterable[Folder]) -> None:
    """Where banks, profiles or what is trusted changed: have the banks' mails read anew that gave nothing sure.

    Until the owner names a bank its mails are anybody's, and until he names his mail server nobody's
    are believed: what they told in the meantime must not be lost. A mail whose credits are believed
    is left alone.
    """
    now = banks_read_by(office.rules, office.settings.authserv_ids)
    if office.store.recall(_BANKS_NOTE) == now:
        return
    marks = _unsure_bank_mails(office)
    received = [folder.name for folder in folders if folder.role not in _NOT_RECEIVED]
    count = sum(office.store.read_heads_anew(name, marks) for name in received)
    office.store.remember(_BANKS_NOTE, now)
    if count:
        log.info("bank_rules_changed", bank_mails_read_again=count)


def banks_read_by(rules: Rules, authserv_ids: tuple[str, ...]) -> str:
    """A digest of all that decides whether a bank's mail is understood and believed."""
    said = (__version__, rules.banks, rules.profiles, rules.firm.addresses, authserv_ids)
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def _unsure_bank_mails(office: Office) -> set[Fingerprint]:
    """The mails of banks that were not believed or not understood, or were read before they were a bank's."""
    senders = tuple(sender for bank in office.rules.banks for sender in bank.senders)
    unsure, sure = set(), set()
    for fact in office.facts:
        match fact:
            case CreditNoticed(trusted=True):
                sure.add(fact.source.fingerprint)
            case CreditNoticed() | CreditReversed(trusted=False) | BankSpoke(trusted=False):
                unsure.add(fact.source.fingerprint)
            case BankSpoke(doubt=doubt) if doubt:
                unsure.add(fact.source.fingerprint)
            case ReplyReceived() | AutoReplyReceived() | MailQuarantined() if address_matches(
                fact.sender, senders
            ):
                unsure.add(fact.source.fingerprint)
            case _:
                pass
    return unsure - sure


def nothing_left(unread: InvoiceUnreadable | None, result: ReadMail) -> tuple[InvoiceUnreadable, ...]:
    """For a mail of ours that was unreadable and now is not: the fact that none of its files is any more."""
    still = any(isinstance(fact, InvoiceUnreadable) for fact in result.facts)
    if unread is None or still or result.reading.sent is None:
        return ()
    return (replace(unread, files=(), why=""),)
