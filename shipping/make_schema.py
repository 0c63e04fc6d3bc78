"""The tables of a configuration file and docs/configuration.md in, docs/relanced.schema.json out.

With the schema (JSON Schema, draft 2020-12) an editor completes the keys of a relanced.toml, says what
each means, and underlines what is wrong before relanced does.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from relanced.edge.config_tables import FirmFile

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "docs" / "relanced.schema.json"
REFERENCE = ROOT / "docs" / "configuration.md"

Node = dict[str, Any]
_ROW = re.compile(r"^\| `(?P<key>[a-z_0-9]+)` \|(?P<rest>.+)\|$")
_HEADING = re.compile(r"^#{2,4} (?P<title>.+)$")
_TABLE = re.compile(r"`\[{1,2}(?P<table>[a-z_.]+)\]{1,2}`")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
# Headings that name no table, and where it stands.
_NAMED = {"At the top": "", "Terms": "firm.terms", "`for`": "step.for", "Secrets": "imap.password"}


def schema() -> Node:
    """The whole schema, with the meanings that the reference gives."""
    made = FirmFile.model_json_schema()
    _without_null(made)
    # What the reader takes beside the type that it becomes.
    imap, amounts = made["$defs"]["ImapTable"]["properties"], _amounts(made)
    imap["sent"] = {"anyOf": [{"const": "auto"}, imap["sent"]], "default": "auto"}
    for amount in amounts:
        amount.clear()
        amount["type"] = ["number", "string"]
    for table, meanings in _meanings().items():
        for properties in _properties(made, table.split(".") if table else []):
            for key, meaning in meanings.items():
                if key in properties:
                    properties[key].setdefault("description", meaning)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "relanced: one firm with one mailbox",
        **{key: value for key, value in made.items() if key != "title"},
    }


def _without_null(node: object) -> None:
    """TOML knows no null, and pydantic's titles repeat the key."""
    if isinstance(node, list):
        for each in node:
            _without_null(each)
    if not isinstance(node, dict):
        return
    kept = [each for each in node.get("anyOf", ()) if each != {"type": "null"}]
    if "anyOf" in node and len(kept) < len(node["anyOf"]):
        del node["anyOf"]
        node.update(kept[0] if len(kept) == 1 else {"anyOf": kept})
    if node.get("default", "") is None:
        del node["default"]
    if isinstance(node.get("title"), str):
        del node["title"]
    for each in node.values():
        _without_null(each)


def _amounts(made: Node) -> list[Node]:
    """Where an amount of money stands: a number of TOML, or text with a currency."""
    tables = [each["properties"] for each in made["$defs"].values() if "properties" in each]
    return [
        value
        for properties in tables
        for value in properties.values()
        if any(each.get("type") == "number" for each in value.get("anyOf", ()))
    ]


def _properties(made: Node, path: list[str]) -> Iterator[Node]:
    """The properties of the table that stands at this path."""
    nodes = [made]
    for part in path:
        found = [each["properties"].get(part) for each in nodes]
        nodes = [inner for each in found if each for inner in _tables(made, each)]
    yield from (each["properties"] for each in nodes)


def _tables(made: Node, node: Node) -> Iterator[Node]:
    if "$ref" in node:
        yield from _tables(made, made["$defs"][node["$ref"].rpartition("/")[2]])
    for each in (*node.get("anyOf", ()), *([node["items"]] if "items" in node else [])):
        yield from _tables(made, each)
    if "properties" in node:
        yield node


def _meanings() -> dict[str, dict[str, str]]:
    """By table, what the reference says of each key, its values and its meaning, as plain text."""
    found: dict[str, dict[str, str]] = {}
    table = None
    for line in REFERENCE.read_text("utf-8").splitlines():
        heading, row = _HEADING.match(line), _ROW.match(line)
        if heading:
            named = _TABLE.search(heading["title"])
            start = (at for name, at in _NAMED.items() if heading["title"].startswith(name))
            table = named["table"] if named else next(start, None)
        elif row and table is not None:
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row["rest"])]
            said = ". ".join(cell.rstrip(".") for cell in (cells[0], cells[-1]) if cell)
            found.setdefault(table, {})[row["key"]] = _LINK.sub(r"\1", said).replace("\\|", "|")
    return found


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), "utf-8")
    sys.stdout.write(f"{SCHEMA.relative_to(ROOT)}: {SCHEMA.stat().st_size} bytes\n")
