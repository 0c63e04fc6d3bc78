"""Our own reader of listings against the library's, on what a real Dovecot says of mails of all shapes."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imapclient import IMAPClient
from servers.dovecot import PASSWORD, Account

from relanced.edge.fetched import HEADER_FIELDS
from relanced.edge.imap import ImapSession

_WORDS = st.sampled_from(
    [
        b"Facture",
        b"\xe9t\xe9",
        b'"',
        b"\\",
        b"{3}",
        b"(",
        b")",
        b"UID 9",
        b"BODY[] {1}",
        b"=?utf-8?q?=C3=A9?=",
    ]
)
_LINE = st.lists(_WORDS | st.binary(max_size=6), max_size=6).map(
    lambda words: b" ".join(words).translate(None, b"\r\n\0")
)
_HEADER = st.tuples(st.sampled_from([b"Subject", b"From", b"List-Id", b"X-Other", b"Message-ID"]), _LINE)
_TYPE = st.sampled_from([b"text/plain", b"application/pdf", b"image/png", b"message/rfc822", b"text/csv"])
_PART = st.tuples(_TYPE, _LINE, st.integers(0, 90_000))


def mail(headers: list[tuple[bytes, bytes]], parts: list[tuple[bytes, bytes, int]]) -> bytes:
    head = b"".join(b"%b: %b\r\n" % pair for pair in headers)
    head += b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=b"\r\n\r\n'
    body = b"".join(
        b'--=b\r\nContent-Type: %b; name="%b"\r\n\r\n%b\r\n' % (kind, name, b"x" * size)
        for kind, name, size in parts
    )
    return head + body + b"--=b--\r\n"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mails=st.lists(
        st.tuples(st.lists(_HEADER, max_size=5), st.lists(_PART, max_size=4), st.integers(0, 9_000)),
        min_size=1,
        max_size=5,
    )
)
def test_a_listing_says_what_the_library_says(
    account: Account, mails: list[tuple[list[tuple[bytes, bytes]], list[tuple[bytes, bytes, int]], int]]
) -> None:
    with IMAPClient("127.0.0.1", account.server.port, ssl=False) as other:
        other.plain_login(account.user, PASSWORD)
        other.normalise_times = False
        other.select_folder("INBOX")
        zone = timezone(timedelta(hours=-7))
        for headers, parts, days in mails:
            at = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(days=days)
            other.append("INBOX", mail(headers, parts), (), at.astimezone(zone))
        uids = other.search()
        fields = f"BODY.PEEK[HEADER.FIELDS ({HEADER_FIELDS})]"
        theirs = other.fetch(uids, ["RFC822.SIZE", "INTERNALDATE", "BODYSTRUCTURE", fields])

    session = ImapSession.connect(account.settings(), PASSWORD)
    session.examine("INBOX")
    ours = {row.uid: row for batch in session.listed(uids) for row in batch.listed}
    session.close()

    assert ours.keys() == theirs.keys()
    for uid, row in ours.items():
        said = theirs[uid]
        [headers] = [value for name, value in said.items() if name.startswith(b"BODY[HEADER")]
        assert (row.size, row.internal_at) == (said[b"RFC822.SIZE"], said[b"INTERNALDATE"])
        assert row.headers == headers
        kinds = {(part[0].lower(), part[1].lower()) for part in _leaves(said[b"BODYSTRUCTURE"])}
        if (b"application", b"pdf") in kinds or (b"text", b"csv") in kinds:
            assert row.has_files
        assert row.text_end <= row.size


def _leaves(body: tuple[object, ...]) -> list[tuple[bytes, bytes]]:
    """Type and subtype of each part, as the library gives them."""
    if isinstance(body[0], list):
        return [leaf for part in body[0] for leaf in _leaves(part)]
    first, second = body[0], body[1]
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)
    return [(first, second)]
