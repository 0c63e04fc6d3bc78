"""A typed text in, how often each bucket of its groups occurs out. Pure.

Words are folded (lower case, no accents). What tells nothing of an intent (days, sums, addresses,
numbers) becomes one word for all of its kind. A group is four letters in a row of one word, its
borders counted as letters; or the word; or the beginnings of two words that stand side by side or
have one between them. A bucket is the CRC-32 of a group (the same on every machine), cut to 17 bits.
"""

from collections import Counter
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from relanced.intake.days import MONTH_OF, WEEKDAY_OF, fold
from relanced.intake.lazy import lazy

BUCKETS = 1 << 17
MAX_READ = 8_000  # characters of a text that are looked at
MAX_LETTERS = 30  # of a word that are looked at: nobody writes longer ones
_GROUP = 4  # letters
_BEGINNING = 5  # letters of a word in a pair: most endings are grammar
_KINDS = (
    (lazy(r"[\w.+-]{1,64}@[\w.-]{1,80}"), " xaddr "),
    (lazy(r"(?:https?://|www\.)\S{1,300}"), " xurl "),
    (lazy(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b"), " xiban "),
    (
        lazy(r"\d{1,12}(?:[.,' ]\d{2,3}){0,4} ?(?:€|eur\b|euros?\b|£|chf\b)|[€£] ?\d[\d.,]{0,12}"),
        " xsum ",
    ),
    (lazy(r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?)\b"), " xdate "),
    (lazy(r"\d+"), " 0 "),
)
_KIND_OF = {**dict.fromkeys(MONTH_OF, "xmonth"), **dict.fromkeys(WEEKDAY_OF, "xday")}
_WORD = lazy(r"[^\W_]+|[?!…€%👍👌🙏]")


def words_of(text: str) -> list[str]:
    """The words of a text as they count here."""
    plain = fold(text[:MAX_READ])
    for pattern, kind in _KINDS:
        plain = pattern.sub(kind, plain)
    return [_KIND_OF.get(word, word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=20_000)
def buckets_of(word: str) -> tuple[int, ...]:
    """The buckets of one word's groups of letters and of the word itself, one an occurrence."""
    bordered = f" {word[:MAX_LETTERS]} "
    groups = [bordered[start : start + _GROUP] for start in range(len(bordered) - _GROUP + 1)]
    return tuple(_bucket(group) for group in (*groups, f"_{word}"))


def features(text: str) -> Counter[int]:
    """How often each bucket occurs in a text."""
    words = words_of(text)
    counted = Counter(bucket for word in words for bucket in buckets_of(word))
    begun = ["", *(word[:_BEGINNING] for word in words), ""]
    counted.update(_bucket(f"{first} {second}") for first, second in pairwise(begun))
    counted.update(
        _bucket(f"{first}  {second}") for first, second in zip(begun[1:-3], begun[3:-1], strict=True)
    )
    return counted


@lru_cache(maxsize=50_000)
def _bucket(group: str) -> int:
    return crc32(group.encode("utf-8", "replace")) % BUCKETS
