"""`relanced init`: a mail address in, a configuration that works out. Nothing is written to the mailbox unasked."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from relanced.cli.common import App, config_option
from relanced.cli.init_ask import Asker
from relanced.cli.init_finish import Start
from relanced.cli.init_places import places_of
from relanced.cli.init_servers import Given
from relanced.cli.init_steps import Options, set_up_firm
from relanced.edge.settings import Security

_SECURITY = click.Choice([each.value for each in Security])
_PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--address", help="The mail address of the firm's mailbox.")
@click.option("--user", help="The name to sign in with, where it is not the address.")
@click.option("--imap-host", help="The server to read from.")
@click.option("--imap-port", type=_PORT, metavar="PORT")
@click.option("--imap-security", type=_SECURITY)
@click.option("--smtp-host", help="The server to send through.")
@click.option("--smtp-port", type=_PORT, metavar="PORT")
@click.option("--smtp-security", type=_SECURITY)
@click.option(
    "--smtp-login/--no-smtp-login", default=True, help="Whether the server that sends wants a password."
)
@click.option(
    "--ca-file", type=click.Path(path_type=Path), help="The certificate of a server of your own (PEM)."
)
@click.option("--auth", type=click.Choice(["password", "google", "microsoft"]), help="How to sign in.")
@click.option("--client-id", help="Of your own application, with --auth google or microsoft (docs/oauth.md).")
@click.option(
    "--client-secret-file",
    type=click.Path(path_type=Path),
    help="A file with its secret; Google alone has one.",
)
@click.option(
    "--sign-in/--no-sign-in", default=None, help="Whether to sign in with a browser now, with --auth."
)
@click.option(
    "--password-file", type=click.Path(path_type=Path), help="A file with the password; -: standard input."
)
@click.option("--password-command", help="A command that prints the password, such as «pass show mail/firm».")
@click.option(
    "--look-up/--no-look-up", default=True, help="Whether to ask the network which servers are right."
)
@click.option(
    "--try/--no-try", "try_login", default=True, help="Whether to sign in, and to look at the mailbox."
)
@click.option(
    "--months",
    type=click.IntRange(0, 120),
    default=6,
    show_default=True,
    help="How far to look back; 0: not.",
)
@click.option("--name", help="The firm's name.")
@click.option("--own", multiple=True, help="An address of the firm's, or @domain; may be repeated.")
@click.option("--country", help="Two letters: FR, BE, CH …")
@click.option("--language", help="fr or en.")
@click.option("--timezone", help="Europe/Paris and the like.")
@click.option("--iban", help="The account that letters print.")
@click.option("--authserv-id", multiple=True, help="Whose Authentication-Results count (docs/trust.md).")
@click.option("--bank", multiple=True, metavar="NAME=@DOMAIN", help="A bank, and whom its mails are from.")
@click.option(
    "--start-on", type=click.DateTime(["%Y-%m-%d"]), help="Older invoices are never chased; today by default."
)
@click.option("--digest", type=click.Choice(["day", "week", "never"]), help="How often you are written to.")
@click.option(
    "--make-folders/--no-make-folders",
    default=None,
    help="The folders by which you decide in your mail program.",
)
@click.option(
    "--system", is_flag=True, help="For the service: /etc/relanced, secrets handed over by systemd."
)
@click.option(
    "--overwrite", is_flag=True, help="Replace a configuration that is there (the old one is kept beside it)."
)
@click.option("--yes", is_flag=True, help="Ask nothing: options and what is found are the answers.")
@config_option
@click.pass_context
def init(context: click.Context, /, *, system: bool, overwrite: bool, yes: bool, **given: object) -> None:
    """Set up: find the servers, try the login, look at the mailbox, write a configuration.

    Nothing is sent, and nothing is written into the mailbox unless you say so. What is found about money (banks,
    an IBAN, whose word counts) is never taken over without your yes: with --yes it is written behind «#».
    """
    app = context.ensure_object(App)
    if not yes and not sys.stdin.isatty():
        app.fail("init asks questions, and here is no terminal: give the answers as options, and --yes.")
    places = places_of(app.config, is_system=system)
    if places.config.is_dir():
        app.fail(
            f"{places.config} is a folder: name the file to be written, such as {places.config}/firm.toml."
        )
    start = Start(
        app=app,
        asker=Asker(app, unattended=yes),
        places=places,
        overwrite=overwrite,
        now=datetime.now(UTC).astimezone(),
    )
    try:
        code = set_up_firm(start, _options(given))
    except (KeyboardInterrupt, click.Abort):
        app.fail("\nBroken off; nothing was written.", code=1)
    context.exit(code)


def _options(given: dict[str, object]) -> Options:
    """The options of the command as values."""
    start_on = given.pop("start_on")
    servers = {
        table: Given(**{key: given.pop(f"{table}_{key}") for key in ("host", "port", "security")})  # type: ignore[arg-type]  # click has looked at each
        for table in ("imap", "smtp")
    }
    day: date | None = start_on.date() if isinstance(start_on, datetime) else None
    return Options(**servers, start_on=day, **given)  # type: ignore[arg-type]  # as above: the names are the options'
