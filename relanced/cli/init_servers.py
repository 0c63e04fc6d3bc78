"""An address in, the servers of its mailbox out: found, shown with where they are known from, and confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from relanced.cli.init_ask import Asker
from relanced.edge.providers import PasswordKind, Provider, Server, is_host, written_on
from relanced.edge.providers_find import Found, World, find_servers, known_servers
from relanced.edge.settings import Security, is_loopback

WORLD = World()  # how the network is asked
_IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143}
_SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}
_SECURITIES = tuple(each.value for each in Security)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the options say of one server; None: nothing."""

    host: str | None = None
    port: int | None = None
    security: str | None = None

    @classmethod
    def of(cls, server: Server) -> Self:
        """All of a server, to be proposed again."""
        return cls(host=server.host, port=server.port, security=server.security.value)

    def over(self, found: Server) -> Server:
        """These words, and what was found for the others."""
        return Server(
            (self.host or found.host).lower(),
            self.port or found.port,
            Security(self.security) if self.security else found.security,
        )


def servers_of(
    asker: Asker,
    address: str,
    imap: Given,
    smtp: Given,
    user: str | None,
    *,
    look_up: bool,
    ask: bool = False,
) -> Found:
    """The servers to sign in at; `ask`: what is given is merely proposed.

    Ends the command where nobody knows them and nobody can be asked.
    """
    found = _looked_up(asker, address, look_up=look_up) if imap.host is None else None
    if found is None:
        found = _by_hand(asker, address, imap, smtp, ask=ask)
    else:
        found = replace(found, imap=imap.over(found.imap), smtp=smtp.over(found.smtp))
        _show(asker, found)
        if not _accepted(asker, found):
            found = replace(found, provider=None, source="", is_sure=True)
            found = _by_hand(asker, address, Given.of(found.imap), Given.of(found.smtp), ask=True)
    name = asker.ask(
        "Name to sign in with", "--user", given=user or _silent(asker, found), proposed=found.user
    )
    _refuse_clear_text(asker, found)
    return replace(found, user=name)


def _silent(asker: Asker, found: Found) -> str | None:
    """Where a provider of the table wants the address, nobody needs to be asked."""
    return found.user if found.provider is not None and not asker.unattended else None


def _looked_up(asker: Asker, address: str, *, look_up: bool) -> Found | None:
    if not look_up:
        return known_servers(address)
    with asker.app.errors.status("looking for your servers") as shown:
        return find_servers(address, WORLD, _shown_by(shown.update))


def _shown_by(update: Callable[[str], None]) -> Callable[[str], None]:
    return lambda what: update(f"asking {what}")


def _show(asker: Asker, found: Found) -> None:
    provider = f"{found.provider.name}\n" if found.provider else ""
    asker.say(f"{provider}  reading (IMAP)  {found.imap}\n  sending (SMTP)  {found.smtp}")
    since = f" (of {written_on()})" if found.provider else ""
    asker.say(f"  known from: {found.source}{since}", "dim")


def _accepted(asker: Asker, found: Found) -> bool:
    if found.is_sure:
        return asker.confirm("Are these the servers that your mail program uses?", default=True)
    asker.say(
        "Nobody vouches for these names: compare them with your provider's help page, for your password goes there.",
        "yellow",
    )
    if asker.unattended:
        asker.app.fail(
            f"{found.imap.host} and {found.smtp.host} ({found.source}) are not sure enough for a password:"
            " give --imap-host and --smtp-host."
        )
    return asker.confirm("Are they right?", default=False)


def _by_hand(asker: Asker, address: str, imap: Given, smtp: Given, *, ask: bool = False) -> Found:
    """The servers as somebody names them; `ask`: what is given is merely proposed."""
    domain = address.rpartition("@")[2].lower()
    if imap.host is None and not asker.unattended:
        asker.say(
            f"Nothing is known of {domain}. Your provider's help page names the servers, under «IMAP» and «SMTP».",
            "yellow",
        )
    reading = _server(
        asker, "Server for reading (IMAP)", "--imap", imap, f"imap.{domain}", _IMAP_PORTS, ask=ask
    )
    sending_at = reading.host
    if sending_at.startswith("imap."):
        sending_at = "smtp." + sending_at.removeprefix("imap.")
    alike = reading.security if is_loopback(reading.host) else None
    sending = _server(
        asker, "Server for sending (SMTP)", "--smtp", smtp, sending_at, _SMTP_PORTS, ask=ask, alike=alike
    )
    return Found(imap=reading, smtp=sending, user=address, source="")


def _server(
    asker: Asker,
    question: str,
    option: str,
    given: Given,
    proposed: str,
    ports: dict[Security, int],
    *,
    ask: bool,
    alike: Security | None = None,
) -> Server:
    """One server; `ask`: what is given is merely proposed. Elsewhere than on this machine TLS is taken for granted."""
    # Unattended, a name that is merely guessed is none: a password would go there.
    guess = proposed if not asker.unattended or option == "--smtp" else ""
    host = asker.ask(
        question,
        f"{option}-host",
        given=None if ask else given.host,
        proposed=given.host or guess,
        check=_host_problem,
    ).lower()
    is_here = is_loopback(host)
    usual = (alike or Security.STARTTLS if is_here else Security.TLS).value
    said = given.security or (None if is_here else usual)
    security = Security(
        asker.choose(
            "  how it is protected",
            f"{option}-security",
            given=None if ask else said,
            words=_SECURITIES,
            proposed=given.security or usual,
        )
    )
    port = given.port or ports[security]
    if ask or (is_here and given.port is None):
        port = int(asker.ask("  port", f"{option}-port", given=None, proposed=str(port), check=_port_problem))
    return Server(host, port, security)


def _host_problem(answer: str) -> str:
    name = answer.lower()
    if is_host(name) or name == "localhost" or _is_ip(name):
        return ""
    return "not the name of a server, such as imap.firm.example (without imaps:// and port)"


def _is_ip(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _port_problem(answer: str) -> str:
    fits = answer.isascii() and answer.isdigit() and len(answer) < 6 and 0 < int(answer) < 65536
    return "" if fits else "a number from 1 to 65535"


def _refuse_clear_text(asker: Asker, found: Found) -> None:
    for server in (found.imap, found.smtp):
        if server.security is Security.PLAIN and not is_loopback(server.host):
            asker.app.fail(
                f"{server.host}: «plain» would send your password in clear; only a server on this machine may be"
                " talked to so. Use tls or starttls."
            )


def explain_provider(asker: Asker, provider: Provider | None) -> None:
    """What the provider asks for, before a password is typed."""
    if provider is None:
        return
    match provider.password:
        case PasswordKind.APP:
            asker.say(
                f"{provider.name} takes no ordinary password from a mail program. It wants an app password, one that"
                " is made for relanced alone and that you can withdraw at any time.",
            )
        case PasswordKind.NONE:
            asker.say(
                f"{provider.name} takes no passwords from mail programs: you will sign in with your browser, by"
                " «relanced login».",
            )
        case PasswordKind.BRIDGE | PasswordKind.ACCOUNT:
            pass
    for each in provider.says:
        asker.say(each)


def ca_file_of(asker: Asker, given: Path | None, found: Found) -> Path | None:
    """The certificate of a server that no public authority vouches for; asked for on this machine alone."""
    if given is not None or asker.unattended:
        return _read(asker, given) if given is not None else None
    is_own = is_loopback(found.imap.host) and found.imap.security is not Security.PLAIN
    return ask_ca_file(asker) if is_own else None


def ask_ca_file(asker: Asker) -> Path | None:
    """The file with the certificate of the owner's own server, if he has one."""
    named = asker.ask(
        "File with that server's own certificate (PEM; empty: none)",
        "--ca-file",
        given=None,
        check=_file_problem,
    )
    return Path(named).expanduser().absolute() if named else None


def _read(asker: Asker, path: Path) -> Path:
    if why := _file_problem(str(path)):
        asker.app.fail(f"--ca-file {path}: {why}.")
    return path.expanduser().absolute()


def _file_problem(answer: str) -> str:
    return "" if not answer or Path(answer).expanduser().is_file() else "no such file"
