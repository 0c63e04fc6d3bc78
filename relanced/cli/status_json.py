"""A look at the firm in, its JSON and its table for a spreadsheet out."""

from collections.abc import Iterator

from relanced.casework.aging import aging
from relanced.casework.overview.expected import promised_on
from relanced.casework.states import is_listed_only
from relanced.cli import as_json as to_json
from relanced.cli.credit_json import incoming_credit
from relanced.cli.listed import listed_sums, state_word, without_listed
from relanced.cli.overview_json import overview_json
from relanced.cli.plan_view import broken_json, plan_json, plans_of
from relanced.cli.spreadsheet import Cell
from relanced.cli.standstill import held_json
from relanced.cli.status_look import Look
from relanced.cli.strangers import stranger_json
from relanced.cli.tasks import task_json
from relanced.daemon.desk.standstill import standstill

COLUMNS = (
    "client", "client_key", "invoice", "issued", "due", "due_is_derived", "days_late", "total", "owed", "currency",
    "state", "listed_only", "promised_on", "last_step", "last_step_on", "why_silent",
)  # fmt: skip


def status_json(seen: Look) -> dict[str, object]:
    """All of it; lists are never cut."""
    books = seen.books
    ledger, rules, today = books.ledger, books.settings.rules, books.today
    cases = [(a, c) for a in ledger.accounts.values() for c in a.cases]
    return {
        "on": today.isoformat(),
        "no_reminder_leaves": list(standstill(books)),
        "stayed": held_json(books),
        "mailbox_read_at": books.read_at.isoformat() if books.read_at else None,
        "balance": [to_json.balance(row) for row in aging(without_listed(ledger), today)],
        "listed_only": [{"currency": m.currency, "total": m.plain} for m in listed_sums(ledger)],
        "overview": overview_json(seen.figures),
        "invoices": [to_json.case(account, case, today) for account, case in cases],
        "instalments": [
            {"client": account.client.key, **plan_json(plan, today)} for account, plan in plans_of(ledger)
        ],
        "broken_promises": broken_json(ledger, rules, today),
        "you_decide": [to_json.action(action) for action in seen.asked],
        "unreadable_invoices": [to_json.unread_mail(mail) for mail in seen.unread],
        "missing_numbers": [to_json.gap(gap) for gap in seen.missing],
        "like_a_bank": [stranger_json(each) for each in seen.strangers],
        "unreadable": [to_json.unreadable(fact) for fact in seen.quarantined],
        "replies_to_look_at": [mail.ref for mail in seen.doubtful],
        "credits_waiting": [incoming_credit(each) for each in seen.money],
        "tasks": [task_json(each, books) for each in seen.tasks],
        "not_understood": [
            {"at": each.source.at.isoformat(), "words": each.words, "why": each.why} for each in seen.unclear
        ],
        "next": seen.next,
    }


def status_rows(seen: Look) -> Iterator[tuple[Cell, ...]]:
    """A row an open invoice, oldest due day first."""
    today, zone = seen.books.today, seen.books.settings.rules.calendar.timezone
    for account, case in seen.open_cases():
        last = case.steps[-1] if case.steps else None
        yield (
            account.client.name,
            account.client.key,
            case.number,
            case.invoice.issued_on,
            case.due_on,
            "yes" if case.invoice.due_is_derived else "no",
            max(0, (today - case.due_on).days),
            case.invoice.total,
            case.owed,
            case.owed.currency,
            state_word(case, today),
            "yes" if is_listed_only(case) else "no",
            promised_on(case, today),
            last.step if last else "",
            last.at.astimezone(zone).date() if last else None,
            "; ".join(dict.fromkeys(hold.why for hold in case.silenced_by(today))),
        )
