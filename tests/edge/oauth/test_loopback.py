"""The port that a browser is sent back to, and the line that is pasted in its place."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from relanced.edge.oauth.loopback import Loopback


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as listening:
        yield listening


def _get(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 5) as browser:
        browser.sendall(request)
        answer = b""
        while chunk := browser.recv(4096):
            answer += chunk
    return answer


def _first(loopback: Loopback, stdin: int | None = None, seconds: float = 5) -> str | None:
    for address, show in loopback.addresses(time.monotonic() + seconds, stdin):
        show("relanced has what it needs.")
        return address
    return None


def test_the_browser_s_address_comes_and_it_is_shown_a_page(loopback: Loopback) -> None:
    pages: list[bytes] = []
    request = b"GET /?state=s&code=c HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    browser = threading.Thread(target=lambda: pages.append(_get(loopback.port, request)))
    browser.start()
    assert _first(loopback) == "/?state=s&code=c"
    browser.join()
    [page] = pages
    assert b"relanced has what it needs" in page
    assert b"Content-Security-Policy: default-src 'none'" in page
    assert b"state=s" not in page


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /favicon.ico HTTP/1.1\r\n\r\n",
        b"POST /?state=s HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01 TLS\r\n\r\n",
        b"GET /?" + b"x" * 20_000,
        b"\r\n\r\n",
    ],
    ids=["another page", "a form", "TLS", "endless", "nothing"],
)
def test_whatever_else_connects_is_sent_away(loopback: Loopback, request_: bytes) -> None:
    def knock() -> None:
        try:
            _get(loopback.port, request_)
        except ConnectionError:
            return  # hung up on, with words unread

    stranger = threading.Thread(target=knock)
    stranger.start()
    assert _first(loopback, seconds=0.5) is None
    stranger.join()


def test_who_connects_and_says_nothing_does_not_keep_the_browser_out(loopback: Loopback) -> None:
    with socket.create_connection(("127.0.0.1", loopback.port), 5):
        request = b"GET /?state=s HTTP/1.1\r\n\r\n"
        browser = threading.Thread(target=_get, args=(loopback.port, request))
        browser.start()
        assert _first(loopback) == "/?state=s"
        browser.join()


def test_a_pasted_line_does_as_well_however_it_comes(loopback: Loopback) -> None:
    reading, writing = os.pipe()
    for part in (b"\n", b"http://127.0.0.1:1/?st", b"ate=s&code=c\n"):
        os.write(writing, part)
    assert _first(loopback, reading) == "http://127.0.0.1:1/?state=s&code=c"
    os.close(reading)
    os.close(writing)


def test_an_end_of_input_is_no_end_of_waiting(loopback: Loopback) -> None:
    with Path(os.devnull).open() as nothing:
        begun = time.monotonic()
        assert _first(loopback, nothing.fileno(), 0.3) is None
    assert time.monotonic() - begun >= 0.3


def test_only_this_machine_can_reach_it(loopback: Loopback) -> None:
    assert loopback._listener.getsockname()[0] == "127.0.0.1"
