"""Payments in, what a terminal shows of them out: a table of many, one in full. The bank's words stay text."""

import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.table import Table

from relanced.casework.ledger import CreditState
from relanced.casework.settle.settlement import SURE, Settlement
from relanced.casework.typed import typed
from relanced.cli.words import Text
from relanced.daemon.desk.incoming import Incoming, payer
from relanced.daemon.desk.short import MAX_NAMED, named, one_line
from relanced.model.facts import CreditNoticed
from relanced.model.names import mail_ref

# what casework.money.apply says of a payment that may be none of its own
_TWIN = re.compile(
    r"it may be the payment that was told already on \S{10} \(\S{1,20}\)|it is the sum of what .{1,80}? told on \S{10}"
)
FIRST_WORDS = 60  # characters of what the payer wrote, in the table


def credits_table(many: Sequence[Incoming], *, tell_why: bool = False) -> Table:
    """One row a payment: its name, day and amount, who paid and with which words, what it pays or may pay."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("CREDIT", style="bold", no_wrap=True, min_width=10)
    table.add_column("value day", no_wrap=True, min_width=10)
    table.add_column("amount", justify="right", no_wrap=True)
    table.add_column("payer; words", overflow="fold", ratio=4)
    table.add_column("what it paid" if tell_why else "what it may pay", overflow="fold", ratio=5)
    for each in many:
        credit = each.story.credit
        who = Text(payer(each))
        words = one_line(credit.reference, FIRST_WORDS)
        who.append_text(Text(f"\n«{words}»" if words else "", style="dim"))
        fate = Text(in_short(each), style="yellow" if each.waits else "")
        if tell_why:
            for line in reasons(each):
                fate.append_text(Text(f"\n{line}", style="dim"))
        day = Text(str(each.day))  # as on the account statement; the mail may come days later
        day.append_text(Text(f"\ntold {each.on:%m-%d}" if each.day != each.on else "", style="dim"))
        table.add_row(each.name, day, str(credit.amount), who, fate)
    return table


def in_short(each: Incoming) -> str:
    """What became of it, in a few words."""
    story = each.story
    numbers = named(number for number, _ in story.paid)
    match story.state:
        case CreditState.SETTLED:
            settled = story.settlement
            more = f"; {settled.excess} too much" if settled and settled.excess else ""
            return f"paid {numbers or 'nothing'}{more}"
        case CreditState.ASSIGNED:
            return f"paid {numbers}: your word" if numbers else "none of yours: your word"
        case CreditState.WAITING:
            return f"may pay {_may_pay(each)}"
        case CreditState.UNKNOWN:
            twin = _TWIN.match(story.settlement.because) if story.settlement else None
            return f"no other invoice of yours fits: {twin[0]}" if twin else "nothing of yours fits"
        case CreditState.UNTRUSTED:
            return f"not proven to be from {one_line(story.bank, 40)}; may pay {_may_pay(each)}"
        case CreditState.REVERSED:
            return f"went back{f'; had paid {numbers}' if numbers else ''}"
        case CreditState.TRANSFER:
            return "a service passes on payments that it has told of"


def _may_pay(each: Incoming) -> str:
    clients = ", ".join(one_line(account.client.name, 60) for account in each.clients)
    return named(each.may_pay) or (f"something of {clients}" if clients else "nothing that is known")


def reasons(each: Incoming) -> Iterator[str]:
    """Why it was taken so: the reason, what was taken for granted, the runners-up."""
    settled = each.story.settlement
    if settled is not None:
        yield f"because: {one_line(settled.because, 300)}"
        yield from beside(settled)


def beside(settled: Settlement) -> Iterator[str]:
    """What was taken for granted, and the runners-up, a line each."""
    if settled.assumed:
        yield f"taken for granted: {one_line(settled.assumed, 300)}"
    word = "not" if settled.outcome in SURE else "or"
    for rival in settled.rivals:
        yield f"{word} {named(rival.invoices) or 'others'}: {one_line(rival.because, 300)}"


def in_full(each: Incoming, zone: ZoneInfo) -> Iterator[Text]:
    """All of one payment: what the bank told, which mails did, what became of it and why, what to type."""
    story, credit = each.story, each.story.credit
    yield Text(f"credit {each.name}: {credit.amount} from {payer(each)}", style="bold")
    yield from map(Text, _told_of(each))
    yield Text("told by:")
    for mail in each.told:
        yield from _mail(mail, zone, counts=mail_ref(mail.source.fingerprint) == story.mail)
    yield Text(f"what became of it: {in_short(each)}", style="yellow" if each.waits else "bold")
    for number, amount in story.paid:
        yield Text(
            f"  {amount} of it {'had been' if story.state is CreditState.REVERSED else 'is'} for {number}"
        )
    settled = story.settlement
    for number, amount in settled.written_off if settled and story.state is CreditState.SETTLED else ():
        yield Text(f"  {amount} of {number} fell away beside it")
    for line in reasons(each):
        yield Text(f"  {line}")
    if each.clients:
        whose = ", ".join(f"{account.client.name} ({account.client.key})" for account in each.clients[:6])
        yield Text(f"  client: {one_line(whose, 300)}")
    yield from _to_type(each)


def _told_of(each: Incoming) -> Iterator[str]:
    """The parts that the bank told, those that it did not left out."""
    credit = each.story.credit
    words = one_line(credit.reference, 300)
    yield f"  words    {f'«{words}»' if words else '(none)'}"
    yield f"  bank     {one_line(each.story.bank)}"
    yield f"  came on  {each.on}{f', value day {credit.value_on}' if credit.value_on else ''}"
    if credit.payer_account:
        yield f"  account  {one_line(credit.payer_account)}"
    if credit.original:
        yield f"  sent as  {credit.original}"
    if credit.fee:
        yield f"  fee      {credit.fee}, kept by the service"
    if credit.entry_id:
        yield f"  its id   {one_line(credit.entry_id)}"


def _mail(mail: CreditNoticed, zone: ZoneInfo, *, counts: bool) -> Iterator[Text]:
    source, ref = mail.source, mail_ref(mail.source.fingerprint)
    what = f"{one_line(mail.bank)}, {mail.told_by.value}"
    trust = "" if mail.trusted else f", not proven to be from {one_line(mail.bank, 40)}"
    also = "" if counts else " (the same payment again)"
    yield Text(f"  mail {ref} of {source.at.astimezone(zone):%Y-%m-%d %H:%M}: {what}{trust}{also}")
    yield Text(f"    {source.folder}, mail {source.uid}", style="dim")
    if source.message_id:
        yield Text(f"    Message-ID {source.message_id}", style="dim")
    yield Text(f"    because: {one_line(mail.because, 300)}", style="dim")


def _to_type(each: Incoming) -> Iterator[Text]:
    if each.story.state is CreditState.REVERSED:
        return
    say = "Say what it pays:" if each.waits else "Is this wrong? Say what it pays:"
    yield Text(say, style="bold" if each.waits else "dim")
    for number in each.may_pay[:MAX_NAMED] or ("INVOICE",):
        yield Text(f"  {typed('credits', 'assign', each.name, number)}", style="cyan")
    yield Text(f"  relanced credits assign {each.name} --none", style="cyan")
