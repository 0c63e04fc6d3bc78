"""A mail in, what its writer typed out: without quoted history, signature and footers. Pure, linear.

Losing a sentence is worse than keeping a quote: whatever is in doubt stays. Answers between and below
quoted lines stay too, in whatever colour, and what was typed into a line of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from relanced.intake.message import Message
from relanced.intake.reply.split.bold import mark_bold
from relanced.intake.reply.split.history import is_theirs
from relanced.intake.reply.split.ink import mark_ink
from relanced.intake.reply.split.ours import MAIL_SHARE, Letters, letters_of, mark_ours, mark_typed
from relanced.intake.reply.split.pointing import Announced, announced_in
from relanced.intake.reply.split.rows import Kind, QuotedMail, Row, quoted_mails, rows_of
from relanced.intake.reply.split.signature import split_footers, split_signature
from relanced.intake.reply.split.structure import MAX_TEXT, Line, html_lines

_LITTLE = 60  # words above a quote whose bold words may be answers; signature and greeting among them
_PERHAPS_OURS = 0.6  # bold words that nobody announced


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed between quoted lines, and the line that it answers."""

    to: str  # the quoted line above, or the one that it was typed into
    text: str


@dataclass(frozen=True, slots=True)
class SplitReply:
    """The parts of a reply."""

    new_text: str  # what the writer typed
    quoted_text: str
    signature: str  # signature, phone footer, disclaimer
    confidence: float  # 1: clear marks or no quote at all; below 0.5: nothing of his own was found
    history: str = (
        ""  # of the quoted text, what is not ours: his or his colleague's earlier words, newest first
    )
    answers: tuple[Answer, ...] = ()  # of the new text, what stands between quoted lines


@dataclass(frozen=True, slots=True)
class _Known:
    """What the splitter is told beside the lines."""

    message: Message
    letters: Letters | None
    firm: tuple[str, ...]


def split_reply(message: Message, letters: tuple[str, ...] = (), ours: tuple[str, ...] = ()) -> SplitReply:
    """Take a reply apart, by its HTML where that shows what is quoted, else by its text.

    `letters`: the text of the mails of ours that it may quote. `ours`: the firm's addresses («@host» for all
    of a host); without them only the writer's own side is known by address.
    """
    known = _Known(message, letters_of(letters), ours)
    plain, _ = _split(_plain_lines(message.text), known)
    lines, is_marked = html_lines(message.html) if message.html else ((), False)
    if not lines:
        return plain
    structured, has_ink = _split(lines, known)
    if has_ink:
        return structured
    # an HTML whose quote holds everything (an answer typed into it) or that says less than the plain part
    says_less = len(structured.new_text.split()) * 2 < len(plain.new_text.split()) and plain.confidence >= 0.5
    return structured if is_marked and not says_less else plain


def _plain_lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(line) for line in text[:MAX_TEXT].split("\n"))


def _split(lines: tuple[Line, ...], known: _Known) -> tuple[SplitReply, bool]:
    """The parts, and whether the HTML's colours showed any."""
    rows = rows_of(tuple(replace(line, text=_spaced(line.text)) for line in lines))
    if known.letters:
        mark_ours(rows, known.letters)
    mails = list(quoted_mails(rows))
    history, open_rows, (has_ink, has_bold) = _read_mails(mails, rows, known)
    chunks = list(_chunks(rows))
    confidence = 0.9 if mails else 1.0
    if mails and not chunks:
        # Nothing above the quote: perhaps he wrote below a quote without marks. Keep all that has no «>».
        chunks, confidence = [("", [row.bare for row in open_rows if row.text == row.bare])], 0.3
    if has_bold:
        confidence = _PERHAPS_OURS
    new_text, signature, answers = _parted(chunks)
    quoted = "\n".join(row.text for row in rows if row.kind in {Kind.QUOTED, Kind.MARK}).strip()
    split = SplitReply(
        new_text, quoted, signature, confidence, "\n\n".join(mail.text for mail in history), answers
    )
    return split, has_ink


def _spaced(text: str) -> str:
    """No-break spaces stand before French colons, and hide the marks from a pattern."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _read_mails(
    mails: list[QuotedMail], rows: list[Row], known: _Known
) -> tuple[list[QuotedMail], list[Row], tuple[bool, bool]]:
    """Find what was typed into the quoted mails: his own earlier ones, rows of unknown hand, whether ink, bold was."""
    typed = "\n".join(row.text for row in rows if row.kind is Kind.TYPED)
    announced = announced_in(typed)
    says_little = len(typed.split()) <= _LITTLE
    history: list[QuotedMail] = []
    unknown: list[Row] = []
    has_ink = has_bold = False
    for place, mail in enumerate(mails):
        share = mark_typed(mail, known.letters) if known.letters else None
        is_letter = share is not None and share >= MAIL_SHARE
        theirs = not is_letter and is_theirs(mail, known.message, known.firm, share)
        if (not place and not theirs) or announced is not Announced.NO:
            mark_ink(mail, announced)
        if not place and not theirs and announced is Announced.NO and says_little:
            has_bold = mark_bold(mail)
        has_ink = has_ink or any(row.said and row.pieces for row in mail.rows)
        if theirs:
            history.append(mail)
        elif not is_letter:
            unknown.extend(mail.rows)
    return history, unknown, (has_ink, has_bold)


def _chunks(rows: list[Row]) -> Iterator[tuple[str, list[str]]]:
    """What was typed, in pieces that quoted lines part, each with the quoted line above it."""
    above = ""
    chunk: list[str] = []
    for row in rows:
        if row.kind is Kind.GAP:
            continue
        if row.kind is Kind.TYPED or row.said:
            if row.said and not chunk and row.said not in {row.bare, row.bare.strip()}:
                above = row.bare
            chunk.append(row.said or row.text)
        elif row.bare.strip():
            if any(line.strip() for line in chunk):
                yield above, chunk
            above, chunk = row.bare, []
    if any(line.strip() for line in chunk):
        yield above, chunk


def _parted(chunks: list[tuple[str, list[str]]]) -> tuple[str, str, tuple[Answer, ...]]:
    """The new text, the signature, the answers: only the first and the last piece can hold a signature."""
    texts: list[str] = []
    signatures: list[str] = []
    answers: list[Answer] = []
    for place, (above, lines) in enumerate(chunks):
        if place in {0, len(chunks) - 1}:
            text, signature = split_signature(lines, below_quote=bool(above) and place > 0)
        else:
            kept, dropped = split_footers(lines)
            text, signature = "\n".join(kept).strip(), "\n".join(dropped).strip()
        if signature:
            signatures.append(signature)
        if text:
            texts.append(text)
            answers.extend([Answer(above.strip(), text)] if above.strip() else [])
    return "\n\n".join(texts), "\n\n".join(signatures), tuple(answers)
