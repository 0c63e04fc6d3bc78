"""TXT records of a mail domain in, what they say about who may send for it out. Pure.

SPF (RFC 7208), DMARC (RFC 7489), DKIM keys (RFC 6376, 3.6.1). Records are a stranger's words: they are
read up to a length, and nothing of them is ever run or asked for but a checked name.
"""

import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

MAX_TEXT = 4_096  # characters of one record
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4: above it every receiver says «permerror»
_ASKING = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
_SILENT = frozenset({"all", "ip4", "ip6", "exp"})
_SHORTEST_RSA = 140  # bytes of a key of 1,024 bits as it is published, and some less

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class SpfTerm:
    """One word of an SPF record: «~all», «include:_spf.host.example», «ip4:192.0.2.0/24»."""

    sign: str  # "+", "-", "~", "?"
    name: str
    value: str  # behind «:» or «=»; "" where the domain itself is meant


@dataclass(frozen=True, slots=True)
class Spf:
    """One SPF record."""

    terms: tuple[SpfTerm, ...]
    faults: tuple[str, ...]  # words that no receiver understands: all of it then counts for nothing

    @property
    def everybody(self) -> str:
        """The sign of «all»: "-" and "~" keep strangers out, "+" lets everybody in; "" where it says nothing."""
        return next((term.sign for term in self.terms if term.name == "all"), "")

    @property
    def asks(self) -> tuple[SpfTerm, ...]:
        """The words for which a receiver must ask the DNS again."""
        return tuple(term for term in self.terms if term.name in _ASKING)

    @property
    def networks(self) -> tuple[Network, ...]:
        """The addresses that may send."""
        return tuple(
            ip_network(term.value, strict=False)
            for term in self.terms
            if term.name in {"ip4", "ip6"} and term.sign == "+"
        )


def spf_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """The SPF records among the TXT records of a domain; there must be one (RFC 7208, 3.2)."""
    return tuple(text for text in texts if re.match(r"v=spf1(?: |$)", text, re.IGNORECASE))


def read_spf(text: str) -> Spf:
    """Read one record."""
    terms: list[SpfTerm] = []
    faults: list[str] = []
    for word in text[:MAX_TEXT].split()[1:]:
        term = _spf_term(word)
        if term is None:
            faults.append(word[:60])
        else:
            terms.append(term)
    return Spf(tuple(terms), tuple(faults))


def _spf_term(word: str) -> SpfTerm | None:
    found = re.fullmatch(
        r"([+~?-]?)([A-Za-z][A-Za-z0-9._-]{0,30})(?:([:=])(\S{1,255})|(/[0-9/]{1,8}))?", word
    )
    if found is None:
        return None
    name, value = found[2].lower(), found[4] or ""
    if found[3] == "=":
        return SpfTerm("+", name, value)  # a modifier; unknown ones are to be passed over (RFC 7208, 6)
    if name not in _ASKING | _SILENT or (name in {"ip4", "ip6"} and not _is_network(name, value)):
        return None
    if name in {"a", "mx"}:
        value = value.partition("/")[0]
    return SpfTerm(found[1] or "+", name, value.rstrip(".").lower())


def _is_network(kind: str, value: str) -> bool:
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        return False
    return network.version == (4 if kind == "ip4" else 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """What a domain wants done with mails that are not from it."""

    policy: str  # "none", "quarantine", "reject"
    below: str  # the same for its sub-domains
    is_strict_dkim: bool
    is_strict_spf: bool
    has_reports: bool  # somebody is told who sends in its name


def read_dmarc(texts: Iterable[str]) -> Dmarc | None:
    """The policy among the TXT records of «_dmarc.…»; None where there is none, or more than one (RFC 7489, 6.6.3)."""
    found = [_tags(text) for text in texts if re.match(r"v\s*=\s*DMARC1\s*(?:;|$)", text)]
    if len(found) != 1:
        return None
    tags = found[0]
    policy = tags.get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        if not tags.get("rua"):
            return None
        policy = "none"  # the same section: a record with an address for reports counts as «none»
    below = tags.get("sp", "").lower()
    return Dmarc(
        policy=policy,
        below=below if below in {"none", "quarantine", "reject"} else policy,
        is_strict_dkim=tags.get("adkim", "").lower() == "s",
        is_strict_spf=tags.get("aspf", "").lower() == "s",
        has_reports=bool(tags.get("rua")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """The public half of a key that signs mails."""

    is_revoked: bool  # an empty key: what it signed counts for nothing
    is_weak: bool  # below 1,024 bits: receivers refuse it (RFC 8301, 3.2)
    is_for_tests: bool  # «t=y»: receivers may take no notice of it


def read_dkim_key(texts: Iterable[str]) -> DkimKey | None:
    """The key among the TXT records of «selector._domainkey.domain»; None where there is none that can be read."""
    for tags in map(_tags, texts):
        if "p" not in tags or tags.get("v", "DKIM1") != "DKIM1":
            continue
        try:
            key = b64decode(re.sub(r"\s", "", tags["p"]), validate=True)
        except ValueError:
            continue
        return DkimKey(
            is_revoked=not key,
            is_weak=bool(key) and tags.get("k", "rsa").lower() == "rsa" and len(key) < _SHORTEST_RSA,
            is_for_tests="y" in tags.get("t", "").lower().split(":"),
        )
    return None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a mail, by a DKIM-Signature header: the domain, and which of its keys."""

    domain: str
    selector: str


_NAME = re.compile(r"(?=.{1,200}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")


def read_signature(header: str) -> Signature | None:
    """Whose signature it says to be; None where its names could not be asked for."""
    tags = _tags(header)
    domain, selector = tags.get("d", "").lower().rstrip("."), tags.get("s", "").lower()
    if "." not in domain or not _NAME.fullmatch(domain) or not _NAME.fullmatch(selector):
        return None
    return Signature(domain, selector)


def is_askable(name: str) -> bool:
    """Whether this is a name of the DNS with a dot in it, of plain letters; macros of SPF (%{i}) are none."""
    return "." in name and _NAME.fullmatch(name) is not None


def is_for_examples(domain: str) -> bool:
    """Whether nobody can own this name (RFC 2606, RFC 6761): asking for it would tell nothing."""
    labels = domain.lower().split(".")
    return labels[-1] in {"example", "test", "invalid", "localhost", "local"} or (
        labels[-2:-1] == ["example"] and labels[-1] in {"com", "net", "org"}
    )


def _tags(text: str) -> dict[str, str]:
    """«a=1; b=2» (RFC 6376, 3.2); the first of a name counts."""
    found: dict[str, str] = {}
    for part in text[:MAX_TEXT].split(";"):
        name, is_tag, value = part.partition("=")
        if is_tag:
            found.setdefault(name.strip().lower(), value.strip())
    return found
