"""`check` says of SPF, DKIM and DMARC of our own domain what is wrong with them and what to do; the DNS is scripted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from config_files import SMALLEST, settings_in
from servers.scripted_dns import scripted_dns

from relanced.cli.check_domain import look_at_domain
from relanced.cli.check_own import OwnMail
from relanced.cli.finding import Finding
from relanced.edge.dns_ask import Dns
from relanced.edge.settings import Settings
from relanced.intake.message import parse_headers

KEY = "v=DKIM1; k=rsa; p=" + "A" * 392
GOOD = "v=spf1 include:_spf.firm.example ~all"
Table = Mapping[tuple[str, str], Sequence[str]]


def settings(folder: Path, mode: str = "send", host: str = "smtp.firm.example") -> Settings:
    text = f'mode = "{mode}"\n' + SMALLEST.replace("smtp.firm.example", host)
    return settings_in(folder, f'{text}[trust]\nkey = {{ credential = "key" }}\n')


def own(domain: str = "firm.example", selector: str = "k1") -> OwnMail:
    raw = f"From: facturation@firm.example\r\nDKIM-Signature: v=1; d={domain}; s={selector}; b=x\r\n"
    return OwnMail(folder="INBOX", arrived_at=None, header=parse_headers(raw.encode()))


async def look(found: Settings, table: Table, mails: Sequence[OwnMail] = ()) -> dict[str, Finding]:
    async with scripted_dns(table) as server:
        findings = await asyncio.to_thread(look_at_domain, found, mails, Dns(("127.0.0.1", server.port)))
    return {each.what: each for each in findings}


def spf(*records: str) -> Table:
    return {
        ("firm.example", "TXT"): [f'"{record}"' for record in records],
        ("_spf.firm.example", "TXT"): ['"v=spf1 ip4:192.0.2.1 -all"'],
    }


async def test_a_domain_that_has_all_three_is_well(tmp_path: Path) -> None:
    table = {
        **spf(GOOD),
        ("_dmarc.firm.example", "TXT"): ['"v=DMARC1; p=quarantine; adkim=s"'],
        ("k1._domainkey.firm.example", "TXT"): [f'"{KEY[:200]}" "{KEY[200:]}"'],
    }
    found = await look(settings(tmp_path), table, [own()])
    assert [each.level for each in found.values()] == ["ok"] * 3
    assert "1 of 10 look-ups, names the provider of smtp.firm.example" in found["SPF"].says
    assert "«k1»" in found["DKIM"].says
    assert "«quarantine» at _dmarc.firm.example, DKIM strict" in found["DMARC"].says


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((), "has no SPF record"),
        ((GOOD, "v=spf1 -all"), "has 2 SPF records"),
        (("v=spf1 +all",), "lets everybody send"),
        (("v=spf1 inclued:x.example ~all",), "stumble over inclued:x.example"),
        (
            ("v=spf1 " + "".join(f"exists:x{n}.example " for n in range(11)) + "~all",),
            "11 look-ups, and 10 are allowed",
        ),
    ],
)
async def test_an_spf_record_that_counts_for_nothing_is_told_with_what_to_do(
    tmp_path: Path, records: tuple[str, ...], words: str
) -> None:
    found = (await look(settings(tmp_path), spf(*records)))["SPF"]
    assert found.level == "NO"
    assert words in found.says
    assert found.do
    observes = (await look(settings(tmp_path, "observe"), spf(*records)))["SPF"]
    assert (observes.level, observes.before_send) == ("note", True)  # nothing leaves yet


async def test_a_record_that_leaves_the_provider_out_is_told_with_the_word_to_add(tmp_path: Path) -> None:
    found = (await look(settings(tmp_path, host="ssl0.ovh.net"), spf(GOOD)))["SPF"]
    assert found.level == "NO"
    assert "«include:mx.ovh.com»" in found.do
    absent = (await look(settings(tmp_path, host="ssl0.ovh.net"), {}))["SPF"]
    assert "«v=spf1 include:mx.ovh.com ~all»" in absent.do
    unknown = (await look(settings(tmp_path, host="smtp.host.example"), spf(GOOD)))["SPF"]
    assert unknown.level == "note"
    assert "check --letter" in unknown.do


async def test_without_a_signed_mail_of_ours_the_key_is_not_known(tmp_path: Path) -> None:
    found = (await look(settings(tmp_path), spf(GOOD)))["DKIM"]
    assert found.level == "note"
    assert "check --letter" in found.do


async def test_a_signature_of_somebody_else_proves_nothing_of_our_domain(tmp_path: Path) -> None:
    found = (await look(settings(tmp_path), spf(GOOD), [own("host.example")]))["DKIM"]
    assert found.level == "note"
    assert "signed by host.example, not by firm.example" in found.says


@pytest.mark.parametrize(
    ("record", "level", "words"),
    [
        (None, "NO", "is not published"),
        ("v=DKIM1; p=", "NO", "was taken back"),
        ("v=DKIM1; t=y; p=" + "A" * 392, "note", "for tests"),
        ("v=DKIM1; p=" + "A" * 100, "note", "shorter than 1,024 bits"),
    ],
)
async def test_a_key_that_does_not_hold_is_told(
    tmp_path: Path, record: str | None, level: str, words: str
) -> None:
    key: Table = (
        {}
        if record is None
        else {("k1._domainkey.firm.example", "TXT"): [f'"{record[:200]}" "{record[200:]}"']}
    )
    found = (await look(settings(tmp_path), {**spf(GOOD), **key}, [own()]))["DKIM"]
    assert found.level == level
    assert words in found.says


async def test_a_policy_that_is_missing_or_lenient_is_a_note(tmp_path: Path) -> None:
    absent = (await look(settings(tmp_path), spf(GOOD)))["DMARC"]
    assert (absent.level, "v=DMARC1; p=none" in absent.do) == ("note", True)
    table = {**spf(GOOD), ("_dmarc.firm.example", "TXT"): ['"v=DMARC1; p=none"']}
    lenient = (await look(settings(tmp_path), table))["DMARC"]
    assert (lenient.level, lenient.do) == ("note", "")


async def test_a_dns_that_is_silent_accuses_nobody(tmp_path: Path) -> None:
    async with scripted_dns({}, is_silent=True) as server:
        names = Dns(("127.0.0.1", server.port), seconds=0.3)
        findings = await asyncio.to_thread(look_at_domain, settings(tmp_path), [own()], names)
    assert [each.level for each in findings] == ["note"] * 3
    assert all("not known" in each.says for each in findings)


def test_a_provider_s_own_domain_is_the_provider_s_to_keep_and_an_example_is_not_asked_for(
    tmp_path: Path,
) -> None:
    found = settings(tmp_path)
    [example] = look_at_domain(found, ())
    assert "nobody was asked" in example.says
    firm = replace(found.rules.firm, sender="atelier@gmail.com")
    [gmail] = look_at_domain(replace(found, rules=replace(found.rules, firm=firm)), ())
    assert gmail.level == "ok"
    assert "Gmail" in gmail.says or "Google" in gmail.says
