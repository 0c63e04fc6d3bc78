"""The [metrics] table of a configuration file: where the service shows its figures to Prometheus."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from relanced.edge.config_problems import wrong
from relanced.edge.config_table import Table
from relanced.edge.settings import MetricsAddress, is_loopback

_EXPECTED = '"127.0.0.1:9464", "[::1]:9464" or "unix:/run/relanced/metrics.sock"'
_HINT = "figures say how a firm fares: they are shown on this machine alone; docs/metrics.md"
_MAX_SOCKET = 100  # bytes: sun_path has 108, on other systems 104


def metrics_address(text: str) -> MetricsAddress:
    """Where to listen. Raises what pydantic shows for anything but loopback or a Unix socket."""
    if text.startswith("unix:"):
        path = text.removeprefix("unix:")
        if not path.startswith("/") or "\0" in path or len(path.encode()) > _MAX_SOCKET:
            raise wrong(_EXPECTED, _HINT)
        return MetricsAddress(socket=Path(path))
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_port = port.isascii() and port.isdigit() and 0 < int(port[:6]) <= 65_535
    if not colon or not is_port or not is_loopback(host):
        raise wrong(_EXPECTED, _HINT)
    return MetricsAddress(host=host, port=int(port))


def _is_address(text: str) -> str:
    metrics_address(text)
    return text


class MetricsTable(Table):
    """[metrics]: off unless it is asked for."""

    listen: Annotated[str, AfterValidator(_is_address)] | None = None

    def address(self) -> MetricsAddress | None:
        """None where it is off."""
        return None if self.listen is None else metrics_address(self.listen)
