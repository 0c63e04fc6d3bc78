"""`relanced show`: the whole story of an invoice or a client, with its evidence."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn
from zoneinfo import ZoneInfo

import click
from rich.table import Table

from relanced.casework.story import Event, Story, story
from relanced.cli import as_json as to_json
from relanced.cli.books import Books, open_books
from relanced.cli.client_mail_view import in_full
from relanced.cli.client_mails import ClientMail, client_mails
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.drafted import drafted_on
from relanced.cli.listed import state_word
from relanced.cli.mails import SentMail, mails_beginning, sent_mails
from relanced.cli.names import unknown
from relanced.cli.reply_json import client_mail
from relanced.cli.tables import told, worth_telling
from relanced.cli.words import Text
from relanced.daemon.answers import to_come
from relanced.model.actions import AskOwner
from relanced.model.facts import InvoiceStated, OwnerDecided
from relanced.model.names import mail_ref


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT|MAIL")
@json_option
@config_option
@click.pass_context
def show(context: click.Context, target: str, *, as_json: bool) -> None:
    """Tell the whole story of an invoice or a client, and why the next step is what it is.

    MAIL is the ref of a mail of yours that could not be read, as «relanced status» shows it, or of a
    client's mail, as «relanced replies list» does.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    tale = story(books.ledger, books.facts, books.settings.rules, target, books.today)
    if tale is None:
        _show_mail(context, app, books, target, as_json=as_json)
    chapters = (replace(each, next=books.with_drafts(each.next, each.case.number)) for each in tale.chapters)
    tale = replace(tale, chapters=tuple(chapters))
    if as_json:
        app.print_json(to_json.story(tale, books.today))
    else:
        _print(app, tale, books)
    asks = any(isinstance(action, AskOwner) for chapter in tale.chapters for action in chapter.next)
    context.exit(NEEDS_OWNER if asks else DONE)


def _show_mail(context: click.Context, app: App, books: Books, ref: str, *, as_json: bool) -> NoReturn:
    """What became of one mail, ours or a client's; ends with a hint where the ref is nobody's."""
    ours = mails_beginning(sent_mails(books.facts).values(), ref)
    theirs = mails_beginning(client_mails(books).values(), ref)
    if not ours and not theirs:
        app.fail(unknown(books, ref))
    if len(ours) + len(theirs) > 1:
        refs = ", ".join([*(mail.ref for mail in ours), *(mail.ref for mail in theirs)])
        app.fail(f"{ref}: several mails begin so: {refs}. Type more of it.")
    if theirs:
        _show_reply(context, app, books, theirs[0], as_json=as_json)
    [mail] = ours
    open_ = {mail_ref(fact.source.fingerprint) for fact in books.ledger.unreadable}
    if as_json:
        app.print_json({**to_json.unread_mail(mail), "waits_for_you": mail.ref in open_})
    else:
        zone = books.settings.rules.calendar.timezone
        for line in _of_mail(books, mail, waits=mail.ref in open_, zone=zone):
            app.console.print(line)
    context.exit(NEEDS_OWNER if mail.ref in open_ else DONE)


def _show_reply(
    context: click.Context, app: App, books: Books, mail: ClientMail, *, as_json: bool
) -> NoReturn:
    if as_json:
        app.print_json(client_mail(mail))
    else:
        for line in in_full(mail, books.today):
            app.console.print(line)
        if mail.is_doubtful:
            app.console.print(
                Text(f"It needs a look: relanced replies judge {mail.ref} INTENT", style="bold")
            )
    context.exit(NEEDS_OWNER if mail.is_doubtful else DONE)


def _of_mail(books: Books, mail: SentMail, *, waits: bool, zone: ZoneInfo) -> Iterator[Text]:
    yield Text(f"mail {mail.ref} of {mail.at.astimezone(zone):%Y-%m-%d} to {mail.client}", style="bold")
    yield Text(f"in {mail.folder}, «{mail.subject}»")
    for read in mail.read:
        yield Text(f"{read.number} over {read.total} was read in it; «relanced show {read.number}» tells all")
    if mail.unread:
        yield Text(f"could not be read: {mail.unread.why}", style="yellow")
    for fact in books.facts:
        if isinstance(fact, InvoiceStated) and fact.mail == mail.ref:
            said = f"{fact.kind.value.replace('_', ' ')} {fact.number} over {fact.total}"
            yield Text(f"{fact.decided_at.astimezone(zone):%Y-%m-%d %H:%M} you stated: {said}")
        elif isinstance(fact, OwnerDecided) and fact.target.strip().lower() == mail.ref:
            note = f" ({fact.note})" if fact.note else ""
            yield Text(
                f"{fact.decided_at.astimezone(zone):%Y-%m-%d %H:%M} you decided: {fact.verb.value}{note}"
            )
    if waits:
        yield Text(
            f"It waits for you: relanced state {mail.ref} …, or: relanced ignore {mail.ref}", style="bold"
        )


def _print(app: App, tale: Story, books: Books) -> None:
    zone, today = books.settings.rules.calendar.timezone, books.today
    client, why = tale.account.client, tale.account.address_why
    app.console.print(
        Text(
            f"{client.name} ({client.key}), {client.kind.value}; mail to {tale.account.address or '?'}"
            + (f" ({why})" if why else ""),
            style="bold",
        )
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("when", no_wrap=True)
    table.add_column("what, and where it stands", overflow="fold")
    for event in tale.events:
        table.add_row(
            Text(f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}"),
            Text.assemble(event.what, *((f"\n{line}", "dim") for line in _evidence(event))),
        )
    app.console.print(table)
    for chapter in tale.chapters:
        case = chapter.case
        app.console.print(
            Text(
                f"\n{case.number}: {state_word(case, today)}, {case.owed} of {case.invoice.total} owed",
                style="bold",
            )
        )
        for posting in case.postings:
            app.console.print(Text(f"  {posting.amount} fell away: {posting.because}"))
        coming = to_come(chapter.next, lambda note: books.notes.get(note, ""))
        app.console.print(told(worth_telling(coming), drafted=drafted_on(app, books, chapter.next)))


def _evidence(event: Event) -> tuple[str, ...]:
    """The mail behind it; its Message-ID on a line of its own, so that it can be copied whole."""
    if event.source is None:
        return ("the store",)
    place = f"{event.source.folder}, mail {event.source.uid}, ref {mail_ref(event.source.fingerprint)}"
    return (place, f"Message-ID {event.source.message_id}") if event.source.message_id else (place,)
