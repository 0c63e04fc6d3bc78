"""A story in; its lives played one after the other against real servers; what was seen out."""

import json
import re
import shutil
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crash.crash_mails import address_of, event_mail, resumed
from crash.crash_seen import Doubt, Happened, Lived, Seen
from crash.crash_sink import CrashSink, nothing, running_crash_sink
from crash.crash_world import World
from crash.scenario import APART, FIRST, OPENS, STEPS, ZONE, Event, Mode, Plan, Scenario, Store, draw
from crash.zygote import KILLED, Order, Zygote
from servers.dovecot import Dovecot

_PATIENCE_S = 90
_IN_DOUBT = re.compile(r"Message-ID (r1\.[0-9a-f]+@[a-z.]+)")


@dataclass(frozen=True, slots=True)
class Ground:
    """What all stories of one lane share."""

    dovecot: Dovecot
    sink: CrashSink
    zygote: Zygote
    folder: Path


@contextmanager
def ground(dovecot: Dovecot, folder: Path) -> Iterator[Ground]:
    """A sink, and a zygote that has lived through one day of a story in itself."""
    with running_crash_sink() as sink:
        rehearsal = World(dovecot, sink, folder / "rehearsal", draw(0))
        rehearsal.begin()
        order = rehearsal.order(datetime.combine(FIRST, OPENS, ZONE))
        with Zygote(order) as zygote:
            zygote.begin(order).wait(_PATIENCE_S)  # the rehearsal is over once a second life is
            yield Ground(dovecot, sink, zygote, folder)


def play(scenario: Scenario, on: Ground) -> Seen:
    """Live through a story, quiet days at its end included; what is left of it is removed."""
    folder = on.folder / f"story-{scenario.seed}"
    story = _Story(World(on.dovecot, on.sink, folder, scenario), on.zygote)
    try:
        return story.play()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(story.world.account.server.maildir(story.world.account.user).parent, ignore_errors=True)


class _Story:
    def __init__(self, world: World, zygote: Zygote) -> None:
        self.world = world
        self.zygote = zygote
        self.seen = Seen(world.scenario)
        self._in_sent: set[str] = set()

    def play(self) -> Seen:
        world, sink = self.world, self.world.sink
        world.begin()
        sink.taken = self.seen.taken
        days = sorted({plan.day for plan in world.scenario.lives})
        for day in days:
            for plan in world.scenario.lives:
                if plan.day == day:
                    self._live(plan)
            self._quiet(day)
        if world.scenario.mode is Mode.SEND:
            self._quiet(days[-1] + 1)
        self.seen.folders = {name: world.lying_in(name) for name in ("Sent", "Drafts", "INBOX")}
        self.seen.log = (world.folder / "log").read_text(encoding="utf-8", errors="replace")
        return self.seen

    def _live(self, plan: Plan) -> None:
        world, sink = self.world, self.world.sink
        last = self.seen.lives[-1] if self.seen.lives else None
        if last and last.day == plan.day and not last.killed and plan.needs_letters:
            self._happen(plan.events, plan.at)
            return  # the day's letters have left: it would not come to its end
        self._happen((event for event in plan.events if not event.at_rcpt), plan.at)
        if plan.provider_files:
            self._provider_files(plan.at)
        store = world.change_store(plan.store) if last and last.killed else Store.KEPT
        waiting = [event for event in plan.events if event.at_rcpt]

        def at_rcpt(to: str) -> None:
            due = [event for event in waiting if address_of(event.invoice.client) == to]
            waiting[:] = [event for event in waiting if event not in due]
            self._happen(due, plan.at)

        sink.answers, sink.at_rcpt = deque(plan.answers), at_rcpt
        code = self._run(plan.at, crash=plan.crash, is_service=plan.is_service, after_ms=plan.after_ms)
        self._note(plan.day, plan.how, store, code, plan.at)
        sink.answers, sink.at_rcpt = deque(), lambda _to: None
        self._happen(waiting, plan.at)  # their letters came to no door
        if plan.backup:
            world.copy_store()

    def _run(self, at: datetime, *, after_ms: int | None = None, **how: object) -> int:
        """One life, killed after so many milliseconds where it still lives then; gives its exit code."""
        life = self.zygote.begin(self.world.order(at, **how))
        self.world.sink.kill = life.kill
        try:
            code = None if after_ms is None else life.wait(after_ms / 1000)
            if after_ms is not None and code is None:
                life.kill()
            code = life.wait(_PATIENCE_S) if code is None else code
            if code is None:
                life.kill()
                code = life.wait(_PATIENCE_S)
                self.seen.trouble.append(f"a life of {at} did not end in {_PATIENCE_S} s")
        finally:
            self.world.sink.kill = nothing
        assert code is not None
        return code

    def _note(self, day: int, how: str, store: Store, code: int, at: datetime) -> None:
        number = self.world.sink.life
        self.seen.lives.append(Lived(number, day, how, store, code == KILLED, code, at))
        self.world.sink.life += 1
        if code not in {KILLED, 0, 1}:
            self.seen.trouble.append(f"life {number} ended with exit code {code}")

    def _happen(self, events: Iterable[Event], at: datetime) -> None:
        for event in events:
            self.world.put(*event_mail(event, at), at)
            self.seen.happened.append(Happened(event, time.monotonic()))

    def _provider_files(self, at: datetime) -> None:
        """A provider that keeps what it sends: what was taken, and what relanced may not know of, lies in Sent."""
        there = self.world.lying_in("Sent")
        for letter in self.seen.taken:
            if not any(_same(letter.raw, raw) for raw in there):
                self.world.put("Sent", letter.raw, at)

    def _quiet(self, day: int) -> None:
        """The rest of a day without a fault; then the owner looks at what is asked."""
        at = datetime.combine(FIRST + day * APART, OPENS, ZONE) + timedelta(hours=5)
        for _ in range(4):
            before = len(self.seen.taken)
            code = self._run(at)
            self._note(day, "", Store.KEPT, code, at)
            at += timedelta(hours=4, minutes=30)
            if len(self.seen.taken) == before and not self._is_put_off():
                break
        self.seen.taken_by_day[day] = len(self.seen.taken)
        self.seen.asked[day] = self._asked(at)
        if day <= len(STEPS):
            self._settle(day, at)

    def _is_put_off(self) -> bool:
        log = self.world.folder / "log"
        return "put off" in log.read_text(encoding="utf-8", errors="replace")[-1500:]

    def _asked(self, at: datetime) -> dict[str, str]:
        """The invoices of which the owner is asked whether their letter left, with its Message-ID."""
        out = self.world.folder / "plan.json"
        out.unlink(missing_ok=True)
        life = self.zygote.begin(
            Order(
                config=self.world.folder / "firm.toml",
                at=at.isoformat(),
                log=out,
                words=("plan", "--json"),
            )
        )
        code = life.wait(_PATIENCE_S)
        if code not in {0, 1}:
            self.seen.trouble.append(f"plan --json ended with exit code {code}")
            return {}
        rows = json.loads(out.read_text(encoding="utf-8"))
        return {
            number: found[1]
            for row in rows
            if row["action"] == "ask_owner" and (found := _IN_DOUBT.search(row["question"]))
            for number in row["invoices"]
        }

    def _settle(self, day: int, at: datetime) -> None:
        """The owner looks into what is asked: evidence where there is some, else his word."""
        silenced = {
            invoice.number
            for invoice in self.world.scenario.invoices
            if any(each.event.silences(invoice) for each in self.seen.happened)
        }
        for number, message_id in self.seen.asked[day].items():
            if number in silenced:
                continue
            self.seen.doubts.append(Doubt(number, message_id, day))
            arrived = next((t for t in self.seen.taken if message_id.encode() in t.raw), None)
            if arrived is not None and self.world.scenario.seed % 2:
                if message_id not in self._in_sent:
                    self._in_sent.add(message_id)
                    self.world.put("Sent", arrived.raw, at)
            else:
                self.world.put(*resumed(number, at), at)


def _same(one: bytes, other: bytes) -> bool:
    return one.replace(b"\r\n", b"\n").strip() == other.replace(b"\r\n", b"\n").strip()
