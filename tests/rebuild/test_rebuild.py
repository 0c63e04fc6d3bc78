"""Random histories of a firm: whenever its store is lost, the mailbox gives back the same cases and the same plan.

And nobody gets a letter twice. RELANCED_HISTORIES sets how many.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from rebuild.rebuild_world import World
from servers.dovecot import Dovecot
from servers.sink import Sink, running_sink

from relanced.model.decided import Verb
from relanced.model.intents import Intent

HISTORIES = int(os.environ.get("RELANCED_HISTORIES", "10"))
CLIENTS = st.integers(1, 3)
CENTS = st.integers(5_000, 900_000)
WORDS = st.sampled_from(
    (
        "Nous contestons cette facture : la marchandise est arrivée abîmée. Nous ne la paierons pas en l'état.",
        "Le virement sera fait le {later}.",
        "Bien reçu, merci.",
        "Nous avons payé cette facture par virement le {before}.",
        "Pouvons-nous régler en trois fois ?",
        "Pourriez-vous nous renvoyer cette facture ?",
    )
)
VERBS = st.sampled_from((Verb.PAUSE, Verb.RESUME, Verb.PAID, Verb.DISPUTE))


class Histories(RuleBasedStateMachine):
    """What may happen to a small firm in some months."""

    make: "Makes"

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None

    @initialize(
        save_sent=st.sampled_from(("always", "always", "never")),
        invoices=st.lists(st.tuples(CLIENTS, CENTS, st.integers(0, 3)), min_size=1, max_size=4),
    )
    def begins(self, save_sent: str, invoices: list[tuple[int, int, int]]) -> None:
        self.world = self.make(save_sent)
        for client, cents, due_in in invoices:
            self.world.sends_an_invoice(client, cents, due_in)

    @rule(client=CLIENTS, cents=CENTS, due_in=st.integers(0, 30))
    def an_invoice_leaves(self, client: int, cents: int, due_in: int) -> None:
        if len(self.here.invoices) < 6:
            self.here.sends_an_invoice(client, cents, due_in)

    @rule(which=st.integers(0, 5), words=WORDS)
    def a_client_writes(self, which: int, words: str) -> None:
        number, client, _ = self._invoice(which)
        later, before = self.here.now + timedelta(days=10), self.here.now - timedelta(days=1)
        said = words.format(later=f"{later:%d/%m/%Y}", before=f"{before:%d/%m/%Y}")
        self.here.hears(client, said, number)

    @rule(which=st.integers(0, 5), share=st.sampled_from((1, 1, 2)))
    def money_arrives(self, which: int, share: int) -> None:
        number, client, cents = self._invoice(which)
        self.here.is_paid(number, client, cents // share)

    @rule(which=st.integers(0, 5), verb=VERBS)
    def the_owner_decides(self, which: int, verb: Verb) -> None:
        self.here.is_decided(verb, self._invoice(which)[0])

    @rule(days=st.integers(1, 12), backed_up=st.booleans())
    def a_round_is_taken(self, days: int, *, backed_up: bool) -> None:
        self.here.now += timedelta(days=days)
        self.here.takes_a_round()
        if backed_up:
            self.here.backs_up()

    @rule(days=st.integers(0, 3))
    def the_store_is_lost(self, days: int) -> None:
        self.here.loses_its_store()
        self.here.now += timedelta(days=days)
        self.here.takes_a_round()

    @rule(days=st.integers(0, 3))
    def an_older_store_is_put_back(self, days: int) -> None:
        self.here.restores()
        self.here.now += timedelta(days=days)
        self.here.takes_a_round()

    def teardown(self) -> None:
        if self.world is not None:
            self.here.takes_a_round()
            if (
                self.here.save_sent == "always"
            ):  # else a letter that left stays in doubt, and is never sent again
                assert self.here.knows("store") == self.here.rebuilt()
            self.here.loses_its_store()
            self.here.takes_a_round()

    @property
    def here(self) -> World:
        assert self.world is not None
        return self.world

    def _invoice(self, which: int) -> tuple[str, int, int]:
        return self.here.invoices[which % len(self.here.invoices)]


class Makes:
    """Makes the world of each history; tells how many letters left in all."""

    def __init__(self, dovecot: Dovecot, sink: Sink, folder: Path) -> None:
        self._dovecot, self.sink, self._folder = dovecot, sink, folder
        self._numbers = count()

    def __call__(self, save_sent: str) -> World:
        folder = self._folder / str(next(self._numbers))
        return World(self._dovecot, self.sink, folder, save_sent=save_sent)


@pytest.fixture
def makes(dovecot: Dovecot, tmp_path: Path) -> Iterator[Makes]:
    with running_sink() as sink:
        yield Makes(dovecot, sink, tmp_path)


@pytest.mark.slow
def test_the_mailbox_gives_back_every_case_and_every_plan_and_no_letter_leaves_twice(makes: Makes) -> None:
    machine = type("Machine", (Histories,), {"make": makes})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if HISTORIES > 100 else [Phase.generate],
            derandomize=HISTORIES <= 100,
        ),
    )
    assert len(makes.sink.received) > HISTORIES / 3  # or it would prove nothing


@pytest.mark.parametrize("moved", [False, True])
def test_what_the_owner_taught_counts_alike_after_a_rebuild(makes: Makes, *, moved: bool) -> None:
    """Also where the mail that he judged lies in a folder that is read after INBOX."""
    world = makes("always")
    world.sends_an_invoice(2, 14_420, 0)
    number, promise = world.invoices[0][0], "Le virement sera fait le 12/03/2026."
    world.hears(2, promise, number, folder="Clients" if moved else "INBOX")
    world.takes_a_round()
    world.is_decided(Verb.DISPUTE, number)
    if not moved:  # else note and mails are found in one sweep
        world.takes_a_round()
    world.now += timedelta(hours=1)
    world.sends_an_invoice(2, 20_000, 0)
    world.hears(2, promise, world.invoices[1][0])
    world.takes_a_round()

    lived, rebuilt = world.knows("store"), world.rebuilt()

    assert lived == rebuilt
    assert world.intents("store") == world.intents("fresh") == [Intent.PROMISE, Intent.DISPUTE]
