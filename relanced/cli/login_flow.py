"""An application of the owner's in, the tokens of a new sign-in out; on the way, what he must do, in plain words."""

import sys
import time
from io import UnsupportedOperation

from relanced.cli.common import App
from relanced.cli.words import Text
from relanced.edge.oauth.loopback import Loopback
from relanced.edge.oauth.protocol import Application
from relanced.edge.oauth.says import Refusal
from relanced.edge.oauth.signing_in import (
    BROWSER_S,
    Browsing,
    NotSignedIn,
    await_device,
    begin_browser,
    begin_device,
    code_of,
    redeem,
    refused,
)
from relanced.edge.oauth.token_file import Tokens


def by_code(app: App, application: Application) -> Tokens:
    """With a code that is typed into a page on any machine. Raises NotSignedIn."""
    code = begin_device(application)
    minutes = max(1, round((code.ends_at - time.monotonic()) / 60))
    say(app, "On any computer or telephone, open this page:", "")
    say(app, f"  {code.address}", "")
    say(app, "and type in this code:", "", f"  {code.user_code}", "")
    say(
        app,
        f"Sign in there as {application.sign_in.user}, and accept. The code is good for {minutes} minutes.",
    )
    with app.errors.status("waiting for you to sign in"):
        return await_device(application, code)


def by_browser(app: App, application: Application, port: int) -> Tokens:
    """With a browser that is sent back to this machine, or whose address is pasted. Raises NotSignedIn."""
    try:
        loopback = Loopback(port)
    except OSError as error:
        raise NotSignedIn(
            f"port {port} of this machine: {error.strerror}; name another one with --port"
        ) from None
    with loopback:
        browsing = begin_browser(application, loopback.port)
        say(app, "Open this address in a browser:", "", f"  {browsing.address}", "")
        say(app, f"Sign in there as {application.sign_in.user}, and accept; each box must stay ticked.")
        say(
            app,
            "Is the browser on another machine than this terminal (SSH)? It will end with «this site can't be"
            " reached»: that is all right. Copy the whole address out of its bar, paste it here, and press Enter.",
        )
        return redeem(application, browsing, _code(app, application, loopback, browsing))


def _code(app: App, application: Application, loopback: Loopback, browsing: Browsing) -> str:
    for address, show in loopback.addresses(time.monotonic() + BROWSER_S, _stdin()):
        try:
            code = code_of(browsing, address)
        except Refusal as refusal:
            show("relanced was refused.")
            raise refused(application, refusal) from None
        if code is not None:
            show("relanced has what it needs.")
            return code
        show("This is not the sign-in that relanced waits for.")
        say(app, "That is not the address that this sign-in ends with; it begins with " + browsing.redirect)
    raise NotSignedIn("nobody signed in within a quarter of an hour; run «relanced login» again")


def _stdin() -> int | None:
    """Where pasted lines come from; None where there is no such thing."""
    try:
        return sys.stdin.fileno()
    except (AttributeError, ValueError, UnsupportedOperation):
        return None


def say(app: App, *lines: str) -> None:
    """Lines for the owner, each as long as it is: an address that is broken in two cannot be opened."""
    for line in lines:
        app.console.print(Text(line), soft_wrap=True)
