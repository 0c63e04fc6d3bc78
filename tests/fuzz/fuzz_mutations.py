"""A real structure in, the same one damaged out: as bad programs and hostile senders would damage it."""

import re
from collections.abc import Callable, Sequence
from random import Random

MAX_SIZE = 120_000  # bytes; what is larger meets a limit of its own, which has a test of its own
TOKENS: tuple[bytes, ...] = (
    b"\0", b"\r", b"\r\n\r\n", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1b[2J", b"\x7f", b"\x85",
    "\u202e".encode(), "\u2028".encode(), "\u00a0".encode() * 300, "\U000e0041".encode(), "é".encode("cp1252"),
    b"=?utf-8?q?=0A?=", b"=?x-none?b?////?=", b"=?utf-7?q?+AGE-?=", b"=?utf-8?b?" + b"A" * 300 + b"?=",
    b'charset="\0"', b"charset=utf-7", b"name*", b"name*0*=x''%ff", b"boundary=", b"Content-Type: ",
    b"Content-Transfer-Encoding: uuencode\n", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n",
    b"From: x <x@evil.example>\n", b"From : x@evil.example\n", b'To: "', b"To: (c):", b"<[x@y]>", b"\nDate: -1\n",
    b"Date: Fri, 31 Dec 9999 23:59:60 +9999\n", b"31/02/2026", b"0000-00-00", b"9999-12-31", b"1/1/1", b"25:61",
    b"9" * 30, b"-0", b"0,00", b"1e400", b"NaN", b"Infinity", b"1.234.567,89-", b"0x10", b"\xd9\xa3\xd9\xa4",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", b"&b;", b"&#x0;", b"&#1114112;", b"]]>", b"<![CDATA[",
    b"<!--", b"--><", b"<a b=c", b"<?x", b"</", b"<table><tr><td>" * 40, b"<div>" * 300, b"<style>", b"<title>",
    b"<p style='display:none'>", b"<blockquote type=cite>", b"{{ 7*7 }}", b"{% raw %}", b"%s%n", b"../../x", b"=1+1",
    b'"', b"'", b"(" * 200, b"[" * 200, b"{" * 200, b"\\" * 99, b"> " * 400, b" " * 4_000, b"-" * 3_000, b"=\n" * 400,
    b"A" * 5_000, b"1" * 5_000, b"1.1,1 " * 900, b"a@" * 900, b"Le " * 900, b"\n" * 2_000, b":20:", b"{4:\n", b":86:",
    b"<OFX>", b";" * 900, b'";"', b"stream\n", b"endobj", b"/Length 99999999", b" 0 R", b"xref", b"'''", b"\\u0000",
    b"true", b"null", b"[[x]]", b"1979-05-27T07:32:00Z",
)  # fmt: skip

WORDS: tuple[bytes, ...] = (
    b"", b"0", b"-1", b"0.00", b"1", b"1.005", b"99999999999999999999.99", b"9" * 19, b"1e9", b"NaN", b"0001-01-01",
    b"9999-12-31", b"2026-02-30", b"20270230", b"31.12.9999", b"1899-12-31", b"EUR", b"XXX", b"eur", b"JPY", b"KWD",
    b"null", b"true", b"[]", b"{}", b"F2026-012", b"f2026-012", b"a" * 300, "e\u0301".encode(), "\u202e".encode(),
    "\ufeff".encode(), b"\\u0000", b"\\ud800", b"paid", b"promised", b"pause", b"lise@client.example", b"@", b"380",
    b"381", b"TD04", b"DBIT",
)  # fmt: skip
_WORD = re.compile(rb"(?<![</:\w.+-])[\w.+-]+(?![\w.+-]|\"?\s*[:=])")  # no name of a tag, a key, an attribute

Mutation = Callable[[Random, bytes, bytes], bytes]


def mutated(random: Random, seed: bytes, others: Sequence[bytes]) -> bytes:
    """The seed after one to five mutations: of its words alone, so that it keeps its form, or of anything."""
    data = seed
    mutations = random.choice(((_change_word,), _MUTATIONS))
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        data = random.choice(mutations)(random, data, random.choice(others))[:MAX_SIZE]
    return data


def _change_word(random: Random, data: bytes, other: bytes) -> bytes:
    found = list(_WORD.finditer(data))
    if not found:
        return data
    word = random.choice(found)
    theirs = _WORD.findall(other) or [b""]
    return (
        data[: word.start()]
        + random.choice((random.choice(WORDS), random.choice(theirs)))
        + data[word.end() :]
    )


def _place(random: Random, data: bytes) -> int:
    return random.randrange(len(data) + 1)


def _piece(random: Random, data: bytes) -> tuple[int, int]:
    start = _place(random, data)
    return start, min(len(data), start + int(random.expovariate(1 / 40)) + 1)


def _flip(random: Random, data: bytes, _: bytes) -> bytes:
    at = _place(random, data)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(random: Random, data: bytes, _: bytes) -> bytes:
    start, end = _piece(random, data)
    return data[:start] + data[end:]


def _end_early(random: Random, data: bytes, _: bytes) -> bytes:
    return data[: _place(random, data)]


def _repeat(random: Random, data: bytes, _: bytes) -> bytes:
    start, end = _piece(random, data)
    return data[:end] + data[start:end] * random.choice((1, 2, 9, 99)) + data[end:]


def _insert(random: Random, data: bytes, _: bytes) -> bytes:
    at = _place(random, data)
    return data[:at] + random.choice(TOKENS) + data[at:]


def _replace(random: Random, data: bytes, _: bytes) -> bytes:
    start, end = _piece(random, data)
    return data[:start] + random.choice(TOKENS) + data[end:]


def _cross(random: Random, data: bytes, other: bytes) -> bytes:
    start, end = _piece(random, other)
    at = _place(random, data)
    return data[:at] + other[start : end + random.choice((0, 200, 2_000))] + data[at:]


def _change_figure(random: Random, data: bytes, _: bytes) -> bytes:
    places = [at for at, sign in enumerate(data) if 48 <= sign <= 57]
    if not places:
        return data
    at = random.choice(places)
    return data[:at] + random.choice((b"0", b"9", b"-", b"", b".", b",", b"99", b" ")) + data[at + 1 :]


def _mix_lines(random: Random, data: bytes, _: bytes) -> bytes:
    lines = data.split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            lines[first], lines[second] = lines[second], lines[first]
        case 1:
            del lines[first]
        case 2:
            lines[first:first] = [lines[second]] * random.choice((1, 3, 60))
        case _:
            lines[first] += b" " + lines[second]
    return b"\n".join(lines)


def _change_ends(random: Random, data: bytes, _: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", random.choice((b"\n", b"\r\n", b"\r", b"\n\n")))


_MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _end_early, _repeat, _insert, _insert, _replace, _replace, _cross, _cross, _change_figure,
    _change_figure, _mix_lines, _mix_lines, _change_ends,
)  # fmt: skip
