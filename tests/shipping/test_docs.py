"""The handbook: links lead somewhere, commands and settings exist, French is set as French is, and no page is lost."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from config_files import SMALLEST, load_in

from relanced.cli.main import main
from relanced.edge.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
FRENCH = sorted((DOCS / "fr").glob("*.md"))
ALL = [ROOT / "README.md", *PAGES]
# Their TOML is no configuration: profiles of banks, tables of rates.
OTHER_FILES = {"banks.md", "law.md"}

_FENCE = re.compile(
    r"^(?P<fence>```+|:::+)(?P<kind>\S*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?: {4}.*)?\n)+")
_INLINE = re.compile(r"(`+)(?P<code>.+?)\1")
_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)|src=\"(?P<image>[^\"]+)\"")
_COMMAND = re.compile(r"^(?:[$] |sudo |\S+/)?relanced (?P<words>[^#|<>;]*)")
NBSP = "\u00a0"


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def parts(page: Path) -> tuple[str, list[tuple[str, str]]]:
    """A page's prose, and its blocks of code: their kind and text."""
    blocks: list[tuple[str, str]] = []

    def fenced(found: re.Match[str]) -> str:
        blocks.append((found["kind"], found["text"]))
        return "\n"

    def indented(found: re.Match[str]) -> str:
        blocks.append(("", re.sub("^ {4}", "", found[0], flags=re.MULTILINE)))
        return "\n"

    return _INDENTED.sub(indented, _FENCE.sub(fenced, page.read_text("utf-8"))), blocks


def anchors(page: Path) -> set[str]:
    """What «#…» may name in it, as GitHub and the handbook make them of headings."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in re.findall(r"^#{1,6} (.+)$", _FENCE.sub("", page.read_text("utf-8")), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


@pytest.mark.parametrize("page", ALL, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for found in _LINK.finditer(_INLINE.sub("", parts(page)[0])):
        target = found["to"] or found["image"]
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target}: no such file"
        assert not anchor or anchor in anchors(there), f"{target}: no such heading"


def test_every_page_stands_in_an_index() -> None:
    listed = {DOCS / "index.md"}
    for index in (DOCS / "index.md", DOCS / "fr" / "index.md"):
        for kind, text in parts(index)[1]:
            if kind == "{toctree}":
                entries = [line for line in text.split() if re.fullmatch(r"[\w/-]+", line)]
                listed |= {(index.parent / entry).with_suffix(".md") for entry in entries}

    assert set(PAGES) <= listed


def commands(page: Path) -> Iterator[str]:
    """What follows «relanced» wherever a page shows a command."""
    prose, blocks = parts(page)
    lines = [found["code"] for found in _INLINE.finditer(prose)]
    for kind, text in blocks:
        if kind in {"", "sh", "console"}:
            lines += text.replace("\\\n", " ").splitlines()
    for line in lines:
        if found := _COMMAND.match(line.strip()) or _COMMAND.match(line.rpartition(" /opt/")[2]):
            yield found["words"]


def wrong_with(words: str) -> str:
    """Why no such command is there; "": it is, with these options."""
    command: click.Command = main
    known: set[str] = set()
    for word in re.findall(r"«[^»]*»|\"[^\"]*\"|[^\s\[\]]+", words):
        known |= {
            "--help",
            "-h",
            "--config",
            *(opt for p in command.params for opt in (*p.opts, *p.secondary_opts)),
        }
        if word.startswith("-") and len(word) > 1:
            if word.partition("=")[0] not in known:
                return f"no option {word} of {command.name}"
        elif isinstance(command, click.Group):
            child = command.get_command(click.Context(command), word)
            if child is None and re.fullmatch(r"[a-z][a-z-]+", word):
                return f"no command {word}"
            command = child or command
    return ""


@pytest.mark.parametrize("page", ALL, ids=name)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    assert [f"relanced {words}: {wrong_with(words)}" for words in commands(page) if wrong_with(words)] == []


def test_a_command_or_an_option_that_is_none_is_found() -> None:
    assert wrong_with("plan --until 2026-12-31") == ""
    assert wrong_with("--config firm.toml bank new mine avis.eml") == ""
    assert wrong_with("plan --unitl 2026-12-31")
    assert wrong_with("stauts")
    assert wrong_with("credits asign 0a1b F1")


def settings_shown(page: Path) -> Iterator[str]:
    """The pieces of a configuration that a page shows: fenced as TOML, or indented under a table's head."""
    for kind, text in parts(page)[1]:
        if kind == "toml" or (kind == "" and re.match(r"\[\[?[a-z.]+\]\]?\n", text.lstrip())):
            yield text


def whole(piece: str) -> str:
    """A configuration with this piece in it, in the place of the smallest one's own tables."""
    before, _, rest = piece.partition("[")
    tables = {heading.strip("[]\n") for heading in re.findall(r"^\[+[a-z.]+\]+", piece, re.MULTILINE)}
    smallest = re.split(r"^(?=\[)", SMALLEST, flags=re.MULTILINE)
    kept = [table for table in smallest if table.partition("]")[0].strip("[") not in tables]
    return before + "".join(kept) + ("[" + rest if rest else "")


@pytest.mark.parametrize("page", [page for page in ALL if page.name not in OTHER_FILES], ids=name)
def test_every_piece_of_configuration_is_accepted(page: Path, tmp_path: Path) -> None:
    for piece in settings_shown(page):
        loaded = load_in(tmp_path, whole(piece))
        assert isinstance(loaded, Settings), f"{piece}\n{loaded}"


def test_a_piece_of_configuration_that_is_wrong_is_found(tmp_path: Path) -> None:
    assert isinstance(load_in(tmp_path, whole("[limits]\nper_day = 60\n")), Settings)
    assert not isinstance(load_in(tmp_path, whole("[limits]\nper_dya = 60\n")), Settings)


def set_wrong(prose: str) -> list[str]:
    """Places where French typography is not kept: no space that does not break before : ; ! ? » or after «."""
    plain = re.sub(r"\]\([^)]*\)|<[^>]*>|!(?=\[)", "", _INLINE.sub("`", prose))
    return [
        found[0] for found in re.finditer(rf".{{0,20}}(?:[^{NBSP}](?:[;!?»]|:(?=\s))|«(?!{NBSP})|')", plain)
    ]


@pytest.mark.parametrize("page", FRENCH, ids=name)
def test_french_pages_are_set_as_french_is(page: Path) -> None:
    assert set_wrong(parts(page)[0]) == []


def test_french_that_is_set_otherwise_is_found() -> None:
    assert set_wrong(f"Il dit{NBSP}: «{NBSP}payé{NBSP}»{NBSP}; voir [là](https://a.example/?b=c).") == []
    for wrong in ("Il dit : non", "Il dit: non", f"« payé{NBSP}»", f"«{NBSP}payé »", "qui ?", "l'avoir"):
        assert set_wrong(wrong)


def test_owners_are_spoken_to_as_one_speaks_to_a_client() -> None:
    for page in FRENCH:
        assert not re.search(r"\b(?:tu|toi|tes|tien)\b", parts(page)[0], re.IGNORECASE), name(page)


@pytest.mark.parametrize("page", ALL, ids=name)
def test_every_picture_is_told_to_who_does_not_see_it(page: Path) -> None:
    text = page.read_text("utf-8")

    assert "![](" not in text
    assert all('alt="' in image for image in re.findall(r"<img[^>]*>", text))


@pytest.mark.parametrize("page", ALL, ids=name)
def test_files_of_the_repository_that_are_named_are_there(page: Path) -> None:
    named = re.findall(
        r"`((?:tests|systemd|shipping|benchmarks|requirements)/[\w/.-]+\.\w+)`", page.read_text("utf-8")
    )

    assert [path for path in named if not (ROOT / path).exists()] == []
