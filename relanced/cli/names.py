"""A name that nobody bears in, what to say about it out: what was probably meant, and where names are listed."""

from relanced.casework.ledger import Account
from relanced.daemon.books import Books
from relanced.daemon.desk.meant import did_you_mean
from relanced.daemon.desk.short import one_line

SHORTEST_WORD = 3  # letters of a name that are looked for within names
MANY = 5  # names that are proposed
NAME_SHOWN = 60


def unknown(books: Books, target: str) -> str:
    """The sentence for an invoice, client or mail that is not known."""
    accounts = books.ledger.accounts.values()
    word = target.strip().casefold()
    held = [a for a in accounts if len(word) >= SHORTEST_WORD and _holds(a, word)]
    if held:
        meant = " or ".join(map(_called, held[:MANY]))
        return f"{target}: no client is called just so. Did you mean {meant}? «relanced status» lists them."
    numbers = [case.number for account in accounts for case in account.cases]
    known = [
        *(number for number in numbers if any(char.isdigit() for char in target)),
        *(account.client.key for account in accounts),
        *(account.client.name for account in accounts),
        *(bank.name for bank in books.settings.rules.banks),
    ]
    return (
        f"{target}: no invoice, client or bank of this name is known, and no mail with this ref."
        f"{did_you_mean(target, dict.fromkeys(known))} «relanced status» lists them."
    )


def _holds(account: Account, word: str) -> bool:
    """Whether a client's name or key contains this word."""
    return word in account.client.name.casefold() or word in account.client.key.casefold()


def _called(account: Account) -> str:
    """A client by the name that the tables show, and by the key that is his alone."""
    name, key = one_line(account.client.name, NAME_SHOWN), account.client.key
    return f"«{name}» ({key})" if name and name != key else f"«{key}»"
