"""`relanced release`: more letters than usual may leave today; the owner's word, written into the mailbox."""

from datetime import datetime

import click

from relanced.casework.planning.plan import plan
from relanced.casework.surprise import release_of, surprise
from relanced.cli.books import open_books
from relanced.cli.common import App, config_option
from relanced.cli.drafted import drafted_on
from relanced.cli.journal import COUNTS_FROM, write_down
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.brakes import Due, due_in
from relanced.letters.note import Decision, write_note
from relanced.model.actions import Action, SendReminder
from relanced.model.decided import Verb


@click.command()
@config_option
@click.pass_context
def release(context: click.Context) -> None:
    """Let all letters of today leave, though they are more than limits.surprise.

    For today only; tomorrow as many would stop again. So do today as many more as come to light only now.
    """
    app = context.ensure_object(App)
    books = open_books(app)
    new = _new_letters(app, books, plan(books.ledger, books.settings.rules, books.today))
    if surprise(len(new), books.settings.rules, books.facts, books.today) is None:
        app.console.print(f"{len(new)} letters are due today: nothing holds them back for being many.")
        app.console.print("Nothing was recorded. «relanced plan» shows what else does.")
        return
    at = datetime.now(books.settings.rules.calendar.timezone)
    decision = Decision(
        verb=Verb.RELEASE, target=release_of(len(new), at.date()), until=at.date(), note="", decided_at=at
    )
    folder = write_down(
        app, books.settings, lambda sender, key: write_note(decision, sender, key), decision.decided_at
    )
    many = f"{len(new)} letters may leave on {at.date()}"
    app.console.print(Text(f"Noted in {folder}: {many}, within the sending hours and the other limits."))
    app.console.print(COUNTS_FROM)


def with_surprise(app: App, books: Books, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """A plan for today, with the question that stops all of it where more would leave than usual."""
    if len(due_in(actions)) <= books.settings.rules.limits.surprise:
        return actions
    new = _new_letters(app, books, actions)
    asked = surprise(len(new), books.settings.rules, books.facts, books.today)
    return actions if asked is None else (asked, *actions)


def _new_letters(app: App, books: Books, actions: tuple[Action, ...]) -> list[Due]:
    """The letters of a plan, without those that lie in Drafts already."""
    due = due_in(actions)
    lying = drafted_on(app, books, tuple(due))
    return [action for action in due if isinstance(action, SendReminder) or action.reminder not in lying]
