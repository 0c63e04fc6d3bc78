"""A browser on this machine, or a line pasted into the terminal, in; the address that it was sent back to out.

Over SSH the browser is on another machine: it cannot reach this one, and shows an error. The address in
its bar is then what is pasted.
"""

import os
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Self

Show = Callable[[str], None]

_MOST_BYTES = 16_384
_BROWSER_S = 2.0  # for a browser to say what it wants; some connect ahead of need and say nothing
_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>relanced</title>"
    "<p>{said} You can close this page and go back to the terminal."
)
_HEAD = (
    "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
)


class Loopback:
    """A port of this machine that waits for one browser. Use it in a with block."""

    def __init__(self, port: int = 0) -> None:
        """`port` 0: any that is free. Raises OSError."""
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def addresses(self, until: float, stdin: int | None) -> Iterator[tuple[str, Show]]:
        """Each address that comes, until time.monotonic() is `until`; each with a call that shows its sender words.

        `stdin`: a descriptor whose lines are taken for addresses too; None: there is none.
        """
        pasted = b""
        while (left := until - time.monotonic()) > 0:
            waiting = [self._listener.fileno(), *([] if stdin is None else [stdin])]
            ready, _, _ = select.select(waiting, [], [], left)
            if self._listener.fileno() in ready:
                yield from self._from_browser()
            if stdin is not None and stdin in ready:
                chunk = os.read(stdin, _MOST_BYTES)
                *lines, pasted = (pasted + chunk)[-_MOST_BYTES:].split(b"\n")
                for line in lines:
                    if line.strip():
                        yield line.decode("utf-8", "replace"), _nobody_waits
                if not chunk:
                    stdin = None

    def _from_browser(self) -> Iterator[tuple[str, Show]]:
        browser, _ = self._listener.accept()
        with browser:
            target = _target(browser)
            if target is None:
                _show(browser, "404 Not Found", "There is nothing here.")
                return

            yield target, partial(_show, browser, "200 OK")


def _nobody_waits(_said: str) -> None:
    """A line that was pasted needs no page."""


def _target(browser: socket.socket) -> str | None:
    """What a browser asks for, where it asks for the front page with something behind it."""
    head, until = b"", time.monotonic() + _BROWSER_S
    with suppress(OSError):
        while b"\r\n\r\n" not in head and len(head) < _MOST_BYTES and (left := until - time.monotonic()) > 0:
            browser.settimeout(left)
            chunk = browser.recv(4096)
            if not chunk:
                break
            head += chunk
    words = head.split(b"\r\n", 1)[0].decode("ascii", "replace").split(" ")
    return words[1] if len(words) == 3 and words[0] == "GET" and words[1].startswith("/?") else None


def _show(browser: socket.socket, status: str, said: str) -> None:
    page = _PAGE.format(said=said).encode()
    with suppress(OSError):
        browser.settimeout(_BROWSER_S)
        browser.sendall(_HEAD.format(status=status, length=len(page)).encode("ascii") + page)
