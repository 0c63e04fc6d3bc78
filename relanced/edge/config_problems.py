"""What pydantic and TOML complain of in, Problems that a person can act on out; no secret is ever shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import fuzz, process

Location = tuple[str | int, ...]
KeysByTable = Mapping[tuple[str, ...], tuple[str, ...]]

_HIDDEN = re.compile(r"passw|secret|token|key", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_AFTER_SCHEME = re.compile(r"://.*", re.DOTALL)  # may begin with a user and a password
_SHOWN_CHARS = 60
_SHOWN_BITS = 200

_EXPECTED = {
    "missing": "a value: this key must be written",
    "string_type": "text between quotes",
    "int_type": "a whole number, without quotes",
    "bool_type": "true or false, without quotes",
    "date_type": "a date such as 2026-11-01, without quotes",
    "list_type": 'a list such as ["…"]',
    "model_type": "a table",
    "too_short": "at least one entry",
    "too_long": "at most {max_length} entries",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}

_ABSENT_HINTS = {
    "smtp.auth": "the server that sends is signed in to as [imap] is, unless [smtp] has a password of its own",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one file. `key` is like step[2].name (counted from 1); "" is the file."""

    file: Path
    key: str
    expected: str
    found: str
    hint: str = ""

    def __str__(self) -> str:
        """One line: file, key, what was expected, what was found, what to do."""
        where = f"{self.file}: {self.key}" if self.key else f"{self.file}"
        tail = f" ({self.hint})" if self.hint else ""
        return f"{where}: expected {self.expected}; found {self.found}{tail}"


class Problems(tuple[Problem, ...]):
    """All problems of a file, in its order of keys; never empty where it stands for a failure."""

    __slots__ = ()

    def __str__(self) -> str:
        """One problem a line."""
        return "\n".join(str(problem) for problem in self)


def wrong(expected: str, hint: str = "") -> PydanticCustomError:
    """The error for a validator to raise: what was expected, in words, and how to get there."""
    return PydanticCustomError("relanced", "{expected}", {"expected": expected, "hint": hint})


def explained(file: Path, error: ErrorDetails, keys: KeysByTable) -> Problem:
    """One pydantic error as a Problem. `keys` are the valid keys of each table, for «did you mean»."""
    location: Location = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown_key(file, location, keys)
    given = error["input"]
    details: Mapping[str, Any] = error.get("ctx", {})
    found = "nothing" if error["type"] == "missing" else shown(location, given)
    if error["type"] == "relanced":
        return Problem(file, key_path(location), details["expected"], found, details["hint"])
    if error["type"] == "enum":
        words = re.findall(r"'([^']*)'", details["expected"])
        quoted = ", ".join(f'"{word}"' for word in words)
        expected = quoted if len(words) == 1 else f"one of {quoted}"
        return Problem(file, key_path(location), expected, found, did_you_mean(given, words))
    phrase = _EXPECTED.get(error["type"])
    expected = phrase.format_map(details) if phrase else error["msg"]
    return Problem(
        file, key_path(location), expected, found, _brackets_hint(location, error["type"], given, keys)
    )


def key_path(location: Location) -> str:
    """Where a key stands, as people write it: step[2].after_due_days is in the second [[step]]."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def shown(location: Location, given: object) -> str:
    """What was found, short and harmless on a terminal; whatever may be a secret is only named."""
    if any(isinstance(part, str) and _HIDDEN.search(part) for part in location):
        return "something that is not shown, since it may be a secret"
    match given:
        case bool():
            return str(given).lower()
        case str():
            return f'"{printable(_AFTER_SCHEME.sub("://…", given))}"' if given else "empty text"
        case dict():
            return "a table"
        case list():
            return f"a list of {len(given)}" if given else "an empty list"
        case date() | datetime():
            return f"the day {given.isoformat()}"
        case int() if given.bit_length() > _SHOWN_BITS:
            return "a number far too large"  # Python writes none of more than 4 300 digits out
        case _:
            return printable(str(given))


def printable(text: str) -> str:
    """Text without control characters, cut to a line's length."""
    plain = _CONTROL.sub("", text)
    return plain if len(plain) <= _SHOWN_CHARS else plain[:_SHOWN_CHARS] + "…"


def did_you_mean(given: object, words: Iterable[str]) -> str:
    """The nearest of some words as a hint, or "" when nothing is near."""
    if not isinstance(given, str):
        return ""
    nearest = process.extractOne(given.lower(), list(words), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {nearest[0]}?" if nearest else ""


def _unknown_key(file: Path, location: Location, keys: KeysByTable) -> Problem:
    """A key that no table has here; its value is never shown: it may be a misspelt password."""
    table = tuple(part for part in location[:-1] if isinstance(part, str))
    known, key = keys[table], str(location[-1])
    hint = _ABSENT_HINTS.get(".".join((*table, key))) or _elsewhere(key, keys) or did_you_mean(key, known)
    expected = "one of " + ", ".join(known)
    return Problem(file, key_path(location), expected, f"the unknown key «{printable(key)}»", hint)


def _elsewhere(key: str, keys: KeysByTable) -> str:
    """Where a key belongs that stands in the wrong table: the commonest slip of newcomers to TOML."""
    tables = [table for table, known in keys.items() if key in known]
    if len(tables) != 1:
        return ""
    return (
        f"it belongs in [{tables[0][0]}]" if tables[0] else "it belongs above the first [table] of the file"
    )


def _brackets_hint(location: Location, kind: str, given: object, keys: KeysByTable) -> str:
    """For [step] where [[step]] is meant, and the other way round."""
    name = str(location[-1]) if location else ""
    if kind == "list_type" and isinstance(given, dict) and (name,) in keys:
        return f"write [[{name}]], with two brackets on each side"
    if kind == "model_type" and isinstance(given, list) and (name,) in keys:
        return f"write [{name}], once, with one bracket on each side"
    return ""
