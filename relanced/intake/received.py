"""Received headers in, when a mail reached our server and which hops were its own out. Pure.

RFC 5321, 4.4. Every server adds its line on top, so the topmost one is our own server's, whatever
the sender wrote below.
"""

from datetime import datetime
from ipaddress import ip_address, ip_network

from relanced.intake.lazy import lazy
from relanced.intake.message import MAX_HEADER, Message, date_of

# Not ipaddress.is_private: that takes the blocks of documentation for private as well.
_INSIDE = tuple(
    ip_network(block)
    for block in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)
_ADDRESS = lazy(r"[\[(](?:ipv6:)?([0-9a-f.:]{3,45})(?:%[a-z0-9]{1,15})?[\])]")
_LOOKED_UP = lazy(r"\(([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10})\.? \[")  # «(host.example [192.0.2.1])»


def arrived_at(message: Message) -> datetime | None:
    """When our own server took the mail in: the day in the topmost Received; None where it tells none.

    It travels with the mail. IMAP's INTERNALDATE does not: after a move to another mailbox by a
    mail program it is often the day of the move.
    """
    top = message.header("received")
    if len(top) >= MAX_HEADER:  # cut: what now stands last may be the sender's
        return None
    return date_of(top.rpartition(";")[2].strip())


def is_own_hop(received: str, server: str) -> bool:
    """Whether our provider handed the mail to itself here, so that what stands below is still its own.

    Without «from»: taken from a queue, as by Gmail. From an address that only its own network has,
    or from a host whose looked-up name lies in the domain of `server`, the authserv-id. The HELO
    name is no proof: the sender says it.
    """
    text = " ".join(received.lower().split())
    if text.startswith("by "):
        return True
    told, by, _ = text.rpartition(" by ")
    if not text.startswith("from ") or not by or "may be forged" in told:
        return False
    addresses = _ADDRESS.findall(told)
    if not addresses:
        return told.endswith("([unix socket])")
    if all(_is_inside(address) for address in addresses):
        return True
    parent = server if server.count(".") < 2 else server.partition(".")[2]
    names = _LOOKED_UP.findall(told)
    return len(names) == 1 and bool(parent) and (names[0] == parent or names[0].endswith(f".{parent}"))


def _is_inside(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in block for block in _INSIDE)
