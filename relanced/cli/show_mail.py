"""A mail's ref in, what became of that mail out: one of ours, a client's, or a bank's."""

from collections.abc import Iterator
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from relanced.cli import as_json as to_json
from relanced.cli.client_mail_view import in_full
from relanced.cli.common import DONE, NEEDS_OWNER, App
from relanced.cli.money_mail import MoneyMail, money_mails
from relanced.cli.money_mail import as_json as money_mail_json
from relanced.cli.money_mail import in_full as money_mail
from relanced.cli.names import unknown
from relanced.cli.reply_json import client_mail
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.client_mails import ClientMail, client_mails
from relanced.daemon.desk.mails import SentMail, mails_beginning, sent_mails
from relanced.model.decided import OwnerDecided
from relanced.model.facts import InvoiceStated
from relanced.model.names import mail_ref


def show_mail(context: click.Context, app: App, books: Books, ref: str, *, as_json: bool) -> NoReturn:
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
