"""Charsets as senders name them, the wrong, the unknown and the dangerous among them."""

import time

import pytest

from relanced.intake.charsets import decode_bytes


@pytest.mark.parametrize("name", ["punycode", "-punycode", "PUNYCODE!", "idna", "(idna)", " idna "])
def test_a_codec_that_takes_the_square_of_a_text_is_never_run(name: str) -> None:
    began = time.process_time()
    text, _ = decode_bytes(b"xn--aaa-" + b"z9a" * 300_000, name)

    assert text.startswith("xn--aaa-z9a")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "name", ["zip", "rot13", "hex", "uu", "martian", "\x00", "x" * 5_000, "../../etc/passwd"]
)
def test_what_is_no_charset_is_read_as_utf_8_and_said(name: str) -> None:
    assert decode_bytes("é".encode(), name) == ("é", False)


def test_outlook_s_latin_1_is_windows_1252() -> None:
    assert decode_bytes(b"\x80", "iso-8859-1") == ("€", True)
