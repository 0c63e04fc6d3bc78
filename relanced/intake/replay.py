"""A bank's authenticated mail in, why somebody else may have sent it again out. Pure.

A signature stays good however often a mail is sent. So anybody who has ever had a genuine notice
of the bank can send it to us: an old one of ours, or one about his own account, with our invoice's
number in a transfer from himself to himself. Not before a second mail tells of the same payment
does casework see that it was counted; here it is asked when and for whom a mail was written.
"""

from datetime import datetime, timedelta

from relanced.intake.message import Address, Message
from relanced.intake.received import arrived_at
from relanced.intake.trust import Trust
from relanced.model.names import address_matches
from relanced.model.rules import Firm

LATEST = timedelta(days=7)  # from the Date of a notice to its arrival; servers try again for five days
EARLIEST = timedelta(days=1)  # by which a bank's clock may be ahead


def doubt_of_delivery(message: Message, trust: Trust, noted_at: datetime, firm: Firm) -> str:
    """Why this mail of a bank may not have been sent by it now, to us; "" where nothing says so.

    `noted_at` is when the mailbox says that it came, for mails without a Received line.
    """
    return _out_of_time(message, arrived_at(message) or noted_at) or _to_others(message, trust, firm)


def _out_of_time(message: Message, came_at: datetime) -> str:
    if message.date is None:
        return "it bears no date that can be read, so it may be an old one sent again"
    if message.date < came_at - LATEST:
        late = (came_at - message.date).days
        return f"it was written {late} days before it arrived, so it may be an old one sent again"
    if message.date > came_at + EARLIEST:
        return f"it bears a date after its arrival ({message.date:%Y-%m-%d}, it came {came_at:%Y-%m-%d})"
    return ""


def _to_others(message: Message, trust: Trust, firm: Firm) -> str:
    """Whether it names others alone. A mail that came straight from the bank was sent to us, whomever it names."""
    named = (*message.to, *message.cc)
    if not named or trust.came_straight or any(_is_ours(address, firm) for address in named):
        return ""
    return (
        f"it is addressed to {named[0].email}, which is not among [firm] addresses, and did not come straight"
        " from the bank's own servers"
    )


def _is_ours(address: Address, firm: Firm) -> bool:
    local, _, host = address.email.rpartition("@")
    plain = f"{local.partition('+')[0]}@{host}"  # «compta+bank@firm.example»
    return any(address_matches(each, (*firm.addresses, firm.sender)) for each in (address.email, plain))
