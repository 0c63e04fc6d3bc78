"""Genuine mails stay believed, in whatever shape the receiving server writes its headers."""

import pytest
from forged_notices import BANK, mail
from trust_world import is_believed

from relanced.intake.message import parse_message
from relanced.intake.trust import authenticate, authserv_id

DAY = "Thu, 15 Oct 2020 08:00:03 +0200"
EDGE = (
    f"Received: from out.{BANK} (out.{BANK}. [203.0.113.7])\r\n    by {{}} with ESMTPS id c3si4;\r\n    {DAY}"
)
OK = f"dkim=pass header.d={BANK}; spf=pass smtp.mailfrom=b@{BANK}; dmarc=pass header.from={BANK}"


def results(text: str) -> str:
    return f"Authentication-Results: {text}"


STYLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Gmail: a queue's line above its edge's": (
        "mx.google.example",
        (
            "Delivered-To: compta@firm.example",
            f"Received: by 2002:a05:6402:1a4e:b0:5c9 with SMTP id bf14csp;\r\n        {DAY}",
            "ARC-Authentication-Results: i=1; mx.google.example; dkim=fail",
            EDGE.format("mx.google.example"),
            f"Received-SPF: pass (google.example: domain of b@{BANK} designates 203.0.113.7 as permitted sender)",
            results(
                f"mx.google.example;\r\n       dkim=pass header.i=@{BANK} header.s=k1 header.b=AbC;\r\n       spf=pass"
                f" (google.example: domain of b@{BANK} designates 203.0.113.7) smtp.mailfrom=b@{BANK};"
                f"\r\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from={BANK}"
            ),
        ),
    ),
    "Fastmail: a name for each host, results on four lines": (
        "*.messaging.example",
        (
            f"Received: from phl-8.internal (phl-8.internal [10.202.2.48])\r\n\t by sloti1 with LMTPA; {DAY}",
            f"Received: from mx3 ([10.202.2.202])\r\n  by phl-8.internal (LMTPProxy);\r\n  {DAY}",
            results(
                "mx3.messaging.example; x-csa=none; x-ptr=pass smtp.helo=out.example policy.ptr=out.example"
            ),
            results("mx3.messaging.example; bimi=none (No BIMI records found)"),
            results("mx3.messaging.example; arc=none (no signatures found)"),
            results(f"mx3.messaging.example; {OK} policy.published-domain-policy=reject"),
            EDGE.format("mx3.messaging.example"),
        ),
    ),
    "iCloud: each method under a name of its own": (
        "dmarc.cloud.example",
        (
            EDGE.format("p00-mailgateway.cloud.example"),
            results('bimi.cloud.example; bimi=skipped reason="insufficient dmarc"'),
            results(f"dmarc.cloud.example; dmarc=pass header.from={BANK}"),
            results(
                f"dkim-verifier.cloud.example; dkim=pass (2048-bit key) header.d={BANK} header.i=@{BANK} header.b=A"
            ),
            results(f"spf.cloud.example; spf=pass (domain of b@{BANK} designates) smtp.mailfrom=b@{BANK}"),
        ),
    ),
    "OVH: handed on within its own network": (
        "in40.mail.host.example",
        (
            "Delivered-To: compta@firm.example",
            f"Received: from vr48.mail.host.example (unknown [10.101.8.48])\r\n\tby vr4.mail.host.example; {DAY}",
            f"Received: from in40.mail.host.example (unknown [10.101.4.40])\r\n\tby vr48.mail.host.example; {DAY}",
            EDGE.format("in40.mail.host.example (Postfix)"),
            results(f"in40.mail.host.example; dmarc=pass (p=reject dis=none) header.from={BANK}"),
            results(
                f'in40.mail.host.example; dkim=pass (2048-bit key; unprotected) header.d={BANK} header.b="Txpx5K4S"'
            ),
        ),
    ),
    "Gandi: handed on between hosts whose names are its own": (
        "spool.mail.hosting.example",
        (
            (
                "Received: from spool.mail.hosting.example (spool5.mail.hosting.example [198.51.100.178])\r\n\tby nm1"
                f" (Postfix) with ESMTP id 3F\r\n\tfor <compta@firm.example>; {DAY}"
            ),
            EDGE.format("spool.mail.hosting.example (Postfix)"),
            results(f"spool.mail.hosting.example; {OK} (policy=reject)"),
        ),
    ),
    "Infomaniak: through a socket, DMARC on top": (
        "mx.infoserver.example",
        (
            f"Received: from mda.infoserver.example ([unix socket])\r\n\tby mail9 with LMTPA; {DAY}",
            results(f"mx.infoserver.example; dmarc=pass (p=reject dis=none) header.from={BANK}"),
            results(
                f"mx.infoserver.example;\r\n\tdkim=pass (2048-bit key; unprotected) header.d={BANK} header.i=@{BANK}"
            ),
            EDGE.format("smtpin.infoserver.example"),
        ),
    ),
    "Postfix with OpenDKIM and OpenDMARC": (
        "mx.firm.example",
        (
            "Return-Path: <b@banque-rivage.example>",
            "X-Original-To: compta@firm.example",
            results(f"mx.firm.example; dmarc=pass (p=quarantine dis=none) header.from={BANK}"),
            results(
                f"mx.firm.example;\r\n\tdkim=pass (2048-bit key; unprotected) header.d={BANK} header.a=rsa-sha256"
            ),
            EDGE.format("mx.firm.example (Postfix)"),
        ),
    ),
    "Postfix with a filter that takes the mail in again": (
        "mx.firm.example",
        (
            f"Received: from localhost (localhost [127.0.0.1])\r\n\tby mx.firm.example (Postfix) with ESMTP; {DAY}",
            (
                "Received: from mx.firm.example ([127.0.0.1])\r\n\tby localhost (mx [127.0.0.1]) (amavisd-new,"
                f" port 10024)\r\n\twith ESMTP id x; {DAY}"
            ),
            EDGE.format("mx.firm.example (Postfix)"),
            results(f"mx.firm.example; {OK}"),
        ),
    ),
    "rspamd": (
        "mail.firm.example",
        (
            f"Received: by mail.firm.example with LMTP id KA; {DAY}",
            EDGE.format("mail.firm.example (Postfix)"),
            results(
                f"mail.firm.example;\r\n\tdkim=pass header.d={BANK} header.b=Qx;\r\n\tspf=pass (mail.firm.example:"
                f" domain of b@{BANK} designates 203.0.113.7) smtp.mailfrom=b@{BANK};\r\n\tdmarc=pass"
                f" (policy=reject) header.from={BANK};\r\n\tarc=none"
            ),
        ),
    ),
    "Exim": (
        "firm.example",
        (
            "Envelope-to: compta@firm.example",
            (
                f"Received: from out.{BANK} ([203.0.113.7])\r\n\tby firm.example with esmtps (Exim 4.96)\r\n\t"
                f"(envelope-from <b@{BANK}>)\r\n\tid 1kT-00-AB\r\n\tfor compta@firm.example; {DAY}"
            ),
            results(
                f"firm.example;\r\n\tiprev=pass smtp.remote-ip=203.0.113.7;\r\n\tspf=pass smtp.mailfrom={BANK};\r\n\t"
                f"dkim=pass header.d={BANK} header.s=k1 header.a=rsa-sha256;\r\n\tdmarc=pass header.from={BANK}"
            ),
        ),
    ),
    "Yahoo: a name for each host": (
        "*.mail.example",
        (
            f"Received: from 10.197.36.77\r\n by atlas206.free.mail.example pod-id NONE with HTTPS; {DAY}",
            results(
                f"atlas206.free.mail.example;\r\n dkim=pass header.i=@{BANK} header.s=k1;\r\n spf=pass"
                f" smtp.mailfrom={BANK};\r\n dmarc=pass(p=REJECT) header.from={BANK};"
            ),
            EDGE.format("10.197.36.77"),
        ),
    ),
    "a bank without a policy": (
        "mx.firm.example",
        (
            EDGE.format("mx.firm.example"),
            results(f"mx.firm.example; dkim=pass header.d={BANK}; dmarc=none"),
        ),
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_genuine_mail_is_believed_on_every_server(style: str) -> None:
    server, top = STYLES[style]
    assert is_believed(mail(None, top=top), ids=(server,))
    assert not is_believed(mail(None, top=top), ids=("mx.other.example",))


@pytest.mark.parametrize("style", STYLES)
def test_the_name_that_is_shown_to_the_owner_is_the_one_to_write_down(style: str) -> None:
    server, top = STYLES[style]
    shown = authserv_id(parse_message(mail(None, top=top)))
    assert shown is not None
    assert shown == server or shown.endswith(server.removeprefix("*"))


OUTLOOK = (
    f"Received: from DB9.prod.outlook.example (2603:10a6::5) by PR3.prod.outlook.example with HTTPS; {DAY}",
    f"Received: from DB5.mail.outlook.example (2603:10a6::9) by DB9.prod.outlook.example; {DAY}",
    results(
        f"spf=pass (sender IP is 203.0.113.7)\r\n smtp.mailfrom={BANK}; dkim=pass (signature was verified)\r\n"
        f" header.d={BANK};dmarc=pass action=none\r\n header.from={BANK};compauth=pass reason=100"
    ),
)


def test_outlook_writes_no_name_so_no_name_makes_it_believed() -> None:
    raw = mail(None, top=OUTLOOK)
    assert authserv_id(parse_message(raw)) == ""
    for ids in (("",), ("*.",), ("spf=pass",), ("mx.firm.example",)):
        assert not authenticate(parse_message(raw), ids).passed
