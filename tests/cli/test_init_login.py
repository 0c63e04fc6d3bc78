"""Why a mailbox does not open: in words that say what to do."""

from datetime import date

import pytest

from relanced.cli.init_answers import Answers
from relanced.cli.init_login import mailbox_trouble, plain_password, sending_trouble
from relanced.edge.imap_errors import ImapTrouble, LoginRefused, ServerRefused, Unreachable
from relanced.edge.providers import by_domain


def answers(domain: str) -> Answers:
    provider = by_domain(domain)
    assert provider is not None
    return Answers(
        address=f"lea@{domain}",
        imap=provider.imap,
        smtp=provider.smtp,
        user=f"lea@{domain}",
        provider=provider,
        start_on=date(2026, 11, 23),
    )


def told(error: ImapTrouble, domain: str = "laposte.net") -> str:
    return " ".join(mailbox_trouble(error, answers(domain)))


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        ("gmail.com", "wants an app password"),
        ("proton.me", "Bridge shows a password of its own"),
        ("hotmail.fr", "--auth microsoft"),
        ("laposte.net", "access by a mail program"),
        ("sfr.fr", "webmail"),
    ],
)
def test_a_refused_login_says_what_this_provider_wants(domain: str, words: str) -> None:
    assert words in told(LoginRefused("login: no"), domain)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed", "--ca-file"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "starttls"),
        ("offers no STARTTLS; refused", "use tls"),
        ("[Errno -2] Name or service not known", "slip of the pen"),
        ("[Errno -3] Temporary failure in name resolution", "network"),
        ("[Errno 111] Connection refused", "Nothing listens at imap.laposte.net, port 993"),
        ("timed out", "firewall"),
        ("[Errno 101] Network is unreachable", "network"),
        ("something new", "No talk came about"),
    ],
)
def test_a_line_that_does_not_come_about_says_where_to_look(said: str, words: str) -> None:
    assert words in told(Unreachable(said))
    assert said in told(Unreachable(said))
    assert words in " ".join(sending_trouble(said, answers("laposte.net"))).replace(
        "smtp.laposte.net, port 465", "imap.laposte.net, port 993"
    )


def test_a_server_that_lets_nobody_in_now_blames_no_password() -> None:
    said = told(ServerRefused("login: [UNAVAILABLE] later"))
    assert "try again in a while" in said
    assert "password" not in said


def test_googles_four_groups_are_one_word() -> None:
    google, free = by_domain("gmail.com"), by_domain("free.fr")
    assert plain_password("abcd efgh ijkl mnop", google) == "abcdefghijklmnop"
    assert plain_password("my own words here", google) == "my own words here"
    assert plain_password("abcd efgh ijkl mnop", free) == "abcd efgh ijkl mnop"
    assert plain_password("abcd efgh ijkl mnop", None) == "abcd efgh ijkl mnop"
