"""A fact in, JSON out, and back; every version ever written stays readable.

The form follows the dataclasses of model/facts.py field by field, so a new fact needs nothing
here. A field added later needs a default: that is what older facts are then read with.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import Enum
from functools import cache, lru_cache
from sys import intern
from types import NoneType, UnionType
from typing import NewType, Union, cast, get_args, get_origin, get_type_hints

from relanced.model.facts import Fact, SendIntended, SendOutcome

VERSION = 1

_Read = Callable[[object], object]  # from a JSON value to the value of a field

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Fact)}
# What stands in thousands of facts, word for word.
_SHARED = frozenset(
    {"account", "folder", "bank", "client", "client_address", "client_name", "currency", "payer", "sender"}
)
# How a thing was understood is not what was understood: a later version may word it differently.
_HOW_IT_WAS_READ = frozenset({"source", "because", "confidence"})


class _Other:
    """The type of no value in JSON."""


class UnreadableFact(ValueError):  # noqa: N818 - the name says what it is, as the glossary does
    """A recorded fact that this version of relanced cannot read."""


def encode_fact(fact: Fact) -> str:
    """Write a fact as one line of ASCII JSON: {"v": 1, "kind": …, "says": its fields}.

    ASCII, because mail text may hold lone surrogates, which no UTF-8 file can.
    Raises ValueError for a moment without a time zone and for a number that is none.
    """
    return _dump({"v": VERSION, "kind": type(fact).__name__, "says": _plain_fields(fact)})


def decode_fact(text: str) -> Fact:
    """Read a fact back, equal to what was written.

    Raises UnreadableFact for what no version up to this one has written.
    """
    try:
        data = json.loads(text)
        version, kind, says = data["v"], data["kind"], data["says"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFact(f"no fact: {text[:200]}") from error
    if version != VERSION or kind not in _KINDS:
        raise UnreadableFact(f"fact of kind {kind!r}, version {version!r}: not known here")
    read = _reader(_KINDS[kind])
    try:
        return cast("Fact", read(says))
    except (ValueError, TypeError) as error:
        raise UnreadableFact(f"{error}, in {text[:200]}") from error


def fact_key(fact: Fact) -> str:
    """The fact's identity, 32 hex digits: the mail that told it, its kind, and what it says.

    Where the mail lies, when it got there and how it was understood do not count: reading a mail
    again, or finding it moved, gives the same key.
    """
    told_by = "" if isinstance(fact, SendIntended | SendOutcome) else fact.source.fingerprint
    said = {name: value for name, value in _plain_fields(fact).items() if name not in _HOW_IT_WAS_READ}
    text = _dump([told_by, type(fact).__name__, said])
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _plain_fields(value: object) -> dict[str, object]:
    assert is_dataclass(value)
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: object) -> object:
    """A value as JSON has it. Moments keep their offset: the day they fall on depends on it."""
    match value:
        case Enum():
            return value.value
        case datetime():
            if value.tzinfo is None:
                raise ValueError(f"a moment without a time zone: {value}")
            return value.isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return _plain_fields(value)


@cache
def _reader(hint: object) -> _Read:
    """The function that reads values of a type back; made once for each type."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if get_origin(hint) in {Union, UnionType}:
        return _optional_reader(get_args(hint))
    if get_origin(hint) is tuple:
        return _tuple_reader(get_args(hint))
    if hint is float:
        return _number
    if hint in {str, int, bool}:
        return _scalar_reader(hint)
    if not isinstance(hint, type):
        raise TypeError(f"facts cannot hold {hint}: teach codec.py how it is written")
    if is_dataclass(hint):
        return _dataclass_reader(hint)
    if hint is datetime:
        return _moment
    if hint is date:
        return _day
    assert issubclass(hint, Enum), f"facts cannot hold {hint}: teach codec.py how it is written"
    return _enum_reader(hint)


def _enum_reader(kind: type[Enum]) -> _Read:
    members: dict[object, Enum] = {member.value: member for member in kind}
    return lambda data: members[data] if data.__class__ is str and data in members else kind(data)


def _day(data: object) -> date:
    return _same_day(_text(data))


_same_day = lru_cache(maxsize=8_192)(date.fromisoformat)  # years of facts have a few thousand days


def _scalar_of(hint: object) -> type:
    """The type whose values stand in JSON as they are, or may; `_Other` where there is none."""
    if isinstance(hint, NewType):
        return _scalar_of(hint.__supertype__)
    if get_origin(hint) in {Union, UnionType}:
        return next((_scalar_of(part) for part in get_args(hint) if part is not NoneType), _Other)
    return hint if isinstance(hint, type) and hint in {str, int, bool} else _Other


def _moment(data: object) -> datetime:
    """A moment; all of one offset share the zone: each mail of years has one."""
    at = datetime.fromisoformat(_text(data))
    return at.replace(tzinfo=_zone(at.utcoffset()))


@cache
def _zone(offset: timedelta | None) -> tzinfo | None:
    return timezone(offset) if offset is not None else None


def _shared(data: object) -> str:
    """A text that many facts have, kept once."""
    return intern(_text(data))


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError(f"expected a text, found {data!r}")
    return data


def _number(data: object) -> object:
    if type(data) not in {int, float}:  # 1 is a number too, and written as such
        raise TypeError(f"expected a number, found {data!r}")
    return data


def _parts(data: object) -> list[object]:
    if not isinstance(data, list):
        raise TypeError(f"expected a list, found {data!r}")
    return data


def _scalar_reader(hint: object) -> _Read:
    def read(data: object) -> object:
        if type(data) is not hint:
            raise TypeError(f"expected {hint}, found {data!r}")
        return data

    return read


def _optional_reader(parts: tuple[object, ...]) -> _Read:
    (inner,) = (part for part in parts if part is not NoneType)
    read_inner = _reader(inner)
    return lambda data: None if data is None else read_inner(data)


def _tuple_reader(parts: tuple[object, ...]) -> _Read:
    readers = [_reader(part) for part in parts if part is not Ellipsis]
    if len(readers) != len(parts):
        return lambda data: tuple(map(readers[0], _parts(data))) if data != [] else ()
    return lambda data: tuple(read(part) for read, part in zip(readers, _parts(data), strict=True))


def _dataclass_reader(kind: type) -> _Read:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    readers |= dict.fromkeys(_SHARED & readers.keys(), _shared)
    plain = {name: _Other if name in _SHARED else _scalar_of(hints[name]) for name in readers}
    needed = {field.name for field in fields(kind) if not _has_default(field)}

    def explain(data: object) -> None:
        if not isinstance(data, dict):
            raise TypeError(f"expected {kind.__name__}, found {data!r}")
        if missing := needed - data.keys():
            raise ValueError(f"{kind.__name__} without {', '.join(sorted(missing))}")
        if strange := data.keys() - readers.keys():
            raise ValueError(f"{kind.__name__} with unknown {', '.join(sorted(strange))}")

    # As `kind(…)`, which takes twice the time: what has every field needs no default.
    assert not hasattr(kind, "__post_init__"), f"{kind} does more than hold its fields"
    setters = {name: getattr(kind, name).__set__ for name in readers}
    count, new = len(readers), object.__new__

    def read(data: object) -> object:
        try:  # what is wrong is only looked for once something is: a restart reads every fact there is
            if len(data) != count:  # type: ignore[arg-type]  # whatever is none has no length
                return kind(**{name: readers[name](part) for name, part in data.items()})  # type: ignore[attr-defined]
            made: object = new(kind)
            for name, part in data.items():  # type: ignore[attr-defined]  # nor items
                setters[name](made, part if part.__class__ is plain[name] else readers[name](part))
        except (AttributeError, KeyError, TypeError):
            explain(data)
            raise
        return made

    return read


def _has_default(field: "Field[object]") -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING
