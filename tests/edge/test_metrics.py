"""The page for Prometheus: on loopback or a Unix socket alone, in the form that Prometheus reads."""

import http.client
import socket
from pathlib import Path

import pytest
from config_files import SMALLEST, problems_in, settings_in
from prometheus_client.parser import text_string_to_metric_families

from relanced.edge.metrics import Figure, Kind, MetricsPage
from relanced.edge.settings import MetricsAddress

FIGURES = (
    Figure("relanced_rounds", "Rounds.", Kind.COUNTER, ("firm",), ((("verrier",), 3.0),)),
    Figure("relanced_owed", "Owed.", Kind.GAUGE, ("firm", "currency"), ((("verrier", "EUR"), 1200.5),)),
)


def _values(text: str) -> dict[str, float]:
    found = text_string_to_metric_families(text)
    return {sample.name: sample.value for family in found for sample in family.samples}


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_on_loopback_it_shows_what_stands_at_that_moment(host: str) -> None:
    try:
        page = MetricsPage(MetricsAddress(host=host, port=0), lambda: FIGURES)
    except OSError:
        pytest.skip("no IPv6 here")
    try:
        line = http.client.HTTPConnection(host, page.port, timeout=10)
        line.request("GET", "/metrics")
        assert _values(line.getresponse().read().decode()) == {
            "relanced_rounds_total": 3.0,
            "relanced_owed": 1200.5,
        }
    finally:
        page.close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((host, page.port), 2)


def test_at_a_unix_socket_only_its_group_reads_and_nothing_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "m.sock"
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(path))  # as of a service that was killed
    left.close()
    page = MetricsPage(MetricsAddress(socket=path), lambda: FIGURES)
    try:
        assert path.stat().st_mode & 0o777 == 0o660
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(str(path))
            line.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
            told = b"".join(iter(lambda: line.recv(4096), b""))
        head, _, body = told.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.0 200")
        assert _values(body.decode())["relanced_rounds_total"] == 3.0
    finally:
        page.close()
    assert not path.exists()


@pytest.mark.parametrize(
    "place", ["127.0.0.1:9464", "[::1]:9464", "localhost:1", "unix:/run/relanced/m.sock"]
)
def test_places_of_this_machine_are_taken(tmp_path: Path, place: str) -> None:
    settings = settings_in(tmp_path, f'{SMALLEST}[metrics]\nlisten = "{place}"\n')
    assert settings.metrics is not None
    assert settings_in(tmp_path, SMALLEST).metrics is None


@pytest.mark.parametrize(
    "place",
    [
        "0.0.0.0:9464",
        "192.0.2.1:9464",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:70000",
        "unix:m.sock",
        "",
        "[::]:1",
    ],
)
def test_any_other_place_is_refused(tmp_path: Path, place: str) -> None:
    [problem] = problems_in(tmp_path, f'{SMALLEST}[metrics]\nlisten = "{place}"\n')
    assert "metrics.listen" in problem
