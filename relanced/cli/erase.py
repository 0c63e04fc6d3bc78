"""`relanced erase CLIENT`: what a client wrote is kept no more (GDPR, article 17, within its limits)."""

from datetime import datetime
from functools import partial

import click

from relanced.casework.forgetting import addresses_of, mark_of, open_numbers
from relanced.cli.books import open_books
from relanced.cli.common import NEEDS_OWNER, App, config_option
from relanced.cli.export import account_named
from relanced.cli.journal import COUNTS_FROM, key_of, open_journal
from relanced.cli.words import Text
from relanced.daemon.privacy import digest_of
from relanced.letters.note import Decision, write_note
from relanced.model.decided import Verb

_STAYS = (
    "What stays, and why:",
    "  numbers, days and amounts of his invoices and credit notes, name and address as they stand on them, and what",
    "  the bank told of their payment: the law has you keep these for ten years (France: Code de commerce, L123-22;",
    "  GDPR, article 17(3)(b)); from which address he wrote, when, and in one word what he wanted: it proves that",
    "  nothing was claimed twice (17(3)(e)).",
    "The mailbox is yours, and is left as it is: his mails and yours lie there until you delete them. Should relanced",
    "read them again (a new store), a note in Relanced/Journal, which names nobody, has it keep no word of them.",
    "Your own table [[client]] in the configuration, and copies of the store in backups, are for you to look after.",
)


@click.command()
@click.argument("client", metavar="CLIENT")
@click.option("--yes", is_flag=True, help="Do not ask once more.")
@config_option
@click.pass_context
def erase(context: click.Context, client: str, *, yes: bool) -> None:
    """Forget what a client wrote and what he was written; refused while an invoice of his is open."""
    app = context.ensure_object(App)
    books = open_books(app)
    account = account_named(app, books, client)
    still_open = open_numbers(account)
    if still_open:
        app.fail(
            f"{account.client.name}: {', '.join(still_open)} not settled: what was written about it may be needed to"
            " prove the claim (GDPR, article 17(3)(e)); nothing was erased.",
            "Once it is paid or written off, ask again.",
            code=NEEDS_OWNER,
        )
    addresses = sorted(addresses_of(account, books.facts, books.ledger))
    app.console.print(Text(f"Of {account.client.name} ({', '.join(addresses)}) these go, up to now:"))
    app.console.print(
        Text("  the words and subjects of his mails, the texts of your letters and mails to him,")
    )
    app.console.print(Text("  your own remarks about him, who was to stand in for him."))
    for line in _STAYS:
        app.console.print(Text(line))
    if not yes and not click.confirm("Erase?"):
        app.fail("Nothing was erased.", code=NEEDS_OWNER)
    key, at = key_of(app, books.settings), datetime.now(books.settings.rules.calendar.timezone)
    with open_journal(app, books.settings) as journal:
        for address in addresses:
            target = mark_of(digest_of(address, key))
            decision = Decision(verb=Verb.ERASE, target=target, until=None, note="", decided_at=at)
            folder = journal.write(partial(write_note, decision), at)
    app.console.print(Text(f"Noted in {folder}. {COUNTS_FROM} Then the file on the disk holds none of it."))
