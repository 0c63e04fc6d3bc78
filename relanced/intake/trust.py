"""A mail in, whether our own server vouches for its From domain out. Pure.

RFC 8601 (Authentication-Results), RFC 7489 (DMARC), RFC 6376 (DKIM). Only what a configured
server wrote counts, and only in the topmost such header: our server adds its own above whatever
travelled with the mail; a forger can write any number of such headers, with any name, below.
"""

import re
from dataclasses import dataclass

from relanced.intake.lazy import lazy
from relanced.intake.message import MAX_HEADER, MAX_HEADERS, Message
from relanced.intake.received import is_own_hop
from relanced.intake.results import Result, Results, read_results, without_comments
from relanced.model.names import address_matches, domain_of

_DOMAIN = lazy(r"(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
# A signature holds for the lowest header of a name: a second one above it is anybody's, and counts here.
_ONCE = ("date", "to", "cc", "subject", "message-id", "content-type", "content-transfer-encoding")
_SIGNS_PART = lazy(r"(?:^|;)\s*l\s*=\s*\d", re.IGNORECASE)
_SIGNING = lazy(r"(?:^|;)\s*d\s*=\s*([^\s;]{1,253})", re.IGNORECASE)
# To the end of the header where none closes it: else each quote would be looked through to that end anew.
_QUOTED = lazy(r'"(?:[^"\\]|\\.)*("?)')
_ANY_HOST = "*."


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether a mail is from the domain that it names."""

    passed: bool
    domain: str  # of the From address, lower case; "" where the From header cannot be believed
    because: str
    broken_signature: bool = False  # the From domain signed, but perhaps not all that is there; not believed
    came_straight: bool = False  # a server that the From domain names for it (SPF) brought the mail


def authenticate(message: Message, authserv_ids: tuple[str, ...], relays: tuple[str, ...] = ()) -> Trust:
    """Whether a server of ours (its authserv-id) found the mail to be from its From domain.

    dmarc=pass for exactly that domain; or, where the domain has no DMARC policy, a passed DKIM
    signature of that domain or its parent. No ids configured: nothing is authenticated. An id
    «*.host.example» stands for every host below host.example. `relays`: the firm's own addresses,
    under which another mailbox of it may forward a mail and break its signature.
    """
    domain = _from_domain(message)
    if not domain:
        return Trust(passed=False, domain="", because="the From header does not name exactly one address")
    if not authserv_ids:
        return Trust(passed=False, domain=domain, because="no authserv_ids are configured")
    top = _top_results(message)
    if top is None or not is_configured(top.server, authserv_ids):
        names = ", ".join(sorted(name.strip().lower() for name in authserv_ids))
        because = f"the topmost Authentication-Results above the mail's own headers is not one of {names}"
        return Trust(passed=False, domain=domain, because=because)
    if top.strange:
        return Trust(passed=False, domain=domain, because=f"{top.server}: {top.strange}")
    trust = _judge(domain, top, relays)
    added = _may_be_added_to(message, trust) if trust.passed else ""
    if added:
        because = f"{trust.because}; but {added}"
        return Trust(passed=False, domain=domain, because=because, broken_signature=True)
    return trust


def authserv_id(message: Message) -> str | None:
    """Who wrote the topmost Authentication-Results that stands where our own server writes.

    "" for a header without a name, as Outlook.com writes them; None where no such header is.
    """
    top = _top_results(message)
    return None if top is None else top.server


def is_configured(server: str, authserv_ids: tuple[str, ...]) -> bool:
    """Whether the server is one of these; large providers have a name for each of their hosts."""
    for name in (name.strip().lower() for name in authserv_ids):
        if server == name or (name.startswith(_ANY_HOST) and server.endswith(name[1:])):
            return bool(server)
    return False


def _top_results(message: Message) -> Results | None:
    """The topmost Authentication-Results if it stands where our server writes; else None.

    Servers add their own right above or right below the Received line by which they took the mail
    in, and then hand it on among themselves. What stands below a foreign hop, or among the headers
    that the sender writes, travelled with the mail.
    """
    hops: list[str] = []
    for name, value in message.headers:
        match _bare(name):
            case "authentication-results":
                results = read_results(value)
                if results.is_beside:
                    continue
                nameless = not results.server  # nobody's: its hops tell nothing
                own = nameless or all(is_own_hop(hop, results.server) for hop in hops[:-1])
                return results if own else None
            case "received":
                hops.append(value)
            case "from" | "to" | "date" | "subject":
                return None
            case _:
                continue
    return None


def _bare(name: str) -> str:
    """A header's name without what some servers let stand before the colon: «From : …»."""
    return re.sub(r"[^!-~]", "", name).lower()


def _from_domain(message: Message) -> str:
    """The domain of the one From address; "" for several headers, several addresses, a list, an open quote."""
    headers = [value for name, value in message.headers if _bare(name) == "from"]
    if len(headers) != 1 or len(message.senders) != 1 or len(headers[0]) >= MAX_HEADER:
        return ""
    said = without_comments(headers[0])[0]
    if any(not quoted[1] for quoted in _QUOTED.finditer(said)):
        return ""
    outside = _QUOTED.sub("", said)
    if "," in outside or ";" in outside or outside.count("<") > 1:
        return ""
    domain = domain_of(message.senders[0].email)
    return domain if _DOMAIN.fullmatch(domain) else ""


def _may_be_added_to(message: Message, trust: Trust) -> str:
    """Why some of it may be somebody else's although its signature is good; "" where all is the sender's."""
    if len(message.headers) >= MAX_HEADERS:
        return f"it has {MAX_HEADERS} headers or more"
    names = [_bare(name) for name, _ in message.headers]
    twice = next((name for name in _ONCE if names.count(name) > 1), "")
    if twice:
        return f"it has two headers «{twice.title()}», of which one may have been added"
    if not trust.came_straight and _is_signed_in_part(message, trust.domain):
        return "its signature covers only the beginning of the text (l=)"
    return ""


def _judge(domain: str, top: Results, relays: tuple[str, ...]) -> Trust:
    server, results = top.server, top.found
    straight = any(_is_of_sender(r, domain) for r in results)
    dmarc = [r for r in results if r.method == "dmarc"]
    said = (
        ", ".join(f"{r.method}={r.result}" for r in results if r.method in {"dmarc", "dkim", "spf"})
        or "nothing"
    )
    verdicts = {r.result for r in dmarc} or {"none"}
    if verdicts == {"pass"}:
        if {_domain_in(r.value("header.from")) for r in dmarc} == {domain}:
            because = f"{server}: dmarc=pass for {domain}"
            return Trust(passed=True, domain=domain, because=because, came_straight=straight)
        return Trust(passed=False, domain=domain, because=f"{server}: dmarc=pass, but not for {domain}")
    if verdicts == {"none"}:
        signer = next(
            (s for r in results if (s := _signer(r)) and r.result == "pass" and _aligned(domain, s)), None
        )
        if signer:
            because = f"{server}: no DMARC policy, signed by {signer}"
            return Trust(passed=True, domain=domain, because=because, came_straight=straight)
    return Trust(
        passed=False,
        domain=domain,
        because=f"{server} does not vouch for {domain}: {said}",
        broken_signature=_is_broken_in_transit(domain, results, relays),
    )


def _is_of_sender(result: Result, domain: str) -> bool:
    """Whether SPF passed for an envelope sender of the From domain, its parent or a sub-domain (RFC 7489, 3.1.2)."""
    if result.method != "spf" or result.result != "pass":
        return False
    envelope = _domain_in(result.value("smtp.mailfrom").strip("<>"))
    return bool(envelope) and (_aligned(domain, envelope) or _aligned(envelope, domain))


def _is_broken_in_transit(domain: str, results: tuple[Result, ...], relays: tuple[str, ...]) -> bool:
    """The domain's own signature is there and does not verify, and SPF names no other sender.

    Relays do that by adding a footer. Anybody can write a signature that does not verify; so the
    envelope must be the domain's own, of which SPF says nothing (a forger's would fail), or that
    of the firm's own mailbox, and proven. It proves nothing of what the mail says.
    """
    if not any(r.result == "fail" and (s := _signer(r)) and _aligned(domain, s) for r in results):
        return False
    spf = [r for r in results if r.method == "spf" and not _is_of_helo(r)]
    return bool(spf) and all(_may_be_relayed(r, domain, relays) for r in spf)


def _may_be_relayed(spf: Result, domain: str, relays: tuple[str, ...]) -> bool:
    envelope = spf.value("smtp.mailfrom").strip("<>")
    if spf.result == "pass":
        return address_matches(envelope, relays)
    sender = _domain_in(envelope)
    return spf.result == "neutral" and (not envelope or _aligned(domain, sender) or _aligned(sender, domain))


def _is_of_helo(spf: Result) -> bool:
    return bool(spf.value("smtp.helo")) and not spf.value("smtp.mailfrom")


def _is_signed_in_part(message: Message, domain: str) -> bool:
    """Whether a signature of the From domain covers only the beginning of the text: anybody may add to it."""
    return any(
        _SIGNS_PART.search(signature)
        and (by := _SIGNING.search(signature))
        and _aligned(domain, by[1].lower())
        for signature in message.all("dkim-signature")
    )


def _signer(result: Result) -> str:
    """The signing domain; header.i must lie within header.d."""
    if result.method != "dkim":
        return ""
    signed, identity = _domain_in(result.value("header.d")), _domain_in(result.value("header.i"))
    if signed and identity and identity != signed and not identity.endswith("." + signed):
        return ""
    return signed or identity


def _aligned(domain: str, signer: str) -> bool:
    """The same domain, or a parent that is more than a top-level name."""
    return domain == signer or ("." in signer and domain.endswith("." + signer))


def _domain_in(value: str) -> str:
    found = value.strip().strip('"').lower().rpartition("@")[2].rstrip(".")
    return found if _DOMAIN.fullmatch(found) else ""
