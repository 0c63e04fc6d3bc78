"""A mail domain in, what the DNS says of who may send for it out. Asks for at most some seconds in all."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from relanced.edge.dns_records import (
    MOST_LOOKUPS,
    Address,
    DkimKey,
    Dmarc,
    Network,
    Signature,
    Spf,
    is_askable,
    read_dkim_key,
    read_dmarc,
    read_spf,
    spf_texts,
)
from relanced.edge.settings import is_loopback

QUESTION_S = 2.5  # for one question, its repeats included
ALL_S = 8.0  # for all that is asked about a domain
_ENOUGH = 2 * MOST_LOOKUPS  # questions: above the limit the exact number tells nothing
_SHARED = frozenset({"co", "com", "org", "net", "ac", "gov"})
_DEEPEST = 10  # SPF records that include one another

# Where the host to which we hand letters is not the one that carries them out: a part of its name, and
# what its provider asks to be written into SPF (the providers' own help pages).
_INCLUDED = {
    "gmail.com": "_spf.google.com",
    "office365.com": "spf.protection.outlook.com",
    "ovh.net": "mx.ovh.com",
    "gandi.net": "_mailcust.gandi.net",
    "infomaniak.com": "spf.infomaniak.ch",
    "ionos.fr": "_spf-eu.ionos.com",
    "ionos.de": "_spf.kundenserver.de",
    "fastmail.com": "spf.messagingengine.com",
    "me.com": "icloud.com",
}


class DnsSilent(Exception):  # noqa: N818 - no fault of ours: it says what happened
    """The DNS could not be asked: no name server, no network, or no answer in time."""


class Dns:
    """Asks each question once. Every method may raise DnsSilent."""

    def __init__(self, nameserver: tuple[str, int] | None = None, seconds: float = ALL_S) -> None:
        """`nameserver`: address and port, in the place of the machine's own."""
        self._nameserver = nameserver
        self._until = time.monotonic() + seconds
        self._resolver: dns.resolver.Resolver | None = None
        self._told: dict[tuple[str, str], tuple[object, ...]] = {}

    def texts(self, name: str) -> tuple[str, ...]:
        """The TXT records; none for a name that is not there."""
        records = (each for each in self._ask(name, "TXT") if isinstance(each, TXT))
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in records)

    def addresses(self, name: str) -> tuple[Address, ...]:
        """The addresses of a host, IPv4 and IPv6."""
        return tuple(ip_address(str(each)) for kind in ("A", "AAAA") for each in self._ask(name, kind))

    def mail_hosts(self, name: str) -> tuple[str, ...]:
        """The hosts that take a domain's mail."""
        records = (each for each in self._ask(name, "MX") if isinstance(each, MX))
        return tuple(str(each.exchange).rstrip(".").lower() for each in records)

    def _ask(self, name: str, kind: str) -> tuple[object, ...]:
        if (name, kind) not in self._told:
            self._told[name, kind] = self._asked(name, kind)
        return self._told[name, kind]

    def _asked(self, name: str, kind: str) -> tuple[object, ...]:
        left = min(QUESTION_S, self._until - time.monotonic())
        if left <= 0:
            raise DnsSilent("the DNS answers too slowly")
        try:
            resolver = self._resolver or self._opened()
            return tuple(resolver.resolve(f"{name}.", kind, lifetime=left))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            raise DnsSilent(_why(error, name)) from error

    def _opened(self) -> dns.resolver.Resolver:
        found = dns.resolver.Resolver(configure=self._nameserver is None)
        if self._nameserver is not None:
            found.nameservers, found.port = [self._nameserver[0]], self._nameserver[1]
        found.timeout = QUESTION_S / 2
        self._resolver = found
        return found


def _why(error: Exception, name: str) -> str:
    if isinstance(error, dns.exception.Timeout):
        return f"no name server answered in time about {name}"
    if isinstance(error, dns.resolver.NoNameservers):
        return f"the name servers cannot tell about {name}"
    return f"the DNS could not be asked about {name} ({type(error).__name__})"


@dataclass(slots=True)
class SpfSeen:
    """What SPF says of a domain."""

    records: tuple[str, ...]
    everybody: str = ""  # see Spf
    lookups: int = 0  # that each receiver makes
    faults: list[str] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    is_open_ended: bool = False  # it holds a word that depends on each single mail (exists, ptr, a macro)


def spf_of(domain: str, names: Dns) -> SpfSeen:
    """The record of a domain with all that it includes, up to twice the questions that receivers make."""
    texts = spf_texts(names.texts(domain))
    seen = SpfSeen(records=texts)
    if len(texts) == 1:
        seen.everybody = _follow(read_spf(texts[0]), domain, seen, names, 0)
    return seen


def _follow(spf: Spf, domain: str, seen: SpfSeen, names: Dns, depth: int) -> str:
    """Gather what a record says; the sign of its «all», or of the record that it hands over to."""
    seen.faults += spf.faults
    seen.networks += spf.networks
    everybody = spf.everybody
    for term in spf.asks:
        if term.name == "redirect" and spf.everybody:
            continue  # RFC 7208, 6.1
        seen.lookups += 1
        if seen.lookups > _ENOUGH or depth >= _DEEPEST:
            return everybody
        inner = _ask_term(term.name, term.value or domain, seen, names, depth)
        everybody = inner if term.name == "redirect" else everybody
    return everybody


def _ask_term(kind: str, name: str, seen: SpfSeen, names: Dns, depth: int) -> str:
    if not is_askable(name) or kind in {"exists", "ptr"}:
        seen.is_open_ended = True
        return ""
    if kind in {"include", "redirect"}:
        seen.includes.append(name)
        texts = spf_texts(names.texts(name))
        if len(texts) != 1:
            seen.faults.append(
                f"{kind}:{name}, which has {'no' if not texts else 'more than one'} SPF record"
            )
            return ""
        return _follow(read_spf(texts[0]), name, seen, names, depth + 1)
    hosts = names.mail_hosts(name)[:10] if kind == "mx" else (name,) if kind == "a" else ()
    for address in (each for host in hosts if is_askable(host) for each in names.addresses(host)):
        seen.networks.append(ip_network(address))
    return ""


def covers(seen: SpfSeen, smtp_host: str, names: Dns) -> bool | None:
    """Whether SPF names the mail server to which we hand letters; None where that cannot be told.

    By the provider's own include, by a name of the same domain, or by the server's addresses. That none of
    these is found proves nothing: many providers send from other hosts than those that take letters.
    """
    if is_loopback(smtp_host):
        return None
    wanted = include_for(smtp_host)
    if any(_is_kin(name, wanted) or _is_kin(name, smtp_host.lower()) for name in seen.includes):
        return True
    if wanted:
        return None if _may_cover(seen, wanted, names) else False
    found = names.addresses(smtp_host) if is_askable(smtp_host.lower()) else ()
    if any(address in network for address in found for network in seen.networks):
        return True
    return None


def _is_kin(name: str, other: str) -> bool:
    """Whether both lie in one domain, as near as two labels tell; a provider renames its records within it."""
    labels = other.split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED  # «co.uk» is nobody's
    end = ".".join(labels[-3 if is_shared else -2 :])
    return bool(other) and (name == end or name.endswith(f".{end}"))


def _may_cover(seen: SpfSeen, wanted: str, names: Dns) -> bool:
    """Whether the provider's networks may be named without its include: one by one, or by what cannot be followed."""
    theirs = spf_of(wanted, names).networks
    return seen.is_open_ended or any(
        mine.version == their.version and mine.overlaps(their) for mine in seen.networks for their in theirs
    )


def include_for(smtp_host: str) -> str:
    """What the provider of this mail server asks to be included; "" where that is not known."""
    host = smtp_host.lower()
    return next((name for end, name in _INCLUDED.items() if host == end or host.endswith(f".{end}")), "")


def dmarc_of(domain: str, names: Dns) -> tuple[str, Dmarc] | None:
    """The policy of a domain, else of the domains above it, and whose it is; None where there is none."""
    for name in _upwards(domain):
        if (found := read_dmarc(names.texts(f"_dmarc.{name}"))) is not None:
            return name, found
    return None


def _upwards(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    for start in range(min(len(labels) - 1, 8)):
        yield ".".join(labels[start:])


def dkim_key_of(signature: Signature, names: Dns) -> DkimKey | None:
    """The key that is published for a signature; None where there is none."""
    return read_dkim_key(names.texts(f"{signature.selector}._domainkey.{signature.domain}"))
