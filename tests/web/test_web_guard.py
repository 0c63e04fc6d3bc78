"""The page's door, over a real port: whose requests come in, and what every answer carries."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from casework.casework_makers import invoice
from web_site import ANY_PORT, FORM, Shown, firm_with, proof_in, shown

from relanced.edge.settings import WebAddress, WebSettings
from relanced.web import app
from relanced.web.guard import MAX_BODY
from relanced.web.serve import NoPlace, listening
from relanced.web.session import TRIES

TOKEN = "a token of the tests, long enough"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Shown]:
    with shown(firm_with(tmp_path, [invoice("F2026-001")])) as page:
        yield page


PAGES = (
    "/",
    "/firm/firm/",
    "/firm/firm/clients",
    "/firm/firm/letter?id=x",
    "/firm/firm/decide?verb=paid&number=1",
)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_anything_before_he_was_let_in(site: Shown, path: str) -> None:
    said = site.stranger().get(path)
    assert said.status_code == 401
    assert "F2026-001" not in said.text
    assert "Atelier" not in said.text


def test_the_link_lets_one_browser_in_and_shows_another_link(site: Shown) -> None:
    link = site.links[0]
    first = site.stranger()
    let_in = first.get(link)
    assert let_in.status_code == 200
    cookie = let_in.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert link.partition("t=")[2] not in let_in.text
    assert first.get("/").headers["location"] == "/firm/firm/"
    assert "Atelier Verrier" in first.get("/firm/firm/").text
    assert len(site.links) == 2
    assert site.stranger().get(link).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_site_that_rebinds_its_name_to_this_machine_gets_nothing(site: Shown, host: str) -> None:
    client = site.client()
    said = client.get("/firm/firm/", headers={"host": host})
    assert said.status_code in {400, 421}
    assert "Atelier" not in said.text


def test_two_names_in_one_request_are_one_too_many(site: Shown) -> None:
    host = site.base.removeprefix("http://")
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), 5) as line:
        line.sendall(
            f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()
        )
        assert line.makefile("rb").readline().split()[1] in {b"400", b"421"}


def decide_form(client: httpx.Client) -> dict[str, str]:
    page = client.get("/firm/firm/decide?verb=paid&number=F2026-001").text
    return {"verb": "paid", "number": "F2026-001", "proof": proof_in(page)}


def sent(client: httpx.Client, form: dict[str, str], **headers: str) -> int:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/firm/firm/decide", data=form, headers=said).status_code


WRITTEN = 503  # all checks passed: the mailbox of these tests is not there


def test_a_form_of_the_page_s_own_is_taken(site: Shown) -> None:
    client = site.client()
    assert sent(client, decide_form(client), **FORM) == WRITTEN
    assert sent(client, decide_form(client), origin=site.base) == WRITTEN


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site", "origin": "SELF"},
        {},
    ],
)
def test_a_form_that_another_site_sends_is_refused(site: Shown, headers: dict[str, str]) -> None:
    client = site.client()
    said = {name: site.base if value == "SELF" else value for name, value in headers.items()}
    assert sent(client, decide_form(client), **said) == 403


def test_a_form_without_this_session_s_proof_is_refused(site: Shown) -> None:
    client, other = site.client(), site.client()
    form = decide_form(client)
    assert sent(client, {**form, "proof": ""}, **FORM) == 403
    assert sent(client, {**form, "proof": decide_form(other)["proof"]}, **FORM) == 403
    assert sent(site.stranger(), form, **FORM) == 403


def test_a_form_that_is_too_long_or_no_form_is_refused(site: Shown) -> None:
    client = site.client()
    form = decide_form(client)
    assert sent(client, {**form, "note": "x" * MAX_BODY}, **FORM) == 413
    assert sent(client, {**form, **{f"f{n}": "1" for n in range(200)}}, **FORM) == 400
    said = client.post("/firm/firm/decide", json=form, headers=FORM)
    assert said.status_code == 415

    def unending() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/firm/firm/decide", content=unending(), headers=FORM | kind).status_code == 413
    assert client.get("/firm/firm/clients?q=" + "x" * 5000).status_code in {400, 414}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_no_other_method_is_known(site: Shown, method: str) -> None:
    assert site.client().request(method, "/firm/firm/").status_code == 405


def test_nothing_is_decided_by_an_address_alone(site: Shown) -> None:
    client = site.client()
    before = client.get("/firm/firm/decide?verb=paid&number=F2026-001")
    assert before.status_code == 200
    assert 'method="post"' in before.text
    assert (
        client.post("/firm/firm/clients", data={"proof": proof_in(before.text)}, headers=FORM).status_code
        == 404
    )


@pytest.mark.parametrize(
    "path", ["/", "/enter", "/firm/firm/", "/nowhere", "/static/style.css", "/firm/none/"]
)
def test_every_answer_forbids_what_a_browser_might_do_with_it(site: Shown, path: str) -> None:
    for client in (site.client(), site.stranger()):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy  # default-src: none at all
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert "no-store" in headers["cache-control"] or path.startswith("/static/")
        assert "server" not in headers


def test_no_page_leads_to_another_site(site: Shown) -> None:
    client = site.client()
    for path in (
        "//evil.example",
        "/\\evil.example",
        "/firm/%2f%2fevil.example/",
        "/firm/firm//evil.example",
    ):
        said = client.get(path)
        assert "location" not in said.headers or said.headers["location"].startswith("/firm/firm/")
        assert said.status_code in {303, 404}
    form = decide_form(client) | {"back": "https://evil.example", "next": "//evil.example"}
    assert "evil" not in client.post("/firm/firm/decide", data=form, headers=FORM).text


def test_a_wrong_token_waits_and_after_many_nobody_is_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "WRONG_TOKEN_S", 0.05)
    with shown(firm_with(tmp_path, [invoice("F2026-001")]), token=TOKEN) as site:
        client = site.stranger()
        began = time.monotonic()
        assert client.post("/enter", data={"token": "wrong"}, headers=FORM).status_code == 403
        assert time.monotonic() - began >= 0.05
        assert client.post("/enter", data={"token": TOKEN}, headers={"origin": "null"}).status_code == 403
        assert client.post("/enter", data={"token": TOKEN}, headers=FORM).status_code == 200
        assert client.get("/firm/firm/").status_code == 200
        for _ in range(TRIES):
            site.stranger().get("/enter?t=wrong")
        assert site.stranger().post("/enter", data={"token": TOKEN}, headers=FORM).status_code == 429
        assert client.get("/firm/firm/").status_code == 200


def by_socket(path: Path, **headers: str) -> httpx.Response:
    transport = httpx.HTTPTransport(uds=str(path))
    with httpx.Client(transport=transport, base_url="http://localhost", trust_env=False) as client:
        return client.get("/firm/firm/", headers={name.replace("_", "-"): v for name, v in headers.items()})


def test_a_proxy_s_word_counts_on_its_socket_for_those_who_are_named(tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    web = WebSettings(address=WebAddress(socket=path), trust_header="X-Remote-User", users=("anne",))
    with shown(firm_with(tmp_path, [invoice("F2026-001")]), web=web) as site:
        assert path.stat().st_mode & 0o777 == 0o660
        assert by_socket(path, X_Remote_User="anne").status_code == 200
        assert by_socket(path, X_Remote_User="Anne").status_code == 401
        assert by_socket(path, X_Remote_User="anne, eve").status_code == 401
        assert by_socket(path).status_code == 401
        assert by_socket(path, X_Remote_User="anne", host="evil.example").status_code == 421
        assert not site.links
        with pytest.raises(NoPlace):
            listening(WebAddress(socket=path))


def test_on_a_port_no_header_is_believed(site: Shown) -> None:
    said = site.stranger().get(
        "/firm/firm/", headers={"x-remote-user": "anne", "x-forwarded-for": "127.0.0.1"}
    )
    assert said.status_code == 401


def test_a_socket_that_a_dead_process_left_gives_way_and_a_port_in_use_is_told(tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    listening(WebAddress(socket=path)).close()
    assert path.is_socket()
    listening(WebAddress(socket=path)).close()
    taken = listening(ANY_PORT.address)
    with pytest.raises(NoPlace, match="shown already"):
        listening(WebAddress(host="127.0.0.1", port=taken.getsockname()[1]))
    taken.close()
