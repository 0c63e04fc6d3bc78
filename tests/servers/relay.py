"""A TCP relay on loopback that does to a connection what networks do: cut, stall, drip, half-close."""

import re
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Self


class Fault(Enum):
    """What happens to a connection."""

    CUT = "cut"  # both sides get a reset or an end at once
    STALL = "stall"  # nothing passes any more, either way, and nobody is told
    DRIP = "drip"  # one byte every DRIP_S seconds
    HALF_CLOSE = "half-close"  # what came from the side that triggered it ends; the other way goes on


DRIP_S = 0.2


@dataclass(frozen=True)
class Trigger:
    """When a fault strikes: after so many bytes, or once a pattern has gone through, in one direction."""

    fault: Fault
    after: int | None = None
    at: re.Pattern[bytes] | None = None
    from_server: bool = True
    times: int = 1  # connections that it strikes; the ones after pass unharmed


class Relay:
    """Forwards a loopback port. Faults come by a Trigger, or by strike() on all open connections."""

    def __init__(self, port: int, trigger: Trigger | None = None) -> None:
        self._target = port
        self._trigger = trigger
        self._accepted = 0
        self._lines: list[_Line] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def connections(self) -> int:
        """How many connections have come in so far."""
        return len(self._lines)

    def strike(self, fault: Fault) -> None:
        for line in self._lines:
            line.strike(fault)

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            armed = self._trigger if self._trigger and self._accepted < self._trigger.times else None
            self._accepted += 1
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            line = _Line(client, server, armed)
            self._lines.append(line)
            line.start()


class _Line:
    """One forwarded connection: a thread each way."""

    def __init__(self, client: socket.socket, server: socket.socket, trigger: Trigger | None) -> None:
        self._client, self._server, self._trigger = client, server, trigger
        self._stalled = threading.Event()
        self._dripping = threading.Event()
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._pump, args=(server, client, True), daemon=True),
            threading.Thread(target=self._pump, args=(client, server, False), daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def strike(self, fault: Fault, source: socket.socket | None = None) -> None:
        match fault:
            case Fault.CUT:
                self._shut(self._client, self._server)
            case Fault.STALL:
                self._stalled.set()
            case Fault.DRIP:
                self._dripping.set()
            case Fault.HALF_CLOSE:
                to = self._server if source is self._client else self._client
                with suppress(OSError):
                    to.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._closed.set()
        self._shut(self._client, self._server)
        for thread in self._threads:
            thread.join(5)
        self._client.close()
        self._server.close()

    @staticmethod
    def _shut(*ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _pump(self, source: socket.socket, to: socket.socket, from_server: bool) -> None:
        trigger = self._trigger if self._trigger and self._trigger.from_server is from_server else None
        seen = bytearray()
        try:
            while data := source.recv(65536):
                now, rest = self._split(trigger, seen, data)
                self._pass(to, now)
                if rest is not None and trigger is not None:
                    self.strike(trigger.fault, source)
                    trigger = None
                    self._pass(to, rest)
            to.shutdown(socket.SHUT_WR)
        except OSError:
            return

    @staticmethod
    def _split(trigger: Trigger | None, seen: bytearray, data: bytes) -> tuple[bytes, bytes | None]:
        """What passes before the fault and what after it; None: the fault does not strike yet."""
        if trigger is None:
            return data, None
        before = len(seen)
        seen += data
        if trigger.after is not None and len(seen) >= trigger.after:
            at = trigger.after - before
            return data[:at], data[at:]
        found = trigger.at.search(seen) if trigger.at else None
        return (data[: found.end() - before], data[found.end() - before :]) if found else (data, None)

    def _pass(self, to: socket.socket, data: bytes) -> None:
        while self._stalled.is_set() and not self._closed.is_set():
            time.sleep(0.02)
        if not self._dripping.is_set():
            to.sendall(data)
            return
        for at in range(len(data)):
            if self._closed.wait(DRIP_S):
                return
            to.sendall(data[at : at + 1])
