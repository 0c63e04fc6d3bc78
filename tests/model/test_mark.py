"""A mail of ours is known for ever by its mark and its Message-ID; nobody else can make one."""

from hypothesis import given
from hypothesis import strategies as st

from relanced.model.mark import Mark, read_mark, reminder_message_id, sign, write_mark
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName

KEY = b"a key of the tests, 32 bytes long"
LISTED = (InvoiceNumber("F-2"), None)
MARK = Mark(
    client=ClientKey("client.example"),
    lines=((InvoiceNumber("F-1"), StepName("rappel")), LISTED),
)

texts = st.text(min_size=1, max_size=30)
marks = st.builds(
    Mark,
    client=texts.map(ClientKey),
    lines=st.lists(
        st.tuples(texts.map(InvoiceNumber), st.none() | st.sampled_from(["rappel", "relance"]).map(StepName)),
        max_size=5,
    ).map(tuple),
)


@given(marks)
def test_a_mark_reads_back_whatever_the_names_hold(mark: Mark) -> None:
    message_id = reminder_message_id(mark, KEY, "firm.example")
    value = write_mark(mark, message_id, KEY)

    assert value.isascii()
    assert "\n" not in value
    assert read_mark(value, message_id, KEY) == (mark, True)


def test_another_key_another_mail_or_another_content_is_not_ours() -> None:
    message_id = reminder_message_id(MARK, KEY, "firm.example")
    value = write_mark(MARK, message_id, KEY)

    assert read_mark(value, message_id, b"another key") == (MARK, False)
    assert read_mark(value, MessageId("other@firm.example"), KEY) == (MARK, False)
    changed = read_mark(value.replace("rappel", "relance"), message_id, KEY)
    assert changed is not None
    assert not changed[1]
    assert read_mark(value, message_id, None) == (MARK, False)


def test_what_is_no_mark_is_none() -> None:
    assert read_mark("", MessageId("a@b"), KEY) is None
    assert read_mark("v2; client=a; inv=; h=00", MessageId("a@b"), KEY) is None


def test_the_message_id_depends_on_the_steps_alone() -> None:
    alone = Mark(client=MARK.client, lines=MARK.lines[:1])
    turned = Mark(client=MARK.client, lines=MARK.lines[::-1])
    next_step = Mark(client=MARK.client, lines=((InvoiceNumber("F-1"), StepName("relance")),))
    ids = [reminder_message_id(mark, KEY, "firm.example") for mark in (MARK, alone, turned, next_step)]

    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert len(f"<{ids[0]}>") <= 60


def test_a_signature_serves_one_purpose_only() -> None:
    assert sign(KEY, "note", "text") != sign(KEY, "mark", "text")
