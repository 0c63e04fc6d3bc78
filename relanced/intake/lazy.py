"""A pattern's text in, the pattern out, compiled when it is first tried. Pure.

The readers of mail know some nine hundred patterns, of six languages and every bank; one mail tries a
quarter of them. To compile them all takes longer than to read fifty mails.
"""

import re
from typing import cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern that re.compile() makes of this text; a mistake in it raises when it is first tried."""
    return cast("re.Pattern[str]", Lazy(pattern, flags))


class Lazy:
    """Looks like a compiled pattern, and becomes one."""

    __slots__ = ("_given", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._given = flags

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern, self._given)

    def __getattr__(self, name: str) -> object:
        """What no slot holds yet: from now on each method is the pattern's own, as fast as that is."""
        pattern = self.compiled()
        for method in _METHODS:
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)
