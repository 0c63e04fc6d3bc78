"""Mail bytes in, a Message out: decoded once, tolerantly, within limits. Pure.

Parsed with policy compat32 and decoders of our own: on Python 3.11 to 3.13 `policy.default`
raises on a dozen malformed headers (cpython#151857, #148518, #134155) and needs 40 s for one
100 KB header (cpython#136063).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as ParsedMail
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

from relanced.intake.charsets import decode_bytes
from relanced.intake.lazy import lazy
from relanced.model.names import MessageId

MAX_RAW = 25 * 1024 * 1024
MAX_HEADER_BLOCK = 256 * 1024
MAX_HEADERS = 500
MAX_HEADER = 16 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_TEXT = 1_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100  # what happened outside them did not: days are added to every time
MAX_AHEAD = timedelta(days=2)  # by which a sender's clock may be ahead of the server's

# Encoded words are decoded in these alone. In a header for machines they would let a sender write
# what our own server never wrote: a forged dkim=pass inside an address that it copied.
_FOR_PEOPLE = frozenset({"subject", "from", "to", "cc", "reply-to", "sender", "comments", "thread-topic"})
_CONTROLS = lazy(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_END = lazy("\r\n|[\r\u2028\u2029]")
_ANY_HEADER = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|reply-to|sender|references|in-reply-to"
    rb"|mime-version|content-[a-z-]+|authentication-results)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LINE = lazy(r"[!-9;-~]+:[^\r]*\Z")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_SECOND_FROM = re.compile(rb"^from[ \t]+:", re.IGNORECASE | re.MULTILINE)
_BEYOND_READING = (RecursionError, IndexError, KeyError, TypeError, AttributeError, LookupError)
_MESSAGE_ID = lazy(r"<\s*([^<>\s]{1,300})\s*>")
_ADDR_SPEC = lazy(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_QUOTED = lazy(r'"((?:[^"\\]|\\.)*+)("?)')  # one that is never closed is passed over as a whole


class UnreadableMail(ValueError):  # noqa: N818 - the name says what it is, as the glossary does
    """The bytes cannot be read as a mail within the limits; the caller quarantines them."""


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header."""

    name: str
    email: str  # lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is no body text, decoded. Its type is what the sender claims."""

    content_type: str
    filename: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail, decoded. Every text is free of control characters except newline and tab."""

    headers: tuple[tuple[str, str], ...]  # lower-case name and value in order; decoded if meant for people
    message_id: MessageId | None
    answers: tuple[MessageId, ...]  # In-Reply-To, then References from the newest to the oldest
    references: tuple[MessageId, ...]  # References (else In-Reply-To), oldest first
    subject: str
    senders: tuple[Address, ...]  # every From address: more than one is suspicious
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None  # aware
    text: str  # the text/plain body; where there is none, the text of the HTML
    html: str  # the text/html body, or ""
    attachments: tuple[Attachment, ...]
    problems: tuple[str, ...]  # what was malformed and read all the same

    @property
    def sender(self) -> str:
        """The one From address, or "" where the header is broken or names several."""
        return self.senders[0].email if len(self.senders) == 1 else ""

    def header(self, name: str) -> str:
        """The first header of this name, or ""."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every header of this name, from the top."""
        return tuple(value for key, value in self.headers if key == name.lower())


def parse_message(raw: bytes) -> Message:
    """Decode one mail.

    Raises UnreadableMail for what is over the limits or no mail at all; everything else is read
    as far as it goes and named in `problems`.
    """
    if len(raw) > MAX_RAW:
        raise UnreadableMail(f"{len(raw)} bytes: over the limit of {MAX_RAW}")
    block = _END_OF_HEADERS.split(raw[: MAX_HEADER_BLOCK + 4], maxsplit=1)[0]
    if len(block) > MAX_HEADER_BLOCK:
        raise UnreadableMail(f"headers of over {MAX_HEADER_BLOCK} bytes")
    _refuse(block)
    if raw.count(b"\n--") > MAX_PARTS * 20 and raw.lower().count(b"content-type:") > MAX_PARTS * 2:
        raise UnreadableMail(f"more than {MAX_PARTS} parts")
    try:
        return _decode(message_from_bytes(raw, policy=compat32))
    except _BEYOND_READING as error:
        raise UnreadableMail(f"malformed beyond reading: {type(error).__name__}: {error}") from error


def _refuse(block: bytes) -> None:
    """Raises UnreadableMail for a header block that is none, or that other programs read otherwise."""
    if not _ANY_HEADER.search(block):
        raise UnreadableMail("none of a mail's headers: not a mail")
    if _SECOND_FROM.search(block):  # Python's parser drops such a line; other programs take it for the sender
        raise UnreadableMail("a From header with a space before its colon")


def parse_headers(raw: bytes) -> Message:
    """Decode a header block alone (as fetched without its body): a Message without text.

    Raises UnreadableMail as parse_message does.
    """
    block = raw[:MAX_HEADER_BLOCK].rstrip(b"\r\n")
    is_whole = _ANY_HEADER.search(block) and not _SECOND_FROM.search(block)
    items = _plain_items(block) if is_whole else None
    if items is not None:
        return _headed(items)
    block = _END_OF_HEADERS.split(block, maxsplit=1)[0]
    _refuse(block)
    try:  # not as a mail: what a Content-Type of 60 KB would take to be understood, nobody asks for
        return _headed(BytesHeaderParser(policy=compat32).parsebytes(block + b"\r\n\r\n").raw_items())
    except _BEYOND_READING as error:
        raise UnreadableMail(f"malformed beyond reading: {type(error).__name__}: {error}") from error


def _plain_items(block: bytes) -> list[tuple[str, str]] | None:
    """Names and values of a well-formed block; None for all that needs the library's tolerance.

    The library's parser takes a millisecond for it, and a large mailbox has 100,000 such blocks.
    """
    text = block.decode("ascii", "surrogateescape")
    lines = text.replace("\r\n", "\n").split("\n")
    items: list[tuple[str, str]] = []
    for line in lines:
        if _HEADER_LINE.match(line):
            name, _, value = line.partition(":")
            items.append((name, value.lstrip(" \t")))
        elif line[:1] in {" ", "\t"} and items and "\r" not in line:
            name, value = items[-1]
            items[-1] = name, f"{value}\n{line}"
        else:
            return None
    return items


def _headed(items: Iterable[tuple[str, object]]) -> Message:
    """What the headers say."""
    written = tuple((name.lower(), _unfolded(value)) for name, value in items)[:MAX_HEADERS]
    headers = tuple((name, clean(_decoded(text) if name in _FOR_PEOPLE else text)) for name, text in written)
    found = dict(reversed(headers))
    references = message_ids(found.get("references", ""))
    parents = message_ids(found.get("in-reply-to", ""))
    own = message_ids(found.get("message-id", ""))
    return Message(
        headers=headers,
        message_id=own[0] if own else None,
        answers=tuple(dict.fromkeys([*parents, *reversed(references)])),
        references=references or parents,
        subject=" ".join(found.get("subject", "").split()),
        senders=_addresses_of(written, "from"),
        to=_addresses_of(written, "to"),
        cc=_addresses_of(written, "cc"),
        date=date_of(found.get("date", "")),
        text="",
        html="",
        attachments=(),
        problems=(),
    )


def _text_of(html: str) -> str:
    from relanced.intake.html import html_to_text  # noqa: PLC0415 - 1 MB that who reads headers alone never needs

    return html_to_text(html)


def _decode(mail: "ParsedMail[str, str]") -> Message:
    problems: list[str] = []
    body = _Body(problems)
    body.walk(mail, 0)
    html = "\n".join(body.html)
    return replace(
        _headed(mail.raw_items()),
        text="\n".join(body.text) or (_text_of(html) if html else ""),
        html=html,
        attachments=tuple(body.attachments),
        problems=tuple(problems),
    )


def mailed_at(message: Message, arrived_at: datetime) -> datetime:
    """When a mail of ours was mailed: its Date; where none can be believed, when the server had it.

    A mail cannot be written days after it arrived. One «31 Dec 9999» among the facts, and every day
    that is counted from it lies beyond the calendar.
    """
    if message.date is None or message.date > arrived_at + MAX_AHEAD:
        return arrived_at
    return message.date


def possible(at: datetime) -> datetime:
    """The server's INTERNALDATE, held within the years that relanced counts in: APPEND may name any."""
    if at.year < FIRST_YEAR:
        return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    return datetime(LAST_YEAR, 12, 31, tzinfo=UTC) if at.year > LAST_YEAR else at


def clean(text: str) -> str:
    """Strip control, zero-width and direction characters and lone surrogates; keep newline and tab."""
    if text.isascii() and text.isprintable():  # as most headers are
        return text
    return _CONTROLS.sub("", _LINE_END.sub("\n", text))


def message_ids(value: str) -> tuple[MessageId, ...]:
    """Every <id> of a header, in order, without the angle brackets."""
    return tuple(MessageId(found) for found in _MESSAGE_ID.findall(value[:MAX_HEADER]))


def addresses(value: str) -> tuple[Address, ...]:
    """Read an address header strictly: what stands in angle brackets, else a bare address.

    The standard library takes «a@good.example <evil@x.example>» for a@good.example
    (CVE-2023-27043); here the bracketed one is the address and the rest is a name.
    """
    found = []
    names: list[str] = []

    def held(quoted: re.Match[str]) -> str:
        if not quoted[2]:
            return quoted[0]
        names.append(quoted[1])
        return f"\x01{len(names) - 1}\x01"

    plain = _QUOTED.sub(held, value[:MAX_HEADER])
    for piece in plain.split(","):
        bracketed = re.search(r"<([^<>]*)>", piece)
        spec = (bracketed[1] if bracketed else piece).strip()
        if not _ADDR_SPEC.fullmatch(spec):
            continue
        label = piece[: bracketed.start()] if bracketed else ""
        label = re.sub(r"\x01(\d+)\x01", lambda m: names[int(m[1])], label)
        found.append(Address(" ".join(clean(_decoded(label)).split()), spec.lower()))
    return tuple(found)


def _addresses_of(written: tuple[tuple[str, str], ...], name: str) -> tuple[Address, ...]:
    return tuple(address for key, text in written if key == name for address in addresses(text))


def _unfolded(value: object) -> str:
    """One header on one line, its raw 8-bit bytes (which the parser hands on as surrogates) decoded."""
    text = str(value)[:MAX_HEADER]
    if not text.isascii():
        text = decode_bytes(text.encode("utf-8", "surrogateescape"), "utf-8")[0]
    return re.sub(r"\r?\n(?=[ \t])", "", text) if "\n" in text else text


def _decoded(text: str) -> str:
    """Decode encoded words (RFC 2047); what cannot be decoded stays as it stands."""
    if "=?" not in text and text.isascii():
        return text
    line = " ".join(text.splitlines())
    # Behind the last end of a word stands none; the library looks for one from each «=?» to the end, anew.
    end = line.rfind("?=") + 2 if "?=" in line else 0
    try:
        pieces = decode_header(line[:end])
    except (ValueError, LookupError, AttributeError, IndexError, HeaderParseError):
        return text
    return "".join(
        decode_bytes(piece, charset or "utf-8")[0] if isinstance(piece, bytes) else piece
        for piece, charset in (*pieces, (line[end:], None))
    )


def date_of(value: str) -> datetime | None:
    """An RFC 5322 date, aware; None where it is none, or lies in no year that relanced counts in."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


class _Body:
    """Gathers the texts and attachments of a tree of parts."""

    def __init__(self, problems: list[str]) -> None:
        self.text: list[str] = []
        self.html: list[str] = []
        self.attachments: list[Attachment] = []
        self._problems = problems
        self._parts = 0

    def walk(self, part: "ParsedMail[str, str]", depth: int) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise UnreadableMail(f"more than {MAX_PARTS} parts")
        if depth > MAX_DEPTH:
            raise UnreadableMail(f"parts nested more than {MAX_DEPTH} deep")
        # Without decoding, get_payload() raises on a charset with NUL: asked of lists of parts only.
        payload: object = part.get_payload() if part.is_multipart() else ()
        children = [p for p in payload if isinstance(p, ParsedMail)] if isinstance(payload, list) else []
        if part.get_content_type() == "message/rfc822" and children:
            self.attachments.append(
                Attachment(content_type="message/rfc822", filename="", data=_raw_of(children[0]))
            )
            return
        if isinstance(payload, list):
            for child in children:
                self.walk(child, depth + 1)
            return
        self._leaf(part)

    def _leaf(self, part: "ParsedMail[str, str]") -> None:
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            return
        kind = part.get_content_type()
        if kind.startswith("multipart/"):  # no boundary found: what is there is read as text
            self._problems.append("multipart without its boundary")
            kind = "text/plain"
        filename = _filename(part)
        is_attached = part.get_content_disposition() == "attachment" or bool(filename)
        if kind not in {"text/plain", "text/html"} or is_attached:
            self.attachments.append(Attachment(content_type=kind, filename=filename, data=data))
            return
        charset = str(part.get_param("charset", "utf-8") or "utf-8")
        text, right = decode_bytes(data[: MAX_TEXT * 4], charset)
        if not right:
            self._problems.append(f"charset {clean(charset)[:40]!r} does not fit the text")
        (self.text if kind == "text/plain" else self.html).append(clean(text)[:MAX_TEXT])


def _filename(part: "ParsedMail[str, str]") -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        name = ""
    return " ".join(clean(_decoded(name)).replace("/", "_").replace("\\", "_").split())[:200]


def _raw_of(nested: "ParsedMail[str, str]") -> bytes:
    """A nested mail as text: its headers and first body, enough to find Message-IDs in a bounce.

    Not as_bytes(): it recurses and rewrites.
    """
    lines = [f"{name}: {value}" for name, value in nested.raw_items()]
    payload = None if nested.is_multipart() else nested.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    return ("\n".join(lines) + "\n\n").encode("utf-8", "replace") + body[:MAX_TEXT]
