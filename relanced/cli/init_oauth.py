"""A mailbox that takes no password in, the same opened after its owner signed in with a browser, out."""

import tempfile
from pathlib import Path

from relanced.cli.common import DONE, NEEDS_OWNER
from relanced.cli.init_answers import Answers
from relanced.cli.init_finish import Secrets, Start
from relanced.cli.init_toml import config_text
from relanced.edge.config import Problems, load_settings
from relanced.edge.credentials import SecretUnavailable, read_login, read_secret
from relanced.edge.hidden import keep_hidden
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import FromFile, Settings, SignIn

_LATER = "Go on without; «relanced login» signs you in later."


def ask_application(
    start: Start, answers: Answers, secrets: Secrets, client_id: str | None, secret_file: Path | None
) -> None:
    """The owner's own application at Microsoft or Google, which gives its own a secret besides."""
    if client_id is None:
        start.asker.say(
            "To sign in without a password, relanced needs an application of your own at the provider: docs/oauth.md"
            " says how it is made, in ten minutes."
        )
    answers.client_id = start.asker.ask(
        "Its client ID",
        "--client-id",
        given=client_id,
        check=lambda text: (
            "" if len(text) > 7 and " " not in text else "the ID as the provider's page shows it"
        ),
    )
    if answers.auth != "google":
        return
    if secret_file is not None:
        answers.client_secret = FromFile(secret_file.expanduser().absolute())
        try:
            read_secret(answers.client_secret)
        except SecretUnavailable as error:
            start.app.fail(f"--client-secret-file: {error}")
        return
    secrets.client_secret = start.asker.secret("Its client secret (it is not shown)")
    if not secrets.client_secret:
        start.app.fail("Google wants the client secret of your application: give --client-secret-file FILE.")
    keep_hidden(secrets.client_secret)
    answers.client_secret = start.places.ref("client-secret")


def signed_in_by_page(
    start: Start, answers: Answers, secrets: Secrets, *, wanted: bool | None
) -> tuple[ImapSession | None, bool]:
    """An open mailbox (None: not signed in yet), and whether all that a token opens is open.

    The tokens go to the state folder, as «relanced login» keeps them; a service has a folder of its own, where
    only its own user may write: there one signs in later.
    """
    asker = start.asker
    if start.places.is_system or wanted is False or (wanted is None and asker.unattended):
        return None, False
    if wanted is None and not asker.confirm("Sign in now, with a browser?", default=True):
        return None, False
    with tempfile.TemporaryDirectory(prefix="relanced-") as folder:
        settings = _settings(start, answers, secrets, Path(folder))
        code = _signed_in(start, settings)
        try:
            return ImapSession.connect(settings.imap, read_login(settings.imap.password)), code == DONE
        except (ImapTrouble, SecretUnavailable) as error:
            start.app.warn(str(error), _LATER)
            return None, False


def _settings(start: Start, answers: Answers, secrets: Secrets, folder: Path) -> Settings:
    """The settings as they would be, with the client's secret where they look for it."""
    if secrets.client_secret:
        file = folder / start.places.secret("client-secret").name
        file.touch(0o600)
        file.write_text(f"{secrets.client_secret}\n", encoding="utf-8")
    path = folder / start.places.config.name
    path.write_text(config_text(answers, f"{start.now:%Y-%m-%d}"), encoding="utf-8")
    loaded = load_settings(path)
    if isinstance(loaded, Problems):
        start.app.fail(*(f"{each.key}: expected {each.expected}; found {each.found}" for each in loaded))
    return loaded


def _signed_in(start: Start, settings: Settings) -> int:
    """What became of «relanced login»."""
    assert isinstance(settings.imap.password, SignIn)
    try:
        from relanced.cli import login_run  # noqa: PLC0415 - an extra, which most do without
    except ModuleNotFoundError as error:
        start.app.warn(f"{error.name} is not installed: «pip install 'relanced[oauth]'» brings it.")
        return NEEDS_OWNER
    try:
        return login_run.run_login(start.app, settings, settings.imap.password, browser=False, port=0)
    except SystemExit:  # it has said why
        return NEEDS_OWNER
