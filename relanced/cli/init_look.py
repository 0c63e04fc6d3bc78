"""An open mailbox in; its folders, and what relanced would read in its last months, as tables out."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rich.console import RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from relanced.casework.public_hosts import is_shared_host
from relanced.cli.check_trust import Candidate, candidates
from relanced.cli.common import App
from relanced.cli.trust_history import newest_mails
from relanced.cli.words import Text
from relanced.daemon.first_look import FirstLook, InvoiceSeen, first_look
from relanced.daemon.set_up import set_up
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings
from relanced.intake.trust import authserv_id
from relanced.model.money import Money
from relanced.model.names import domain_of

SHOWN = 8  # rows of a table
DAYS_A_MONTH = 30.44
_MARGIN = (0, 0, 0, 2)
_ROLES = {
    Role.INBOX: "received mail",
    Role.SENT: "sent mail: your invoices are looked for here",
    Role.DRAFTS: "drafts",
    Role.JUNK: "junk: answers are looked for here too",
    Role.TRASH: "trash: not read",
    Role.ALL: "every mail once more: not read",
    Role.ARCHIVE: "archive",
    Role.JOURNAL: "relanced's own notes",
    Role.LEASE: "relanced's own: who works here",
    Role.PANEL: "what you move there is a decision",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a mailbox shows at first."""

    look: FirstLook
    server: Candidate | None  # who probably writes Authentication-Results here
    is_nameless: bool  # the server writes them without a name


def look_around(
    app: App, settings: Settings, session: ImapSession, folders: Sequence[Folder], since: date
) -> Seen:
    """Read the last months, with a progress bar. Raises the errors of edge.imap_errors, and WorkerUnfit."""
    with _bar(app) as progress:
        mails = newest_mails(session, (), (), progress)
        names = candidates(settings, mails)
        likely = next((c for c in names if 2 * c.mails >= len(mails) and c.senders > 1), None)
        tops = Counter(authserv_id(mail.header) for mail in mails)
        trusted = (likely.name,) if likely else ()
        rules = replace(set_up(settings.rules, trusted, None))
        look = asyncio.run(first_look(rules, session, folders, since, progress))
    return Seen(look=look, server=likely, is_nameless=tops[""] * 2 > len(mails))


def since_of(today: date, months: int) -> date:
    """The day so many months ago, to a day or two."""
    return today - timedelta(days=round(months * DAYS_A_MONTH))


@contextmanager
def _bar(app: App) -> Iterator[Callable[[str, int, int], None]]:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=app.errors, transient=True) as bar:
        task = bar.add_task("reading")

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=Text(what).plain[:28], completed=done, total=max(total, 1))

        yield progress


def folder_table(folders: Sequence[Folder]) -> Table:
    """Every folder that has a role, and how many there are beside."""
    table = _table()
    table.add_column("folder", style="bold", overflow="fold")
    table.add_column("what it is for", overflow="fold")
    for role, words in _ROLES.items():
        names = [folder.name for folder in folders if folder.role is role]
        if names:
            table.add_row(Text(", ".join(names)), words)
    others = [folder for folder in folders if folder.role is None and folder.selectable]
    if others:
        table.add_row(f"{len(others)} more", "answers that were filed there are found")
    return table


def look_parts(look: FirstLook) -> Iterator[RenderableType]:
    """What was seen, in tables."""
    yield Text(
        f"{look.sent} sent mails and {look.received} received ones were looked at:"
        f" {_count(len(look.invoices), 'invoice')}, {_count(len(_clients(look)), 'client')}."
    )
    if look.invoices:
        yield Text("\nNewest invoices")
        yield Padding(_invoice_table(look.invoices[:SHOWN]), _MARGIN)
        yield from _more(len(look.invoices))
        yield Text("\nClients")
        yield Padding(_client_table(look), _MARGIN)
        yield from _more(len(_clients(look)))
    if look.unread:
        yield Text(
            f"\n{_count(len(look.unread), 'mail')} of yours looked like an invoice and could not be read:",
            "yellow",
        )
        yield Padding(_unread_table(look), _MARGIN)
        yield from _more(len(look.unread))
        yield Text(
            "Nothing is chased that was not read. «relanced explain --sent FILE.pdf» tells what is missing, and"
            " begins a rule for your layout.",
            "dim",
        )


def bank_table(look: FirstLook) -> Table:
    """Who writes as a bank does."""
    table = _table()
    table.add_column("sender", style="bold", overflow="fold")
    table.add_column("mails", justify="right", no_wrap=True)
    table.add_column("the newest", overflow="fold")
    table.add_column("really from there", overflow="fold")
    for bank in look.banks[:SHOWN]:
        who = f"{bank.name}\n{bank.domain}" if bank.name else bank.domain
        newest = f"{bank.last_at:%Y-%m-%d} «{bank.subject[:60]}»"
        if bank.credits:
            newest += f"\nread: {bank.credits[0].amount}" + (
                f" from {bank.credits[0].payer}" if bank.credits[0].payer else ""
            )
        proven = f"{bank.proven} proven" if bank.proven else "not proven"
        table.add_row(Text(who), str(bank.mails), Text(newest), Text(proven, "" if bank.proven else "yellow"))
    return table


def _invoice_table(invoices: Sequence[InvoiceSeen]) -> Table:
    table = _table()
    for title in ("number", "issued", "due", "amount", "client"):
        table.add_column(
            title,
            no_wrap=title != "client",
            overflow="fold",
            justify="right" if title == "amount" else "left",
            style="bold" if title == "number" else "",
        )
    for each in invoices:
        read = each.read
        table.add_row(
            Text(read.number),
            str(read.issued_on),
            str(read.due_on) if read.due_on else "by terms",
            Text(str(read.total)),
            Text(read.client_name or read.client_email),
        )
    return table


def _clients(look: FirstLook) -> dict[str, list[InvoiceSeen]]:
    """Invoices by the client's domain, or by the address where strangers share the domain."""
    found: defaultdict[str, list[InvoiceSeen]] = defaultdict(list)
    for each in look.invoices:
        email = each.read.client_email
        host = domain_of(email)
        found[email if is_shared_host(host) or not host else host].append(each)
    return found


def _client_table(look: FirstLook) -> Table:
    table = _table()
    table.add_column("client", style="bold", overflow="fold")
    table.add_column("invoices", justify="right", no_wrap=True)
    table.add_column("together", justify="right", no_wrap=True)
    table.add_column("the last of", no_wrap=True)
    by_count = sorted(_clients(look).items(), key=lambda each: (-len(each[1]), each[0]))
    for client, invoices in by_count[:SHOWN]:
        name = invoices[0].read.client_name
        sums: Counter[str] = Counter()
        for each in invoices:
            sums[each.read.total.currency] += each.read.total.cents
        together = "\n".join(str(Money(cents, currency)) for currency, cents in sums.items())
        last = max(each.read.issued_on for each in invoices)
        who = Text(name or client)
        who.append_text(Text(f" ({client})" if name else "", "not bold dim"))
        table.add_row(who, str(len(invoices)), Text(together), str(last))
    return table


def _unread_table(look: FirstLook) -> Table:
    table = _table()
    table.add_column("sent on", no_wrap=True)
    table.add_column("subject; why", overflow="fold")
    for each in look.unread[:SHOWN]:
        said = Text(f"«{each.subject}»")
        said.append_text(Text(f"\n{each.why}", style="dim"))
        table.add_row(f"{each.sent_at:%Y-%m-%d}", said)
    return table


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))


def _more(number: int) -> Iterator[Text]:
    if number > SHOWN:
        yield Text(f"  and {number - SHOWN} more", "dim")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
