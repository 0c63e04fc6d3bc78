"""A case in, what its lateness adds and when its claim ends, each figure with its reason, out: lines and JSON."""

from collections.abc import Iterator
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.law.charges import INDEMNITY, YEAR_DAYS, charges_of, span_interest
from relanced.casework.law.limitation import Limitation, limitation_of
from relanced.casework.ledger import Case, HoldKind
from relanced.cli.words import Text
from relanced.model.client import Client, ClientKind
from relanced.model.law import LateCharges
from relanced.model.rules import Rules


def late_lines(case: Case, client: Client, rules: Rules, today: date) -> Iterator[Text]:
    """What lateness adds to one invoice by today, and until when it can be claimed; nothing before the due day."""
    if today <= case.due_on:
        return
    charges = charges_of(case, client, rules, today)
    yield from _charges(case, client, rules, charges)
    limitation = _limitation(case, client, rules)
    if limitation is not None and case.is_open:
        yield Text(f"  {_ends(limitation)}", style="dim")


def late_json(case: Case, client: Client, rules: Rules, today: date) -> dict[str, object] | None:
    """The same for other programs; None before the due day."""
    if today <= case.due_on:
        return None
    charges = charges_of(case, client, rules, today)
    limitation = _limitation(case, client, rules)
    return {
        "until": charges.until.isoformat(),
        "interest": charges.interest.plain if charges.interest else None,
        "indemnity": charges.indemnity.plain if charges.indemnity else None,
        "currency": case.invoice.total.currency,
        "spans": [
            {
                "from": span.since.isoformat(),
                "to": span.until.isoformat(),
                "days": span.days,
                "principal": span.principal.plain,
                "percent": str(span.percent),
                "interest": span_interest(span).plain,
                "source": span.source,
            }
            for span in charges.spans
        ],
        "year_days": YEAR_DAYS,
        "basis": list(charges.basis),
        "refused": charges.refused or None,
        "why_no_indemnity": why_no_indemnity(case, charges) or None,
        "barred_after": limitation.until.isoformat() if limitation else None,
        "barred_after_if_acknowledged": (
            limitation.until_then.isoformat() if limitation and limitation.until_then else None
        ),
        "barred_by": limitation.source if limitation else None,
    }


def why_no_indemnity(case: Case, charges: LateCharges) -> str:
    """Why the fixed compensation is not owed where the law knows it; "" where it is owed, or the law knows none."""
    if charges.indemnity is not None or not charges.basis:
        return ""
    if any(hold.kind is HoldKind.INSOLVENCY for hold in case.holds):
        return "insolvency: it is not claimed (Code de commerce, L441-10 II)"
    if case.invoice.total.currency != INDEMNITY.currency:
        return (
            f"the invoice is in {case.invoice.total.currency}; the law sets the sum in {INDEMNITY.currency}"
        )
    return "nothing of it was late"


def _charges(case: Case, client: Client, rules: Rules, charges: LateCharges) -> Iterator[Text]:
    if not charges.basis:
        yield Text(f"  lateness adds nothing here: {_why_none(client, rules)}", style="dim")
        return
    indemnity = charges.indemnity or f"none ({why_no_indemnity(case, charges)})"
    interest = charges.interest or "not computed"
    yield Text(
        f"  lateness adds, up to {charges.until}: interest {interest}, fixed compensation {indemnity}; "
        "neither is part of what is owed above"
    )
    for line in charges.refused.splitlines():
        yield Text(f"    {line}", style="yellow")
    for span in charges.spans:
        yield Text(
            f"    {span.since} to {span.until}: {span.days} days on {span.principal} at {span.percent} % a year "
            f"= {span_interest(span)}",
            style="dim",
        )
        yield Text(f"      {span.source}", style="dim")
    rounded = f"{YEAR_DAYS} days a year, the sum rounded half up once; " if charges.spans else ""
    yield Text(f"    {rounded}{'; '.join(charges.basis)}", style="dim")


def _why_none(client: Client, rules: Rules) -> str:
    if client.kind is ClientKind.CONSUMER:
        return "Code de commerce L441-10 and D441-5 are between firms, and he is a consumer"
    where = "the firm" if rules.firm.country != "FR" else "the public buyer"
    return f"{where} is not in France, and relanced knows only the French law of late interest"


def _limitation(case: Case, client: Client, rules: Rules) -> Limitation | None:
    return limitation_of(case, client, rules.firm, Calendar(rules.calendar).day_of)


def _ends(limitation: Limitation) -> str:
    told = (
        f"it can be claimed until {limitation.until}: {limitation.years} years from the day of the invoice "
        f"({limitation.source})"
    )
    seen = limitation.acknowledged
    return (
        f"{told}; {seen.what} has probably begun that anew, until {limitation.until_then}" if seen else told
    )
