"""The HTML of a reply in, its lines as one sees them out, with what shows a quote or a colour. Pure, linear."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from relanced.intake.html import parse_html
from relanced.intake.lazy import lazy
from relanced.intake.reply.split.look import PLAIN, Look, look_of

MAX_TEXT = 200_000  # characters; what lies beyond is taken for history
CUT, SOFT_CUT = "\ue002", "\ue003"  # private use: a line of its own where a mail program marks the history

_MAX_NODES = 1_000  # quotes of one mail; more are an attack, and its text is read instead
_MAX_SHOWN_DEPTH = 20
# Gmail · Thunderbird, Apple · Proton · Yahoo · Outlook for Mac and others that only draw a border · GMX
_QUOTE_NODES = (
    "blockquote[type=cite], blockquote.gmail_quote, blockquote.protonmail_quote, div.yahoo_quoted, "
    "blockquote[cite], blockquote[style*=border-left], div.moz-cite-prefix, div.gmail_attr, "
    "div.moz-forward-container, div[data-marker=__HEADERS__], div[data-marker=__QUOTED_TEXT__], "
    "blockquote[class*=quote], div[name=quote], div[style*='border-left:solid blue']"
)
# Outlook on the web · the same, older · new Outlook
_CUT_NODES = "#appendonsend, #divRplyFwdMsg, [id^=mail-editor-reference]"
# Outlook for Windows, for Mac, new; but signatures have such lines too: a label must follow
_SOFT_CUT_NODES = (
    "div[style*='border-top:solid #E1E1E1'], div[style*='border-top:solid #B5C4DF'], "
    "div[style*='border-top: 1pt solid'], div[style*='border-color: rgb(225, 225, 225)']"
)
# Gmail · Outlook on the web · Thunderbird · Outlook for telephones: a paragraph of its own, no more is sure of it
_SIGNATURE_NODES = (
    "#Signature, .gmail_signature, [data-smartmail=gmail_signature], .moz-signature, "
    "#ms-outlook-mobile-signature"
)
_BLOCKS = frozenset(
    """address article aside blockquote center dd details div dl dt fieldset figure footer form h1 h2 h3 h4
    h5 h6 header hr li main ol p pre section table tbody tfoot thead tr ul""".split(),  # noqa: SIM905 - forty strings
)
_SPACED = frozenset({"p", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_TIGHT = lazy(r"margin(?:-top|-bottom)?\s*:\s*0(?:cm|in|px|pt|mm)?\b", re.IGNORECASE)
_SPACES = lazy(r"[ \t\r\n\f]+")
_PRIVATE = lazy("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail; quoted ones begin with «>», as in plain mail (RFC 3676, 4.5)."""

    text: str
    pieces: tuple[tuple[Look, str], ...] = ()  # of a line of HTML: how each piece of it looks


@dataclass(slots=True)
class _Page:
    """Gathers lines as a reader sees them: a block begins a line, a paragraph leaves one empty."""

    lines: list[Line] = field(default_factory=list)
    depth: int = 0
    size: int = 0
    _pieces: list[tuple[Look, str]] = field(default_factory=list)

    def write(self, look: Look, raw: str) -> None:
        text = _SPACES.sub(" ", _PRIVATE.sub("", raw))
        if not self._pieces:
            text = text.lstrip(" ")
        if text:
            self._pieces.append((look, text))

    def end_line(self) -> None:
        text = "".join(piece for _, piece in self._pieces).strip(" \t")
        sign = "> " * min(self.depth, _MAX_SHOWN_DEPTH)
        self.lines.append(Line(f"{sign}{text}".rstrip(), tuple(self._pieces)))
        self.size += len(text) + len(sign) + 1
        self._pieces = []

    def end_block(self) -> None:
        if any(piece.strip(" \t") for _, piece in self._pieces):
            self.end_line()
        self._pieces = []

    def end_paragraph(self) -> None:
        self.end_block()
        if self.lines and self.lines[-1].text.strip(" >\u00a0"):
            self.end_line()

    def sign(self, mark: str) -> None:
        """A line of its own for a mark; for none an empty line."""
        self.end_block()
        if not mark:
            self.end_paragraph()
        elif not self.depth:
            self.lines.append(Line(mark))


def html_lines(html: str) -> tuple[tuple[Line, ...], bool]:
    """The lines of the HTML, and whether it marks its quotes; no lines where it is none, or an attack."""
    tree = parse_html(html)
    quotes, cuts, soft = (
        {node.mem_id for node in tree.css(names)} for names in (_QUOTE_NODES, _CUT_NODES, _SOFT_CUT_NODES)
    )
    marked = len(quotes) + len(cuts) + len(soft)
    if tree.body is None or marked > _MAX_NODES:
        return (), False
    page = _Page()
    signatures = dict.fromkeys((node.mem_id for node in tree.css(_SIGNATURE_NODES)), "")
    _walk(tree.body, page, quotes, signatures | dict.fromkeys(soft, SOFT_CUT) | dict.fromkeys(cuts, CUT))
    page.end_block()
    return tuple(page.lines), bool(marked)


def _walk(root: LexborNode, page: _Page, quotes: set[int], cuts: dict[int, str]) -> None:
    """Without recursion: mails nest tables hundreds deep."""
    stack: list[tuple[LexborNode, Look, bool]] = [(root, PLAIN, True)]
    while stack and page.size < MAX_TEXT:
        node, look, entering = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            page.write(look, node.text_content or "")
        elif tag == "br":
            page.end_line()
        elif entering:
            _enter(node, tag, page, quotes, cuts)
            stack.append((node, look, False))
            inner = look_of(node, look)
            stack.extend((child, inner, True) for child in reversed(list(node.iter(include_text=True))))
        else:
            _leave(node, tag, page, quotes)


def _enter(node: LexborNode, tag: str, page: _Page, quotes: set[int], cuts: dict[int, str]) -> None:
    if tag in _BLOCKS:
        _end(node, tag, page)
    if node.mem_id in quotes:
        page.end_block()
        page.depth += 1
    if node.mem_id in cuts:
        page.sign(cuts[node.mem_id])


def _leave(node: LexborNode, tag: str, page: _Page, quotes: set[int]) -> None:
    if tag in {"td", "th"}:
        page.write(PLAIN, " ")
    if tag in _BLOCKS:
        _end(node, tag, page)
    if node.mem_id in quotes:
        page.end_block()
        page.depth -= 1


def _end(node: LexborNode, tag: str, page: _Page) -> None:
    if tag in _SPACED and not _is_tight(node):
        page.end_paragraph()
    else:
        page.end_block()


def _is_tight(node: LexborNode) -> bool:
    """Whether no empty line is seen around it: Word's paragraphs, and those whose margin is taken away."""
    name = node.attributes.get("class") or ""
    return "Mso" in name or bool(_TIGHT.search(node.attributes.get("style") or ""))
