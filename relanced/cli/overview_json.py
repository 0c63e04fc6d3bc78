"""An overview in, JSON for other programs out."""

from relanced.casework.overview.figures import ExpectedWeek, Figures, LatePayer, Overview, PromisedMoney


def overview_json(found: Overview) -> dict[str, object]:
    """The figures of the firm."""
    counts = found.counts
    return {
        "on": found.on.isoformat(),
        "open_invoices": counts.open_invoices,
        "clients": counts.clients,
        "reminders_30_days": counts.reminders,
        "questions": counts.questions,
        "letters_today": counts.letters,
        "tasks_today": counts.tasks,
        "currencies": [_figures(each) for each in found.figures],
    }


def _figures(figures: Figures) -> dict[str, object]:
    owed = figures.buckets
    return {
        "currency": figures.currency,
        "open_invoices": figures.open_invoices,
        "not_due": owed.not_due.plain,
        "days_1_30": owed.days_1_30.plain,
        "days_31_60": owed.days_31_60.plain,
        "days_61_90": owed.days_61_90.plain,
        "over_90": owed.over_90.plain,
        "total": owed.total.plain,
        "held": owed.held.plain,
        "listed_only": figures.listed.plain,
        "owed_back": figures.owed_back.plain,
        "came_in_30_days": figures.came_in.plain,
        "dso_days": figures.dso,
        "best_dso_days": figures.best_dso,
        "late_payers": [_late(each) for each in figures.late_payers],
        "promised": [_promised(each) for each in figures.promised],
        "expected": [_week(each) for each in figures.expected],
        "expected_later": _week(figures.later),
        "unknown_when": figures.unknown.plain,
    }


def _late(payer: LatePayer) -> dict[str, object]:
    return {
        "client": payer.client.key,
        "client_name": payer.client.name,
        "overdue": payer.overdue.plain,
        "invoices_paid": payer.invoices_paid,
        "days_late": payer.days_late,
        "worst_days": payer.worst,
    }


def _promised(promise: PromisedMoney) -> dict[str, object]:
    return {
        "on": promise.on.isoformat(),
        "client": promise.client.key,
        "client_name": promise.client.name,
        "invoices": list(promise.invoices),
        "amount": promise.amount.plain,
        "is_instalment": promise.is_instalment,
    }


def _week(week: ExpectedWeek) -> dict[str, object]:
    return {
        "week_of": week.start.isoformat(),
        "promised": week.promised.plain,
        "instalments": week.planned.plain,
        "habit": week.habit.plain,
    }
