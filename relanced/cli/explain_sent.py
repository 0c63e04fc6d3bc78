"""What relanced read in a mail of ours in, tables for a terminal out: each field and the words behind it."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from relanced.casework.due import due_of
from relanced.cli.snippet import snippet
from relanced.cli.words import Text
from relanced.intake.readings import (
    Aside,
    Evidence,
    Field,
    FileText,
    InvoiceRead,
    Reading,
    ReadsAs,
    SentRead,
    Unread,
)
from relanced.model.facts import InvoiceKind
from relanced.model.rules import Rules

_TITLES = {
    Field.KIND: "kind",
    Field.NUMBER: "number",
    Field.ISSUED: "issued",
    Field.DUE: "due",
    Field.TERMS: "terms",
    Field.TOTAL: "to be paid",
    Field.CLIENT: "client",
}
_MISSING = {
    Field.KIND: "what kind of paper it is",
    Field.NUMBER: "its number",
    Field.ISSUED: "the day of issue",
    Field.DUE: "the due day",
    Field.TERMS: "the terms of payment",
    Field.TOTAL: "the amount to be paid",
    Field.CLIENT: "the client",
}
_KINDS = {
    InvoiceKind.INVOICE: "an invoice",
    InvoiceKind.DEPOSIT: "a deposit invoice",
    InvoiceKind.CREDIT_NOTE: "a credit note",
}
_READS_AS = {
    ReadsAs.INVOICE_MAIL: "an invoice",
    ReadsAs.REPLY: "a mail that came in",
    ReadsAs.BANK_NOTICE: "a bank's notice",
    ReadsAs.BOUNCE: "a mail that came back",
    ReadsAs.OWN_REMINDER: "a reminder of yours",
    ReadsAs.OWNER_COMMAND: "a decision of yours",
    ReadsAs.OTHER: "another mail",
}
_MARGIN = (0, 0, 0, 2)


def what_it_is(read: Reading) -> str:
    """One mail or file in a few words, as the title of its box."""
    sent = read.sent
    if sent is None or read.reads_as is ReadsAs.OWN_REMINDER:
        return "could not be read" if read.unreadable else _READS_AS[read.reads_as]
    parts = [f"{len(sent.invoices)} invoices"] if len(sent.invoices) > 1 else []
    parts += [_KINDS[each.kind] for each in sent.invoices] if not parts else []
    if sent.unread and sent.invoices:
        parts.append("a part could not be read")
    elif sent.unread or read.unreadable:
        parts.append("could not be read")
    return ", ".join(parts) or "no invoice"


def sent_parts(sent: SentRead, rules: Rules) -> list[RenderableType]:
    """Every invoice of a mail, then what could not be read in it and how to make it readable."""
    parts: list[RenderableType] = []
    for found in (
        *(_invoice(each, rules) for each in sent.invoices),
        *(_unread(each) for each in sent.unread),
    ):
        parts += [Text(""), *found] if parts else found
    if not parts:
        parts.append(Text("No invoice in it: nothing of it would be chased."))
    parts += [_aside(each) for each in sent.asides or _no_file(sent)]
    return parts + [Text(f"{note[:1].upper()}{note[1:]}.", style="dim") for note in sent.notes]


def _aside(each: Aside) -> Text:
    what = "the mail's own words" if each.file == "mail" else each.file
    return Text(f"{what}: {each.why}.")


def _no_file(sent: SentRead) -> tuple[Aside, ...]:
    """Where nothing was looked at, that is why."""
    if sent.invoices or sent.unread:
        return ()
    why = "no PDF or invoice XML comes with it, and its own text is no invoice"
    return (Aside(file="mail", kind="unknown", why=why),)


def rule_parts(sent: SentRead, config: Path) -> list[Text]:
    """For what a rule can make readable: where it goes, and its lines, to be copied as they are."""
    parts: list[Text] = []
    for unread in sent.unread:
        lines = snippet(unread)
        if lines:
            where = (
                f"add these lines to your rule {unread.rule.name} in {config}"
                if unread.rule
                else f"put these lines at the end of {config}"
            )
            parts.append(
                Text(
                    f"\nFor papers like {unread.file}, {where},\nwith the words that stand before each value"
                    " (--text shows them), and explain it again:\n"
                )
            )
            parts.append(Text(f"{lines}\n", style="cyan"))
    return parts


def text_parts(texts: Iterable[FileText]) -> list[Text]:
    """The text of each page as relanced sees it; « | » stands between columns, where a rule sees a tab."""
    parts: list[Text] = []
    for text in texts:
        if text.trouble:
            parts.append(Text(f"{text.name}: {text.trouble}", style="red"))
        for number, page in enumerate(text.pages, start=1):
            title = f"{text.name}, page {number} of {len(text.pages)}" if text.name != "mail" else "the mail"
            parts.append(Text(f"\n{title}: the words on which rules are matched", style="bold"))
            parts.append(Text(page.replace("\t", " | ")))
    return parts


def _invoice(read: InvoiceRead, rules: Rules) -> list[RenderableType]:
    told = {each.field: each for each in read.evidence}
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("field", no_wrap=True, style="bold")
    table.add_column("understood as", overflow="fold", ratio=4, min_width=18)
    table.add_column("words that led to it", overflow="fold", ratio=5)
    table.add_row("kind", Text(read.kind.value.replace("_", " ")), _words(told, Field.KIND))
    number = Text(read.number, style="bold")
    if read.rivals:
        number.append_text(Text(f"\nnot sure: may also be {', '.join(read.rivals)}", style="yellow"))
    table.add_row("number", number, _words(told, Field.NUMBER))
    table.add_row("issued", Text(str(read.issued_on)), _words(told, Field.ISSUED))
    if read.kind is not InvoiceKind.CREDIT_NOTE:
        table.add_row("due", *_due(read, rules, told))
    asked = "to be deducted" if read.kind is InvoiceKind.CREDIT_NOTE else "to be paid"
    table.add_row(asked, Text(str(read.total)), _words(told, Field.TOTAL))
    table.add_row("client", Text(_client(read)), _words(told, Field.CLIENT))
    if read.replaces:
        verb = "credits" if read.kind is InvoiceKind.CREDIT_NOTE else "replaces"
        table.add_row(verb, Text(read.replaces), Text(""))
    table.add_row("read from", Text(read.read_from), Text(""))
    warnings = [Text(f"They disagree: {each}", style="yellow") for each in read.disagreements]
    return [table, *warnings]


def _words(told: dict[Field, Evidence], field: Field) -> Text:
    return Text(" ".join(told[field].words.split()) if field in told else "", style="dim")


def _client(read: InvoiceRead) -> str:
    named = read.client_name or "(no name)"
    return "\n".join([named, *([read.client_email] if read.client_email else []), *read.client_ids])


def _due(read: InvoiceRead, rules: Rules, told: dict[Field, Evidence]) -> tuple[Text, Text]:
    """The due day; and how it was got, with the words."""
    due = due_of(read.due_on, read.terms, read.issued_on, rules, rules.client_rule(read.client_email))
    words = told.get(Field.DUE) or told.get(Field.TERMS)
    said = " ".join(words.words.split()) if words else read.terms_said
    cell = Text(f"{due.on}")
    if due.other:
        cell.append_text(Text(f"\n{due.other} by the other lawful reading of it", style="yellow"))
    return cell, Text("\n".join(part for part in (due.how, said) if part), style="dim")


def _unread(read: Unread) -> list[RenderableType]:
    why = read.why.rstrip(". ")
    parts: list[RenderableType] = [Text(f"{read.file} could not be read: {why}.", style="red")]
    if read.evidence:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("was read", no_wrap=True, style="bold")
        table.add_column("understood as", overflow="fold", ratio=4, min_width=18)
        table.add_column("words that led to it", overflow="fold", ratio=5)
        for each in read.evidence:
            words = Text(" ".join(each.words.split()), style="dim")
            table.add_row(_TITLES[each.field], Text(each.value), words)
        parts.append(Padding(table, _MARGIN))
    return [*parts, *_advice(read)]


def _advice(read: Unread) -> list[RenderableType]:
    """What the owner can do: change his rule, add to it, write one, or state this one invoice."""
    use = read.rule
    missed = [field for field in read.missing if use and field.value in use.missed]
    if use and use.faults:
        rest = "" if set(read.missing) - _of_faults(use.faults) else " All else that is needed was read."
        return [Text(f"Change this key of your rule {use.name}, and explain it again.{rest}", style="bold")]
    if not read.missing:
        return [Text("No rule can help here; say it in one line once its mail lies in Sent:"), _state_hint()]
    parts: list[RenderableType] = [
        Text(f"Missing: {', '.join(_MISSING[field] for field in read.missing)}.", style="bold")
    ]
    if missed and use:
        keys = " and ".join(f"`{field.value}`" for field in missed)
        parts.append(Text(f"Change {keys} of your rule {use.name}: what it looks for is not on this page."))
    if len(missed) < len(read.missing):
        parts.append(Text("A rule helps where all your papers look so: the lines below."))
    return [*parts, Text("For this one alone, once its mail lies in Sent:"), _state_hint()]


def _of_faults(faults: tuple[str, ...]) -> set[Field]:
    """The fields that are missing only because what the rule found is no such value."""
    return {field for field in Field if any(f"`{field.value}`" in fault for fault in faults)}


def _state_hint() -> RenderableType:
    line = Text("relanced state MAIL --number … --amount … --due YYYY-MM-DD", style="cyan")
    return Padding(Text.assemble(line, "\n(«relanced status» shows the MAIL)"), _MARGIN)
