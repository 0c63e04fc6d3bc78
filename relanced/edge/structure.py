"""A BODYSTRUCTURE as imaplib hands it over in, how much of the mail holds its texts out.

A photograph of 1 MB behind ten lines of text: the text is fetched, the photograph is not.
"""

import re
from collections.abc import Iterator, Sequence

Piece = bytes | tuple[bytes, bytes]  # imaplib: a line, or (what stood before a literal, the literal)
_Node = bytes | list["_Node"]

WITH_TEXT = 256 * 1024  # bytes: a file that ends within them is fetched with the text
SLACK = 8 * 1024  # servers that count a part's bytes wrongly do so by little
MAX_PARTS, MAX_DEPTH = 500, 30

_START = re.compile(rb"BODYSTRUCTURE \(", re.IGNORECASE)
_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+)', re.DOTALL)
_LITERAL = re.compile(rb"~?\{\d+\}$")
_TEXTUAL = frozenset({b"text", b"message"})
_LIST_START, _LIST_END = b"(", b")"


def text_end(pieces: Sequence[Piece], size: int) -> int:
    """Bytes from the start of a mail of `size` bytes that hold all its texts, and its small files.

    Files behind the last text count only where they end within WITH_TEXT: half a file is none.
    Gives `size` where the structure does not say.
    """
    try:
        leaves = list(_leaves(_tree(pieces), 0))
    except (ValueError, IndexError, RecursionError):
        return size
    wrapping = size - sum(octets for _, octets in leaves)  # headers, boundaries
    if not leaves or wrapping < 0:
        return size
    end = reached = wrapping
    for kind, octets in leaves:
        reached += octets
        if kind in _TEXTUAL or reached <= WITH_TEXT:
            end = reached
    return min(size, end + SLACK)


def _tree(pieces: Sequence[Piece]) -> _Node:
    """The structure as nested lists; text in bytes. Raises ValueError and IndexError for what is none."""
    stack: list[list[_Node]] = [[]]
    for token, is_sign in _tokens(pieces):
        if not is_sign:
            stack[-1].append(token)
        elif token == _LIST_START:
            stack.append([])
        else:
            node = stack.pop()
            stack[-1].append(node)
            if len(stack) == 1:
                return node
    raise ValueError("a structure without its end")


def _tokens(pieces: Sequence[Piece]) -> Iterator[tuple[bytes, bool]]:
    """The words from BODYSTRUCTURE on, and whether each is a bracket. Names may come as literals."""
    begun = False
    for piece in pieces:
        text = piece if isinstance(piece, bytes) else piece[0]
        if not begun:
            found = _START.search(text)
            if found is None:
                continue
            begun, text = True, text[found.end() - 1 :]
        for token in _TOKEN.finditer(_LITERAL.sub(b"", text)):
            yield (token[0], True) if token[2] else (token[1] or token[3] or b"", False)
        if isinstance(piece, tuple):
            yield piece[1], False


def _leaves(node: _Node, depth: int) -> Iterator[tuple[bytes, int]]:
    """Type and bytes of each part, in order (RFC 9051 section 7.5.2)."""
    if depth > MAX_DEPTH or not isinstance(node, list) or not node:
        raise ValueError("no body")
    if isinstance(node[0], bytes):
        kind, octets = node[0], node[6]
        if not isinstance(octets, bytes):
            raise ValueError("no size")  # noqa: TRY004 - a text of a stranger's, no call of ours
        yield kind.lower(), int(octets)
        return
    for child in node:
        if isinstance(child, bytes):  # the subtype ends the list of parts
            return
        yield from _leaves(child, depth + 1)
