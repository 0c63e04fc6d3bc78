"""A real Dovecot 2.3 on loopback ports, without root's rights, with a mailbox for whoever logs in."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import trustme
from imapclient import imap_utf7

from relanced.edge.settings import FromFile, ImapSettings, Security

PASSWORD = "sécret-of-the-tests"

_CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_home = {folder}/home/%u
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
{tokens}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
protocol imap {{
  mail_max_userip_connections = 50
}}
"""


_TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""

# The server asks whoever issued a token whose it is, and whether it is good.
_ISSUER = """
introspection_mode = post
introspection_url = {url}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


def find_dovecot() -> str | None:
    """Where the server is installed, None where it is not."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Account:
    """A mailbox of its own on the server."""

    server: "Dovecot"
    user: str
    password: str = PASSWORD

    def settings(self, security: Security = Security.PLAIN, **changed: object) -> ImapSettings:
        values: dict[str, object] = {
            "host": "127.0.0.1",
            "port": self.server.tls_port if security is Security.TLS else self.server.port,
            "security": security,
            "user": self.user,
            "password": FromFile(Path("/dev/null")),
            "sent": None,
            "ca_file": self.server.ca_file,
        }
        return ImapSettings(**(values | changed))  # type: ignore[arg-type]  # a test's changes come by name

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail into the mailbox, as a delivery agent does."""
        self.server.deliver(self.user, raw, folder)


class Dovecot:
    """One running server; every user name logs in with PASSWORD and finds an empty mailbox."""

    def __init__(self, binary: str, issuer: str = "", mechanisms: str = "plain login") -> None:
        """`issuer`: the address of one who vouches for tokens, for the mechanisms xoauth2 and oauthbearer."""
        # A short path: it holds UNIX sockets, whose names end at 108 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="rl-"))
        self.port, self.tls_port = free_port(), free_port()
        self.ca_file = self.folder / "ca.pem"
        as_root = os.geteuid() == 0
        self._uid = pwd.getpwnam("nobody").pw_uid if as_root else os.geteuid()
        self._gid = grp.getgrnam("nogroup").gr_gid if as_root else os.getegid()
        self._prepare(issuer, mechanisms)
        command = [binary, "-F", "-c", str(self.folder / "dovecot.conf")]
        if as_root:
            drop = ["--reuid", str(self._uid), "--regid", str(self._gid), "--clear-groups"]
            command = ["setpriv", *drop, *command]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_port()

    def _prepare(self, issuer: str, mechanisms: str) -> None:
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1", "localhost")
        authority.cert_pem.write_to_path(str(self.ca_file))
        certificate.private_key_pem.write_to_path(str(self.folder / "key.pem"))
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(str(self.folder / "cert.pem"), append=True)
        (self.folder / "home").mkdir()
        config = _CONFIG.format(
            folder=self.folder,
            port=self.port,
            tls_port=self.tls_port,
            password=PASSWORD,
            mechanisms=mechanisms,
            tokens=_TOKENS.format(folder=self.folder) if issuer else "",
            user=pwd.getpwuid(self._uid).pw_name,
            group=grp.getgrgid(self._gid).gr_name,
        )
        (self.folder / "dovecot.conf").write_text(config)
        if issuer:
            (self.folder / "oauth2.conf").write_text(_ISSUER.format(url=issuer))
        for path in (self.folder, *self.folder.iterdir()):
            os.chown(path, self._uid, self._gid)

    def _await_port(self) -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                    if line.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.05)
        log = self.folder / "dovecot.log"
        said = log.read_text() if log.exists() else "nothing"
        self.stop()
        raise RuntimeError(f"Dovecot did not start within 10 s; it says: {said}")

    def account(self) -> Account:
        """A mailbox that nobody else uses."""
        return Account(self, f"u{uuid.uuid4().hex[:12]}@firm.example")

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        """Where the mails of a folder lie on the disk."""
        maildir = self.folder / "home" / user / "Maildir"
        if folder != "INBOX":
            maildir /= "." + imap_utf7.encode(folder).decode("ascii").replace("/", ".")
        return maildir

    def deliver(self, user: str, raw: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Write into the Maildir, tmp then new, so that the server notices and pushes it.

        `at`: when it arrived (its INTERNALDATE); left out: now.
        """
        maildir = self.maildir(user, folder)
        for path in (maildir / "tmp", maildir / "new", maildir / "cur"):
            self._make(path)
        name = f"{time.time_ns()}.{uuid.uuid4().hex}.host"
        draft = maildir / "tmp" / name
        draft.write_bytes(raw)
        if at is not None:
            os.utime(draft, (at.timestamp(), at.timestamp()))
        os.chown(draft, self._uid, self._gid)
        draft.rename(maildir / "new" / name)

    def _make(self, path: Path) -> None:
        if not path.exists():
            self._make(path.parent)
            path.mkdir()
            os.chown(path, self._uid, self._gid)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
