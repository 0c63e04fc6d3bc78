"""What we sent, meant to send, or tried to send in; steps done, intervals and doubts changed. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from relanced.casework.books import Books, Line
from relanced.casework.directory import written_to
from relanced.casework.drafts import Letter
from relanced.casework.ledger import Hold, HoldKind, StepDone
from relanced.casework.promises.steps import asks_for_money
from relanced.casework.words import short
from relanced.model.facts import Outcome, ReminderSent, SendIntended, SendOutcome
from relanced.model.mark import reference_of
from relanced.model.names import ClientKey, MessageId


def fold_reminder(books: Books, sent: ReminderSent) -> None:
    """A reminder lies in Sent: ours does its steps; the owner's own only starts the interval anew."""
    at, addressees = sent.source.at, books.debtors.at(sent.client_address)
    clients = written_to(books, sent.lines, at, addressees)
    cases = books.letter_cases(sent.lines, at, addressees)
    books.link(sent.source.fingerprint, clients, cases)
    if sent.message_id not in books.seen_letters:  # whoever sends our mail back moves no interval
        _wrote(books, clients, sent.lines, at)
    books.seen_letters.add(sent.message_id)
    if not sent.ours:
        books.seen_references.update(sent.tokens)
        return
    for number, step in sent.lines:
        if step is not None:
            done = StepDone(step=step, at=at, message_id=sent.message_id)
            for case in books.lined(number, at, addressees):
                case.steps.setdefault(step, done)


def fold_intended(books: Books, intended: SendIntended) -> None:
    """A letter is about to leave: in doubt, until an outcome or the copy in Sent tells."""
    books.letters[intended.message_id] = Letter(intended=intended)
    cases = books.letter_cases(intended.lines, intended.at, [intended.client])
    books.link(intended.message_id, _written_to(books, intended), cases)


def fold_outcome(books: Books, outcome: SendOutcome) -> None:
    """How the hand-over ended, as the mail server said."""
    letter = books.letters.get(outcome.message_id)
    if letter is None:
        return
    letter.outcome = outcome.outcome
    if outcome.outcome is Outcome.SENT:
        count_as_sent(books, letter)
    elif outcome.outcome is Outcome.REFUSED:
        why = f"the mail server refused the reminder of {books.calendar.day_of(outcome.at)}: {short(outcome.answer)}"
        hold = Hold(
            kind=HoldKind.REFUSED,
            since=outcome.at,
            until=None,
            why=why,
            source=None,
            question=f"{why}. Correct the cause, then «relanced resume CLIENT».",
        )
        books.hold_clients(sorted(_written_to(books, letter.intended)), hold)


def count_as_sent(books: Books, letter: Letter) -> None:
    """Take the steps of a letter as done at the time when it was to leave."""
    intended = letter.intended
    for number, step in intended.lines:
        if step is not None:
            done = StepDone(step=step, at=intended.at, message_id=intended.message_id)
            for case in books.lined(number, intended.at, [intended.client]):
                case.steps.setdefault(step, done)
    _remind(books, intended)


def settle_letters(books: Books, among: Collection[MessageId] | None = None) -> list[SendIntended]:
    """Settle letters by evidence; the rest, of which nobody knows whether they left, are given back.

    `among`: only these.

    A copy in Sent is a proof, whatever else was said, and even where its mark is gone. A letter in
    doubt starts the interval as if it had left.
    """
    doubtful = []
    for message_id in sorted(books.letters if among is None else among):
        letter = books.letters[message_id]
        if message_id in books.seen_letters or _has_left(books, message_id):
            count_as_sent(books, letter)
        elif letter.is_in_doubt:
            doubtful.append(letter.intended)
            _remind(books, letter.intended)
    return doubtful


def _has_left(books: Books, message_id: MessageId) -> bool:
    """Whether it lies in Sent without its mark: a draft that a mail program sent under a Message-ID of its own."""
    return bool(books.seen_references) and reference_of(message_id) in books.seen_references


def _remind(books: Books, intended: SendIntended) -> None:
    _wrote(books, _written_to(books, intended), intended.lines, intended.at)


def _wrote(books: Books, clients: Iterable[ClientKey], lines: Sequence[Line], at: datetime) -> None:
    """A letter left: no other leaves on that day; one that reminds starts the interval too."""
    day = books.calendar.day_of(at)
    for client in sorted(clients):
        account = books.accounts.get(client)
        if account is not None:
            account.last_letter_on = max(account.last_letter_on or day, day)
        if _starts_interval(lines):
            books.reminded(client, at)


def _starts_interval(lines: Iterable[Line]) -> bool:
    """Whether the letter is a reminder: thanks, and the withdrawal of a notice, ask for nothing."""
    steps = [step for _, step in lines if step is not None]
    return not steps or any(map(asks_for_money, steps))


def _written_to(books: Books, intended: SendIntended) -> set[ClientKey]:
    return written_to(books, intended.lines, intended.at, [intended.client])
