"""`relanced status`: who owes what, at a glance."""

import click

from relanced.casework.aging import aging
from relanced.casework.planning.plan import plan
from relanced.casework.series import gaps
from relanced.cli import as_json as to_json
from relanced.cli.books import open_books
from relanced.cli.client_mails import ClientMail, client_mails
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option, json_option
from relanced.cli.credit_json import incoming_credit
from relanced.cli.incoming import incoming
from relanced.cli.listed import LEGEND, LISTED_ONLY, is_listed_only, listed_sums, without_listed
from relanced.cli.mails import SentMail, sent_mails
from relanced.cli.payments import waiting_line
from relanced.cli.plan_view import broken_json, broken_line, plan_json, plans_lines, plans_of
from relanced.cli.release import with_surprise
from relanced.cli.standstill import held_json, held_lines, standstill, standstill_lines
from relanced.cli.strangers import stranger_json, stranger_lines, strangers
from relanced.cli.tables import aging_table, cases_table, gaps_table, told, unread_table
from relanced.cli.tasks import task_json, tasks_lines, waiting_of
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.model.actions import AskOwner
from relanced.model.facts import InvoiceUnreadable, MailQuarantined
from relanced.model.names import mail_ref

SHOWN = 10  # of each kind, newest first


@click.command()
@json_option
@config_option
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    """Show who owes what: the aged balance, the open invoices, and what waits for you."""
    app = context.ensure_object(App)
    books = open_books(app)
    actions = books.with_drafts(plan(books.ledger, books.settings.rules, books.today))
    actions = with_surprise(app, books, actions)
    asked = tuple(action for action in actions if isinstance(action, AskOwner))
    doubtful = [mail for mail in client_mails(books).values() if mail.is_doubtful]
    waiting = [each for each in incoming(books) if each.waits]
    if as_json:
        look = [mail.ref for mail in doubtful]
        money = [incoming_credit(each) for each in waiting]
        own = [task_json(each, books) for each in waiting_of(books)]
        app.print_json(
            {**_as_json(books, asked), "replies_to_look_at": look, "credits_waiting": money, "tasks": own}
        )
    else:
        _print(app, books, asked)
        _print_doubtful(app, doubtful)
        if waiting:
            app.console.print(waiting_line(waiting))
        for line in (*held_lines(books), *tasks_lines(books)):
            app.console.print(line)
    # Money of which nothing of ours fits is told of, and calls nobody: it may be no client's at all.
    needs_owner = asked or doubtful or any(each.is_doubtful for each in waiting)
    context.exit(NEEDS_OWNER if needs_owner else DONE)


def _as_json(books: Books, asked: tuple[AskOwner, ...]) -> dict[str, object]:
    cases = [(a, c) for a in books.ledger.accounts.values() for c in a.cases]
    return {
        "on": books.today.isoformat(),
        "no_reminder_leaves": list(standstill(books)),
        "stayed": held_json(books),
        "mailbox_read_at": books.read_at.isoformat() if books.read_at else None,
        "balance": [to_json.balance(row) for row in aging(without_listed(books.ledger), books.today)],
        "listed_only": [{"currency": m.currency, "total": m.plain} for m in listed_sums(books.ledger)],
        "invoices": [to_json.case(account, case, books.today) for account, case in cases],
        "instalments": [
            {"client": account.client.key, **plan_json(plan, books.today)}
            for account, plan in plans_of(books.ledger)
        ],
        "broken_promises": broken_json(books.ledger, books.settings.rules, books.today),
        "you_decide": [to_json.action(action) for action in asked],
        "unreadable_invoices": [to_json.unread_mail(mail) for mail in _unread_invoices(books)],
        "missing_numbers": [to_json.gap(gap) for gap in gaps(books.facts)],
        "like_a_bank": [stranger_json(each) for each in strangers(books.facts, books.settings.rules.banks)],
        "unreadable": [to_json.unreadable(fact) for fact in _unreadable(books)],
    }


def _unreadable(books: Books) -> list[MailQuarantined]:
    told = {fact.source.fingerprint for fact in books.facts if isinstance(fact, InvoiceUnreadable)}
    found = (fact for fact in books.facts if isinstance(fact, MailQuarantined))
    return [
        fact for fact in found if fact.source.fingerprint not in told
    ]  # those stand in a table of their own


def _unread_invoices(books: Books) -> list[SentMail]:
    """The mails of ours of which the owner must say what they ask for, newest first."""
    mails = sent_mails(books.facts)
    return [mails[mail_ref(fact.source.fingerprint)] for fact in books.ledger.unreadable]


def _print(app: App, books: Books, asked: tuple[AskOwner, ...]) -> None:
    console = app.console
    read = f"{books.read_at:%Y-%m-%d %H:%M}" if books.read_at else "never"
    console.print(Text(f"{books.settings.rules.firm.name}, {books.today}; mailbox read {read}", style="bold"))
    for line in standstill_lines(books):
        console.print(line)
    if not books.ledger.accounts:
        console.print(
            "No invoice was found in Sent yet. «relanced explain --sent MAIL.eml» says what is read in one."
        )
    else:
        console.print(aging_table(books.ledger, books.today))
        console.print()
        console.print(cases_table(books.ledger, books.today))
        _print_legends(app, books)
        _print_promises(app, books)
    decide = _beside_unread(books, asked)
    if decide:
        console.print()
        console.print(Text("You decide:", style="bold"))
        console.print(told(decide))
    _print_unread_invoices(app, books)
    _print_missing_numbers(app, books)
    _print_quarantined(app, books)
    for line in stranger_lines(strangers(books.facts, books.settings.rules.banks)):
        console.print(line)


def _print_promises(app: App, books: Books) -> None:
    """The plans of instalments that run, and who has not kept what he promised."""
    for line in plans_lines(books.ledger, books.today):
        app.console.print(line)
    broken = broken_line(books.ledger, books.settings.rules, books.today)
    if broken is not None:
        app.console.print(broken)


def _print_legends(app: App, books: Books) -> None:
    """What the marks of the table mean, where they stand in it."""
    shown = [case for account in books.ledger.accounts.values() for case in account.cases if case.is_open]
    if any(case.invoice.due_is_derived for case in shown):
        app.console.print(Text(LEGEND, style="dim"))
    if any(map(is_listed_only, shown)):
        since = books.settings.rules.start_on
        app.console.print(
            Text(
                f"{LISTED_ONLY}: issued before start_on, {since}; «relanced resume INVOICE» lets it be chased",
                style="dim",
            )
        )


def _beside_unread(books: Books, asked: tuple[AskOwner, ...]) -> tuple[AskOwner, ...]:
    """The questions without those that the table of unreadable mails of ours asks already."""
    refs = [mail_ref(fact.source.fingerprint) for fact in books.ledger.unreadable]
    return tuple(ask for ask in asked if ask.invoices or not any(ref in ask.question for ref in refs))


def _print_unread_invoices(app: App, books: Books) -> None:
    mails = _unread_invoices(books)
    if not mails:
        return
    zone = books.settings.rules.calendar.timezone
    app.console.print(Text("\nCould not be read, so nobody is reminded of it:", style="bold"))
    app.console.print(unread_table(mails[:SHOWN], zone))
    if len(mails) > SHOWN:
        app.console.print(f"and {len(mails) - SHOWN} older ones; --json lists them all.")
    app.console.print(Text("Say what such a mail asks for, or that it is nothing to be chased:"))
    app.console.print(Text("  relanced state MAIL --number … --amount … --due YYYY-MM-DD", style="cyan"))
    app.console.print(Text("  relanced ignore MAIL", style="cyan"))


def _print_missing_numbers(app: App, books: Books) -> None:
    missing = gaps(books.facts)
    if not missing:
        return
    app.console.print(Text("\nNumbers never seen, in Sent or in another source:", style="bold"))
    app.console.print(gaps_table(missing[:SHOWN]))
    if len(missing) > SHOWN:
        app.console.print(f"and {len(missing) - SHOWN} older gaps; --json lists them all.")
    app.console.print(
        "Sent in another way, given to nobody, or not found: only you know. Nothing chases them."
    )


def _print_doubtful(app: App, doubtful: list[ClientMail]) -> None:
    if doubtful:
        many = f"{len(doubtful)} mails of clients need" if len(doubtful) > 1 else "One mail of a client needs"
        app.console.print(Text(f"\n{many} a look: «relanced replies review».", style="yellow"))


def _print_quarantined(app: App, books: Books) -> None:
    unreadable = _unreadable(books)
    if unreadable:
        many = f"{len(unreadable)} mails" if len(unreadable) > 1 else "One mail"
        app.console.print(Text(f"\n{many} that came in could not be read; the newest:", style="yellow"))
    for fact in sorted(unreadable, key=lambda f: f.source.at, reverse=True)[:SHOWN]:
        ref = mail_ref(fact.source.fingerprint)
        place = f"{ref} {fact.source.folder} {fact.source.at:%Y-%m-%d}"
        app.console.print(Text(f"  {place} {fact.sender or '(unknown)'} «{fact.subject[:60]}»: {fact.why}"))
