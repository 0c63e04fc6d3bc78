"""What a server showed of its TLS, or why a connection failed, in; findings for the owner out."""

import re
from datetime import UTC, datetime
from pathlib import Path

from relanced.cli.finding import Finding, note
from relanced.edge.tls_seen import TlsSeen

SOON = 14  # days: who renews by himself has done so by then
_TROUBLES = (
    (
        r"certificate has expired",
        "its certificate has ended: who runs the server must renew it. Until then nothing is read or sent",
    ),
    (r"not yet valid", "its certificate begins later than now: look at this machine's clock"),
    (
        r"hostname mismatch|doesn't match|not valid for|ip address mismatch",
        "its certificate is for another name: write the name that your provider gives as «host»",
    ),
    (
        r"self[- ]signed|unable to get (?:local )?issuer|unable to verify",
        "nobody known has signed its certificate. If the server is your own: ca_file = its authority's file",
    ),
    (
        r"wrong_version_number|wrong version number|record layer failure|unexpected message",
        "it speaks no TLS on this port: look at «port» and «security» (tls: 993 and 465; starttls: 143 and 587)",
    ),
    (
        r"offers no STARTTLS|STARTTLS extension",
        'use security = "tls" (IMAP 993, SMTP 465), or ask the provider',
    ),
    (
        r"name or service not known|nodename nor servname|name resolution|no address associated|getaddrinfo",
        "no machine of this name is found: look at «host», and whether this machine is online",
    ),
    (
        r"connection refused|connect call failed|error connecting",
        "nobody listens there: look at «host» and «port»",
    ),
    (
        r"timed out|no answer in time|network is unreachable|no route to host|cut off|connection is closed",
        "it does not answer: look at «host» and «port»; a firewall, or the provider itself, may be in the way",
    ),
)


def what_to_do(trouble: str) -> str:
    """What the words of a failed connection ask for; "" where they tell it themselves."""
    return next((do for words, do in _TROUBLES if re.search(words, trouble, re.IGNORECASE)), "")


def tls_finding(what: str, seen: TlsSeen | None, ca_file: Path | None, now: datetime) -> Finding:
    """How a connection that came about is protected, and for how long yet."""
    if seen is None:
        return Finding(what, ok=True, says="in clear, and within this machine alone")
    whose = f", checked by {ca_file}" if ca_file else ""
    says = f"{seen.version}{whose}"
    if seen.ends_at is None:
        return Finding(what, ok=True, says=says)
    days = (seen.ends_at - now.astimezone(UTC)).days
    says += f", certificate good for {days} day{'s' * (days != 1)} more ({seen.ends_at:%Y-%m-%d})"
    if days < SOON:
        return note(
            what,
            says,
            "if the server is your own, renew it now; else your provider does, if it has not forgotten",
        )
    return Finding(what, ok=True, says=says)
