"""Books that go on in; what of them is seldom asked for, told when it is asked for, out. Pure.

A ledger's links and its stories of payments are as many as the mails of years: they are made when
somebody wants one, and are then as the books stand at that moment.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

from relanced.casework.books import LinkDraft
from relanced.casework.fold import link_of
from relanced.casework.ledger import CreditStory, Link


class Links(Mapping[str, Link]):
    """Whom each mail concerns; `over`: what the owner's notes add."""

    def __init__(self, links: Mapping[str, LinkDraft], over: Mapping[str, LinkDraft]) -> None:
        self._links, self._over = links, over

    def __getitem__(self, key: str) -> Link:
        draft = self._over.get(key)
        return link_of(self._links[key] if draft is None else draft)

    def __iter__(self) -> Iterator[str]:
        yield from sorted({*self._links, *self._over})

    def __len__(self) -> int:
        return len({*self._links, *self._over})


class Stories(Sequence[CreditStory]):
    """Every payment that was told of, in order of time."""

    def __init__(self, tell: Callable[[], tuple[CreditStory, ...]]) -> None:
        self._tell = tell

    @cached_property
    def _told(self) -> tuple[CreditStory, ...]:
        return self._tell()

    @overload
    def __getitem__(self, index: int) -> CreditStory: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CreditStory]: ...
    def __getitem__(self, index: int | slice) -> CreditStory | Sequence[CreditStory]:
        return self._told[index]

    def __len__(self) -> int:
        return len(self._told)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._told == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as of every sequence that is compared by what it holds
