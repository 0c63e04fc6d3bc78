"""What was read in a client's mail in, the lines that `explain` shows of it out."""

from collections.abc import Iterator

from relanced.casework.doubtful import SURE
from relanced.cli.client_mail_view import HOLDS_AND_ASKS, NEEDS_A_LOOK, needs, of_single_invoices
from relanced.cli.words import Text
from relanced.intake.readings import Absence, ReplyRead
from relanced.model.intents import Intent


def reply_parts(reply: ReplyRead) -> Iterator[Text]:
    """The intents with what they do, what else the mail says, its new text, and the words that led there."""
    yield Text(f"{reply.intent.value} ({reply.confidence:.0%}): {_effect(reply)}", style="bold")
    if reply.confidence < SURE and Intent.NOT_SURE not in {reply.intent, *reply.also}:
        yield Text(NEEDS_A_LOOK, style="yellow")
    beside = [intent.value for intent in reply.also if intent is not Intent.NOT_SURE]
    if beside:
        yield Text("also: " + ", ".join(beside))
    if reply.promised_on:
        yield Text(f"promised for {reply.promised_on}")
    yield from of_single_invoices(reply.said_of)
    if reply.redirect_to:
        yield Text(
            f"names {reply.redirect_to} to write to; outside his own domain only «relanced contact» takes it"
        )
    if reply.asks:
        yield Text(needs(reply.asks))
    if reply.absence:
        yield Text(_away(reply.absence))
    if reply.mentions:
        yield Text("may name invoices: " + ", ".join(reply.mentions))
    if reply.tokens:
        yield Text("bears the reference of a letter: " + ", ".join(reply.tokens))
    yield Text(reply.new_text or "(no new text)", style="italic")
    yield Text("because: " + "; ".join(reply.because), style="dim")


def _effect(reply: ReplyRead) -> str:
    if Intent.NOT_SURE in {reply.intent, *reply.also}:
        return HOLDS_AND_ASKS
    if reply.stops_escalation:
        return "reminders stop"
    if reply.intent is Intent.AUTO_REPLY:
        return "a machine's answer; reminders go on"
    return "reminders go on after a breathing space"


def _away(absence: Absence) -> str:
    back = f"back on {absence.back_on}" if absence.back_on else ""
    meanwhile = f"meanwhile {absence.substitute}" if absence.substitute else ""
    return "away: " + ", ".join(part for part in (back, meanwhile) if part)
