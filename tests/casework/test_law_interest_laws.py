"""Laws of late interest: cut anywhere it stays the same, more days never cost less, a payment never costs more."""

from datetime import date, timedelta

from casework.law_makers import client, late, paid, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.law.charges import charges_of
from relanced.casework.ledger import Case
from relanced.model.client import Client, ClientKind
from relanced.model.money import Money

RULES = rules()
FIRST, LAST = date(2019, 1, 1), date(2026, 6, 30)

kinds = st.sampled_from([ClientKind.BUSINESS, ClientKind.PUBLIC])
cents = st.integers(min_value=1, max_value=10**9)
dues = st.dates(FIRST, LAST - timedelta(days=1))
spans = st.integers(min_value=1, max_value=2_000)


def plain(amount: int) -> str:
    return Money(amount, "EUR").plain


def interest(case: Case, who: Client, until: date) -> int:
    found = charges_of(case, who, RULES, until)
    assert not found.refused
    assert found.interest is not None
    return found.interest.cents


def within(due: date, days: int) -> date:
    return min(due + timedelta(days=days), LAST)


@settings(max_examples=60, deadline=None)
@given(kind=kinds, amount=cents, due=dues, days=spans, more=spans)
def test_more_days_are_never_less_interest(
    kind: ClientKind, amount: int, due: date, days: int, more: int
) -> None:
    case, who = late(plain(amount), due), client(kind)
    earlier, later = within(due, days), within(due, days + more)
    assert interest(case, who, earlier) <= interest(case, who, later)


@settings(max_examples=60, deadline=None)
@given(amount=cents, due=dues, days=spans, cut=spans)
def test_a_span_cut_at_any_day_adds_up_to_a_cent(amount: int, due: date, days: int, cut: int) -> None:
    """Between firms: an invoice due on the day of the cut bears what is left, since the rate is that of the day."""
    until, middle = within(due, days), within(due, cut)
    whole = interest(late(plain(amount), due), client(), until)
    first = interest(late(plain(amount), due), client(), min(middle, until))
    rest = interest(late(plain(amount), middle), client(), until) if middle < until else 0
    assert abs(whole - first - rest) <= 1


@settings(max_examples=60, deadline=None)
@given(kind=kinds, amount=cents, part=st.floats(0, 1), due=dues, days=spans, on=st.integers(-30, 2_000))
def test_a_payment_never_increases_it(
    kind: ClientKind, amount: int, part: float, due: date, days: int, on: int
) -> None:
    who, until = client(kind), within(due, days)
    share = max(1, int(amount * part))
    some = late(plain(amount), due, paid(plain(share), due + timedelta(days=on)))
    assert interest(some, who, until) <= interest(late(plain(amount), due), who, until)


@settings(max_examples=60, deadline=None)
@given(kind=kinds, amount=cents, due=dues, days=spans)
def test_the_spans_explain_every_day_once(kind: ClientKind, amount: int, due: date, days: int) -> None:
    until = within(due, days)
    found = charges_of(late(plain(amount), due), client(kind), RULES, until)
    covered = [span.since + timedelta(days=n) for span in found.spans for n in range(span.days)]
    assert covered == [due + timedelta(days=n + 1) for n in range((until - due).days)]
    assert all(span.until == span.since + timedelta(days=span.days - 1) for span in found.spans)
