"""The lines for [trust] fit into the file that is there: nothing is declared twice by pasting them."""

import tomllib

import pytest

from relanced.cli.trust_paste import Paste, paste_of

ENTRY = 'authserv_ids = ["mx.firm.example"]'


@pytest.mark.parametrize(
    ("text", "where", "lines"),
    [
        ('mode = "observe"\n', "At the end of the file:", f"[trust]\n{ENTRY}"),
        ("[trust]\nkey = 1\n", "Below the [trust] in line 1:", ENTRY),
        (
            "[firm]\n[trust]  # ours\nkey = 1\nauthserv_ids = []\n",
            "In the place of line 4, where authserv_ids stands already:",
            ENTRY,
        ),
        (
            '[trust]\nauthserv_ids = [  # ]\n  "a",\n]\n',
            "In the place of lines 2 to 4, where authserv_ids stands already:",
            ENTRY,
        ),
        (
            "trust.authserv_ids = []\n",
            "In the place of line 1, where authserv_ids stands already:",
            f"trust.{ENTRY}",
        ),
        ("trust = { key = 1 }\n", "Between the braces of trust, in line 1:", ENTRY),
        ("[trust]\n[[bank]]\nauthserv_ids = 1\n", "Below the [trust] in line 1:", ENTRY),
        ("# [trust]\n#authserv_ids = []\n", "At the end of the file:", f"[trust]\n{ENTRY}"),
    ],
)
def test_the_place_is_named_by_its_line(text: str, where: str, lines: str) -> None:
    assert paste_of(text, ["mx.firm.example"]) == Paste(where, lines)


def test_the_line_in_place_of_the_old_one_is_valid() -> None:
    rows = ["[trust]", "authserv_ids = []", "[store]", ""]
    rows[1] = paste_of("\n".join(rows), ["a.example", "b.example"]).lines
    assert tomllib.loads("\n".join(rows))["trust"] == {"authserv_ids": ["a.example", "b.example"]}
