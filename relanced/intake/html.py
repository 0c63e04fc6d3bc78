"""HTML of a mail in, its visible text out. Pure; scripts, styles and hidden text fall away."""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relanced.intake.lazy import lazy

MAX_HTML = 1_000_000  # characters read; what lies beyond is cut
_HIDDEN = lazy(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.IGNORECASE
)
_BLOCKS = frozenset(
    """address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main
    ol p pre section table tbody tfoot thead tr ul""".split(),  # noqa: SIM905 - a list of forty strings reads worse
)
_CELLS = frozenset({"td", "th"})
_BLANKS = lazy(r"[ \t]++")
_SPACES = lazy(r"[ \t\r\n\f]+")

# At each tag the parser walks up what is open, or opens again what a paragraph left open (<font>): nests
# cost it the square of their depth. So tags times open elements is bounded, else the nest is levelled.
_MAX_WORK = 1_000_000
_MAX_DEPTH = 100  # of a levelled document
# Tags, comments and declarations as the tokenizer of HTML sees them (WHATWG HTML 13.2.5).
_TAG = lazy(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z)) | <[!?][^>]*+>? | </(?![a-z])[^>]*+>?
    | <(?P<slash>/?)(?P<name>[a-z][^\t\n\f\r\ />]*+)(?P<attributes>(?:[\t\n\f\r\ /]++
      | [^\t\n\f\r\ />][^\t\n\f\r\ />=]*+(?:[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+
        (?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r\ >"'][^\t\n\f\r\ >]*+)?+)?+)*+)(?:>|\Z)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_RAW = frozenset(
    {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"}
)
_UNSEEN = frozenset({"script", "style", "title"})
_OTHER_RULES = frozenset(
    {"svg", "math", "select"}
)  # within these, some tags are ignored or mean other things
_CDATA = lazy(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_HIDES = frozenset({"div", "p", "span", "font"})  # what a levelled document believes to be hidden
_UNSEEN_TREES = frozenset({"noscript", "template"})
_EMPTY = frozenset({"br", "embed", "hr", "img", "meta"})  # others are empty too, but nest inside <svg>
_ALSO_EMPTY = frozenset({"area", "base", "col", "frame", "input", "link", "param", "source", "track", "wbr"})
_FRAME = frozenset({"html", "head", "body", "frameset", "tbody", "thead", "tfoot", "colgroup", "select"})
_DROPPED = _RAW | _EMPTY | _ALSO_EMPTY | _FRAME
_KEPT = frozenset({"blockquote", "table", "td", "th", "tr"})  # what quotes and tables are known by
_SCOPE = frozenset({"table", "td", "th", "caption", "button", "object", "ul", "ol", "dl", "template"})
_ENDS = {
    "li": frozenset({"li"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "td": _CELLS,
    "th": _CELLS,
    "tr": frozenset({"tr"}),
}
_P = frozenset({"p"})
_NOTHING = (("", "", "", ""),)


def parse_html(html: str) -> LexborHTMLParser:
    """Parse and drop what no reader sees: scripts, styles, comments, hidden elements.

    A nest that would cost the parser minutes is levelled first: its visible text stays, its depth does not.
    """
    html = html[:MAX_HTML]
    tree = LexborHTMLParser(_levelled(html) if _is_nest(html) else html)
    for node in tree.css("script, style, head, title, template, noscript"):
        node.decompose()
    for node in tree.css("[style]:not(html):not(body)"):  # mail programs show the text of a hidden page
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
    lines = (
        _BLANKS.sub(lambda blanks: "\t" if "\t" in blanks[0] else blanks[0], line).strip()
        for line in "".join(out).split("\n")
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tags(html: str) -> Iterator[tuple[str, str, str, str]]:
    """The document in pieces: the text before a tag, «/» of an end tag, its name, its attributes."""
    place = 0
    other_rules = False
    while found := _TAG.search(html, place):
        name = (found["name"] or "").lower()
        yield html[place : found.start()], found["slash"] or "", name, found["attributes"] or ""
        other_rules = other_rules or name in _OTHER_RULES
        place = found.end()
        if other_rules and not name and (data := _CDATA.match(html, found.start())):
            place = data.end()
            yield data[1].replace("<", "&lt;"), "", "", ""
        elif name in _RAW and not found["slash"]:
            start, place = place, _end_of_raw(html, name, place)
            if other_rules or name not in _UNSEEN:
                yield html[start:place].replace("<", "&lt;"), "", "", ""
    yield html[place:], "", "", ""


def _end_of_raw(html: str, name: str, start: int) -> int:
    if name == "plaintext":
        return len(html)
    end = re.compile(rf"</{name}(?=[\t\n\f\r />])|\Z", re.IGNORECASE).search(html, start)
    return end.start() if end else len(html)


def _is_nest(html: str) -> bool:
    """Whether the parser would take long; what is not closed in good order counts as open."""
    if html.count("<") <= 1_000:
        return False
    work = 0
    nested: list[str] = []
    for _, slash, name, _ in _tags(html):
        if slash:
            if nested and nested[-1] == name:
                nested.pop()
        elif name and name not in _EMPTY and not (name in {"p", "li"} and nested and nested[-1] == name):
            nested.append(name)
        work += len(nested)
        if work > _MAX_WORK:
            return True
    return False


def _levelled(html: str) -> str:
    """The same text in well-closed plain elements, none deeper than _MAX_DEPTH; what is deeper is a line.

    Where an element that is open ends unsaid cannot be known here as a parser knows it: so only what
    holds nothing but text stays hidden, and every other word is shown.
    """
    out: list[str] = []
    nested: list[str] = []
    may_hide, in_head = True, True  # a <noscript> of the head shows its words
    for (text, slash, name, attributes), (_, ends, closed, _) in pairwise(chain(_tags(html), _NOTHING)):
        out.append(text)
        may_hide = may_hide and name not in _OTHER_RULES
        in_head = in_head and not nested and not text.strip()
        if name in {"br", "hr"}:
            out.append("<br>")
        elif not name or name in _DROPPED:
            continue
        else:
            place = _innermost(nested, frozenset({name})) if slash else _ended_by(name, nested)
            if place is not None:
                out.extend(f"</{_plain(each)}>" for each in reversed(nested[place:]))
                del nested[place:]
            if not slash and len(nested) < _MAX_DEPTH:
                nested.append(name)
                hides = may_hide and bool(ends) and closed == name
                out.append(_opened(name, attributes, hides=hides and not (in_head and name == "noscript")))
            elif (place is None or not slash) and (name in _BLOCKS or name in _CELLS):
                out.append("<br>")
    return "".join(out)


def _plain(name: str) -> str:
    return name if name in _KEPT else "div" if name in _BLOCKS else "span"


def _opened(name: str, attributes: str, *, hides: bool) -> str:
    if name in _UNSEEN_TREES:
        attributes = "style=display:none" if hides else ""
    elif not (hides and name in _HIDES) and ("&" in attributes or _HIDDEN.search(attributes)):
        attributes = ""  # "&" may stand for any letter of «display:none»
    return f"<{_plain(name)} {attributes.rstrip('/')}>"


def _ended_by(name: str, nested: list[str]) -> int | None:
    """The place of the element that a start tag ends unsaid: a paragraph by a block, a row by a row."""
    if name in _ENDS:
        within = frozenset({"table"}) if name in {"td", "th", "tr"} else _SCOPE
        place = _innermost(nested, _ENDS[name], within)
        if place is not None:
            return place
    return _innermost(nested, _P, _SCOPE) if name in _BLOCKS else None


def _innermost(nested: list[str], names: frozenset[str], within: frozenset[str] = frozenset()) -> int | None:
    if names.isdisjoint(nested):
        return None
    for place in range(len(nested) - 1, -1, -1):
        if nested[place] in names:
            return place
        if nested[place] in within:
            return None
    return None
