"""A mail that did not arrive, or could not be read, in; the silence that it brings out. Pure."""

from collections.abc import Iterable

from relanced.casework.books import Books
from relanced.casework.contacts import bounced
from relanced.casework.directory import Directory
from relanced.casework.ledger import Hold, HoldKind
from relanced.casework.typed import typed
from relanced.casework.who import clients_in_subject, clients_of_sender
from relanced.casework.words import short
from relanced.model.facts import BounceReceived, MailQuarantined
from relanced.model.names import ClientKey, MessageId, address_matches


def fold_bounce(books: Books, directory: Directory, bounce: BounceReceived) -> None:
    """Silence a client whom mail does not reach, until the owner has found another address."""
    clients = clients_of_sender(books, directory, bounce.recipient)
    clients |= _answered(books, directory, bounce.answers)
    clients |= directory.referred(bounce.tokens).clients & books.accounts.keys()
    books.link(bounce.source.fingerprint, clients)
    if not clients:
        books.unmatched.append(bounce)
    if not bounce.permanent:
        return
    for client in sorted(clients):
        back = bounced(books.accounts[client], bounce.recipient)
        why = f"mail to {short(bounce.recipient) or 'this client'} cannot be delivered"
        why = f"{why}; {back}" if back else why
        ways = "«relanced contact CLIENT ADDRESS» goes on to another address, «relanced resume CLIENT» to this one"
        question = f"{why}. {ways}."
        books.hold_clients([client], _until_resumed(HoldKind.BOUNCE, bounce, why, question))


def fold_quarantined(books: Books, directory: Directory, mail: MailQuarantined) -> None:
    """Silence the client, or the whole mailbox where a bank's mail could not be read."""
    clients: set[ClientKey] = clients_of_sender(books, directory, mail.sender)
    clients |= clients_in_subject(books, directory, mail.subject)
    clients |= _answered(books, directory, mail.answers)
    books.link(mail.source.fingerprint, clients)
    day = books.calendar.day_of(mail.source.at)
    told = (
        f"the mail of {short(mail.sender) or 'nobody named'} of {day} could not be read ({short(mail.why)})"
    )
    bank = next((b.name for b in books.rules.banks if address_matches(mail.sender, b.senders)), None)
    if bank is not None:
        place = f"in {short(mail.source.folder)}, mail {mail.source.uid}"
        question = f"{told}. It may tell of money: look at it ({place}), then «{typed('resume', bank)}»."
        books.bank_holds.append((bank, _until_resumed(HoldKind.UNREADABLE, mail, told, question)))
    elif not clients:
        books.unmatched.append(mail)
    hold = _until_resumed(HoldKind.UNREADABLE, mail, told, f"{told}. Read it, then «relanced resume CLIENT».")
    books.hold_clients(sorted(clients), hold)


def _answered(books: Books, directory: Directory, answers: Iterable[MessageId]) -> set[ClientKey]:
    """The clients of every thread that is named, not only of the nearest: in doubt all are silenced."""
    threads = (directory.thread([each]) for each in answers)
    return {key for thread in threads if thread for key in thread.clients & books.accounts.keys()}


def _until_resumed(kind: HoldKind, mail: BounceReceived | MailQuarantined, why: str, question: str) -> Hold:
    return Hold(kind=kind, since=mail.source.at, until=None, why=why, source=mail.source, question=question)
