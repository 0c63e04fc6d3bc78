"""A mail address in, the servers of its mailbox and where that is known from out; blocking, a few seconds.

Asked one after the other: the table by domain, the table by MX record, the domain's own autoconfig file,
its SRV records (RFC 6186, RFC 8314), and at last names that are merely usual. DNS answers are anybody's
who sits on the way: what they alone say counts as sure only within the address's own domain (RFC 6186,
section 6).
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.IN.SRV import SRV

from relanced.edge.autoconfig import Web, autoconfig
from relanced.edge.providers import Provider, Server, by_domain, by_mx, is_host
from relanced.edge.settings import Security

DNS_SECONDS = 4.0  # for one question, repeats included
PROBE_SECONDS = 3.0  # for one server that is merely guessed

_IMAP_SERVICES = (("_imaps._tcp", Security.TLS), ("_imap._tcp", Security.STARTTLS))
_SMTP_SERVICES = (("_submissions._tcp", Security.TLS), ("_submission._tcp", Security.STARTTLS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The servers of a mailbox."""

    imap: Server
    smtp: Server
    user: str  # the name to sign in with
    source: str  # where this is known from, in words
    provider: Provider | None = None
    is_sure: bool = True  # False: somebody should look before a password goes there


@dataclass(frozen=True, slots=True)
class World:
    """How names are looked up and machines reached."""

    web: Web = field(default_factory=Web)
    nameserver: tuple[str, int] | None = None  # None: those of this machine

    def resolver(self) -> dns.resolver.Resolver:
        """Raises DNSException where this machine names none."""
        found = dns.resolver.Resolver(configure=self.nameserver is None)
        if self.nameserver is not None:
            found.nameservers, found.port = [self.nameserver[0]], self.nameserver[1]
        found.timeout, found.lifetime = DNS_SECONDS / 2, DNS_SECONDS
        return found


def known_servers(address: str) -> Found | None:
    """What the table says by the domain alone; nobody is asked."""
    domain = address.rpartition("@")[2].lower()
    provider = by_domain(domain)
    return _of(provider, address, f"the built-in table: addresses @{domain}") if provider else None


def find_servers(address: str, world: World, tell: Callable[[str], None]) -> Found | None:
    """The first answer; None where nobody has one. `tell` is given each thing that is asked, in words."""
    domain = address.rpartition("@")[2].lower()
    if (known := known_servers(address)) or not is_host(domain):
        return known
    tell(f"the MX records of {domain}")
    hosts = _mx(domain, world)
    if provider := by_mx(hosts):
        return _of(provider, address, f"the built-in table: mail for {domain} goes to {hosts[0]}")
    tell(f"autoconfig of {domain}")
    if named := autoconfig(address, world.web):
        return Found(
            imap=named.imap, smtp=named.smtp, user=named.user, source=f"the provider's own {named.url}"
        )
    tell(f"the SRV records of {domain}")
    if found := _by_srv(address, domain, world):
        return found
    tell(f"servers that are usual names at {domain}")
    return _guessed(address, domain, world)


def _of(provider: Provider, address: str, source: str) -> Found:
    return Found(imap=provider.imap, smtp=provider.smtp, user=address, source=source, provider=provider)


def _mx(domain: str, world: World) -> tuple[str, ...]:
    """The hosts that take the domain's mail, first choice first."""
    with suppress(dns.exception.DNSException, OSError):
        records = [each for each in world.resolver().resolve(domain, "MX") if isinstance(each, MX)]
        ranked = sorted(records, key=lambda each: each.preference)
        return tuple(name for each in ranked if is_host(name := _host_of(str(each.exchange))))
    return ()


def _host_of(name: str) -> str:
    return name.rstrip(".").lower()


def _by_srv(address: str, domain: str, world: World) -> Found | None:
    imap = next(_srv(domain, _IMAP_SERVICES, world), None)
    smtp = next(_srv(domain, _SMTP_SERVICES, world), None)
    if imap is None or smtp is None:
        return None
    within = all(each.host == domain or each.host.endswith(f".{domain}") for each in (imap, smtp))
    return Found(imap=imap, smtp=smtp, user=address, source=f"the SRV records of {domain}", is_sure=within)


def _srv(domain: str, services: tuple[tuple[str, Security], ...], world: World) -> Iterator[Server]:
    for service, security in services:
        with suppress(dns.exception.DNSException, OSError):
            answer = world.resolver().resolve(f"{service}.{domain}", "SRV")
            records = sorted(
                (each for each in answer if isinstance(each, SRV)),
                key=lambda each: (each.priority, -each.weight),
            )
            for each in records:
                host = _host_of(str(each.target))
                if is_host(host) and each.port:  # «.» says that there is no such service
                    yield Server(host, each.port, security)


def _guessed(address: str, domain: str, world: World) -> Found | None:
    """Usual names, where a server with a good certificate answers as such a one does."""
    imap_names = (f"imap.{domain}", f"mail.{domain}", domain)
    imap = next((host for host in imap_names if _greets(host, 993, b"* OK", world)), None)
    if imap is None:
        return None
    smtp_names = (f"smtp.{domain}", f"mail.{domain}", imap, domain)
    smtp = next((host for host in smtp_names if _greets(host, 465, b"220", world)), None)
    sending = Server(smtp, 465, Security.TLS) if smtp else Server(smtp_names[0], 587, Security.STARTTLS)
    how = "they answer" if smtp else "the first answers, the second is a guess"
    return Found(
        imap=Server(imap, 993, Security.TLS),
        smtp=sending,
        user=address,
        source=f"usual names at {domain}; {how}",
        is_sure=smtp is not None,
    )


def _greets(host: str, port: int, word: bytes, world: World) -> bool:
    try:
        with (
            world.web.dial(host, port, PROBE_SECONDS) as plain,
            world.web.tls.wrap_socket(plain, server_hostname=host) as secure,
        ):
            return secure.recv(64).startswith(word)
    except (OSError, ssl.SSLError, UnicodeError):
        return False
