"""`relanced demo`: nothing in, a small firm's sixty days on the screen out."""

import asyncio
import logging
import tempfile
from pathlib import Path

import click
import structlog
from rich.panel import Panel
from rich.rule import Rule

from relanced.cli.common import App
from relanced.cli.tables import ONE_DAY, aging_table, in_full, told, worth_telling
from relanced.cli.words import Text
from relanced.demo.letters import keep_letters
from relanced.demo.play import Given, Scene, play
from relanced.model.actions import Action, AskOwner, CloseCase, Reminder, ReminderLine, Wait
from relanced.model.decided import CallNoted, TaskGiven
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    CreditNoticed,
    Fact,
    InvoiceSent,
    InvoiceUnreadable,
    MailQuarantined,
    ReplyReceived,
)

INTRODUCTION = """\
Menuiserie Lacombe, a joinery of five people, has one mailbox. relanced reads it; nobody typed anything in.
Sixty days pass. The mails lie on a real IMAP server in this process, the reminders go to a real mail
server; only the clock is set. What clients get is in French, one client's in English.

  ✉ a mail arrives     · what relanced reads in it     ➤ a reminder leaves
  … why a case waits   ✓ a case closes                 ? what the owner is asked

The ladder: «avant_echeance», a notice before the due day; «rappel», friendly; «relance», with the statement
of account; «appel», a call sheet for the owner; «derniere_relance», the last; «mise_en_demeure», the formal
notice, which the owner posts; «remise», the file for a lawyer. Beside it «promesse_non_tenue», «remerciement»…"""


@click.command()
@click.option(
    "--letters",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-letters"),
    show_default=True,
    help="The folder for the letters as they would arrive.",
)
@click.pass_context
def demo(context: click.Context, letters: Path) -> None:
    """Watch a small firm's mailbox being chased: no network, no account, half a minute."""
    app = context.ensure_object(App)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("pymap").setLevel(logging.CRITICAL)
    asyncio.run(_demo(app, letters))


async def _demo(app: App, letters: Path) -> None:
    app.console.print(Panel(INTRODUCTION, title="relanced demo", title_align="left"))
    last: Scene | None = None
    count = 0
    given = Given(())
    with tempfile.TemporaryDirectory(prefix="relanced-demo-") as folder:
        async for what in play(Path(folder)):
            if isinstance(what, Scene):
                _tell(app, what)
                last = what
            elif isinstance(what, Given):
                given = what
            else:
                count = keep_letters(letters, what.letters, given.mails)
    assert last is not None
    app.console.print(Rule("After sixty days: who owes what"))
    app.console.print(aging_table(last.ledger, last.at.date()))
    app.console.print(Rule("… and what happens next, and why"))
    app.console.print(told(worth_telling(last.actions)))
    app.console.print(
        Text(
            f"{count} letters left, and the owner was given {len(given.mails)} task. Each lies in {letters}/ as it"
            " would arrive: .eml, .txt, .html, and its files."
        )
    )


def _tell(app: App, scene: Scene) -> None:
    """One moment: what arrived, what was read, what left, what waits."""
    lines = [Text(f"✉ {mail.told}", style="bold") for mail in scene.arrived]
    lines += [Text(f"  · {read}", style="blue") for read in map(_read, scene.facts) if read]
    for done in scene.done:
        if done.ok:
            lines.append(Text(f"➤ {_left(done.reminder)}", style="bold green"))
        else:
            lines.append(Text(f"➤ not sent to {done.reminder.client.name}: {done.why}", style="red"))
    lines += [line for line in map(_planned, scene.news) if line is not None]
    if lines:
        app.console.print(Rule(Text(f"{scene.at:%A %d %B, %H:%M}"), align="left", style="dim"))
    for line in lines:
        app.console.print(line)


def _left(reminder: Reminder) -> str:
    """A letter that left: to whom, in which tone, about what."""
    about = "; ".join(f"{line.number}, {_standing(line)}" for line in reminder.lines)
    return f"«{reminder.step.name}» to {reminder.client.name}: {about}"


def _standing(line: ReminderLine) -> str:
    if line.owed.cents <= 0:
        return f"{line.total}, paid"
    late = f"{line.days_late} days late" if line.days_late > 0 else f"due on {line.due_on:%d/%m}"
    return f"{line.owed}, {late}"


def _read(fact: Fact) -> str:
    match fact:
        case InvoiceSent():
            due = f"due {fact.due_on:%d/%m/%Y}" if fact.due_on else "due by its terms"
            return f"read: invoice {fact.number}, {fact.client_name}, {fact.total}, {due} (from {fact.read_from})"
        case ReplyReceived():
            day = f", promised for {fact.promised_on:%d/%m/%Y}" if fact.promised_on else ""
            return f"read: {fact.intent.value}{day}, because of «{'; '.join(fact.because)}»"
        case AutoReplyReceived():
            return f"read: an automatic answer ({fact.because})"
        case CreditNoticed():
            sums = ", ".join(f"{credit.amount} from {credit.payer}" for credit in fact.credits)
            return f"read: {sums}; the sender is {'trusted' if fact.trusted else 'NOT trusted: it closes nothing'}"
        case BankSpoke():
            return f"read: {fact.kind} ({fact.because}): it closes nothing"
        case TaskGiven():
            about = ", ".join(number for number, _ in fact.lines)
            return f"given to the owner, a mail in his INBOX: a {fact.kind.value} about {about}"
        case CallNoted():
            return f"read: the call ended: {fact.outcome.value}"
        case MailQuarantined() | InvoiceUnreadable():
            return f"could not be read: {fact.why}"
        case _:
            return ""


def _planned(action: Action) -> Text | None:
    match action:
        case Wait():
            following = f"; next on {action.until + ONE_DAY:%d/%m}" if action.until else ""
            return Text(f"  … {action.invoice} waits{following}: {action.why}", style="yellow")
        case CloseCase():
            return Text(f"  ✓ {action.invoice} is closed: {action.why}", style="green")
        case AskOwner():
            return Text(f"  ? {in_full(action)}", style="magenta")
        case _:
            return None
