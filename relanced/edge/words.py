"""Nothing in, word tables and weights of intents out, as they are shipped beside the code that uses them."""

from collections.abc import Mapping
from importlib.resources import files

import tomli

_SHIPPED = files("relanced.intake.reply.intent")


def word_tables() -> Mapping[str, Mapping[str, object]]:
    """The tables relanced/intake/reply/intent/words/*.toml by language: {"fr": {…}, "en": {…}}.

    A file that is no TOML raises: it is ours, and shipped broken.
    """
    folder = _SHIPPED / "words"
    tables = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return {file.name.removesuffix(".toml"): tomli.loads(file.read_text("utf-8")) for file in tables}


def intent_weights() -> bytes:
    """The file of weights that «make model» makes, as `parse_model` reads it."""
    return (_SHIPPED / "intents.weights").read_bytes()
