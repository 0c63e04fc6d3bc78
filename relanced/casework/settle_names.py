"""A payer's name as a bank prints it in, the client it may be out. Pure.

Banks cut names, drop accents, put legal forms, titles and branch names around them; a director
or a spouse pays from a private account; two clients may bear the same name.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from relanced.casework.settle_words import EMPTY_WORDS, LEGAL_FORMS, TRADE_WORDS
from relanced.casework.settlement import OpenItem

MAX_NAME = 300  # characters read
_WORD = re.compile(r"[A-Z0-9]+")
_DOTTED = re.compile(r"\b([A-Z])\.(?=[A-Z]\b)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart."""

    words: tuple[str, ...]  # what tells it from others
    forms: frozenset[str]  # legal forms


@dataclass(frozen=True, slots=True)
class Debtor:
    """One client with items: open or settled ones."""

    name: Name
    shown: str
    items: tuple[OpenItem, ...]


@dataclass(frozen=True, slots=True)
class Payer:
    """Who may have paid."""

    known: Debtor | None  # the name can only be this client's
    perhaps: tuple[Debtor, ...]  # a distinctive word is shared, or the name fits several
    is_likely: bool = False  # one client may be he, and nothing but words of a trade sets the names apart


def fold_text(text: str) -> str:
    """Upper case without accents; what is no letter or digit stays as it stands."""
    flat = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in flat if not unicodedata.combining(c)).upper()


@lru_cache(maxsize=4096)
def read_name(text: str) -> Name:
    """Take a name apart: words that tell, legal forms; titles and particles fall away."""
    folded = _DOTTED.sub(r"\1", fold_text(text[:MAX_NAME]))
    words = _WORD.findall(folded.replace("'", " "))
    forms = frozenset(w for w in words if w in LEGAL_FORMS)
    telling = tuple(w for w in words if w not in LEGAL_FORMS and w not in EMPTY_WORDS and len(w) > 1)
    return Name(telling or tuple(w for w in words if w not in EMPTY_WORDS), forms)


def debtors_of(items: Iterable[OpenItem]) -> tuple[Debtor, ...]:
    """Gather items by client; two legal forms of one name are two clients (Martin SARL, Martin SAS)."""
    found: dict[tuple[str, ...], list[tuple[Name, str, list[OpenItem]]]] = {}
    for item in items:
        name = read_name(item.client or item.client_email)
        namesakes = found.setdefault(tuple(sorted(name.words)), [])
        for known, _, theirs in namesakes:
            if not known.forms or not name.forms or known.forms == name.forms:
                theirs.append(item)
                break
        else:
            namesakes.append((name, item.client, [item]))
    groups = (group for namesakes in found.values() for group in namesakes)
    return tuple(Debtor(name, shown, tuple(theirs)) for name, shown, theirs in groups)


def who_pays(payer: str, reference: str, debtors: Sequence[Debtor]) -> Payer:
    """Find the client behind a payer's name; where the name says nothing, a whole client name in the reference."""
    found = _who(read_name(payer), debtors)
    if found.known or found.perhaps:
        return found
    words = set(read_name(reference).words)
    named = [d for d in debtors if len(d.name.words) > 1 and set(d.name.words) <= words]
    return Payer(named[0], ()) if len(named) == 1 else Payer(None, tuple(named))


def _who(name: Name, debtors: Sequence[Debtor]) -> Payer:
    strong: list[tuple[float, Debtor]] = []
    weak: list[Debtor] = []
    for debtor in debtors:
        shared = _shared(debtor.name.words, name.words)
        if not shared and not _squashed_alike(debtor.name, name):
            continue
        if _is_strong(debtor.name.words, name.words, shared) or _squashed_alike(debtor.name, name):
            strong.append((_likeness(debtor.name, name, shared), debtor))
        elif any(len(word) >= 4 and word not in TRADE_WORDS for word in shared):
            weak.append(debtor)
    if not strong:
        return Payer(
            None, tuple(weak), is_likely=len(weak) == 1 and _is_likely(weak[0].name.words, name.words)
        )
    best = max(likeness for likeness, _ in strong)
    top = [debtor for likeness, debtor in strong if likeness > best - 0.05]
    return Payer(top[0], ()) if len(top) == 1 else Payer(None, tuple(top))


def _shared(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in ours if any(_alike(word, other) for other in theirs))


def _alike(one: str, other: str) -> bool:
    """Equal; or cut by the bank after five letters; or one slip of the pen in a long word."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 5 and long.startswith(short):
        return True
    return len(short) >= 6 and DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def _is_strong(ours: tuple[str, ...], theirs: tuple[str, ...], shared: tuple[str, ...]) -> bool:
    """All words of the shorter name are in the other, and they tell enough: two words, or the one there is."""
    if len(shared) == len(ours) and (len(ours) > 1 or len(theirs) == 1):
        return True
    back = _shared(theirs, ours)
    return len(back) == len(theirs) >= 2 and any(word not in TRADE_WORDS for word in back)


def _is_likely(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """«M MORVAN CEDRIC» for Morvan Paysages; not «CEDRIC DURAND» for Cédric Petit."""
    shared = _shared(ours, theirs)
    return all(word in shared or word in TRADE_WORDS for word in ours) or len(_shared(theirs, ours)) == len(
        theirs
    )


def _squashed_alike(ours: Name, theirs: Name) -> bool:
    """The same letters with the spaces elsewhere: «STONEFERN», «LE GOFF», «LEGOFF»."""
    one, other = "".join(ours.words), "".join(theirs.words)
    return min(len(one), len(other)) >= 6 and one == other


def _likeness(ours: Name, theirs: Name, shared: tuple[str, ...]) -> float:
    """How much of both names agrees, 0 to 1, and a little more for the same legal form."""
    both = sum(map(len, shared)) + sum(map(len, _shared(theirs.words, ours.words)))
    share = both / max(1, sum(map(len, ours.words)) + sum(map(len, theirs.words)))
    if _squashed_alike(ours, theirs):
        share = 1.0
    agree = bool(ours.forms & theirs.forms)
    differ = bool(ours.forms and theirs.forms and not agree)
    return share + (0.1 if agree else -0.1 if differ else 0.0)
