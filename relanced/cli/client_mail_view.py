"""Clients' mails in, what a terminal shows of them out: a table of many, one in full. Mail's words stay text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.padding import Padding
from rich.table import Table

from relanced.casework.ledger import Case
from relanced.cli.words import Text
from relanced.daemon.desk.client_mails import ClientMail
from relanced.daemon.desk.short import MAX_NAMED, named, one_line
from relanced.model.decided import ReplyJudged
from relanced.model.facts import ReplyReceived, SaidOf
from relanced.model.intents import Ask, Intent

FIRST_WORDS = 60  # characters of a mail in the table
MAX_LINES, MAX_TEXT = 16, 1_200  # of a mail in full
_ASKS = {
    Ask.COPY: "a copy of the invoice",
    Ask.IBAN: "where to pay",
    Ask.PLAN: "instalments, or more time",
}
HOLDS_AND_ASKS = "not sure, so it holds and asks you"
NEEDS_A_LOOK = "read with doubt: «relanced replies review» asks you about it"


def replies_table(mails: Sequence[ClientMail]) -> Table:
    """One row a mail: its ref and day, whose it is and about what, what was read in it, how it begins."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("MAIL", style="bold", no_wrap=True, min_width=8)
    table.add_column("came on", no_wrap=True, min_width=10)
    table.add_column("client; invoices", overflow="fold", min_width=14, max_width=26)
    table.add_column("read as", overflow="fold", min_width=12, max_width=16)
    table.add_column("sure", justify="right", no_wrap=True, min_width=4)
    table.add_column("first words", overflow="fold", ratio=1)
    for mail in mails:
        who = Text(one_line(mail.client or mail.reply.sender or "(nobody known)"))
        numbers = named(case.number for case in mail.cases)
        who.append_text(Text(f"\n{numbers}" if numbers else "", style="dim"))
        words = one_line(mail.reply.new_text or mail.reply.subject, FIRST_WORDS)
        table.add_row(
            mail.ref,
            str(mail.on),
            who,
            _read_as(mail),
            _sure(mail),
            Text(f"«{words}»" if words else "(no text)"),
        )
    return table


def _read_as(mail: ClientMail) -> Text:
    if mail.judged:
        said = Text(f"you: {_meaning(mail.judged)}", style="green")
        said.append_text(Text(f"\n(read: {mail.reply.intent.value})", style="dim"))
        return said
    return Text(
        "\n".join(
            (mail.reply.intent.value, *([str(mail.reply.promised_on)] if mail.reply.promised_on else []))
        )
    )


def _sure(mail: ClientMail) -> Text:
    return Text(f"{mail.reply.confidence:.0%}", style="yellow" if mail.is_doubtful else "")


def _meaning(judged: ReplyJudged) -> str:
    return f"{judged.intent.value} {judged.promised_on}" if judged.promised_on else judged.intent.value


def in_full(mail: ClientMail, today: date) -> Iterator[Text | Padding]:
    """One mail: who wrote it and what he owes, what he typed, what was read in it and why."""
    reply = mail.reply
    yield Text(f"mail {mail.ref} of {mail.on} from {one_line(reply.sender) or 'nobody named'}", style="bold")
    yield Text(f"«{one_line(reply.subject)}»" if reply.subject.strip() else "(no subject)")
    yield from _owed(mail, today)
    yield Text("")
    yield Padding(Text("\n".join(_typed(reply.new_text)), style="italic"), (0, 0, 0, 2))
    yield Text("")
    yield from _read(mail)


def _owed(mail: ClientMail, today: date) -> Iterator[Text]:
    if not mail.clients:
        yield Text("from nobody whom you have sent an invoice", style="yellow")
        return
    open_cases = mail.open_cases
    about = "about" if mail.cases else "names no invoice; open are"
    if not open_cases:
        yield Text(f"{one_line(mail.client)}: nothing of it is owed any more", style="dim")
        return
    yield Text(f"{one_line(mail.client)}, {about}:")
    for case in open_cases[:MAX_NAMED]:
        yield Text(f"  {_case_line(case, today)}")
    if len(open_cases) > MAX_NAMED:
        yield Text(f"  and {len(open_cases) - MAX_NAMED} more")


def _case_line(case: Case, today: date) -> str:
    late = (today - case.due_on).days
    how = f", {late} days late" if late > 0 else ""
    return f"{case.number}  {case.owed} owed, due on {case.due_on}{how}"


def _typed(text: str) -> list[str]:
    """What was typed, cut; blank lines in a row are one."""
    lines: list[str] = []
    for line in text[:MAX_TEXT].strip().splitlines():
        plain = " ".join(line.split())
        if plain or (lines and lines[-1]):
            lines.append(plain)
    cut = len(lines) > MAX_LINES or len(text) > MAX_TEXT
    return [*lines[:MAX_LINES], *(["…"] if cut else [])] or ["(no text of his own)"]


def _read(mail: ClientMail) -> Iterator[Text]:
    reply = mail.reply
    doubt = f": {HOLDS_AND_ASKS}" if Intent.NOT_SURE in {reply.intent, *reply.also} else ""
    yield Text(f"read as: {as_read(reply)} ({reply.confidence:.0%}){doubt}", style="bold")
    yield from of_single_invoices(reply.said_of)
    if reply.redirect_to:
        yield Text(f"names a new address: {reply.redirect_to}")
    if reply.asks:
        yield Text(needs(reply.asks))
    yield Text(f"because: {one_line('; '.join(reply.because), 300) or 'no words say it'}", style="dim")
    if mail.judged:
        yield Text(f"you said on {mail.judged.decided_at:%Y-%m-%d}: {_meaning(mail.judged)}", style="green")


def needs(asks: Iterable[Ask]) -> str:
    """What a client needs before he pays, in words."""
    return "needs: " + ", ".join(_ASKS[ask] for ask in asks)


def as_read(reply: ReplyReceived) -> str:
    """The intents that were read, with the day: «promise for 2026-12-15, also query»."""
    day = f" for {reply.promised_on}" if reply.promised_on else ""
    also = f", also {', '.join(intent.value for intent in reply.also)}" if reply.also else ""
    return f"{reply.intent.value}{day}{also}"


def of_single_invoices(said_of: Iterable[SaidOf]) -> Iterator[Text]:
    """What a mail says of single invoices, a line each."""
    for said in said_of:
        intents = ", ".join(intent.value for intent in (said.intent, *said.also))
        day = f" for {said.promised_on}" if said.promised_on else ""
        line = Text(f"of {', '.join(map(one_line, said.mentions))}: {intents}{day}")
        line.append_text(Text(f"  «{one_line(said.words)}»", style="dim"))
        yield line
