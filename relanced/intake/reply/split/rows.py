"""The lines of a reply in; what each is (typed, quoted, a quote's mark), and the quoted mails, out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from relanced.intake.lazy import lazy
from relanced.intake.reply.split.look import Look
from relanced.intake.reply.split.marks import (
    attribution_at,
    header_block_at,
    is_footer,
    is_machine_made,
    is_quoted,
    label_at,
    label_follows,
    ruler_at,
)
from relanced.intake.reply.split.structure import CUT, SOFT_CUT, Line

_SIGNS = lazy(r"^[ \ufeff]{0,3}(?:> ?){1,60}")
_ADDRESS = lazy(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}[A-Za-z0-9]")


class Kind(Enum):
    """What a line of a reply is."""

    TYPED = auto()
    QUOTED = auto()
    MARK = auto()  # «On … wrote:», «De : … Objet : …», a ruler
    GAP = auto()  # a sign of the HTML: no text


@dataclass(slots=True)
class Row:
    """One line of a reply."""

    kind: Kind
    text: str  # as it stands, «>» and all
    bare: str  # without «>»
    pieces: tuple[tuple[Look, str], ...]
    said: str = ""  # what the writer of the reply typed into a quoted line
    is_ours: bool = False  # every word of it stands in a letter of ours


@dataclass(frozen=True, slots=True)
class QuotedMail:
    """One mail of the quoted history."""

    marks: tuple[str, ...]  # the lines that introduce it; empty where none does
    rows: list[Row] = field(default_factory=list)  # what was typed between its lines is not among them

    @property
    def author(self) -> str:
        """Its sender's address as its mark tells, in lower case; where there is none, the words of the mark."""
        told = [line for place, line in enumerate(self.marks) if self._is_of_sender(place)] or list(
            self.marks
        )
        found = _ADDRESS.search(" ".join(told)[:2000])
        return found[0].lower() if found else " ".join(told)[:200]

    def _is_of_sender(self, place: int) -> bool:
        """A label's value may stand on the next line."""
        before = self.marks[place - 1] if place else ""
        return label_at(self.marks[place]) == "from" or (
            label_at(before) == "from" and before.rstrip().endswith(":") and not label_at(self.marks[place])
        )

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join(row.bare for row in self.rows).strip()


def rows_of(lines: tuple[Line, ...]) -> list[Row]:
    """Tell typed lines from quoted ones, by marks alone."""
    signs = [line.text if line.text in {CUT, SOFT_CUT} else "" for line in lines]
    texts = ["" if sign else line.text for sign, line in zip(signs, lines, strict=True)]
    bare = [_SIGNS.sub("", text) if is_quoted(text) else text for text in texts]
    rows: list[Row] = []
    below = False  # a mark below which all is history
    while len(rows) < len(lines):
        place = len(rows)
        inside = below or is_quoted(texts[place])
        kind, length, cuts = _kind_at(signs[place], texts, bare, place, inside=inside)
        below = below or (cuts and not is_quoted(texts[place]))
        rows.extend(
            Row(kind, texts[at], bare[at], lines[at].pieces)
            for at in range(place, min(place + length, len(lines)))
        )
    return rows


def _kind_at(
    sign: str, texts: list[str], bare: list[str], place: int, *, inside: bool
) -> tuple[Kind, int, bool]:
    """What stands here, over how many lines, and whether all below it is history."""
    if sign:
        return Kind.GAP, 1, sign == CUT or label_follows(texts, place)
    read = bare if inside else texts
    if ruler_at(read, place):
        return Kind.MARK, 1, True
    if length := header_block_at(read, place):
        return Kind.MARK, length, True
    if length := attribution_at(read, place):
        quote_follows = _quote_follows(texts, place + length)
        if inside or quote_follows or is_machine_made(" ".join(read[place : place + length])):
            return Kind.MARK, length, not quote_follows
    return (Kind.QUOTED if inside else Kind.TYPED), 1, False


def _quote_follows(lines: list[str], place: int) -> bool:
    """Whether the next line that is not empty is a quoted one; a footer may stand between."""
    for line in lines[place : place + 4]:
        if line.strip() and not is_footer(line):
            return is_quoted(line)
    return False


def quoted_mails(rows: list[Row]) -> Iterator[QuotedMail]:
    """The mails that the quoted rows are of, newest first."""
    marks: list[str] = []
    mail = QuotedMail(())
    for row in rows:
        if row.kind is Kind.MARK:
            if any(each.bare.strip() for each in mail.rows):
                yield mail
                marks = []
            marks.append(row.bare)
            mail = QuotedMail(tuple(marks))
        elif row.kind is Kind.QUOTED:
            mail.rows.append(row)
    if any(each.bare.strip() for each in mail.rows):
        yield mail
