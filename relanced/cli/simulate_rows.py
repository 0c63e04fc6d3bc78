"""A comparison with the past in; one row a letter, as tables, CSV and pages show it, out."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from relanced.casework.past.compare import Comparison, Summary
from relanced.casework.past.replay import Way
from relanced.cli.cells import cell
from relanced.intake.message import clean
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

_HEAD = (
    "day",
    "client",
    "step",
    "way",
    "invoices",
    "amount",
    "really_reminded_on",
    "paid_on",
    "wrong",
    "why",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One letter beside what was done about its invoices."""

    on: date
    client: str
    step: str
    way: Way
    invoices: tuple[InvoiceNumber, ...]  # those that it is a step for; else all that it names
    amounts: tuple[Money, ...]  # what is owed of these, by currency
    really: tuple[date, ...]  # the days on which one of them was really reminded of
    paid: tuple[date | None, ...]  # by invoice; None: not paid
    wrong: tuple[str, ...]
    why: str

    @property
    def amount(self) -> str:
        """In words; nothing is asked for where a client is thanked."""
        return ", ".join(map(str, self.amounts))

    @property
    def step_said(self) -> str:
        """The step, and how it goes where that is no mail."""
        return self.step if self.way is Way.MAIL else f"{self.step} ({self.way.value})"

    @property
    def really_said(self) -> str:
        """The real reminder that is nearest to it, and of how many."""
        if not self.really:
            return "no reminder"
        nearest = min(self.really, key=lambda day: (abs((day - self.on).days), day))
        return f"{nearest} (1 of {len(self.really)})" if len(self.really) > 1 else str(nearest)

    @property
    def paid_said(self) -> str:
        """When its invoices were paid: each day once."""
        days = sorted({day for day in self.paid if day is not None})
        said = ", ".join(map(str, days))
        if None in self.paid:
            return f"{said}, rest open" if said else "open"
        return said

    @property
    def paid_shortly(self) -> str:
        """The last day on which one was paid, where they were paid on several."""
        days = sorted({day for day in self.paid if day is not None})
        if not days:
            return "open" if self.paid else ""
        rest = "rest open" if None in self.paid else ""
        earlier = f"{len(days) - 1} earlier" if len(days) > 1 else ""
        return f"paid {', '.join(filter(None, (str(days[-1]), rest or earlier)))}"

    @property
    def invoices_shortly(self) -> str:
        """The first of its invoices, and how many more."""
        more = len(self.invoices) - 1
        return f"{self.invoices[0]} and {more} more" if more else self.invoices[0]


def rows(found: Comparison) -> list[Row]:
    """Every letter and task, in order of the day."""
    told = {each.number: each for each in found.invoices}
    wrong: dict[int, list[str]] = {}
    for each in found.wrong:
        wrong.setdefault(id(each.sent), []).append(f"{each.number} {each.why}")
    made = []
    for sent in found.sent:
        lines = [line for line in sent.reminder.lines if line.step is not None]
        about = lines or sent.reminder.lines
        numbers = tuple(line.number for line in about)
        known = [told[number] for number in numbers if number in told]
        sums: dict[str, int] = {}
        for line in about:
            sums[line.owed.currency] = sums.get(line.owed.currency, 0) + line.owed.cents
        made.append(
            Row(
                on=sent.on,
                client=sent.reminder.client.name,
                step=sent.reminder.step.name,
                way=sent.way,
                invoices=numbers,
                amounts=tuple(Money(cents, currency) for currency, cents in sorted(sums.items()) if cents),
                really=tuple(sorted({day for each in known for day in each.really})),
                paid=tuple(each.paid_on for each in known),
                wrong=tuple(wrong.get(id(sent), ())),
                why=sent.why,
            )
        )
    return made


def write_csv(path: Path, found: Iterable[Row]) -> None:
    """One line a letter; a cell that a spreadsheet would compute is kept a text. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(_HEAD)
        for row in found:
            cells = (
                row.on.isoformat(),
                row.client,
                row.step,
                row.way.value,
                " ".join(row.invoices),
                " ".join(f"{money.plain} {money.currency}" for money in row.amounts),
                " ".join(map(str, row.really)),
                " ".join(str(day or "open") for day in row.paid),
                "; ".join(row.wrong),
                row.why,
            )
            writer.writerow([cell(clean(each)) for each in cells])


def figures(summary: Summary) -> list[tuple[str, str]]:
    """The summary in words: what is counted, and how much."""
    days = summary.days_earlier
    of = "one invoice" if summary.compared == 1 else f"mean of {summary.compared} invoices"
    return [
        ("reminders by mail, of these rules", str(summary.letters)),
        ("thanks, confirmations and withdrawals", str(summary.others)),
        ("calls, letters on paper and hand-overs", str(summary.tasks)),
        ("reminders by mail, really sent", str(summary.really)),
        ("invoices", f"{summary.invoices}, {summary.paid} of them paid"),
        (
            "reminders by mail per paid invoice",
            f"{summary.letters_per_paid:.2f} (really {summary.really_per_paid:.2f})",
        ),
        ("tasks per paid invoice", f"{summary.tasks_per_paid:.2f}"),
        (
            "days from due to paid, really",
            "none paid" if summary.days_to_pay is None else f"{summary.days_to_pay:.1f}",
        ),
        (
            "first reminder earlier by",
            "nothing to compare" if days is None else f"{days:.1f} days ({of} paid late)",
        ),
        ("letters that hindsight calls wrong", str(summary.wrong)),
        ("late invoices that no letter reaches", str(summary.never_reached)),
    ]


def as_json(found: Comparison) -> dict[str, object]:
    """One set of rules, for other programs."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "summary": asdict(found.summary),
        "letters": [
            {
                "on": row.on.isoformat(),
                "client": row.client,
                "step": row.step,
                "way": row.way.value,
                "invoices": list(row.invoices),
                "amounts": [{"amount": money.plain, "currency": money.currency} for money in row.amounts],
                "really_reminded_on": [day.isoformat() for day in row.really],
                "paid_on": [day.isoformat() if day else None for day in row.paid],
                "wrong": list(row.wrong),
                "why": row.why,
            }
            for row in rows(found)
        ],
        "invoices": [
            {
                "number": each.number,
                "client": each.client.key,
                "client_name": each.client.name,
                "total": each.total.plain,
                "currency": each.total.currency,
                "due_on": each.due_on.isoformat(),
                "paid_on": each.paid_on.isoformat() if each.paid_on else None,
                "days_to_pay": each.days_to_pay,
                "really_reminded_on": [day.isoformat() for day in each.really],
                "steps": [{"on": day.isoformat(), "step": step} for day, step in each.tried],
                "first_reminder_days_earlier": each.days_earlier,
                "never_reached": each.never or None,
            }
            for each in found.invoices
        ],
    }
