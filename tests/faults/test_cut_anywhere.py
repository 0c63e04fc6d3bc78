"""A whole round, cut at any byte, either way, mailbox or mail server: the next ones end as an undisturbed one.

FAULT_EXAMPLES=500 tries as many other places.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon.daemon_makers import INVOICE, mail_of
from faults.fault_makers import Place, heard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from servers.dovecot import Dovecot
from servers.relay import Fault, Relay, Trigger
from servers.sink import Sink, running_sink

from relanced.daemon.office import Office
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import take_round
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.outbox import LetterState
from relanced.intake.message import parse_message
from relanced.model.facts import InvoiceSent, MailQuarantined

pytestmark = pytest.mark.slow

OTHER = "marie@lamaisonrocher.example"
ANSWER = mail_of(OTHER, "compta@firm.example", "Nous contestons la facture F2026-0520.", name="a1@x.example")
OTHER_INVOICE = (Path(__file__).parents[1] / "fixtures" / "end_to_end" / "invoice-rocher.eml").read_bytes()
EXAMPLES = int(os.environ.get("FAULT_EXAMPLES", "0"))
ROUNDS = 6  # at most, until it is quiet again


@dataclass
class Seen:
    """How a story ended."""

    letters: Counter[str] = field(default_factory=Counter)  # copies, by Message-ID
    states: Counter[str] = field(default_factory=Counter)
    invoices: int = 0
    heard: set[str] = field(default_factory=set)
    quarantined: int = 0
    failed_rounds: int = 0
    passed: dict[tuple[str, bool], int] = field(default_factory=dict)  # bytes, by server and direction


@dataclass
class Ground:
    """What all examples share."""

    dovecot: Dovecot
    sink: Sink
    folder: Path
    reader: Reader
    stories: int = 0

    def story(self, server: str = "", trigger: Trigger | None = None) -> Seen:
        """One firm's first rounds, disturbed once."""
        self.stories += 1
        folder = self.folder / str(self.stories)
        folder.mkdir()
        account = self.dovecot.account()
        account.deliver(INVOICE, "Sent")
        account.deliver(OTHER_INVOICE, "Sent")
        account.deliver(ANSWER)
        before = len(self.sink.received)
        port = self.dovecot.tls_port if server == "imaps" else self.dovecot.port
        with (
            Relay(port, trigger if server in {"imap", "imaps"} else None) as imap,
            Relay(self.sink.port, trigger if server == "smtp" else None) as smtp,
        ):
            place = Place(folder=folder, imap=imap.port, smtp=smtp.port, user=account.user)
            if server == "imaps":
                place = replace(place, ca_file=self.dovecot.ca_file)
            seen = asyncio.run(self._live(place))
            for name, relay in (("imap", imap), ("smtp", smtp)):
                for from_server in (True, False):
                    seen.passed[name, from_server] = relay.passed(from_server=from_server)
        for letter in self.sink.received[before:]:
            seen.letters[str(parse_message(letter.raw).message_id)] += 1
        return seen

    async def _live(self, place: Place) -> Seen:
        seen, now = Seen(), datetime.now(UTC)
        for step in range(ROUNDS):  # ten minutes apart: what a server put off is tried again
            async with place.office(now + step * timedelta(minutes=10), reader=self.reader) as office:
                try:
                    done = await take_round(office)
                except ImapTrouble:
                    seen.failed_rounds += 1
                    continue
                self._note(seen, office)
                if not any(one.what == "waits" for one in done.done) and step:
                    break
        return seen

    @staticmethod
    def _note(seen: Seen, office: Office) -> None:
        facts = tuple(office.facts)
        seen.states = Counter(letter.state.value for letter in office.outbox.letters(*LetterState))
        seen.invoices = sum(isinstance(fact, InvoiceSent) for fact in facts)
        seen.heard = heard(facts)
        seen.quarantined = sum(isinstance(fact, MailQuarantined) for fact in facts)


@pytest.fixture(scope="module")
def ground(dovecot: Dovecot, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with running_sink() as sink:
        yield Ground(dovecot, sink, tmp_path_factory.mktemp("cut"), reader)


@pytest.fixture(scope="module")
def undisturbed(ground: Ground) -> Seen:
    return ground.story()


_KINDS = st.sampled_from([Fault.CUT, Fault.RESET, Fault.HALF_CLOSE])
_WHERE = st.tuples(st.sampled_from(["imap", "imaps", "smtp"]), st.booleans())


def test_undisturbed_one_letter_leaves_and_the_answer_is_heard(undisturbed: Seen) -> None:
    assert undisturbed.failed_rounds == 0
    assert undisturbed.states == {"sent": 1}
    assert sum(undisturbed.letters.values()) == 1
    assert (undisturbed.invoices, undisturbed.heard, undisturbed.quarantined) == (2, {"a1@x.example"}, 0)


@settings(
    max_examples=EXAMPLES or 8,
    derandomize=not EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(where=_WHERE, share=st.floats(0, 1), fault=_KINDS)
@example(where=("smtp", True), share=1.0, fault=Fault.CUT)  # around the answer to the dot
@example(where=("imap", False), share=0.999, fault=Fault.CUT)  # around the note of the intent
def test_a_cut_at_any_byte_of_a_round_costs_nothing_but_time(
    ground: Ground, undisturbed: Seen, where: tuple[str, bool], share: float, fault: Fault
) -> None:
    server, from_server = where
    at = max(1, int(share * undisturbed.passed[server.removesuffix("s"), from_server]))
    seen = ground.story(server, Trigger(fault, after=at, from_server=from_server))

    assert max(seen.letters.values(), default=0) <= 1  # never twice
    assert (seen.invoices, seen.heard) == (undisturbed.invoices, undisturbed.heard)  # nothing lost
    assert seen.quarantined == 0  # and no half of a mail taken for a whole one
    assert seen.states in ({"sent": 1}, {"unknown": 1})
    assert sum(seen.letters.values()) == 1 or seen.states == {"unknown": 1}  # and no letter lost
