"""`relanced contact`: the address that a client is written to from now on, written into the mailbox."""

from dataclasses import dataclass
from datetime import datetime

import click

from relanced.casework.ledger import Account
from relanced.casework.public_hosts import is_shared_host
from relanced.casework.target import find_account, find_case
from relanced.cli.books import open_books
from relanced.cli.common import App, config_option
from relanced.cli.journal import COUNTS_FROM, write_down
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.letters.note import Decision, write_note
from relanced.model.decided import Verb
from relanced.model.names import address_matches, domain_of, is_writable_address

MAX_ADDRESS = 250  # characters: what the reader of notes takes


@dataclass(frozen=True, slots=True)
class Contact:
    """A new address for a client."""

    account: Account
    target: str  # the client or an invoice of his, as the owner named it
    address: str  # lower case

    @property
    def in_words(self) -> str:
        """Whom it replaces."""
        before = self.account.address
        return f"{self.account.client.name}: {self.address}" + (f", in place of {before}" if before else "")

    @property
    def doubt(self) -> str:
        """What speaks for looking twice: an address beside the client's domain is what a thief names too; or ""."""
        new, old = domain_of(self.address), domain_of(self.account.address)
        if old and new != old:
            return f"{new} is not {old}"
        return f"anybody can have an address at {new}" if is_shared_host(new) else ""

    def note(self, at: datetime) -> Decision:
        """The owner's consent, to be written down."""
        return Decision(
            verb=Verb.CONTACT, target=self.target, until=None, note="", decided_at=at, address=self.address
        )


def new_contact(books: Books, account: Account, target: str, address: str) -> Contact | str:
    """The contact, or why nobody can be written to there."""
    plain = address.strip().removeprefix("mailto:").strip("<>").lower()
    if not is_writable_address(plain) or len(plain) > MAX_ADDRESS:
        return f"{address[:80]}: not a mail address; write the bare address, such as compta@client.example."
    firm = books.settings.rules.firm
    if address_matches(plain, (*firm.addresses, firm.sender)):
        return f"{plain} is an address of yours: a reminder there would reach you, not {account.client.name}."
    bank = next((b.name for b in books.settings.rules.banks if address_matches(plain, b.senders)), None)
    if bank:
        return f"{plain} is an address of {bank}, your bank."
    if plain == account.address.lower():
        return f"{account.client.name} is written to at {plain} already."
    return Contact(account, target, plain)


@click.command()
@click.argument("target", metavar="CLIENT|INVOICE")
@click.argument("address", metavar="ADDRESS")
@config_option
@click.pass_context
def contact(context: click.Context, target: str, address: str) -> None:
    """Write to this address about what a client owes, from now on.

    INVOICE stands for its client. What a mail names outside his own domain is never taken without this.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    case = find_case(books.ledger, target)
    account = case[0] if case else find_account(books.ledger, target)
    if account is None:
        app.fail(unknown(books, target))
    found = new_contact(books, account, target, address)
    if isinstance(found, str):
        app.fail(found, "Nothing was recorded.")
    at = datetime.now(books.settings.rules.calendar.timezone)
    decision = found.note(at)
    folder = write_down(app, books.settings, lambda sender, key: write_note(decision, sender, key), at)
    app.console.print(Text(f"Noted in {folder}. {found.in_words}."))
    for line in warning(found):
        app.console.print(line)
    app.console.print(COUNTS_FROM)


def warning(found: Contact) -> tuple[Text, ...]:
    """What to think of before reminders go to an address that may be a thief's."""
    if not found.doubt:
        return ()
    told = (
        f"Note: {found.doubt}. Whoever wants your client's money names such an address: when in doubt, call."
    )
    return (Text(told, style="yellow"),)
