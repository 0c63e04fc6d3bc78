"""An unreadable paper in, the lines for the configuration that would make it readable out."""

import re
from pathlib import Path

from relanced.intake.readings import Field, Unread

_DAY = r"([0-9][0-9./ -]+)"
_HINTS = {
    Field.KIND: ('kind = "invoice"', 'or "deposit", "credit_note"; "none": never an invoice'),
    Field.NUMBER: (r"number = 'WORDS BEFORE IT\s*(\S+)'", "what the brackets catch is the number"),
    Field.ISSUED: (rf"issued = 'WORDS BEFORE IT\s*{_DAY}'", "the day of issue"),
    Field.DUE: (rf"due = 'WORDS BEFORE IT\s*{_DAY}'", "the day by which it is to be paid"),
    Field.TERMS: (r"terms = 'WORDS BEFORE IT\s*(.+)'", "such as «30 jours fin de mois»"),
    Field.TOTAL: (r"total = 'WORDS BEFORE IT\s*([0-9][0-9., ]*)'", "what is left to be paid"),
    Field.CLIENT: (r"client = 'WORDS BEFORE IT\s*(.+)'", "the client's name"),
}


def snippet(unread: Unread) -> str:
    """An [[invoice]] table with exactly the missing fields; "" where no words were found to match."""
    if not unread.missing:
        return ""
    lines = [(f'name = "{_plain(Path(unread.file).stem)}"', "any name: it is shown where the rule was used")]
    lines.append((f"when = '{_when(unread)}'", "words that all these papers bear, and no other papers"))
    lines += [_HINTS[missing] for missing in unread.missing]
    return "\n".join(["[[invoice]]", *(f"# {hint}\n{line}" for line, hint in lines)])


def _when(unread: Unread) -> str:
    """The title of the paper as an expression, where it was found."""
    titles = (each.words for each in unread.evidence if each.field is Field.KIND)
    words = " ".join(next((title for title in titles if not title.startswith("your rule")), "").split())[:40]
    return re.sub(r"'", ".", re.escape(words).replace(r"\ ", " ")) or "WORDS OF THIS LAYOUT"


def _plain(name: str) -> str:
    return re.sub(r"[^\w .-]", "", name)[:40] or "my layout"
