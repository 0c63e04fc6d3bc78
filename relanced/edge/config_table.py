"""What every table of a TOML file of the owner's shares: strict types, no unknown key; its valid keys out."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """What all tables share: no key that is not known, no text where a number is meant."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def keys_of(table: type[BaseModel], at: tuple[str, ...] = ()) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The valid keys of every table, by where it stands: () is the file itself, ("imap",) is [imap]."""
    fields = {field.alias or name: field for name, field in table.model_fields.items()}
    found = {at: tuple(fields)}
    for key, field in fields.items():
        for inner in _tables_in(field.annotation):
            found |= keys_of(inner, (*at, key))
    return found


def _tables_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The tables that a type speaks of: T, list[T], T | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _tables_in(part)
