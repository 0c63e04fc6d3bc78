"""Paper: a document to be typeset, as values; its source lies in letters/papers/<name>.typ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"


class NotTypeset(RuntimeError):  # noqa: N818 - the name says what it is, as the glossary does
    """This paper cannot be made; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document. The same paper gives the same bytes."""

    name: str  # of its source: «statement», «notice», «sheet», «dossier»
    language: str  # ISO 639-1; where its words are not known, English
    title: str  # in the file's properties
    on: date  # the day that the file's properties give
    data: Mapping[str, Json]  # what the source places as text; nothing of it is read as markup
