"""A story in, what `show` prints of it out: who, what happened, where each invoice stands, what comes and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from relanced.casework.overview.figures import LatePayer
from relanced.casework.story import Chapter, Story
from relanced.cli.bars import in_full
from relanced.cli.change_view import changes, from_the_phone
from relanced.cli.late_view import late_lines
from relanced.cli.listed import state_word
from relanced.cli.payments import by_invoice, postings, told_waiting
from relanced.cli.plan_view import promise_lines
from relanced.cli.show_events import events_table, told_events
from relanced.cli.standing_view import standing_lines
from relanced.cli.standstill import standstill_lines
from relanced.cli.tables import ONE_DAY, told, worth_telling
from relanced.cli.words import Text
from relanced.daemon.answers import to_come
from relanced.daemon.books import Books
from relanced.daemon.desk.incoming import Incoming
from relanced.daemon.registers import Looked
from relanced.model.actions import AskOwner, DraftAnswer, DraftReminder, Reminder, SendReminder, Wait
from relanced.model.money import totals
from relanced.model.names import InvoiceNumber

EVENTS_SHOWN = 60  # the newest
OPEN_SHOWN = 20
CLOSED_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """All that is told of an invoice or a client."""

    story: Story
    books: Books
    known: Sequence[Incoming]  # payments
    number: InvoiceNumber | None  # the one invoice; None: the whole client
    looked: Mapping[str, Looked]  # what the registers said
    drafted: Mapping[Reminder, date]
    late: LatePayer | None
    waiting: Sequence[Incoming]  # payments that wait for the owner's word
    evidence: bool
    every: bool


def story_lines(tale: Tale) -> Iterator[RenderableType]:
    """The whole of it."""
    yield from _who(tale)
    yield Text("\nWhat happened", "bold")
    lines = told_events(tale.story, tale.number)
    shown = lines if tale.every else lines[-EVENTS_SHOWN:]
    if len(lines) > len(shown):
        yield Text(f"{len(lines) - len(shown)} earlier ones; --all lists them", style="dim")
    yield events_table(shown, tale.books.settings.rules.calendar.timezone, refs=tale.evidence)
    if not tale.evidence and any(event.source for each in shown for event in each.events):
        yield Text("--evidence tells the folder, the subject and the Message-ID of each mail", style="dim")
    yield from standstill_lines(tale.books)
    paying = by_invoice(tale.known)
    for chapter in _chosen(tale):
        yield from _chapter(chapter, tale, paying)
    yield from _left_out(tale)
    open_ = [chapter.case for chapter in tale.story.chapters if chapter.case.is_open]
    if open_:
        yield Text("")
        yield Text(from_the_phone(open_[0], tale.books.settings.rules), "dim")
    yield from told_waiting(tale.waiting)
    yield Text(f"\nNext: {_next(tale)}", "bold")


def _next(tale: Tale) -> str:
    """What the owner does; mostly nothing."""
    coming = [action for chapter in tale.story.chapters for action in chapter.next]
    if any(isinstance(action, AskOwner) for action in coming):
        return "you decide: answer the question above"
    if tale.waiting:
        return f"relanced credits assign {tale.waiting[0].name} INVOICE"
    if any(isinstance(action, DraftReminder | DraftAnswer) for action in coming):
        return "look into Drafts, and send what you agree with"
    days = [action.until + ONE_DAY for action in coming if isinstance(action, Wait) and action.until]
    if any(isinstance(action, SendReminder) for action in coming):
        return "nothing from you: a letter is due today"
    return f"nothing from you until {min(days)}" if days else "nothing from you"


def _who(tale: Tale) -> Iterator[RenderableType]:
    account = tale.story.account
    client, why = account.client, account.address_why
    yield Text(
        f"{client.name} ({client.key}), {client.kind.value}; mail to {account.address or '?'}"
        + (f" ({why})" if why else ""),
        style="bold",
    )
    open_ = [chapter.case for chapter in tale.story.chapters if chapter.case.is_open]
    if tale.number is None:
        sums = " and ".join(map(in_full, totals(case.owed for case in open_)))
        many = f"{len(open_)} invoices" if len(open_) > 1 else "one invoice"
        yield Text(f"owes {sums}, {many} of {len(tale.story.chapters)}" if open_ else "owes nothing")
    if tale.late is not None and tale.late.days_late is not None:
        count = tale.late.invoices_paid
        paid = f"{count} invoices paid within a year" if count != 1 else "one invoice paid within a year"
        yield Text(f"pays {tale.late.days_late} days late on average, {tale.late.worst} at worst; {paid}")
    yield from standing_lines(dict(tale.looked))


def _chosen(tale: Tale) -> Iterator[Chapter]:
    """Open ones by due day, then those that closed last."""
    chapters = tale.story.chapters
    if tale.every or tale.number is not None:
        yield from chapters
        return
    yield from [chapter for chapter in chapters if chapter.case.is_open][:OPEN_SHOWN]
    yield from _closed(tale)[:CLOSED_SHOWN]


def _closed(tale: Tale) -> list[Chapter]:
    """Those of which nothing is owed, the newest first."""
    found = [chapter for chapter in tale.story.chapters if not chapter.case.is_open]
    return sorted(found, key=lambda chapter: (chapter.case.mailed_on, chapter.case.number), reverse=True)


def _left_out(tale: Tale) -> Iterator[Text]:
    left = len(tale.story.chapters) - sum(1 for _ in _chosen(tale))
    if left:
        yield Text(f"\nand {left} more invoices; --all tells of each", style="dim")


def _chapter(
    chapter: Chapter, tale: Tale, paying: Mapping[InvoiceNumber, Sequence[Incoming]]
) -> Iterator[RenderableType]:
    """One invoice: where it stands, what comes next and why, what would change that."""
    case, books = chapter.case, tale.books
    rules = books.settings.rules
    yield Text(
        f"\n{case.number}: {state_word(case, books.today)}, {case.owed} of {case.invoice.total} owed",
        style="bold",
    )
    for line in (
        *postings(case, paying.get(case.number, ())),
        *promise_lines(tale.story.account, case, rules, books.today),
    ):
        yield _hung(line)
    yield from _coming(chapter, tale)
    is_brief = tale.number is None and not tale.every
    if case.is_open or not is_brief:
        for line in late_lines(case, tale.story.account.client, rules, books.today):
            if not (is_brief and line.plain.startswith("    ")):  # how it is reckoned
                yield _hung(line)


def _coming(chapter: Chapter, tale: Tale) -> Iterator[RenderableType]:
    """What comes next and why, then what would change that."""
    case, books, rules = chapter.case, tale.books, tale.books.settings.rules
    coming = worth_telling(to_come(chapter.next, lambda note: books.notes.get(note, "")))
    if coming:
        yield Padding(told(coming, drafted=tale.drafted), (0, 0, 0, 2))
    would = changes(case, coming, rules, books.today)
    if not would:
        return
    if tale.number is None and not tale.every:
        yield Text(f"  what would change that: relanced show {case.number}", "dim")
        return
    yield Text("  What would change that:", "dim")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for each in would:
        style = "cyan" if each.what.startswith("relanced ") else ""
        table.add_row(Text(each.what, style), Text(each.effect, "dim"))
    yield Padding(table, (0, 0, 0, 4))


def _hung(line: Text) -> RenderableType:
    """A line whose blanks at the beginning hold for all of it, however narrow the terminal is."""
    blanks = len(line.plain) - len(line.plain.lstrip(" "))
    return Padding(line[blanks:], (0, 0, 0, blanks)) if blanks and "\n" not in line.plain else line
