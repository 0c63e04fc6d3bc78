"""A new address of a client, or the end of one, in; whom his reminders are written to changed. Pure.

By itself relanced follows a redirect only within the client's own mail domain, and only from somebody
who surely writes for him: whoever can name another address, or forge a From, could have the reminders
of others sent to himself, or to nobody. Anything else needs the owner's word: «relanced contact CLIENT
ADDRESS». Followed or not, the owner is asked.
"""

import re
from collections.abc import Collection, Sequence

from relanced.casework.books import AccountDraft, Books
from relanced.casework.directory import Directory
from relanced.casework.drafts import Contact
from relanced.casework.ledger import Hold, HoldKind
from relanced.casework.public_hosts import is_shared_host
from relanced.casework.words import short
from relanced.model.decided import OwnerDecided
from relanced.model.facts import ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import ClientKey, address_matches, domain_of, is_writable_address

_SURE = 0.5  # confidence below which a redirect is only asked about
_BESIDE = frozenset({Intent.REDIRECT, Intent.ACK, Intent.AUTO_REPLY})  # says nothing of money
_NOBODY = re.compile(  # begins an address that no person reads, without its dots and dashes
    r"no\W?reply|do\W?not\W?reply|nepasrepondre|keineantwort|nichtantworten|noresponder|norispondere|"
    r"nietbeantwoorden|mailerdaemon|maildaemon|postmaster|bounces?\b|nobody\b|devnull"
)
_MARKS = re.compile(r"[-_.]")


def mailed_to(account: AccountDraft, address: str) -> None:
    """Our document went to this address: it is written to from now on.

    A contact who was named since stays, though, while documents keep going where they went before:
    the program that mails them has not heard of him. An address that no document had gone to before
    is the owner's newer word, and takes his place.
    """
    key = address.strip().lower()
    is_new = key not in account.mailed_to
    account.mailed_to.add(key)
    if account.contact is None or (is_new and "@" in key):
        account.address = address
        account.contact = None


def is_own_contact(
    books: Books,
    directory: Directory,
    reply: ReplyReceived,
    intents: Collection[Intent],
    clients: Sequence[ClientKey],
) -> bool:
    """Whether a redirect may be followed: one client's own person surely names an address of his own domain.

    He answers a letter of ours, or writes from an address that we wrote to. What the owner has said of
    the mail, or of whom to write to, is never gone against.
    """
    if reply.redirect_to is None or len(clients) != 1 or reply.intent is Intent.AUTO_REPLY:
        return False
    if reply.source.fingerprint in books.judged or reply.confidence < _SURE:
        return False
    if Intent.NOT_SURE in intents or (
        reply.intent is not Intent.REDIRECT and not _BESIDE.issuperset(intents)
    ):
        return False
    account = books.accounts[clients[0]]
    if account.contact is not None and account.contact.is_by_owner:
        return False
    return (
        _is_in_domain(account.address, reply)
        and _is_read_by_somebody(reply.redirect_to)
        and not address_matches(reply.redirect_to, books.rules.firm.addresses)
        and _is_known(directory, account, reply)
    )


def _is_in_domain(address: str, reply: ReplyReceived) -> bool:
    domain = domain_of(address)
    is_own = domain == domain_of(reply.redirect_to or "") == domain_of(reply.sender)
    return bool(domain) and is_own and not is_shared_host(domain)


def _is_read_by_somebody(address: str) -> bool:
    local = _MARKS.sub("", address.rpartition("@")[0].lower())
    return is_writable_address(address) and _NOBODY.match(local) is None


def _is_known(directory: Directory, account: AccountDraft, reply: ReplyReceived) -> bool:
    """Whether the mail answers one of ours to this client, or comes from where we had written to him."""
    key, sender = account.client.key, reply.sender.strip().lower()
    thread = directory.thread(reply.answers)
    return (
        (thread is not None and key in thread.clients)
        or sender in {account.address.lower(), *account.mailed_to}
        or key in directory.addresses.get(sender, ())
        or key in directory.copies.get(sender, ())
    )


def take_contact(account: AccountDraft, address: str, why: str, *, is_by_owner: bool = False) -> None:
    """Write to this address from now on."""
    before = account.contact.before if account.contact is not None else account.address
    account.contact = Contact(address=address, before=before, why=why, is_by_owner=is_by_owner)
    account.address = address


def fold_contact(books: Books, decided: OwnerDecided, client: ClientKey | None) -> None:
    """The owner names whom to write to: that is done, and what redirects and bounces had asked is answered.

    `client`: the one that he surely means.
    """
    address = decided.address.strip().lower()
    is_address = is_writable_address(address) and not address_matches(address, books.rules.firm.addresses)
    if client is None or not is_address:
        books.unmatched.append(decided)
        return
    account = books.accounts[client]
    day = books.calendar.day_of(decided.decided_at)
    is_other = address != account.address.lower()
    take_contact(account, address, f"you said so on {day}", is_by_owner=True)
    books.contacts.setdefault(address, set()).add(client)
    account.holds = _unanswered(account.holds, is_other=is_other)
    for case in account.cases:
        case.holds = _unanswered(case.holds, is_other=is_other)
    books.link(decided.source.fingerprint, [client])


def _unanswered(holds: Sequence[Hold], *, is_other: bool) -> list[Hold]:
    """The holds that the owner's word about the address leaves: another one ends what a bounce had asked, too."""
    return [hold for hold in holds if not (_is_redirect(hold) or (is_other and hold.kind is HoldKind.BOUNCE))]


def _is_redirect(hold: Hold) -> bool:
    return hold.intent is Intent.REDIRECT and hold.kind is HoldKind.QUESTION


def bounced(account: AccountDraft, recipient: str) -> str:
    """Go back to the earlier address where the contact's does not exist; what was done, or ""."""
    contact = account.contact
    if contact is None or contact.address.lower() != recipient.strip().lower():
        return ""
    account.address, account.contact = contact.before, None
    return f"{short(contact.before) or 'the earlier address'} is written to again"
