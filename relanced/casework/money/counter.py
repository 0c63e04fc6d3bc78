"""A credit and the books of its moment in, what it pays by itself out. Pure."""

from datetime import datetime
from functools import lru_cache

from relanced.casework.books import Books
from relanced.casework.settle.plain import settle_plainly
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import OpenItem, Settlement
from relanced.model.facts import Credit


def settle_credit(books: Books, at: datetime, credit: Credit) -> Settlement:
    """Settle one credit against what is open at this point of the fold, and what was paid lately."""
    plain = books.shelf.plain(credit, at)
    return (
        settle_plainly(credit, plain) if plain is not None else _settle_once(credit, *books.near(credit, at))
    )


@lru_cache(maxsize=4_096)  # every day folds all facts again: the same credit meets the same items
def _settle_once(
    credit: Credit, open_items: tuple[OpenItem, ...], settled: tuple[OpenItem, ...]
) -> Settlement:
    return settle(credit, open_items, settled)
