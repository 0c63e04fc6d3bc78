"""[imap] auth and [oauth]: what they need, what they rule out, where the tokens lie."""

from pathlib import Path

import pytest
from config_files import SMALLEST, problems_in, settings_in, smallest_with

from relanced.edge.settings import FromCredential, FromFile, Provider, SignIn

_PASSWORD = 'password = { credential = "imap" }'
_CLIENT = '[oauth]\nclient_id = "11111111-2222-3333-4444-555555555555"\n'
_SECRET = 'client_secret = { file = "/run/secret" }\n'


def _with(auth: str, oauth: str = _CLIENT, more: str = "") -> str:
    return smallest_with(_PASSWORD, f'auth = "{auth}"') + more + oauth


def test_microsoft_signs_in_by_a_token_that_lies_beside_the_store(tmp_path: Path) -> None:
    store = f'[store]\nurl = "sqlite:///{tmp_path}/state/verrier.db"\n'
    settings = settings_in(tmp_path, _with("microsoft", _CLIENT + 'tenant = "firm.example"\n', store))
    assert settings.imap.password == SignIn(
        provider=Provider.MICROSOFT,
        user="facturation@firm.example",
        client_id="11111111-2222-3333-4444-555555555555",
        client_secret=None,
        tenant="firm.example",
        tokens=tmp_path / "state" / "tokens" / "microsoft-facturation@firm.example.json",
    )
    assert settings.smtp.password is settings.imap.password


@pytest.mark.parametrize(
    ("user", "tenant"),
    [
        ("facturation@Firm.example", "firm.example"),
        ("x@outlook.com", "consumers"),
        ("x@hotmail.co.uk", "consumers"),
        ("x@live.fr", "consumers"),
        ("x@outlook.firm.example", "outlook.firm.example"),
        ("x@fïrm.example", "common"),
        ("a/../b", "common"),
    ],
)
def test_without_a_tenant_the_domain_of_the_address_says_whose_accounts_sign_in(
    tmp_path: Path, user: str, tenant: str
) -> None:
    text = _with("microsoft").replace('facturation@firm.example"\nauth', f'{user}"\nauth')
    settings = settings_in(tmp_path, text)
    assert isinstance(settings.imap.password, SignIn)
    assert settings.imap.password.tenant == tenant


def test_a_password_of_smtp_s_own_is_used_there_instead_of_the_token(tmp_path: Path) -> None:
    own = _with("microsoft").replace("[smtp]", '[smtp]\nuser = "u"\npassword = { credential = "smtp" }')
    settings = settings_in(tmp_path, own)
    assert (settings.smtp.user, settings.smtp.password) == ("u", FromCredential("smtp"))
    assert isinstance(settings.imap.password, SignIn)


def test_google_needs_its_client_secret_and_has_no_tenant(tmp_path: Path) -> None:
    found = problems_in(tmp_path, _with("google", _CLIENT + 'tenant = "common"\n'))
    assert list(found) == ["oauth.client_secret", "oauth.tenant"]
    settings = settings_in(tmp_path, _with("google", _CLIENT + _SECRET))
    assert isinstance(settings.imap.password, SignIn)
    assert settings.imap.password.client_secret == FromFile(Path("/run/secret"))


def test_without_an_application_of_one_s_own_the_page_that_says_how_is_named(tmp_path: Path) -> None:
    found = problems_in(tmp_path, _with("microsoft", ""))
    assert list(found) == ["oauth.client_id"]
    assert "docs/oauth.md" in found["oauth.client_id"].hint


def test_a_password_beside_a_token_would_never_be_used(tmp_path: Path) -> None:
    text = smallest_with(_PASSWORD, f'{_PASSWORD}\nauth = "microsoft"') + _CLIENT
    assert "take the line out" in problems_in(tmp_path, text)["imap.password"].hint


def test_neither_a_password_nor_a_token_is_told_with_both_ways(tmp_path: Path) -> None:
    found = problems_in(tmp_path, smallest_with(_PASSWORD, ""))
    assert "microsoft" in found["imap.password"].hint
    assert list(problems_in(tmp_path, _with("password", ""))) == ["imap.password"]


def test_an_oauth_table_that_nothing_uses_yet_does_no_harm(tmp_path: Path) -> None:
    assert settings_in(tmp_path, SMALLEST + _CLIENT) == settings_in(tmp_path, SMALLEST)


def test_a_word_that_is_no_way_to_sign_in_is_told_alone(tmp_path: Path) -> None:
    found = problems_in(tmp_path, smallest_with(_PASSWORD, f'{_PASSWORD}\nauth = "gogle"'))
    assert found["imap.auth"].hint == "did you mean google?"
    assert list(problems_in(tmp_path, smallest_with(_PASSWORD, f"{_PASSWORD}\nauth = [1]"))) == ["imap.auth"]


@pytest.mark.parametrize(
    "server",
    [
        "https://evil.example",
        "http://evil.example",
        "http://127.0.0.1@evil.example",
        "http://evil.example#127.0.0.1",
        "http://127.0.0.1/../",
        "http://127.0.0.1:0",
        "http://[::1",
        "127.0.0.1:80",
    ],
)
def test_no_line_of_the_file_can_have_the_tokens_sent_to_another_machine(tmp_path: Path, server: str) -> None:
    assert list(problems_in(tmp_path, _with("microsoft", f'{_CLIENT}server = "{server}"\n'))) == [
        "oauth.server"
    ]


def test_a_server_on_this_machine_may_stand_in_for_tests(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, _with("microsoft", f'{_CLIENT}server = "http://127.0.0.1:8080"\n'))
    assert isinstance(settings.imap.password, SignIn)
    assert settings.imap.password.server == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ("../../etc/passwd", "microsoft-..%2F..%2Fetc%2Fpasswd.json"),
        ("Jérôme@Firm.example", "microsoft-j%C3%A9r%C3%B4me@firm.example.json"),
    ],
)
def test_no_name_of_a_user_leads_out_of_the_folder(tmp_path: Path, user: str, name: str) -> None:
    settings = settings_in(
        tmp_path, _with("microsoft").replace('facturation@firm.example"\nauth', f'{user}"\nauth')
    )
    assert isinstance(settings.imap.password, SignIn)
    assert settings.imap.password.tokens.name == name


def test_a_very_long_user_still_has_a_file_of_its_own(tmp_path: Path) -> None:
    names = set()
    for end in "ab":
        text = _with("microsoft").replace('facturation@firm.example"\nauth', f'{"é" * 200}{end}"\nauth')
        settings = settings_in(tmp_path, text)
        assert isinstance(settings.imap.password, SignIn)
        names.add(settings.imap.password.tokens.name)
    assert len(names) == 2
    assert all(len(name) < 100 for name in names)


@pytest.mark.parametrize("line", ['client_id = "a b"', 'client_id = ""', 'tenant = "a/b"', "tenant = 7"])
def test_what_would_change_the_address_of_a_request_is_refused(tmp_path: Path, line: str) -> None:
    oauth = f"[oauth]\n{line}\n" if "client" in line else f"{_CLIENT}{line}\n"
    assert list(problems_in(tmp_path, _with("microsoft", oauth))) == [f"oauth.{line.partition(' ')[0]}"]
