"""A paper in, its PDF out (typst). The same paper gives the same bytes on every machine.

Nothing outside the package is read: no fonts of the system, no packages of the network. Values
reach typst as one JSON string, and its sources place them as text.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path

import typst

from relanced.model.paper import Json, NotTypeset, Paper

MAX_VALUES = 4_000_000  # characters of JSON: more than a thousand pages

_SOURCES = Path(str(files("relanced.letters.papers")))
_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})  # typst sets a box for each; a lone surrogate is no UTF-8
_DIRECTING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_NARROW, _NO_BREAK = "\u202f", "\u00a0"  # the fonts' narrow one is so narrow that 1 200 reads as 1200
_OTHERWISE = "en"


def typeset(paper: Paper) -> bytes:
    """Make the PDF of a paper. Blocks, for some hundredths of a second a page: not for the loop.

    Raises NotTypeset with typst's reason, and for more than 4 million characters of values.
    """
    values = json.dumps(_seen({**paper.data, "title": paper.title}), ensure_ascii=False)
    if len(values) > MAX_VALUES:
        raise NotTypeset(f"{paper.name}: {len(values)} characters are more than a paper may hold")
    try:
        made = typst.compile(
            str(_SOURCES / f"{paper.name}.typ"),
            root=str(_SOURCES),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"it": values, "language": _language(paper.language)},
            timestamp=datetime.combine(paper.on, time(12), UTC),
        )
    except (RuntimeError, OSError) as error:  # a TypstError is a RuntimeError
        raise NotTypeset(f"{paper.name}: {error}") from error
    assert isinstance(made, bytes)
    return made


def _language(wanted: str) -> str:
    """The language of a paper's own words: the one wanted where they are written in it."""
    known = {path.stem for path in (_SOURCES / "words").glob("*.toml")}
    return wanted if wanted in known else _OTHERWISE


def _seen(value: Json) -> Json:
    """The same values without what cannot be seen, and could turn the reading direction of a line."""
    match value:
        case str():
            return "".join(filter(_is_seen, value)).replace(_NARROW, _NO_BREAK)
        case Mapping():
            return {key: _seen(each) for key, each in value.items()}
        case bool() | int() | None:
            return value
        case _:
            return [_seen(each) for each in value]


def _is_seen(char: str) -> bool:
    return char == "\n" or (unicodedata.category(char) not in _UNSEEN and char not in _DIRECTING)
