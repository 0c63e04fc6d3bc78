"""Tables of words (one a language) in, a Lexicon that hears intents out. Pure: the tables are read elsewhere.

A table, as in words/fr.toml:

    markers = ["nous", "vous", …]     # everyday words: they tell the language
    ignore = ["sauf erreur", …]       # phrases that mean nothing, whatever words they hold
    negations = ["pas", "aucun*", …]  # before a phrase, they take it back
    negations_after = ["pas"]         # right behind a phrase, they take it back
    temporary = ["vacances", …]       # he will be back: no change of address
    ask_copy = ["renvoyer .. facture"]  # he needs the invoice once more
    ask_iban = ["quel iban", …]       # he needs to know where to pay
    [dispute]                         # one table an intent
    sure = ["contest*", …]            # 3 points
    likely = […]                      # 2 points
    hint = […]                        # 1 point

Beside the languages stand the owner's own words ([replies] dispute_words = […]): heard in every
language, three points each, taken back by the negations of the languages in which a text may be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from relanced.intake.reply.intent.phrases import Element, Hit, Phrase, PhraseBook, Sentence, compile_phrase
from relanced.model.intents import Ask, Intent

POINTS = {"sure": 3, "likely": 2, "hint": 1}
_ASKS = {"ask_copy": Ask.COPY, "ask_iban": Ask.IBAN}
_LISTS = frozenset({"markers", "ignore", "negations", "negations_after", "temporary", *_ASKS})
_OWN = "own"  # the name of the tongue that holds the owner's words
_GRAVE = frozenset({Intent.DISPUTE, Intent.INSOLVENCY})
_QUIET = frozenset({Intent.ACK, Intent.AUTO_REPLY, Intent.UNRELATED})
_LOOK_BACK = 4  # words in which a negation reaches forward
_LOOK_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """One phrase that speaks for an intent."""

    intent: Intent
    points: int
    phrase: str  # as the table has it
    words: str  # as they stand in the text, folded
    at: int
    is_owners: bool = False  # one of the owner's own phrases


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language."""

    name: str
    markers: frozenset[str]
    ignore: PhraseBook
    negations: Element
    negations_after: Element
    temporary: PhraseBook
    book: PhraseBook
    meaning: Mapping[str, tuple[tuple[Intent, int], ...]]  # written phrase → what it speaks for
    asks: Mapping[Ask, PhraseBook] = field(default_factory=dict)

    def hear(self, sentence: Sentence) -> Iterator[Heard]:
        """What one sentence says. A phrase inside a longer one of the same intent counts once."""
        taken: dict[Intent, set[int]] = {}
        hits = sorted(self._said(self.book, sentence), key=lambda hit: (hit.start - hit.end, hit.start))
        for hit in hits:
            places = set(range(hit.start, hit.end))
            words = " ".join(word.text for word in sentence[hit.start : hit.end])
            for intent, points in self.meaning[hit.phrase.written]:
                mine = taken.setdefault(intent, set())
                if not mine & places:
                    mine |= places
                    yield Heard(intent, points, hit.phrase.written, words, hit.start, self.name == _OWN)

    def is_temporary(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of an absence that ends."""
        return next(self.temporary.find(sentence), None) is not None

    def asks_for(self, ask: Ask, sentence: Sentence) -> bool:
        """Whether a sentence says that its writer needs this."""
        book = self.asks.get(ask)
        return book is not None and next(self._said(book, sentence), None) is not None

    def _said(self, book: PhraseBook, sentence: Sentence) -> Iterator[Hit]:
        """The phrases that a sentence holds and neither takes back nor says as an empty formula."""
        deaf = {n for hit in self.ignore.find(sentence) for n in range(hit.start, hit.end)}
        for hit in book.find(sentence):
            if deaf.isdisjoint(range(hit.start, hit.end)) and not self._is_denied(
                hit.phrase, sentence, hit.start, hit.end
            ):
                yield hit

    def _is_denied(self, phrase: Phrase, sentence: Sentence, start: int, end: int) -> bool:
        if any(self._denies(word) for element in phrase.elements for word in element.words):
            return False  # it says its own «not»
        clause = sentence[start].clause
        before = sentence[max(0, start - _LOOK_BACK) : end]
        if any(word.clause == clause and self.negations.takes(word.text) for word in before):
            return True
        clause = sentence[end - 1].clause
        behind = sentence[end : end + _LOOK_AHEAD]
        return any(word.clause == clause and self.negations_after.takes(word.text) for word in behind)

    def _denies(self, word: str) -> bool:
        return self.negations.takes(word) or self.negations_after.takes(word)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every language that is known, and the owner's own words."""

    tongues: tuple[Tongue, ...]
    own: Tongue | None = None

    def tongues_of(self, text: tuple[Sentence, ...]) -> tuple[Tongue, ...]:
        """What this may be written in: the likeliest language, any that comes near to it, the owner's words."""
        words = [word.text for sentence in text for word in sentence]
        counts = {t.name: sum(word in t.markers for word in words) for t in self.tongues}
        best = max(counts.values(), default=0)
        near = tuple(t for t in self.tongues if counts[t.name] * 4 >= best * 3 or counts[t.name] + 1 >= best)
        return (*near, _beside(self.own, near, text)) if self.own else near


def _beside(own: Tongue, near: tuple[Tongue, ...], text: tuple[Sentence, ...]) -> Tongue:
    """The owner's words with the negations of these languages.

    His words for mails that need no answer fall silent where a dispute or an insolvency is heard:
    doubt may only pause.
    """
    own = replace(
        own,
        negations=_either(tongue.negations for tongue in near),
        negations_after=_either(tongue.negations_after for tongue in near),
    )
    if not any(intent in _QUIET for means in own.meaning.values() for intent, _ in means):
        return own
    heard = {one.intent for sentence in text for tongue in (*near, own) for one in tongue.hear(sentence)}
    if heard.isdisjoint(_GRAVE):
        return own
    loud = {
        written: tuple(one for one in means if one[0] not in _QUIET) for written, means in own.meaning.items()
    }
    return replace(own, meaning=loud)


def _either(elements: Iterable[Element]) -> Element:
    several = tuple(elements)
    words = frozenset(word for element in several for word in element.words)
    return Element(words, tuple(stem for element in several for stem in element.stems))


NO_WORDS: Mapping[Intent, tuple[str, ...]] = MappingProxyType({})


def parse_lexicon(
    tables: Mapping[str, Mapping[str, object]], own: Mapping[Intent, tuple[str, ...]] = NO_WORDS
) -> Lexicon:
    """Compile the tables, keyed by language, and the owner's own phrases, by what they speak for.

    Raises ValueError naming language, key and fault.
    """
    tongues = tuple(_tongue(name, table) for name, table in tables.items())
    return Lexicon(tongues, _own(own) if any(own.values()) else None)


def _own(words: Mapping[Intent, tuple[str, ...]]) -> Tongue:
    return _tongue(_OWN, {intent: {"sure": list(phrases)} for intent, phrases in words.items()})


def _tongue(name: str, table: Mapping[str, object]) -> Tongue:
    meaning: dict[str, list[tuple[Intent, int]]] = {}
    for key, value in table.items():
        if key in _LISTS:
            continue
        if key not in list(Intent) or not isinstance(value, Mapping):
            raise ValueError(f"words/{name}: [{key}] is no intent; known are {', '.join(Intent)}")
        for level in value:
            if level not in POINTS:
                raise ValueError(f"words/{name}: {key}.{level}: expected sure, likely or hint")
            for written in _list(name, value, level, f"{key}.{level}"):
                meaning.setdefault(written, []).append((Intent(key), POINTS[level]))
    return Tongue(
        name=name,
        markers=frozenset(_list(name, table, "markers", "markers")),
        ignore=_book(name, "ignore", _list(name, table, "ignore", "ignore")),
        negations=_element(name, table, "negations"),
        negations_after=_element(name, table, "negations_after"),
        temporary=_book(name, "temporary", _list(name, table, "temporary", "temporary")),
        book=_book(name, "an intent", list(meaning)),
        meaning={written: tuple(intents) for written, intents in meaning.items()},
        asks={ask: _book(name, key, _list(name, table, key, key)) for key, ask in _ASKS.items()},
    )


def _book(name: str, where: str, written: list[str]) -> PhraseBook:
    try:
        return PhraseBook(written)
    except ValueError as fault:
        raise ValueError(f"words/{name}: {where}: {fault}") from None


def _element(name: str, table: Mapping[str, object], key: str) -> Element:
    words = _list(name, table, key, key)
    return compile_phrase("|".join(words)).elements[0] if words else Element(frozenset({""}))


def _list(name: str, table: Mapping[str, object], key: str, where: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"words/{name}: {where}: expected a list of phrases, found {value!r}")
    return list(value)
