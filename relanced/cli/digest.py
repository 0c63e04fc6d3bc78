"""`relanced digest`: the owner's digest now, on the terminal, as a page, or as a mail in his INBOX."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from relanced.casework.planning.plan import plan
from relanced.cli.books import open_books
from relanced.cli.common import DONE, NEEDS_OWNER, App, config_option
from relanced.cli.release import with_surprise
from relanced.daemon.alert_ways import give_alert
from relanced.daemon.digest_now import digest_now, put_into_inbox
from relanced.daemon.journal import NotWritten, key_of
from relanced.daemon.office import signing_key
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import Settings
from relanced.letters.alert import Alert
from relanced.letters.digest_html import page_as_html
from relanced.letters.digest_parts import Digest
from relanced.letters.digest_text import page_as_text
from relanced.letters.digest_write import digest_page


@click.command()
@click.option("--show", is_flag=True, help="Print it (without any option, too).")
@click.option("--send", is_flag=True, help="Lay it into your INBOX now; the regular one comes all the same.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write its page."
)
@click.option(
    "--alert", "tries_alert", is_flag=True, help="Try the ways of [alerts] that need no running service."
)
@config_option
@click.pass_context
def digest(context: click.Context, html: Path | None, *, show: bool, send: bool, tries_alert: bool) -> None:
    """Show the digest as it would be now: what came in, what went out, what needs you, who owes what.

    It comes by itself as [digest] says. Ends with status 1 while something needs you.
    """
    app = context.ensure_object(App)
    if tries_alert:
        context.exit(_try_alert(app, app.settings()))
    books, now = open_books(app), datetime.now(UTC)
    settings = books.settings
    actions = books.with_drafts(plan(books.ledger, settings.rules, books.today))
    try:
        key = signing_key(settings)
    except SecretUnavailable:
        key = None  # then what lies in Drafts cannot be told
    found = digest_now(books, with_surprise(app, books, actions), key, now)
    page = digest_page(found, settings.rules.firm)
    if html is not None:
        html.write_text(page_as_html(page), encoding="utf-8")
    if send:
        _send(app, settings, found, now)
    if show or not (send or html):
        click.echo(page_as_text(page), nl=False)
    context.exit(NEEDS_OWNER if found.needs_owner else DONE)


def _send(app: App, settings: Settings, found: Digest, now: datetime) -> None:
    try:
        put_into_inbox(settings, found, key_of(settings), now)
    except NotWritten as error:
        app.fail(*error.lines)
    except (SecretUnavailable, ImapTrouble) as error:
        app.fail(str(error), "No digest was written.")
    click.echo(f"It lies in the INBOX of {settings.imap.user}.")


def _try_alert(app: App, settings: Settings) -> int:
    alerts = settings.alerts
    if alerts is None or not (alerts.to or alerts.command):
        app.fail("[alerts] names no address and no command: there is no way to try.")
    wanted = len(alerts.to) + (alerts.command is not None)
    reached = asyncio.run(give_alert(Alert(), settings, None, datetime.now(UTC)))
    click.echo(f"{len(reached)} of {wanted} ways worked: {', '.join(reached) or 'none'}.")
    return DONE if len(reached) == wanted else NEEDS_OWNER
