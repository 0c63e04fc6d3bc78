"""What waits is kept in little room, and behaves as a set of UIDs would."""

from hypothesis import given
from hypothesis import strategies as st

from relanced.daemon.backlog import Backlog, Waiting
from relanced.edge.folders import Folder, Role
from relanced.model.names import MessageId

SENT = Folder(name="Sent", path=("Sent",), role=Role.SENT, selectable=True)
INBOX = Folder(name="INBOX", path=("INBOX",), role=Role.INBOX, selectable=True)
UIDS = st.frozensets(st.integers(1, 40) | st.integers(1, 2**32 - 1), max_size=30)


@given(st.lists(st.tuples(st.sampled_from(["add", "drop", "keep"]), UIDS), max_size=12), st.integers(1, 9))
def test_it_is_a_set_of_which_the_newest_are_taken_first(
    steps: list[tuple[str, frozenset[int]]], most: int
) -> None:
    waiting, model = Waiting(INBOX, 1), set[int]()
    for what, uids in steps:
        if what == "add":
            waiting.add(uids)
            model |= uids
        elif what == "drop":
            waiting.drop(uids)
            model -= uids
        else:
            waiting.keep(sorted(uids))
            model &= uids
        assert list(waiting.uids) == sorted(model)
        assert all((uid in waiting) == (uid in model) for uid in uids)
    taken: list[int] = []
    while step := waiting.take_newest(most):
        assert len(step) <= most
        taken += reversed(step)
    assert taken == sorted(model, reverse=True)


def test_what_we_sent_is_taken_out_first_and_a_letter_is_called_by_its_name_once() -> None:
    backlog = Backlog()
    backlog.of(INBOX, 1).add([1, 2])
    sent = backlog.of(SENT, 1)
    sent.add([7, 8, 9])
    sent.add_letter(MessageId("a@firm.example"), 8)

    assert backlog.has_letter([MessageId("x@client.example"), MessageId("a@firm.example")])
    [(folder, uids)] = backlog.letters([MessageId("a@firm.example")])
    assert (folder.folder, uids) == (SENT, [8])
    assert backlog.letters([MessageId("a@firm.example")]) == []
    assert [(each.folder.name, list(uids)) for each, uids in iter(backlog.step, None)] == [
        ("Sent", [7, 9]),
        ("INBOX", [1, 2]),
    ]
    assert not len(backlog)


def test_nothing_is_left_of_what_waited_under_another_uidvalidity() -> None:
    backlog = Backlog()
    backlog.of(SENT, 1).add([1])
    assert list(backlog.of(SENT, 2).uids) == []
    assert not backlog.has_ours
