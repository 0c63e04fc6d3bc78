"""Nothing in, the word tables of every language out, as they are shipped beside the code that uses them."""

from collections.abc import Mapping
from importlib.resources import files

import tomli


def word_tables() -> Mapping[str, Mapping[str, object]]:
    """The tables relanced/intake/reply/words/*.toml by language: {"fr": {…}, "en": {…}}.

    A file that is no TOML raises: it is ours, and shipped broken.
    """
    folder = files("relanced.intake.reply") / "words"
    tables = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return {file.name.removesuffix(".toml"): tomli.loads(file.read_text("utf-8")) for file in tables}
