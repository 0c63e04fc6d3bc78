"""Nothing in, the parts that a mail's body is taken apart into out. Plain values."""

from dataclasses import dataclass

from relanced.intake.bank.labels import Role
from relanced.intake.bank.vocabulary import GENERAL, Vocabulary


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a reader sees, or one row of an HTML table."""

    cells: tuple[str, ...]  # parted by columns; a cell of an HTML row may be empty or hold several lines
    path: tuple[int, ...]  # the blocks it stands in, outermost first
    grid: int = -1  # the HTML table whose row it is
    raw: str = ""  # as printed, for columns held apart by spaces

    @property
    def text(self) -> str:
        """All its words; a tab between cells."""
        return self.raw or "\t".join(" ".join(cell.split()) for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Pair:
    """A value with its label."""

    role: Role
    label: str  # folded
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its cells, by role where the list has headings."""

    cells: tuple[str, ...]
    roles: tuple[Role | None, ...]  # as long as cells; all None where there are no headings
    line: int
    heads: tuple[str, ...] = ()  # folded, as long as cells where the list has headings

    def value(self, *roles: Role) -> str:
        """The first cell that is not empty of the first of these roles that has one."""
        for wanted in roles:
            for role, cell in zip(self.roles, self.cells, strict=True):
                if role is wanted and cell:
                    return cell
        return ""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a list without headings or cells: its amount, the words around it, its own labelled values."""

    amount: str
    words: tuple[str, ...]
    pairs: tuple[Pair, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A body taken apart."""

    lines: tuple[str, ...]
    pairs: tuple[Pair, ...]
    tables: tuple[tuple[Row, ...], ...]  # lists with headings
    rows: tuple[Row, ...]  # lines of cells without headings
    records: tuple[Record, ...]  # two or more, or none
    lone: Record | None  # the words in the block of the one amount that stands alone
    prose: tuple[tuple[int, str], ...]  # the rest, with the number of the line
    vocabulary: Vocabulary = GENERAL  # what it was taken apart by
    is_cut: bool = False  # the body is longer than what is read of it
