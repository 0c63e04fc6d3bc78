"""A payment in, its JSON and its row of a table for other programs out."""

import csv
import io
from collections.abc import Sequence

from relanced.casework.settle.settlement import Rival
from relanced.cli.bank_json import credit
from relanced.cli.cells import cell
from relanced.cli.credit_view import in_short
from relanced.daemon.desk.incoming import Incoming
from relanced.intake.message import clean
from relanced.model.money import Money

_COLUMNS = (
    "credit",
    "came_on",
    "value_date",
    "amount",
    "currency",
    "payer",
    "payer_account",
    "reference",
    "bank",
    "state",
    "waits",
    "paid",
    "may_pay",
    "what",
    "because",
    "assumed",
)


def incoming_credit(each: Incoming) -> dict[str, object]:
    """One payment, as `credits list` and `credits show` print it."""
    story, settled = each.story, each.story.settlement
    return {
        "credit": each.name,
        "mail": story.mail,
        "line": story.line,
        "also_told_by": list(story.also_told_by),
        "at": story.at.isoformat(),
        "bank": story.bank,
        **credit(story.credit),
        "state": story.state.value,
        "waits": each.waits,
        "paid": [_share(number, money) for number, money in story.paid],
        "may_pay": list(each.may_pay),
        "clients": [account.client.key for account in each.clients],
        "outcome": settled.outcome.value if settled else None,
        "because": settled.because if settled else None,
        "assumed": (settled.assumed or None) if settled else None,
        "rivals": [rival(other) for other in settled.rivals] if settled else [],
        "written_off": [_share(number, money) for number, money in settled.written_off] if settled else [],
        "excess": settled.excess.plain if settled and settled.excess else None,
        "told_by": [
            {
                "told_by": mail.told_by.value,
                "trusted": mail.trusted,
                "folder": mail.source.folder,
                "uid": mail.source.uid,
                "message_id": mail.source.message_id,
                "because": mail.because,
            }
            for mail in each.told
        ],
    }


def _share(number: str, money: Money) -> dict[str, object]:
    return {"number": number, "amount": money.plain, "currency": money.currency}


def rival(other: Rival) -> dict[str, object]:
    """A reading that was not taken."""
    return {"invoices": list(other.invoices), "because": other.because}


def as_csv(many: Sequence[Incoming]) -> str:
    """A table for a spreadsheet, a row a payment: RFC 4180, with its head. No cell is a formula there."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for each in many:
        story, told, settled = each.story, each.story.credit, each.story.settlement
        row = (
            each.name,
            each.on,
            told.value_on or "",
            told.amount.plain,
            told.amount.currency,
            told.payer,
            told.payer_account,
            told.reference,
            story.bank,
            story.state.value,
            "yes" if each.waits else "no",
            " ".join(f"{number}={money.plain}" for number, money in story.paid),
            " ".join(each.may_pay),
            in_short(each),
            settled.because if settled else "",
            settled.assumed if settled else "",
        )
        table.writerow([_cell(each) for each in row])
    return out.getvalue()


def _cell(value: object) -> str:
    """Words of a stranger on one line, never a formula: a spreadsheet takes «'=1+1» for text."""
    return cell(" ".join(clean(str(value)).split()))
