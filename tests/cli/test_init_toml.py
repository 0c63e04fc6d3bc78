"""The file that `relanced init` writes: whatever was answered, it is TOML, says just that, and holds no secret."""

import tempfile
from datetime import date
from pathlib import Path

import tomli
from hypothesis import given
from hypothesis import strategies as st

from relanced.cli.init_answers import Answers, Bank
from relanced.cli.init_ask import unfit
from relanced.cli.init_toml import config_text, quoted
from relanced.edge.config import Problems, load_settings
from relanced.edge.providers import Server
from relanced.edge.settings import FromCommand, FromCredential, FromFile, Security

TYPED = st.text(min_size=1, max_size=80).map(str.strip).filter(lambda word: word and not unfit(word))


def answers(**changed: object) -> Answers:
    made = Answers(
        address="lea@firm.example",
        imap=Server("imap.firm.example", 993, Security.TLS),
        smtp=Server("smtp.firm.example", 587, Security.STARTTLS),
        user="lea@firm.example",
        start_on=date(2026, 11, 23),
        password=FromFile(Path("imap-password")),
        key=FromFile(Path("key")),
        name="Verrier",
        addresses=["lea@firm.example", "@firm.example"],
    )
    for key, value in changed.items():
        setattr(made, key, value)
    return made


def problems(text: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(text, encoding="utf-8")
        loaded = load_settings(path)
        return [str(each) for each in loaded] if isinstance(loaded, Problems) else []


@given(st.text(max_size=200))
def test_any_text_comes_back_from_toml_as_it_was(text: str) -> None:
    whole = text.encode("utf-8", "ignore").decode()  # half a surrogate is no text
    assert tomli.loads(f"x = {quoted(whole)}") == {"x": whole}


@given(TYPED, TYPED, TYPED, TYPED)
def test_whatever_is_typed_stands_there_as_typed(name: str, user: str, bank: str, source: str) -> None:
    made = answers(name=name, user=user, source=source, banks=[Bank(bank, ("@bank.example",))])
    raw = tomli.loads(config_text(made, "2026-11-23"))
    assert raw["firm"]["name"] == name
    assert raw["imap"]["user"] == user
    assert raw["bank"] == [{"name": bank, "from": ["@bank.example"]}]
    assert set(raw) == {"mode", "timezone", "language", "start_on", "firm", "imap", "smtp", "trust", "bank"}


def test_the_plainest_file_is_valid() -> None:
    assert problems(config_text(answers(), "2026-11-23")) == []


def test_the_fullest_file_is_valid() -> None:
    full = answers(
        iban="FR7630006000011234567890189",
        authserv_ids=["mx.firm.example"],
        banks=[Bank("A", ("@a.example",)), Bank("B", ("@b.example",), is_confirmed=False, because="2 mails")],
        digest="week",
        imap=Server("127.0.0.1", 1143, Security.PLAIN),
        smtp=Server("127.0.0.1", 1025, Security.PLAIN),
        smtp_login=False,
        password=FromCommand("pass show 'mail/firm'"),
        key=FromCredential("key"),
        country="BE",
        language="en",
    )
    text = config_text(full, "2026-11-23")
    assert problems(text) == []
    raw = tomli.loads(text)
    assert raw["digest"]["every"] == "week"
    assert raw["imap"]["port"] == 1143
    assert [bank["name"] for bank in raw["bank"]] == ["A"]


def test_an_own_certificate_vouches_for_both_servers_of_one_place_alone() -> None:
    own = Path("/etc/own.pem")
    both = tomli.loads(config_text(answers(ca_file=own), "2026-11-23"))
    assert both["imap"]["ca_file"] == both["smtp"]["ca_file"] == "/etc/own.pem"
    elsewhere = answers(ca_file=own, smtp=Server("mail.host.example", 465, Security.TLS))
    assert "ca_file" not in tomli.loads(config_text(elsewhere, "2026-11-23"))["smtp"]


def test_what_was_not_confirmed_is_valid_once_its_signs_are_taken_away() -> None:
    seen = answers(
        seen_iban="FR7630006000011234567890189",
        seen_authserv_ids=["mx.firm.example"],
        banks=[Bank("B", ("@b.example",), is_confirmed=False, because="2 mails")],
    )
    text = config_text(seen, "2026-11-23")
    before = tomli.loads(text)
    assert before["trust"]["authserv_ids"] == []
    freed = text.replace("authserv_ids = []\n", "")
    for sign in (
        "#[[bank]]",
        "#name",
        "#from",
        "#iban",
        "#authserv_ids",
        "#[digest]",
        "#every",
        "#at",
        "#[alerts]",
        "#inbox",
    ):
        assert sign in freed
        freed = freed.replace(sign, sign[1:])
    assert problems(freed) == []
    after = tomli.loads(freed)
    assert after["firm"]["iban"] == "FR7630006000011234567890189"
    assert after["trust"]["authserv_ids"] == ["mx.firm.example"]
    assert after["bank"][0]["from"] == ["@b.example"]
    assert after["digest"]["every"] == "day"
