"""What the pages show, in French and English; and of a mail its text alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from casework.casework_makers import reminder
from cli_money import bill
from web_site import Shown, firm_with, shown
from web_world import CREDIT, EVIL, REF, SCAN_REF, sent, task, world

from relanced.casework.ledger import HoldKind
from relanced.daemon.books import Books, read_books
from relanced.edge.settings import Settings
from relanced.edge.store import Store
from relanced.model.decided import Verb
from relanced.model.facts import Fact, ReminderSent
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import MessageId
from relanced.model.tasks import TaskKind
from relanced.web.words import LANGUAGES, Say, words_of

PAGES = (
    "", "clients", "clients?q=elan&sort=name", "client?key=elan.example", "invoice?number=F2026-012", "todo", "plan",
    "letters", "health", "decide?verb=pause&number=F2026-012", "decide?verb=ignore&number=F2026-012",
    f"decide?verb=ignore&mail={SCAN_REF}", f"mail?ref={REF}", f"credit?name={CREDIT}", f"state?mail={SCAN_REF}",
    f"task?id={task(TaskKind.CALL).message_id}", "invoice?number=nothing",
)  # fmt: skip


class Outline(HTMLParser):
    """What a screen reader goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in names]


def letter_left(number: int) -> ReminderSent:
    told = reminder((f"F2026-{number:03d}", "rappel"), on=date(2026, 6, 1), to=f"compta@c{number}.example")
    return replace(told, message_id=MessageId(f"r{number}@firm.example"))


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("firm")
    with shown(firm_with(folder, world(), request.param)) as found:
        yield found


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_and_says_who_it_is_for(site: Shown, page: str) -> None:
    said = site.client().get(f"/firm/firm/{page}")
    assert said.status_code == (404 if "nothing" in page else 200)
    found = outline(said.text)
    assert len(found.of("h1")) == 1
    assert len(found.of("main")) == len(found.of("nav")[:1]) == len(found.of("header")) == 1
    assert found.of("html")[0]["lang"] in LANGUAGES
    assert found.of("a")[0]["href"] == "#content"
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("page", PAGES)
def test_nothing_that_a_mail_says_becomes_markup_or_comes_from_elsewhere(site: Shown, page: str) -> None:
    text = site.client().get(f"/firm/firm/{page}").text
    assert EVIL.partition("{")[0] not in text
    assert "\u202e" not in text
    assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\S{2,6})", text)
    found = outline(text)
    assert not found.of("script", "iframe", "object", "embed", "style", "base")
    for tag, attrs in found.tags:
        assert not {name for name in attrs if name.startswith("on") or name == "style"}, tag
        for name in ("href", "src", "action"):
            assert attrs.get(name, "/").startswith(("/", "#")), attrs


@pytest.mark.parametrize("page", PAGES)
def test_every_field_has_its_label_and_every_name_is_there(site: Shown, page: str) -> None:
    found = outline(site.client().get(f"/firm/firm/{page}").text)
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    labelled = {attrs["for"] for attrs in found.of("label")}
    for attrs in found.of("input", "select", "textarea"):
        assert attrs.get("type") == "hidden" or attrs["id"] in labelled, attrs
    for _, attrs in found.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attrs.get(name, "").split()) <= set(ids), attrs
    assert len(found.of("caption")) == len(found.of("table"))
    assert all(attrs.get("scope") for attrs in found.of("th"))
    for attrs in found.of("svg"):
        assert attrs.get("aria-hidden") == "true" or attrs.get("role") == "img", attrs


def test_the_picture_has_a_title_a_description_and_its_table(site: Shown) -> None:
    text = site.client().get("/firm/firm/").text
    found = outline(text)
    assert len(found.of("desc")) >= 1
    assert "<table>" in text
    assert found.of("rect")


def test_clients_are_found_by_name_address_or_number_and_sorted(tmp_path: Path) -> None:
    facts = [
        bill("F2026-001", 10_000, 1, "alpha"),
        bill("F2026-002", 90_000, 2, "beta"),
        bill("F2026-003", 50_000, 3, "gamma"),
    ]
    with shown(firm_with(tmp_path, facts)) as site:
        client = site.client()

        def names(query: str) -> list[str]:
            return re.findall(r"client\?key=(\w+)\.example", client.get(f"/firm/firm/clients{query}").text)

        assert names("") == ["beta", "gamma", "alpha"]
        assert names("?sort=name") == ["alpha", "beta", "gamma"]
        assert names("?sort=nonsense&page=99999999") == ["beta", "gamma", "alpha"]
        assert names("?q=GAMMA") == ["gamma"]
        assert names("?q=F2026-001") == ["alpha"]
        assert names("?q=" + "%3Cscript%3E") == []


def test_lists_go_on_for_as_many_pages_as_it_takes(tmp_path: Path) -> None:
    facts: list[Fact] = [bill(f"F2026-{n:03d}", 10_000 + n, 1, f"c{n}") for n in range(120)]
    facts += [letter_left(n) for n in range(120)]
    with shown(firm_with(tmp_path, facts)) as site:
        client = site.client()
        for name, row in (("clients", r"client\?key=c\d+"), ("letters", r"letter\?id=[^\"]+")):
            seen: list[str] = []
            address = f"/firm/firm/{name}"
            while address:
                page = client.get(address)
                assert page.status_code == 200
                seen += dict.fromkeys(re.findall(row, page.text))
                following = re.search(r'rel="next" href="([^"]+)"', page.text)
                address = unescape(following[1]) if following else ""
            assert len(seen) == len(set(seen)) == 120


def test_several_firms_each_have_their_own_books(tmp_path: Path) -> None:
    one = firm_with(tmp_path, [sent("F2026-001")], name="one")
    two = firm_with(tmp_path, [sent("G-77", 1, "b@beta.example")], "en", name="two")
    with shown(one, two) as site:
        client = site.client()
        both = client.get("/").text
        assert "/firm/one/" in both
        assert "/firm/two/" in both
        assert "F2026-001" in client.get("/firm/one/client?key=client.example").text
        assert client.get("/firm/two/client?key=client.example").status_code == 404
        assert 'lang="en"' in client.get("/firm/two/").text


def test_news_in_the_store_is_shown_at_once_and_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[datetime] = []

    def counted(settings: Settings, now: datetime, last: Books | None = None) -> Books | None:
        reads.append(now)
        return read_books(settings, now, last)

    monkeypatch.setattr("relanced.web.shelf.read_books", counted)
    settings = firm_with(tmp_path, [sent("F2026-001")])
    with shown(settings) as site:
        client = site.client()
        for _ in range(3):
            assert "F2026-002" not in client.get("/firm/firm/client?key=client.example").text
        assert len(reads) == 1
        store = Store.open(settings.store_url, lock=True)
        store.record((), [sent("F2026-002")])
        store.close()
        assert "F2026-002" in client.get("/firm/firm/client?key=client.example").text
        assert len(reads) == 2


def test_before_the_first_round_the_page_says_so(tmp_path: Path) -> None:
    with shown(firm_with(tmp_path, [])) as site:
        said = site.client().get("/firm/firm/")
    assert said.status_code == 503
    assert "relanced run" in said.text


def test_both_languages_have_the_same_words_with_the_same_values() -> None:
    french, english = words_of("fr"), words_of("en")
    assert french.keys() == english.keys()
    for key, words in french.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", english[key])), key
        assert not re.search(r"[^\u00a0\u202f ][;:!?»](?:\s|$)", words), (key, words)  # a space before them …
        assert not re.search(r" [;:!?»]|« ", words), (key, words)  # … that breaks no line


def test_every_word_that_a_page_asks_for_is_there() -> None:
    words = words_of("fr")
    for page in files("relanced.web").joinpath("pages").iterdir():
        for key in re.findall(r'say\("([a-z_]+\.[a-z_0-9]+)"[,)]', page.read_text("utf-8")):
            assert key in words, (page.name, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_hold_and_intent_has_its_words(language: str) -> None:
    known = words_of(language)
    wanted = [f"event.you_{verb}" for verb in Verb]
    wanted += [f"hold.{kind}" for kind in HoldKind] + [f"intent.{intent}" for intent in Intent]
    assert [key for key in wanted if key not in known] == []


def test_amounts_and_days_are_written_as_the_language_does() -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    total = Money(123_456, "EUR")
    french, english = (Say.of(each, ZoneInfo("Europe/Paris")) for each in LANGUAGES)
    assert french.money(total) == "1\u202f234,56\u00a0€"
    assert english.money(total) == "€1,234.56"
    assert french.money(total, whole=True) == "1\u202f235\u00a0€"
    assert french("overview.days", n=0).endswith("jour")
    assert english("overview.days", n=0) == "0 days"
    assert english("overview.days", n=1) == "1 day"
    assert french.day(date(2026, 11, 3)) == "3 nov. 2026"
    assert english.day(date(2026, 11, 3)) == "3 Nov 2026"
