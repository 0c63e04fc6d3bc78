"""What lateness adds, against cases worked by hand; each says its working, by the shipped tables of rates.

ECB on 1 July 2024 4.25, on 1 January 2025 3.15, on 1 July 2025 2.15, on 1 January 2026 2.15; on 1 January
2020 0.00, on 1 July 2023 4.00, on 1 January 2024 4.50. Legal rate of 2024 S2 4.92, 2025 S1 3.71, 2026 S1 2.62.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from casework.law_makers import client, ecb_plus, late, paid, printed, rules, times_legal

from relanced.casework.law.charges import charges_of, span_interest
from relanced.casework.ledger import Case, PostingKind
from relanced.model.client import Client, ClientKind, Place
from relanced.model.law import LateCharges, LateRate

PUBLIC = client(ClientKind.PUBLIC)


def charged(
    case: Case, until: date, who: Client | None = None, *, late_rate: LateRate | None = None
) -> LateCharges:
    return charges_of(case, who or client(), rules(late_rate=late_rate), until)


def interest(
    case: Case, until: date, who: Client | None = None, *, late_rate: LateRate | None = None
) -> str | None:
    found = charged(case, until, who, late_rate=late_rate)
    assert not found.refused
    return None if found.interest is None else found.interest.plain


def test_an_invoice_that_is_late_within_one_half_year() -> None:
    # 1 200.00 due 31 March 2025, until 30 May: 60 days at 3.15 + 10 = 13.15 %
    # 1 200 × 0.1315 × 60 / 365 = 9 468 / 365 = 25.9397
    assert interest(late("1200.00", date(2025, 3, 31)), date(2025, 5, 30)) == "25.94"


def test_a_half_year_change_splits_the_interest() -> None:
    # 10 000.00 due 15 December 2024, paid 31 January 2025: 16 days (16-31 December) at 14.25 %,
    # 31 days (January) at 13.15 %: 62.4658 + 111.6849 = 174.1507; at one rate alone it would be 183.49
    found = charged(late("10000.00", date(2024, 12, 15)), date(2025, 1, 31))
    assert [(span.days, str(span.percent)) for span in found.spans] == [(16, "14.25"), (31, "13.15")]
    assert found.interest is not None
    assert found.interest.plain == "174.15"
    assert [span_interest(span).plain for span in found.spans] == ["62.47", "111.68"]
    assert all("ECB" in span.source and "http" in span.source for span in found.spans)


def test_the_day_on_which_the_money_comes_is_the_last_that_counts() -> None:
    # the same, paid on 31 January: later days add nothing
    case = late("10000.00", date(2024, 12, 15), paid("10000.00", date(2025, 1, 31)))
    assert interest(case, date(2025, 1, 31)) == interest(case, date(2025, 12, 31)) == "174.15"


def test_a_partial_payment_lowers_what_bears_interest_from_the_next_day() -> None:
    # 5 000.00 due 31 January 2025; 2 000.00 on 20 February; until 31 March; 13.15 %
    # 20 days on 5 000: 36.0274; 39 days (21 February - 31 March) on 3 000: 42.1521; 78.1795
    case = late("5000.00", date(2025, 1, 31), paid("2000.00", date(2025, 2, 20)))
    found = charged(case, date(2025, 3, 31))
    assert [(span.days, span.principal.plain) for span in found.spans] == [(20, "5000.00"), (39, "3000.00")]
    assert interest(case, date(2025, 3, 31)) == "78.18"


def test_a_partial_payment_and_a_half_year_change() -> None:
    # 3 000.00 due 15 May 2025; 1 000.00 on 20 June; until 31 July
    # 36 days (16 May - 20 June) on 3 000 at 13.15: 38.9096; 10 days (21 - 30 June) on 2 000 at 13.15: 7.2055;
    # 31 days (July) on 2 000 at 2.15 + 10 = 12.15: 20.6384; 66.7534
    case = late("3000.00", date(2025, 5, 15), paid("1000.00", date(2025, 6, 20)))
    assert interest(case, date(2025, 7, 31)) == "66.75"


def test_a_payment_before_the_due_day_bears_nothing() -> None:
    # 1 000.00 of which 600.00 came before; 400 × 0.1215 × 31 / 365 = 4.1277 (January 2026, 12.15 %)
    case = late("1000.00", date(2025, 12, 31), paid("600.00", date(2025, 12, 10)))
    assert interest(case, date(2026, 1, 31)) == "4.13"


def test_a_credit_note_counts_from_its_day() -> None:
    # 2 400.00 due 31 August 2025, credit note of 400.00 on 30 September, until 30 October; 12.15 %
    # 30 days on 2 400: 23.9671; 30 days on 2 000: 19.9726; 43.9397
    case = late("2400.00", date(2025, 8, 31), (PostingKind.CREDIT_NOTE, "400.00", date(2025, 9, 30)))
    assert interest(case, date(2025, 10, 30)) == "43.94"


def test_a_payment_that_went_back_bears_interest_again() -> None:
    # 1 000.00 due 31 August 2025, paid on 10 September, back on 20 September, until 30 September; 12.15 %
    # 10 days + 10 days on 1 000: 20 × 1 000 × 0.1215 / 365 = 6.6575
    case = late(
        "1000.00",
        date(2025, 8, 31),
        paid("1000.00", date(2025, 9, 10)),
        (PostingKind.REVERSED, "-1000.00", date(2025, 9, 20)),
    )
    assert interest(case, date(2025, 9, 30)) == "6.66"


def test_a_leap_year_is_divided_by_365_too() -> None:
    # 1 000.00 due 31 January 2024, until 29 February: 29 days at 4.50 + 10 = 14.50 %
    # 1 000 × 0.145 × 29 / 365 = 11.5205 (over 366 it would be 11.49)
    assert interest(late("1000.00", date(2024, 1, 31)), date(2024, 2, 29)) == "11.52"


def test_a_rate_of_nought_leaves_the_ten_points() -> None:
    # 730.00 due 31 December 2019, until 31 January 2020: 31 days at 10 %: 730 × 0.1 × 31 / 365 = 6.20
    assert interest(late("730.00", date(2019, 12, 31)), date(2020, 1, 31)) == "6.20"


def test_half_a_cent_is_rounded_up_once_at_the_end() -> None:
    # 36.50 at 10 % is one cent a day: 0.5 cents on 18.25; two spans of half a cent are one cent, not two
    assert interest(late("18.25", date(2020, 1, 31)), date(2020, 2, 1)) == "0.01"
    case = late("36.50", date(2020, 1, 31), paid("18.25", date(2020, 2, 1)))
    assert interest(case, date(2020, 2, 2)) == "0.02"  # 1.0 + 0.5 cents = 1.5


def test_a_public_buyer_keeps_the_rate_of_the_half_year_in_which_it_began() -> None:
    # R2192-31: 10 000.00 due 15 December 2024, until 31 January 2025: 47 days at 4.25 + 8 = 12.25 %
    # 10 000 × 0.1225 × 47 / 365 = 157.7397
    found = charged(late("10000.00", date(2024, 12, 15)), date(2025, 1, 31), PUBLIC)
    assert [(span.days, str(span.percent)) for span in found.spans] == [(47, "12.25")]
    assert found.interest is not None
    assert found.interest.plain == "157.74"


def test_a_public_buyer_s_interest_that_begins_on_1_january_takes_the_new_rate() -> None:
    # due 31 December 2024: it begins on 1 January 2025; 10 000 × 0.1115 × 31 / 365 = 94.6986
    assert interest(late("10000.00", date(2024, 12, 31)), date(2025, 1, 31), PUBLIC) == "94.70"


def test_what_terms_print_does_not_bind_a_public_buyer() -> None:
    case = late("10000.00", date(2024, 12, 31))
    assert interest(case, date(2025, 1, 31), PUBLIC, late_rate=printed("15")) == "94.70"


def test_the_printed_rate_goes_first() -> None:
    # 2 000.00 due 28 February 2025 at 12 % printed (the floor is 11.13), until 31 March: 31 days
    # 2 000 × 0.12 × 31 / 365 = 20.3836
    case = late("2000.00", date(2025, 2, 28))
    assert interest(case, date(2025, 3, 31), late_rate=printed("12")) == "20.38"


def test_a_printed_rate_below_the_floor_is_raised_to_it() -> None:
    # 5 % printed; three times 3.71 = 11.13 %: 2 000 × 0.1113 × 31 / 365 = 18.9057
    case = late("2000.00", date(2025, 2, 28))
    assert interest(case, date(2025, 3, 31), late_rate=printed("5")) == "18.91"
    assert "floor" in charged(case, date(2025, 3, 31), late_rate=printed("5")).spans[0].source


def test_the_floor_moves_with_the_half_year() -> None:
    # 10 % printed; floor of 2025 S1 11.13, of 2025 S2 3 × 2.76 = 8.28: 15 days (16 - 30 June) at 11.13,
    # 15 days (1 - 15 July) at 10: 36 500 × 15 / 365 = 1 500 × (0.1113 + 0.10) = 316.95
    case = late("36500.00", date(2025, 6, 15))
    assert interest(case, date(2025, 7, 15), late_rate=printed("10")) == "316.95"


def test_three_times_the_legal_rate_as_printed() -> None:
    # 3 × 2.62 = 7.86 %: 1 000 × 0.0786 × 59 / 365 = 12.7052 (January and February 2026)
    case = late("1000.00", date(2025, 12, 31))
    assert interest(case, date(2026, 2, 28), late_rate=times_legal("3")) == "12.71"


def test_ecb_plus_points_as_printed_is_floored_and_the_law_s_own_is_not() -> None:
    # 2024 S2: ECB + 10 is 14.25, three times the legal rate 14.76. The floor binds what is printed otherwise.
    case = late("3650.00", date(2024, 7, 31))
    # 10 days: 3 650 × 10 / 365 = 100 × rate
    assert interest(case, date(2024, 8, 10)) == "14.25"
    assert interest(case, date(2024, 8, 10), late_rate=ecb_plus("10")) == "14.25"
    assert interest(case, date(2024, 8, 10), late_rate=ecb_plus("9")) == "14.76"
    assert interest(case, date(2024, 8, 10), late_rate=ecb_plus("12")) == "16.25"


def test_what_was_agreed_with_the_client_goes_before_the_firm_s_terms() -> None:
    case = late("3650.00", date(2025, 7, 31))
    who = client(late_rate=printed("15"))
    assert interest(case, date(2025, 8, 10), who, late_rate=printed("9")) == "15.00"


def test_a_consumer_owes_nothing_of_it() -> None:
    found = charged(late("1000.00", date(2025, 1, 31)), date(2025, 6, 30), client(ClientKind.CONSUMER))
    assert (found.interest, found.indemnity, found.basis, found.spans) == (None, None, (), ())


def test_a_firm_elsewhere_and_a_public_buyer_elsewhere_get_nothing_by_french_law() -> None:
    case, day = late("1000.00", date(2025, 1, 31)), date(2025, 6, 30)
    assert charges_of(case, client(), rules(country="BE"), day).basis == ()
    abroad = replace(PUBLIC, place=Place(country="DE"))
    assert charged(case, day, abroad).basis == ()


def test_forty_euros_for_an_invoice_that_was_late_by_a_day_and_not_less_for_a_part_paid() -> None:
    due = date(2025, 1, 31)
    assert charged(late("10.00", due), due).indemnity is None
    for case in (
        late("10.00", due),
        late("1000.00", due, paid("990.00", date(2025, 1, 10))),
        late("1000.00", due, paid("1000.00", date(2025, 2, 1))),
    ):
        indemnity = charged(case, date(2025, 3, 1)).indemnity
        assert indemnity is not None
        assert str(indemnity) == "40.00 EUR"
    assert charged(late("10.00", due), date(2025, 2, 1), PUBLIC).indemnity is not None


def test_an_invoice_that_was_paid_in_time_owes_nothing() -> None:
    case = late("1000.00", date(2025, 1, 31), paid("1000.00", date(2025, 1, 31)))
    found = charged(case, date(2025, 6, 30))
    assert found.interest is not None
    assert found.interest.cents == 0
    assert found.indemnity is None


def test_what_was_replaced_or_is_no_claim_never_was_late() -> None:
    for kind in (PostingKind.REPLACED, PostingKind.IGNORED):
        case = late("1000.00", date(2025, 1, 31), (kind, "1000.00", date(2025, 4, 1)))
        found = charged(case, date(2025, 6, 30))
        assert found.spans == ()
        assert found.indemnity is None


def test_another_currency_bears_interest_and_no_forty_euros() -> None:
    # 1 000.00 CHF, 31 days at 13.15 %: 11.1685
    found = charged(late("1000.00", date(2024, 12, 31), currency="CHF"), date(2025, 1, 31))
    assert str(found.interest) == "11.17 CHF"
    assert found.indemnity is None


def test_insolvency_ends_the_interest_and_the_compensation() -> None:
    # L622-28: until 20 January, 20 days at 13.15 % on 3 650: 26.30
    case = late("3650.00", date(2024, 12, 31), insolvent_on=date(2025, 1, 20))
    found = charged(case, date(2025, 6, 30))
    assert (str(found.interest), found.until, found.indemnity) == ("26.30 EUR", date(2025, 1, 20), None)


def test_beyond_the_end_of_a_table_nothing_is_computed_and_the_way_on_is_told() -> None:
    found = charged(late("1000.00", date(2026, 6, 15)), date(2026, 7, 1))
    assert (found.interest, found.spans) == (None, ())
    assert found.indemnity is not None
    for words in (
        "ends on 2026-06-30",
        'table = "ecb"',
        "since = 2026-07-01",
        "until = 2026-12-31",
        "percent",
    ):
        assert words in found.refused
    assert charged(late("1000.00", date(2026, 6, 15)), date(2026, 6, 30)).refused == ""


def test_a_printed_rate_beyond_the_legal_rate_s_table_has_no_known_floor() -> None:
    found = charged(late("1000.00", date(2026, 6, 15)), date(2026, 7, 1), late_rate=printed("12"))
    assert 'table = "fr_legal"' in found.refused


def test_before_a_table_begins_nothing_is_computed_either() -> None:
    assert "begins on 2019-01-01" in charged(late("9.00", date(2018, 6, 1)), date(2018, 7, 1)).refused


def test_a_public_buyer_whose_interest_began_in_time_is_computed_beyond_the_end() -> None:
    # the rate stands since it began: 3 650 × 0.1015 × 40 / 365 = 40.60 (from 11 June 2026)
    assert interest(late("3650.00", date(2026, 6, 10)), date(2026, 7, 20), PUBLIC) == "40.60"


def test_the_lines_that_a_refusal_tells_extend_the_table(tmp_path: Path) -> None:
    case, day = late("3650.00", date(2026, 6, 30)), date(2026, 7, 10)
    told = charges_of(case, client(), rules(tmp_path), day).refused
    assert f"{tmp_path}/ecb-2026-s2.toml" in told
    lines = told[told.index("table =") :].replace("…", "2.00")
    (tmp_path / "ecb-2026-s2.toml").write_text(lines, encoding="utf-8")
    found = charges_of(case, client(), rules(tmp_path), day)
    assert str(found.interest) == "12.00 EUR"  # 10 days at 2.00 + 10


@pytest.mark.parametrize("day", [date.max, date(9000, 1, 1)])
def test_a_misread_due_day_at_the_end_of_time_stops_nothing(day: date) -> None:
    found = charged(replace(late("10.00", date(2025, 1, 1)), due_on=day), date(2025, 6, 1))
    assert (found.spans, found.refused) == ((), "")
