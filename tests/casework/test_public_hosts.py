"""Public hosts: where strangers share a mail domain."""

import pytest

from relanced.casework.public_hosts import is_shared_host

PROVIDERS = """
free.fr sfr.fr gmx.de t-online.de libero.it virgilio.it tiscali.it telefonica.net ziggo.nl kpnmail.nl
btinternet.com wanadoo.es chello.nl tiscali.co.uk bouygtel.fr aon.at
""".split()  # noqa: SIM905 - reads better
PROFESSIONS = """
legalmail.it pec.it arubapec.it avvocati.legalmail.it notaires.fr paris.notaires.fr avocat.fr avocats.fr
ac-versailles.fr ac-aix-marseille.fr medecin.fr medecin.mssante.fr medical.apicrypt.org offisante.fr nhs.net
""".split()  # noqa: SIM905 - reads better


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
        *PROVIDERS,
        *PROFESSIONS,
    ],
)
def test_a_public_provider_is_shared(domain: str) -> None:
    assert is_shared_host(domain)


@pytest.mark.parametrize(
    "domain",
    [
        "alpha.example",
        "outlook.example",
        "live.alpha.fr",
        "free.example",
        "ac-menuiserie.example",
        "ac-.fr",
        "duval-notaires.fr",
        "notaires.fr.example",
        "pec.alpha.it",
    ],
)
def test_a_firm_s_own_domain_is_not(domain: str) -> None:
    assert not is_shared_host(domain)
