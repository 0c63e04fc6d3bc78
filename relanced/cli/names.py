"""A name that nobody bears in, what to say about it out: what was probably meant, and where names are listed."""

from relanced.cli.books import Books
from relanced.cli.meant import did_you_mean


def unknown(books: Books, target: str) -> str:
    """The sentence for an invoice, client or mail that is not known."""
    accounts = books.ledger.accounts.values()
    known = [
        *(case.number for account in accounts for case in account.cases),
        *(account.client.key for account in accounts),
        *(account.client.name for account in accounts),
        *(bank.name for bank in books.settings.rules.banks),
    ]
    return (
        f"{target}: no invoice, client or bank of this name is known, and no mail with this ref."
        f"{did_you_mean(target, dict.fromkeys(known))} «relanced status» lists them."
    )
