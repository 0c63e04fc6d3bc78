"""A look at the firm in, what `status` prints out: figures, tables, what needs the owner, and what he does next."""

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.console import Console, RenderableType

from relanced.casework.states import is_listed_only
from relanced.casework.words import in_words
from relanced.cli.listed import LEGEND, LISTED_ONLY
from relanced.cli.overview_view import (
    activity,
    balance_lines,
    expected_lines,
    headline,
    late_lines,
    promised_lines,
)
from relanced.cli.payments import waiting_line
from relanced.cli.plan_view import broken_line, plans_lines
from relanced.cli.standstill import held_lines, standstill_lines
from relanced.cli.status_look import Look
from relanced.cli.strangers import stranger_lines
from relanced.cli.tables import aging_table, cases_table, gaps_table, told, unread_table
from relanced.cli.tasks import tasks_lines
from relanced.cli.words import Text
from relanced.model.names import mail_ref

SHOWN = 10  # of each kind
INVOICES_SHOWN = 20


def status_lines(seen: Look, console: Console, *, every: bool) -> Iterator[RenderableType]:
    """Everything; `every`: nothing is left out for being much."""
    yield from _head(seen)
    if seen.client is None and not seen.books.ledger.accounts:
        yield "No invoice was found in Sent yet. «relanced explain --sent MAIL.eml» says what is read in one."
    else:
        yield from _figures(seen, console, every=every)
        yield from _tables(seen, every=every)
    yield from _doubts(seen, every=every)
    yield from _needs(seen, every=every)
    yield Text("")
    yield _next(seen)


def _head(seen: Look) -> Iterator[RenderableType]:
    books = seen.books
    read = f"mailbox read {books.read_at:%Y-%m-%d %H:%M}" if books.read_at else "mailbox never read"
    whose = f"{seen.client.name}, of " if seen.client else ""
    head = Text(f"{whose}{books.settings.rules.firm.name}", "bold")
    head.append_text(
        Text(f"  {books.today:%A} {books.today}; {read}; mode «{books.settings.rules.mode.value}»", "dim")
    )
    yield head
    yield from standstill_lines(books)
    for problem in books.refused:
        yield Text(f"Not in use, for it is wrong: {problem}", style="red")


def _figures(seen: Look, console: Console, *, every: bool) -> Iterator[RenderableType]:
    found = seen.figures
    yield Text("")
    yield headline(found)
    yield activity(found)
    several = len(found.figures) > 1
    for figures in found.figures:
        yield Text("")
        yield from balance_lines(figures, console, named=several)
    for figures in found.figures:
        yield from late_lines(figures, console, every=every)
        yield from promised_lines(figures, every=every)
        yield from expected_lines(figures, console)


def _tables(seen: Look, *, every: bool) -> Iterator[RenderableType]:
    """Who owes what, and each open invoice."""
    books = seen.books
    yield Text("\nWho owes what, by days late", style="bold")
    yield aging_table(books.ledger, books.today, most=None if every else SHOWN)
    cases = list(seen.open_cases())
    yield Text("\nOpen invoices, oldest first", style="bold")
    shown = cases if every else cases[:INVOICES_SHOWN]
    yield cases_table(shown, books.today)
    if len(cases) > len(shown):
        yield Text(
            f"and {len(cases) - len(shown)} more; --all lists them, --client one client's, --csv for a spreadsheet",
            "dim",
        )
    if any(case.invoice.due_is_derived for _, case in shown):
        yield Text(LEGEND, style="dim")
    if any(is_listed_only(case) for _, case in shown):
        since = books.settings.rules.start_on
        yield Text(
            f"{LISTED_ONLY}: issued before start_on, {since}; «relanced resume INVOICE» lets it be chased",
            "dim",
        )
    yield from plans_lines(books.ledger, books.today)
    broken = broken_line(books.ledger, books.settings.rules, books.today)
    if broken is not None:
        yield broken


def _doubts(seen: Look, *, every: bool) -> Iterator[RenderableType]:
    """What was not read, and what was never seen."""
    if seen.missing:
        yield Text("\nNumbers never seen, in Sent or in another source:", style="bold")
        yield gaps_table(seen.missing if every else seen.missing[:SHOWN])
        yield from _more(seen.missing, "older gaps", every=every)
        yield "Sent in another way, given to nobody, or not found: only you know. Nothing chases them."
    if seen.quarantined:
        many = f"{len(seen.quarantined)} mails" if len(seen.quarantined) > 1 else "One mail"
        yield Text(f"\n{many} that came in could not be read; the newest:", style="yellow")
        newest = sorted(seen.quarantined, key=lambda fact: fact.source.at, reverse=True)
        for fact in newest if every else newest[:SHOWN]:
            place = f"{mail_ref(fact.source.fingerprint)} {fact.source.folder} {fact.source.at:%Y-%m-%d}"
            yield Text(f"  {place} {fact.sender or '(unknown)'} «{fact.subject[:60]}»: {fact.why}")
    yield from stranger_lines(list(seen.strangers))


def _needs(seen: Look, *, every: bool) -> Iterator[RenderableType]:
    """What waits for the owner, the gravest last: that is where a terminal stands."""
    books = seen.books
    yield from held_lines(books)
    if seen.unread:
        yield Text("\nCould not be read, so nobody is reminded of it:", style="bold")
        zone = books.settings.rules.calendar.timezone
        yield unread_table(seen.unread if every else seen.unread[:SHOWN], zone)
        yield from _more(seen.unread, "older ones", every=every)
        yield Text("Say what such a mail asks for, or that it is nothing to be chased:")
        yield Text("  relanced state MAIL --number … --amount … --due YYYY-MM-DD", style="cyan")
        yield Text("  relanced ignore MAIL", style="cyan")
    for told_us in seen.unclear[: None if every else SHOWN]:
        day = f"{told_us.source.at.astimezone(books.settings.rules.calendar.timezone):%Y-%m-%d}"
        words = in_words(told_us, books.settings.rules)
        yield Text(f"\nOn {day} {words}. Say it once more, in other words.", style="yellow")
    asked = seen.asked_beside_unread
    if asked:
        yield Text("\nYou decide:", style="bold")
        yield told(asked if every else tuple(islice(asked, SHOWN)))
        yield from _more(asked, "more questions", every=every)
    yield from tasks_lines(books)
    if seen.money:
        yield waiting_line(seen.money)
    if seen.doubtful:
        many = (
            f"{len(seen.doubtful)} mails of clients need"
            if len(seen.doubtful) > 1
            else "One mail of a client needs"
        )
        yield Text(f"\n{many} a look: «relanced replies review».", style="yellow")


def _next(seen: Look) -> Text:
    text = Text("Next: ", "bold")
    text.append_text(Text(seen.next, "bold cyan" if seen.next.startswith("relanced ") else "bold"))
    return text


def _more(many: Sequence[object], what: str, *, every: bool) -> Iterator[Text]:
    if not every and len(many) > SHOWN:
        yield Text(f"and {len(many) - SHOWN} {what}; --all or --json lists them all.", style="dim")
