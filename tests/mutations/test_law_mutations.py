"""The mutations of «make mutate» still fit the package: each line stands there once, each test file too."""

from pathlib import Path

import pytest
from mutations.law_mutations import LAWS, MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.law}: {mutation.what}")
def test_the_line_to_break_and_the_tests_that_must_notice_are_there(mutation: Mutation) -> None:
    assert (ROOT / "relanced" / mutation.file).read_text(encoding="utf-8").count(mutation.old) == 1
    assert mutation.new != mutation.old
    assert all((ROOT / "tests" / test.partition("::")[0]).is_file() for test in mutation.tests)


def test_every_law_is_broken_at_least_twice_but_one() -> None:
    broken = [mutation.law for mutation in MUTATIONS]
    assert set(broken) == set(LAWS)
    assert [law for law in LAWS if broken.count(law) < 2] == [8]
