"""A digest's values and the firm in; its page and its subject, in the owner's language, out. Pure.

Whatever came by mail goes through `plain`: one line, bounded, no marks that turn the reading direction.
Lists are cut; what is cut is counted, and «relanced status» shows it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from relanced.letters.digest_matters import matter_item
from relanced.letters.digest_page import AGES, Bar, Bars, Figure, Figures, Item, Note, Page, Section, Tone
from relanced.letters.digest_parts import Aged, CameIn, Confirmed, Digest, WentOut, Wrote
from relanced.letters.digest_words import Words, listed_numbers, sum_of, words_of
from relanced.letters.plain import NAME_CAP, plain
from relanced.model.command_words import Command, shown
from relanced.model.money import Money
from relanced.model.rules import Firm, Mode
from relanced.model.tasks import TASK_RULE

MATTERS, LINES, FEW = 10, 8, 6  # shown of each kind; what is left is counted. Gmail cuts pages off at 102 KB
_WORDS_CAP = 160  # of what a person wrote
Each = TypeVar("Each")


def digest_subject(digest: Digest, firm: Firm) -> str:
    """What he sees in his list of mails: what waits for him, and what is late."""
    words = words_of(firm)
    parts = []
    count = len(digest.matters)
    if count:
        name = "subject_matters_1" if count == 1 else "subject_matters"
        parts.append(words.say(name, count=str(count)))
    late, owed = _moneys(each.overdue for each in digest.aged), _moneys(each.total for each in digest.aged)
    if late:
        parts.append(words.say("subject_overdue", overdue=sum_of(words, late)))
    elif owed:
        parts.append(words.say("subject_owed", owed=sum_of(words, owed)))
    else:
        parts.append(words.said["subject_none"])
    return plain(words.say("subject", on=words.local.day(digest.on), what=", ".join(parts)), 200)


def digest_page(digest: Digest, firm: Firm) -> Page:
    """The whole mail."""
    words = words_of(firm)
    sections = (
        _headline(digest, words),
        _problems(digest, words),
        _matters(digest, words),
        _section(words, "waiting_head", digest.waiting, lambda each: _went(each, words), LINES),
        _unclear(digest, words),
        _came_in(digest, words),
        _section(words, "went_out_head", digest.went_out, lambda each: _went(each, words), LINES),
        _section(words, "would_head", digest.would, lambda each: _went(each, words), LINES),
        _section(words, "wrote_head", digest.wrote, lambda each: _wrote(each, words), LINES),
        _section(words, "confirmed_head", digest.confirmed, lambda each: _confirmed(each, words), LINES),
        *(_aged(each, words) for each in digest.aged),
        _promised(digest, words),
        _weeks(digest, words),
    )
    return Page(
        language=words.language,
        rule=f"{TASK_RULE} {words.said['rule']}",
        firm=plain(firm.name, NAME_CAP),
        title=words.say("title", on=words.weekday(digest.on)),
        subtitle=words.say("since", since=words.moment(digest.since)),
        preview=digest_subject(digest, firm),
        sections=tuple(section for section in sections if section.parts),
        foot=words.said["foot"],
    )


def _headline(digest: Digest, words: Words) -> Section:
    owed, late = _moneys(each.total for each in digest.aged), _moneys(each.overdue for each in digest.aged)
    zero = (Money(0, "EUR"),)
    figures = Figures(
        (
            Figure(words.said["owed"], _each(words, owed or zero)),
            Figure(words.said["overdue"], _each(words, late or zero), Tone.LATE if late else Tone.PLAIN),
            Figure(
                words.said["received"],
                _each(words, digest.received or zero),
                Tone.GOOD if digest.received else Tone.PLAIN,
            ),
        )
    )
    notes = []
    if digest.mode is Mode.OBSERVE:
        notes.append(Note(words.said["observe"], Tone.QUIET))
    if digest.is_quiet:
        notes.append(Note(words.said["nothing"], Tone.QUIET))
    return Section(head="", parts=(figures, *notes))


def _problems(digest: Digest, words: Words) -> Section:
    notes = tuple(
        Note(
            words.problems[each.kind].format(*(plain(value, _WORDS_CAP) for value in each.values)), Tone.LATE
        )
        for each in digest.problems
    )
    return Section(head=words.said["problems_head"], parts=notes)


def _matters(digest: Digest, words: Words) -> Section:
    if not digest.matters:
        return Section(head="", parts=())
    items = tuple(matter_item(each, words) for each in digest.matters[:MATTERS])
    how = (Note(words.said["how"], Tone.QUIET),) if any(each.says for each in items) else ()
    return Section(
        head=words.said["matters_head"],
        parts=(*how, *items, *_more(digest.matters, MATTERS, words)),
        tone=Tone.ASK,
    )


def _unclear(digest: Digest, words: Words) -> Section:
    if not digest.not_understood:
        return Section(head="", parts=())
    items = tuple(
        Item(
            lead=words.say(
                "not_understood_moved" if each.is_gesture else "not_understood",
                on=words.day_of_month(each.on),
                words=plain(each.words, _WORDS_CAP),
            ),
            below=plain(each.why, _WORDS_CAP),
        )
        for each in digest.not_understood[:FEW]
    )
    examples = words.local.listed(
        f"«\u00a0{shown(command, words.language, 'F2026-012', words.rest_of(command))}\u00a0»"
        if words.language == "fr"
        else f"“{shown(command, words.language, 'F2026-012', words.rest_of(command))}”"
        for command in (Command.PAID, Command.PAUSE, Command.DISPUTE)
    )
    how = Note(words.say("not_understood_how", examples=examples), Tone.QUIET)
    more = _more(digest.not_understood, FEW, words)
    return Section(head=words.said["not_understood_head"], parts=(*items, *more, how))


def _came_in(digest: Digest, words: Words) -> Section:
    items = tuple(_payment(each, words) for each in digest.came_in[:LINES])
    notes: tuple[Note, ...] = ()
    if digest.invoices_found:
        amount = sum_of(words, digest.invoiced)
        notes = (Note(words.say("invoiced", count=str(digest.invoices_found), amount=amount), Tone.QUIET),)
    return Section(
        head=words.said["came_in_head"], parts=(*items, *_more(digest.came_in, LINES, words), *notes)
    )


def _payment(each: CameIn, words: Words) -> Item:
    payer = plain(each.payer, NAME_CAP) or plain(each.bank, NAME_CAP)
    pays = words.payments[each.state].format(numbers=listed_numbers(words, each.invoices))
    clients = ", ".join(plain(name, NAME_CAP) for name in each.clients[:3])
    lead = clients or payer
    told = [
        words.day_of_month(each.on),
        pays,
        payer if clients and payer.casefold() != clients.casefold() else "",
    ]
    tone = Tone.GOOD if each.state in {"paid", "part"} else Tone.LATE if each.state == "back" else Tone.PLAIN
    return Item(lead=lead, value=words.local.money(each.amount), below=_joined(told), tone=tone)


def _went(each: WentOut, words: Words) -> Item:
    is_task = each.how.startswith("task_")  # which says what is to be done
    told = [
        words.day_of_month(each.on) if each.on else "",
        words.ways[each.how],
        words.local.listed(map(words.step, each.steps)) if each.steps and not is_task else "",
        listed_numbers(words, each.invoices),
    ]
    value = sum_of(words, each.owed) if each.owed else ""
    return Item(lead=plain(each.client, NAME_CAP), value=value, below=_joined(told))


def _wrote(each: Wrote, words: Words) -> Item:
    said = words.wrote[each.intent.value].format(numbers=listed_numbers(words, each.invoices) or "…")
    pays = words.say("pays", on=words.local.day(each.promised_on)) if each.promised_on else ""
    return Item(lead=plain(each.client, NAME_CAP), below=_joined([words.day_of_month(each.on), said, pays]))


def _confirmed(each: Confirmed, words: Words) -> Item:
    lead = words.confirmed[each.verb].format(target=plain(each.target, NAME_CAP))
    until = words.say("until", until=words.local.day(each.until)) if each.until else ""
    return Item(lead=lead, below=_joined([words.day_of_month(each.on), until, words.by.get(each.by, "")]))


def _aged(aged: Aged, words: Words) -> Section:
    most = max((part.cents for part in aged.parts), default=0)
    rows = tuple(
        Bar(label, words.local.money(part), ((part.cents * 1000 // most if most else 0, tone),))
        for label, part, tone in zip(words.ages, aged.parts, AGES, strict=True)
    )
    bars = Bars(
        caption=words.said["aged_head"],
        heads=(words.said["age"], words.said["amount"]),
        rows=rows,
        total=(words.said["total"], words.local.money(aged.total)),
    )
    told = [words.say("held", held=words.local.money(aged.held))] if aged.held.cents else []
    told += [words.say("dso", days=words.local.days(aged.dso))] if aged.dso is not None else []
    notes = (Note(" ".join(told), Tone.QUIET),) if told else ()
    return Section(head=words.said["aged_head"], parts=(bars, *notes))


def _promised(digest: Digest, words: Words) -> Section:
    items = tuple(
        Item(
            lead=plain(each.client, NAME_CAP),
            value=words.local.money(each.amount),
            below=_joined(
                [
                    words.say("pays", on=words.local.day(each.on)),
                    words.said["instalment"] if each.is_instalment else "",
                    listed_numbers(words, each.invoices),
                ]
            ),
        )
        for each in digest.promised[:FEW]
    )
    return Section(head=words.said["promised_head"], parts=(*items, *_more(digest.promised, FEW, words)))


def _weeks(digest: Digest, words: Words) -> Section:
    weeks = [week for week in digest.weeks if week.promised.cents or week.habit.cents]
    if not weeks:
        return Section(head="", parts=())
    most = max(week.promised.cents + week.habit.cents for week in weeks)
    rows = tuple(
        Bar(
            words.say("week", on=words.day_of_month(week.start)),
            words.local.money(week.promised + week.habit),
            (
                (week.promised.cents * 1000 // most, Tone.PROMISED),
                (week.habit.cents * 1000 // most, Tone.HABIT),
            ),
            below=f"{words.said['is_promised']} {words.local.money(week.promised)}"
            if week.promised.cents and week.habit.cents
            else words.said["is_promised" if week.promised.cents else "is_habit"],
        )
        for week in weeks
    )
    bars = Bars(
        caption=words.said["weeks_head"],
        heads=(words.said["week_head"], words.said["amount"]),
        rows=rows,
        legend=((words.said["is_promised"], Tone.PROMISED), (words.said["is_habit"], Tone.HABIT)),
    )
    return Section(head=words.said["weeks_head"], parts=(bars, Note(words.said["weeks_note"], Tone.QUIET)))


def _section(
    words: Words, head: str, all_: Sequence[Each], item: Callable[[Each], Item], most: int
) -> Section:
    return Section(
        head=words.said[head], parts=(*(item(each) for each in all_[:most]), *_more(all_, most, words))
    )


def _more(all_: Sequence[object], most: int, words: Words) -> tuple[Note, ...]:
    left = len(all_) - most
    return (Note(words.say("more", count=str(left)), Tone.QUIET),) if left > 0 else ()


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _moneys(amounts: Iterable[Money]) -> tuple[Money, ...]:
    return tuple(money for money in amounts if money.cents)


def _each(words: Words, amounts: Sequence[Money]) -> str:
    return " + ".join(words.local.money(money) for money in amounts[:3])
