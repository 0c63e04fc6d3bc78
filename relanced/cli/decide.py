"""`relanced pause | resume | dispute | paid | write-off | ignore`: the owner's decision, written into the mailbox.

The note in Relanced/Journal is the record; the daemon reads it like any mail. So a decision
survives the loss of the database, and is seen in every mail program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click

from relanced.casework.ledger import Case, PostingKind
from relanced.casework.promises.schedule import is_kept
from relanced.casework.target import find_account, find_case, find_note, is_known
from relanced.cli.books import open_books
from relanced.cli.common import App, config_option
from relanced.cli.journal import COUNTS_FROM, write_down
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.mails import SentMail, mails_beginning, sent_mails
from relanced.letters.note import Decision, write_note
from relanced.model.decided import Verb
from relanced.model.money import Money

Command = Callable[..., Any]

_TAKEN_BACK = frozenset({PostingKind.IGNORED, PostingKind.OWNER, PostingKind.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class _Touched:
    """What a decision is about: as the daemon will find it, and as people read it."""

    target: str
    lines: tuple[str, ...]


def _decision_options(metavar: str) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        command = click.pass_context(command)
        command = config_option(command)
        command = click.option("--note", default="", help="Why; kept with the decision.")(command)
        return click.argument("target", metavar=metavar)(command)

    return decorate


@click.command()
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of silence; without it: until resumed."
)
@_decision_options("INVOICE|CLIENT")
def pause(context: click.Context, target: str, *, until: datetime | None, note: str) -> None:
    """Send nothing about an invoice, or to a client."""
    _decide(context, Verb.PAUSE, target, until.date() if until else None, note)


@click.command()
@_decision_options("INVOICE|CLIENT|CREDIT_NOTE|MAIL")
def resume(context: click.Context, target: str, *, note: str) -> None:
    """End every pause, dispute and question; also takes in an invoice older than start_on, or one ignored.

    What you closed by «paid» or «write-off» is owed again. Instalments that are kept stay agreed.
    """
    _decide(context, Verb.RESUME, target, None, note)


@click.command()
@_decision_options("INVOICE|CLIENT")
def dispute(context: click.Context, target: str, *, note: str) -> None:
    """Hold an invoice (or all of a client's) because it is contested."""
    _decide(context, Verb.DISPUTE, target, None, note)


@click.command()
@_decision_options("INVOICE|CLIENT")
def paid(context: click.Context, target: str, *, note: str) -> None:
    """Close an invoice (or all of a client's): the money is there."""
    _decide(context, Verb.PAID, target, None, note)


@click.command("write-off")
@_decision_options("INVOICE|CLIENT")
def write_off(context: click.Context, target: str, *, note: str) -> None:
    """Give up what an invoice (or all of a client's) still owes; «resume» takes it back."""
    _decide(context, Verb.WRITE_OFF, target, None, note)


@click.command()
@_decision_options("MAIL|INVOICE")
def ignore(context: click.Context, target: str, *, note: str) -> None:
    """Never chase this: it is no invoice, or none to be chased. «resume» takes it back.

    MAIL is the ref of a mail that could not be read, as «relanced status» shows it, or its beginning.
    """
    _decide(context, Verb.IGNORE, target, None, note)


def _decide(context: click.Context, verb: Verb, target: str, until: date | None, note: str) -> None:
    app = context.ensure_object(App)
    books = open_books(app)
    at = datetime.now(books.settings.rules.calendar.timezone)
    if until is not None and until < at.date():
        app.fail(f"--until {until}: this day is past; nothing was recorded.")
    touched = _what_it_touches(app, books, verb, target)
    decision = Decision(verb=verb, target=touched.target, until=until, note=note, decided_at=at)
    folder = write_down(
        app, books.settings, lambda address, key: write_note(decision, address, key), decision.decided_at
    )
    what = f"{verb.value.replace('_', '-')} {touched.target}" + (f" until {until}" if until else "")
    app.console.print(Text(f"Noted in {folder}: {what}."))
    for line in touched.lines:
        app.console.print(Text(f"  {line}"))
    if verb in {Verb.IGNORE, Verb.WRITE_OFF}:
        app.console.print(Text(f"«relanced resume {touched.target}» takes it back."))
    app.console.print(COUNTS_FROM)


def _what_it_touches(app: App, books: Books, verb: Verb, target: str) -> _Touched:
    """What the decision is about; ends where there is nothing of this name, or it is not for this verb.

    A misspelt number would be a decision about nothing.
    """
    found = find_case(books.ledger, target)
    if found:
        line = _again_line(found[1]) if verb is Verb.RESUME else ""
        kept = _kept_plan_line(found[1], books.today) if verb is Verb.RESUME else ""
        return _Touched(target, (line or _case_line(found[1]), *filter(None, [kept])))
    noted = find_note(books.ledger, target) if verb is Verb.RESUME else None
    if noted is not None:
        account, note = noted
        taken = f"{note.left} of credit note {note.note.number} are taken off what {account.client.name} is asked for"
        return _Touched(target, (f"{taken} no more.",))
    if is_known(books.ledger, books.settings.rules.banks, target):
        return _of_client(app, books, verb, target)
    mails = mails_beginning(sent_mails(books.facts).values(), target)
    unread = [mail for mail in mails if mail.unread]
    if not unread:
        app.fail(unknown(books, target))
    if len(unread) > 1:
        refs = ", ".join(mail.ref for mail in unread)
        app.fail(f"{target}: several mails begin so: {refs}. Type more of it; nothing was recorded.")
    return _of_mail(app, verb, unread[0])


def _of_client(app: App, books: Books, verb: Verb, target: str) -> _Touched:
    if verb is Verb.IGNORE:
        app.fail(
            f"{target}: «ignore» is for one invoice, or for one mail that could not be read, not for a client.",
            f"To send nothing to a client: relanced pause «{target}».",
        )
    account = find_account(books.ledger, target)
    cases = [case for case in account.cases if case.is_open] if account else []
    return _Touched(target, tuple(map(_case_line, cases)))


def _of_mail(app: App, verb: Verb, mail: SentMail) -> _Touched:
    if verb not in {Verb.IGNORE, Verb.RESUME}:
        app.fail(
            f"{mail.ref}: this mail could not be read, so nothing of it is chased; nothing was recorded.",
            f"Say what it asks for: relanced state {mail.ref} --number … --amount …; or: relanced ignore {mail.ref}.",
        )
    return _Touched(mail.ref, (f"the mail of {mail.at:%Y-%m-%d} to {mail.client}, «{mail.subject}»",))


def _again_line(case: Case) -> str:
    """What is owed again once a closed invoice is taken back; "" for any other."""
    fell = sum(posting.amount.cents for posting in case.postings if posting.kind in _TAKEN_BACK)
    if not fell:
        return ""
    again = Money(case.owed.cents + fell, case.owed.currency)
    return f"{case.number}, {again} owed again, due on {case.due_on}"


def _kept_plan_line(case: Case, today: date) -> str:
    """That instalments which are kept go on; "" where there are none."""
    if case.plan is None or not case.is_open or not is_kept(case.plan, today):
        return ""
    return f"its instalments stay agreed; «relanced instalments {case.number} --off» calls them off"


def _case_line(case: Case) -> str:
    return f"{case.number}, {case.owed} still owed, due on {case.due_on}"
