"""A TOML file of the owner's in, its tables out, or what keeps it from being read, with line and column."""

import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

import tomli

from relanced.edge.config_problems import Problem, key_path, printable

MAX_BYTES = 10_000_000  # some fifty thousand clients

_BITS = 63
_NUMBERS = "whole numbers that 64 bits hold"
_BACKSLASH_HINT = "a pattern with \\ in it stands between single quotes: number = 'FA-\\d+'"
_APOSTROPHE_HINT = (
    "an apostrophe ends text that stands between single quotes: in a pattern write . for it, or put the pattern"
    " between ''' and '''"
)
_TWICE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Duplicate")  # as tomli says it
_TWICE_HINT = (
    "it is written twice: a table and a key stand in a file once; keep one, with all that stood in both"
)
_SYNTAX_HINT = 'text stands between quotes: name = "text"; a date, a number, true and false stand without'


def read_toml(path: Path, where_absent: str = "") -> dict[str, Any] | Problem:
    """The file's tables as they are written; `where_absent`: what to do where there is no such file."""
    text = _text_in(path, where_absent)
    if isinstance(text, Problem):
        return text
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        found = f"at line {error.lineno}, column {error.colno}: {error.msg}"
        return Problem(path, "", "TOML", found, _hint(error.msg, text.split("\n")[error.lineno - 1]))
    except RecursionError:  # brackets within brackets, a thousand deep
        return Problem(path, "", "TOML", "lists within lists, too deep to read", _SYNTAX_HINT)
    except ValueError:  # Python reads no number of more than 4 300 digits, and tomli passes that on
        return Problem(path, "", _NUMBERS, "one of thousands of digits")
    large = _large(tables)
    return tables if large is None else Problem(path, large, _NUMBERS, "a larger one")


def _text_in(path: Path, where_absent: str) -> str | Problem:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):  # a pipe would be waited for without end, a device never ends
            return Problem(
                path, "", "a file", "a folder" if S_ISDIR(status.st_mode) else "a pipe or a device"
            )
        if status.st_size > MAX_BYTES:
            return Problem(path, "", f"at most {MAX_BYTES} bytes", str(status.st_size))
        return path.read_bytes().decode("utf-8-sig")  # Windows editors begin a file with a byte order mark
    except OSError as error:
        hint = where_absent if isinstance(error, FileNotFoundError) else ""
        return Problem(path, "", "a file that can be read", error.strerror or type(error).__name__, hint)
    except UnicodeDecodeError as error:
        found = f"a byte that is none, after {error.start} bytes"
        return Problem(path, "", "text in UTF-8", found, "save the file as UTF-8 in your editor")


def _large(tables: dict[str, Any]) -> str | None:
    """The key of the first number that TOML itself does not promise to hold; None: there is none."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), tables)]
    while waiting:
        at, found = waiting.pop()
        if isinstance(found, int) and found.bit_length() > _BITS:
            return printable(key_path(at))
        if isinstance(found, dict):
            waiting += [((*at, key), value) for key, value in found.items()]
        elif isinstance(found, list):
            waiting += [((*at, i), value) for i, value in enumerate(found)]
    return None


def _hint(message: str, line: str) -> str:
    """What to do about a line that is no TOML."""
    if message.startswith(_TWICE):
        return _TWICE_HINT
    if "\\" in message:
        return _BACKSLASH_HINT
    is_single = re.match(r"\s*[\w.-]+\s*=\s*'(?!'')", line) is not None
    return _APOSTROPHE_HINT if is_single and line.count("'") > 2 else _SYNTAX_HINT
