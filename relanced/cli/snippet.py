"""An unreadable paper in, the lines for the configuration that would make it readable out."""

import re
from pathlib import Path

from relanced.intake.readings import Field, Unread

_DAY = "(?P<value>[0-9][0-9./ -]+)"
_HINTS = {
    Field.KIND: ('kind = "invoice"', 'or "deposit", "credit_note"; "none": never an invoice'),
    Field.NUMBER: (
        r"number = 'WORDS BEFORE IT\s*(?P<value>\S+)'",
        "its number; in a pattern write . for an apostrophe",
    ),
    Field.ISSUED: (rf"issued = 'WORDS BEFORE IT\s*{_DAY}'", "the day of issue"),
    Field.DUE: (rf"due = 'WORDS BEFORE IT\s*{_DAY}'", "the day by which it is to be paid"),
    Field.TERMS: (r"terms = 'WORDS BEFORE IT\s*(?P<value>.+)'", "such as «30 jours fin de mois»"),
    Field.TOTAL: (
        r"total = 'WORDS BEFORE IT\s*(?P<value>[0-9][0-9., ]*)'",
        "what is left to be paid; in a pattern write . for an apostrophe",
    ),
    Field.CLIENT: (r"client = 'WORDS BEFORE IT\s*(?P<value>.+)'", "the client's name"),
}


def snippet(unread: Unread) -> str:
    """The lines for what is missing: an [[invoice]] table, or more lines of the rule that was used.

    "" where nothing is missing that a rule could find, or where the rule has a key for it already.
    """
    missed = unread.rule.missed if unread.rule else ()
    wanted = [_HINTS[field] for field in unread.missing if field.value not in missed]
    faulty = unread.rule is not None and unread.rule.faults
    if not wanted or faulty:
        return ""
    if unread.rule is not None:
        return _written(wanted)
    lines = [
        (f'name = "{_plain(Path(unread.file).stem)}"', "any name: it is shown where the rule was used"),
        (f"when = '{_when(unread)}'", "words that all these papers bear, and no other papers"),
    ]
    return f"[[invoice]]\n{_written([*lines, *wanted])}"


def _written(lines: list[tuple[str, str]]) -> str:
    return "\n".join(f"# {hint}\n{line}" for line, hint in lines)


def _when(unread: Unread) -> str:
    """The title of the paper as an expression, where it was found; a dot for every apostrophe."""
    titles = (each.words for each in unread.evidence if each.field is Field.KIND)
    words = " ".join(next(titles, "").split())[:40]
    return re.sub(r"['’]", ".", re.escape(words).replace(r"\ ", " ")) or "WORDS OF THIS LAYOUT"


def _plain(name: str) -> str:
    return re.sub(r"[^\w .-]", "", name)[:40] or "my layout"
