"""Which cases of a client are open: as walking through all of them says, whatever was asked before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.casework_makers import MONDAY, at
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.open_cases import OpenCases


@dataclass(eq=False)
class Case:
    """As a case in the making."""

    mailed_at: datetime
    is_open: bool = True


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(0, 20), max_size=8),
    st.lists(st.tuples(st.sampled_from(["ask", "close", "open"]), st.integers(0, 20)), max_size=25),
)
def test_they_are_those_of_all(days: list[int], steps: list[tuple[str, int]]) -> None:
    cases = [Case(at(MONDAY) + timedelta(days=day)) for day in days]
    opens = OpenCases.of(cases)
    for step, number in steps:
        moment = at(MONDAY) + timedelta(days=number)
        if step == "ask":
            all_open = [p for p, case in enumerate(cases) if case.is_open and case.mailed_at <= moment]
            assert opens.until(moment, cases) == all_open
        elif cases:
            case = cases[number % len(cases)]
            case.is_open = step == "open"
            if case.is_open:
                opens.again(case)
