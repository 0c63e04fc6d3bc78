"""Accounts and cases by their names, with a note of which were looked at, and what was asked for in vain.

Whoever was not looked at while a fact was folded was not changed by it; what nobody asked for can
come later without having been missed. Changed by the fold only.
"""

from collections.abc import Hashable
from typing import TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Looked(dict[_K, _V]):
    """A dict that notes the keys that were looked up; walking through it, and `in`, note nothing."""

    __slots__ = ("missed", "touched")

    def __init__(self) -> None:
        super().__init__()
        self.touched: set[_K] = set()  # those found; whoever reads them clears them
        self.missed: set[_K] = set()  # those that were not there when they were asked for, ever

    def __getitem__(self, key: _K) -> _V:
        self.touched.add(key)
        return super().__getitem__(key)

    def get(self, key: _K, default: _V | None = None, /) -> _V | None:  # type: ignore[override]  # None or a value
        """As of any dict."""
        found = super().get(key, default)
        (self.missed if found is None else self.touched).add(key)
        return found
