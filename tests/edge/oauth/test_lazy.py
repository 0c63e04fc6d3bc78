"""Who signs in by a password loads nothing of this, and needs not install it."""

import subprocess
import sys
from pathlib import Path

LOADED = """
import sys
import relanced.cli.main, relanced.cli.run, relanced.cli.login, relanced.daemon.loop, relanced.daemon.books
print(sorted(name for name in ("httpx", "oauthlib", "anyio") if name in sys.modules))
"""
MISSING = """
import sys
sys.modules["oauthlib"] = sys.modules["httpx"] = None
from pathlib import Path
from relanced.edge.credentials import SecretUnavailable, read_login
from relanced.edge.settings import Provider, SignIn
try:
    read_login(SignIn(provider=Provider.GOOGLE, user="u", client_id="c", client_secret=None, tenant="",
        tokens=Path("/nowhere/t.json")))
except SecretUnavailable as error:
    print(error)
from relanced.cli.main import main
main(["--config", sys.argv[1], "login"])
"""
CONFIG = """
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
[imap]
host = "imap.firm.example"
user = "compta@firm.example"
auth = "microsoft"
[oauth]
client_id = "client-of-the-tests"
[smtp]
host = "smtp.firm.example"
"""


def _run(program: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )


def test_a_service_with_a_password_loads_neither_library() -> None:
    assert _run(LOADED).stdout.strip() == "[]"


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path) -> None:
    config = tmp_path / "relanced.toml"
    config.write_text(CONFIG, "utf-8")
    said = _run(MISSING, str(config))
    assert '[imap] auth = "google" needs' in said.stdout
    assert said.stdout.count("relanced[oauth]") == 1
    assert "relanced[oauth]" in said.stderr
    assert "Traceback" not in said.stderr
    assert said.returncode == 2
