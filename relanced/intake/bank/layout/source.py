"""The HTML of a mail in, the lines and table rows that a reader sees out, each with the blocks it stands in. Pure."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from relanced.intake.bank.figures import MAX_LINE, money_in
from relanced.intake.bank.layout.glued import BORDER
from relanced.intake.bank.layout.parts import Line
from relanced.intake.bank.layout.plain import CELLS, MAX_CELLS, MAX_LINES, SIDED, UNSEEN, text_lines
from relanced.intake.html import parse_html
from relanced.intake.lazy import lazy

_SPACES = lazy(r"[ \t\r\n\f\u00a0\u202f\u2009]+")
_BLOCKS = frozenset(
    """address article blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li
    main ol p pre section table tbody tfoot thead tr td th ul caption""".split(),  # noqa: SIM905 - reads better
)
_BLOCK_STYLE = lazy(
    r"display\s*:\s*(?:inline-)?(?:block|flex|table)|float\s*:\s*(?:left|right)", re.IGNORECASE
)
_PARTED = "\x00"  # between two spans without a space
_ENDS_IN_DIGITS = lazy(r"[^\W\d_][^\n]{0,80}(?<!\d)\d{1,3}\s*$")
_BEGINS_AS_GROUP = lazy(r"\s*\d{3}(?!\d)")
_RAISED = frozenset({"sup", "small", "sub", "span", "font", "b", "strong"})


def html_lines(html: str) -> list[Line]:
    """HTML: a line for each block, a line of cells for each innermost row of a table.

    A mail that shows its money in pictures only is read by the words that stand for them.
    """
    body = parse_html(html).body
    if body is None:
        return []
    lines = _Walk(body).lines[: MAX_LINES + 1]
    if any(money_in(line.text) for line in lines) or not any(
        money_in(image.attributes.get("alt") or "") for image in body.css("img[alt]")[:MAX_LINES]
    ):
        return lines
    return _Walk(body, in_pictures=True).lines[: MAX_LINES + 1]


class _Walk:
    """One pass over a tree, without recursion but for the cells of innermost rows."""

    def __init__(self, root: LexborNode, *, in_pictures: bool = False) -> None:
        self._in_pictures = in_pictures
        self.lines: list[Line] = []
        self._blocks = 0
        self._path: list[int] = []
        self._grids: list[int] = []
        self._words: list[str] = []
        self._walk(root)
        self._flush()

    def _walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(root, True)]
        while stack and len(self.lines) <= MAX_LINES:
            node, entering = stack.pop()
            tag = node.tag or ""
            if tag == "-text":
                self._add(node)
            elif tag in {"br", "img"}:
                self._break(node)
            elif not entering:
                self._flush()
                self._path.pop()
                if tag == "table":
                    self._grids.pop()
            elif (tag == "tr" and self._row(node)) or (tag == "pre" and self._preformatted(node)):
                continue
            else:
                if _is_block(node, tag):
                    self._flush()
                    self._blocks += 1
                    self._path.append(self._blocks)
                    if tag == "table":
                        self._grids.append(self._blocks)
                    stack.append((node, False))
                elif tag in {"a", "span"} and self._words and self._words[-1][-1:].isalpha():
                    self._words.append(_PARTED)
                stack.extend((child, True) for child in reversed(list(node.iter(include_text=True))))

    def _break(self, node: LexborNode) -> None:
        """A new line, or a picture with its words where pictures tell all."""
        if node.tag == "br":
            self._flush()
        elif self._in_pictures:
            self._flush()
            self._words.append(node.attributes.get("alt") or "")
            self._flush()

    def _preformatted(self, node: LexborNode) -> bool:
        """Text of several lines that keeps its columns."""
        if "\n" not in node.text().strip():
            return False
        self._flush()
        self._blocks += 1
        path = (*self._path, self._blocks)
        self.lines += [replace(line, path=(*path, *line.path)) for line in text_lines(node.text())]
        return True

    def _add(self, node: LexborNode) -> None:
        """Text behind what stands on the line; cents that are raised, without a point, get theirs."""
        text = _SPACES.sub(" ", (node.text_content or "").translate(UNSEEN))
        if not text.strip():
            if self._words and text:
                self._words.append(" ")
            return
        parted = bool(self._words) and self._words[-1] == _PARTED
        if parted:
            self._words.pop()
        before = self._words[-1] if self._words else ""
        parent = node.parent.tag if node.parent is not None else ""
        before = "".join(self._words[-2:]) if before == " " else before
        is_border = bool(_ENDS_IN_DIGITS.search(before[-100:]) and _BEGINS_AS_GROUP.match(text))
        if not is_border and parent in _RAISED and before[-1:].isdigit() and text[:1].isdigit():
            if parent == "span" and re.fullmatch(r"\d", text.strip()):
                self._words.append(text.strip())  # one digit a span
                return
            self._words.append("." if re.fullmatch(r"\d\d(?:\s?\D.{0,6})?", text.strip()) else " ")
        elif is_border:
            self._words.append(f" {BORDER}")  # «<span>GARAGE 9</span> <b>120,00 €</b>»
            text = text.lstrip()
        elif (parent == "sup" and text[:1].isalnum()) or (parted and text[:1].isalnum()):
            self._words.append(" ")  # a note's number; «Label</span><span>value»
        self._words.append(text)

    def _flush(self) -> None:
        text = _SPACES.sub(" ", "".join(self._words).replace(_PARTED, "")).strip()
        self._words.clear()
        if text:
            text = SIDED.sub(" ", text[:MAX_LINE])
            cells = tuple(cell.strip() for cell in CELLS.split(text) if cell and cell.strip())
            self.lines.append(Line(cells[:MAX_CELLS] or (text,), tuple(self._path)))

    def _row(self, row: LexborNode) -> bool:
        """A row of two or more cells with no list inside, as one line of cells."""
        if any(len(table.css("tr")) > 1 for table in row.css("table")[:20]):
            return False
        cells: list[str] = []
        for cell in row.iter():
            if cell.tag not in {"td", "th"} or len(cells) >= MAX_CELLS:
                continue
            inner = _Walk(cell).lines
            cells.append("\n".join(line.text.replace("\t", " ") for line in inner)[:MAX_LINE])
            cells.extend([""] * (_span(cell) - 1))
        filled = [cell for cell in cells if cell]
        if not filled or len(cells) < 2 or (len(filled) == 1 and "\n" in filled[0]):
            return False
        self._flush()
        self._blocks += 1
        self.lines.append(
            Line(tuple(cells), (*self._path, self._blocks), grid=self._grids[-1] if self._grids else 0)
        )
        return True


def _is_block(node: LexborNode, tag: str) -> bool:
    return tag in _BLOCKS or bool(_BLOCK_STYLE.search(node.attributes.get("style") or ""))


def _span(cell: LexborNode) -> int:
    value = cell.attributes.get("colspan") or "1"
    return min(int(value), MAX_CELLS) if value.isdigit() and value != "0" else 1
