"""A mail keeps its identity wherever it lies, and two mails never share one."""

from relanced.intake.fingerprint import fingerprint
from relanced.intake.message import parse_headers

HEADER = b"From: a@x.example\nTo: b@y.example\nSubject: s\nDate: Tue, 6 Oct 2026 09:30:00 +0200\nMessage-ID: <1@x>\n"


def test_transport_headers_do_not_count() -> None:
    moved = b"Received: from elsewhere\nX-Spam: no\n" + HEADER

    assert fingerprint(parse_headers(moved), 900) == fingerprint(parse_headers(HEADER), 900)


def test_the_same_message_id_over_another_mail_is_another_mail() -> None:
    one = fingerprint(parse_headers(HEADER), 900)

    assert fingerprint(parse_headers(HEADER.replace(b"Subject: s", b"Subject: t")), 900) != one
    assert fingerprint(parse_headers(HEADER.replace(b"a@x", b"c@x")), 900) != one
    assert fingerprint(parse_headers(HEADER.replace(b"09:30", b"09:31")), 900) != one
    assert fingerprint(parse_headers(HEADER), 901) != one


def test_a_mail_without_message_id_has_an_identity() -> None:
    bare = HEADER.replace(b"Message-ID: <1@x>\n", b"")

    assert fingerprint(parse_headers(bare), 900) != fingerprint(
        parse_headers(bare.replace(b"s\n", b"t\n", 1)), 900
    )
