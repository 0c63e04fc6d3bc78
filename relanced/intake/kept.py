"""A function of a text in, the same out, which keeps what it gave for the last few hundred short texts. Pure.

Each line of a mail is asked for its amounts, its days, its words by many readers, one after the other.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar, cast

MAX_KEPT = 512  # texts: those of one mail, and of the next
MAX_LENGTH = 600  # characters of a text that is kept: all together a megabyte at the most

P = ParamSpec("P")
R = TypeVar("R")


def kept(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """The same function. What it gives must not be changed, and must hang on its arguments alone."""
    remembered = cast("Callable[Concatenate[str, P], R]", lru_cache(maxsize=MAX_KEPT)(function))

    def answer(text: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
        ask = remembered if len(text) <= MAX_LENGTH else function
        return ask(text, *args, **kwargs)

    return answer
