"""How much of a mail holds its texts: a law against what real mails and a real server say."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.dovecot import PASSWORD, Account

from relanced.edge.imap import ImapSession
from relanced.edge.structure import SLACK, WITH_TEXT, Piece, text_end

TEXT = b'("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 1000 20)'
BIG = b'("IMAGE" "JPEG" ("NAME" "p.jpg") NIL NIL "BASE64" 900000)'
SMALL = b'("APPLICATION" "PDF" ("NAME" "f.pdf") NIL NIL "BASE64" 50000)'


def end_of(*parts: bytes, size: int) -> int:
    return text_end([b"1 (UID 7 BODYSTRUCTURE (" + b"".join(parts) + b' "MIXED") RFC822.SIZE 9)'], size)


def test_a_photograph_behind_the_text_is_left_out() -> None:
    assert end_of(TEXT, BIG, size=903_000) == 3_000 + SLACK


def test_a_small_file_is_fetched_with_the_text_and_a_text_behind_a_photograph_too() -> None:
    assert end_of(TEXT, SMALL, BIG, size=953_000) == 53_000 + SLACK
    assert end_of(TEXT, BIG, TEXT, size=904_000) == 904_000


@pytest.mark.parametrize(
    "told",
    [
        b"1 (UID 7)",
        b"1 (BODYSTRUCTURE NIL)",
        b"1 (BODYSTRUCTURE ())",
        b'1 (BODYSTRUCTURE ("TEXT" "PLAIN"))',
        b'1 (BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" many 1))',
        b'1 (BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 99999999 1))',
        b"1 (BODYSTRUCTURE " + b"(" * 5_000,
        b"1 (BODYSTRUCTURE (" + TEXT * 2,
    ],
)
def test_what_the_server_does_not_say_is_fetched_whole(told: bytes) -> None:
    assert text_end([told], 900_000) == 900_000


def test_a_name_cannot_pass_for_a_structure() -> None:
    evil = b'("TEXT" "PLAIN" ("NAME" "x BODYSTRUCTURE (\\"TEXT\\" ") NIL NIL "7BIT" 600000 20)'
    literal: list[Piece] = [
        (b'1 (BODYSTRUCTURE (("APPLICATION" "PDF" ("NAME" {9}', b'a" (b" (("'),
        b') NIL NIL "BASE64" 300000)' + TEXT + b' "MIXED"))',
    ]
    assert end_of(evil, BIG, size=1_502_000) == 602_000 + SLACK
    assert text_end(literal, 305_000) == 305_000


@given(st.lists(st.binary(max_size=30) | st.sampled_from([b"BODYSTRUCTURE (", b"(", b")", TEXT, b'"'])))
def test_no_answer_breaks_it(words: list[bytes]) -> None:
    assert 0 <= text_end([b" ".join(words)], 100_000) <= 100_000


def grown(kinds: list[tuple[str, int]]) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "a@client.example", "Photos", "<p@client.example>"
    made.set_content("Bonjour,\n" + "voici.\n" * 50)
    for kind, size in kinds:
        main, _, sub = kind.partition("/")
        if main == "text":
            made.add_attachment("x" * size + "THE LAST WORD", subtype=sub, filename="t.txt")
        else:
            made.add_attachment(bytes(size), maintype=main, subtype=sub, filename="f.bin")
    return made.as_bytes()


@pytest.mark.parametrize(
    "kinds",
    [
        [("image/jpeg", 600_000)],
        [("application/pdf", 60_000), ("image/png", 400_000)],
        [("image/jpeg", 300_000), ("text/plain", 500)],
        [("application/zip", 100), ("application/zip", 100), ("video/mp4", 500_000)],
    ],
)
def test_a_real_server_gives_every_text_and_every_small_file_within_it(
    account: Account, kinds: list[tuple[str, int]]
) -> None:
    raw = grown(kinds)
    account.deliver(raw)
    session = ImapSession.connect(account.settings(), PASSWORD)
    session.examine("INBOX")
    [batch] = session.listed(session.uids())
    [row] = batch.listed
    first = session.raws({row.uid: row.text_end})[row.uid]
    session.close()
    whole = raw.replace(b"\n", b"\r\n")
    assert whole.startswith(first)
    last = whole.rfind(b"THE LAST WORD") if any(kind == "text/plain" for kind, _ in kinds) else 0
    assert last < len(first)
    last_kind, last_size = kinds[-1]
    if last_kind != "text/plain":  # a large file at the end stays where it is
        assert len(first) < len(whole) - last_size
        assert len(first) < WITH_TEXT
