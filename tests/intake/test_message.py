"""Any bytes give a Message or UnreadableMail, within limits; what is malformed is read as far as it goes."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.message import (
    MAX_RAW,
    Address,
    UnreadableMail,
    addresses,
    mailed_at,
    parse_headers,
    parse_message,
    possible,
)

WHOLE = b"""From: =?utf-8?q?L=C3=A9a_Fontanel?= <Lea@Client.example>\r
To: compta@firm.example, "Verrier, Atelier" <billing@firm.example>\r
Subject: =?utf-8?b?UsOpcG9uc2U=?=\r
 =?utf-8?b?IMOgIHZvdXM=?=\r
Date: Tue, 6 Oct 2026 09:30:00 +0200\r
Message-ID: <one@client.example>\r
In-Reply-To: <two@firm.example>\r
References: <zero@firm.example> <two@firm.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
Pay=E9 \x80 hier.\r
--b\r
Content-Type: application/pdf; name="../../etc/facture.pdf"\r
Content-Transfer-Encoding: base64\r
\r
JVBERg==\r
--b--\r
"""


def test_a_whole_mail_is_decoded_once() -> None:
    mail = parse_message(WHOLE)

    assert mail.sender == "lea@client.example"
    assert mail.senders == (Address("Léa Fontanel", "lea@client.example"),)
    assert mail.to[1] == Address("Verrier, Atelier", "billing@firm.example")
    assert mail.subject == "Réponse à vous"
    assert mail.answers == ("two@firm.example", "zero@firm.example")
    assert mail.references == ("zero@firm.example", "two@firm.example")
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-10-06T09:30:00+02:00"
    assert mail.text.strip() == "Payé € hier."
    assert [(a.filename, a.data) for a in mail.attachments] == [(".._.._etc_facture.pdf", b"%PDF")]


def test_html_alone_gives_its_visible_text() -> None:
    raw = b'Content-Type: text/html\n\n<p>Bonjour</p><p style="display:none">non</p><script>x</script>'

    assert parse_message(raw).text == "Bonjour"


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; name*\n\nhello",
        b'Content-Type: text/plain; charset="\x00x"\n\nhello',
        b"Content-Type: text/plain; charset=martian\n\nhello",
        b"Content-Type: multipart/mixed\n\nhello",
        b"To: (c):\n\nhello",
        b'To: "\n\nhello',
        b"From: !an??:=m==fr2@[C\n\nhello",
        b"Message-ID: <[a@microsoft.example]>\n\nhello",
        b"Subject: =?utf-8?b?!!!?= =?x-unknown?q?=FF?=\n\nhello",
        b"Date: Mon, 99 Foo 20266 99:99:99 +9999\n\nhello",
        b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\nhello",
    ],
)
def test_malformed_mail_is_read_all_the_same(raw: bytes) -> None:
    mail = parse_message(raw)

    assert mail.text is not None
    assert mail.date is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not a mail"),
        (b"\x00" * 100, "not a mail"),
        (b"From: a@x.example\nFrom : evil@y.example\n\nx", "space before its colon"),
        (b"To: b\n\n" + b"x" * MAX_RAW, "bytes"),
        (b"To: " + b"b" * 300_000 + b"\n\n", "headers"),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (i, i) for i in range(40)),
            "deep|malformed",
        ),
        (
            b"Content-Type: multipart/mixed; boundary=b\n\n"
            + b"--b\nContent-Type: text/plain\n\nx\n" * 5_000
            + b"--b--",
            "parts",
        ),
    ],
)
def test_what_is_over_a_limit_is_said_and_not_read(raw: bytes, why: str) -> None:
    with pytest.raises(UnreadableMail, match=why):
        parse_message(raw)


def test_a_hundred_kilobytes_of_quotes_cost_nothing() -> None:
    assert parse_message(b"To: " + b'"' * 100_000 + b"\nSubject: s\n\n").subject == "s"
    assert parse_message(b"To: " + b"(" * 100_000 + b"\nSubject: s\n\n").subject == "s"


@pytest.mark.parametrize(
    ("header", "emails"),
    [
        ("a@good.example <evil@x.example>", ["evil@x.example"]),
        ('"a@good.example" <evil@x.example>', ["evil@x.example"]),
        ("alice@good.example)bob@evil.example", []),
        ("a@x.example, b@y.example", ["a@x.example", "b@y.example"]),
        ("Undisclosed recipients:;", []),
        ("<>", []),
    ],
)
def test_addresses_are_read_strictly(header: str, emails: list[str]) -> None:
    assert [address.email for address in addresses(header)] == emails


def test_an_encoded_name_is_decoded_after_the_addresses_are_told_apart() -> None:
    mail = parse_headers(b"From: =?utf-8?q?Verrier=2C_=C5=92uvre_=3Ca=40good=2Eexample=3E?= <x@evil.example>")

    assert mail.senders == (Address("Verrier, Œuvre <a@good.example>", "x@evil.example"),)


def test_two_senders_are_no_sender() -> None:
    assert parse_headers(b"From: a@x.example, b@y.example\n").sender == ""
    assert parse_headers(b"From: a@x.example\nFrom: b@y.example\n").sender == ""


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "raw-unicode-escape", "-utf 7", "unicode.escape", "U7"]
)
def test_no_charset_makes_text_that_cannot_be_written(charset: str) -> None:
    mail = parse_message(f"Subject: =?{charset}?q?+2AA-\\ud800?=\nFrom: a@x.example\n\nx".encode())

    assert mail.subject.encode("utf-8")


def test_controls_and_direction_marks_fall_away() -> None:
    mail = parse_message("Subject: a\u202eb\x1b[31mc\n\nx\u200by\x00z".encode())

    assert (mail.subject, mail.text) == ("ab[31mc", "xyz")


@settings(max_examples=300)
@given(st.binary(max_size=400), st.integers(0, len(WHOLE)))
def test_any_bytes_give_a_message_or_are_called_unreadable(noise: bytes, cut: int) -> None:
    for raw in (noise, WHOLE[:cut] + noise + WHOLE[cut:], WHOLE[:cut]):
        try:
            parse_message(raw)
        except UnreadableMail:
            continue


@pytest.mark.parametrize(
    ("date", "believed"),
    [
        ("Tue, 6 Oct 2026 09:30:00 +0200", "2026-10-06T09:30:00+02:00"),
        ("Mon, 12 Oct 2026 09:30:00 +0000", "2026-10-12T09:30:00+00:00"),  # a clock that is a day ahead
        ("Wed, 14 Oct 2026 09:30:00 +0000", "2026-10-11T00:00:00+00:00"),
        ("Fri, 31 Dec 9999 23:59:59 +0000", "2026-10-11T00:00:00+00:00"),
        ("01 Jan 1900 00:00:00 +0000", "2026-10-11T00:00:00+00:00"),
        ("", "2026-10-11T00:00:00+00:00"),
    ],
)
def test_a_date_counts_as_far_as_it_can_be(date: str, believed: str) -> None:
    arrived_at = datetime(2026, 10, 11, tzinfo=UTC)

    assert (
        mailed_at(parse_headers(f"From: a@b.example\nDate: {date}\n".encode()), arrived_at).isoformat()
        == believed
    )


def test_a_server_that_names_a_year_beyond_ours_is_held_within_them() -> None:
    assert [possible(datetime(year, 5, 1, tzinfo=UTC)).year for year in (1970, 2026, 9999)] == [
        1990,
        2026,
        2100,
    ]


@pytest.mark.parametrize("unit", ["<  ", '"\\', "< ,", '"", '])
def test_an_address_header_of_one_sign_is_read_at_once(unit: str) -> None:
    """Read in the service itself: a «<» and 16,000 blanks once took three minutes."""
    assert addresses("Lise <lise@client.example>, " + unit * 5_000)[0].email == "lise@client.example"
    assert addresses("<" + " " * 20_000) == ()


def test_a_quote_that_is_never_closed_hides_no_address_before_it() -> None:
    one, *_ = addresses('"Lise, Durand" <lise@client.example>, "\\" <x@client.example>')
    assert one == Address("Lise, Durand", "lise@client.example")


@pytest.mark.parametrize("unit", [b"=?a?q? ", b"\xe9=?utf-8?q?", b"=?", b"=?utf-8?q?a?= "])
@pytest.mark.parametrize("name", [b"Subject", b"From", b"Cc"])
def test_a_header_full_of_words_that_never_end_costs_nothing(name: bytes, unit: bytes) -> None:
    """Headers are read in the service itself: a listing of 500 such mails held up all firms for minutes."""
    began = time.process_time()
    for _ in range(10):
        parse_headers(b"Message-ID: <a@x.example>\r\n" + name + b": " + unit * (16_000 // len(unit)))

    assert time.process_time() - began < 1.5


def test_words_around_one_that_never_ends_are_decoded() -> None:
    mail = parse_headers(
        b"Subject: =?utf-8?q?=C3=A9?= =?utf-8?q?x\r\nFrom: =?utf-8?q?=C3=A9?= <a@x.example> =?q"
    )

    assert mail.subject == "é =?utf-8?q?x"
    assert mail.senders == (Address("é", "a@x.example"),)


def test_a_header_block_alone_is_not_asked_what_its_parts_are() -> None:
    began = time.process_time()
    for _ in range(10):
        parse_headers(b"From: a@x.example\r\nContent-Type: text/plain" + b";" * 60_000 + b"\r\nno header")

    assert time.process_time() - began < 1.5
