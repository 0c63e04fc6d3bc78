"""A phrase as an owner, or a word table, writes it in; its pieces out. What the pieces find stands in intake/reply.

The small language: words; «stem*» is any word that begins so; «a|b» is either; «..» is up to four
words of anything (none included); «?» may stand as a word.
"""

import re

MAX_GAP = 4  # words that one «..» may stand for
MAX_PHRASE = 100  # characters of an owner's phrase
MAX_PHRASES = 200  # of an owner's for one intent
GAP = ".."
_WORD = r"[^\W_]+\*?(?:\|[^\W_]+\*?)*"
_PIECE = re.compile(rf"\.\.|{_WORD}|[?👍👌🙏]")
_MIN_STEM = 3  # letters before a «*» of an owner's: «d*» would be heard everywhere


def pieces_of(written: str) -> tuple[str, ...]:
    """Cut a phrase: words with their «*» and «|», gaps, «?». Other signs part words, as in a mail.

    Raises ValueError where it names no word, or begins or ends with a gap.
    """
    pieces = tuple(_PIECE.findall(written))
    if not pieces or GAP in (pieces[0], pieces[-1]):
        raise ValueError(f"{written!r} is no phrase: expected words, with «..» only between them")
    return pieces


def is_own_phrase(written: str) -> bool:
    """Whether it may stand in an owner's list: it names a word of letters or digits, and no «*» takes them all."""
    try:
        pieces = pieces_of(written)
    except ValueError:
        return False
    words = [word for piece in pieces for word in piece.split("|")]
    stars = sum(word.endswith("*") for word in words)
    stems = [word for word in words if word.endswith("*") and len(word) > _MIN_STEM]
    names_word = any(word[0].isalnum() for word in words)
    return names_word and len(stems) == stars == written.count("*")
