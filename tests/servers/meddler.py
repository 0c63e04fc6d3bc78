"""A real IMAP server with one bad habit: a proxy that changes whole answers, or gives some of its own.

For what a script would have to imitate a whole server for: a round against Dovecot, but for the habit.
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from typing import Self

Change = Callable[
    [bytes], bytes
]  # an answer with its literals in, what the client gets instead out: b"" drops it
Instead = Callable[
    [bytes], bytes | None
]  # a command without its tag in, its answer out; None: ask the server

_LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n$")


def _as_it_is(answer: bytes) -> bytes:
    return answer


def _ask(_command: bytes) -> bytes | None:
    return None


class Meddler:
    """Listens on a loopback port, in front of a server on another. `change` and `instead` may be set at any time.

    «{tag}» in an answer of `instead` stands for the command's tag.
    """

    def __init__(self, port: int, *, change: Change = _as_it_is, instead: Instead = _ask) -> None:
        self.change = change
        self.instead = instead
        self.said: list[bytes] = []  # every command, without its tag and its literals
        self.connections = 0
        self._target = port
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def well_behaved(self) -> None:
        """From now on the server is as it is."""
        self.change, self.instead = _as_it_is, _ask

    def stop(self) -> None:
        for end in (self._listener, *self._sockets):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            self.connections += 1
            self._sockets += [client, server]
            for work in (self._answers, self._commands):
                threading.Thread(target=self._until_closed, args=(work, client, server), daemon=True).start()

    @staticmethod
    def _until_closed(
        work: Callable[[socket.socket, socket.socket], None], client: socket.socket, server: socket.socket
    ) -> None:
        with suppress(OSError, ValueError):
            work(client, server)
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        with server.makefile("rb") as reader:
            while answer := _whole(reader):
                client.sendall(self.change(answer))

    def _commands(self, client: socket.socket, server: socket.socket) -> None:
        with client.makefile("rb") as reader:
            while line := reader.readline():
                tag, _, command = line.rstrip(b"\r\n").partition(b" ")
                self.said.append(command)
                answer = self.instead(command)
                if answer is not None:
                    client.sendall(answer.replace(b"{tag}", tag))
                    if answer.startswith(b"* BYE"):
                        return
                    continue
                server.sendall(line)
                while announced := _LITERAL.search(line):
                    line = reader.read(int(announced[1])) + reader.readline()
                    server.sendall(line)


def _whole(reader: BufferedReader) -> bytes:
    """One answer with its literals; empty once the server has gone."""
    answer = line = reader.readline()
    while announced := _LITERAL.search(line):
        line = (
            reader.readline() if announced[1] == b"0" else reader.read(int(announced[1])) + reader.readline()
        )
        answer += line
    return answer
