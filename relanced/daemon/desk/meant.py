"""A word that nobody knows and the words that are known in, what was probably meant out."""

from collections.abc import Iterable

ENOUGH = 70  # of 100: two letters swapped or one missing in a word of six


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """« Did you mean «status»?», with the blank before it; "" where nothing known is like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded for a mistake only

    found = process.extract(
        word.casefold(), {each: each.casefold() for each in known}, scorer=fuzz.ratio, limit=3
    )
    near = [each for _, score, each in found if score >= ENOUGH]
    return f" Did you mean {' or '.join(f'«{each}»' for each in near)}?" if near else ""
