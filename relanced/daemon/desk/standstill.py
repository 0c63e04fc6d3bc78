"""The books in, why no reminder leaves to anybody today, in words, out."""

from relanced.casework.rhythm import silences
from relanced.daemon.books import Books


def standstill(books: Books) -> tuple[str, ...]:
    """What holds the whole mailbox, a reason each; none: reminders leave as planned."""
    ledger, rules = books.ledger, books.settings.rules
    whys = [books.kept_back] if books.kept_back else []
    whys += [hold.why for hold in ledger.holds if hold.asks(books.today)]
    if any(case.is_open for account in ledger.accounts.values() for case in account.cases):
        found = silences(ledger.bank_heard_on, ledger.bank_looked_on, books.today, rules.calendar)
        whys += [silence.why for silence in found]
    whys += of_reading(books).values()
    return tuple(dict.fromkeys(whys))


def of_reading(books: Books) -> dict[str, str]:
    """What in the mailbox is not read yet, which nobody but the service and the server can mend."""
    whys = {}
    if books.unread:
        whys["Still reading"] = (
            f"{books.unread} older mails wait to be read: no reminder leaves until then, and more may come to light"
        )
    if books.lost:
        folders = "; ".join(f"{folder}: {why}" for folder, why in books.lost.items())
        whys["Not read to the end"] = f"{folders}: no reminder leaves until it is read; tried in every round"
    return whys
