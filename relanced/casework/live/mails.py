"""A client's mail about to be folded in; whom it may touch, and what takes it back, out. Pure."""

from collections.abc import Callable

from relanced.casework.books import LinkDraft
from relanced.casework.fold import Folding
from relanced.casework.live.memory import memory
from relanced.casework.who import clients_of_sender
from relanced.model.facts import AutoReplyReceived, ReplyReceived
from relanced.model.names import ClientKey

Mail = ReplyReceived | AutoReplyReceived


def whose(folding: Folding, mail: Mail) -> frozenset[ClientKey]:
    """The clients whom it may touch by its sender, and by what it answers; its text may name others."""
    books, directory = folding.books, folding.directory
    thread = directory.thread(mail.answers)
    found = clients_of_sender(books, directory, mail.sender) | directory.referred(mail.tokens).clients
    found |= thread.clients if thread is not None else set()
    return frozenset(found & books.accounts.keys())


def way_back(folding: Folding, mail: Mail) -> Callable[[], None]:
    """What takes it back once it is folded, if it has touched nobody else; that it came, a storm counts for good."""
    links, learned = folding.books.links, folding.directory.learned
    accounts = [memory(dict.__getitem__(folding.books.accounts, key)) for key in whose(folding, mail)]
    mark, sender = mail.source.fingerprint, mail.sender.strip().lower()
    link, known = links.get(mark), learned.get(sender)
    linked = LinkDraft(clients={*link.clients}, invoices={*link.invoices}) if link is not None else None
    taught = set(known) if known is not None else None

    def back() -> None:
        for each in accounts:
            each()
        links.pop(mark, None)
        learned.pop(sender, None)
        if linked is not None:
            links[mark] = linked
        if taught is not None:
            learned[sender] = taught

    return back
