"""Public hosts: where strangers share a mail domain."""

import pytest

from relanced.casework.public_hosts import is_shared_host


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "wanadoo.fr",
        "orange.fr",
        "hotmail.fr",
        "outlook.com",
        "yahoo.co.uk",
        "web.de",
        "gmx.net",
        "bluewin.ch",
        "laposte.net",
        "proton.me",
        "icloud.com",
    ],
)
def test_a_public_provider_is_shared(domain: str) -> None:
    assert is_shared_host(domain)


@pytest.mark.parametrize("domain", ["alpha.example", "outlook.example", "live.alpha.fr", "free.example"])
def test_a_firm_s_own_domain_is_not(domain: str) -> None:
    assert not is_shared_host(domain)
