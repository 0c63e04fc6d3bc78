"""The lease's law: however the steps of several services interleave, never do two hold it at once."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from relanced.edge.lease import Holder, Lease, Seen, Times, new_nonce
from relanced.edge.tenure import Append, Look, Tenure, Turn

SERVICES = 3
WAITS = st.sampled_from(
    [0.0, 0.4, 1.0, 3.0, 6.0, 60.0, 200.0, 299.0, 301.0, 599.0, 601.0, 899.0, 901.0, 4000.0]
)
WHO = st.integers(0, SERVICES - 1)


@dataclass
class Server:
    """A folder as a server keeps it: it alone gives UIDs, in the order of arrival, and times, when an APPEND begins."""

    now: float = 1000.0
    uidvalidity: int = 1
    last: int = 0
    clock_is_off: float = 0.0
    leases: list[Lease] = field(default_factory=list)

    def stamp(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=int(self.now + self.clock_is_off))

    def take(self, lease: Lease, at: datetime) -> None:
        self.last += 1
        self.leases.append(replace(lease, uid=self.last, at=at, is_ours=True))

    def seen(self) -> Seen:
        return Seen(uidvalidity=self.uidvalidity, leases=tuple(self.leases))

    def remove(self, uids: tuple[int, ...]) -> None:
        self.leases = [lease for lease in self.leases if lease.uid not in uids]


@dataclass
class Service:
    """One relanced: its tenure, the turn that it is in, the step that it is about to take."""

    server: Server
    dead: set[str]
    number: int
    tenure: Tenure = field(init=False)
    turn: Turn | None = None
    step: object = None

    def __post_init__(self) -> None:
        self.start_process()

    def start_process(self) -> None:
        holder = Holder(seat=f"seat {self.number}", process="", host="", nonce=new_nonce())
        skewed = 5000.0 * self.number  # each machine counts its seconds from another day
        self.tenure = Tenure(
            holder, Times(), lambda: self.server.now + skewed, lambda other: other.nonce in self.dead
        )
        self.turn = self.step = None

    def begin(self, turn: Turn) -> None:
        self.turn, self.step = turn, next(turn, None)
        if self.step is None:
            self.turn = None

    def go_on(self, given: Seen | None) -> None:
        assert self.turn is not None
        try:
            self.step = self.turn.send(given)
        except StopIteration:
            self.turn = self.step = None

    def lose_the_connection(self) -> None:
        if self.turn is not None:
            self.turn.close()
        self.turn = self.step = None


class Services(RuleBasedStateMachine):
    """Three services on one folder, with every fault that a network and a power supply can have."""

    def __init__(self) -> None:
        super().__init__()
        self.server = Server()
        self.dead: set[str] = set()
        self.services = [Service(self.server, self.dead, number) for number in range(SERVICES)]
        self.on_the_way: list[tuple[Lease, datetime]] = []

    @rule(who=WHO, leaves=st.booleans())
    def begins(self, who: int, leaves: bool) -> None:
        service = self.services[who]
        if service.turn is None:
            service.begin(service.tenure.leave() if leaves else service.tenure.turn())

    @rule(who=WHO)
    def takes_a_step(self, who: int) -> None:
        service = self.services[who]
        if service.turn is not None:
            service.go_on(self.done(service.step))

    @rule(who=WHO)
    def takes_a_whole_turn(self, who: int) -> None:
        service = self.services[who]
        if service.turn is None:
            service.begin(service.tenure.turn())
        while service.turn is not None:
            service.go_on(self.done(service.step))

    @rule(who=WHO, was_done=st.booleans())
    def loses_the_connection(self, who: int, was_done: bool) -> None:
        service = self.services[who]
        if was_done and service.turn is not None:
            self.done(service.step)
        service.lose_the_connection()

    @rule(who=WHO)
    def loses_the_connection_with_a_lease_on_the_way(self, who: int) -> None:
        service = self.services[who]
        if isinstance(service.step, Append):
            self.on_the_way.append((service.step.lease, self.server.stamp()))
            service.lose_the_connection()

    @precondition(lambda self: self.on_the_way)
    @rule()
    def a_late_lease_arrives(self) -> None:
        self.server.take(*self.on_the_way.pop(0))

    @rule(who=WHO, is_known=st.booleans())
    def is_killed_and_started_again(self, who: int, is_known: bool) -> None:
        service = self.services[who]
        if is_known:
            self.dead.add(service.tenure.holder.nonce)
        service.start_process()

    @rule(seconds=WAITS)
    def time_passes(self, seconds: float) -> None:
        self.server.now += seconds

    @invariant()
    def never_do_two_hold_it(self) -> None:
        assert sum(service.tenure.holds for service in self.services) <= 1

    def done(self, step: object) -> Seen | None:
        if isinstance(step, Look):
            return self.server.seen()
        if isinstance(step, Append):
            self.server.take(step.lease, self.server.stamp())
        else:
            self.server.remove(step.uids)  # type: ignore[attr-defined]  # the third kind of step
        return None


TestNeverTwoAtOnce = Services.TestCase
TestNeverTwoAtOnce.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)


def _machine(server: Server) -> Services:
    machine = Services.__new__(Services)
    machine.server = server
    return machine


def walk(service: Service, server: Server, turn: Turn | None = None) -> None:
    machine = _machine(server)
    service.begin(turn or service.tenure.turn())
    while service.turn is not None:
        service.go_on(machine.done(service.step))


def two() -> tuple[Server, Service, Service]:
    server = Server()
    dead: set[str] = set()
    return server, Service(server, dead, 1), Service(server, dead, 2)


def test_the_first_holds_and_the_second_waits_until_it_leaves() -> None:
    server, first, second = two()
    walk(first, server)
    walk(second, server)
    assert (first.tenure.holds, second.tenure.holds) == (True, False)
    assert [lease.holder.seat for lease in second.tenure.ahead] == ["seat 1"]

    walk(first, server, first.tenure.leave())
    walk(second, server)
    assert (first.tenure.holds, second.tenure.holds) == (False, True)


def test_who_keeps_renewing_keeps_it_and_leaves_two_mails_at_most() -> None:
    server, first, second = two()
    for _ in range(30):
        walk(first, server)
        walk(second, server)
        assert first.tenure.holds
        assert not second.tenure.holds
        server.now += 310
    # The last but one stays too: who reads while the newest is being written must see one of both.
    assert len(server.leases) == 4


def test_after_a_quarter_of_an_hour_without_a_sign_the_next_one_goes_on() -> None:
    server, first, second = two()
    walk(first, server)
    server.now += 14 * 60
    walk(second, server)
    assert not second.tenure.holds
    server.now += 2 * 60
    second.tenure._looked_at = float("-inf")  # the next round
    walk(second, server)
    server.now += 5 * 60
    walk(second, server)  # its lease is written anew, so the server's time is known
    assert second.tenure.ahead == ()

    walk(first, server)  # it was only asleep
    assert [lease.holder.seat for lease in first.tenure.ahead] == ["seat 2"]


def start_renewing(service: Service, server: Server) -> None:
    """Go through a turn up to the lease that is about to be written."""
    service.begin(service.tenure.turn())
    service.go_on(server.seen())
    assert isinstance(service.step, Append)
    assert service.step.lease.since is not None


def test_a_lease_that_took_long_to_arrive_comes_too_late() -> None:
    server, first, second = two()
    walk(first, server)
    server.now += 590
    start_renewing(first, server)
    assert isinstance(first.step, Append)
    late, stamped_at = first.step.lease, server.stamp()  # when an APPEND begins, some servers say
    server.now += 320
    walk(second, server)
    assert second.tenure.holds
    server.take(late, stamped_at)
    first.go_on(None)
    while first.turn is not None:
        first.go_on(Services.done(_machine(server), first.step))
    walk(first, server)
    assert not first.tenure.holds


def test_a_server_whose_clock_was_put_forward_gives_the_place_to_one_alone() -> None:
    server, first, second = two()
    walk(first, server)
    server.now += 310
    server.clock_is_off = 20 * 60
    start_renewing(first, server)
    walk(second, server)
    assert second.tenure.holds
    while first.turn is not None:
        first.go_on(Services.done(_machine(server), first.step))
    assert not first.tenure.holds


def test_a_folder_emptied_while_a_lease_is_written_anew_gives_the_place_away() -> None:
    server, first, second = two()
    walk(first, server)
    server.now += 310
    start_renewing(first, server)
    server.leases.clear()
    walk(second, server)
    assert second.tenure.holds
    while first.turn is not None:
        first.go_on(Services.done(_machine(server), first.step))
    assert not first.tenure.holds


def test_who_wakes_up_late_does_not_push_in() -> None:
    server, first, second = two()
    walk(first, server)
    server.now += 16 * 60
    walk(second, server)
    first.begin(first.tenure.turn())
    first.go_on(server.seen())
    assert isinstance(first.step, Append)
    assert first.step.lease.since is None


def test_a_process_that_is_known_to_have_ended_is_not_waited_for() -> None:
    server, first, second = two()
    walk(first, server)
    second.dead.add(first.tenure.holder.nonce)
    walk(second, server)
    assert second.tenure.holds
    assert {lease.holder.seat for lease in server.leases} == {"seat 2"}


def test_two_copies_of_one_running_machine_part_at_their_next_look() -> None:
    server, first, second = two()
    walk(first, server)
    for name in ("holder", "newest", "_since", "_written_at"):
        setattr(second.tenure, name, getattr(first.tenure, name))
    second.tenure._written = set(first.tenure._written)  # memory and all
    for _ in range(3):
        server.now += 400
        walk(first, server)
        walk(second, server)
        assert not (first.tenure.holds and second.tenure.holds)
    assert first.tenure.holder.nonce != second.tenure.holder.nonce


def test_a_lease_of_another_key_stands_before_ours() -> None:
    server, first, second = two()
    walk(first, server)
    walk(second, server)
    server.leases = [replace(lease, is_ours=lease.holder.seat == "seat 1") for lease in server.leases]
    server.now += 6
    walk(first, server)
    assert not first.tenure.holds


def test_a_folder_made_anew_breaks_every_row() -> None:
    server, first, second = two()
    walk(first, server)
    server.leases, server.uidvalidity, server.last = [], 2, 0
    walk(second, server)
    assert second.tenure.holds
    server.now += 5
    walk(first, server)
    assert not first.tenure.holds
