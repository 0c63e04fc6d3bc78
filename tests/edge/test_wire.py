"""Opening a connection: only protected, and never for longer than allowed."""

from collections.abc import Callable

import pytest
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import FakeImap
from servers.patience import soon
from servers.relay import Fault, Relay, Trigger

from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import Unreachable
from relanced.edge.settings import Security

MakeRelay = Callable[..., Relay]


def test_talk_in_clear_to_another_machine_is_refused(account: Account) -> None:
    with pytest.raises(Unreachable, match="in clear"):
        ImapSession.connect(account.settings(host="192.0.2.1"), account.password)


def test_a_certificate_of_an_unknown_authority_is_refused(account: Account) -> None:
    with pytest.raises(Unreachable, match="certificate"):
        ImapSession.connect(account.settings(security=Security.TLS, ca_file=None), account.password)


def test_starttls_that_is_not_offered_is_no_reason_to_go_on_in_clear() -> None:
    with FakeImap() as server, pytest.raises(Unreachable, match="STARTTLS"):
        ImapSession.connect(server.settings(security=Security.STARTTLS), "x")
    assert server.said == ["CAPABILITY"]


def test_a_closed_port_is_unreachable(account: Account) -> None:
    with pytest.raises(Unreachable, match="check host, port"):
        ImapSession.connect(account.settings(port=1), account.password)


def test_a_silent_server_costs_no_more_than_the_timeout() -> None:
    with soon(), FakeImap(greeting=b"") as server, pytest.raises(Unreachable):
        ImapSession.connect(server.settings(), "x", connect_timeout=0.2)


@pytest.mark.parametrize("security", list(Security))
def test_a_dripping_server_costs_no_more_than_both_timeouts(
    account: Account, relay: MakeRelay, security: Security
) -> None:
    port = account.server.tls_port if security is Security.TLS else account.server.port
    slow = relay(port, Trigger(Fault.DRIP, after=1))
    with soon(), pytest.raises(Unreachable):
        ImapSession.connect(
            account.settings(security, port=slow.port), PASSWORD, connect_timeout=0.5, read_timeout=0.3
        )
