"""`relanced call | posted | handed-over`: how a task of the owner's ended, written into the mailbox.

The same as an answer to the mail that gave the task. A call that he made by himself counts as well.
"""

from datetime import date, datetime

import click

from relanced.casework.ledger import Case
from relanced.casework.target import find_account, find_case, is_known
from relanced.casework.words import OUTCOMES
from relanced.cli.books import open_books
from relanced.cli.common import App, config_option
from relanced.cli.journal import COUNTS_FROM, write_down
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.amounts import LAST_DAY
from relanced.daemon.desk.meant import did_you_mean
from relanced.intake.task_answer import outcome_of
from relanced.letters.note import Call, HandingOver, Posting, write_call, write_handing_over, write_posting
from relanced.model.tasks import CallOutcome

_DAY = click.DateTime(["%Y-%m-%d"])
_NAMES = tuple(outcome.value.replace("_", "-") for outcome in CallOutcome)


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT")
@click.argument("outcome", metavar="OUTCOME")
@click.option("--on", "pays_on", type=_DAY, metavar="YYYY-MM-DD", help="With promised: the day of payment.")
@click.option("--note", default="", help="What was said; kept with the outcome.")
@config_option
@click.pass_context
def call(context: click.Context, target: str, outcome: str, *, pays_on: datetime | None, note: str) -> None:
    """Say how a call ended.

    OUTCOME is promised, paid, disputed, plan-asked, not-received, in-approval, wrong-person, voicemail,
    unreachable or reached, a beginning of one, or your own words, such as "promis le 12".
    """
    app = context.ensure_object(App)
    books = open_books(app)
    at = _now(books)
    heard, day = _outcome(app, outcome, at.date())
    day = pays_on.date() if pays_on else day
    if pays_on is not None and heard is not CallOutcome.PROMISED:
        app.fail(f"--on goes with «promised», not with «{heard.value}»; nothing was recorded.")
    if day is not None and day < at.date():
        app.fail(f"--on {day}: this day is past; nothing was recorded.")
    if day is not None and day > LAST_DAY:
        app.fail(f"--on {day}: a day until {LAST_DAY} is meant; nothing was recorded.")
    cases = _cases(app, books, target)
    made = Call(target=target, outcome=heard, pays_on=day, note=note[:500], decided_at=at)
    folder = write_down(app, books.settings, lambda address, key: write_call(made, address, key), at)
    promised = f" for {day}" if day else ""
    _tell(app, folder, f"call {target}: {OUTCOMES[heard]}{promised}", cases)


@click.command()
@click.argument("target", metavar="INVOICE|CLIENT")
@click.option("--tracking", default="", help="The number of the registered letter.")
@click.option("--on", "posted_on", type=_DAY, metavar="YYYY-MM-DD", help="The day of posting; else today.")
@config_option
@click.pass_context
def posted(context: click.Context, target: str, *, tracking: str, posted_on: datetime | None) -> None:
    """Say that a formal notice was posted: from that day on it counts."""
    app = context.ensure_object(App)
    books = open_books(app)
    at = _now(books)
    day = posted_on.date() if posted_on else at.date()
    if day > at.date():
        app.fail(f"--on {day}: this day is still to come; enter it once the letter is posted.")
    cases = _cases(app, books, target)
    if any(day < case.mailed_on for case in cases):
        app.fail(f"--on {day}: before the invoice was mailed; nothing was recorded.")
    made = Posting(target=target, tracking=" ".join(tracking.split())[:100], posted_on=day, decided_at=at)
    folder = write_down(app, books.settings, lambda address, key: write_posting(made, address, key), at)
    number = f", {made.tracking}" if made.tracking else ""
    _tell(app, folder, f"{target}: formal notice posted on {day}{number}", cases)
    if not made.tracking:
        app.console.print("Without a tracking number it is hard to prove: --tracking NUMBER keeps it.")


@click.command("handed-over")
@click.argument("target", metavar="INVOICE|CLIENT")
@click.option("--to", required=True, help="Whom you gave the file to.")
@config_option
@click.pass_context
def handed_over(context: click.Context, target: str, *, to: str) -> None:
    """Say that somebody else collects now: nothing more is sent until «resume»."""
    app = context.ensure_object(App)
    books = open_books(app)
    at, whom = _now(books), " ".join(to.split())[:200]
    if not whom:
        app.fail("--to: say whom you gave the file to; nothing was recorded.")
    cases = _cases(app, books, target)
    made = HandingOver(target=target, to=whom, decided_at=at)
    folder = write_down(app, books.settings, lambda address, key: write_handing_over(made, address, key), at)
    _tell(app, folder, f"{target}: handed over to {whom}", cases)
    app.console.print(Text(f"«relanced resume {target}» takes it back."))


def _now(books: Books) -> datetime:
    return datetime.now(books.settings.rules.calendar.timezone)


def _outcome(app: App, typed: str, today: date) -> tuple[CallOutcome, date | None]:
    """The outcome that a name, its beginning, or the owner's own words mean."""
    wanted = typed.strip().lower().replace("_", "-")
    exact = [name for name in _NAMES if name == wanted]
    named = exact or [name for name in _NAMES if wanted and name.startswith(wanted)]
    if len(named) == 1:
        return CallOutcome(named[0].replace("-", "_")), None
    heard = outcome_of(typed, today) if not named else None
    if heard is None:
        hint = did_you_mean(wanted, _NAMES) or f" One of: {', '.join(named or _NAMES)}."
        app.fail(f"«{typed}» is no outcome of a call.{hint}", "Nothing was recorded.")
    return heard


def _cases(app: App, books: Books, target: str) -> tuple[Case, ...]:
    """The open invoices that are meant; ends where nothing of this name is, or nothing is owed."""
    found, account = find_case(books.ledger, target), find_account(books.ledger, target)
    if found is None and account is None:
        if is_known(books.ledger, books.settings.rules.banks, target):
            app.fail(f"{target}: name one invoice, or one client by his key or full name.")
        app.fail(unknown(books, target))
    cases = (found[1],) if found else account.cases if account else ()
    still = tuple(case for case in cases if case.is_open)
    if not still:
        app.fail(f"{target}: nothing is owed there; nothing was recorded.")
    return still


def _tell(app: App, folder: str, what: str, cases: tuple[Case, ...]) -> None:
    app.console.print(Text(f"Noted in {folder}: {what}."))
    for case in cases:
        app.console.print(Text(f"  {case.number}, {case.owed} still owed, due on {case.due_on}"))
    app.console.print(COUNTS_FROM)
