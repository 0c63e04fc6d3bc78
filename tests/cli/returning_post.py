"""A mail server that puts each letter into a mailbox on the real Dovecot, with its findings on top, as providers do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from servers.dovecot import Account
from servers.sink import Sink, running_sink

RECEIVED = (
    b"Received: from mail.firm.example (mail.firm.example [192.0.2.7]) by mx.firm.example;\r\n"
    b" Mon, 23 Nov 2026 03:00:00 +0000\r\n"
)


@dataclass
class Post:
    """What becomes of a letter."""

    account: Account
    into: str | None = "INBOX"  # None: it never arrives
    results: str = ""  # of the Authentication-Results that are written on top; "": none are
    more: bytes = b""  # further headers, a signature perhaps
    has_copy: bool = False  # whether the provider files it in Sent
    sink: Sink = field(init=False)

    def deliver(self, raw: bytes) -> None:
        top = f"Authentication-Results: {self.results}\r\n".encode() if self.results else b""
        if self.into is not None:
            self.account.deliver(top + RECEIVED + self.more + raw, self.into)
        if self.has_copy:
            self.account.deliver(raw, "Sent")


@contextmanager
def returning_post(account: Account, **how: object) -> Iterator[Post]:
    """Run it; `how`: the fields of Post."""
    post = Post(account, **how)  # type: ignore[arg-type]  # a test's words come by name
    stop = threading.Event()

    def carry() -> None:
        done = 0
        while not stop.wait(0.02):
            for letter in post.sink.received[done:]:
                post.deliver(letter.raw)
                done += 1

    with running_sink() as post.sink:
        carrier = threading.Thread(target=carry)
        carrier.start()
        try:
            yield post
        finally:
            stop.set()
            carrier.join()
