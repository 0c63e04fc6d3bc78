"""A notice of insolvency that the registers showed in, the silence of its client out. Pure."""

from collections.abc import Iterable
from datetime import datetime, time

from relanced.casework.books import Books
from relanced.casework.law.insolvency import declare_in_words
from relanced.casework.ledger import Account, Hold, HoldKind
from relanced.casework.words import short
from relanced.model.facts import InsolvencyFound
from relanced.model.names import ClientKey
from relanced.model.rules import Rules

_SIREN = "siren:"


def fold_insolvency(books: Books, found: InsolvencyFound) -> None:
    """All reminders to the client of this SIREN stop; where nobody bears it, the note is only shown."""
    configured = {ClientKey(rule.name) for rule in books.rules.clients if rule.siren == found.siren}
    bearing = books.debtors.registered(f"{_SIREN}{found.siren}") | configured
    clients = sorted(key for key in bearing if key in books.accounts)
    if not clients:
        books.unmatched.append(found)
        return
    published_at = datetime.combine(found.published_on, time(12), books.rules.calendar.timezone)
    for key in clients:
        account = books.accounts[key]
        why = (
            f"the Bodacc of {found.published_on} says of {short(found.name) or found.siren}, SIREN {found.siren}: "
            f"{short(found.kind)} ({short(found.court)}, notice {short(found.notice_id)}); "
            "all reminders to this client stop"
        )
        until = declare_in_words(
            account.client, books.rules.firm, books.calendar.day_of(found.decided_at), found.published_on
        )
        question = f"{why}. {until} Only «relanced resume CLIENT» starts reminders again."
        account.holds.append(
            Hold(
                kind=HoldKind.INSOLVENCY,
                since=min(found.decided_at, published_at),
                until=None,
                why=why,
                source=found.source,
                question=question,
            )
        )
    books.link(found.source.fingerprint, clients)


def sirens_of(account: Account, rules: Rules) -> tuple[str, ...]:
    """The SIRENs that a client is known by: that of his [[client]] table, else those on his invoices."""
    configured = {rule.siren for rule in rules.clients if rule.name == account.client.key and rule.siren}
    return tuple(sorted(configured or set(_printed(account))))


def _printed(account: Account) -> Iterable[str]:
    for case in account.cases:
        for one in case.invoice.client_ids:
            if one.startswith(_SIREN):
                yield one.removeprefix(_SIREN)
