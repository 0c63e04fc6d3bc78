"""One Authentication-Results header in, the server that speaks and what it found out. Pure.

RFC 8601. The header is written by a server, but holds words of the sender: his envelope address,
his HELO name, the tags of his signature. Servers that copy those without their quotes let him write
results of his own; whatever could come of that makes the whole header strange.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.lazy import lazy

MAX_RESULTS = 16 * 1024  # characters of one header
_WORD = r"(?:\"[^\"]*\"|[^\s;\"])+"
_RESULT = lazy(r"\s*([a-z][a-z0-9-]{0,30})\s*(?:/\s*\d+\s*)?=\s*([a-z]{2,20})(?=[\s/]|$)")
_PROPERTY = lazy(rf"(?<![^\s;\"])([a-z]{{2,10}})\s*\.\s*([a-z0-9-]{{1,30}})\s*=\s*({_WORD})")
_REASON = lazy(rf"(?<!\S)reason\s*=\s*{_WORD}")
_ENVELOPE = lazy(r"\b(?:smtp\s*\.\s*mailfrom|envelope-from)\s*=\s*([^\s;]*)")
_CLEAN_SENDER = lazy(
    r"(?P<quote>\"?)(?:<>|<?(?:[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+>?)(?P=quote)|\"\""
)
_STRAY = lazy(r"\s*(?![a-z][a-z0-9-]{0,30}\s*(?:/\s*\d+\s*)?=|none\s*$)\S")
_ONCE = ("header.from", "header.d", "header.i", "smtp.mailfrom")  # of one result
# Methods that say nothing of who the sender is. iCloud and Fastmail write them into headers of their
# own, above the one with the verdict. A server that writes ARC or BIMI results checks signatures too.
_BESIDE = frozenset({"arc", "bimi"})


@dataclass(frozen=True, slots=True)
class Result:
    """One «method=result» and its properties."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        """The first property of this name, or ""."""
        return next((value for key, value in self.properties if key == name), "")

    def count(self, name: str) -> int:
        """How often the property stands there."""
        return sum(key == name for key, _ in self.properties)


@dataclass(frozen=True, slots=True)
class Results:
    """What one header says."""

    server: str  # the authserv-id, lower case; "" where there is none
    found: tuple[Result, ...]
    strange: str  # not "": why the sender may have written some of it

    @property
    def is_beside(self) -> bool:
        """Whether it holds nothing but what says nothing of the sender."""
        return bool(self.found) and all(r.method in _BESIDE or r.method.startswith("x-") for r in self.found)


def read_results(header: str) -> Results:
    """Read one header. Outlook.com writes results without any authserv-id: then the server is ""."""
    text, strange = without_comments(header[:MAX_RESULTS])
    if len(header) >= MAX_RESULTS:
        strange = "a header so long that its end was cut"
    pieces = list(_split(text))
    server = (pieces[0].split() or [""])[0].strip('"').lower()
    if "=" in server:
        return Results("", (), strange)
    found = tuple(result for piece in pieces[1:] if (result := _result(piece)))
    return Results(server, found, strange or _smuggled(text.lower(), pieces[1:], found))


def _smuggled(text: str, pieces: list[str], found: tuple[Result, ...]) -> str:
    """Why results may be words of the sender; "" where they may not.

    «"x; dmarc=pass …"@evil» without its quotes is a result of its own; «x);dmarc=pass(y@evil» ends
    the comment in which a server tells the envelope's sender. Either leaves traces: a method that
    is judged twice, or an envelope address where none belongs. A signature may be checked more
    than once, and SPF once for HELO and once for MAIL FROM.
    """
    kinds = [
        (r.method, r.method == "spf" and bool(r.value("smtp.helo")) and not r.value("smtp.mailfrom"))
        for r in found
        if r.method != "dkim"
    ]
    if len(kinds) != len(set(kinds)):
        return "the same method is judged twice"
    if not all(_CLEAN_SENDER.fullmatch(m[1]) for m in _ENVELOPE.finditer(text)):
        return "an envelope sender that is no plain address"
    if any(_STRAY.match(piece.lower()) for piece in pieces):
        return "a part that is no result"
    if any(r.count(name) > 1 for r in found for name in _ONCE):
        return "a result that names two domains"
    if any(r.method != "spf" and (r.value("smtp.mailfrom") or r.value("smtp.helo")) for r in found):
        return "the envelope's sender beside a result that is not about him"
    return ""


def _result(piece: str) -> Result | None:
    match = _RESULT.match(piece.lower())
    if not match:
        return None
    rest = _REASON.sub(" ", piece.lower()[match.end() :])
    found = ((f"{m[1]}.{m[2]}", m[3].strip('"')) for m in _PROPERTY.finditer(rest))
    return Result(match[1], match[2], tuple(found))


def without_comments(text: str) -> tuple[str, str]:
    """Drop «(…)», nested ones too, outside quoted strings (RFC 5322, 3.2.2); and what is odd about them.

    Half a quoted string in a comment is the sender's: with its other half outside, it ended the comment.
    """
    out: list[str] = []
    depth, quotes, strange = 0, 0, ""
    quoted = escaped = False
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"':
            quoted = not quoted if not depth else quoted
            quotes += bool(depth)
        elif char == "(" and not quoted:
            depth += 1
            continue
        elif char == ")" and not quoted:
            strange = strange if depth else "a bracket that nothing opens"
            depth = max(depth - 1, 0)
            if not depth:
                out.append(" ")
                strange = "half a quoted string in a comment" if quotes % 2 else strange
                quotes = 0
            continue
        if not depth:
            out.append(char)
    return "".join(out), "a comment or quoted string without its end" if depth or quoted else strange


def _split(text: str) -> Iterator[str]:
    """The parts between semicolons that stand outside quoted strings; at least one."""
    start, quoted, escaped = 0, False, False
    for place, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == "\\" and quoted:
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            yield text[start:place]
            start = place + 1
    yield text[start:]
