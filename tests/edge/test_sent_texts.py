"""Texts of mails of ours: found by what an answer names, else by whom it comes from; the oldest go."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from store_samples import AT, sent_text

from relanced.edge import sent_texts
from relanced.edge.store import Store
from relanced.model.names import MessageId


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    yield store
    store.close()


def ids(*names: str) -> tuple[MessageId, ...]:
    return tuple(MessageId(f"{name}@mail.example") for name in names)


def test_texts_are_found_by_their_ids_in_the_order_asked_for(store: Store) -> None:
    store.record((), (), [sent_text("a1", text="one"), sent_text("a2", text="two")])

    assert list(store.sent_texts.of(ids("a2", "strange", "a1", "a2")).items()) == [
        (ids("a2")[0], "two"),
        (ids("a1")[0], "one"),
    ]


def test_the_newest_to_an_address_or_a_host_come_first(store: Store) -> None:
    for day in range(7):
        text = sent_text(f"a{day}", at=AT + timedelta(days=day), text=f"day {day}")
        store.record((), (), [text])
    store.record((), (), [sent_text("b1", at=AT + timedelta(days=9), to=("autre@client.example",), text="b")])
    store.record((), (), [sent_text("c1", at=AT + timedelta(days=9), to=("x@other.example",), text="c")])

    assert store.sent_texts.newest_to("compta@CLIENT.example", 2) == ("day 6", "day 5")
    assert store.sent_texts.newest_at("client.example", 3) == ("b", "day 6", "day 5")
    assert store.sent_texts.newest_to("nobody@client.example", 5) == ()


def test_a_mail_counts_as_answered_by_what_stands_in_sent(store: Store) -> None:
    store.record((), (), [sent_text("a1", answers=ids("Q1", "q0"))])

    assert [store.sent_texts.is_answered(each) for each in ids("Q1", "q0", "a1")] == [True, True, False]


def test_a_text_is_cut_kept_once_and_together_with_its_mail(store: Store) -> None:
    def broken() -> Iterator[sent_texts.SentText]:
        yield sent_text("gone")
        raise ZeroDivisionError

    store.record((), (), [sent_text("a1", text="x" * 30_000)])
    store.record((), (), [sent_text("a1", text="another")])
    with pytest.raises(ZeroDivisionError):
        store.record((), (), broken())

    assert store.sent_texts.of(ids("a1")) == {ids("a1")[0]: "x" * 20_000}
    assert store.sent_texts.of(ids("gone")) == {}


def test_beyond_the_cap_the_oldest_go_with_all_that_led_to_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_texts, "KEPT", 3)
    for day in (3, 1, 4, 2, 5):
        text = sent_text(f"a{day}", at=AT + timedelta(days=day), text=f"day {day}", answers=ids(f"q{day}"))
        store.record((), (), [text])
    texts = store.sent_texts
    texts.trim()

    assert texts.newest_to("compta@client.example", 9) == ("day 5", "day 4", "day 3")
    assert [texts.is_answered(each) for each in ids("q2", "q3")] == [False, True]
