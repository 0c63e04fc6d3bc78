"""A mail and its bytes in, what it says of a mail that did not arrive out. Pure.

Looked for in this order: RFC 3464 report, X-Failed-Recipients, then flufl.bounce for the many
servers that invented a form of their own. Delayed is not failed.
"""

import re
from email import message_from_bytes
from email.message import Message as ParsedMail
from email.policy import compat32

from flufl.bounce import all_failures

from relanced.intake.days import fold
from relanced.intake.message import Message, addresses, message_ids
from relanced.intake.readings import BounceRead
from relanced.model.names import MessageId

_MAX_SCANNED = 1_000_000  # bytes
_MAX_IDS = 50
_DAEMONS = frozenset({"mailer-daemon", "mail-daemon", "postmaster", "mailerdaemon", "maildelivery"})
_SUBJECT = re.compile(
    r"undeliver|undelivered|delivery (?:status|failure|has failed|delay)|mail delivery|returned mail|"
    r"failure notice|"
    r"returned to sender|could not (?:be )?deliver|non remis|non[- ]delivery|echec de (?:la )?remise|"
    r"echec de distribution|unzustellbar|zustellung|nicht zugestellt|mancata consegna|no se pudo entregar|"
    r"onbestelbaar|mail system error|remise differee|delayed"
)
_IDS = re.compile(r"(?:message-id|x-microsoft-original-message-id)\s*:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE)
_HARD = re.compile(r"(?<![\d.])(?:5\.\d{1,3}\.\d{1,3}|55[0-4])(?![\d.])")
_SOFT = re.compile(
    r"(?<![\d.])(?:4\.\d{1,3}\.\d{1,3}|4[25][0-2])(?![\d.])|still (?:trying|being retried)|"
    r"will (?:be )?(?:retry|retried)|"
    r"delayed|not yet been delivered|nouvelle tentative|retarde|differe|verzogert"
)
_ADDRESS = re.compile(r"(?<![\w.+@-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")


def read_bounce(message: Message, raw: bytes) -> BounceRead | None:
    """Read a bounce: whom it did not reach (may be ""), whether for good, and every Message-ID in it.

    None for any other mail. `permanent` is True only for a refusal that no later try will change.
    """
    if not _looks_like_bounce(message):
        return None
    mail = message_from_bytes(raw[:_MAX_SCANNED], policy=compat32)
    recipient, permanent = _by_report(mail) or _by_header(message) or _by_form(mail, message)
    return BounceRead(recipient=recipient, permanent=permanent, answers=_answers(message, raw))


def _looks_like_bounce(message: Message) -> bool:
    kind = message.header("content-type").lower()
    if "multipart/report" in kind and "delivery-status" in kind:
        return True
    if message.header("x-failed-recipients"):
        return True
    local = message.sender.partition("@")[0]
    from_nobody = message.header("return-path").strip() == "<>"
    about_delivery = bool(_SUBJECT.search(fold(message.subject[:300])))
    return about_delivery and (local in _DAEMONS or from_nobody)


def _by_report(mail: "ParsedMail[str, str]") -> tuple[str, bool] | None:
    """The recipient fields of RFC 3464, 2.3; «failed» comes before «delayed» where both stand."""
    found: list[tuple[str, bool, bool]] = []
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: object = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, ParsedMail):
                continue
            action = str(block.get("Action", "")).strip().lower()
            address = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
            bare = addresses(address.rpartition(";")[2].strip())
            if action in {"failed", "delayed"} and bare:
                status = str(block.get("Status", "")).strip()
                has_failed = action == "failed"
                found.append((bare[0].email, has_failed, has_failed and not status.startswith("4")))
    if not found:
        return None
    address, _, permanent = max(found, key=lambda entry: (entry[2], entry[1]))
    return address, permanent


def _by_header(message: Message) -> tuple[str, bool] | None:
    """Exim's and Gmail's X-Failed-Recipients: written for failures only."""
    failed = addresses(message.header("x-failed-recipients"))
    return (failed[0].email, _is_hard(message.text)) if failed else None


def _by_form(mail: "ParsedMail[str, str]", message: Message) -> tuple[str, bool]:
    """A form that a server invented; where none is known, the first address that is not the sender's."""
    temporary, permanent = all_failures(mail)
    for found, hard in ((permanent, True), (temporary, False)):
        if found:
            address = min(found)
            return (
                address.decode("ascii", "replace") if isinstance(address, bytes) else address
            ).lower(), hard
    ours = {address.email for address in (*message.to, *message.senders)}
    named = (match[0].lower() for match in _ADDRESS.finditer(message.text[:20_000]))
    recipient = next((address for address in named if address not in ours), "")
    return recipient, _is_hard(message.text)


def _is_hard(text: str) -> bool:
    plain = fold(text[:20_000])
    return bool(_HARD.search(plain)) and not _SOFT.search(plain)


def _answers(message: Message, raw: bytes) -> tuple[MessageId, ...]:
    """Every Message-ID that may be ours: from the thread headers and the returned mail, however wrapped."""
    texts = [
        message.text,
        *(file.data[:_MAX_SCANNED].decode("utf-8", "replace") for file in message.attachments),
    ]
    texts.append(raw[:_MAX_SCANNED].decode("utf-8", "replace"))
    ids = [one for text in texts for found in _IDS.findall(text[:_MAX_SCANNED]) for one in message_ids(found)]
    unique = dict.fromkeys([*message.answers, *ids])
    return tuple(one for one in unique if one != message.message_id)[:_MAX_IDS]
