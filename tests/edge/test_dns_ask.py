"""What the DNS says of a domain is asked for within seconds, of a server that answers or that is silent."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import pytest
from servers.scripted_dns import ScriptedDns, scripted_dns

from relanced.edge.dns_ask import Dns, DnsSilent, covers, dkim_key_of, dmarc_of, include_for, spf_of
from relanced.edge.dns_records import Signature

T = TypeVar("T")
Table = Mapping[tuple[str, str], Sequence[str]]


async def ask(table: Table, question: Callable[[Dns], T]) -> tuple[T, ScriptedDns]:
    async with scripted_dns(table) as server:
        return await asyncio.to_thread(question, Dns(("127.0.0.1", server.port))), server


def txt(**texts: str) -> dict[tuple[str, str], list[str]]:
    return {(name.replace("__", ".") + ".example", "TXT"): [f'"{text}"'] for name, text in texts.items()}


async def test_a_record_is_followed_through_all_that_it_includes() -> None:
    table = {
        **txt(
            firm="v=spf1 mx include:a.host.example ~all",
            a__host="v=spf1 ip4:192.0.2.0/24 include:b.host.example -all",
            b__host="v=spf1 a:out.host.example ?all",
        ),
        ("firm.example", "MX"): ["10 mx.firm.example."],
        ("mx.firm.example", "A"): ["198.51.100.1"],
        ("out.host.example", "AAAA"): ["2001:db8::7"],
    }
    seen, server = await ask(table, lambda names: spf_of("firm.example", names))
    assert (seen.lookups, seen.everybody, seen.faults) == (4, "~", [])
    assert seen.includes == ["a.host.example", "b.host.example"]
    assert {str(network) for network in seen.networks} == {
        "192.0.2.0/24",
        "198.51.100.1/32",
        "2001:db8::7/128",
    }
    assert len(server.asked) == len(set(server.asked))  # each question once


async def test_a_record_that_hands_over_says_what_the_other_one_says() -> None:
    table = txt(firm="v=spf1 redirect=_spf.host.example", _spf__host="v=spf1 ip4:192.0.2.1 -all")
    seen, _ = await ask(table, lambda names: spf_of("firm.example", names))
    assert (seen.everybody, seen.lookups) == ("-", 1)


async def test_records_that_include_each_other_end() -> None:
    table = txt(a="v=spf1 include:b.example include:b.example -all", b="v=spf1 include:a.example -all")
    seen, server = await ask(table, lambda names: spf_of("a.example", names))
    assert 10 < seen.lookups <= 25
    assert len(server.asked) == 2


async def test_what_is_included_must_have_one_record() -> None:
    seen, _ = await ask(
        txt(firm="v=spf1 include:gone.example -all"), lambda names: spf_of("firm.example", names)
    )
    assert seen.faults == ["include:gone.example, which has no SPF record"]


async def test_a_macro_is_never_asked_for() -> None:
    seen, server = await ask(
        txt(firm="v=spf1 exists:%{i}.x.example -all"), lambda names: spf_of("firm.example", names)
    )
    assert seen.lookups == 1
    assert server.asked == [("firm.example", "TXT")]


@pytest.mark.parametrize(
    ("record", "host", "covered"),
    [
        ("ip4:192.0.2.0/24", "smtp.host.example", True),  # by its address
        ("include:_spf.host.example", "smtp.host.example", True),  # by its name
        ("ip4:198.51.100.1", "smtp.host.example", None),
        ("ip4:198.51.100.1", "ssl0.ovh.net", False),  # whose provider says what it wants
        ("include:mx.ovh.com", "ssl0.ovh.net", True),
        ("include:new.ovh.com", "ssl0.ovh.net", True),  # renamed by its provider
        ("ip4:203.0.113.8", "ssl0.ovh.net", None),  # one of the provider's own, without its include
        ("ip4:198.51.100.1 exists:%{i}.x.example", "ssl0.ovh.net", None),
        ("include:_spf.other.co.uk", "smtp.host.co.uk", None),  # two firms of one country
        ("include:mx.ovh.com", "127.0.0.1", None),  # a bridge on this machine
    ],
)
async def test_whether_our_mail_server_is_named(record: str, host: str, covered: bool | None) -> None:
    table = {
        **txt(firm=f"v=spf1 {record} -all", _spf__host="v=spf1 ip4:203.0.113.1 -all"),
        ("mx.ovh.com", "TXT"): ['"v=spf1 ip4:203.0.113.0/24 -all"'],
        ("_spf.other.co.uk", "TXT"): ['"v=spf1 ip4:192.0.2.78 -all"'],
        ("new.ovh.com", "TXT"): ['"v=spf1 ip4:192.0.2.77 -all"'],
        ("smtp.host.example", "A"): ["192.0.2.9"],
    }
    found, _ = await ask(table, lambda names: covers(spf_of("firm.example", names), host, names))
    assert found is covered


def test_what_a_provider_wants_is_known_by_its_server_and_not_by_one_that_is_called_alike() -> None:
    assert include_for("SMTP.gmail.com") == "_spf.google.com"
    assert include_for("smtp.notgmail.com") == ""


async def test_the_policy_of_a_domain_above_holds() -> None:
    found, _ = await ask(
        txt(_dmarc__firm="v=DMARC1; p=reject; sp=none"), lambda names: dmarc_of("a.b.firm.example", names)
    )
    assert found is not None
    where, policy = found
    assert (where, policy.policy, policy.below) == ("firm.example", "reject", "none")
    nothing, _ = await ask({}, lambda names: dmarc_of("firm.example", names))
    assert nothing is None


async def test_a_key_in_two_strings_is_one() -> None:
    table = {
        ("k1._domainkey.firm.example", "TXT"): ['"v=DKIM1; k=rsa; p=' + "A" * 200 + '" "' + "A" * 192 + '"']
    }
    key, _ = await ask(table, lambda names: dkim_key_of(Signature("firm.example", "k1"), names))
    assert key is not None
    assert not key.is_weak


async def test_a_silent_server_costs_seconds_and_no_more() -> None:
    async with scripted_dns({}, is_silent=True) as server:
        names = Dns(("127.0.0.1", server.port), seconds=0.4)
        begun = time.monotonic()
        for _ in range(5):
            with pytest.raises(DnsSilent):
                await asyncio.to_thread(names.texts, "firm.example")
        assert time.monotonic() - begun < 3
