"""A sign-in of a person's in, its tokens tried and kept out; or taken away."""

import asyncio

from relanced.cli.common import DONE, NEEDS_OWNER, App
from relanced.cli.login_flow import by_browser, by_code, say
from relanced.daemon.login import note_accepted, note_sending_accepted, tell_store
from relanced.edge.bearer import Bearer
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, LoginRefused
from relanced.edge.oauth.protocol import Application
from relanced.edge.oauth.signing_in import NotSignedIn
from relanced.edge.oauth.token_file import Tokens, TokensUnusable, delete_tokens, keep_tokens
from relanced.edge.settings import Provider, Settings, SignIn
from relanced.edge.smtp import Postman

_ACCOUNT_PAGES = {
    Provider.MICROSOFT: "https://myapps.microsoft.com (a private account: https://account.live.com/consent/Manage)",
    Provider.GOOGLE: "https://myaccount.google.com/connections",
}
_NOT_LET_IN = {
    Provider.MICROSOFT: (
        "Did you sign in with the account of this mailbox? Else IMAP may be switched off for it: Microsoft 365"
        " admin center, Users, Active users, the user, Mail, Manage email apps."
    ),
    Provider.GOOGLE: (
        "Did you sign in with the account of this mailbox? Else IMAP may be switched off in your Google Workspace:"
        " Admin console, Apps, Google Workspace, Gmail, End User Access."
    ),
}
_NOT_SENDING = {
    Provider.MICROSOFT: (
        "Where it speaks of SmtpClientAuthentication: admin center, Users, Active users, the user, Mail, Manage"
        " email apps, tick «Authenticated SMTP». It may take an hour to work."
    ),
    Provider.GOOGLE: "Is [smtp] host smtp.gmail.com?",
}


def run_login(app: App, settings: Settings, sign_in: SignIn, *, browser: bool, port: int) -> int:
    """Have the owner sign in, try what came of it, keep it. Gives the exit code."""
    try:
        application = Application(sign_in)
        if application.at.device and not browser:
            tokens = by_code(app, application)
        else:
            tokens = by_browser(app, application, port)
        return _try_and_keep(app, settings, sign_in, tokens)
    except NotSignedIn as error:
        app.fail(f"Not signed in: {error}", code=NEEDS_OWNER)
    except (TokensUnusable, SecretUnavailable) as error:
        app.fail(str(error), code=NEEDS_OWNER)


def forget(app: App, sign_in: SignIn) -> int:
    """Delete the tokens of this mailbox. Gives the exit code."""
    try:
        was_there = delete_tokens(sign_in.tokens)
    except TokensUnusable as error:
        app.fail(str(error), code=NEEDS_OWNER)
    say(app, "The tokens are deleted." if was_there else "There were no tokens.")
    say(app, f"relanced cannot open {sign_in.user} any more, until «relanced login».")
    say(app, f"To take its permission away as well: {_ACCOUNT_PAGES[sign_in.provider]}.")
    return DONE


def _try_and_keep(app: App, settings: Settings, sign_in: SignIn, tokens: Tokens) -> int:
    """Try the tokens where they will be used; keep them, unless the mailbox does not take them."""
    bearer = Bearer(tokens.access_token)
    mailbox = _mailbox_trouble(settings, bearer)
    if isinstance(mailbox, LoginRefused):
        app.warn(f"You are signed in, but the mailbox stays shut: {mailbox}", _NOT_LET_IN[sign_in.provider])
        app.warn("Nothing was kept; what was there before stays.")
        return NEEDS_OWNER
    keep_tokens(sign_in.tokens, tokens)
    say(app, f"Signed in. The tokens lie in {sign_in.tokens}, for you alone to read.")
    if mailbox is None:
        tell_store(settings, note_accepted)
        say(app, f"{settings.imap.host} lets {settings.imap.user} in.")
    else:
        app.warn(f"Not tried yet, for the mailbox cannot be reached now: {mailbox}")
    sending = _sending_trouble(settings, bearer)
    if sending:
        app.warn(sending, *([_NOT_SENDING[sign_in.provider]] if "refused the login" in sending else []))
        say(app, "Once that is mended, «relanced check» tries again; no new sign-in is needed.")
    say(app, "A relanced that runs already goes on by itself, within a minute.")
    return NEEDS_OWNER if mailbox or sending else DONE


def _mailbox_trouble(settings: Settings, bearer: Bearer) -> ImapTrouble | None:
    try:
        ImapSession.connect(settings.imap, bearer).close()
    except ImapTrouble as error:
        return error
    return None


def _sending_trouble(settings: Settings, bearer: Bearer) -> str:
    """What the mail server says to the token, where it is to have it; "": nothing is wrong."""
    if not settings.smtp.login or not isinstance(settings.smtp.password, SignIn):
        return ""
    problem = asyncio.run(Postman(settings.smtp, lambda: bearer).check())
    if problem is None:
        tell_store(settings, note_sending_accepted)
    return problem or ""
