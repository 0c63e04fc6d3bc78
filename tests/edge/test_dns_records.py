"""SPF, DMARC and DKIM records are read as receivers read them; what is broken or strange counts for nothing."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.dns_records import (
    Signature,
    SpfTerm,
    is_askable,
    is_for_examples,
    read_dkim_key,
    read_dmarc,
    read_signature,
    read_spf,
    spf_texts,
)


def test_an_spf_record_is_known_by_its_first_word_alone() -> None:
    texts = ("v=spf1 -all", "V=SPF1 ~all", "v=spf10 -all", "google-site-verification=1", "v=spf1")
    assert spf_texts(texts) == ("v=spf1 -all", "V=SPF1 ~all", "v=spf1")


def test_each_word_of_an_spf_record_is_told_apart() -> None:
    spf = read_spf(
        "v=spf1 a mx/24 include:_spf.Host.example. ip4:192.0.2.0/24 ip6:2001:db8::/32 exp=x.example ~all"
    )
    assert [term.name for term in spf.terms] == ["a", "mx", "include", "ip4", "ip6", "exp", "all"]
    assert spf.terms[2] == SpfTerm("+", "include", "_spf.host.example")
    assert spf.everybody == "~"
    assert [term.name for term in spf.asks] == ["a", "mx", "include"]
    assert [str(network) for network in spf.networks] == ["192.0.2.0/24", "2001:db8::/32"]
    assert spf.faults == ()


@pytest.mark.parametrize(
    "word", ["include", "ip4:300.1.1.1", "ip4:2001:db8::1", "inclued:x.example", "a:", "::"]
)
def test_a_word_that_no_receiver_understands_is_told(word: str) -> None:
    assert bool(read_spf(f"v=spf1 {word} -all").faults) is (word != "include")


def test_an_unknown_modifier_is_passed_over_and_an_unknown_mechanism_is_not() -> None:
    assert read_spf("v=spf1 later=x -all").faults == ()
    assert read_spf("v=spf1 later:x -all").faults == ("later:x",)


@pytest.mark.parametrize(
    ("word", "sign"), [("all", "+"), ("+all", "+"), ("?all", "?"), ("-all", "-"), ("a", "")]
)
def test_who_else_may_send_is_told_by_all(word: str, sign: str) -> None:
    assert read_spf(f"v=spf1 {word}").everybody == sign


def test_a_policy_is_read_with_its_defaults() -> None:
    found = read_dmarc(["x", "v=DMARC1; p=Quarantine; rua=mailto:a@firm.example"])
    assert found is not None
    assert (found.policy, found.below, found.has_reports) == ("quarantine", "quarantine", True)
    assert not found.is_strict_dkim
    strict = read_dmarc(["v=DMARC1;p=reject;sp=none;adkim=s;aspf=s"])
    assert strict is not None
    assert (strict.policy, strict.below, strict.is_strict_dkim, strict.is_strict_spf) == (
        "reject",
        "none",
        True,
        True,
    )


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["v=DMARC1; p=none", "v=DMARC1; p=reject"],
        ["v=DMARC1; p=later"],
        ["v=DMARC12; p=none"],
        ["p=none"],
    ],
)
def test_two_policies_or_none_that_can_be_read_are_none(texts: list[str]) -> None:
    assert read_dmarc(texts) is None


def test_a_policy_that_nobody_understands_but_that_wants_reports_is_none() -> None:
    found = read_dmarc(["v=DMARC1; p=later; rua=mailto:a@firm.example"])
    assert found is not None
    assert found.policy == "none"


def test_a_key_is_whole_revoked_weak_or_for_tests() -> None:
    whole, short = b64encode(b"k" * 294).decode(), b64encode(b"k" * 94).decode()
    key = read_dkim_key([f"v=DKIM1; k=rsa; p={whole[:100]} {whole[100:]}"])
    assert key is not None
    assert (key.is_revoked, key.is_weak, key.is_for_tests) == (False, False, False)
    assert (revoked := read_dkim_key(["v=DKIM1; p="])) is not None
    assert revoked.is_revoked
    assert (weak := read_dkim_key([f"p={short}"])) is not None
    assert weak.is_weak
    assert (modern := read_dkim_key([f"k=ed25519; t=y:s; p={b64encode(b'k' * 32).decode()}"])) is not None
    assert (modern.is_weak, modern.is_for_tests) == (False, True)
    assert read_dkim_key(["v=DKIM1; k=rsa", "p=%", "v=DKIM2; p="]) is None


def test_a_signature_tells_its_domain_and_its_key_and_strange_names_are_nobody_s() -> None:
    header = "v=1; a=rsa-sha256; d=Firm.example; s=k1;\n h=from:to; bh=x; b=abc"
    assert read_signature(header) == Signature("firm.example", "k1")
    for strange in (
        "d=firm.example; s=a b",
        "d=firm; s=k1",
        "s=k1",
        "d=x..example; s=k",
        f"d={'a' * 300}.example; s=k",
    ):
        assert read_signature(strange) is None


def test_only_plain_names_are_asked_for() -> None:
    assert is_askable("_spf.host.example")
    assert not any(map(is_askable, ("%{i}._spf.host.example", "host", "a b.example", "x\n.example", "")))


def test_names_for_examples_are_known() -> None:
    assert all(
        map(is_for_examples, ("firm.example", "a.test", "example.com", "mail.example.org", "box.local"))
    )
    assert not any(map(is_for_examples, ("firm.fr", "example.fr", "testing.com")))


@given(st.text(max_size=300))
def test_whatever_a_record_says_it_is_read(text: str) -> None:
    read_spf(f"v=spf1 {text}")
    read_dmarc([text, f"v=DMARC1; {text}"])
    read_dkim_key([text, f"p={text}"])
    read_signature(text)
