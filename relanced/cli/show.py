"""`relanced show`: the whole story of an invoice or a client, with its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from relanced.casework.insolvent import sirens_of
from relanced.casework.overview.late import late_payer
from relanced.casework.story import Story, story
from relanced.casework.target import find_case
from relanced.cli import as_json as to_json
from relanced.cli.books import open_books
from relanced.cli.change_view import changes
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.credit_json import incoming_credit
from relanced.cli.drafted import drafted_on
from relanced.cli.late_view import late_json
from relanced.cli.payments import by_invoice, postings_json, waiting_for
from relanced.cli.plan_view import promises_json
from relanced.cli.show_events import subject_of, told_events
from relanced.cli.show_mail import show_mail
from relanced.cli.show_view import Tale, story_lines
from relanced.cli.spreadsheet import Cell, csv_option, one_form, print_sheet
from relanced.cli.standing_view import standing_json
from relanced.daemon.books import Books
from relanced.daemon.desk.incoming import Incoming, incoming
from relanced.daemon.desk.standstill import standstill
from relanced.daemon.registers import Looked
from relanced.model.actions import AskOwner
from relanced.model.names import InvoiceNumber, mail_ref

COLUMNS = ("day", "time", "what", "mail", "folder", "subject", "message_id")


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT|MAIL")
@click.option(
    "--evidence", "--refs", "evidence", is_flag=True, help="Folder, subject and Message-ID of each mail."
)
@click.option("--all", "every", is_flag=True, help="Leave nothing out for being much.")
@csv_option
@json_option
@config_option
@click.pass_context
def show(
    context: click.Context, target: str, *, evidence: bool, every: bool, as_csv: bool, as_json: bool
) -> None:
    """Tell the whole story of an invoice or a client, and why the next step is what it is.

    MAIL is the ref of a mail of yours that could not be read, as «relanced status» shows it, of a
    client's mail, as «relanced replies list» does, or of a bank's: the name of a payment begins with it.
    --csv: a row a mail or note of the story, as a spreadsheet in the firm's language opens it.
    """
    one_form(as_json=as_json, as_csv=as_csv)
    app = context.ensure_object(App)
    books = open_books(app)
    tale = story(books.ledger, books.facts, books.settings.rules, target, books.today)
    if tale is None:
        show_mail(context, app, books, target, as_json=as_json)
    chapters = (replace(each, next=books.with_drafts(each.next, each.case.number)) for each in tale.chapters)
    tale, known = replace(tale, chapters=tuple(chapters)), incoming(books)
    number = tale.chapters[0].case.number if find_case(books.ledger, target) else None
    waiting = waiting_for(known, tale.account.client.key, number)
    if as_json:
        app.print_json(_as_json(tale, books, known, waiting))
    elif as_csv:
        print_sheet(COLUMNS, _rows(tale, books, number), books.settings.rules.firm.language)
    else:
        told = replace(_tale(app, tale, books, known, number), waiting=waiting)
        for line in story_lines(replace(told, evidence=evidence, every=every)):
            app.console.print(line)
    asks = any(isinstance(action, AskOwner) for chapter in tale.chapters for action in chapter.next)
    context.exit(NEEDS_OWNER if asks or waiting else DONE)


def _tale(
    app: App, tale: Story, books: Books, known: Sequence[Incoming], number: InvoiceNumber | None
) -> Tale:
    zone = books.settings.rules.calendar.timezone
    cases, client = tale.account.cases, tale.account.client
    currency = cases[0].owed.currency if cases else "EUR"
    mine = [case for case in cases if case.owed.currency == currency]
    coming = tuple(action for chapter in tale.chapters for action in chapter.next)
    return Tale(
        story=tale,
        books=books,
        known=known,
        number=number,
        looked=_looked(tale, books),
        drafted=drafted_on(app, books, coming),
        late=late_payer(client, mine, currency, lambda at: at.astimezone(zone).date(), books.today),
        waiting=(),
        evidence=False,
        every=False,
    )


def _rows(tale: Story, books: Books, number: InvoiceNumber | None) -> Iterator[tuple[Cell, ...]]:
    """A row a mail or note."""
    zone = books.settings.rules.calendar.timezone
    for each in told_events(tale, number):
        for event in each.events:
            at, source = event.at.astimezone(zone), event.source
            yield (
                at.date(),
                f"{at:%H:%M}",
                each.what if event is each.events[0] else event.what,
                mail_ref(source.fingerprint) if source else "",
                source.folder if source else "",
                subject_of(event),
                source.message_id or "" if source else "",
            )


def _as_json(
    tale: Story, books: Books, known: Sequence[Incoming], waiting: Sequence[Incoming]
) -> dict[str, object]:
    """The story, with what fell away of each invoice, the payments behind it and those that wait."""
    cases = {chapter.case.number: chapter.case for chapter in tale.chapters}
    rules, today = books.settings.rules, books.today
    paid = [each for each in known if any(number in cases for number, _ in each.story.paid)]
    paying = by_invoice(paid)
    return {
        **to_json.story(tale, today),
        "no_reminder_leaves": list(standstill(books)),
        "postings": {number: postings_json(case, paying.get(number, ())) for number, case in cases.items()},
        "promises": {
            number: promises_json(tale.account, case, rules, today) for number, case in cases.items()
        },
        "registers": standing_json(_looked(tale, books)),
        "lateness": {
            number: late_json(case, tale.account.client, rules, today) for number, case in cases.items()
        },
        "would_change": {
            chapter.case.number: [
                {"what": each.what, "effect": each.effect}
                for each in changes(chapter.case, chapter.next, rules, today)
            ]
            for chapter in tale.chapters
        },
        "credits": [incoming_credit(each) for each in paid],
        "credits_waiting": [incoming_credit(each) for each in waiting],
    }


def _looked(tale: Story, books: Books) -> dict[str, Looked]:
    """What the registers said of this client."""
    sirens = sirens_of(tale.account, books.settings.rules)
    return {siren: books.looked[siren] for siren in sirens if siren in books.looked}
