"""`relanced login`: a person's sign-in with Microsoft or Google in, the tokens in the state folder out."""

import click

from relanced.cli.common import App, config_option
from relanced.edge.settings import SignIn


@click.command()
@click.option("--forget", is_flag=True, help="Delete the tokens of this mailbox from this machine.")
@click.option("--browser", is_flag=True, help="Microsoft: sign in with a browser in place of a code.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Of this machine, for the browser to come back to. Left out: any that is free.",
)
@config_option
@click.pass_context
def login(context: click.Context, *, forget: bool, browser: bool, port: int) -> None:
    """Sign in with Microsoft or Google, for mailboxes that take no password."""
    app = context.ensure_object(App)
    settings = app.settings()
    sign_in = settings.imap.password
    if not isinstance(sign_in, SignIn):
        app.fail(
            f'{settings.path}: [imap] auth is "password": relanced signs in with that, and needs no login.',
            "For Microsoft 365, or Google without an app password: docs/oauth.md.",
        )
    try:
        from relanced.cli import login_run  # noqa: PLC0415 - an extra, which most do without
    except ModuleNotFoundError as error:
        app.fail(f"{error.name} is not installed: «pip install 'relanced[oauth]'» brings it.")
    if forget:
        context.exit(login_run.forget(app, sign_in))
    context.exit(login_run.run_login(app, settings, sign_in, browser=browser, port=port))
