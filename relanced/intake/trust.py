"""A mail in, whether our own server vouches for its From domain out. Pure.

RFC 8601 (Authentication-Results), RFC 7489 (DMARC), RFC 6376 (DKIM). Only what a configured
server wrote counts, and only in the topmost such header: our server adds its own above whatever
travelled with the mail; a forger can write any number of such headers, with any name, below.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.message import Message
from relanced.model.names import domain_of

MAX_RESULTS = 16 * 1024  # characters of one header
_RESULT = re.compile(r"\s*([a-z][a-z0-9-]{0,30})\s*(?:/\s*\d+\s*)?=\s*([a-z]{2,20})\b")
_PROPERTY = re.compile(r"\b([a-z]{2,10})\s*\.\s*([a-z0-9-]{1,30})\s*=\s*(\"[^\"]*\"|[^\s;\"]+)")
_ENVELOPE = re.compile(r"\b(?:smtp\s*\.\s*mailfrom|envelope-from)\s*=\s*([^\s;]*)")
_CLEAN_SENDER = re.compile(
    r"(?P<quote>\"?)(?:<>|<?(?:[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+>?)(?P=quote)|\"\""
)
_STRAY = re.compile(r"\s*(?![a-z][a-z0-9-]{0,30}\s*(?:/\s*\d+\s*)?=|none\s*$)\S")
_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether a mail is from the domain that it names."""

    passed: bool
    domain: str  # of the From address, lower case; "" where the From header cannot be believed
    because: str
    broken_signature: bool = False  # the From domain signed, a relay changed the mail; still not believed


@dataclass(frozen=True, slots=True)
class _Result:
    """One «method=result» and its properties."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        return next((value for key, value in self.properties if key == name), "")


def authenticate(message: Message, authserv_ids: tuple[str, ...]) -> Trust:
    """Whether a server of ours (its authserv-id) found the mail to be from its From domain.

    dmarc=pass for exactly that domain; or, where the domain has no DMARC policy, a passed DKIM
    signature of that domain or its parent. No ids configured: nothing is authenticated.
    """
    domain = _from_domain(message)
    if not domain:
        return Trust(passed=False, domain="", because="the From header does not name exactly one address")
    if not authserv_ids:
        return Trust(passed=False, domain=domain, because="no authserv_ids are configured")
    wanted = {name.strip().lower() for name in authserv_ids}
    top = _top_results(message)
    server, results = _parse(top)
    if server not in wanted:
        names = ", ".join(sorted(wanted))
        because = f"the topmost Authentication-Results above the mail's own headers is not one of {names}"
        return Trust(passed=False, domain=domain, because=because)
    if strange := _smuggled(top, results):
        return Trust(passed=False, domain=domain, because=f"{server}: {strange}")
    return _judge(domain, server, results)


def authserv_id(message: Message) -> str:
    """Who wrote the topmost Authentication-Results: most likely our own server; "" where nobody did."""
    top = message.header("authentication-results")
    return _parse(top)[0] if top else ""


def _top_results(message: Message) -> str:
    """The topmost Authentication-Results if it stands where our server writes; else "".

    Servers add their own right above or right below their own Received line. What stands below a
    second Received line, or among the headers that the sender writes, travelled with the mail.
    """
    received = 0
    for name, value in message.headers:
        match _bare(name):
            case "authentication-results":
                return value
            case "received":
                received += 1
                if received > 1:
                    return ""
            case "from" | "to" | "date" | "subject":
                return ""
            case _:
                continue
    return ""


def _bare(name: str) -> str:
    """A header's name without what some servers let stand before the colon: «From : …»."""
    return re.sub(r"[^!-~]", "", name).lower()


def _from_domain(message: Message) -> str:
    """The domain of the one From address; "" for several headers, several addresses, or a list."""
    headers = [value for name, value in message.headers if _bare(name) == "from"]
    if len(headers) != 1 or len(message.senders) != 1:
        return ""
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", _without_comments(headers[0]))
    if "," in outside or ";" in outside or outside.count("<") > 1:
        return ""
    domain = domain_of(message.senders[0].email)
    return domain if _DOMAIN.fullmatch(domain) else ""


def _smuggled(header: str, results: tuple[_Result, ...]) -> str:
    """Why a header may hold results that the sender wrote into his own address; "" where it may not.

    Servers that copy MAIL FROM without its quotes turn «"x; dmarc=pass …"@evil» into results. A
    signature may be checked more than once, and SPF once for HELO and once for MAIL FROM.
    """
    kinds = [
        (r.method, r.method == "spf" and bool(r.value("smtp.helo")) and not r.value("smtp.mailfrom"))
        for r in results
        if r.method != "dkim"
    ]
    if len(kinds) != len(set(kinds)):
        return "the same method is judged twice"
    text = _without_comments(header[:MAX_RESULTS]).lower()
    if not all(_CLEAN_SENDER.fullmatch(m[1]) for m in _ENVELOPE.finditer(text)):
        return "an envelope sender that is no plain address"
    if any(_STRAY.match(piece) for piece in list(_split(text))[1:]):
        return "a part that is no result"
    return ""


def _judge(domain: str, server: str, results: tuple[_Result, ...]) -> Trust:
    dmarc = [r for r in results if r.method == "dmarc"]
    said = (
        ", ".join(f"{r.method}={r.result}" for r in results if r.method in {"dmarc", "dkim", "spf"})
        or "nothing"
    )
    verdicts = {r.result for r in dmarc} or {"none"}
    if verdicts == {"pass"}:  # two that disagree: one of them was smuggled in by a strange address
        if {_domain_in(r.value("header.from")) for r in dmarc} == {domain}:
            return Trust(passed=True, domain=domain, because=f"{server}: dmarc=pass for {domain}")
        return Trust(passed=False, domain=domain, because=f"{server}: dmarc=pass, but not for {domain}")
    if verdicts == {"none"}:
        signer = next(
            (s for r in results if (s := _signer(r)) and r.result == "pass" and _aligned(domain, s)), None
        )
        if signer:
            return Trust(passed=True, domain=domain, because=f"{server}: no DMARC policy, signed by {signer}")
    return Trust(
        passed=False,
        domain=domain,
        because=f"{server} does not vouch for {domain}: {said}",
        broken_signature=_is_broken_in_transit(domain, results),
    )


def _is_broken_in_transit(domain: str, results: tuple[_Result, ...]) -> bool:
    """The domain's own signature is there and does not verify, and SPF does not name a forger.

    Mailing lists and accountants' relays do that by adding a footer. It proves nothing.
    """
    signed = any(r.result == "fail" and (s := _signer(r)) and _aligned(domain, s) for r in results)
    return signed and not any(r.method == "spf" and r.result in {"fail", "softfail"} for r in results)


def _signer(result: _Result) -> str:
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


def _parse(header: str) -> tuple[str, tuple[_Result, ...]]:
    """Read one header: the server that speaks, and its results; comments are removed before."""
    pieces = list(_split(_without_comments(header[:MAX_RESULTS])))
    server = (pieces[0].split() or [""])[0].strip('"').lower() if pieces else ""
    if "=" in server:  # Outlook.com writes no authserv-id at all
        return "", ()
    return server, tuple(result for piece in pieces[1:] if (result := _result(piece)))


def _result(piece: str) -> _Result | None:
    match = _RESULT.match(piece.lower())
    if not match:
        return None
    rest = re.sub(r'\breason\s*=\s*(?:"[^"]*"|\S+)', " ", piece.lower()[match.end() :])
    found = ((f"{m[1]}.{m[2]}", m[3].strip('"')) for m in _PROPERTY.finditer(rest))
    return _Result(match[1], match[2], tuple(found))


def _without_comments(text: str) -> str:
    """Drop «(…)», nested ones too, outside quoted strings (RFC 5322, 3.2.2)."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "(" and not quoted:
            depth += 1
            continue
        elif char == ")" and depth:
            depth -= 1
            if not depth:
                out.append(" ")
            continue
        if not depth:
            out.append(char)
    return "".join(out)


def _split(text: str) -> Iterator[str]:
    """The parts between semicolons that stand outside quoted strings."""
    start, quoted, escaped = 0, False, False
    for place, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == "\\" and quoted:
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            yield text[start:place]
            start = place + 1
    yield text[start:]
