"""The quick way to read a header block, against the library's tolerant one."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.message import UnreadableMail, parse_headers, parse_message

_NAMES = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Content-Type",
    "X-Y",
    "from",
    "List-Id",
]
_ODD_NAMES = ["From ", ":", "", "R\xe9", "no header"]
_VALUES = st.one_of(
    st.sampled_from(
        [
            "a@b.example",
            "<a@b>",
            "\r\n x",
            "\n\ty",
            "=?utf-8?q?=C3=A9?=",
            "multipart/mixed; boundary=x",
            "\x0b\x1c\x85",
        ]
    ),
    st.text(max_size=12),
)
_LINE = st.builds(
    lambda name, colon, values: name + colon + "".join(values),
    st.sampled_from(_NAMES * 4 + _ODD_NAMES),
    st.sampled_from([": ", ": ", ": ", ":", " : ", "\n", "\r"]),
    st.lists(_VALUES, max_size=4),
)


@settings(max_examples=400)
@given(
    st.lists(_LINE, max_size=6), st.sampled_from(["\r\n", "\n", "\r"]), st.sampled_from(["utf-8", "latin-1"])
)
def test_a_block_says_what_the_whole_mail_says(lines: list[str], ending: str, charset: str) -> None:
    block = ending.join(["From: x@y.example", *lines]).encode(charset, "replace").rstrip(b"\r\n")
    assert read(block, quick=True) == read(block, quick=False)


def read(block: bytes, *, quick: bool) -> object:
    try:
        if quick:
            return parse_headers(block)
        return replace(parse_message(block + b"\r\n\r\n"), text="", html="", attachments=(), problems=())
    except UnreadableMail as error:
        return str(error)


def test_a_folded_header_is_one_and_the_first_of_two_counts() -> None:
    header = parse_headers(
        b"From: a@b.example\r\nSubject: one\r\n two\r\nSubject: three\r\nTo:c@d.example\r\n\r\n"
    )
    assert (header.subject, header.to[0].email) == ("one two", "c@d.example")
