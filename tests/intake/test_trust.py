"""Whose word counts about who sent a mail: our own server's topmost header, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.message import parse_message
from relanced.intake.trust import Trust, authenticate

IDS = ("mx.firm.example",)
PASS = "mx.firm.example; dkim=pass header.d=bank.example; spf=pass; dmarc=pass header.from=bank.example"
FAIL = "mx.firm.example; dkim=none; spf=fail; dmarc=fail (p=REJECT) header.from=bank.example"


def judged(
    *results: str,
    sender: str = "Bank <alerts@bank.example>",
    ids: tuple[str, ...] = IDS,
    relays: tuple[str, ...] = (),
) -> Trust:
    headers = [f"Authentication-Results: {result}" for result in results]
    raw = "\r\n".join([*headers, *(f"From: {s}" for s in sender.split("\n")), "Subject: x", "", "text"])
    return authenticate(parse_message(raw.encode()), ids, relays)


@pytest.mark.parametrize(
    "result",
    [
        PASS,
        "mx.firm.example 1; dmarc=pass header.from=bank.example",
        "MX.Firm.Example; DMARC=Pass header.From=Bank.Example",
        "(our own) mx.firm.example (postfix) 1; dmarc=pass (p=reject (sub (deep)) dis=none) header.from=bank.example",
        '"mx.firm.example"; dmarc=pass reason="all; good" header.from="bank.example"',
        "mx.firm.example;\r\n\tdkim=pass\r\n\t header.d=bank.example;\r\n\tdmarc=pass\r\n header.from=bank.example",
        "mx.firm.example; dkim=pass header.d=bank.example header.s=k; dmarc=none header.from=bank.example",
        "mx.firm.example; dkim=pass header.i=@bank.example",
        "mx.firm.example; dkim=fail header.d=list.example; dkim=pass header.d=bank.example header.i=@mail.bank.example",
    ],
)
def test_our_servers_pass_is_believed(result: str) -> None:
    assert judged(result).passed
    assert judged(result).domain == "bank.example"


@pytest.mark.parametrize(
    "result",
    [
        FAIL,
        "mx.firm.example; none",
        "mx.firm.example",
        "mx.firm.example; spf=pass smtp.mailfrom=bank.example",  # SPF alone says nothing about From
        "mx.firm.example; dmarc=pass header.from=other.example",
        "mx.firm.example; dmarc=pass header.from=notbank.example",
        "mx.firm.example; dmarc=pass",
        "mx.firm.example; dmarc=fail header.from=bank.example; dmarc=pass header.from=bank.example",
        "mx.firm.example; dmarc=temperror header.from=bank.example; dkim=pass header.d=bank.example",
        "mx.firm.example; dkim=pass header.d=mailer.example; dmarc=none header.from=bank.example",
        "mx.firm.example; dkim=pass header.d=evilbank.example",
        "mx.firm.example; dkim=pass header.d=bank.example.evil.example",
        "mx.firm.example; dkim=pass header.d=sub.bank.example",  # a sub-domain does not speak for its parent
        "mx.firm.example; dkim=pass header.d=example",  # nor a top-level name for anybody
        "mx.firm.example; dkim=pass header.d=evil.example header.i=@bank.example",
        "mx.firm.example; dkim=neutral header.d=bank.example",
        "mx.firm.example; (dmarc=pass header.from=bank.example) dmarc=fail header.from=bank.example",
        'mx.firm.example; spf=fail smtp.mailfrom="a; dmarc=pass header.from=bank.example"@evil.example',
        'mx.firm.example; spf=fail reason="dmarc=pass header.from=bank.example"',
        "mx.firm.example (unclosed; dmarc=pass header.from=bank.example",
        "mx.firm.example.evil.example; dmarc=pass header.from=bank.example",
        "evil.example; dmarc=pass header.from=bank.example",
        "spf=pass smtp.mailfrom=bank.example; dmarc=pass header.from=bank.example",  # no authserv-id
        "",
    ],
)
def test_everything_else_is_not(result: str) -> None:
    assert not judged(result).passed


def test_only_the_topmost_header_of_our_server_counts() -> None:
    assert not judged(FAIL, PASS).passed
    assert judged(PASS, FAIL).passed
    assert judged(PASS, "relay.bank.example; dmarc=fail header.from=bank.example").passed
    assert not judged("mx2.firm.example; dmarc=fail header.from=bank.example", PASS).passed
    assert not judged("relay.bank.example; dmarc=pass header.from=bank.example", FAIL).passed


def test_without_configured_servers_nothing_is_authenticated() -> None:
    assert not judged(PASS, ids=()).passed
    assert "authserv_ids" in judged(PASS, ids=()).because


def test_a_header_that_only_the_sender_wrote_is_nothing() -> None:
    trust = judged("mx.bank.example; dmarc=pass header.from=bank.example")
    assert not trust.passed
    assert "mx.firm.example" in trust.because


@pytest.mark.parametrize(
    "sender",
    [
        "a@bank.example, b@evil.example",
        "a@bank.example, evil",
        "a@bank.example\nb@bank.example",
        "a@bank.example <evil@evil.example>",
        "<a@bank.example> <b@evil.example>",
        "undisclosed: a@bank.example;",
        "not an address",
        "a@bänk.example",
        '"Bank <a@bank.example>',
        "",
    ],
)
def test_a_from_that_is_not_one_plain_address_is_nobody(sender: str) -> None:
    assert not judged(PASS, sender=sender).passed


def test_a_comma_within_quotes_is_part_of_a_name() -> None:
    assert judged(PASS, sender='"Bank, the" <alerts@bank.example>').passed


def test_a_signature_broken_by_a_relay_is_told_apart_and_not_believed() -> None:
    broken = judged(
        "mx.firm.example; dkim=fail header.d=bank.example; spf=neutral; dmarc=fail header.from=bank.example"
    )
    assert broken.broken_signature
    assert not broken.passed
    assert not judged(FAIL).broken_signature
    forged = "mx.firm.example; dkim=fail header.d=bank.example; spf=fail; dmarc=fail header.from=bank.example"
    assert not judged(forged).broken_signature


@pytest.mark.parametrize(
    "spf",
    [
        "spf=pass smtp.mailfrom=x@evil.example",
        "spf=neutral smtp.mailfrom=x@evil.example",
        "spf=neutral smtp.mailfrom=x@bank.example.evil.example",
        "spf=none smtp.mailfrom=x@evil.example",
        "spf=none",
        "spf=permerror smtp.mailfrom=x@bank.example",
        "spf=softfail smtp.mailfrom=x@bank.example",
        "spf=fail smtp.mailfrom=x@evil.example; spf=neutral smtp.helo=bank.example",
        "spf=neutral smtp.helo=bank.example",
        "spf=pass smtp.mailfrom=x@sub.firm.example",
        "x-nothing=none",
    ],
)
def test_a_signature_that_anybody_made_up_is_not_one_that_a_relay_broke(spf: str) -> None:
    result = f"mx.firm.example; dkim=fail header.d=bank.example; {spf}; dmarc=fail header.from=bank.example"
    assert not judged(result, relays=("@firm.example",)).broken_signature


def test_what_another_mailbox_of_the_firm_forwarded_is_told_apart() -> None:
    result = "mx.firm.example; dkim=fail header.d=bank.example; spf=pass smtp.mailfrom=srs0=x@firm.example"
    assert judged(result, relays=("@firm.example",)).broken_signature
    assert not judged(result, relays=("compta@firm.example",)).broken_signature
    assert not judged(result, relays=("@firm.example",)).passed


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\r\n"), max_size=300))
def test_no_text_below_a_failing_verdict_makes_it_pass(forged: str) -> None:
    assert not judged(FAIL, forged, PASS).passed


@given(st.text(alphabet='();="\\ .adimprsxfbnkgelohc', max_size=200))
def test_a_strange_mail_address_smuggles_nothing_in(local: str) -> None:
    quoted = '"' + local.replace("\\", "").replace('"', "") + '"@evil.example'
    result = f"mx.firm.example; spf=fail smtp.mailfrom={quoted}; dmarc=fail header.from=bank.example"
    assert not judged(result).passed


def test_an_encoded_word_that_our_server_copied_is_not_decoded_into_a_verdict() -> None:
    """The sender's address is his to choose, and our server quotes it in its own header."""
    raw = (
        b"Authentication-Results: mx.firm.example; spf=pass"
        b" smtp.mailfrom==?utf-8?q?a=3Bdkim=3Dpass_header=2Ed=3Dbank=2Eexample=3B?=@evil.example;"
        b" dmarc=none header.from=bank.example\r\nFrom: x@bank.example\r\n\r\nx"
    )

    assert not authenticate(parse_message(raw), ("mx.firm.example",)).passed


def verdict_of(*lines: str) -> Trust:
    return authenticate(parse_message("\r\n".join([*lines, "", "text"]).encode()), IDS)


OURS = f"Authentication-Results: {PASS}"
FOREIGN = "Authentication-Results: relay.bank.example; dmarc=fail header.from=bank.example"
FROM = "From: Bank <alerts@bank.example>"
HOP = "Received: from somewhere by elsewhere; Thu, 15 Oct 2026 08:00:00 +0200"


@pytest.mark.parametrize(
    "lines",
    [
        (OURS, HOP, HOP, FOREIGN, FROM),
        (HOP, OURS, HOP, FOREIGN, FROM),
        ("Return-Path: <x@bank.example>", HOP, OURS, FOREIGN, "DKIM-Signature: v=1", FROM),
    ],
)
def test_our_header_counts_above_or_below_our_own_received_line(lines: tuple[str, ...]) -> None:
    assert verdict_of(*lines).passed


@pytest.mark.parametrize(
    "lines",
    [
        (HOP, HOP, OURS, FROM),
        (HOP, FROM, OURS),
        (HOP, "To: us@firm.example", OURS, FROM),
        (HOP, "Date: Thu, 15 Oct 2026 08:00:00 +0200", OURS, FROM),
        (HOP, "Subject: x", OURS, FROM),
        (FOREIGN, HOP, OURS, FROM),
    ],
)
def test_a_header_that_stands_where_only_a_sender_writes_is_nothing(lines: tuple[str, ...]) -> None:
    assert not verdict_of(*lines).passed


@pytest.mark.parametrize(
    "results",
    [
        "spf=fail smtp.mailfrom=x; dmarc=pass header.from=bank.example",
        "spf=fail smtp.mailfrom=; dmarc=pass header.from=bank.example",
        "spf=fail smtp.mailfrom=a@b.example; dmarc=pass header.from=bank.example; z@evil.example",
        "spf=fail smtp.mailfrom=a@b.example; dmarc=pass header.from=bank.example; spf=pass smtp.mailfrom=a@c.example",
        "dmarc=pass header.from=bank.example; spf=fail smtp.mailfrom=b.example; dmarc=pass header.from=bank.example",
        'spf=fail smtp.mailfrom="a b"@evil.example; dmarc=pass header.from=bank.example',
        "spf=fail envelope-from=x; dkim=pass header.d=bank.example",
    ],
)
def test_results_that_an_envelope_sender_may_have_brought_are_refused(results: str) -> None:
    assert not judged(f"mx.firm.example; {results}").passed


@pytest.mark.parametrize(
    "spf",
    [
        "spf=pass smtp.mailfrom=bank.example",
        "spf=pass smtp.mailfrom=bounce+1=us=firm.example@mail.bank.example",
        'spf=pass smtp.mailfrom="alerts@bank.example"',
        "spf=none smtp.mailfrom=<>",
        "spf=pass smtp.helo=out.bank.example; spf=pass smtp.mailfrom=alerts@bank.example",
        "spf=pass (sender is ours; really) smtp.mailfrom=<alerts@bank.example>",
    ],
)
def test_plain_envelope_senders_are_no_reason_to_doubt(spf: str) -> None:
    assert judged(f"mx.firm.example; {spf}; dmarc=pass action=none header.from=bank.example;").passed


def test_a_from_with_a_space_before_its_colon_is_a_second_from() -> None:
    message = parse_message(f"{OURS}\r\n{FROM}\r\n\r\ntext".encode())
    twice = replace(message, headers=(*message.headers, ("from ", "evil@evil.example")))
    assert authenticate(message, IDS).passed
    assert not authenticate(twice, IDS).passed


def test_a_provider_with_a_name_for_each_host_is_named_by_its_domain() -> None:
    ids = ("*.mail.example",)
    for server in ("mx1.mail.example", "a.b.mail.example"):
        assert judged(f"{server}; dmarc=pass header.from=bank.example", ids=ids).passed
    for server in (
        "mail.example",
        "evilmail.example",
        "mx1.mail.example.evil.example",
        ".mail.evil.example",
        "",
    ):
        assert not judged(f"{server}; dmarc=pass header.from=bank.example", ids=ids).passed


def test_results_that_say_nothing_of_the_sender_are_passed_over_and_others_are_not() -> None:
    beside = "mx.firm.example; bimi=none; arc=none; x-ptr=pass"
    assert judged(beside, PASS).passed
    assert not judged(beside, FAIL, PASS).passed
    for other in (
        "mx.firm.example; iprev=pass",
        "mx.firm.example; auth=pass",
        "mx.firm.example; none",
        "evil.example",
    ):
        assert not judged(other, PASS).passed


def test_a_signature_over_a_part_of_the_text_counts_only_straight_from_the_bank() -> None:
    signature = "DKIM-Signature: v=1; d=bank.example; l=40; h=from:date; b=x"
    straight = OURS.replace("spf=pass", "spf=pass smtp.mailfrom=b@bank.example")
    assert verdict_of(straight, signature, FROM).passed
    assert not verdict_of(OURS, signature, FROM).passed
    assert verdict_of(OURS, signature.replace("l=40", "s=l"), FROM).passed
    assert verdict_of(OURS, signature.replace("bank.example", "mailer.example"), FROM).passed
