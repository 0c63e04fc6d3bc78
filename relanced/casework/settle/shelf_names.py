"""Names and addresses of clients in; for a payer those that he may bear out. An index, changed by its shelf.

It finds at least what `payers.who_pays` can bring together, and is asked twice: whose name may be
his as a whole (`Fit.WHOLE`, an address), and, where that makes nobody known, whose in part.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from relanced.casework.settle.name_words import COMMON_WORDS
from relanced.casework.settle.names import (
    LEAST_CUT,
    LEAST_SLIP,
    Fit,
    Name,
    fit,
    is_cut_line,
    is_telling,
    read_name,
)

_EDGE = 3  # letters at the beginning or the end that one slip in a word of LEAST_SLIP leaves alone


@dataclass(slots=True)
class Sorted:
    """Words in order, each once."""

    words: list[str] = field(default_factory=list)

    def add(self, word: str) -> None:
        """Take in a word that is not yet there."""
        insort(self.words, word)

    def remove(self, word: str) -> None:
        """Forget a word that is there."""
        del self.words[bisect_left(self.words, word)]

    def beginning(self, start: str) -> Iterator[str]:
        """The words that begin so."""
        for place in range(bisect_left(self.words, start), len(self.words)):
            if not self.words[place].startswith(start):
                return
            yield self.words[place]


@dataclass(slots=True)
class Vocabulary(Sorted):
    """All words of all names, found by a word that is like them."""

    _by_start: dict[str, list[str]] = field(default_factory=dict)  # long words only
    _by_end: dict[str, list[str]] = field(default_factory=dict)

    def add(self, word: str) -> None:
        """Take in a word that is not yet there."""
        Sorted.add(self, word)
        if len(word) >= LEAST_SLIP:
            self._by_start.setdefault(word[:_EDGE], []).append(word)
            self._by_end.setdefault(word[-_EDGE:], []).append(word)

    def remove(self, word: str) -> None:
        """Forget a word that is there."""
        Sorted.remove(self, word)
        if len(word) >= LEAST_SLIP:
            self._by_start[word[:_EDGE]].remove(word)
            self._by_end[word[-_EDGE:]].remove(word)

    def like(self, word: str) -> set[str]:
        """The words that `names.alike` this one, or that a bank may have cut to it; and the word itself."""
        found = {word}
        if len(word) >= LEAST_CUT:
            found.update(self.beginning(word))
        if len(word) >= LEAST_SLIP:
            found.update(self._one_slip(word))
        return found

    def _one_slip(self, word: str) -> Iterator[str]:
        """One slip spares the first three letters or the last three; or it swaps the third and the fourth."""
        starts = {word[:_EDGE], word[: _EDGE - 1] + word[_EDGE]}
        buckets = [*(self._by_start.get(start) for start in starts), self._by_end.get(word[-_EDGE:])]
        for bucket in buckets:
            hits = process.extract(
                word, bucket or (), scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=None
            )
            yield from (hit[0] for hit in hits)


class _Entry(NamedTuple):
    """A text, taken apart."""

    name: Name
    words: frozenset[str]  # plain and with umlauts written out
    rare: frozenset[str]  # the word that fewest others had when it came: by it a whole name is found


@dataclass(slots=True)
class NameIndex:
    """Texts, each with the name that it is read as."""

    _entries: dict[str, _Entry] = field(default_factory=dict)
    _words: Vocabulary = field(default_factory=Vocabulary)
    _lines: Sorted = field(default_factory=Sorted)
    _by_word: dict[str, set[str]] = field(default_factory=dict)
    _by_rare: dict[str, set[str]] = field(default_factory=dict)
    _by_line: dict[str, set[str]] = field(default_factory=dict)
    _by_shape: dict[tuple[str, int], list[str]] = field(default_factory=dict)  # lines: first letter, length

    def add(self, text: str) -> None:
        """Take in a text that is not yet there."""
        name = read_name(text)
        pairs = zip(name.words, name.also, strict=True)
        rare = min(pairs, key=lambda pair: len(self._by_word.get(pair[0], ())), default=())
        entry = self._entries[text] = _Entry(name, frozenset({*name.words, *name.also}), frozenset(rare))
        for word in entry.words:
            if _enter(self._by_word, word, text):
                self._words.add(word)
        for line in _lines_of(name):
            if _enter(self._by_line, line, text):
                self._lines.add(line)
                self._by_shape.setdefault((line[0], len(line)), []).append(line)
        for word in entry.rare:
            _enter(self._by_rare, word, text)

    def remove(self, text: str) -> None:
        """Forget a text that is there."""
        entry = self._entries.pop(text)
        for word in entry.words:
            if _take_out(self._by_word, word, text):
                self._words.remove(word)
        for line in _lines_of(entry.name):
            if _take_out(self._by_line, line, text):
                self._lines.remove(line)
                self._by_shape[line[0], len(line)].remove(line)
        for word in entry.rare:
            _take_out(self._by_rare, word, text)

    def like(self, payer: Name) -> "Likeness":
        """What is like each of his words; for the questions below."""
        pairs = zip(payer.words, payer.also, strict=True)
        found = (
            self._words.like(word).union(*(self._words.like(a) for a in {also} - {word}))
            for word, also in pairs
        )
        return Likeness(payer, [others & self._by_word.keys() for others in found])

    def whole(self, like: "Likeness") -> set[str]:
        """The names that agree as a whole: all their words, all of his, or all letters of both."""
        found = self.spelt_out(like.all) | self._in_line(like.payer)
        if like.words:
            rarest = min(like.words, key=lambda others: sum(len(self._by_word[w]) for w in others))
            found |= self._with_all(like, rarest, Fit.CORE)
        return found

    def in_part(self, like: "Likeness") -> set[str]:
        """The names that share a telling word, or that have all of his words and are known by one of them."""
        there = like.all
        found = {text for word in there if is_telling(word) for text in self._by_word[word]}
        short = (word for word in there if not is_telling(word) and word not in COMMON_WORDS)
        return found | self._with_all(like, short, Fit.WORD)

    def spelt_out(self, words: Iterable[str]) -> set[str]:
        """The names of which every word is one of these."""
        there = set(words)
        found = {text for word in there for text in self._by_rare.get(word, ())}
        return {text for text in found if _is_spelt(self._entries[text].name, there)}

    def _with_all(self, like: "Likeness", words: Iterable[str], least: Fit) -> set[str]:
        """Of the names with one of these words those that have something like each of his, and fit so well."""
        found: set[str] = set()
        for text in {text for word in words for text in self._by_word[word]}:
            name, theirs, _ = self._entries[text]
            if not any(others.isdisjoint(theirs) for others in like.words) and fit(name, like.payer) >= least:
                found.add(text)
        return found

    def _in_line(self, payer: Name) -> set[str]:
        """The names of his letters in a row, with one more that the bank lost, or that a bank cut to his."""
        found: set[str] = set()
        for line in _lines_of(payer):
            found |= self._by_line.get(line, set())
            if len(line) < LEAST_SLIP:
                continue
            longer = self._by_shape.get((line[0], len(line) + 1), ())
            for whole, _, _ in process.extract(
                line, longer, scorer=Levenshtein.distance, score_cutoff=1, limit=None
            ):
                found |= self._by_line[whole]
            for whole in self._lines.beginning(line) if payer.is_long else ():
                found |= {t for t in self._by_line[whole] if is_cut_line(self._entries[t].name, payer)}
        return found


@dataclass(frozen=True, slots=True)
class Likeness:
    """For each word of a payer the words of names that are like it."""

    payer: Name
    words: list[set[str]]

    @property
    def all(self) -> set[str]:
        """All words of names that are like any of his."""
        return set().union(*self.words)


@lru_cache(maxsize=16_384)
def address_keys(address: str) -> frozenset[str]:
    """The names that an address may spell: the two words before the @, in order; the word behind it."""
    local, _, host = address.upper().partition("@")
    words = read_name(local.replace(".", " ").replace("_", " ").replace("-", " ")).words
    own = "".join(c for c in host.split(".")[0] if c.isalnum())
    return frozenset({" ".join(sorted(words)) if len(words) == 2 else "", own} - {""})


def payer_keys(payer: Name) -> Iterator[str]:
    """How the address of this payer would spell his name."""
    if len(payer.words) == 2:
        yield " ".join(sorted(payer.words))
    if payer.words:
        yield "".join(payer.words)


def _is_spelt(name: Name, words: set[str]) -> bool:
    return all(word in words or also in words for word, also in zip(name.words, name.also, strict=True))


def _lines_of(name: Name) -> set[str]:
    return {line for line in (name.line, "".join(name.words)) if line}


def _enter(index: dict[str, set[str]], key: str, text: str) -> bool:
    """Put a text under a key; whether it is the first there."""
    texts = index.setdefault(key, set())
    texts.add(text)
    return len(texts) == 1


def _take_out(index: dict[str, set[str]], key: str, text: str) -> bool:
    """Take a text away from a key; whether nothing is left there."""
    index[key].discard(text)
    if index[key]:
        return False
    del index[key]
    return True
