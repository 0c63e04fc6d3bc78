"""Access tokens: one request for all who ask, ahead of the end, never a storm, never a lost refresh token."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from edge.oauth.oauth_makers import kept, sign_in_to, signed_in, token_of
from servers.scripted_oauth import Hang, No, Raw, ScriptedOAuth, scripted_oauth

from relanced.edge.credentials import SignInAway, SignInNeeded
from relanced.edge.hidden import hide
from relanced.edge.oauth import asking, keeper, token_file
from relanced.edge.oauth.keeper import bearer
from relanced.edge.oauth.standing import waits_for_login
from relanced.edge.oauth.token_file import keep_tokens
from relanced.edge.settings import FromFile, Provider

_OVER = No(400, "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.")


@pytest.fixture
def oauth() -> Iterator[ScriptedOAuth]:
    with scripted_oauth() as running:
        yield running


def test_a_token_is_asked_for_once_and_kept(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    assert token_of(sign_in) == token_of(sign_in)
    [asked] = oauth.asked
    assert asked.form["client_id"] == "client-of-the-tests"
    assert "offline_access" in asked.form["scope"]
    assert "client_secret" not in asked.form


def test_the_application_s_secret_goes_along_where_there_is_one(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret of the application\n")
    secret.chmod(0o600)
    sign_in = sign_in_to(oauth, tmp_path, provider=Provider.GOOGLE, client_secret=FromFile(secret))
    signed_in(oauth, sign_in)
    token_of(sign_in)
    assert oauth.asked[0].form["client_secret"] == "s3cret of the application"


def test_a_rotated_refresh_token_takes_the_place_of_the_old_one(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    old = signed_in(oauth, sign_in).refresh_token
    token_of(sign_in)
    assert kept(sign_in).refresh_token not in {old, ""}
    assert kept(sign_in).refresh_token in oauth.good_refresh
    assert sign_in.tokens.stat().st_mode & 0o777 == 0o600
    assert sign_in.tokens.parent.stat().st_mode & 0o777 == 0o700


def test_a_provider_that_does_not_rotate_leaves_the_old_one(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    oauth.rotates = False
    sign_in = sign_in_to(oauth, tmp_path)
    old = signed_in(oauth, sign_in).refresh_token
    token_of(sign_in)
    assert kept(sign_in).refresh_token == old


def test_a_token_is_renewed_ahead_of_its_end(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    first, now = token_of(sign_in), time.time()
    keep_tokens(sign_in.tokens, replace(kept(sign_in), expires_at=now + 301, obtained_at=now - 3000))
    assert token_of(sign_in) == first
    keep_tokens(sign_in.tokens, replace(kept(sign_in), expires_at=now + 299, obtained_at=now - 3000))
    assert token_of(sign_in) != first


def test_a_token_that_lives_for_minutes_only_is_not_asked_for_each_time(
    oauth: ScriptedOAuth, tmp_path: Path
) -> None:
    oauth.life_s = 240
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    assert token_of(sign_in) == token_of(sign_in)


def test_a_token_from_the_future_is_not_believed(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    later = time.time() + 86_400
    signed_in(oauth, sign_in, access_token="of-tomorrow", obtained_at=later, expires_at=later + 3600)
    assert token_of(sign_in) != "of-tomorrow"


def test_threads_that_ask_at_once_are_one_request(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    oauth.slow_s = 0.2
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    with ThreadPoolExecutor(8) as threads:
        tokens = set(threads.map(lambda _: token_of(sign_in), range(8)))
    assert len(tokens) == 1
    assert oauth.grants() == 1


_ASK = """
import sys
from pathlib import Path
from relanced.edge.settings import Provider, SignIn
from relanced.edge.credentials import read_login
sign_in = SignIn(provider=Provider.MICROSOFT, user="facturation@firm.example", client_id="client-of-the-tests",
    client_secret=None, tenant="common", tokens=Path(sys.argv[1]), server=sys.argv[2])
sys.stdin.readline()
print(read_login(sign_in).token)
"""


def _asker(tokens: Path, url: str, before: str = "") -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", before + _ASK, str(tokens), url]
    return subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_processes_that_ask_at_once_are_one_request(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    oauth.slow_s = 0.3
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    askers = [_asker(sign_in.tokens, oauth.url) for _ in range(2)]
    said = []
    with ThreadPoolExecutor(2) as threads:
        for out, err in threads.map(lambda each: each.communicate("go\n", 60), askers):
            assert not err
            said.append(out)
    assert said[0] == said[1] != ""
    assert oauth.grants() == 1


_KILLED = """
import os, signal
from relanced.edge.oauth import keeper
keeper.write_tokens = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
_KILLED_WRITING = """
import os, signal
from pathlib import Path
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("death", [_KILLED, _KILLED_WRITING], ids=["before writing", "while writing"])
@pytest.mark.parametrize("rotates", [False, True], ids=["lenient", "strict"])
def test_a_death_between_the_answer_and_the_disk_is_got_over_or_told(
    oauth: ScriptedOAuth, tmp_path: Path, death: str, rotates: bool
) -> None:
    """Microsoft goes on taking the old refresh token, and Google does not rotate; one that is strict wants a login."""
    oauth.rotates = rotates
    sign_in = sign_in_to(oauth, tmp_path)
    old = signed_in(oauth, sign_in)
    dying = _asker(sign_in.tokens, oauth.url, death)
    dying.communicate("go\n", 60)
    assert dying.returncode == -9
    assert oauth.grants() == 1
    assert kept(sign_in) == old
    if rotates:
        with pytest.raises(SignInNeeded, match="relanced login"):
            token_of(sign_in)
    else:
        assert token_of(sign_in) in oauth.good_access


def test_an_end_of_the_sign_in_is_asked_about_once_by_all_and_for_ever(
    oauth: ScriptedOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oauth.says = [_OVER]
    sign_in = sign_in_to(oauth, tmp_path)
    old = signed_in(oauth, sign_in)
    for _ in range(5):
        with pytest.raises(SignInNeeded, match="run «relanced login»") as told:
            token_of(sign_in)
        monkeypatch.setattr(keeper, "_keepers", {})  # as a process that starts anew
    assert "AADSTS700082" in str(told.value)
    assert len(oauth.asked) == 1
    assert kept(sign_in).refresh_token == old.refresh_token
    assert "AADSTS700082" in waits_for_login(sign_in)


def test_a_new_sign_in_is_taken_up_by_who_waits(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    oauth.says = [_OVER]
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    with pytest.raises(SignInNeeded):
        token_of(sign_in)
    signed_in(oauth, sign_in)
    assert token_of(sign_in) in oauth.good_access
    assert waits_for_login(sign_in) == ""


@pytest.mark.parametrize("error", ["interaction_required", "login_required", "consent_required"])
def test_whatever_only_a_person_can_answer_waits_for_him(
    oauth: ScriptedOAuth, tmp_path: Path, error: str
) -> None:
    oauth.says = [No(400, error)]
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    for _ in range(2):
        with pytest.raises(SignInNeeded, match="relanced login"):
            token_of(sign_in)
    assert len(oauth.asked) == 1


def test_nobody_signed_in_yet_asks_nobody(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    with pytest.raises(SignInNeeded, match=r"nobody has signed in yet.*relanced login"):
        token_of(sign_in)
    assert not oauth.asked
    assert not sign_in.tokens.parent.exists()


def test_tokens_of_another_application_are_not_tried(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in, client_id="another")
    with pytest.raises(SignInNeeded, match="client_id"):
        token_of(sign_in)
    assert not oauth.asked


def test_a_wrong_application_is_not_asked_about_each_round_and_ends_no_sign_in(
    oauth: ScriptedOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oauth.says = [No(401, "invalid_client", "AADSTS7000222: The provided client secret keys are expired.")]
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    for _ in range(3):
        with pytest.raises(SignInNeeded, match="client secret has run out"):
            token_of(sign_in)
    assert len(oauth.asked) == 1
    monkeypatch.setattr(keeper, "_keepers", {})  # as once [oauth] was mended, and read again
    assert token_of(sign_in) in oauth.good_access


@pytest.mark.parametrize(
    "says",
    [
        No(503),
        No(500, "server_error"),
        No(400, "temporarily_unavailable"),
        No(400, "invalid_grant", "AADSTS90033: A transient error has occurred. Please try again."),
        No(429, "invalid_grant"),
        Raw(b"<html>a proxy</html>"),
        Raw(b"[1]"),
        Raw(b"{}"),
        Raw(b"[" * 100_000),
        Raw(b'{"access_token": "line\\r\\nRCPT TO:<x@evil.example>"}'),
        Raw(b" " * 300_000),
        Raw(b'{"access_token": 1}'),
    ],
    ids=lambda says: str(says)[:40],
)
def test_a_provider_in_trouble_is_let_alone_and_asked_again_later(
    oauth: ScriptedOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: No | Raw
) -> None:
    oauth.says = [says]
    sign_in = sign_in_to(oauth, tmp_path)
    old = signed_in(oauth, sign_in)
    for _ in range(3):
        with pytest.raises(SignInAway):
            token_of(sign_in)
    assert len(oauth.asked) == 1
    assert kept(sign_in) == old
    beyond = time.monotonic() + 4
    monkeypatch.setattr("relanced.edge.oauth.keeper.time.monotonic", lambda: beyond)
    assert token_of(sign_in) in oauth.good_access


def test_a_provider_that_hangs_or_cannot_be_reached_costs_a_bounded_time(
    oauth: ScriptedOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking.ask, "__defaults__", (0.3,))
    oauth.says = [Hang(2)]
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    begun = time.monotonic()
    with pytest.raises(SignInAway, match="no answer within"):
        token_of(sign_in)
    assert time.monotonic() - begun < 1.5
    nowhere = sign_in_to(oauth, tmp_path, server="http://127.0.0.1:9")
    with pytest.raises(SignInAway, match=r"127\.0\.0\.1"):
        token_of(nowhere)


def test_a_token_is_used_to_its_end_while_no_other_can_be_had(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    now = time.time()
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in, access_token="nearly-over", obtained_at=now - 3500, expires_at=now + 100)
    oauth.says = [No(503)]
    assert [token_of(sign_in) for _ in range(3)] == ["nearly-over"] * 3
    assert len(oauth.asked) == 1


def test_a_refused_token_is_renewed_once_and_the_new_one_is_not(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    assert bearer(sign_in).renew is None  # got just now: whatever is wrong, it is not old
    old = bearer(sign_in)
    assert old.renew is not None
    new = old.renew()
    assert new.token != old.token
    assert new.renew is None
    assert old.renew().token == new.token  # another connection with the same old token: no second request
    assert oauth.grants() == 2


def test_tokens_that_cannot_be_written_live_on_and_are_written_later(
    oauth: ScriptedOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    old = signed_in(oauth, sign_in)
    full = monkeypatch.context()
    with full as disk:

        def no_space(_: int) -> None:
            raise OSError(28, "No space left on device")

        disk.setattr(os, "fsync", no_space)
        first = token_of(sign_in)
        assert kept(sign_in) == old
        assert token_of(sign_in) == first
    late = bearer(sign_in).renew
    assert late is not None
    assert late().token in oauth.good_access  # by the newer refresh token, which only memory had
    assert kept(sign_in).refresh_token in oauth.good_refresh


def test_no_token_is_ever_seen_in_a_log_and_old_ones_are_let_go(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    seen = []
    for _ in range(6):
        seen.append(token_of(sign_in))
        keep_tokens(sign_in.tokens, replace(kept(sign_in), expires_at=0.0))
    assert "***" in hide(f"x {seen[-1]} y")
    assert seen[-1] not in hide(f"x {seen[-1]} y")
    assert kept(sign_in).refresh_token not in hide(kept(sign_in).refresh_token)
    assert hide(seen[0]) == seen[0]  # it opens nothing any more; a year has 8,760 of them
    assert seen[-1] not in repr(bearer(sign_in)) + repr(kept(sign_in))


def test_a_file_that_others_may_use_is_not_used(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    sign_in.tokens.chmod(0o640)
    with pytest.raises(SignInNeeded, match="chmod 600"):
        token_of(sign_in)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"7", b'{"client_id": "c", "user": 1}', b"\xff", b"[" * 99_999]
)
def test_a_damaged_file_says_what_to_do(oauth: ScriptedOAuth, tmp_path: Path, content: bytes) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    sign_in.tokens.write_bytes(content)
    with pytest.raises(SignInNeeded, match=r"damaged.*relanced login"):
        token_of(sign_in)
    assert "damaged" in waits_for_login(sign_in)


def test_a_link_in_the_file_s_place_is_not_followed(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    elsewhere = tmp_path / "elsewhere"
    sign_in.tokens.rename(elsewhere)
    sign_in.tokens.symlink_to(elsewhere)
    with pytest.raises(SignInNeeded):
        token_of(sign_in)


def test_whoever_hangs_in_the_lock_does_not_hang_the_others(
    oauth: ScriptedOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    entered, leave = threading.Event(), threading.Event()

    def hang() -> None:
        with token_file.locked(sign_in.tokens):
            entered.set()
            leave.wait(10)

    holder = threading.Thread(target=hang)
    holder.start()
    entered.wait(5)
    monkeypatch.setattr(keeper, "locked", lambda path: token_file.locked(path, 0.2))
    with pytest.raises(SignInAway, match="another relanced"):
        token_of(sign_in)
    leave.set()
    holder.join()
    assert token_of(sign_in) in oauth.good_access
