"""A genuine notice counts only when it was sent now, to us: anybody may send a signed mail again."""

from datetime import UTC, datetime, timedelta

import pytest
from forged_notices import HOP, PASSES, SIGNED, mail
from trust_world import LATER, is_believed, read

CAME = datetime(2020, 10, 15, 6, 0, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "believed"),
    [
        ("Thu, 08 Oct 2020 08:00:04 +0200", True),
        ("Thu, 08 Oct 2020 08:00:02 +0200", False),
        ("Fri, 16 Oct 2020 08:00:02 +0200", True),
        ("Fri, 16 Oct 2020 08:00:04 +0200", False),
    ],
)
def test_seven_days_before_the_arrival_and_one_after_it(date: str, *, believed: bool) -> None:
    assert is_believed(mail(date=f"Date: {date}")) is believed


def test_the_received_line_counts_before_what_the_mailbox_says() -> None:
    assert is_believed(mail(), at=LATER)  # moved to another mailbox years after
    old = mail(date="Date: Mon, 14 Sep 2020 08:00:00 +0200")
    assert not is_believed(old, at=datetime(2020, 9, 14, 6, tzinfo=UTC))


@pytest.mark.parametrize("top", [(), (HOP.replace("Thu, 15 Oct 2020", "Thu, 45 Oct 2020"),)])
def test_without_a_received_line_the_mailbox_tells_the_arrival(top: tuple[str, ...]) -> None:
    raw = mail(top=top)
    assert is_believed(raw, at=CAME + timedelta(hours=1))
    assert not is_believed(raw, at=LATER)


def test_the_reason_is_said_first() -> None:
    bank = read(mail(SIGNED, date="Date: Mon, 14 Sep 2020 08:00:00 +0200"))
    assert bank is not None
    assert bank.because.startswith("it was written 31 days before it arrived, so it may be an old one")


@pytest.mark.parametrize(
    ("results", "to", "believed"),
    [
        (SIGNED, "To: compta@firm.example", True),
        (SIGNED, "To: gerant@other.example\r\nCc: Compta <compta+banque@firm.example>", True),
        (SIGNED, "To: undisclosed-recipients:;", True),
        (SIGNED, None, True),
        (SIGNED, "To: gerant@other.example", False),
        (SIGNED, "To: compta@firm.example.evil.example", False),
        (PASSES, "To: gerant@other.example", True),  # by Bcc, straight from the bank
        (PASSES.replace("smtp.mailfrom=b@", "smtp.mailfrom=b@bounces."), "To: gerant@other.example", True),
        (PASSES.replace("smtp.mailfrom=b@banque", "smtp.mailfrom=b@evil"), "To: gerant@other.example", False),
        (PASSES.replace("spf=pass", "spf=softfail"), "To: gerant@other.example", False),
    ],
)
def test_what_did_not_come_straight_from_the_bank_must_be_addressed_to_us(
    results: str, to: str | None, *, believed: bool
) -> None:
    assert is_believed(mail(results, to=to)) is believed
