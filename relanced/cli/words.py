"""Words of a mail in, text for a terminal out: never markup, never a command to the terminal."""

import io
import json
import re
import sys
from typing import Any

from rich.console import Console
from rich.style import Style
from rich.text import Text as RichText

from relanced.intake.message import clean

# What JSON leaves as it is and a terminal obeys, or nobody sees.
_STEERING = re.compile(
    r"[\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e007f]"
)


class Text(RichText):
    """rich's Text without control and direction characters, whatever a mail or a file name holds.

    Reading cleans mail already; this is the second door, for words from anywhere else.
    """

    def __init__(self, text: str = "", style: str | Style = "", **layout: Any) -> None:  # noqa: ANN401 - rich's
        super().__init__(clean(text), style, **layout)


class PlainConsole(Console):
    """rich's Console that takes every plain string for words: no markup, no emoji codes, nothing that steers.

    The third door: a cell, a title or an error that somebody forgot to make a Text.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        stream = sys.stderr if stderr else sys.stdout
        if isinstance(stream, io.TextIOWrapper):  # a terminal of Latin-1 gets a «?», and nobody a traceback
            stream.reconfigure(errors="replace")
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **layout: Any) -> RichText:  # noqa: ANN401 - rich's
        """A string as rich shows it, cleaned; rich comes here for each one that it prints."""
        return super().render_str(clean(text), **layout)


def json_line(value: object) -> str:
    """One JSON value on one line, in which nothing steers the terminal that it may be printed on."""
    return _STEERING.sub(lambda found: _escaped(ord(found[0])), json.dumps(value, ensure_ascii=False))


def _escaped(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)  # RFC 8259, section 7: as two surrogates
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
