"""[replies.judge]: where clients' words may be sent, and what is refused."""

from pathlib import Path

import pytest

from relanced.edge.config import Problems, load_settings
from relanced.edge.settings import FromFile, JudgeSettings

FIRM = """
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
[imap]
host = "imap.firm.example"
user = "compta@firm.example"
password = { file = "/run/password" }
[smtp]
host = "smtp.firm.example"
"""


def loaded(tmp_path: Path, judge: str) -> JudgeSettings | str | None:
    path = tmp_path / "firm.toml"
    path.write_text(FIRM + judge, encoding="utf-8")
    settings = load_settings(path)
    return str(settings) if isinstance(settings, Problems) else settings.judge


def table(url: str, more: str = "") -> str:
    return f'[replies.judge]\nurl = "{url}"\nmodel = "petit"\n{more}\n'


def test_it_is_off_unless_configured(tmp_path: Path) -> None:
    assert loaded(tmp_path, "") is None


def test_a_server_on_this_machine(tmp_path: Path) -> None:
    said = loaded(tmp_path, table("http://127.0.0.1:8080/v1/", 'seconds = 5\nkey = { file = "/run/judge" }'))
    assert said == JudgeSettings(
        url="http://127.0.0.1:8080/v1", model="petit", seconds=5, key=FromFile(Path("/run/judge"))
    )


@pytest.mark.parametrize(
    "url", ["http://localhost/v1", "http://[::1]:8080/v1", "https://llm.example/v1/chat/completions"]
)
def test_addresses_that_are_taken(tmp_path: Path, url: str) -> None:
    said = loaded(tmp_path, table(url))
    assert isinstance(said, JudgeSettings)
    assert said.url == url.removesuffix("/chat/completions")


def test_in_clear_over_a_network_only_where_the_owner_says_so(tmp_path: Path) -> None:
    refused = loaded(tmp_path, table("http://192.168.1.20:8080/v1"))
    assert isinstance(refused, str)
    assert "replies.judge" in refused
    assert "in clear" in refused
    allowed = loaded(tmp_path, table("http://192.168.1.20:8080/v1", "insecure = true"))
    assert isinstance(allowed, JudgeSettings)


@pytest.mark.parametrize(
    "judge",
    [
        table("ftp://127.0.0.1/v1"),
        table("127.0.0.1:8080"),
        table("http:///v1"),
        table("http://127.0.0.1:99999/v1"),
        table("http://127.0.0.1/v1?key=1"),
        table("http://user:sesame@127.0.0.1/v1"),
        table("http://127.0.0.1/v1", 'key = "sesame"'),
        table("http://127.0.0.1/v1", "seconds = 0"),
        '[replies.judge]\nurl = "http://127.0.0.1/v1"\n',
    ],
)
def test_what_is_refused_shows_no_secret(tmp_path: Path, judge: str) -> None:
    said = loaded(tmp_path, judge)
    assert isinstance(said, str)
    assert "replies.judge" in said
    assert "sesame" not in said
