"""`relanced state`: what an invoice asks for that could not be read, or was read wrong, in the owner's words.

A signed note in Relanced/Journal, as every decision: it survives the loss of the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from relanced.casework.due import due_of
from relanced.cli.books import open_books
from relanced.cli.common import App, config_option
from relanced.cli.journal import COUNTS_FROM, key_of, write_down
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.amounts import FIRST_DAY, LAST_DAY, parse_amount
from relanced.daemon.desk.mails import SHORTEST, SentMail, mail_of_number, mails_beginning, sent_mails
from relanced.letters.note import Statement, write_statement
from relanced.model.facts import CreditNoteSent, Fact, InvoiceKind, InvoiceSent, InvoiceStated
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, number_key

DAY = click.DateTime(["%Y-%m-%d"])
POST_DATED = timedelta(days=31)  # an invoice of the first of next month, mailed today
MAX_NUMBER = 60  # characters

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What was typed."""

    amount: str | None
    currency: str | None
    due_on: date | None
    issued_on: date | None
    kind: InvoiceKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """Whose words are put right: the mail, the number, what was read in it and what was said before."""

    mail: SentMail
    number: InvoiceNumber
    read: InvoiceSent | CreditNoteSent | None
    told_before: InvoiceStated | None


@dataclass(frozen=True, slots=True)
class _Nothing:
    number: str = ""


_NOTHING = _Nothing()


def _options(command: Command) -> Command:
    kinds = click.Choice([kind.value for kind in InvoiceKind])
    for option in (
        click.argument("target", metavar="MAIL|INVOICE"),
        click.option("--number", help="As printed on it; left out: the number that was read."),
        click.option(
            "--amount",
            help="What is left to be paid, as you write amounts: 1200.00, «1 200,00», 1.200,00;"
            " left out: what was read.",
        ),
        click.option(
            "--currency",
            metavar="EUR",
            help="Three letters; left out: as in the amount, else as your other invoices.",
        ),
        click.option("--due", type=DAY, metavar="YYYY-MM-DD", help="Left out: by what is agreed."),
        click.option("--issued", type=DAY, metavar="YYYY-MM-DD", help="Left out: the day of its mail."),
        click.option("--kind", type=kinds, help="Left out: what was read, else an invoice."),
    )[::-1]:
        command = option(command)
    return command


@click.command()
@_options
@config_option
@click.pass_context
def state(
    context: click.Context,
    *,
    target: str,
    number: str | None,
    amount: str | None,
    currency: str | None,
    due: datetime | None,
    issued: datetime | None,
    kind: str | None,
) -> None:
    """Say what an invoice asks for that could not be read, or was read wrong.

    MAIL is the ref that «relanced status» shows, or its beginning; INVOICE is a number that was read wrong.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    told = _Told(
        amount=amount,
        currency=currency,
        due_on=due.date() if due else None,
        issued_on=issued.date() if issued else None,
        kind=InvoiceKind(kind) if kind else None,
    )
    key_of(app, books.settings)  # before anything is said: without a key nothing can be recorded
    meant = _meant(app, books, target, number)
    at = datetime.now(books.settings.rules.calendar.timezone)
    statement = _statement(app, books, meant, told, at)
    for line in _in_words(books, meant, statement):
        app.console.print(Text(line))
    folder = write_down(
        app, books.settings, lambda address, key: write_statement(statement, address, key), at
    )
    app.console.print(Text(f"Noted in {folder}. A mistake? State it again: the last word counts."))
    app.console.print(COUNTS_FROM)


def _meant(app: App, books: Books, target: str, number: str | None) -> _Meant:
    """The mail, its number, and what was read or said of it before; ends where nothing can be meant."""
    mails = sent_mails(books.facts)
    by_number = mail_of_number(mails.values(), target)
    found = (by_number,) if by_number else mails_beginning(mails.values(), target)
    if not found:
        short = f" A ref needs {SHORTEST} digits at least." if len(target.strip()) < SHORTEST else ""
        app.fail(unknown(books, target) + short)
    if len(found) > 1:
        refs = ", ".join(mail.ref for mail in found)
        app.fail(f"{target}: several mails begin so: {refs}. Type more of it; nothing was recorded.")
    [mail] = found
    whole = len(mail.read) == 1 and mail.unread is None
    read = mail.carried(target) or mail.carried(number or "") or (mail.read[0] if whole else None)
    told = [each for each in mail.stated if number_key(each.number) == number_key(number or target)]
    named = _rival(read, target) if by_number else ""
    plain = " ".join((number or named or (told[-1] if told else read or _NOTHING).number).split())
    if not number_key(plain) or len(plain) > MAX_NUMBER:
        app.fail(f"--number: say its number, as printed, in at most {MAX_NUMBER} characters.")
    if read and not whole and mail.carried(plain) is not read:
        app.fail(
            f"{target}: its mail carries several papers: amount, days and kind of {read.number} can be put right,"
            " not its number; nothing was recorded."
        )
    return _Meant(mail=mail, number=InvoiceNumber(plain), read=read, told_before=told[-1] if told else None)


def _rival(read: InvoiceSent | CreditNoteSent | None, target: str) -> str:
    """The word that may be the number of a doubtful invoice, where this is what was typed."""
    rivals = read.rivals if isinstance(read, InvoiceSent) else ()
    return next((rival for rival in rivals if number_key(rival) == number_key(target)), "")


def _statement(app: App, books: Books, meant: _Meant, told: _Told, at: datetime) -> Statement:
    """What is recorded: what was typed, and for the rest what was said or read before."""
    before, read = meant.told_before, meant.read
    known = before or read
    kind = told.kind or (known.kind if isinstance(known, InvoiceSent | InvoiceStated) else _kind_of(known))
    total = _total(app, books, told, known.total if known else None)
    issued_on = told.issued_on or (before.issued_on if before else None)
    due_on = told.due_on or (before.due_on if before and kind is not InvoiceKind.CREDIT_NOTE else None)
    read_due = read.due_on if isinstance(read, InvoiceSent) and kind is not InvoiceKind.CREDIT_NOTE else None
    issued = issued_on or (read.issued_on if read else None)
    wrong = _wrong_days(kind, issued, due_on or read_due)
    if told.issued_on and told.issued_on > at.date() + POST_DATED:
        wrong.append(f"--issued {told.issued_on}: this day is yet to come.")
    if wrong:
        app.fail(*wrong, "Nothing was recorded.")
    return Statement(
        mail=meant.mail.ref,
        number=meant.number,
        kind=kind,
        issued_on=issued_on,
        due_on=due_on,
        total=total,
        decided_at=at,
    )


def _total(app: App, books: Books, told: _Told, known: Money | None) -> Money:
    if told.amount is None:
        if known is None:
            app.fail("--amount: say what is left to be paid; nothing was read. Nothing was recorded.")
        if told.currency and told.currency.upper() != known.currency:
            app.fail(f"--currency: say the amount too; {known} was read. Nothing was recorded.")
        return known
    total = parse_amount(
        told.amount, told.currency, known.currency if known else _usual_currency(books.facts)
    )
    if isinstance(total, str):
        app.fail(total, "Nothing was recorded.")
    return total


def _kind_of(known: CreditNoteSent | None) -> InvoiceKind:
    return InvoiceKind.CREDIT_NOTE if known else InvoiceKind.INVOICE


def _usual_currency(facts: Iterable[Fact]) -> str:
    used = {fact.total.currency for fact in facts if isinstance(fact, InvoiceSent)}
    return used.pop() if len(used) == 1 else "EUR"


def _wrong_days(kind: InvoiceKind, issued_on: date | None, due_on: date | None) -> list[str]:
    if kind is InvoiceKind.CREDIT_NOTE and due_on:
        return ["--due: a credit note has no due day."]
    wrong = [
        f"--{option} {day}: no such day can be meant."
        for option, day in (("issued", issued_on), ("due", due_on))
        if day and not FIRST_DAY <= day <= LAST_DAY
    ]
    if issued_on and due_on and due_on < issued_on:
        wrong.append(f"--due {due_on}: this is before the day of issue, {issued_on}.")
    return wrong


def _in_words(books: Books, meant: _Meant, statement: Statement) -> list[str]:
    mail, read = meant.mail, meant.read
    zone = books.settings.rules.calendar.timezone
    kind = statement.kind.value.replace("_", " ")
    lines = [
        f"{kind} {statement.number} over {statement.total}",
        f"  to      {mail.client}" + (f" <{mail.client_address}>" if mail.client_name else ""),
        f"  mail    {mail.ref}, sent on {mail.at.astimezone(zone):%Y-%m-%d}, «{mail.subject}»",
        f"  issued  {statement.issued_on or _issued_in_words(meant, zone)}",
    ]
    if statement.kind is not InvoiceKind.CREDIT_NOTE:
        lines.append(f"  due     {_due_in_words(books, meant, statement, zone)}")
    if read is not None:
        lines.append(f"It takes the place of what was read: {read.number} over {read.total}.")
    others = [
        other
        for other in sent_mails(books.facts).values()
        if other.ref != mail.ref and other.carried(statement.number)
    ]
    lines += [
        f"Note: {statement.number} was also read in the mail {other.ref} of {other.at:%Y-%m-%d} to {other.client}."
        for other in others[:3]
    ]
    return lines


def _issued_in_words(meant: _Meant, zone: ZoneInfo) -> str:
    if meant.read:
        return f"{meant.read.issued_on} (as it was read)"
    return f"{meant.mail.at.astimezone(zone).date()} (the day of the mail)"


def _due_in_words(books: Books, meant: _Meant, statement: Statement, zone: ZoneInfo) -> str:
    """The due day; where none was typed, that which was read, else by its terms or what is agreed."""
    if statement.due_on:
        return str(statement.due_on)
    read = meant.read if isinstance(meant.read, InvoiceSent) else None
    if read and read.due_on:
        return f"{read.due_on} (as it was read)"
    mailed_on = meant.mail.at.astimezone(zone).date()
    issued_on = statement.issued_on or (meant.read.issued_on if meant.read else mailed_on)
    terms, rules = read.terms if read else None, books.settings.rules
    due = due_of(None, terms, issued_on, rules, rules.client_rule(meant.mail.client_address))
    return f"{due.on}: {due.how}"
