"""The [web] table: this machine alone, and a proxy's word by a Unix socket alone."""

from pathlib import Path

import pytest
from config_files import SMALLEST, problems_in, settings_in

from relanced.edge.config_web import address_of
from relanced.edge.settings import FromFile, WebAddress


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("127.0.0.1:8484", WebAddress(host="127.0.0.1", port=8484)),
        ("127.9.0.1", WebAddress(host="127.9.0.1", port=8484)),
        ("[::1]:9000", WebAddress(host="::1", port=9000)),
        ("localhost:1", WebAddress(host="localhost", port=1)),
        ("unix:/run/relanced-web/web.sock", WebAddress(socket=Path("/run/relanced-web/web.sock"))),
    ],
)
def test_an_address_of_this_machine_is_taken(said: str, meant: WebAddress) -> None:
    assert address_of(said) == meant


@pytest.mark.parametrize(
    "said", ["0.0.0.0:80", "192.168.1.5:8484", "[::]:8484", "relances.firm.example:80", "[2001:db8::1]:80"]
)
def test_any_other_address_is_refused_with_how_to_put_a_proxy_before_it(said: str) -> None:
    found = address_of(said)
    assert isinstance(found, str)
    assert "reverse proxy" in found


@pytest.mark.parametrize(
    "said", ["", ":80", "127.0.0.1:99999", "unix:web.sock", "unix:/" + "x" * 200, "127.0.0.1:x"]
)
def test_what_is_no_address_is_said_to_be_none(said: str) -> None:
    assert isinstance(address_of(said), str)


def test_without_the_table_nothing_is_set(tmp_path: Path) -> None:
    assert settings_in(tmp_path, SMALLEST).web is None


def test_the_table_as_it_is_read(tmp_path: Path) -> None:
    said = (
        '[web]\nlisten = "unix:/run/x.sock"\ntoken = { file = "/x/token" }\ntrust_header = "X-Remote-User"\n'
    )
    web = settings_in(
        tmp_path, f'{SMALLEST}\n{said}users = ["anne"]\nhosts = ["relances.firm.example"]\n'
    ).web
    assert web is not None
    assert web.address.socket == Path("/run/x.sock")
    assert web.token == FromFile(Path("/x/token"))
    assert (web.trust_header, web.users, web.hosts) == (
        "X-Remote-User",
        ("anne",),
        ("relances.firm.example",),
    )


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ('listen = "0.0.0.0:8484"', "web.listen"),
        ('token = "in clear"', "web.token"),
        ('trust_header = "X-Remote-User"\nusers = ["anne"]', "web"),  # on a port anybody could send it
        ('listen = "unix:/x"\ntrust_header = "X-Remote-User"', "web"),  # nobody named
        ('listen = "unix:/x"\ntrust_header = "Host"\nusers = ["anne"]', "web.trust_header"),
        ('hosts = ["https://x"]', "web.hosts"),
    ],
)
def test_what_would_open_the_page_to_others_is_refused(tmp_path: Path, said: str, key: str) -> None:
    found = list(problems_in(tmp_path, f"{SMALLEST}\n[web]\n{said}\n"))
    assert [each for each in found if each.startswith(key)], found
