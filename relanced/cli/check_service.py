"""Settings in, what the store tells of the service and of its banks out. The mailbox is not asked."""

from datetime import UTC, datetime, timedelta

from relanced.casework.rhythm import silences
from relanced.casework.typed import typed
from relanced.cli.finding import Finding, Group, note, under
from relanced.cli.strangers import SHOWN, hints, strangers
from relanced.daemon.books import Books, read_books
from relanced.daemon.desk.standstill import of_reading
from relanced.edge.settings import Settings
from relanced.edge.store import StoreAbsent, StoreLocked, StoreUnusable
from relanced.model.rules import Mode

FRESH = timedelta(hours=1)


def look_at_store(settings: Settings) -> list[Finding]:
    """The store itself, how fresh it is, what a running service stumbles over, and which bank fell silent."""
    try:
        books = read_books(settings, datetime.now(UTC))
    except StoreAbsent:
        books = None
    except (StoreLocked, StoreUnusable) as error:
        return under(Group.MACHINE, [Finding("store", ok=False, says=str(error))])
    if books is None:
        return [
            *under(
                Group.MACHINE,
                [Finding("store", ok=True, says=f"{settings.store_url}: the first round makes it")],
            ),
            *under(
                Group.MAILBOX,
                [
                    note(
                        "service",
                        "the mailbox was never read yet",
                        "«relanced run --once» reads it, and sends nothing",
                    )
                ]
                if settings.rules.mode is Mode.OBSERVE
                else [note("service", "the mailbox was never read yet")],
            ),
        ]
    store = Finding("store", ok=True, says=f"{settings.store_url}: {len(books.facts)} facts")
    return [
        *under(Group.MACHINE, [store]),
        *under(Group.MAILBOX, _service(books)),
        *under(Group.BANKS, [*_silent(books), *_strangers(books)]),
    ]


def _service(books: Books) -> list[Finding]:
    found = [_freshness(books)]
    if books.refused:
        says = f"the service goes on by the last good files: {'; '.join(books.refused[:3])}"
        found.append(
            Finding("files in use", ok=False, says=says, do="mend them; it takes them over by itself")
        )
    if books.kept_back:
        found.append(Finding("nothing leaves", ok=False, says=books.kept_back))
    found += [note(what.lower(), why) for what, why in of_reading(books).items()]
    return found


def _freshness(books: Books) -> Finding:
    if books.read_at is None:
        return note("service", "INBOX was never read to its end yet")
    age = datetime.now(UTC) - books.read_at
    says = f"INBOX was last read at {books.read_at:%Y-%m-%d %H:%M}"
    if age > FRESH:
        return note("service", says, "does the service run? «systemctl status relanced», or «relanced run»")
    return Finding("service", ok=True, says=says)


def _silent(books: Books) -> list[Finding]:
    """What of the banks holds every reminder until the owner has looked: silence, or a mail not understood."""
    ledger, rules = books.ledger, books.settings.rules
    silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, books.today, rules.calendar)
    told = [
        (f"bank {each.bank} silent", each.why, f"look at the account, then «{typed('resume', each.bank)}»")
        for each in silent
    ]
    told += [
        ("all wait", hold.why, "«relanced status» tells what to do")
        for hold in ledger.holds
        if hold.asks(books.today)
    ]
    observes = rules.mode is Mode.OBSERVE
    return [Finding(what, ok=observes, says=says, do=do, before_send=observes) for what, says, do in told]


def _strangers(books: Books) -> list[Finding]:
    told = strangers(books.facts, books.settings.rules.banks)
    if not told:
        return []
    names = "; ".join(each.words for each in told[:SHOWN])
    return [note("like a bank", f"{names}. {hints(told)}")]
