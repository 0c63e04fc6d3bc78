"""A person's mail and what was heard of it in, why something of it was not heard out. Pure.

Whoever only thanks lets the next reminder go out. That is not to be, where a letter that nobody reads hangs
on his mail, where it is longer than is read, or where the subject alone says what he wants (laws 1 and 3).
"""

from dataclasses import replace

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.message import MAX_TEXT as MAX_DECODED
from relanced.intake.message import Attachment, Message
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.understand import MAX_HEARD, understand
from relanced.intake.reply.intent.weigh import Verdict
from relanced.intake.reply.older import GRAVE
from relanced.intake.reply.split.structure import MAX_TEXT
from relanced.model.intents import Intent

_QUIET_PERSON = frozenset({Intent.ACK, Intent.UNRELATED})
_MAX_SUBJECT = 300  # characters
_DOUBTED = 0.4  # the most confidence in what may not be all
# What a person writes letters in; logos, cards, invitations and signatures are none.
_LETTERS = lazy(
    r"\.(?:pdf|docx?|docm|odt|rtf|pages|txt|html?|eml|msg|xlsx?|ods|csv|zip|7z|rar|tiff?|m4a|mp3|wav|ogg|opus|"
    r"mp4|mov|dat|p7m)\s*$"
)
_LETTER_TYPES = (
    "message/rfc822",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats",
    "application/vnd.oasis",
    "application/rtf",
    "application/ms-tnef",
    "application/zip",
    "application/x-zip",
    "audio/",
    "video/",
    "text/",
)
_NO_LETTER_TYPES = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/css"})
_POINTS = lazy(
    r"\b(?:pieces? jointes?|ci[- ]?(?:joint|annexe|inclus)\w*|en (?:pj|annexe)|attach(?:ed|ments?)|enclos(?:ed|ures?)|"
    r"anbei|anlagen?|angehangt\w*|im anhang|beigefugt\w*|adjunt\w*|allegat\w*|in allegato|bijlagen?|"
    r"bijgevoegd\w*|em anexo|anexos?)\b"
)
# An answer, or what was handed on: its subject may be ours («Reclamación de pago» is a reminder's).
_ANSWERED = lazy(
    r"\s*(?:re|ref|aw|antw|sv|vs|r|rif|rv|wg|tr|fw|fwd|i|enc|doorst)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:"
)


def doubted(verdict: Verdict, message: Message, text: str, lexicon: Lexicon, *, is_bulk: bool) -> Verdict:
    """The same verdict, or in doubt where a person who says nothing of weight may have said it elsewhere.

    `text` is what he typed; `is_bulk`: it went to many, and has no answer in its files.
    """
    if verdict.intent not in _QUIET_PERSON or is_bulk or set(verdict.also) - _QUIET_PERSON:
        return verdict
    why = _too_long(message, text) or _letter_with_it(message, text) or _in_subject(message, lexicon)
    if not why:
        return verdict
    confidence = min(verdict.confidence, _DOUBTED)
    because = (*verdict.because, why)
    return replace(verdict, also=(*verdict.also, Intent.NOT_SURE), confidence=confidence, because=because)


def _too_long(message: Message, text: str) -> str:
    if len(text) > MAX_HEARD:
        return f"only the first {MAX_HEARD} of {len(text)} characters were heard"
    if len(message.text) > MAX_TEXT or len(message.html) >= MAX_DECODED:
        return f"longer than the {MAX_TEXT} characters that are read"
    return ""


def _letter_with_it(message: Message, text: str) -> str:
    files = message.attachments
    letter = next((file for file in files if _may_be_letter(file)), None)
    if letter is None and files and _POINTS.search(fold(text)):
        letter = files[0]
    return "" if letter is None else f"not read: {letter.filename or letter.content_type}"


def _may_be_letter(file: Attachment) -> bool:
    kind = file.content_type.lower()
    if kind in _NO_LETTER_TYPES or kind.startswith("image/"):
        return False
    return kind.startswith(_LETTER_TYPES) or _LETTERS.search(file.filename.lower()) is not None


def _in_subject(message: Message, lexicon: Lexicon) -> str:
    """By the rules alone: to what was learned of whole texts, «Deuxième relance» sounds like a dispute."""
    subject = message.subject[:_MAX_SUBJECT]
    if _ANSWERED.match(fold(subject)):
        return ""
    said = understand(subject, lexicon=lexicon, written_on=None).verdict
    return f"subject: {', '.join(said.because)}" if said.intent in GRAVE else ""
