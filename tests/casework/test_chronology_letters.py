"""A letter in the file of a claim: a reminder of what it chased, an announcement before the due day, else a mention."""

from casework.casework_makers import after, intended, invoice, outcome, reminder
from casework.test_chronology import N1, N2, file_of, one

from relanced.model.dossier import EventKind
from relanced.model.facts import Outcome


def test_each_letter_is_told_by_what_it_was_to_each_invoice() -> None:
    facts = (
        invoice(N1, due=after(30), mail="one"),
        invoice(N2, due=after(60), mail="two"),
        reminder((N1, "avant_echeance"), on=after(25)),
        reminder((N1, "rappel"), (N2, None), on=after(40)),
        reminder((N1, "relance"), (N2, "avant_echeance"), on=after(55)),
        reminder((N1, "remerciement"), on=after(56)),
    )

    letters = [
        event
        for event in file_of(*facts, target="alpha.example", on=after(58)).events
        if event.name and event.what
    ]
    assert [(event.kind, event.invoices, event.beside, event.what) for event in letters] == [
        (EventKind.ANNOUNCED, (N1,), (), ("avant_echeance",)),
        (EventKind.REMINDER, (N1,), (N2,), ("rappel",)),
        (EventKind.REMINDER, (N1,), (N2,), ("relance",)),
        (EventKind.LETTER, (N1,), (), ("remerciement",)),
    ]
    alone = file_of(*facts, target=N2, on=after(58))
    assert [(event.kind, event.invoices) for event in alone.events[1:]] == [
        (EventKind.MENTIONED, (N2,)),
        (EventKind.ANNOUNCED, (N2,)),
    ]


def test_the_owners_own_letter_chases_all_that_it_names() -> None:
    own = reminder((N1, None), on=after(40), ours=False)

    chased = one(file_of(invoice(N1, due=after(30)), own, on=after(45)), EventKind.REMINDER)
    assert (chased.invoices, chased.what) == ((N1,), ())


def test_a_letter_of_which_no_copy_lies_in_sent_is_told_by_what_was_to_leave() -> None:
    facts = (
        invoice(N1, due=after(30), mail="one"),
        invoice(N2, due=after(31), mail="two"),
        intended((N1, "rappel"), (N2, None), on=after(40)),
        outcome(Outcome.SENT, on=after(40), answer="250 ok"),
    )

    chased = one(file_of(*facts, target="alpha.example", on=after(45)), EventKind.REMINDER)
    assert (chased.invoices, chased.beside, chased.what) == ((N1,), (N2,), ("rappel",))
