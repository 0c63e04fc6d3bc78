"""The bytes of a letter and what they should say in; the first difference out. Pure."""

import re
from email import message_from_bytes
from email.header import decode_header
from email.policy import compat32

MAX_LINE = 998  # RFC 5322, 2.1.1


def difference(raw: bytes, intended: list[tuple[str, str]], types: list[str]) -> tuple[str, str] | None:
    """Parse a letter as its readers will, and compare: each header, their order and number, each part.

    `types`: the content types of the whole tree, as walked. Gives the header and what is wrong
    with it, or None where the letter says just what it should.
    """
    if not raw.isascii() or re.search(rb"\r(?!\n)|(?<!\r)\n|\x00", raw):
        return "block", "or the body holds bytes that a mail may not have"
    if any(len(line) > MAX_LINE for line in raw.split(b"\r\n")):
        return "block", f"or the body has a line of more than {MAX_LINE} bytes"
    mail = message_from_bytes(raw, policy=compat32)
    found = [(name, str(value)) for name, value in mail.raw_items()]
    if [name for name, _ in found] != [name for name, _ in intended]:
        return "block", f"reads back as {', '.join(name for name, _ in found)}"
    for (name, written), (_, value) in zip(found, intended, strict=True):
        if _bare(_decoded(written)) != _bare(value):
            return name, f"reads back as {_decoded(written)[:80]!r}"
    parts = list(mail.walk())
    if [part.get_content_type() for part in parts] != types or any(part.defects for part in parts):
        return "Content-Type", "does not give the parts that were put in"
    return None


def _decoded(value: str) -> str:
    unfolded = re.sub(r"\r\n(?=[ \t])", "", value)
    if "=?" not in unfolded:
        return unfolded
    return "".join(
        piece.decode(charset or "ascii") if isinstance(piece, bytes) else piece
        for piece, charset in decode_header(unfolded)
    )


def _bare(value: str) -> str:
    """Without white space: folding may add some, and nothing hides in it once the names are equal."""
    return "".join(value.split())
