"""When two names are one."""

import pytest

from relanced.model.names import address_matches, domain_of, number_key


@pytest.mark.parametrize(
    "written", ["F2026-012", "f2026 012", "F2026/012", "F 2026\u00a0-\u202f012", "Ｆ2026_012"]
)
def test_one_number_in_many_hands(written: str) -> None:
    assert number_key(written) == number_key("F2026-012")


def test_another_number_stays_another() -> None:
    assert number_key("F2026-0120") != number_key("F2026-012")


def test_a_domain_is_what_follows_the_last_at_sign() -> None:
    assert domain_of('"a@b"@Host.EXAMPLE') == "host.example"
    assert domain_of("nobody") == ""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("avis@banque.example", True),
        ("AVIS@BANQUE.EXAMPLE", True),
        ("avis@notif.banque.example", False),
        ("avis@banque.example.evil.example", False),
        ("avis@xbanque.example", False),
        ("one@other.example", True),
        ("two@other.example", False),
        ("", False),
    ],
)
def test_a_pattern_covers_its_host_and_nothing_beside_it(address: str, *, expected: bool) -> None:
    assert address_matches(address, ("@banque.example", "one@other.example")) is expected
