"""Plain text in, its lines out as a reader sees them: out of their frame, put together where a width cut them. Pure.

Blank lines and bullets part blocks. Mail programs wrap at the width of their page, banks at the
width of a payment's field (27 characters, DFÜ-Abkommen Anlage 3), in the middle of a word.
"""

import re
from dataclasses import replace

from relanced.intake.bank.figures import MAX_LINE, money_in
from relanced.intake.bank.layout.parts import Line
from relanced.intake.bank.tagged import TAG
from relanced.intake.lazy import lazy

MAX_LINES = 2_500  # one more is given where there are more
UNSEEN = dict.fromkeys((0xAD, 0x34F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))  # signs without width
MAX_CELLS = 24
CELLS = lazy(r"\t|\s{0,40}\|\s{0,40}| {2,}| ?\.{4,} ?")
SIDED = lazy(r"(?<=\d[.,]\d\d)(?=(?:CR|DR|HABEN|SOLL|[CDHS])(?:\s|$))", re.IGNORECASE)
_BULLET = lazy(r"\s{0,8}(?:[-–•*·]|\d{1,3}[.)])\s")
_COLUMN = " " * 8  # what stands farther in belongs to a column
_RULE = lazy(r"[-_=*–—]{5}")
_WRAPPED = 50  # a shorter line ends where its writer ended it
_SHORT = lazy(r"\b(?:\w|Dr|Mr|Mme|Sig|Avv|St|Nr|No|Rg|Re|n)\.$")
_LABEL = lazy(r"\s{0,8}[^\W\d][^:.,\d]{1,30}\s?:(?:\s|$)")
_LABELLED = lazy(r"\s{0,8}[^\W\d][^:\d]{1,40}:\s{1,40}(?=\S)")
_BARS = "|│║┃¦"
_BORDER = lazy(r"\s{0,20}[+┌└├╔╚╠╭╰|*][-=─═+┬┴┼╦╩╬*]{5,200}[+┐┘┤╗╝╣╮╯|*]?\s{0,20}")


def text_lines(text: str) -> list[Line]:
    """Plain text: blank lines and bullets part blocks; what a wrap parted within one is put together again."""
    found: list[Line] = []
    block = item = 0
    in_list = False
    for raw in _rejoined([_unboxed(line) for line in text.translate(UNSEEN).splitlines()[: MAX_LINES * 2]]):
        line = SIDED.sub(" ", raw[:MAX_LINE].replace("\u00a0", " ").replace("\u202f", " ").rstrip())
        if not line.strip():
            block, item, in_list = block + 1, 0, False
            continue
        is_bullet = bool(_BULLET.match(line))
        item += is_bullet or (in_list and not line.startswith(" "))
        in_list = is_bullet or (in_list and line.startswith(" "))
        cells = tuple(
            cell.strip().lstrip(":").strip() for cell in CELLS.split(line.strip()) if cell.strip(" :")
        )
        if cells:
            found.append(Line(cells[:MAX_CELLS], (block, item), raw=line))
    return _unwrapped(found[: MAX_LINES + 1])


def _unboxed(line: str) -> str:
    """A line out of its frame of signs; bars between columns stay."""
    plain = line.strip()
    if _BORDER.fullmatch(line) and len(plain) > 20:
        return ""
    is_framed = len(plain) > 2 and plain[0] in _BARS and plain[-1] in _BARS
    if is_framed and not any(sign in _BARS for sign in plain[1:-1]):
        return plain[1:-1].rstrip()
    return line


def _rejoined(lines: list[str]) -> list[str]:
    """A purpose with its tags, cut at a fixed width, on one line again."""
    found: list[str] = []
    place = 0
    while place < len(lines):
        end = place + 1
        if TAG.search(lines[place][:MAX_LINE]):
            while end < len(lines) and lines[end].strip() and end - place < 14:
                end += 1
            width = max(len(line) for line in lines[place:end])
            full = next((n for n in range(place, end) if len(lines[n]) < width - 1), end - 1)
            end = full + 1 if full > place or len(lines[place]) < width - 1 else place + 1
            found.append("".join(line.ljust(width) for line in lines[place:end]).rstrip())
        else:
            found.append(lines[place])
        place = end
    return found


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Sentences and values put together again that a mail program parted at the width of its page."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last and _runs_below(last, line):
            told = line.text.strip()
            cells = (*last.cells[:-1], f"{last.cells[-1]} {told}")
            found[-1] = replace(last, cells=cells, raw=f"{last.raw} {told}"[:MAX_LINE])
        elif last and _runs_on(last, line):
            text = f"{last.raw} {line.text.strip()}"[:MAX_LINE]
            found[-1] = Line((text.strip(),), last.path, raw=text)
        else:
            found.append(line)
    return found


def _runs_below(last: Line, line: Line) -> bool:
    """A second line of a labelled value, which begins below the first."""
    label = _LABELLED.match(last.raw)
    if not label or last.path[0] != line.path[0] or len(line.cells) > 1 or _LABEL.match(line.raw):
        return False
    indent = len(line.raw) - len(line.raw.lstrip())
    return abs(indent - label.end()) <= 1 and indent > 3 and not money_in(line.text)


def _runs_on(last: Line, line: Line) -> bool:
    if last.path != line.path or len(last.cells) > 1 or len(line.cells) > 1:
        return False
    if last.raw.startswith(_COLUMN) or line.raw.startswith(_COLUMN) or _RULE.search(last.raw + line.raw):
        return False
    end, start = last.raw[-1:], line.raw.lstrip()[:1]
    is_full = len(last.raw) >= _WRAPPED
    if end in ".!?;" and not _SHORT.search(last.raw):
        return False
    if end in ":-" or _LABEL.match(line.raw):
        return is_full and end == ":" and start in "«“„\"'"
    return is_full or (end == "," and line.raw[:1] == " ")
