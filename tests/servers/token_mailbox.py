"""A provider of tokens and a real Dovecot that asks it whose each token is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from servers.dovecot import Account, Dovecot, find_dovecot
from servers.scripted_oauth import ScriptedOAuth, scripted_oauth

MECHANISMS = "plain login xoauth2 oauthbearer"


@contextmanager
def token_server(mechanisms: str = MECHANISMS) -> Iterator[tuple[ScriptedOAuth, Dovecot]]:
    """Both, running; skips where there is no Dovecot."""
    binary = find_dovecot()
    if binary is None:
        pytest.skip("Dovecot is not installed (Debian: apt install dovecot-imapd)")
    with scripted_oauth() as oauth, Dovecot(binary, oauth.url, mechanisms) as dovecot:
        yield oauth, dovecot


@contextmanager
def token_mailbox() -> Iterator[tuple[ScriptedOAuth, Account]]:
    """One mailbox, whose user the provider's tokens name."""
    with token_server() as (oauth, dovecot):
        account = dovecot.account()
        oauth.user = account.user
        yield oauth, account
