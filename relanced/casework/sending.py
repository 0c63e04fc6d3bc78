"""What we sent, meant to send, or tried to send in; steps done, intervals and doubts changed. Pure."""

from relanced.casework.books import Books, Letter
from relanced.casework.ledger import Hold, HoldKind, StepDone
from relanced.casework.who import written_to
from relanced.casework.words import short
from relanced.model.facts import Outcome, ReminderSent, SendIntended, SendOutcome


def fold_reminder(books: Books, sent: ReminderSent) -> None:
    """A reminder lies in Sent: ours does its steps; the owner's own only starts the interval anew."""
    clients = written_to(books, sent.lines, books.debtors.at(sent.client_address))
    cases = [case for case in (books.case(number) for number, _ in sent.lines) if case is not None]
    books.link(sent.source.fingerprint, clients, cases)
    for client in sorted(clients):
        books.reminded(client, sent.source.at)
    books.seen_letters.add(sent.message_id)
    if not sent.ours:
        return
    for number, step in sent.lines:
        case = books.case(number)
        if case is not None and step is not None:
            done = StepDone(step=step, at=sent.source.at, message_id=sent.message_id)
            case.steps.setdefault(step, done)


def fold_intended(books: Books, intended: SendIntended) -> None:
    """A letter is about to leave: in doubt, until an outcome or the copy in Sent tells."""
    books.letters[intended.message_id] = Letter(intended=intended)
    cases = [case for case in (books.case(number) for number, _ in intended.lines) if case is not None]
    books.link(intended.message_id, written_to(books, intended.lines, [intended.client]), cases)


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
            question=f"{why}. Correct the cause, then «resume CLIENT».",
        )
        clients = written_to(books, letter.intended.lines, [letter.intended.client])
        books.hold_clients(sorted(clients), hold)


def count_as_sent(books: Books, letter: Letter) -> None:
    """Take the steps of a letter as done at the time when it was to leave."""
    intended = letter.intended
    for number, step in intended.lines:
        case = books.case(number)
        if case is not None and step is not None:
            done = StepDone(step=step, at=intended.at, message_id=intended.message_id)
            case.steps.setdefault(step, done)
    for client in sorted(written_to(books, intended.lines, [intended.client])):
        books.reminded(client, intended.at)


def settle_letters(books: Books) -> list[SendIntended]:
    """Settle letters by evidence; the rest, of which nobody knows whether they left, are given back.

    A copy in Sent is a proof, whatever else was said, and even where its mark is gone. A letter in
    doubt starts the interval as if it had left.
    """
    doubtful = []
    for message_id, letter in sorted(books.letters.items()):
        if message_id in books.seen_letters:
            count_as_sent(books, letter)
        elif letter.is_in_doubt:
            doubtful.append(letter.intended)
            for client in sorted(written_to(books, letter.intended.lines, [letter.intended.client])):
                books.reminded(client, letter.intended.at)
    return doubtful
