"""`relanced pause | resume | dispute | paid`: the owner's decision, written into the mailbox.

The note in Relanced/Journal is the record; the daemon reads it like any mail. So a decision
survives the loss of the database, and is seen in every mail program.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from relanced.casework.fold import fold
from relanced.casework.target import find_account, find_case, is_known
from relanced.cli.common import NEEDS_OWNER, App, config_option
from relanced.cli.words import Text
from relanced.daemon.office import signing_key
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import Settings
from relanced.letters.note import Decision, write_note
from relanced.model.facts import Verb

JOURNAL = "Relanced/Journal"

Command = Callable[..., Any]


def _decision_options(command: Command) -> Command:
    command = click.pass_context(command)
    command = config_option(command)
    command = click.option("--note", default="", help="Why; kept with the decision.")(command)
    return click.argument("target", metavar="INVOICE|CLIENT")(command)


@click.command()
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of silence; without it: until resumed."
)
@_decision_options
def pause(context: click.Context, target: str, *, until: datetime | None, note: str) -> None:
    """Send nothing about an invoice, or to a client."""
    _decide(context, Verb.PAUSE, target, until.date() if until else None, note)


@click.command()
@_decision_options
def resume(context: click.Context, target: str, *, note: str) -> None:
    """End every pause, dispute and question; also takes in an invoice older than start_on."""
    _decide(context, Verb.RESUME, target, None, note)


@click.command()
@_decision_options
def dispute(context: click.Context, target: str, *, note: str) -> None:
    """Hold an invoice (or all of a client's) because it is contested."""
    _decide(context, Verb.DISPUTE, target, None, note)


@click.command()
@_decision_options
def paid(context: click.Context, target: str, *, note: str) -> None:
    """Close an invoice (or all of a client's): the money is there."""
    _decide(context, Verb.PAID, target, None, note)


def _decide(context: click.Context, verb: Verb, target: str, until: date | None, note: str) -> None:
    app = context.ensure_object(App)
    settings = app.settings()
    at = datetime.now(settings.rules.calendar.timezone)
    if until is not None and until < at.date():
        app.fail(f"--until {until}: this day is past; nothing was recorded.")
    touched = _what_it_touches(app, settings, target)
    try:
        key = signing_key(settings)
        password = read_secret(settings.imap.password)
    except SecretUnavailable as error:
        app.fail(str(error))
    if key is None:
        app.fail(
            "[trust] key is not set: a decision must be signed to be known again. See docs/configuration.md."
        )
    decision = Decision(verb=verb, target=target, until=until, note=note, decided_at=at)
    raw = write_note(decision, settings.rules.firm.sender, key)
    try:
        folder = _append(settings, password, raw, at)
    except ImapTrouble as error:
        app.fail(
            f"{settings.imap.host}: {error}", "The decision was not recorded; try again.", code=NEEDS_OWNER
        )
    what = f"{verb.value} {target}" + (f" until {until}" if until else "")
    app.console.print(Text(f"Noted in {folder}: {what}."))
    for line in touched:
        app.console.print(Text(f"  {line}"))
    app.console.print("It counts from the next round on: the service's, or that of «relanced run --once».")


def _what_it_touches(app: App, settings: Settings, target: str) -> list[str]:
    """The invoices that the decision is about; ends where there is nothing of this name.

    A misspelt number would be a decision about nothing.
    """
    store = app.open_store(settings)
    try:
        ledger = fold(store.facts(), settings.rules)
    finally:
        store.close()
    if not is_known(ledger, settings.rules.banks, target):
        app.fail(f"{target}: no invoice, client or bank of this name is known. «relanced status» lists them.")
    found = find_case(ledger, target)
    account = find_account(ledger, target)
    cases = [found[1]] if found else [case for case in account.cases if case.is_open] if account else []
    return [f"{case.number}, {case.owed} still owed, due on {case.due_on}" for case in cases]


def _append(settings: Settings, password: str, raw: bytes, at: datetime) -> str:
    session = ImapSession.connect(settings.imap, password)
    try:
        folder = session.ensure_folder(JOURNAL)
        session.append(folder, raw, ("\\Seen",), at)
        return folder
    finally:
        session.close()
