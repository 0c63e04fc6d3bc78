"""What a bank's mail says in, its JSON of the command line's contract out."""

from relanced.intake.readings import BankRead
from relanced.model.facts import Credit


def bank(read: BankRead) -> dict[str, object]:
    """What a bank's mail says."""
    return {
        "sender_trusted": read.sender_trusted,
        "kind": read.kind.value,
        "because": read.because,
        "credits": [credit(found) for found in read.credits],
        "reversals": [credit(found) for found in read.reversals],
        "told_by": read.told_by.value,
        "net": read.net.plain if read.net else None,
        "doubt": read.doubt or None,
    }


def credit(read: Credit) -> dict[str, object]:
    """One payment as a mail tells it; the later keys are there only where they are known."""
    said: dict[str, object] = {
        "amount": read.amount.plain,
        "currency": read.amount.currency,
        "payer": read.payer,
        "reference": read.reference,
        "value_date": read.value_on.isoformat() if read.value_on else None,
    }
    if read.original:
        said |= {"original_amount": read.original.plain, "original_currency": read.original.currency}
    if read.payer_account:
        said["payer_account"] = read.payer_account
    if read.fee:
        said["fee"] = read.fee.plain
    if read.entry_id:
        said["entry_id"] = read.entry_id
    return said
