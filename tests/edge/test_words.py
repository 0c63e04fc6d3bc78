"""The word tables: found where they are shipped, one a language."""

from pathlib import Path

from relanced.edge.words import word_tables

SHIPPED = Path(__file__).parents[2] / "relanced" / "intake" / "reply" / "intent" / "words"


def test_every_language_that_is_shipped_is_there_and_full() -> None:
    tables = word_tables()
    assert set(tables) == {file.stem for file in SHIPPED.glob("*.toml")} >= {"fr", "en"}
    assert all(tables.values())
