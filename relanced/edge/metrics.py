"""Figures in, a page for Prometheus out, on a loopback address or a Unix socket (extra «metrics»)."""

import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn, UnixStreamServer
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from relanced.edge.settings import MetricsAddress


class Kind(StrEnum):
    """How a figure goes: a counter only grows, until the service or its store begins anew."""

    COUNTER = "counter"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, with a value for each combination of its labels."""

    name: str  # «relanced_letters»; Prometheus adds _total to a counter
    says: str
    kind: Kind
    labels: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], float], ...]


Figures = Callable[[], Iterable[Figure]]


class _Collected(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        for figure in self._figures():
            made = CounterMetricFamily if figure.kind is Kind.COUNTER else GaugeMetricFamily
            family = made(figure.name, figure.says, labels=figure.labels)
            for labels, value in figure.rows:
                family.add_metric(labels, value)
            yield family

    def describe(
        self,
    ) -> list[Any]:  # or they would be collected once when registered, before there is anything
        return []


class _Quiet(WSGIRequestHandler):
    timeout = 10  # seconds, for one who connects and says nothing

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
        pass

    def address_string(self) -> str:
        return ""


class _Tcp(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # bind alone: WSGIServer asks DNS for this machine's name
        self.server_name, self.server_port = "localhost", self.server_address[1]
        self.setup_environ()


class _Tcp6(_Tcp):
    address_family = socket.AF_INET6


class _Unix(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    _app: Any = None
    base_environ: dict[str, str]

    def server_bind(self) -> None:
        UnixStreamServer.server_bind(self)
        self.base_environ = {"SERVER_NAME": "localhost", "SERVER_PORT": "0", "GATEWAY_INTERFACE": "CGI/1.1"}
        self.base_environ |= {"REMOTE_HOST": "", "CONTENT_LENGTH": "", "SCRIPT_NAME": ""}

    def get_request(self) -> Any:  # noqa: ANN401 - as socketserver has it
        connection, _ = super().get_request()
        return connection, ("", 0)  # a handler wants an address

    def set_app(self, app: Any) -> None:  # noqa: ANN401 - a WSGI application
        self._app = app

    def get_app(self) -> Any:  # noqa: ANN401
        return self._app


class MetricsPage:
    """A running page, in a thread of its own. Raises OSError where the address cannot be had."""

    def __init__(self, address: MetricsAddress, figures: Figures) -> None:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collected(figures))
        self._path = address.socket
        self._server = _listen(address)
        self._server.set_app(make_wsgi_app(registry))
        self.port = 0 if address.socket else self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()


def _listen(address: MetricsAddress) -> Any:  # noqa: ANN401 - two kinds of servers that share no type
    if address.socket is not None:
        return _listen_at(address.socket)
    made = _Tcp6 if ":" in address.host else _Tcp
    return made((address.host, address.port), _Quiet)


def _listen_at(path: Path) -> _Unix:
    """A socket for the service's own group; one that a service left behind which was killed is taken away."""
    with suppress(FileNotFoundError):
        if path.is_socket():
            path.unlink()
    before = os.umask(0o117)
    try:
        return _Unix(str(path), _Quiet)
    finally:
        os.umask(before)
