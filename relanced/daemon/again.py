"""What decides how our own mails are read in; when it changed, what could not be read becomes new again.

Facts are only ever added: what was read stays, and what is read now stands beside it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

import structlog

from relanced import __version__
from relanced.daemon.office import Office
from relanced.daemon.reader import ReadMail
from relanced.edge.folders import Folder, Role
from relanced.model.facts import CreditNoteSent, InvoiceSent, InvoiceUnreadable, ReminderSent
from relanced.model.names import Fingerprint
from relanced.model.rules import Rules

log = structlog.get_logger()

_NOTE = "read_by"
_OURS = frozenset({Role.SENT, Role.INVOICES})


def make_new_again(office: Office, folders: Iterable[Folder]) -> None:
    """Where rules (or relanced itself) changed: have our mails read anew that could not be read before.

    Of a [[source]] every mail counts as new: it may have been an ordinary folder until now. Mails
    that gave an invoice are not read twice: the sweep leaves them out (`told_of`).
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


def told_of(office: Office) -> frozenset[Fingerprint]:
    """The mails that were read as ours, wherever they lay then."""
    return frozenset(
        fact.source.fingerprint
        for fact in office.facts
        if isinstance(fact, InvoiceSent | CreditNoteSent | ReminderSent)
    )


def unread_of(office: Office) -> dict[Fingerprint, InvoiceUnreadable]:
    """The mails of ours that could not be read when they were read last, as far as is known."""
    unread = [fact for fact in office.facts if isinstance(fact, InvoiceUnreadable)]
    settled = {fact.source.fingerprint for fact in unread if not fact.files}
    return {fact.source.fingerprint: fact for fact in unread if fact.source.fingerprint not in settled}


def nothing_left(unread: InvoiceUnreadable | None, result: ReadMail) -> tuple[InvoiceUnreadable, ...]:
    """For a mail of ours that was unreadable and now is not: the fact that none of its files is any more."""
    still = any(isinstance(fact, InvoiceUnreadable) for fact in result.facts)
    if unread is None or still or result.reading.sent is None:
        return ()
    return (replace(unread, files=(), why=""),)
