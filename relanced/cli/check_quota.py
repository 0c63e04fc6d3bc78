"""An open mailbox in, how full it is out: one that is full takes in neither mails nor notes. RFC 2087, RFC 9208."""

import re

from relanced.cli.finding import Finding, note
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ServerRefused

_STORAGE = re.compile(rb"STORAGE (\d{1,15}) (\d{1,15})", re.IGNORECASE)  # in units of 1,024 bytes
_FULL, _NEARLY = 98, 90  # per cent


def quota_found(session: ImapSession) -> list[Finding]:
    """Nothing where the server has no limits, or does not tell them."""
    try:
        with session.asking("GETQUOTAROOT"):
            _, answers = session.wire.getquotaroot("INBOX")
    except ServerRefused:
        return []
    return told_quota(b" ".join(each for part in answers for each in part if isinstance(each, bytes)))


def told_quota(answer: bytes) -> list[Finding]:
    """What the fullest of the limits says."""
    limits = [(int(found[1]), int(found[2])) for found in _STORAGE.finditer(answer) if int(found[2])]
    if not limits:
        return []
    used, limit = max(limits, key=lambda each: each[0] / each[1])
    percent = 100 * used // limit
    says = f"{percent} % of {limit / 1024 / 1024:.1f} GB used"
    do = "make room, or ask for more: a full mailbox takes in no mail, and relanced can note nothing down"
    if percent >= _FULL:
        return [Finding("mailbox space", ok=False, says=says, do=do)]
    return [
        note("mailbox space", says, do)
        if percent >= _NEARLY
        else Finding("mailbox space", ok=True, says=says)
    ]
