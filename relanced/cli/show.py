"""`relanced show`: the whole story of an invoice or a client, with its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from relanced.casework.insolvent import sirens_of
from relanced.casework.story import Story, story
from relanced.casework.target import find_case
from relanced.cli import as_json as to_json
from relanced.cli.books import open_books
from relanced.cli.client_mail_view import in_full
from relanced.cli.client_mails import ClientMail, client_mails
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.credit_json import incoming_credit
from relanced.cli.drafted import drafted_on
from relanced.cli.incoming import Incoming, incoming
from relanced.cli.late_view import late_json, late_lines
from relanced.cli.listed import state_word
from relanced.cli.mails import SentMail, mails_beginning, sent_mails
from relanced.cli.money_mail import MoneyMail, money_mails
from relanced.cli.money_mail import as_json as money_mail_json
from relanced.cli.money_mail import in_full as money_mail
from relanced.cli.names import unknown
from relanced.cli.payments import by_invoice, postings, postings_json, told_waiting, waiting_for
from relanced.cli.plan_view import promise_lines, promises_json
from relanced.cli.reply_json import client_mail
from relanced.cli.show_events import events_table, told_events
from relanced.cli.standing_view import standing_json, standing_lines
from relanced.cli.standstill import standstill, standstill_lines
from relanced.cli.tables import told, worth_telling
from relanced.cli.words import Text
from relanced.daemon.answers import to_come
from relanced.daemon.books import Books
from relanced.daemon.registers import Looked
from relanced.model.actions import AskOwner
from relanced.model.decided import OwnerDecided
from relanced.model.facts import InvoiceStated
from relanced.model.names import InvoiceNumber, mail_ref


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT|MAIL")
@click.option("--refs", is_flag=True, help="Where each mail lies, and its Message-ID.")
@json_option
@config_option
@click.pass_context
def show(context: click.Context, target: str, *, refs: bool, as_json: bool) -> None:
    """Tell the whole story of an invoice or a client, and why the next step is what it is.

    MAIL is the ref of a mail of yours that could not be read, as «relanced status» shows it, of a
    client's mail, as «relanced replies list» does, or of a bank's: the name of a payment begins with it.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    tale = story(books.ledger, books.facts, books.settings.rules, target, books.today)
    if tale is None:
        _show_mail(context, app, books, target, as_json=as_json)
    chapters = (replace(each, next=books.with_drafts(each.next, each.case.number)) for each in tale.chapters)
    tale, known = replace(tale, chapters=tuple(chapters)), incoming(books)
    number = tale.chapters[0].case.number if find_case(books.ledger, target) else None
    waiting = waiting_for(known, tale.account.client.key, number)
    if as_json:
        app.print_json(_as_json(tale, books, known, waiting))
    else:
        _print(app, tale, books, known, number, refs=refs)
        for line in told_waiting(waiting):
            app.console.print(line)
    asks = any(isinstance(action, AskOwner) for chapter in tale.chapters for action in chapter.next)
    context.exit(NEEDS_OWNER if asks or waiting else DONE)


def _as_json(
    tale: Story, books: Books, known: Sequence[Incoming], waiting: Sequence[Incoming]
) -> dict[str, object]:
    """The story, with what fell away of each invoice, the payments behind it and those that wait."""
    cases = {chapter.case.number: chapter.case for chapter in tale.chapters}
    told = to_json.story(tale, books.today)
    paid = [each for each in known if any(number in cases for number, _ in each.story.paid)]
    paying = by_invoice(paid)
    return {
        **told,
        "no_reminder_leaves": list(standstill(books)),
        "postings": {number: postings_json(case, paying.get(number, ())) for number, case in cases.items()},
        "promises": {
            number: promises_json(tale.account, case, books.settings.rules, books.today)
            for number, case in cases.items()
        },
        "registers": standing_json(_looked(tale, books)),
        "lateness": {
            number: late_json(case, tale.account.client, books.settings.rules, books.today)
            for number, case in cases.items()
        },
        "credits": [incoming_credit(each) for each in paid],
        "credits_waiting": [incoming_credit(each) for each in waiting],
    }


def _looked(tale: Story, books: Books) -> dict[str, Looked]:
    """What the registers said of this client."""
    sirens = sirens_of(tale.account, books.settings.rules)
    return {siren: books.looked[siren] for siren in sirens if siren in books.looked}


def _show_mail(context: click.Context, app: App, books: Books, ref: str, *, as_json: bool) -> NoReturn:
    """What became of one mail, ours or a client's; ends with a hint where the ref is nobody's."""
    ours = mails_beginning(sent_mails(books.facts).values(), ref)
    theirs = mails_beginning(client_mails(books).values(), ref)
    money = mails_beginning(money_mails(books).values(), ref.partition(".")[0])  # of «0a1b2c3d.2» too
    refs = sorted({*(m.ref for m in ours), *(m.ref for m in theirs), *(m.ref for m in money)})
    if not refs:
        app.fail(unknown(books, ref))
    if len(refs) > 1:
        app.fail(f"{ref}: several mails begin so: {', '.join(refs)}. Type more of it.")
    if money and not ours and not theirs:
        _show_money(context, app, books, money[0], as_json=as_json)
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


def _show_money(
    context: click.Context, app: App, books: Books, mail: MoneyMail, *, as_json: bool
) -> NoReturn:
    if as_json:
        app.print_json(money_mail_json(mail))
    else:
        for line in money_mail(mail, books.settings.rules.calendar.timezone):
            app.console.print(line)
    context.exit(NEEDS_OWNER if mail.waits else DONE)


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


def _print(
    app: App,
    tale: Story,
    books: Books,
    known: Sequence[Incoming],
    number: InvoiceNumber | None,
    *,
    refs: bool,
) -> None:
    zone, today = books.settings.rules.calendar.timezone, books.today
    client, why = tale.account.client, tale.account.address_why
    app.console.print(
        Text(
            f"{client.name} ({client.key}), {client.kind.value}; mail to {tale.account.address or '?'}"
            + (f" ({why})" if why else ""),
            style="bold",
        )
    )
    for line in standing_lines(_looked(tale, books)):
        app.console.print(line)
    app.console.print(events_table(told_events(tale, number), zone, refs=refs))
    for line in standstill_lines(books):
        app.console.print(line)
    paying = by_invoice(known)
    for chapter in tale.chapters:
        case = chapter.case
        app.console.print(
            Text(
                f"\n{case.number}: {state_word(case, today)}, {case.owed} of {case.invoice.total} owed",
                style="bold",
            )
        )
        for line in postings(case, paying.get(case.number, ())):
            app.console.print(line)
        for line in late_lines(case, client, books.settings.rules, today):
            app.console.print(line)
        for line in promise_lines(tale.account, case, books.settings.rules, today):
            app.console.print(line)
        coming = to_come(chapter.next, lambda note: books.notes.get(note, ""))
        app.console.print(told(worth_telling(coming), drafted=drafted_on(app, books, chapter.next)))
