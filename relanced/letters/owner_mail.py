"""A task for the owner in, the mail that gives it to him out: readable on a telephone, known again. Pure.

It goes from the firm to the firm, into its own INBOX, and never over a mail server. A signed header
says what it is, so that it is never read as an invoice, an answer or a bank's mail, wherever it lies.
"""

import shlex
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from relanced.letters.body import Body, Paragraph, as_html, as_text
from relanced.letters.envelope import LetterAttachment, file_name
from relanced.letters.filters import LocalFilters, locale_of
from relanced.letters.owner_words import INTENTS, LANGUAGES, WORDS
from relanced.letters.plain import ADDRESS_CAP, NAME_CAP, plain, plain_lines
from relanced.model.actions import ApartLine, GiveTask
from relanced.model.call_sheet import CallSheet, PayingHabit, SheetLine, SheetPerson
from relanced.model.mark import TASK_HEADER, sign
from relanced.model.money import totals
from relanced.model.names import MessageId
from relanced.model.rules import Firm
from relanced.model.tasks import TASK_RULE, TaskKind

_QUOTE_CAP = 200
_MAX_COMMANDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWords:
    """What such a mail says."""

    subject: str
    body: Body
    language: str


@dataclass(frozen=True, slots=True)
class _Pen:
    """How one language writes: its words, its money and days."""

    words: dict[str, str]
    intents: dict[str, str]
    local: LocalFilters

    def say(self, name: str, **values: str) -> str:
        return self.words[name].format(**values)

    def listed(self, name: str, items: list[str]) -> list[Paragraph]:
        """A heading and its items, set in; nothing where there is none."""
        return [Paragraph("\n".join([self.words[name], *(f"  {item}" for item in items)]))] if items else []


def task_words(task: GiveTask, sheet: CallSheet, firm: Firm) -> TaskWords:
    """The mail of a task, in the firm's language where that is French, else in English.

    `sheet`: what is known of the case; a letter and a handing over show less of it.
    """
    language = firm.language if firm.language in LANGUAGES else LANGUAGES[0]
    pen = _Pen(WORDS[language], INTENTS[language], LocalFilters(locale_of(language, firm.country)))
    client, owed = plain(sheet.client.name, NAME_CAP), _sum(sheet, pen)
    head = Paragraph(f"{TASK_RULE} {pen.words[task.kind.value]} · {client}")
    parts = {TaskKind.CALL: _call, TaskKind.LETTER: _letter, TaskKind.HANDOVER: _handover}[task.kind]
    return TaskWords(
        subject=plain(pen.say(f"{task.kind.value}_subject", client=client, owed=owed), 200),
        body=(head, *parts(task, sheet, pen)),
        language=language,
    )


def seal_task(
    words: TaskWords,
    message_id: MessageId,
    *,
    firm: Firm,
    key: bytes,
    now: datetime,
    attachments: tuple[LetterAttachment, ...] = (),
) -> bytes:
    """The bytes of the mail, for APPEND. Raises ValueError where `now` has no time zone."""
    if now.tzinfo is None:
        raise ValueError("the Date of a mail needs a time zone")
    mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
    mail["From"] = mail["To"] = firm.sender
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[TASK_HEADER] = sign(key, "task", message_id)
    mail.set_content(as_text(words.body, words.language), charset="utf-8", cte="quoted-printable")
    html = as_html(words.body, words.language)
    mail.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    for each in attachments:
        main, _, sub = each.content_type.partition("/")
        mail.add_attachment(each.data, maintype=main, subtype=sub, filename=file_name(each.filename))
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sign(key, 'boundary', message_id)}_{number}")
    return mail.as_bytes()


def _call(task: GiveTask, sheet: CallSheet, pen: _Pen) -> list[Paragraph]:
    days = task.reminder.step.lapses_after_days
    placed = pen.words["outcome"]
    command = _typed("call", sheet, placed)
    return [
        Paragraph(pen.say("aim", aim=sheet.aim)),
        *pen.listed("who", [_person(person, pen) for person in sheet.people]),
        *_known(sheet, pen),
        *pen.listed("objections", [_objection(each.said, each.ask, pen) for each in sheet.objections]),
        Paragraph(pen.say("call_end", command=command, placed=placed, outcomes=pen.words["outcomes"])),
        *([Paragraph(pen.say("call_lapses", days=pen.local.days(days)))] if days is not None else []),
    ]


def _letter(task: GiveTask, sheet: CallSheet, pen: _Pen) -> list[Paragraph]:
    postal = ", ".join(plain_lines(task.reminder.client.people.postal, ADDRESS_CAP)) or pen.words["no_postal"]
    placed = pen.words["tracking"]
    return [
        Paragraph(pen.words["letter_intro"]),
        Paragraph(pen.say("letter_steps", postal=postal)),
        *_owed(sheet, pen),
        Paragraph(
            pen.say(
                "letter_end",
                placed=placed,
                command=_typed("posted", sheet, "--tracking", placed),
                resume=_typed("resume", sheet),
            )
        ),
    ]


def _handover(_: GiveTask, sheet: CallSheet, pen: _Pen) -> list[Paragraph]:
    placed = pen.words["collector"]
    return [
        Paragraph(pen.words["handover_intro"]),
        Paragraph(pen.say("handover_file", command=_typed("dossier", sheet))),
        *_known(sheet, pen),
        Paragraph(
            pen.say(
                "handover_end",
                placed=placed,
                command=_typed("handed-over", sheet, "--to", placed),
                resume=_typed("resume", sheet),
            )
        ),
    ]


def _sum(sheet: CallSheet, pen: _Pen) -> str:
    """What the task is for, and, where that is not all, what the client owes in all."""
    if not sheet.beside:
        return pen.local.money(sheet.owed)
    in_all = totals(line.owed for line in (*sheet.lines, *sheet.beside))
    return pen.local.money(sheet.owed) + pen.say("in_all", owed=pen.local.money(in_all))


def _typed(command: str, sheet: CallSheet, *words: str) -> str:
    """The command line to paste, one for each invoice of the task; what came by mail is quoted for the shell."""
    targets: list[str] = [line.number for line in sheet.lines[:_MAX_COMMANDS]] or [sheet.client.key]
    return "\n".join(
        " ".join(["relanced", command, *(shlex.quote(plain(word, NAME_CAP)) for word in (target, *words))])
        for target in targets
    )


def _known(sheet: CallSheet, pen: _Pen) -> list[Paragraph]:
    """What is owed, and what is known of the client."""
    local = pen.local
    answers = [
        f"{local.short_day(each.on)}, {pen.intents.get(each.intent.value, each.intent.value)}{_colon(pen)} "
        f"{pen.say('quoted', words=plain(each.words, _QUOTE_CAP))} ({plain(each.sender, NAME_CAP)})"
        for each in sheet.answers
    ]
    ends = {True: "kept", False: "broken", None: "to_come"}
    promises = [
        f"{pen.say('promise', number=plain(each.number, NAME_CAP), on=local.short_day(each.pays_on))}, "
        f"{pen.words[ends[each.kept]]}"
        for each in sheet.promises
    ]
    undelivered = [f"{local.short_day(on)}, {plain(to, NAME_CAP)}" for on, to in sheet.undelivered]
    return [
        *_owed(sheet, pen),
        *pen.listed("habit", _habit(sheet.habit, pen)),
        *pen.listed("answers", answers),
        *pen.listed("promises", promises),
        *pen.listed("undelivered", undelivered),
    ]


def _owed(sheet: CallSheet, pen: _Pen) -> list[Paragraph]:
    notes = [
        f"{plain(note.number, NAME_CAP)}, {pen.local.money(note.left)} ({pen.local.short_day(note.issued_on)})"
        for note in sheet.credit_notes
    ]
    return [
        Paragraph(pen.say("owed", owed=pen.local.money(sheet.owed))),
        *(Paragraph(_line(line, pen)) for line in sheet.lines),
        *_beside(sheet, pen),
        *pen.listed("notes", notes),
        *pen.listed("apart", [_apart(each, pen) for each in sheet.apart]),
    ]


def _beside(sheet: CallSheet, pen: _Pen) -> list[Paragraph]:
    if not sheet.beside:
        return []
    owed = pen.local.money(totals(line.owed for line in sheet.beside))
    rows = [
        pen.say(
            "beside_line",
            number=plain(line.number, NAME_CAP),
            owed=pen.local.money(line.owed),
            due=pen.local.short_day(line.due_on),
        )
        for line in sheet.beside
    ]
    return [Paragraph("\n".join([pen.say("beside", owed=owed), *(f"  {row}" for row in rows)]))]


def _line(line: SheetLine, pen: _Pen) -> str:
    local, due = pen.local, pen.local.short_day(line.due_on)
    late = pen.say("not_late", due=due)
    if line.days_late > 0:
        late = pen.say("late", days=local.days(line.days_late), due=due)
    mailed = pen.say("mailed", mailed=local.short_day(line.mailed_on), to=plain(line.mailed_to, NAME_CAP))
    rows = [f"{plain(line.number, NAME_CAP)}, {local.money(line.owed)}, {late}"]
    rows += [f"  {plain(line.subject, NAME_CAP)}"] if line.subject else []
    rows += [f"  {mailed}"]
    for name, days in (("announced_on", line.announced_on), ("reminded", line.reminded_on)):
        rows += [f"  {pen.say(name, days=', '.join(map(local.short_day, days)))}"] if days else []
    return "\n".join(rows)


def _apart(line: ApartLine, pen: _Pen) -> str:
    on = pen.local.short_day(line.on) if line.on else "?"
    return f"{plain(line.number, NAME_CAP)}, {pen.local.money(line.owed)}, {pen.say(line.why.value, on=on)}"


def _person(person: SheetPerson, pen: _Pen) -> str:
    wrote = pen.say("wrote", on=pen.local.short_day(person.last_wrote_on)) if person.last_wrote_on else ""
    known = (
        plain(person.name, NAME_CAP),
        plain(person.phone, NAME_CAP),
        plain(person.address, NAME_CAP),
        wrote,
    )
    said = ", ".join(each for each in known if each)
    return said if person.phone else f"{said} ({pen.words['no_phone']})"


def _habit(habit: PayingHabit, pen: _Pen) -> list[str]:
    if not habit.paid or habit.average_days_late is None or habit.worst_days_late is None:
        return [pen.words["habit_none"]]
    name = "habit_some" if habit.average_days_late > 0 else "habit_prompt"
    rows = [
        pen.say(
            name,
            count=str(habit.paid),
            average=pen.local.days(habit.average_days_late),
            worst=pen.local.days(max(habit.worst_days_late, 0)),
        )
    ]
    if habit.last_paid is not None and habit.last_paid_on is not None:
        last = pen.local.money(habit.last_paid)
        rows.append(pen.say("habit_last", amount=last, on=pen.local.short_day(habit.last_paid_on)))
    return rows


def _objection(said: str, ask: tuple[str, ...], pen: _Pen) -> str:
    return "\n".join([pen.say("quoted", words=said), *(f"    {each}" for each in ask)])


def _colon(pen: _Pen) -> str:
    return "\u00a0:" if pen.local.locale.language == "fr" else ":"
