"""What Prometheus is told, what the page of the documentation says of it, and the alerts that use it: one list."""

import re
from pathlib import Path

from relanced.daemon.firm import Firm
from relanced.daemon.metrics import figures
from relanced.edge.metrics import Kind

ROOT = Path(__file__).parents[2]
_KEY = re.compile(r"^ *([a-z]+): ?(.*)$", re.MULTILINE)  # of YAML as this one file uses it
_WORDS = {"absent", "increase", "and", "or", "unless", "by", "sum", "max", "rate"}


def _names() -> dict[str, tuple[str, ...]]:
    """Every figure as Prometheus calls it, with its labels."""
    told = figures([Firm(Path("verrier.toml"))])
    return {each.name + "_total" * (each.kind is Kind.COUNTER): each.labels for each in told}


def test_each_figure_is_explained_with_its_labels_and_no_other() -> None:
    page = (ROOT / "docs" / "metrics.md").read_text("utf-8")
    rows = re.findall(r"^\| (`relanced_.+?) \| (.+?) \|", page, flags=re.MULTILINE)
    explained = {
        name: tuple(re.findall(r"`(\w+)`", labels))
        for names, labels in rows
        for name in re.findall(r"`(\w+)`", names)
    }
    assert explained == _names()


def test_the_alerts_ask_for_figures_that_there_are_by_labels_that_they_have() -> None:
    text = (ROOT / "systemd" / "relanced-alerts.yml").read_text("utf-8")
    names = _names()
    rules = [
        dict(_KEY.findall(part)) | {"annotations": part}
        for part in re.split(r"^ +- (?=alert:)", text, flags=re.MULTILINE)[1:]
    ]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    for rule in rules:
        assert {"alert", "expr", "labels", "summary"} <= set(rule)
        assert re.fullmatch(r"\d+[mhd]", rule.get("for", "1m"))
        asked = set(
            re.findall(r"\b[a-z][a-z_]+\b(?=[\s{(\[)]|$)", re.sub(r"\{.*?\}|\[.*?\]", " ", rule["expr"]))
        )
        [figure] = asked - _WORDS
        assert figure in names, rule["expr"]
        filtered = re.findall(r"(\w+)=", rule["expr"].partition("{")[2].partition("}")[0])
        shown = re.findall(r"\$labels\.(\w+)", str(rule["annotations"]))
        assert {*filtered, *shown} <= set(names[figure]), rule["alert"]
        assert re.search(r"[<>=]=? \d+$", rule["expr"])
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_no_label_can_name_a_client() -> None:
    labels = {label for each in _names().values() for label in each}
    assert labels == {"version", "firm", "outcome", "intent", "kind", "state", "currency", "bucket", "bank"}
