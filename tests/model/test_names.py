"""When two names are one."""

import pytest

from relanced.model.names import address_matches, domain_of, is_writable_address, number_key


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


@pytest.mark.parametrize(
    "address", ["compta@alpha.example", "o'neil+a.b@x-1.alpha.example", f"{'a' * 64}@a.example"]
)
def test_a_plain_address_can_be_written_to(address: str) -> None:
    assert is_writable_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "alpha.example",
        "rené@alpha.example",
        "a@алфа.example",
        "a@localhost",
        "a..b@alpha.example",
        "a@alpha.example, b@alpha.example",
        "A <a@alpha.example>",
        "=?x?=@alpha.example",
        f"{'a' * 65}@alpha.example",
        f"a@{'b.' * 125}example",
    ],
)
def test_no_letter_can_go_to_anything_else(address: str) -> None:
    assert not is_writable_address(address)
