"""`relanced web`: who owes what, in a browser on this machine; a process of its own, beside the service."""

import importlib.util
import logging
import os
from dataclasses import replace

import click

from relanced.cli.common import App, config_option
from relanced.cli.words import Text
from relanced.edge.config import Problems, load_settings, shared_ground
from relanced.edge.config_web import USUAL_PORT, address_of
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.log import set_up_log
from relanced.edge.settings import Settings, WebAddress, WebSettings

_NEEDED = ("starlette", "uvicorn")


@click.command()
@click.option(
    "--listen",
    metavar="ADDRESS",
    help="127.0.0.1:8484, [::1]:8484 or unix:/path; left out: [web] listen of the configuration.",
)
@config_option
@click.pass_context
def web(context: click.Context, listen: str | None) -> None:
    """Show who owes what in a browser on this machine, with buttons for your decisions.

    It prints a link that lets one browser in. It reads what the service has read, and writes your decisions
    into the mailbox as every command does; end it with Ctrl-C.
    """
    app = context.ensure_object(App)
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        app.fail(
            f"The page needs {' and '.join(missing)}: pip install 'relanced[web]', where relanced is installed."
        )
    from relanced.web.serve import NoPlace, handed_over, serve  # noqa: PLC0415 - an extra, and slow to load
    from relanced.web.session import WeakToken  # noqa: PLC0415

    firms = _firms(app)
    settings = _place(app, firms, listen)
    try:
        given = handed_over()
    except NoPlace as error:
        app.fail(str(error))
    if given is not None:
        settings = replace(settings, address=given[1])
    if settings.trust_header and not settings.address.socket:
        app.fail("[web] trust_header is believed on a Unix socket alone.")
    token = _token(app, settings)
    in_journal = bool(os.environ.get("JOURNAL_STREAM"))
    if in_journal and token is None and not settings.trust_header:
        app.fail(
            "as a service there is no terminal to print a link in: set [web] token, or trust_header. docs/web.md"
        )
    set_up_log(logging.INFO if in_journal else logging.WARNING)

    def show_link(link: str) -> None:
        if not in_journal:
            app.console.print(Text(f"Open it once, in your browser: {link}"), soft_wrap=True)

    if settings.address.socket:
        app.console.print(Text(f"Listening on {settings.address.socket}."))
    try:
        serve(firms, settings, token, show_link, place=given[0] if given else None)
    except (NoPlace, WeakToken) as error:
        app.fail(str(error))


def _firms(app: App) -> list[Settings]:
    """Every firm whose file is valid; the others are told of."""
    found: list[Settings] = []
    problems: list[str] = []
    for path in app.paths():
        loaded = load_settings(path)
        if isinstance(loaded, Problems):
            problems += [str(problem) for problem in loaded]
        else:
            found.append(loaded)
    problems += [str(problem) for problem in shared_ground(found)]
    if not found:
        app.fail(*problems)
    if problems:
        app.warn(*problems)
    return found


def _place(app: App, firms: list[Settings], listen: str | None) -> WebSettings:
    """The one [web] table of all files, with what was said on the command line in its place."""
    tables = list(dict.fromkeys(firm.web for firm in firms if firm.web is not None))
    if len(tables) > 1:
        app.fail("two files have a [web] table, and they differ: one page has one address; keep one of them.")
    usual = WebSettings(address=WebAddress(host="127.0.0.1", port=USUAL_PORT))
    settings = tables[0] if tables else usual
    if listen is None:
        return settings
    address = address_of(listen)
    if isinstance(address, str):
        app.fail(address)
    return replace(settings, address=address)


def _token(app: App, settings: WebSettings) -> str | None:
    try:
        return read_secret(settings.token) if settings.token else None
    except SecretUnavailable as error:
        app.fail(str(error))
