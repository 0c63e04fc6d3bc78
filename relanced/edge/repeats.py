r"""A regular expression in, the first repeat within a repeat that it holds out: such a one may take for ever.

«(\w+\s?)+» tries every way to part a word among its turns before it gives up: twice as long for
each further letter. What is told here is refused; slower but honest patterns meet a time limit.
"""

import re

_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_PROPERTY = re.compile(r"\\[pPNxuU]\{[^}]*\}")
_COUNTED = re.compile(r"\{(\d*)(,?)(\d*)\}")
_MARK = re.compile(r"\(\?(?:P?<[^>=!]*>|P?'[^']*'|[^()]*?[:=!>|]|[a-zA-Z-]+(?=\)))|\(")


def repeat_in_repeat(pattern: str) -> str:
    """The first group that is repeated without a bound and holds a repeat of no fixed length; "" for none."""
    starts: list[int] = []
    varies: list[bool] = [False]  # for each open group: whether it holds a repeat of no fixed length
    place = 0
    while place < len(pattern):
        inner = False
        start = place
        if pattern[place] == ")" and starts:
            start, inner = starts.pop(), varies.pop()
            place += 1
        elif pattern[place] == "(":
            starts.append(place)
            varies.append(False)
            mark = _MARK.match(pattern, place)
            place = mark.end() if mark else place + 1
            continue
        else:
            place = _after_atom(pattern, place)
        place, is_unbounded, is_varying = _repeat(pattern, place)
        if is_unbounded and inner:
            return pattern[start:place]
        varies[-1] = varies[-1] or inner or is_varying
    return ""


def _after_atom(pattern: str, place: int) -> int:
    """Behind one sign: a set of letters, an escape, or a letter."""
    for shape in (_CLASS, _PROPERTY):
        if found := shape.match(pattern, place):
            return found.end()
    return place + (2 if pattern[place] == "\\" else 1)


def _repeat(pattern: str, place: int) -> tuple[int, bool, bool]:
    """Behind the repeat that stands here, if any; whether it is without bound, and of no fixed length."""
    sign = pattern[place : place + 1]
    unbounded = varying = False
    if sign in {"*", "+"}:
        unbounded = varying = True
        place += 1
    elif sign == "?":
        place += 1
    elif counted := _COUNTED.match(pattern, place):
        least, comma, most = counted.groups()
        unbounded = bool(comma) and not most
        varying = unbounded or (bool(comma) and least != most)
        place = counted.end()
    else:
        return place, False, False
    return place + (pattern[place : place + 1] in {"?", "+"}), unbounded, varying
