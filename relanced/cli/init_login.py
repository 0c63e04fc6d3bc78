"""Servers and a password in, an open mailbox out; or what is wrong, in words, with what to do."""

import asyncio
import re

from relanced.cli.init_answers import Answers
from relanced.edge.hidden import hide
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, LoginRefused, ServerRefused
from relanced.edge.providers import PasswordKind, Provider, Server
from relanced.edge.settings import Settings
from relanced.edge.smtp import Postman

CONNECT_S, READ_S = 10.0, 60.0
SMTP_S = 30.0
_KINDS = (
    ("certificate verify failed", "certificate"),
    ("hostname mismatch", "certificate"),
    ("wrong version number", "tls"),
    ("record layer", "tls"),
    ("offers no STARTTLS", "starttls"),
    ("Name or service not known", "name"),
    ("nodename nor servname", "name"),
    ("No address associated", "name"),
    ("Temporary failure in name resolution", "dns"),
    ("Connection refused", "refused"),
    ("timed out", "silent"),
    ("no answer in time", "silent"),
    ("Timeout", "silent"),
    ("unreachable", "network"),
)
_SPACED = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}")  # as Google shows an app password


def plain_password(typed: str, provider: Provider | None) -> str:
    """The password as the server wants it: Google shows an app password in four groups."""
    if provider is not None and provider.oauth == "google" and _SPACED.fullmatch(typed.strip()):
        return typed.replace(" ", "").strip()
    return typed


def open_mailbox(settings: Settings, password: str) -> ImapSession:
    """Sign in. Raises the errors of edge.imap_errors."""
    return ImapSession.connect(settings.imap, password, connect_timeout=CONNECT_S, read_timeout=READ_S)


def try_sending(settings: Settings, password: str) -> str | None:
    """Sign in at the server that sends, and go: None where that works, else what it said."""

    async def check() -> str | None:
        try:
            async with asyncio.timeout(SMTP_S):
                return await Postman(settings.smtp, lambda: password).check()
        except TimeoutError:
            return "no answer in time"

    return asyncio.run(check())


def lacks_certificate(error: ImapTrouble) -> bool:
    """Whether it is the server's certificate that nobody vouches for."""
    return _kind(str(error)) == "certificate"


def mailbox_trouble(error: ImapTrouble, answers: Answers) -> list[str]:
    """Why the mailbox did not open, and what to do: a sentence each."""
    said = hide(str(error))
    if isinstance(error, LoginRefused):
        return [
            f"{answers.imap.host} does not accept this name and password for {answers.user}.",
            *_of_password(answers),
            f"It says: {_short(said)}",
        ]
    if isinstance(error, ServerRefused):
        return ["The server lets nobody in just now; try again in a while.", f"It says: {_short(said)}"]
    return [_line_trouble(said, answers.imap), f"In its words: {_short(said)}"]


def sending_trouble(said: str, answers: Answers) -> list[str]:
    """Why the server that sends did not let us in."""
    if "refused the login" in said:
        return [
            f"{answers.smtp.host} does not accept this name and password for sending.",
            *(answers.provider.says if answers.provider else ()),
            f"It says: {_short(said)}",
        ]
    return [_line_trouble(said, answers.smtp), f"In its words: {_short(said)}"]


def _of_password(answers: Answers) -> list[str]:
    provider = answers.provider
    lines = []
    if provider is not None and provider.password is PasswordKind.APP:
        lines.append(
            f"{provider.name} wants an app password here, not the one that you sign in with on the web."
        )
    elif provider is not None and provider.password is PasswordKind.BRIDGE:
        lines.append("Proton Bridge shows a password of its own: that one is wanted.")
    elif provider is not None and provider.password is PasswordKind.NONE:
        lines.append(f"{provider.name} accepts no passwords here: «--auth {provider.oauth}».")
    else:
        lines.append(
            "Try it in the provider's webmail. Where two-step verification is on, most providers want an app password."
        )
    return [*lines, *(provider.says if provider else ())]


def _line_trouble(said: str, server: Server) -> str:
    where = f"{server.host}, port {server.port}"
    match _kind(said):
        case "certificate":
            return (
                f"{where} does not prove to be {server.host}: its certificate is made out to another name, or no"
                " public authority vouches for it. Look for the server's right name; for a server of your own, give"
                " its certificate with --ca-file."
            )
        case "tls":
            return f"{where} does not speak TLS from the first byte: use another port, or starttls."
        case "starttls":
            return f"{where} offers no STARTTLS: use tls, with port 993 (465 for sending)."
        case "name":
            return f"There is no server called {server.host}: look for a slip of the pen."
        case "dns" | "network":
            return "This machine does not reach the network: look at its connection."
        case "refused":
            return f"Nothing listens at {where}: look at the port, and whether the server runs."
        case "silent":
            return f"{where} does not answer: look at name and port; a firewall may be in between."
        case _:
            return f"No talk came about with {where}."


def _kind(said: str) -> str:
    return next((kind for words, kind in _KINDS if words.lower() in said.lower()), "")


def _short(said: str) -> str:
    return " ".join(said.split())[:240]
