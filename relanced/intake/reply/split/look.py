"""An element of HTML in, how its text looks out: its colour, whether it stands out, links and headings. Pure."""

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from relanced.intake.lazy import lazy

_MIN_CHROMA = 60  # of 255 between the strongest and the weakest of red, green, blue: below it is grey
_COLOUR = lazy(r"(?<![-\w])color\s*:\s*([^;!]{1,60})", re.IGNORECASE)
_GROUND = lazy(r"(?:background(?:-color)?|mso-highlight)\s*:\s*([^;!]{1,60})", re.IGNORECASE)
_STRONG = lazy(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*italic", re.IGNORECASE)
_HEX = lazy(r"#([0-9a-f]{6})\b|#([0-9a-f]{3})\b")
_RGB = lazy(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})")
_NAMED = frozenset(
    """red blue green orange purple magenta fuchsia navy maroon teal olive lime crimson darkred darkblue
    darkgreen mediumblue royalblue dodgerblue deepskyblue orangered darkorange violet darkviolet indigo tomato
    firebrick brown yellow cyan aqua pink deeppink hotpink limegreen forestgreen seagreen""".split(),  # noqa: SIM905 - thirty strings
)
_STRONG_TAGS = frozenset({"b", "strong", "i", "em", "u"})
_INLINE = frozenset({"span", "font", "mark", *_STRONG_TAGS})
_OWN_COLOURS = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "button"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece of text looks."""

    colour: str = ""  # "" for black, grey and what nobody set; with «/» before it a highlight
    is_strong: bool = False  # bold, italic or underlined
    is_typed: bool = False  # the colour was given to words, as a writer does, not to a paragraph or cell
    is_fixed: bool = False  # a link, a heading: coloured by itself


PLAIN = Look()


def look_of(node: LexborNode, around: Look) -> Look:
    """The look of the text in this element, itself within `around`."""
    tag = node.tag or ""
    if around.is_fixed or tag in _OWN_COLOURS:
        return replace(PLAIN, is_fixed=True)
    attributes = node.attributes
    style, named = attributes.get("style") or "", attributes.get("color") or ""
    look = around
    if tag in _STRONG_TAGS or (style and _STRONG.search(style)):
        look = replace(look, is_strong=True)
    set_to = _COLOUR.search(style)
    ground = _GROUND.search(style)
    if set_to or named:
        colour = _loud(set_to[1] if set_to else named)
        look = replace(look, colour=colour, is_typed=bool(colour) and tag in _INLINE)
    highlight = _loud(ground[1]) if ground and tag in _INLINE else "yellow" if tag == "mark" else ""
    return replace(look, colour=f"/{highlight}", is_typed=True) if highlight else look


def _loud(colour: str) -> str:
    """A colour that is one; "" for black, white and grey, and what is not understood."""
    plain = colour.strip().lower()
    if plain in _NAMED:
        return plain
    parts = _parts(plain)
    return plain if parts and max(parts) - min(parts) >= _MIN_CHROMA else ""


def _parts(colour: str) -> tuple[int, ...]:
    if found := _RGB.match(colour):
        return tuple(min(int(part), 255) for part in found.groups())
    if not (found := _HEX.match(colour)):
        return ()
    long = found[1] or "".join(2 * char for char in found[2])
    return tuple(int(long[place : place + 2], 16) for place in (0, 2, 4))
