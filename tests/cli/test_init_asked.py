"""`relanced init` as a person meets it: questions and answers on a terminal of 80 columns, a real mailbox behind."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from init_firm import IBAN, fill
from servers.dovecot import PASSWORD, Account
from servers.scripted_smtp import ScriptedSmtp, scripted_smtp
from servers.terminal import Shown, typed_into

from relanced.edge.config import Problems, load_settings
from relanced.edge.credentials import read_secret
from relanced.edge.settings import FromFile, Settings

# No network, and the worker as in service: the command is a process of its own.
_RUN = "from relanced.__main__ import main; main()"
pytestmark = pytest.mark.slow  # each starts a process of its own
Typed = Sequence[tuple[str, str]]


@pytest.fixture
async def smtp() -> AsyncIterator[ScriptedSmtp]:
    async with scripted_smtp({}) as server:
        yield server


async def asked(home: Path, typed: Typed, *options: str) -> Shown:
    command = [sys.executable, "-c", _RUN, "init", "--no-look-up", *options]
    environment = {
        **os.environ,
        "HOME": str(home),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "LANG": "C.UTF-8",
    }
    return await asyncio.to_thread(typed_into, command, typed, environment, seconds=25)


def servers(account: Account, smtp_port: int) -> list[tuple[str, str]]:
    return [
        ("invoices are sent from: ", account.user),
        ("Server for reading", "127.0.0.1"),
        ("how it is protected", "plain"),
        ("port", str(account.server.port)),
        ("Server for sending", ""),
        ("how it is protected", ""),
        ("port", str(smtp_port)),
        ("Name to sign in with", ""),
    ]


def password(word: str) -> tuple[str, str]:
    return ("is not shown): ", word)


FIRM = [
    ("in your letters", ""),
    ("Your own addresses", ""),
    ("Your country", ""),
    ("Your language", ""),
    ("Your time zone", "Europe/Paris"),
    ("issued from", ""),
]


def loaded(path: Path) -> Settings:
    settings = load_settings(path)
    assert not isinstance(settings, Problems), str(settings)
    return settings


async def test_from_the_address_to_a_file_that_loads(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    fill(account)
    shown = await asked(
        tmp_path,
        [
            *servers(account, smtp.port),
            password("not the password"),
            password(PASSWORD),
            *FIRM,
            ("Is it your firm's?", "y"),
            ("Believe what it notes?", "y"),
            ("Is banque-rivage.example", "y"),
            ("How often", "week"),
            ("Make these folders", "y"),
        ],
    )
    assert shown.code == 0, shown.text
    assert "does not accept this name and password" in shown.text
    assert PASSWORD not in shown.text
    assert "not the password" not in shown.text
    settings = loaded(tmp_path / ".config" / "relanced" / "config.toml")
    firm = settings.rules.firm
    assert (firm.name, firm.iban) == ("Atelier Verrier SARL", IBAN)
    assert settings.authserv_ids == ("mx.firm.example",)
    assert [(bank.name, bank.senders) for bank in settings.rules.banks] == [
        ("Banque Rivage", ("@banque-rivage.example",))
    ]
    assert isinstance(settings.imap.password, FromFile)
    assert read_secret(settings.imap.password) == PASSWORD
    assert settings.digest is not None
    assert "relanced check" in shown.text
    made = {path.name for path in account.server.maildir(account.user).iterdir()}
    assert {".Relanced.Pause", ".Relanced.Litige"} <= made


async def test_wrong_answers_are_asked_again(account: Account, smtp: ScriptedSmtp, tmp_path: Path) -> None:
    first, *others = servers(account, smtp.port)
    shown = await asked(
        tmp_path,
        [
            (first[0], "nobody"),
            (first[0], first[1]),
            (others[0][0], "imaps://127.0.0.1"),
            *others,
            password(""),
            password(PASSWORD),
            ("in your letters", ""),
            ("in your letters", "Ver\x07rier"),
            ("in your letters", "Verrier"),
            *FIRM[1:],
            ("How often", "hourly"),
            ("How often", "never"),
            ("Make these folders", "n"),
        ],
        *("--months", "0", "--config", str(tmp_path / "firm.toml")),
    )
    assert shown.code == 0, shown.text
    for each in ("not an address", "not the name of a server", "a name is needed", "one of day, week, never"):
        assert each in " ".join(shown.text.split())
    assert "cannot be seen" in " ".join(shown.text.split())


async def test_without_a_try_the_password_is_kept_all_the_same(account: Account, tmp_path: Path) -> None:
    firm = [("in your letters", "Verrier"), *FIRM[1:]]
    typed = [*servers(account, 9), password(PASSWORD), *firm, ("How often", "never")]
    shown = await asked(tmp_path, typed, "--no-try")
    assert shown.code == 0, shown.text
    kept = loaded(tmp_path / ".config" / "relanced" / "config.toml").imap.password
    assert isinstance(kept, FromFile)
    assert read_secret(kept) == PASSWORD


async def test_broken_off_nothing_is_left(account: Account, smtp: ScriptedSmtp, tmp_path: Path) -> None:
    shown = await asked(
        tmp_path,
        [
            *servers(account, smtp.port),
            password(PASSWORD),
            ("in your letters", "V"),
            *FIRM[1:3],
            ("Your language", "^C"),
        ],
    )
    assert shown.code == 1, shown.text
    assert "nothing was written" in shown.text
    assert "Traceback" not in shown.text
    left = await asyncio.to_thread(lambda: [path for path in tmp_path.rglob("*") if path.is_file()])
    assert not left


async def test_three_wrong_passwords_are_enough(account: Account, smtp: ScriptedSmtp, tmp_path: Path) -> None:
    shown = await asked(tmp_path, [*servers(account, smtp.port), *[password("wrong") for _ in range(3)]])
    assert shown.code == 1, shown.text
    assert shown.text.count("does not accept") == 3


async def test_servers_that_do_not_answer_can_be_corrected(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    right = servers(account, smtp.port)
    wrong = [(words, "9" if place == 3 else answer) for place, (words, answer) in enumerate(right)]
    corrected = [
        (words, answer if words == "port" and place == 3 else "")
        for place, (words, answer) in enumerate(right)
    ]
    again = [("Give other servers?", "y"), *corrected[1:-1]]  # the name is known by then
    typed = [*wrong, password(PASSWORD), *again, ("in your letters", "^C")]
    shown = await asked(tmp_path, typed, "--months", "0")
    assert shown.code == 1, shown.text
    assert "Nothing listens at 127.0.0.1, port 9" in " ".join(shown.text.split())
    assert "Signed in at 127.0.0.1" in shown.text


async def test_servers_that_were_found_can_be_refused(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    by_hand = servers(account, smtp.port)
    by_hand[0] = ("invoices are sent from: ", "lea@laposte.net")
    by_hand[1:1] = [("your mail program uses?", "n")]
    by_hand[5:7] = [("Server for sending", "127.0.0.1"), ("how it is protected", "plain")]
    by_hand[-1] = ("Name to sign in with", account.user)
    typed = [*by_hand, password(PASSWORD), ("in your letters", "^C")]
    shown = await asked(tmp_path, typed, "--months", "0")
    assert shown.code == 1, shown.text
    assert "imap.laposte.net, port 993, tls" in shown.text
    assert f"Signed in at 127.0.0.1 as {account.user}." in shown.text


async def test_a_server_of_ones_own_is_known_by_its_certificate(
    account: Account, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    typed = [
        (words, "starttls" if place == 2 else answer)
        for place, (words, answer) in enumerate(_with_ca(account, smtp))
    ]
    shown = await asked(
        tmp_path,
        [
            *typed,
            password(PASSWORD),
            ("own certificate", str(account.server.ca_file)),
            ("in your letters", "^C"),
        ],
        *("--months", "0"),
    )
    assert shown.code == 1, shown.text
    assert "Signed in at 127.0.0.1 as" in shown.text


def _with_ca(account: Account, smtp: ScriptedSmtp) -> list[tuple[str, str]]:
    """At first without the certificate; the server that sends is plain."""
    first, reading, how, port, sending, plain, *others = servers(account, smtp.port)
    return [first, reading, how, port, sending, (plain[0], "plain"), *others, ("own certificate", "")]


async def test_a_file_that_is_there_is_asked_about_first(tmp_path: Path) -> None:
    config = tmp_path / "firm.toml"
    await asyncio.to_thread(config.write_text, "mine = true\n")
    shown = await asked(tmp_path, [("Replace it", "n")], "--config", str(config))
    assert shown.code == 1, shown.text
    assert await asyncio.to_thread(config.read_text) == "mine = true\n"
