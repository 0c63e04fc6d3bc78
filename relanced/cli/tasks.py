"""`relanced tasks`: what waits for the owner himself: calls, letters to post, files to hand over."""

from collections.abc import Sequence

import click
from rich.table import Table

from relanced.casework.tasks.again import Waiting, again, given_in, waiting_tasks
from relanced.casework.tasks.sheet import call_sheet
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.letters.body import as_text
from relanced.letters.owner_mail import task_words
from relanced.model.money import totals
from relanced.model.names import number_key
from relanced.model.tasks import TaskKind

WHAT = {
    TaskKind.CALL: "call",
    TaskKind.LETTER: "post a formal notice",
    TaskKind.HANDOVER: "hand the file over",
}
_ENDS = {
    TaskKind.CALL: "relanced call INVOICE OUTCOME",
    TaskKind.LETTER: "relanced posted INVOICE --tracking NUMBER",
    TaskKind.HANDOVER: "relanced handed-over INVOICE --to NAME",
}
_ID = slice(4, 12)  # of «o1c.<24 hex>@domain»: enough to tell them apart


@click.group(invoke_without_command=True)
@json_option
@config_option
@click.pass_context
def tasks(context: click.Context, *, as_json: bool) -> None:
    """List what only you can do, and what has not been told as done: calls, letters to post, files."""
    if context.invoked_subcommand is not None:
        return
    app = context.ensure_object(App)
    books = open_books(app)
    waiting = waiting_of(books)
    if as_json:
        app.print_json([task_json(each, books) for each in waiting])
    elif waiting:
        app.console.print(tasks_table(waiting, books))
        for kind in dict.fromkeys(each.task.kind for each in waiting):
            app.console.print(Text(f"Done? Answer its mail, or: {_ENDS[kind]}", style="dim"))
        app.console.print(Text("All that is known for one: relanced tasks show ID", style="dim"))
    else:
        app.console.print("Nothing waits for you.")
    context.exit(NEEDS_OWNER if waiting else DONE)


@tasks.command()
@click.argument("target", metavar="ID|INVOICE|CLIENT")
@config_option
@click.pass_context
def show(context: click.Context, target: str) -> None:
    """Print a call sheet, or what is to be posted or handed over, with the amounts of today."""
    app = context.ensure_object(App)
    books = open_books(app)
    found = [each for each in waiting_of(books) if _is_meant(each, target)]
    if not found:
        app.fail(f"{target}: no task waits under this name. «relanced tasks» lists those that do.")
    given, rules = given_in(books.facts), books.settings.rules
    for each in found:
        task = again(each, given.get(each.task.message_id), rules, books.today)
        sheet = call_sheet(books.ledger, books.facts, task.reminder, rules)
        words = task_words(task, sheet, rules.firm)
        app.console.print(Text(words.subject, style="bold"))
        app.console.print(Text(as_text(words.body, words.language)))


def waiting_of(books: Books) -> tuple[Waiting, ...]:
    """What waits for the owner today."""
    return waiting_tasks(books.ledger, books.settings.rules, books.today)


def tasks_lines(books: Books) -> list[Text]:
    """One line that says how much waits for the owner himself; none where nothing does."""
    waiting = waiting_of(books)
    if not waiting:
        return []
    many = f"{len(waiting)} tasks wait" if len(waiting) > 1 else "One task waits"
    return [Text(f"\n{many} for you yourself: «relanced tasks».", style="yellow")]


def _is_meant(waiting: Waiting, target: str) -> bool:
    wanted = " ".join(target.casefold().split())
    client = waiting.account.client
    by_number = any(number_key(case.number) == number_key(target) for case in waiting.cases)
    by_client = wanted in {client.key.casefold(), " ".join(client.name.casefold().split())}
    return by_number or by_client or (len(wanted) >= 4 and waiting.task.message_id[4:].startswith(wanted))


def tasks_table(waiting: Sequence[Waiting], books: Books) -> Table:
    """One row a task."""
    zone = books.settings.rules.calendar.timezone
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("id", style="bold", no_wrap=True)
    table.add_column("what")
    table.add_column("client", overflow="fold")
    table.add_column("invoices", overflow="fold")
    table.add_column("owed", justify="right")
    table.add_column("given on", no_wrap=True)
    for each in waiting:
        owed = "\n".join(map(str, totals(case.owed for case in each.cases)))
        table.add_row(
            each.task.message_id[_ID],
            WHAT[each.task.kind],
            Text(each.account.client.name),
            Text(", ".join(case.number for case in each.cases)),
            owed,
            f"{each.task.given_at.astimezone(zone):%Y-%m-%d}",
        )
    return table


def task_json(waiting: Waiting, books: Books) -> dict[str, object]:
    """One task, for other programs."""
    client = waiting.account.client
    return {
        "id": waiting.task.message_id[_ID],
        "task": waiting.task.kind.value,
        "step": waiting.task.step,
        "client": client.key,
        "client_name": client.name,
        "phone": client.people.phone or None,
        "invoices": [
            {"number": case.number, "owed": case.owed.plain, "currency": case.owed.currency}
            for case in waiting.cases
        ],
        "given_at": waiting.task.given_at.astimezone(books.settings.rules.calendar.timezone).isoformat(),
        "message_id": waiting.task.message_id,
    }
