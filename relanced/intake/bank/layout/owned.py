"""A line in, the labelled values in it out: which words a label owns, and which stay the payer's. Pure."""

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import FIGURES, PAYERS_WORDS, SLASH_ROLE, Role
from relanced.intake.bank.layout.parts import Pair
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_SLASHED = lazy(r"(?:^|\s)/\s?(de|motif|ref|reference|libelle|from|info|msg|name|remi|nom|objet|rem)\s+")
_LEADING = lazy(r"\s{0,10}([^\W\d][^:=\d]{1,45}?)\s?[:=]\s+(?=\S)")
# What separates two pairs. Stripped as a set: a search for a run at the end tries each run of blanks.
_ENDS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "|;,(–-"
Mark = tuple[int, int, Role, str]  # where the label starts, where its value starts, what it is, the label


def owned_pairs(line: str, place: int, vocabulary: Vocabulary) -> tuple[list[Pair], str]:
    """Every «label: value» of a line, also in the middle of a sentence; and the words before the first."""
    folded = fold(line)
    marks = [
        (m.start(1), m.end(), vocabulary.labels[m[1]], m[1]) for m in vocabulary.in_line.finditer(folded)
    ]
    slashed = _SLASHED.finditer(folded)
    marks.extend((m.start(), m.end(), SLASH_ROLE.get(m[1], Role.REFERENCE), m[1]) for m in slashed)
    marks.sort()
    if lead := _leading(folded, marks, vocabulary):
        marks = [lead, *(mark for mark in marks if mark[0] >= lead[1])]
    marks = without_payers_figures(marks)
    starts = [start for start, *_ in marks] + [len(line)]
    pairs = []
    for (_, end, role, label), upto in zip(marks, starts[1:], strict=True):
        value = line[end:upto].strip("\t ").rstrip(_ENDS) if upto < len(line) else line[end:upto]
        in_cents = role in FIGURES and line[:end].rstrip().endswith("=") and value.strip().isdigit()
        if value.strip():  # «amount = 12650»: programs count in cents
            pairs.append(Pair(Role.ASIDE if in_cents else role, label, value.strip(), place))
    return pairs, line[: marks[0][0]].strip(" \t-–|/") if marks else line


def _leading(folded: str, marks: list[Mark], vocabulary: Vocabulary) -> Mark | None:
    """A label that no list holds at the head of a line: its words tell what it is."""
    found = _LEADING.match(folded)
    if not found or (marks and marks[0][0] <= found.start(1)):
        return None
    role = vocabulary.role_beside(found[1], folded[found.end() :])
    return (found.start(1), found.end(), role, found[1]) if role else None


def without_payers_figures(marks: list[Mark]) -> list[Mark]:
    """The labels of a line without those of figures that follow the payer's own words."""
    his = next((place for place, mark in enumerate(marks) if mark[2] in PAYERS_WORDS), len(marks))
    return [mark for place, mark in enumerate(marks) if place <= his or mark[2] not in FIGURES]


def leading_amount(line: str, place: int, vocabulary: Vocabulary) -> Pair | None:
    """«Montant 1 860,00 €» without any mark between."""
    amounts = money_in(line)
    if len(amounts) != 1 or line[amounts[0].end :].strip(" .*"):
        return None
    role = vocabulary.role_beside(line[: amounts[0].start], line[amounts[0].start :])
    return Pair(role, fold(line), line[amounts[0].start :], place) if role else None
