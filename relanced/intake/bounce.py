"""A mail and its bytes in, what it says of a mail that did not arrive out. Pure.

Looked for in this order: RFC 3464 report, X-Failed-Recipients, then flufl.bounce for the many
servers that invented a form of their own. Delayed is not failed.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, message_from_string
from email.message import Message as ParsedMail
from email.policy import compat32
from itertools import islice

from relanced.intake.days import fold
from relanced.intake.html import html_to_text
from relanced.intake.lazy import lazy
from relanced.intake.message import Message, addresses, message_ids
from relanced.intake.readings import BounceRead
from relanced.intake.reply.tokens import tokens_in
from relanced.model.names import MessageId

_MAX_SCANNED = 1_000_000  # bytes
_MAX_READ = 20_000  # characters
_MAX_IDS = 50
_MAX_FORM, _MAX_LINES = 100_000, 1_000  # bytes and lines: flufl.bounce tries two dozen patterns on each line
_MAX_PARTS = 50
_DAEMONS = lazy(
    r"(?:mail(?:er)?[-_.]?(?:daemon|delivery)|postmaster|maildelivery|mdaemon|"
    r"microsoftexchange\w{0,40}|bounces?)\b"
)
_SUBJECT = lazy(
    r"undeliver|undelivered|delivery (?:status|failure|has failed|delay|incomplete|problem|error|unsuccessful)|"
    r"mail delivery|returned mail|failure notice|returned to sender|(?:could|can) ?not (?:be )?deliver|"
    r"unable to deliver|non[- ]delivery|non[- ]remi[st]|mail system error|message (?:delayed|blocked|rejected)|"
    r"n.a pas (?:pu )?etre (?:remis|distribue|delivre|achemine)|non (?:delivre|distribue|achemine)|"
    r"echec de (?:la |l.)?(?:remise|distribution|livraison|envoi)|remise differee|retour de courrier|"
    r"unzustellbar|(?:un)?zustellung|nicht zugestellt|nicht zustellbar|mancata consegna|mancato recapito|"
    r"non recapitabile|impossibile recapitare|no se (?:pudo|puede) entregar|no entregado|error de entrega|"
    r"devuelto|onbestelbaar|niet bezorgd|bezorging|delayed|retarde"
)
_IDS = lazy(r"(?:message-id|x-microsoft-original-message-id)\s*:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE)
_HARD = lazy(
    r"(?<![\d.])(?:5\.\d{1,3}\.\d{1,3}|55[0-4])(?![\d.])|(?:user|recipient|address|mailbox) (?:is )?unknown|"
    r"no such (?:user|recipient|mailbox|address)|(?:does not|doesn.t) exist|(?:wasn.t|was not|not) found|"
    r"not listed in|n.existe (?:pas|plus)|(?:adresse|destinataire|utilisateur) (?:est )?inconnue?|introuvable|"
    r"unbekannt|existiert nicht|nicht gefunden|no existe|desconocido|no se (?:encontro|ha encontrado)|"
    r"sconosciuto|inesistente|non esiste|non trovato|bestaat niet|onbekend|niet gevonden"
)
_SOFT = lazy(
    r"(?<![\d.])(?:4\.\d{1,3}\.\d{1,3}|4[25][0-2])(?![\d.])|still (?:trying|being retried)|"
    r"keep trying|try again|"
    r"will (?:be )?(?:retry|retried)|no action is required|do not need to resend|"
    r"delayed|not yet been delivered|nouvelles? tentatives?|retarde|differee?|verzogert|"
    r"weitere zustellversuche|"
    r"se (?:seguira|volvera a) intent|ritardo|verra ritentat|vertraagd|opnieuw (?:proberen|geprobeerd)"
)
_ADDRESS = lazy(r"(?<![\w.+@-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
# headers of the returned mail that hold what only looks like an address
_ID_LINE = lazy(
    r"^[ \t>]*(?:message-id|references|in-reply-to|content-id|received|x-[\w-]{1,40}|"
    r"return-path)\s*:.*(?:\n[ \t]+.*)*",
    re.IGNORECASE | re.MULTILINE,
)
_OFFICES = lazy(r"(?:postmaster|mailer-daemon|support|abuse|hostmaster|help(?:desk)?|admin|no-?reply)\b")
_WENT_WELL = frozenset({"delivered", "relayed", "expanded"})  # RFC 3464, 2.3.3: not failed


def read_bounce(message: Message, raw: bytes) -> BounceRead | None:
    """Read a bounce: whom it did not reach (may be ""), whether for good, and every Message-ID in it.

    None for any other mail, a report of success included. `permanent` is True only for a refusal
    that no later try will change.
    """
    if not _looks_like_bounce(message):
        return None
    mail = message_from_bytes(raw[:_MAX_SCANNED], policy=compat32)
    reported = _reported(mail)
    if reported and all(action in _WENT_WELL for action, _, _ in reported):
        return None
    recipient, permanent = _by_report(reported) or _by_header(message) or _by_form(raw, message)
    texts = _texts(message, mail, raw)
    answers = _answers(message, texts)
    tokens = tokens_in(replace(message, text="\n".join(texts), html=""))
    return BounceRead(recipient=recipient, permanent=permanent, answers=answers, tokens=tokens)


def _looks_like_bounce(message: Message) -> bool:
    kind = message.header("content-type").lower()
    if "multipart/report" in kind and "delivery-status" in kind:
        return True
    if message.header("x-failed-recipients"):
        return True
    is_daemon = bool(_DAEMONS.match(message.sender.partition("@")[0]))
    if is_daemon and _HARD.search(fold(message.text[:_MAX_READ])):
        return True
    from_nobody = message.header("return-path").strip() == "<>"
    by_program = message.header("auto-submitted").strip().lower().startswith("auto-")
    about_delivery = bool(_SUBJECT.search(fold(message.subject[:300])))
    return about_delivery and (is_daemon or from_nobody or by_program)


def _reported(mail: "ParsedMail[str, str]") -> list[tuple[str, str, str]]:
    """Action, address and status of every recipient of an RFC 3464 report (2.3), in order."""
    found: list[tuple[str, str, str]] = []
    for part in islice(mail.walk(), _MAX_PARTS):
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        for block in _blocks(part):
            action = str(block.get("Action", "")).strip().lower()
            address = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
            bare = addresses(address.rpartition(";")[2].strip())
            if action:
                found.append((action, bare[0].email if bare else "", str(block.get("Status", "")).strip()))
    return found


def _blocks(part: "ParsedMail[str, str]") -> "list[ParsedMail[str, str]]":
    """The field groups of a report; sent in base64 (some gateways do) they stand undecoded in its payload."""
    blocks: object = part.get_payload()
    groups = [block for block in blocks if isinstance(block, ParsedMail)] if isinstance(blocks, list) else []
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return groups
    text = _from_base64("".join(str(group.get_payload()) for group in groups))
    return [
        message_from_string(group, policy=compat32) for group in re.split(r"\r?\n\r?\n", text)[:_MAX_PARTS]
    ]


def _by_report(reported: list[tuple[str, str, str]]) -> tuple[str, bool] | None:
    """«failed» comes before «delayed» where both stand, and for good before for now."""
    found = [
        (address, action == "failed", action == "failed" and not status.startswith("4"))
        for action, address, status in reported
        if action in {"failed", "delayed"} and address
    ]
    if not found:
        return None
    address, _, permanent = max(found, key=lambda entry: (entry[2], entry[1]))
    return address, permanent


def _by_header(message: Message) -> tuple[str, bool] | None:
    """Exim's and Gmail's X-Failed-Recipients: written for failures only."""
    failed = addresses(message.header("x-failed-recipients"))
    return (failed[0].email, _is_hard(message.text)) if failed else None


def _by_form(raw: bytes, message: Message) -> tuple[str, bool]:
    """A form that a server invented; where none is known, the first address that is not the sender's."""
    from flufl.bounce import all_failures  # noqa: PLC0415 - two dozen forms, that few mails have

    head = b"\n".join(raw[:_MAX_FORM].split(b"\n", _MAX_LINES)[:_MAX_LINES])
    temporary, permanent = all_failures(message_from_bytes(head, policy=compat32))
    for found, hard in ((permanent, True), (temporary, False)):
        if found:
            address = min(found)
            return (
                address.decode("ascii", "replace") if isinstance(address, bytes) else address
            ).lower(), hard
    ours = {address.email for address in (*message.to, *message.senders)}
    named = (match[0].lower() for match in _ADDRESS.finditer(_ID_LINE.sub("", message.text[:_MAX_READ])))
    foreign = [address for address in named if address not in ours]
    clients = [address for address in foreign if not _OFFICES.match(address)]
    recipient = next(iter(clients or foreign), "")
    return recipient, _is_hard(message.text)


def _is_hard(text: str) -> bool:
    plain = fold(text[:_MAX_READ])
    return bool(_HARD.search(plain)) and not _SOFT.search(plain)


def _texts(message: Message, mail: "ParsedMail[str, str]", raw: bytes) -> list[str]:
    """All that stands in it: its own text, the returned mail however wrapped, and the bytes as they came."""
    return [
        message.text[:_MAX_SCANNED],
        html_to_text(message.html[:_MAX_SCANNED]),  # Exchange shows the headers of the returned mail there
        *(file.data[:_MAX_SCANNED].decode("utf-8", "replace") for file in message.attachments),
        *_returned_in_base64(mail),
        raw[:_MAX_SCANNED].decode("utf-8", "replace"),
    ]


def _answers(message: Message, texts: list[str]) -> tuple[MessageId, ...]:
    """Every Message-ID that may be ours: from the thread headers and the returned mail."""
    ids = [one for text in texts for found in _IDS.findall(text[:_MAX_SCANNED]) for one in message_ids(found)]
    unique = dict.fromkeys([*message.answers, *ids])
    return tuple(one for one in unique if one != message.message_id)[:_MAX_IDS]


def _returned_in_base64(mail: "ParsedMail[str, str]") -> Iterator[str]:
    """A returned mail that was put into base64, which RFC 2046 (5.2.1) forbids and Python's parser leaves."""
    for part in islice(mail.walk(), _MAX_PARTS):
        payload: object = part.get_payload()
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding == "base64" and isinstance(payload, list):
            yield from (
                _from_base64(str(child.get_payload())) for child in payload if isinstance(child, ParsedMail)
            )


def _from_base64(text: str) -> str:
    try:
        return b64decode(text[:_MAX_SCANNED]).decode("utf-8", "replace")
    except ValueError:
        return ""
