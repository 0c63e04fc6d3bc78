"""The files of firms in, the whole service out: a task a firm, signals, reloads, the watchdog, the status line."""

import asyncio
import signal
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog

from relanced.daemon.firm import Firm, read_again
from relanced.daemon.health import status_line
from relanced.daemon.loop import serve_firm
from relanced.daemon.metrics import Shown
from relanced.daemon.reload import POLL_S, Sight, sight_of, sight_of_templates
from relanced.edge import systemd
from relanced.edge.clock import Clock
from relanced.edge.config import firms as firms_in
from relanced.edge.config import shared_ground

log = structlog.get_logger()

_EXTEND_S = 60.0  # how much longer systemd is asked to wait while a letter is being handed over


@dataclass(slots=True)
class Service:
    """All firms that this process serves, and what they share."""

    clock: Clock
    folder: Path | None = None  # its *.toml files are the firms; None: they are as given
    firms: list[Firm] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)  # SIGHUP
    tasks: dict[Path, "asyncio.Task[None]"] = field(default_factory=dict)

    def on_stop(self) -> None:
        """Finish the letter in hand, and end."""
        log.info("stopping")
        systemd.stopping()
        self.stop.set()
        self.wake_all()

    def wake_all(self) -> None:
        """Have every firm take a round at once."""
        for firm in self.firms:
            firm.wake.set()

    def sight(self) -> Sight:
        """What changes when a file does that somebody may have edited."""
        used = [firm.settings for firm in self.firms if firm.settings is not None]
        return sight_of(self.folder, (firm.path for firm in self.firms), used)

    def templates(self) -> Sight:
        """The same of the owners' templates."""
        used = (firm.settings for firm in self.firms if firm.settings is not None)
        return frozenset(each for settings in used for each in sight_of_templates(settings))

    def tell(self) -> None:
        """Say on systemctl's status line how each firm fares."""
        fares = [(firm.name, firm.health) for firm in self.firms]
        systemd.status(status_line(fares, datetime.now(UTC)))


async def serve(paths: tuple[Path, ...], clock: Clock, folder: Path | None = None) -> None:
    """Serve every firm until SIGTERM or SIGINT; SIGHUP reads the configuration again, as does every change of it.

    `folder`: files that appear in it are firms to serve as well.
    One firm's trouble (a wrong password, a full disk) never stops another's rounds.
    """
    service = Service(clock, folder, [Firm(path) for path in paths])
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, service.on_stop)
    loop.add_signal_handler(signal.SIGHUP, service.asked.set)
    try:
        async with asyncio.TaskGroup() as group:
            beside = [
                group.create_task(watchdog(service)),
                group.create_task(_say_ready(service)),
                group.create_task(_follow_files(service, group)),
            ]
            for firm in service.firms:
                _begin(service, group, firm)
            await service.stop.wait()
            await _see_off(service)
            for task in beside:
                task.cancel()
    finally:
        systemd.stopping()


def _begin(service: Service, group: asyncio.TaskGroup, firm: Firm) -> None:
    service.tasks[firm.path] = group.create_task(serve_firm(firm, service.clock, service.stop))


async def _see_off(service: Service) -> None:
    """Wait for every firm's end; while a letter is being handed over, systemd is asked for more time."""
    while left := [task for task in service.tasks.values() if not task.done()]:
        if any(firm.is_handing_over for firm in service.firms):
            systemd.extend(_EXTEND_S)
            systemd.status("stopping: waiting for the mail server's answer to a letter")
        await asyncio.wait(left, timeout=_EXTEND_S / 6)


async def _say_ready(service: Service) -> None:
    """Ready means: configurations valid, stores open. A provider that is away must not fail the unit."""
    for firm in service.firms:
        await firm.tried.wait()
    systemd.ready()
    service.tell()


async def watchdog(service: Service) -> None:
    """Feed systemd's watchdog from the loop itself, while every firm's round ends or waits in time.

    A provider that is away, for weeks if need be, is no reason to be killed: that would end the
    other firms' rounds as well, in the middle of a letter perhaps.
    """
    every = systemd.watchdog_seconds()
    while True:
        await asyncio.sleep(min((every or 60) / 3, 10))
        stuck = [firm.name for firm in service.firms if time.monotonic() > firm.alive_until]
        if not service.stop.is_set():
            service.tell()
        for firm in service.firms:
            firm.tell_stale()
        if stuck:
            log.error("round_stuck", firms=stuck)
        elif every:
            systemd.watchdog()


async def _follow_files(service: Service, group: asyncio.TaskGroup) -> None:
    """Read the configuration again when told to, or when a file has changed and then stood still; show figures."""
    shown = Shown(lambda: service.firms)
    try:
        await _follow(service, group, shown)
    finally:
        shown.close()


async def _follow(service: Service, group: asyncio.TaskGroup, shown: Shown) -> None:
    taken = last = await asyncio.to_thread(service.sight)
    templates = await asyncio.to_thread(service.templates)
    while True:
        shown.follow()
        is_asked = await _is_asked(service)
        now = await asyncio.to_thread(service.sight)
        if is_asked or (now == last != taken):
            if is_asked:
                systemd.reloading()
            is_whole = await _read_all(service, group)
            service.wake_all()
            taken = now if is_whole else frozenset()
            service.tell()
            if is_asked:
                systemd.ready()
        last = now
        written = await asyncio.to_thread(service.templates)
        if written != templates:
            templates = written
            service.wake_all()


async def _is_asked(service: Service) -> bool:
    """Wait for the next look; True where SIGHUP came meanwhile."""
    try:
        await asyncio.wait_for(service.asked.wait(), POLL_S)
    except TimeoutError:
        return False
    service.asked.clear()
    return True


async def _read_all(service: Service, group: asyncio.TaskGroup) -> bool:
    """Read every firm's files; what is new begins, what has gone ends, what has changed is taken up by its task.

    False where it must be done once more: a firm has come back before its last life has ended.
    """
    is_whole = True
    if service.folder is not None and await asyncio.to_thread(
        service.folder.is_dir
    ):  # else it is away: nobody leaves
        is_whole = await _meet_and_part(service, group, firms_in(service.folder))
    firms = tuple(service.firms)
    for firm in firms:
        loaded = await asyncio.to_thread(read_again, firm)
        if loaded is None or firm.is_leaving:
            continue
        others = [each.coming or each.settings for each in firms if each is not firm]
        shared = shared_ground([*(each for each in others if each is not None), loaded])
        mine = tuple(str(problem) for problem in shared if problem.file == firm.path)
        if mine:
            firm.refused = mine
            log.error("configuration_refused", problem="; ".join(mine), running_on="the last good one")
        elif loaded != firm.settings:
            log.info("configuration_changed", firm=firm.name)
            firm.coming = loaded
        else:
            firm.coming = None
    return is_whole


async def _meet_and_part(service: Service, group: asyncio.TaskGroup, there: tuple[Path, ...]) -> bool:
    """Begin the firms whose files have appeared, let those go whose files have gone; False: some must wait."""
    for firm in [each for each in service.firms if each.path not in there]:
        log.info("firm_gone", firm=firm.name, what="its file was taken away; its mailbox and its store stay")
        firm.is_leaving = True
        firm.wake.set()
        service.firms.remove(firm)
    known = {firm.path for firm in service.firms}
    new = [path for path in there if path not in known]
    ending = {path for path in new if path in service.tasks and not service.tasks[path].done()}
    for path in new:
        if path in ending:
            continue
        log.info("firm_found", firm=path.stem)
        firm = Firm(path)
        loaded = await asyncio.to_thread(read_again, firm)
        used = [each.coming or each.settings for each in service.firms]
        shared = shared_ground([*(each for each in used if each is not None), *([loaded] if loaded else [])])
        if shared:
            firm.refused = tuple(str(problem) for problem in shared)
            log.error("configuration_refused", problem="; ".join(firm.refused), running_on="")
            continue
        firm.settings = loaded
        service.firms.append(firm)
        _begin(service, group, firm)
    return not ending
