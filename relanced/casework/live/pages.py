"""A mapping in order of its keys in; the same with a few values changed, most of it shared, out. Pure.

With twenty thousand clients, to copy all for the sake of one takes longer than to plan for him.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, ValuesView
from itertools import pairwise
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=str)
_V = TypeVar("_V")
_S = TypeVar("_S")
_Page = tuple[dict[_K, _V], _S]

_LEAST, _MOST = 64, 256  # entries of a page


class _Values(ValuesView[_V]):
    _mapping: "Pages[str, _V, object]"

    def __iter__(self) -> Iterator[_V]:
        return self._mapping.in_order()


class Pages(Mapping[_K, _V], Generic[_K, _V, _S]):
    """A mapping that never changes, in order of its keys; of each page of it, a summary is kept."""

    def __init__(self, entries: Mapping[_K, _V], summary: Callable[[Mapping[_K, _V]], _S]) -> None:
        """`summary`: of some entries in order of their keys; made once for each page."""
        self._summary = summary
        self._keep(self._pages_of(entries))

    def _keep(self, pages: list[_Page[_K, _V, _S]]) -> None:
        self._pages = pages
        self._firsts = [next(iter(entries)) for entries, _ in pages]

    def _pages_of(self, entries: Mapping[_K, _V]) -> list[_Page[_K, _V, _S]]:
        ordered = sorted(entries.items())
        places = [*range(0, len(ordered), _LEAST), len(ordered)]
        parts = (dict(ordered[first:last]) for first, last in pairwise(places))
        return [(part, self._summary(part)) for part in parts]

    def changed(self, entries: Mapping[_K, _V]) -> "Pages[_K, _V, _S]":
        """The same with these entries instead, or beside."""
        if not self._pages:
            return Pages(entries, self._summary)
        touched: dict[int, dict[_K, _V]] = {}
        for key, value in entries.items():
            touched.setdefault(self._place(key), {})[key] = value
        pages = list(self._pages)
        for place in sorted(touched, reverse=True):  # a page that grew too long becomes several
            old, _ = pages[place]
            both = old | touched[place]
            if len(both) > len(old):
                both = dict(sorted(both.items()))
            is_long = len(both) > _MOST
            pages[place : place + 1] = self._pages_of(both) if is_long else [(both, self._summary(both))]
        new = object.__new__(Pages)
        new._summary = self._summary
        new._keep(pages)
        return new

    def _place(self, key: _K) -> int:
        return max(bisect_right(self._firsts, key) - 1, 0)

    @property
    def summaries(self) -> Iterator[_S]:
        """That of each page, in order."""
        return (summary for _, summary in self._pages)

    def __getitem__(self, key: _K) -> _V:
        if not self._pages:
            raise KeyError(key)
        return self._pages[self._place(key)][0][key]

    def values(self) -> ValuesView[_V]:
        """As of any mapping, without looking each one up."""
        return _Values(self)

    def in_order(self) -> Iterator[_V]:
        """The values, page by page."""
        for entries, _ in self._pages:
            yield from entries.values()

    def __iter__(self) -> Iterator[_K]:
        for entries, _ in self._pages:
            yield from entries

    def __len__(self) -> int:
        return sum(len(entries) for entries, _ in self._pages)
