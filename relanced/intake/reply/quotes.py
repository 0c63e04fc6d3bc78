"""A mail in, what its writer typed out: without quoted history, signature and footers. Pure, linear.

Losing a sentence is worse than keeping a quote: whatever is in doubt stays.
Answers between and below quoted lines stay too.
"""

import re
from dataclasses import dataclass

from relanced.intake.html import node_text, parse_html
from relanced.intake.message import Message
from relanced.intake.reply.marks import attribution_at, header_block_at, is_footer, is_quoted, ruler_at
from relanced.intake.reply.signature import split_signature

MAX_TEXT = 200_000  # characters; what lies beyond is taken for history

_MAX_NODES = 1_000  # quotes of one mail; more are an attack, and its text is read instead
_OPEN, _CLOSE, _CUT = "\ue000", "\ue001", "\ue002"  # private use: marks put into the text of the HTML
# Gmail · Thunderbird, Apple · Proton · Yahoo · Outlook for Mac and others that only draw a border
_QUOTE_NODES = (
    "blockquote[type=cite], blockquote.gmail_quote, blockquote.protonmail_quote, div.yahoo_quoted, "
    "blockquote[cite], blockquote[style*=border-left], div.moz-cite-prefix, div.gmail_attr, "
    "div.moz-forward-container, div[data-marker=__HEADERS__], div[data-marker=__QUOTED_TEXT__], "
    "blockquote[class*=quote]"
)
# Outlook on the web · the same, older · new Outlook · Outlook for Windows · Lotus Notes has none
_CUT_NODES = (
    "#appendonsend, #divRplyFwdMsg, [id^=mail-editor-reference], "
    "div[style*='border-top:solid #E1E1E1'], div[style*='border-top:solid #B5C4DF']"
)


@dataclass(frozen=True, slots=True)
class SplitReply:
    """The parts of a reply."""

    new_text: str  # what the writer typed
    quoted_text: str
    signature: str  # signature, phone footer, disclaimer
    confidence: float  # 1: clear marks or no quote at all; below 0.5: nothing of his own was found


def split_reply(message: Message) -> SplitReply:
    """Take a reply apart, by its HTML where that shows what is quoted, else by its text."""
    plain = split_text(message.text)
    if not message.html:
        return plain
    marked = _marked_text(message.html)
    if marked is None:
        return plain
    structured = split_text(marked)
    # an HTML whose quote holds everything (an answer typed into it) or that says less than the plain part
    if len(structured.new_text.split()) * 2 < len(plain.new_text.split()) and plain.confidence >= 0.5:
        return plain
    return structured


def _marked_text(html: str) -> str | None:
    """The visible text with quotes as «>» lines, as plain mail has them; None where no quote is marked."""
    tree = parse_html(re.sub("[\ue000-\ue002]", "", html))
    quotes, cuts = tree.css(_QUOTE_NODES), tree.css(_CUT_NODES)
    if tree.body is None or not 0 < len(quotes) + len(cuts) <= _MAX_NODES:
        return None
    for node in quotes:
        node.insert_before(_OPEN)
        node.insert_after(_CLOSE)
    for node in cuts:
        node.insert_before(_CUT)
    return _with_signs(node_text(tree.body)[: MAX_TEXT * 2])


def _with_signs(marked: str) -> str:
    """Turn the marks into what plain mail has: «>» before each quoted line."""
    out, depth = [], 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}{_CUT}])", marked):
        if piece in {_OPEN, _CLOSE}:
            depth = depth + 1 if piece == _OPEN else max(0, depth - 1)
        elif piece == _CUT:
            out.append(f"\n{_CUT}\n" if not depth else "")
        elif depth:
            out.append("\n" + "\n".join(f"> {line}" for line in piece.strip().split("\n")) + "\n")
        else:
            out.append(piece)
    return "".join(out)


def split_text(text: str) -> SplitReply:
    """Take a plain text apart, line by line."""
    lines = text[:MAX_TEXT].replace("\u00a0", " ").replace("\u202f", " ").split("\n")
    typed, quoted, found = _without_quotes(lines)
    if found and not any(line.strip() for line in typed):
        # Nothing above the quote: perhaps he wrote below a quote without marks. Keep all that has no «>».
        typed = [line for line in lines if not is_quoted(line) and _CUT not in line]
        new_text, signature = split_signature(typed)
        return SplitReply(new_text, "\n".join(quoted).strip(), signature, 0.3)
    new_text, signature = split_signature(typed)
    return SplitReply(new_text, "\n".join(quoted).strip(), signature, 0.9 if found else 1.0)


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str], bool]:
    """The typed lines, the quoted lines, and whether there was any quote."""
    typed: list[str] = []
    quoted: list[str] = []
    found = False
    place = 0
    while place < len(lines):
        line = lines[place]
        if is_quoted(line):
            found = True
            quoted.append(line)
            place += 1
            continue
        if _CUT in line or ruler_at(lines, place) or header_block_at(lines, place):
            return typed, [*quoted, *lines[place:]], True
        length = attribution_at(lines, place)
        if length:
            found = True
            quoted.extend(lines[place : place + length])
            place += length
            if not _quote_follows(lines, place):
                return typed, [*quoted, *lines[place:]], True
            continue
        typed.append(line)
        place += 1
    return typed, quoted, found


def _quote_follows(lines: list[str], place: int) -> bool:
    """Whether the next line that is not empty is a quoted one; a footer may stand between."""
    for line in lines[place : place + 4]:
        if line.strip() and not is_footer(line):
            return is_quoted(line)
    return False
