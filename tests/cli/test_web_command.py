"""`relanced web`: which addresses it takes, what it prints and where, and how it starts and ends."""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from commands import run_command
from web_site import CONFIG, firm_with
from web_world import sent


def config(folder: Path, more: str = "") -> Path:
    return firm_with(folder, [sent("F2026-012")], more=more).path


@pytest.mark.parametrize("listen", ["0.0.0.0:8484", "192.0.2.7:80", "[::]:8484"])
def test_an_address_that_others_reach_is_refused_with_what_to_do(tmp_path: Path, listen: str) -> None:
    said = run_command(config(tmp_path), "web", "--listen", listen)
    assert said.returncode == 2
    assert "reverse proxy" in said.stderr
    assert "docs/web.md" in said.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else find(name))
    said = run_command(config(tmp_path), "web")
    assert said.returncode == 2
    assert "pip install 'relanced[web]'" in said.stderr


def test_as_a_service_no_link_is_printed_and_a_token_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")
    said = run_command(config(tmp_path), "web", "--listen", "127.0.0.1:0")
    assert said.returncode == 2
    assert "/enter?t=" not in said.stdout + said.stderr
    assert "[web] token" in said.stderr


def test_a_token_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("short", encoding="utf-8")
    token.chmod(0o600)
    path = config(tmp_path, f'[web]\nlisten = "127.0.0.1:0"\ntoken = {{ file = "{token}" }}\n')
    said = run_command(path, "web")
    assert said.returncode == 2
    assert "short" not in said.stderr.replace("shorter", "")


def test_two_firms_have_one_page(tmp_path: Path) -> None:
    for name, port in (("one", 1), ("two", 2)):
        text = CONFIG.format(language="fr", folder=tmp_path, name=name).replace("compta@", f"{name}@")
        (tmp_path / f"{name}.toml").write_text(
            f'{text}[web]\nlisten = "127.0.0.1:{port}"\n', encoding="utf-8"
        )
    said = run_command(tmp_path, "web")
    assert said.returncode == 2
    assert "they differ" in said.stderr


def test_it_prints_a_link_that_lets_in_and_ends_when_told(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "relanced",
        "--config",
        str(config(tmp_path)),
        "web",
        "--listen",
        "127.0.0.1:0",
    ]
    clean = {name: value for name, value in os.environ.items() if name != "JOURNAL_STREAM"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/enter\?t=\S+", process.stdout.readline())
        assert found
        with httpx.Client(trust_env=False) as client:
            assert client.get(found[0]).status_code == 200
            page = client.get(found[0].partition("/enter")[0] + "/firm/firm/")
        assert "Atelier Verrier" in page.text
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)
    token = found[0].partition("t=")[2]
    assert token not in rest + errors
    assert "/enter?t=" in rest  # another browser may come
    assert "Traceback" not in errors
    assert process.returncode == 0


def test_the_socket_that_systemd_opened_is_used_and_left_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "handed.sock"
    more = '[web]\nlisten = "unix:/nowhere/web.sock"\ntrust_header = "X-Remote-User"\nusers = ["anne"]\n'
    with socket.socket(socket.AF_UNIX) as place:
        place.bind(str(path))
        place.listen()
        relanced = ["-m", "relanced", "--config", str(config(tmp_path, more)), "web"]
        with subprocess.Popen(
            [
                "/bin/sh",
                "-c",
                'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@"',
                "sh",
                sys.executable,
                *relanced,
            ],
            close_fds=False,  # all others close themselves; the third is to stay
            preexec_fn=lambda: os.dup2(place.fileno(), 3),  # noqa: PLW1509 - one system call
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "JOURNAL_STREAM": "8:1"},
            text=True,
        ) as process:
            transport = httpx.HTTPTransport(uds=str(path))
            with httpx.Client(transport=transport, base_url="http://localhost", timeout=30) as client:
                page = client.get("/firm/firm/", headers={"x-remote-user": "anne"})
            process.send_signal(signal.SIGTERM)
            said, errors = process.communicate(timeout=20)
    assert "Atelier Verrier" in page.text, errors
    assert path.exists()
    assert "/enter?t=" not in said + errors
    assert process.returncode == 0
