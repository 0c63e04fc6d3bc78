"""HTML of a mail in, its visible text out. Pure; scripts, styles and hidden text fall away."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 1_000_000  # characters read; what lies beyond is cut
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.IGNORECASE
)
_BLOCKS = frozenset(
    """address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main
    ol p pre section table tbody tfoot thead tr ul""".split(),  # noqa: SIM905 - a list of forty strings reads worse
)
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[ \t\r\n\f]+")


def parse_html(html: str) -> LexborHTMLParser:
    """Parse and drop what no reader sees: scripts, styles, comments, hidden elements."""
    tree = LexborHTMLParser(html[:MAX_HTML])
    for node in tree.css("script, style, head, title, template, noscript"):
        node.decompose()
    for node in tree.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    return tree


def html_to_text(html: str) -> str:
    """The visible text: a line for each block, a tab between the cells of a row."""
    tree = parse_html(html)
    return node_text(tree.body) if tree.body is not None else ""


def node_text(root: LexborNode) -> str:
    """The text below one node, walked without recursion (mails nest tables hundreds deep)."""
    out: list[str] = []
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            if entering:
                out.append(_SPACES.sub(" ", node.text_content or ""))
            continue
        if tag in _BLOCKS:
            out.append("\n")
        elif tag in _CELLS and not entering:
            out.append("\t")
        if entering and tag != "br":
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(list(node.iter(include_text=True))))
    lines = (re.sub(r"[ \t]*\t[ \t]*", "\t", line).strip() for line in "".join(out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
