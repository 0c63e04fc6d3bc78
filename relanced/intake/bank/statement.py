"""What an attached bank file holds. Values only; camt, mt940, ofx and csv readers make them."""

from dataclasses import dataclass

from relanced.model.facts import Credit

MAX_FILE = 4 * 1024 * 1024  # bytes of one attached file that are read


class UnreadableFile(ValueError):  # noqa: N818 - the name says what it is, as UnreadableMail does
    """An attached file that looks like a bank's and cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The credits of a file, and whether it tells of money that left, too."""

    credits: tuple[Credit, ...]
    has_debits: bool
