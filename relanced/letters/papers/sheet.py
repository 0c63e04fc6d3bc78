"""A call sheet in, its one or two pages out: to be read beside the telephone, or on it. Pure."""

from relanced.letters.filters import LocalFilters
from relanced.letters.papers.values import NUMBER_CAP, client_values, filters_of
from relanced.letters.plain import NAME_CAP, plain
from relanced.model.actions import ApartLine, NoteLine
from relanced.model.call_sheet import (
    CallSheet,
    PayingHabit,
    SheetAnswer,
    SheetLine,
    SheetPerson,
    SheetPromise,
)
from relanced.model.money import totals
from relanced.model.paper import Json, Paper
from relanced.model.rules import Firm

MAX_LINES = 15  # of each kind: more is in the statement, and nobody reads it while he speaks
_TEXT_CAP = 300


def sheet(call: CallSheet, firm: Firm) -> Paper:
    """The call sheet in the owner's language."""
    write = filters_of(call.language, firm)
    return Paper(
        name="sheet",
        language=call.language,
        title=plain(call.client.name, NAME_CAP),
        on=call.on,
        data={
            "firm": plain(firm.name, NAME_CAP),
            "client": client_values(call.client, ""),
            "on": write.day(call.on),
            "people": [_person(person, write) for person in call.people[:5]],
            "owed": write.money(call.owed) if call.owed else "",
            "situation": call.situation.value,
            "aim": plain(call.aim, _TEXT_CAP),
            "lines": [_line(line, write) for line in call.lines[:MAX_LINES]],
            "beside": _beside(call, write),
            "more": max(len(call.lines) - MAX_LINES, 0),
            "apart": [_apart(line, write) for line in call.apart[:MAX_LINES]],
            "notes": [_note(note, write) for note in call.credit_notes[:MAX_LINES]],
            "undelivered": [
                {"on": write.short_day(on), "to": plain(to, NAME_CAP)}
                for on, to in call.undelivered[:MAX_LINES]
            ],
            "habit": _habit(call.habit, write),
            "answers": [_answer(answer, write) for answer in call.answers[:MAX_LINES]],
            "promises": [_promise(promise, write) for promise in call.promises[:MAX_LINES]],
            "objections": [
                {"said": plain(each.said, _TEXT_CAP), "ask": [plain(ask, _TEXT_CAP) for ask in each.ask]}
                for each in call.objections
            ],
        },
    )


def _person(person: SheetPerson, write: LocalFilters) -> Json:
    return {
        "name": plain(person.name, NAME_CAP),
        "phone": plain(person.phone, NUMBER_CAP),
        "address": plain(person.address, NAME_CAP),
        "wrote": write.short_day(person.last_wrote_on) if person.last_wrote_on else "",
    }


def _line(line: SheetLine, write: LocalFilters) -> Json:
    days, announced = line.reminded_on, line.announced_on
    return {
        "number": plain(line.number, NUMBER_CAP),
        "issued": write.short_day(line.issued_on),
        "due": write.short_day(line.due_on),
        "total": write.money(line.total),
        "owed": write.money(line.owed),
        "late": max(line.days_late, 0),
        "reminders": f"{len(days)} ({write.short_day(days[-1])})" if days else "–",
        "announced": write.short_day(announced[-1]) if announced else "",
        "subject": plain(line.subject, NAME_CAP),
        "mailed": write.short_day(line.mailed_on),
        "to": plain(line.mailed_to, NAME_CAP),
    }


def _beside(call: CallSheet, write: LocalFilters) -> Json:
    """What the client owes that the call is not for; "" where that is nothing."""
    if not call.beside:
        return {"owed": "", "numbers": ""}
    numbers = [plain(line.number, NUMBER_CAP) for line in call.beside[:MAX_LINES]]
    more = [f"+ {len(call.beside) - MAX_LINES}"] if len(call.beside) > MAX_LINES else []
    return {
        "owed": write.money(totals(line.owed for line in call.beside)),
        "numbers": ", ".join([*numbers, *more]),
    }


def _apart(line: ApartLine, write: LocalFilters) -> Json:
    return {
        "number": plain(line.number, NUMBER_CAP),
        "owed": write.money(line.owed),
        "why": line.why.value,
        "on": write.short_day(line.on) if line.on else "",
    }


def _note(note: NoteLine, write: LocalFilters) -> Json:
    return {
        "number": plain(note.number, NUMBER_CAP),
        "on": write.short_day(note.issued_on),
        "left": write.money(-note.left),
    }


def _habit(habit: PayingHabit, write: LocalFilters) -> Json:
    average, worst = habit.average_days_late, habit.worst_days_late
    return {
        "paid": habit.paid,
        "days": write.days(average) if average is not None and average > 0 else "",
        "worst": write.days(max(worst or 0, 0)),
        "last": write.money(habit.last_paid) if habit.last_paid else "",
        "last_on": write.short_day(habit.last_paid_on) if habit.last_paid_on else "",
    }


def _answer(answer: SheetAnswer, write: LocalFilters) -> Json:
    return {
        "on": write.short_day(answer.on),
        "sender": plain(answer.sender, NAME_CAP),
        "intent": answer.intent.value,
        "words": plain(answer.words, _TEXT_CAP),
    }


def _promise(promise: SheetPromise, write: LocalFilters) -> Json:
    return {
        "number": plain(promise.number, NUMBER_CAP),
        "made": write.short_day(promise.made_on),
        "pays": write.short_day(promise.pays_on),
        "end": {True: "kept", False: "broken", None: "to_come"}[promise.kept],
    }
