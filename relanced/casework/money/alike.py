"""The words of two mails about money in, whether they can be of one payment out. Pure.

The same payment is worded differently by an instant notice, a payout list and a statement: names are
cut, titles and legal forms come and go, references are cut at 35 or 140 characters, or missing.
"""

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from relanced.casework.settle.names import fold_text, read_name
from relanced.model.facts import Credit

MAX_TEXT = 300  # characters read
_LONG_ACCOUNT = 15  # characters: shorter ones are the end of one, or masked
_TOLD = re.compile(r"[^A-Z0-9]+")


class Likeness(Enum):
    """What two sets of words say about each other."""

    UNLIKE = "unlike"  # they contradict each other
    MIXED = "mixed"  # the payer agrees and the reference contradicts, or the other way round
    SILENT = "silent"  # nothing that both tell
    ALIKE = "alike"  # they agree, and nothing contradicts


def likeness(one: Credit, other: Credit) -> Likeness:
    """Compare payer, account and reference; what one of them does not tell contradicts nothing."""
    payer = same_payer(one, other)
    reference = _same_reference(one.reference, other.reference)
    if payer is None and reference is None:
        return Likeness.SILENT
    if payer is not False and reference is not False:
        return Likeness.ALIKE
    if reference is False and (payer is False or _shape(one.reference) == _shape(other.reference)):
        return Likeness.UNLIKE  # «F2026-012» and «F2026-013»: each has its own payment
    return Likeness.UNLIKE if payer is False and reference is None else Likeness.MIXED


def agreements(one: Credit, other: Credit) -> int:
    """How many of payer and reference are told by both and agree."""
    return (same_payer(one, other) is True) + (_same_reference(one.reference, other.reference) is True)


def told_by_words(credit: Credit) -> tuple[str, ...]:
    """The keys under which this payment is kept: two that are not UNLIKE share one of them with `looked_up_by`."""
    keys = _keys(credit)
    silent = (
        ("no payer",)
        if not telling_words(credit.payer)
        else ()
        if _numbers(credit.reference)
        else ("no number",)
    )
    return ("", *keys, *silent)


def looked_up_by(credit: Credit) -> tuple[str, ...]:
    """The keys under which payments are looked for that these words may be of."""
    if not telling_words(credit.payer) and not _numbers(credit.reference):
        return ("",)  # says nothing: it may be any
    return (*_keys(credit), "no payer", *(() if telling_words(credit.payer) else ("no number",)))


def _keys(credit: Credit) -> tuple[str, ...]:
    names = {f"payer {word[:3]}" for word in telling_words(credit.payer)}
    numbers = {f"number {number}" for number in _numbers(credit.reference)}
    said = {f"said {squashed(credit.reference)}"} if numbers else set()  # «F 2026 012», «F2026-012»
    account = {f"account {credit.payer_account}"} if credit.payer_account else set()
    return tuple(sorted(names | numbers | said | account))


def form_of(credit: Credit) -> str:
    """The form of a reference that bears numbers: two of one form that share no key of number are UNLIKE."""
    return _shape(credit.reference) if _numbers(credit.reference) else ""


def is_of_number(key: str) -> bool:
    """Whether a key of `told_by_words` says what the reference says, not who paid."""
    return key.startswith(("number ", "said "))


@lru_cache(maxsize=16_384)
def telling_words(name: str) -> tuple[str, ...]:
    """The words of a payer's name; none, where it is a title or initials alone."""
    words = read_name(name[:MAX_TEXT]).words
    return words if any(len(word) > 2 for word in words) else ()


def longer_reference(told: Iterable[str]) -> str:
    """Of the references of one payment, the best source's first, the one that says most.

    Banks cut references; where the best source has no number in it («VIREMENT»), another's counts.
    """
    said = [reference for reference in told if reference]
    numbered = [reference for reference in said if _numbers(reference)] or said
    whole = [each for each in numbered if squashed(numbered[0]) in squashed(each)]
    return max(whole, key=lambda each: len(squashed(each)), default="")


@lru_cache(maxsize=16_384)
def squashed(text: str) -> str:
    """Letters and digits alone, upper case, without accents."""
    return _TOLD.sub("", fold_text(text[:MAX_TEXT]))


def same_payer(one: Credit, other: Credit) -> bool | None:
    """Whether both tell of one payer; None: one of them does not tell."""
    accounts = _same_account(one.payer_account, other.payer_account)
    if accounts is not None:
        return accounts
    return _same_name(one.payer, other.payer)


def _same_account(one: str, other: str) -> bool | None:
    if not one or not other:
        return None
    if one == other:
        return True
    is_whole = min(len(one), len(other)) >= _LONG_ACCOUNT and one.isalnum() and other.isalnum()
    return False if is_whole else None


@lru_cache(maxsize=4096)
def _same_name(one: str, other: str) -> bool | None:
    ours, theirs = telling_words(one), telling_words(other)
    if not ours or not theirs:
        return None
    if "".join(ours) == "".join(theirs):
        return True
    fewer, more = sorted((ours, theirs), key=len)
    return all(any(_is_cut(word, each) for each in more) for word in fewer)


def _is_cut(one: str, other: str) -> bool:
    """Equal, or cut off by the bank after three letters or more."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 3 and long.startswith(short))


@lru_cache(maxsize=4096)
def _same_reference(one: str, other: str) -> bool | None:
    ours, theirs = squashed(one), squashed(other)
    if not ours or not theirs:
        return None
    short, long = sorted((ours, theirs), key=len)
    if short == long or (len(short) >= 4 and short in long):
        return True
    numbers, others = _numbers(one), _numbers(other)
    if not numbers or not others:
        return None  # «VIREMENT», «facture»: says nothing
    return not numbers.isdisjoint(others)


@lru_cache(maxsize=16_384)
def _numbers(text: str) -> frozenset[str]:
    """The words with three digits or more, without their separators."""
    words = (_TOLD.sub("", word) for word in re.split(r"[\s/,;:+]+", fold_text(text[:MAX_TEXT])))
    return frozenset(word for word in words if sum(map(str.isdigit, word)) >= 3)


@lru_cache(maxsize=16_384)
def _shape(text: str) -> str:
    return "".join("9" if c.isdigit() else "A" if c.isalpha() else "" for c in squashed(text))
