"""A scripted IMAP server, for the misbehaviour that no real one shows on demand.

Well-behaved as far as it goes; a test replaces the answer to single commands. An answer is bytes
(«{tag}» stands for the command's tag), or a function that does as it likes with the connection.
"""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from relanced.edge.settings import FromFile, ImapSettings, Security

Answer = bytes | Callable[["Line", str, str], None]

CAPABILITIES = "IMAP4rev1 IDLE AUTH=PLAIN"

_GOOD: dict[str, Answer] = {
    "LOGIN": b"{tag} OK in\r\n",
    "LIST": b'* LIST () "/" INBOX\r\n{tag} OK listed\r\n',
    "EXAMINE": (
        b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 2] .\r\n{tag} OK [READ-ONLY] examined\r\n"
    ),
    "UID SEARCH": b"* SEARCH 1\r\n{tag} OK searched\r\n",
    "NOOP": b"{tag} OK done\r\n",
    "LOGOUT": b"* BYE\r\n{tag} OK out\r\n",
}


class Line:
    """One connection as a script sees it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._reader = connection.makefile("rb")

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def read(self) -> bytes:
        """The next line of the client without its end; empty once it has gone."""
        return self._reader.readline().rstrip(b"\r\n")

    def close(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self._reader.close()
        self.connection.close()


class FakeImap:
    """Listens on a loopback port; a thread a connection."""

    def __init__(
        self,
        script: Mapping[str, Answer] | None = None,
        *,
        greeting: bytes = b"* OK ready\r\n",
        capabilities: str = CAPABILITIES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.said: list[str] = []  # every command, without its tag
        self._script = {**_GOOD, **(script or {})}
        self._greeting = greeting
        self._capabilities = capabilities
        self._tls = tls
        self._lines: list[Line] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def connections(self) -> int:
        """How many connections have come in so far."""
        return len(self._lines)

    def settings(self, **changed: object) -> ImapSettings:
        values: dict[str, object] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": Security.TLS if self._tls else Security.PLAIN,
            "user": "u@firm.example",
            "password": FromFile(Path("/dev/null")),
            "sent": None,
        }
        return ImapSettings(**(values | changed))  # type: ignore[arg-type]  # a test's changes come by name

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            with suppress(OSError):
                line.connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        line: Line | None = None
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            line = Line(connection)
            self._lines.append(line)
            line.send(self._greeting)
            while said := line.read():
                self._answer(line, said.decode("utf-8", "replace"))
        except (OSError, ValueError):
            pass
        finally:
            line.close() if line else connection.close()

    def _answer(self, line: Line, said: str) -> None:
        tag, _, command = said.partition(" ")
        self.said.append(command)
        word = re.match(r"(?:UID )?\S+", command.upper())
        name = word[0] if word else ""
        answer = self._script.get(name)
        if answer is not None and not isinstance(answer, bytes):
            answer(line, tag, command)
        elif isinstance(answer, bytes):
            line.send(answer.replace(b"{tag}", tag.encode()))
        elif name == "CAPABILITY":
            line.send(f"* CAPABILITY {self._capabilities}\r\n{tag} OK done\r\n".encode())
        elif name == "AUTHENTICATE":
            line.send(b"+ \r\n")
            line.read()
            line.send(f"{tag} OK in\r\n".encode())
        else:
            line.send(f"{tag} BAD {name} is unknown here\r\n".encode())
