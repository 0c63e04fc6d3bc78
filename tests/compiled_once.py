"""Template sources in, their Jinja environment out: compiled once for all tests that have the same ones.

To compile a letter takes longer than the rest of its round, and nearly every test writes the shipped letters.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from babel import Locale

from relanced.letters.thrift import ThriftyEnvironment

Made = Callable[[Mapping[str, str], Locale], ThriftyEnvironment]


def compiled_once(environment_of: Made) -> Made:
    """The same function, that keeps the environments of the last forty kinds of sources."""

    @lru_cache(maxsize=40)
    def kept(sources: frozenset[tuple[str, str]], locale: Locale) -> ThriftyEnvironment:
        return environment_of(dict(sources), locale)

    return lambda sources, locale: kept(frozenset(sources.items()), locale)
