"""A text and the words that may be invoice numbers in, where each invoice is spoken of out. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relanced.intake.lazy import lazy
from relanced.model.names import number_key

_MAX_SPOTS = 200
_RUN = lazy(r"\d+")
# What may stand behind «la première» where it stands for an invoice. Anything else («la première
# livraison») is a thing of its own.
_BEHIND = (
    r"(?=\s*(?:$|[,;:.)\n–—-]|(?:factures?|invoices?|rechnung|one|est|sera|a|n['’]est|ne|is|was|will|has|can|ist|"
    r"wird|wurde|lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday|montag|dienstag|"
    r"mittwoch|donnerstag|freitag)\b))"
)
_FIRST = rf"(?:la (?:premi[èe]re|1(?:[èe]?re))|the (?:first|former)|die erste){_BEHIND}"
_SECOND = (
    rf"(?:la (?:seconde|deuxi[èe]me|2(?:de|nde|e|[èe]me))|l['’]autre|the (?:second|latter|other)"
    rf"|die (?:zweite|andere)){_BEHIND}"
)
_ORDINAL = lazy(rf"(?<!\w)(?:(?P<first>{_FIRST})|(?P<second>{_SECOND}))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where an invoice is named."""

    start: int
    end: int
    key: str  # of the invoice: the same for all ways of writing its number


def keys_in(mentions: Sequence[str]) -> dict[str, str]:
    """By word the invoice that it means: «012» is «F2026-012» where only that ends so."""
    keys = {word: key for word in mentions if (key := number_key(word))}
    ends: dict[str, set[str]] = {}
    for word, key in keys.items():
        last = _RUN.findall(word)[-1:]
        if last and key != number_key(last[0]):
            ends.setdefault(last[0].lstrip("0"), set()).add(key)
    found = {}
    for word, key in keys.items():
        longer = ends.get(key.lstrip("0"), set()) if key.isdigit() else set()
        found[word] = next(iter(longer)) if len(longer) == 1 else key
    return found


def spots_in(text: str, keys: Mapping[str, str]) -> tuple[Spot, ...]:
    """Every place where one of these invoices is named, in order, none within another.

    «la première … la seconde» name the two invoices that there are, in the order of `keys`.
    """
    words = sorted(keys, key=len, reverse=True)
    if not words:
        return ()
    pattern = re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, words))})(?![\w@])")
    spots = [Spot(m.start(), m.end(), keys[m[0]]) for m in pattern.finditer(text)][:_MAX_SPOTS]
    spots += _ordinals(text, tuple(dict.fromkeys(keys.values())))
    return tuple(sorted(spots, key=lambda spot: spot.start))


def _ordinals(text: str, keys: Sequence[str]) -> list[Spot]:
    if len(keys) != 2:
        return []
    found = list(_ORDINAL.finditer(text))[:_MAX_SPOTS]
    if not any(m["first"] for m in found) or not any(m["second"] for m in found):
        return []
    return [Spot(m.start(), m.end(), keys[0] if m["first"] else keys[1]) for m in found]
