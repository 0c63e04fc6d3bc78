"""Instalments and promises of a ledger in, lines for a terminal and JSON out."""

from collections.abc import Iterator
from datetime import date

from relanced.casework.calendar import calendar_of
from relanced.casework.ledger import Account, Case, Instalments, Ledger
from relanced.casework.promises.broken import broken_count
from relanced.casework.promises.schedule import is_kept, next_part, parts_of
from relanced.cli.words import Text
from relanced.model.money import Money
from relanced.model.rules import Rules


def promise_lines(account: Account, case: Case, rules: Rules, today: date) -> Iterator[Text]:
    """How many promises there were and what became of them, then the plan and each of its parts."""
    if case.promises:
        broken = broken_of(account, case, rules, today)
        many = f"{len(case.promises)} promises" if len(case.promises) > 1 else "one promise"
        last = max(promise.pays_on for promise in case.promises)
        told = f", {broken} not kept" if broken else ""
        yield Text(f"  {many}, the last for {last}{told}", style="yellow" if broken else "")
    plan = case.plan
    if plan is None:
        return
    yield Text(f"  instalments for {', '.join(plan.invoices)}: {_standing(plan, today)}")
    for part in parts_of(plan.parts, plan.paid):
        left = part.left.cents
        late = left and part.on < today
        standing = "paid" if not left else "missed" if late else "to come"
        word = f"{part.left} {standing}" if left and part.paid.cents else standing
        yield Text(
            f"    {part.on}  {part.amount}  {word}", style="yellow" if late else "dim" if not left else ""
        )
    if plan.note:
        yield Text(f"    {plan.note}", style="dim")


def _standing(plan: Instalments, today: date) -> str:
    if plan.ended:
        return f"over: {plan.ended}"
    coming = next_part(plan)
    if coming is None:
        return "all paid"
    if is_kept(plan, today):
        return f"{plan.paid} paid, {coming.left} due next, on {coming.on}"
    return f"missed: {coming.left} due on {coming.on} had not come by {plan.ends_on}"


def broken_of(account: Account, case: Case, rules: Rules, today: date) -> int:
    """How many promised days of an invoice went by while it was owed."""
    return broken_count(case, rules, calendar_of(rules.calendar, account.client.place), today)


def plans_of(ledger: Ledger) -> list[tuple[Account, Instalments]]:
    """The plans with something still to come, each once, the first part to come first."""
    found = {
        case.plan.source.fingerprint: (account, case.plan)
        for account in ledger.accounts.values()
        for case in account.cases
        if case.plan is not None and not case.plan.ended and case.is_open and next_part(case.plan) is not None
    }
    return sorted(found.values(), key=lambda pair: (pair[1].ends_on or date.max, pair[0].client.key))


def plans_lines(ledger: Ledger, today: date) -> Iterator[Text]:
    """Every plan in a line: who pays what, and what is due next."""
    known = plans_of(ledger)
    if known:
        yield Text("\nInstalments:", style="bold")
    for account, plan in known:
        total = Money(sum(amount.cents for _, amount in plan.parts), plan.paid.currency)
        style = "" if is_kept(plan, today) else "yellow"
        line = f"  {account.client.name}: {total} for {', '.join(plan.invoices)}; {_standing(plan, today)}"
        yield Text(line, style=style)


def broken_line(ledger: Ledger, rules: Rules, today: date) -> Text | None:
    """Who has not kept how many promises about what he still owes; None: everybody has."""
    told = [f"{account.client.name} {count}" for account, count in _broken(ledger, rules, today)]
    return Text(f"\nPromises not kept: {', '.join(told)}.", style="yellow") if told else None


def broken_json(ledger: Ledger, rules: Rules, today: date) -> dict[str, int]:
    """The same by the client's key."""
    return {account.client.key: count for account, count in _broken(ledger, rules, today)}


def _broken(ledger: Ledger, rules: Rules, today: date) -> list[tuple[Account, int]]:
    counted = [
        (
            account,
            sum(
                broken_of(account, case, rules, today)
                for case in account.cases
                if case.is_open and case.promises
            ),
        )
        for account in ledger.accounts.values()
    ]
    return [(account, count) for account, count in counted if count]


def plan_json(plan: Instalments, today: date) -> dict[str, object]:
    """One plan, for other programs."""
    coming = next_part(plan)
    return {
        "invoices": list(plan.invoices),
        "agreed_at": plan.agreed_at.isoformat(),
        "currency": plan.paid.currency,
        "paid": plan.paid.plain,
        "parts": [
            {"on": part.on.isoformat(), "amount": part.amount.plain, "paid": part.paid.plain}
            for part in parts_of(plan.parts, plan.paid)
        ],
        "next_on": coming.on.isoformat() if coming else None,
        "next_left": coming.left.plain if coming else None,
        "kept": is_kept(plan, today),
        "ended": plan.ended,
        "note": plan.note,
    }


def promises_json(account: Account, case: Case, rules: Rules, today: date) -> dict[str, object]:
    """The promises of one invoice, and its plan."""
    return {
        "promises": [promise.pays_on.isoformat() for promise in case.promises],
        "broken_promises": broken_of(account, case, rules, today),
        "plan": plan_json(case.plan, today) if case.plan is not None else None,
    }
