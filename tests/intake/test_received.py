"""When a mail reached our server, and which of its hops were our own provider's."""

from datetime import UTC, datetime

import pytest

from relanced.intake.message import parse_message
from relanced.intake.received import arrived_at, is_own_hop

NEW = "Received: from a.example by mx.firm.example; Thu, 15 Oct 2020 08:00:03 +0200 (CEST)"
OLD = "Received: from b.example by a.example; Mon, 14 Sep 2020 08:00:00 +0200"


@pytest.mark.parametrize(
    ("headers", "day"),
    [
        ((NEW, OLD), 15),
        ((OLD, NEW), 14),
        (
            (
                "Received: from x (helo=;Mon, 1 Jan 2001 00:00:00 +0000) by m; Thu, 15 Oct 2020 06:00:00 +0000",
            ),
            15,
        ),
        (("Received: by m with SMTP id x;\r\n        Thu, 15 Oct 2020 06:00:00 -0000",), 15),
    ],
)
def test_the_topmost_line_tells_the_arrival_whatever_stands_below(headers: tuple[str, ...], day: int) -> None:
    came = arrived_at(parse_message("\r\n".join([*headers, "From: a@b.example", "", "x"]).encode()))
    assert came is not None
    assert came.astimezone(UTC).replace(second=0) == datetime(2020, came.month, day, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        "X-Received: by m; Thu, 15 Oct 2020 08:00:03 +0200",
        "Received: from a by b; soon",
        "Received: from a by b",
        f"Received: from a by b {'x' * 17_000}; Thu, 15 Oct 2020 08:00:03 +0200",
    ],
)
def test_a_line_that_tells_no_time_tells_none(header: str) -> None:
    assert arrived_at(parse_message(f"{header}\r\nFrom: a@b.example\r\n\r\nx".encode())) is None


@pytest.mark.parametrize(
    "hop",
    [
        "by 2002:a05:6402::1 with SMTP id x; Thu",
        "from x.internal (x.internal [10.202.2.41]) by y with LMTPA; Thu",
        "from localhost (localhost [127.0.0.1]) by y; Thu",
        "from localhost ([IPv6:::1]) by y; Thu",
        "from x (unknown [IPv6:fd00::7]) by y; Thu",
        "from x ([unix socket]) by y with LMTPA; Thu",
        "from spool (spool5.mail.host.example [198.51.100.178]) by y; Thu",
        "from x (mail.host.example. [198.51.100.178]) by y; Thu",
    ],
)
def test_a_hop_within_our_provider(hop: str) -> None:
    assert is_own_hop(hop, "in.mail.host.example")


@pytest.mark.parametrize(
    "hop",
    [
        "from in.mail.host.example (unknown [198.51.100.178]) by y; Thu",
        "from in.mail.host.example (198.51.100.178) by y; Thu",
        "from in.mail.host.example by y; Thu",
        "from [10.0.0.1] (evil.example [198.51.100.178]) by y; Thu",
        "from x (vps7.host.example [198.51.100.178]) by y; Thu",
        "from x (evilmail.host.example [198.51.100.178]) by y; Thu",
        "from x (a.mail.host.example [198.51.100.178] (may be forged)) by y; Thu",
        "from x ([10.0.0.1]) by z (evil.example [198.51.100.178]) by y; Thu",
        "from x (a.mail.host.example [ (evil.example [198.51.100.178]) by y; Thu",
        "from x ([999.0.0.1]) by y; Thu",
        "from x ([192.0.2.1]) by y; Thu",
        "to whom it may concern by y",
        "from x",
        "",
    ],
)
def test_a_hop_from_outside_whatever_it_calls_itself(hop: str) -> None:
    assert not is_own_hop(hop, "in.mail.host.example")


def test_a_nameless_server_has_no_hosts() -> None:
    assert not is_own_hop("from x (a.example [198.51.100.178]) by y; Thu", "")
