"""A name as a bank or an invoice prints it in, its words and how like two names are out. Pure.

Banks cut names, drop accents or write them out (MUELLER), put legal forms, titles and branch names
around them; their fields end after 20, 27 or 35 characters; people put the family name first and
given names short.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from relanced.casework.settle.name_words import (
    COMMON_WORDS,
    EMPTY_WORDS,
    FIRST_NAMES,
    KIN_FORM,
    LEGAL_FORMS,
    SAME_FORM,
    SAME_WORD,
    TRADE_WORDS,
)

MAX_NAME = 300  # characters read
LEAST_CUT = 5  # letters that a bank leaves of a word: «MARECH» is like «MARECHAL»
LEAST_SLIP = 6  # letters of a word in which one slip of the pen is forgiven
LEAST_LINE = 16  # letters that are left of a whole name cut by the bank
_WORD = re.compile(r"[A-Z0-9]+")
_PLAIN = {"ß": "ss", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"} | {
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "’": "'"
}  # fmt: skip
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_TO_PLAIN = str.maketrans(_PLAIN)
_TO_WRITTEN_OUT = str.maketrans(_WRITTEN_OUT | {k.upper(): v.upper() for k, v in _WRITTEN_OUT.items()})
_SHORTENED = 0.85  # the likeness of a name that the bank or the payer cut
_ELIDED = frozenset("DL")  # d', l'
_DOTTED = re.compile(r"\b([A-Z])\.")
_LOST = frozenset("AEIOUNSCYZLDT")  # what stands under an accent that a bank's character set lacks


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart."""

    words: tuple[str, ...]  # what tells it from others
    forms: frozenset[str]  # legal forms
    also: tuple[str, ...] = ()  # the same words with umlauts written out: MUELLER where words have MULLER
    line: str = ""  # all letters and digits in order, forms and particles too
    initials: tuple[str, ...] = ()  # single letters: «J. DUPONT»
    is_long: bool = False  # as long as the shortest field of a bank: it may be cut

    @property
    def core(self) -> tuple[str, ...]:
        """The words that are neither a trade, a place nor a given name."""
        return tuple(w for w in self.words if w not in COMMON_WORDS)


class Fit(IntEnum):
    """How surely a payer's name is a client's."""

    NONE = 0
    WORD = 1  # a word that tells is shared, others are not: a relative, a director, another firm
    CORE = 2  # all words that tell are shared; the name of a trade, or a given name, is left out
    WHOLE = 3  # the whole name, in any order, or what a bank left of it


def fold_text(text: str) -> str:
    """Upper case without accents; what is no letter or digit stays as it stands."""
    if text.isascii():
        return text.upper()
    flat = unicodedata.normalize("NFKD", text.translate(_TO_PLAIN))
    return "".join(c for c in flat if not unicodedata.combining(c)).upper()


@lru_cache(maxsize=16384)
def read_name(text: str) -> Name:
    """Take a name apart: words that tell, legal forms; titles and particles fall away."""
    text = unicodedata.normalize("NFC", text[:MAX_NAME])
    words, also = _split(fold_text(text)), _split(fold_text(text.translate(_TO_WRITTEN_OUT)))
    pairs = list(zip(words, also if len(also) == len(words) else words, strict=True))
    last = len(pairs) - 1
    is_long = len(text.strip()) >= LEAST_LINE  # a letter at its end is what a bank left of a word
    dotted = set(_DOTTED.findall(fold_text(text)))
    named = [p for place, p in enumerate(pairs) if not _is_particle(p[0], place, last, dotted)]
    telling = list(dict.fromkeys(p for p in named if p[0] not in LEGAL_FORMS and len(p[0]) > 1)) or named
    return Name(
        tuple(w for w, _ in telling),
        frozenset(SAME_FORM.get(w, w) for w in words if w in LEGAL_FORMS),
        tuple(a for _, a in telling),
        "".join(words),
        tuple(w for w, _ in (named[:-1] if is_long else named) if len(w) == 1),
        is_long=is_long,
    )


def is_telling(word: str) -> bool:
    """Whether one word alone may make a client known: long enough, and none that many names bear."""
    return len(word) >= 4 and word not in COMMON_WORDS


def alike(one: str, other: str) -> bool:
    """Equal; or one slip of the pen in a long word."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    return shorter >= LEAST_SLIP and DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def fit(client: Name, payer: Name) -> Fit:
    """How surely this payer is this client, by the names alone."""
    if is_same_line(client, payer) or is_cut_line(client, payer):
        return Fit.WHOLE
    ours, theirs = _shared(client, payer)
    if not ours:
        return Fit.NONE
    left = [w for w in client.words if w not in ours]
    left_of_payer = [w for w in payer.words if w not in theirs]
    has_core = any(w in ours for w in client.core)
    if not left and not left_of_payer and _initials_agree(client, payer, left):
        return Fit.WHOLE
    if not has_core:
        return Fit.NONE
    if not left and len(ours) > 1:
        return Fit.WHOLE
    if not left_of_payer and _initials_agree(client, payer, left) and (len(theirs) > 1 or payer.initials):
        return Fit.WHOLE
    if _is_core(client, payer, left, left_of_payer):
        return Fit.CORE
    return Fit.WORD if any(is_telling(w) for w in ours) else Fit.NONE


def likeness(client: Name, payer: Name) -> float:
    """How much of both names agrees, 0 to 1; a little more for the same legal form, less for a slip."""
    ours, theirs = _shared(client, payer)
    both = sum(map(len, ours)) + sum(map(len, theirs))
    share = both / max(1, sum(map(len, client.words)) + sum(map(len, payer.words)))
    if is_same_line(client, payer):
        share = 1.0
    elif is_cut_line(client, payer) or (len(theirs) == len(payer.words) and len(ours) < len(client.words)):
        share = _SHORTENED  # how long the rest is says nothing
    said = {*payer.words, *payer.also}
    slips = sum(not {w, a} & said for w, a in zip(client.words, client.also, strict=True) if w in ours)
    agree = bool(client.forms & payer.forms)
    form = 0.1 if agree else -0.1 if are_other_forms(client, payer) else 0.0
    same = 0.1 if client.line == payer.line else 0.0
    return share + form + same - 0.06 * min(slips, 2)


def are_other_forms(client: Name, payer: Name) -> bool:
    """Whether the legal forms say that these are two firms: Martin SARL, Martin SAS; a bank may have cut one."""
    ours, theirs = ({KIN_FORM.get(form, form) for form in name.forms} for name in (client, payer))
    is_cut = payer.is_long and any(form.startswith(tuple(payer.forms)) for form in client.forms)
    return bool(ours and theirs and not ours & theirs) and not is_cut


def is_same_line(one: Name, other: Name) -> bool:
    """The same letters with the spaces elsewhere: «STONEFERN», «LE GOFF»; or one lost by the bank: «M LLER»."""
    pairs = [(one.line, other.line)]
    if one.initials == other.initials:
        pairs.append(("".join(one.words), "".join(other.words)))
    return any(
        min(len(ours), len(theirs)) >= LEAST_SLIP and (ours == theirs or _lost_letter(ours, theirs))
        for ours, theirs in pairs
    )


def is_cut_line(client: Name, payer: Name) -> bool:
    """The bank's field ended inside the name, behind the first letters of what tells it from others."""
    if not payer.is_long:
        return False
    if len(client.line) > len(payer.line) >= LEAST_LINE and client.line.startswith(payer.line):
        return True
    if payer.initials or not payer.line.endswith(payer.words[-1:]):
        return False  # something stands behind the name: it is not cut
    whole, cut = "".join(client.words), "".join(payer.words)
    told = next((whole.index(w) for w in client.words if is_telling(w)), len(whole))
    return len(whole) > len(cut) >= told + 2 and len(cut) >= LEAST_SLIP and whole.startswith(cut)


def _split(folded: str) -> list[str]:
    """Words; single letters that stand together are one where they make a legal form: S.A.R.L., S. à r.l."""
    words: list[str] = []
    row: list[str] = []
    for word in [*(SAME_WORD.get(w, w) for w in _WORD.findall(folded)), ""]:
        if len(word) == 1:
            row.append(word)
            continue
        joined = "".join(row)
        words += [joined] if joined in LEGAL_FORMS else row
        row = []
        words += [word] if word else []
    return words


def _shared(client: Name, payer: Name) -> tuple[set[str], set[str]]:
    """The words of each that are like one of the other's, umlauts plain or written out."""
    ours: set[str] = set()
    theirs: set[str] = set()
    for word, also in zip(client.words, client.also, strict=True):
        for place, (said, said_also) in enumerate(zip(payer.words, payer.also, strict=True)):
            is_last = place == len(payer.words) - 1
            if (
                alike(word, said)
                or alike(also, said_also)
                or _is_cut_word(word, said, payer, is_last=is_last)
            ):
                ours.add(word)
                theirs.add(said)
    return ours, theirs


def _is_cut_word(word: str, said: str, payer: Name, *, is_last: bool) -> bool:
    """A word cut short: the last one, where the bank's field ended; anywhere, where it is that of a trade."""
    if not word.startswith(said):
        return False
    return (word in TRADE_WORDS and len(said) >= 3) or (is_last and payer.is_long and len(said) >= LEAST_CUT)


def _is_particle(word: str, place: int, last: int, dotted: set[str]) -> bool:
    """Titles and fillers; a letter is one between two words («E», «Y», «D'»), and a title before them («M.»)."""
    if len(word) > 1 or word not in EMPTY_WORDS:
        return word in EMPTY_WORDS
    is_title = word == "M" or (word in _ELIDED and word not in dotted)
    return 0 < place < last or (place == 0 < last and is_title)


def _is_core(client: Name, payer: Name, left: list[str], left_of_payer: list[str]) -> bool:
    """«ETS PERRIN» for Perrin Couverture; not «PERRIN PEINTURE», nor «PERRIN CEDRIC»."""
    if payer.initials and not _initials_agree(client, payer, left):
        return False
    if not left_of_payer:
        return all(w in COMMON_WORDS for w in left) and not (set(left) & FIRST_NAMES and payer.forms)
    return not left and all(w in TRADE_WORDS for w in left_of_payer)


def _initials_agree(client: Name, payer: Name, left: list[str]) -> bool:
    """Whether single letters in the payer's name can stand for the words of the client's that are left."""
    begun = [w[0] for w in left] + list(client.initials)
    return all(letter in begun for letter in payer.initials)


def _lost_letter(client: str, payer: str) -> bool:
    if len(client) != len(payer) + 1:
        return False
    place = next((i for i, letter in enumerate(payer) if client[i] != letter), len(payer))
    return place > 0 and client[place] in _LOST and client[place + 1 :] == payer[place:]
