"""`relanced replies list|review|judge`: what clients wrote, what relanced read in it, and the owner's word on it."""

from collections.abc import Sequence
from datetime import datetime

import click

from relanced.cli.books import open_books
from relanced.cli.client_mail_view import as_read, replies_table
from relanced.cli.client_mails import one_mail
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.journal import COUNTS_FROM, open_journal, write_down
from relanced.cli.reply_json import client_mail
from relanced.cli.review import Review, word_of
from relanced.cli.words import Text
from relanced.daemon.desk.client_mails import ClientMail, client_mails
from relanced.daemon.desk.short import named, one_line
from relanced.letters.note import Judgement, write_judgement
from relanced.model.intents import Intent


@click.group()
def replies() -> None:
    """Look at what clients wrote, and say what it is where relanced is not sure."""


@replies.command("list")
@click.option("--all", "every", is_flag=True, help="Every mail of a client, not only those that need a look.")
@json_option
@config_option
@click.pass_context
def list_(context: click.Context, *, every: bool, as_json: bool) -> None:
    """List the mails that need a look, oldest first; the exit status is 1 where there is one."""
    app = context.ensure_object(App)
    books = open_books(app)
    mails = list(client_mails(books).values())
    doubtful = [mail for mail in mails if mail.is_doubtful]
    _list(app, mails if every else doubtful, as_json=as_json)
    if doubtful and not as_json:
        many = f"{len(doubtful)} need" if len(doubtful) > 1 else "One needs"
        app.console.print(
            Text(f"{many} a look: «relanced replies review», or «relanced replies judge MAIL INTENT».")
        )
    context.exit(NEEDS_OWNER if doubtful else DONE)


def _list(app: App, mails: Sequence[ClientMail], *, as_json: bool) -> None:
    if as_json:
        app.print_json([client_mail(mail) for mail in mails])
    elif mails:
        app.console.print(replies_table(mails))
    else:
        app.console.print("No mail of a client needs a look. «relanced replies list --all» lists every one.")


@replies.command()
@json_option
@config_option
@click.pass_context
def review(context: click.Context, *, as_json: bool) -> None:
    """Go through the mails that need a look, one by one.

    Each answer is a line: y (as it was read), n, s (skip), q (quit), or a label, or its beginning, such as
    «dis», «p», or «p 15/12» for a promise with its day. It is written down at once. --json lists them only.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    mails = [mail for mail in client_mails(books).values() if mail.is_doubtful]
    if as_json or not mails:
        _list(app, mails, as_json=as_json)
        context.exit(NEEDS_OWNER if mails else DONE)
    with open_journal(app, books.settings) as journal:
        sitting = Review(app=app, books=books, journal=journal)
        sitting.go_through(mails)
    context.exit(DONE if len(sitting.answered) == len(mails) else NEEDS_OWNER)


@replies.command()
@click.argument("mail", metavar="MAIL")
@click.argument("intent", metavar="INTENT")
@click.option("--pays-on", metavar="DATE", help="With promise: the day, such as 2026-12-15 or 15/12.")
@config_option
@click.pass_context
def judge(context: click.Context, mail: str, intent: str, *, pays_on: str | None) -> None:
    """Say what one mail is. MAIL is its ref, as «replies list» shows it, or its beginning.

    INTENT is dispute, promise, claims_paid, plan_request, query, redirect, insolvency, auto_reply, ack or
    unrelated, or a beginning of one. The last word counts.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    meant = one_mail(app, books, mail)
    word = word_of(meant, intent, pays_on or "")
    if isinstance(word, str):
        app.fail(word, "Nothing was recorded.")
    at = datetime.now(books.settings.rules.calendar.timezone)
    judgement = Judgement(mail=meant.ref, intent=word.intent, promised_on=word.pays_on, decided_at=at)
    folder = write_down(
        app, books.settings, lambda address, key: write_judgement(judgement, address, key), at
    )
    app.console.print(Text(f"Noted in {folder}: mail {meant.ref} is {word}."))
    _tell(app, meant)
    if word.intent is Intent.REDIRECT:
        whom, where = _address_hint(meant)
        app.console.print(Text(f"To write to a new address from now on: relanced contact {whom} {where}"))
    app.console.print(COUNTS_FROM)


def _tell(app: App, mail: ClientMail) -> None:
    """Which mail it was, so that a slip is seen."""
    sender = one_line(mail.reply.sender) or "nobody named"
    app.console.print(Text(f"  of {mail.on}, from {sender}, «{one_line(mail.reply.new_text, 60)}»"))
    about = named(case.number for case in mail.cases) or one_line(mail.client)
    app.console.print(Text(f"  about {about or 'nobody known'}; relanced read {as_read(mail.reply)}"))


def _address_hint(mail: ClientMail) -> tuple[str, str]:
    whom = mail.clients[0].client.key if len(mail.clients) == 1 else "CLIENT"
    return whom, mail.reply.redirect_to or "ADDRESS"
