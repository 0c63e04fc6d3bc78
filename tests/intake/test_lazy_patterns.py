"""A lazy pattern is the pattern itself, and costs nothing until it is tried."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.lazy import lazy

LOADED = """
import re._compiler
made = []
compile = re._compiler.compile
def counted(pattern, flags=0):
    made.append(pattern)
    return compile(pattern, flags)
re._compiler.compile = counted
import relanced.daemon.worker, relanced.intake.invoice.read, relanced.intake.bank.files.read
import sys
print(len(made), *(name for name in ("pikepdf", "typst", "flufl.bounce", "regex", "stdnum") if name in sys.modules))
"""


@given(st.text("ab1 ,", max_size=40))
def test_it_does_what_the_compiled_one_does(text: str) -> None:
    compiled, late = re.compile(r"(a+)|[b1](?=,)", re.IGNORECASE), lazy(r"(a+)|[b1](?=,)", re.IGNORECASE)

    for _ in range(2):  # tried for the first time, and later
        assert late.findall(text) == compiled.findall(text)
        assert late.sub("x", text) == compiled.sub("x", text)
        assert late.split(text) == compiled.split(text)
        assert [m.span() for m in late.finditer(text)] == [m.span() for m in compiled.finditer(text)]
        for method in ("search", "match", "fullmatch"):
            theirs, ours = getattr(compiled, method)(text), getattr(late, method)(text)
            assert (ours and ours.span()) == (theirs and theirs.span())
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_mistake_in_it_shows_when_it_is_tried() -> None:
    broken = lazy("(")

    with pytest.raises(re.error):
        broken.search("x")


def test_the_readers_are_loaded_without_their_patterns_and_without_libraries_that_few_mails_need() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    count, *loaded = ended.stdout.split()

    assert int(count) < 250  # the libraries' own, mostly; with ours more than nine hundred
    assert loaded == []
