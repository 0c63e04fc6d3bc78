"""The reference of a letter is found however the program that quotes it writes it."""

from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.html import html_to_text
from relanced.intake.message import parse_message
from relanced.intake.reply import tokens

TOKEN = "R-4K7P-Q2XM"
PLAIN = b"Content-Type: text/plain\r\n\r\nVoir plus bas.\r\n"
_BETWEEN = st.sampled_from(["", "<b>", "</b>", "<!-- x -->", "\0", "<wbr>", "<style>R</style>"])
_LETTER = st.sampled_from(["{}", "&#{:d};", "&#0{:d};", "&#x{:x};", "&#X0{:X};", "&#{:d}"])


def _mail(html: str) -> bytes:
    page = f"<p>Bonjour</p><blockquote>{html}</blockquote>".encode()
    parts = (PLAIN, b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page + b"\r\n")
    body = b"".join(b"--x\r\n" + part for part in parts) + b"--x--\r\n"
    return b"From: a@client.example\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n" + body


def _written(letter: str, form: str) -> str:
    return letter if form == "{}" else form.format(ord(letter))


@given(st.lists(st.tuples(_LETTER, _BETWEEN), min_size=len(TOKEN), max_size=len(TOKEN)))
def test_a_page_is_searched_wherever_its_text_shows_a_reference(forms: list[tuple[str, str]]) -> None:
    html = "".join(
        _written(letter, form) + between for letter, (form, between) in zip(TOKEN, forms, strict=True)
    )
    message = parse_message(_mail(html))

    assert tokens.tokens_in(message) == ((TOKEN,) if TOKEN in html_to_text(message.html) else ())


def test_a_page_without_one_is_not_parsed_for_it() -> None:
    assert not tokens._MAY_SHOW.search("<p>Rechnung, RABATT &#8203;&#39; R.</p>")
