"""A firm's books in, its local page on a real port of 127.0.0.1, and a browser's way in, out."""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from relanced.edge.config import Problems, load_settings
from relanced.edge.settings import Settings, WebAddress, WebSettings
from relanced.edge.store import Store
from relanced.model.facts import Fact
from relanced.web.serve import listening, made

ANY_PORT = WebSettings(address=WebAddress(host="127.0.0.1", port=0))
CONFIG = """
mode = "observe"
timezone = "Europe/Paris"
language = "{language}"
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["compta@firm.example"]
country = "FR"
[imap]
host = "127.0.0.1"
port = 1
security = "plain"
user = "compta@firm.example"
password = {{ command = "true" }}
[smtp]
host = "127.0.0.1"
[calendar]
business_days = false
year_end_pause = false
[store]
url = "sqlite:///{folder}/{name}.db"
"""


def settings_in(path: Path) -> Settings:
    """The settings of a file that is valid."""
    loaded = load_settings(path)
    assert not isinstance(loaded, Problems), [str(each) for each in loaded]
    return loaded


def firm_with(
    folder: Path, facts: Sequence[Fact], language: str = "fr", name: str = "firm", more: str = ""
) -> Settings:
    """A firm whose store holds these facts; its mailbox is not there."""
    path = folder / f"{name}.toml"
    path.write_text(CONFIG.format(language=language, folder=folder, name=name) + more, encoding="utf-8")
    store = Store.open(f"sqlite:///{folder}/{name}.db", lock=True)
    store.record((), facts)
    store.close()
    return settings_in(path)


@dataclass(slots=True)
class Shown:
    """The page as it is served."""

    base: str
    links: list[str] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def client(self) -> httpx.Client:
        """A browser that was let in by the link."""
        client = self.stranger()
        assert client.get(self.links[-1]).status_code == 200
        return client

    def stranger(self) -> httpx.Client:
        """A browser that nobody has let in."""
        return self._open.enter_context(httpx.Client(base_url=self.base, trust_env=False))

    def close(self) -> None:
        """End all browsers."""
        self._open.close()


@contextmanager
def shown(
    *firms: Settings, web: WebSettings = ANY_PORT, token: str | None = None, now: datetime | None = None
) -> Iterator[Shown]:
    """The page of these firms, until the block ends."""
    place = listening(web.address)
    port = "" if web.address.socket else f":{place.getsockname()[1]}"
    found = Shown(f"http://{'localhost' if web.address.socket else web.address.host}{port}")
    server = made(place, firms, web, token, found.links.append, lambda: now or datetime.now(UTC))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield found
    finally:
        found.close()
        server.should_exit = True
        thread.join(15)
        place.close()


FORM = {"sec-fetch-site": "same-origin"}  # what every browser says of a form of the page's own


def proof_in(page: str) -> str:
    """What a form of this page carries."""
    found = re.search(r'name="proof" value="([0-9a-f]+)"', page)
    assert found, page[:500]
    return found[1]
