"""Words of a mail in, text for a terminal out: never markup, never a command to the terminal."""

from typing import Any

from rich.style import Style
from rich.text import Text as RichText

from relanced.intake.message import clean


class Text(RichText):
    """rich's Text without control and direction characters, whatever a mail or a file name holds.

    Reading cleans mail already; this is the second door, for words from anywhere else.
    """

    def __init__(self, text: str = "", style: str | Style = "", **layout: Any) -> None:  # noqa: ANN401 - rich's
        super().__init__(clean(text), style, **layout)
