"""Our own documents that are doubtful in, the holds and the questions that follow out. Pure."""

from collections.abc import Sequence

from relanced.casework.ledger import Hold, HoldKind
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.facts import CreditNoteSent, InvoiceSent, InvoiceUnreadable
from relanced.model.names import InvoiceNumber, mail_ref


def state_command(mailed: InvoiceSent | CreditNoteSent | InvoiceUnreadable) -> str:
    """What the owner types to say what a mail of ours asks for."""
    ref = mail_ref(mailed.source.fingerprint)
    if isinstance(mailed, CreditNoteSent):
        return f"«relanced state {ref} --kind credit_note --number … --amount …»"
    return f"«relanced state {ref} --number … --amount … --due …»"


def number_unsure(sent: InvoiceSent) -> Hold:
    """Several words of the paper may be its number: nothing is chased under a number that may be wrong."""
    to = sent.client_address or sent.client_name or "nobody named"
    others = ", ".join(f"«{short(number)}»" for number in sent.rivals)
    why = (
        f"the number of the invoice over {sent.total} of {sent.issued_on}, mailed to {to}, is not sure: "
        f"«{sent.number}», or {others}"
    )
    question = (
        f"{why}. «{typed('resume', sent.number)}» if {sent.number} is right, else {state_command(sent)}; "
        f"«relanced ignore {sent.number}» if it is no invoice."
    )
    return _until_decided(HoldKind.NUMBER_UNSURE, sent, why, question)


def disagreeing(sent: InvoiceSent, said: Sequence[str]) -> Hold:
    """Its XML and its page contradict each other."""
    why = f"{sent.number} contradicts itself: {_list(said)}"
    question = (
        f"{why}. «{typed('resume', sent.number)}» goes on with {sent.total}, as its structured data say; "
        f"{state_command(sent)} says it otherwise."
    )
    return _until_decided(HoldKind.CONTRADICTION, sent, why, question)


def disagreeing_note(sent: CreditNoteSent, number: InvoiceNumber) -> Hold:
    """A credit note that contradicts itself, on the invoice that it reduces."""
    why = f"credit note {sent.number} contradicts itself: {_list(sent.disagreements)}"
    question = (
        f"{why}. «{typed('resume', number)}» goes on with {sent.total} off {number}, as its structured data say; "
        f"{state_command(sent)} says it otherwise."
    )
    return _until_decided(HoldKind.CONTRADICTION, sent, why, question)


def two_versions(first: InvoiceSent, sent: InvoiceSent, *, same_client: bool) -> Hold:
    """One number was mailed twice, over two amounts or to two clients."""
    counts = "the later" if same_client else "the first"
    why = (
        f"{first.number} was mailed twice and the mails disagree: {first.total} issued {first.issued_on} "
        f"to {first.client_address}, then {sent.total} issued {sent.issued_on} to {sent.client_address}"
    )
    question = f"{why}. Which one counts? «{typed('resume', first.number)}» goes on with {counts} one."
    return _until_decided(HoldKind.CONTRADICTION, sent, why, question)


def read_as_two(sent: InvoiceSent, other: InvoiceNumber) -> Hold:
    """One mail was read twice, and gave two numbers over the same amount."""
    why = (
        f"the mail of {sent.source.at.date()} was read twice and gave {sent.number} and {other}, both over "
        f"{sent.total}: that may be one invoice"
    )
    question = (
        f"{why}. «relanced ignore NUMBER» ends the one that does not exist; «{typed('resume', sent.number)}» goes on "
        f"with {sent.number}."
    )
    return _until_decided(HoldKind.CONTRADICTION, sent, why, question)


def not_replaced(sent: InvoiceSent, old: InvoiceNumber, doubt: str) -> Hold:
    """An invoice names a number that it replaces, and that cannot be."""
    why = f"{sent.number} says that it replaces {old}, but {doubt}"
    question = (
        f"{why}. Which is owed? «relanced paid NUMBER» closes one, «relanced resume NUMBER» goes on with one."
    )
    return _until_decided(HoldKind.CONTRADICTION, sent, why, question)


def credit_unclear(sent: CreditNoteSent, why: str, hint: str = "") -> Hold:
    """Nobody can say surely what a credit note reduces."""
    if sent.disagreements:
        why = f"{why}, and contradicts itself: {_list(sent.disagreements)}"
    question = f"{why}. Which invoice does it reduce? «relanced paid NUMBER» or «relanced resume CLIENT» goes on.{hint}"
    return _until_decided(HoldKind.MONEY_UNCLEAR, sent, why, question)


def ask_to_state(unread: InvoiceUnreadable, stated: Sequence[InvoiceNumber]) -> tuple[str, str]:
    """The question about a mail of ours that could not be read, and why it is asked."""
    to = unread.client_address or short(unread.client_name) or "nobody named"
    known = f"; known of it: {', '.join(stated)}" if stated else ""
    why = (
        f"the mail of {unread.source.at.date()} to {to} «{short(unread.subject)}» looks like an invoice and "
        f"could not be read ({short(unread.why)}){known}"
    )
    ref = mail_ref(unread.source.fingerprint)
    question = (
        f"{why}. It is not chased. {state_command(unread)} says what it asks for, "
        f"«relanced ignore {ref}» that there is nothing to chase."
    )
    return question, why


def _until_decided(kind: HoldKind, sent: InvoiceSent | CreditNoteSent, why: str, question: str) -> Hold:
    return Hold(kind=kind, since=sent.source.at, until=None, why=why, source=sent.source, question=question)


def _list(said: Sequence[str]) -> str:
    return "; ".join(map(short, said))
