"""Clients: which client an address is."""

from dataclasses import replace

import pytest
from casework.casework_makers import RULES

from relanced.casework.clients import client_key, client_of, is_shared_host
from relanced.model.client import ClientKind, ClientRule

TOWN = ClientRule(
    match=("@mairie-villeneuve.example", "maire@gmail.com"),
    name="Mairie de Villeneuve",
    kind=ClientKind.PUBLIC,
    language="de",
)


def test_a_configured_client_is_his_name() -> None:
    rules = replace(RULES, clients=(TOWN,))

    for address in ("Compta@Mairie-Villeneuve.example", "maire@gmail.com"):
        client = client_of(address, "as mails call him", rules)
        assert (client.key, client.name) == ("Mairie de Villeneuve", "Mairie de Villeneuve")
        assert (client.kind, client.language) == (ClientKind.PUBLIC, "de")


def test_an_exact_address_goes_before_a_domain() -> None:
    school = ClientRule(match=("ecole@mairie-villeneuve.example",), name="École")
    rules = replace(RULES, clients=(TOWN, school))

    assert client_key("ecole@mairie-villeneuve.example", rules) == "École"


def test_a_firm_is_its_domain_and_keeps_the_name_of_its_mails() -> None:
    client = client_of("Compta@Alpha.example", "Alpha Menuiserie", RULES)

    assert (client.key, client.name, client.language) == ("alpha.example", "Alpha Menuiserie", "fr")
    assert client_of("compta@alpha.example", "", RULES).name == "alpha.example"


@pytest.mark.parametrize(
    "address",
    [
        "jean.dupont@gmail.com",
        "jean@wanadoo.fr",
        "jean@orange.fr",
        "jean@hotmail.fr",
        "jean@outlook.com",
        "jean@yahoo.co.uk",
        "jean@web.de",
        "jean@gmx.net",
        "jean@bluewin.ch",
        "jean@laposte.net",
        "jean@proton.me",
        "jean@icloud.com",
    ],
)
def test_at_a_public_provider_each_address_is_a_client(address: str) -> None:
    assert client_key(address.upper(), RULES) == address


@pytest.mark.parametrize("domain", ["alpha.example", "outlook.example", "live.alpha.fr", "free.example"])
def test_a_firm_s_own_domain_is_not_shared(domain: str) -> None:
    assert not is_shared_host(domain)


def test_no_address_gives_no_key() -> None:
    assert client_key("", RULES) == ""
