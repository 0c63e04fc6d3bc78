"""The raw tables of a file in, what can be told of them though they may be wrong out."""

from collections.abc import Iterator, Mapping
from typing import Any

Raw = Mapping[str, Any]


def table_in(raw: Raw, name: str) -> Raw:
    """The [table] of a name; empty where there is none."""
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def tables_in(raw: Raw, name: str) -> Iterator[tuple[int, Raw]]:
    """The [[tables]] of one name, counted from 1."""
    found = raw.get(name)
    if isinstance(found, list):
        yield from ((i, table) for i, table in enumerate(found, 1) if isinstance(table, dict))


def texts_in(table: Raw, key: str) -> list[str]:
    """The texts of a list; empty where there is none."""
    found = table.get(key)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []
