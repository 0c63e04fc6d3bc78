"""Relays and a process in, bad weather out: something breaks every few seconds."""

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass
from random import Random

from servers.relay import Fault, Relay

_BREAKS = (Fault.CUT, Fault.CUT, Fault.RESET, Fault.HALF_CLOSE)  # these end by themselves
_SLOWS = (Fault.STALL, Fault.DRIP, Fault.LAG)  # these last until the weather clears
_SLOW_S = (2.0, 40.0)
_REFUSE_S = (1.0, 15.0)
_SUSPEND_S = (2.0, 12.0)


@dataclass(slots=True)
class _Spell:
    """Something that lasts."""

    until: float
    relay: Relay


class Weather:
    """Call blow() often: it strikes when it is time to, and lets go of what has lasted long enough."""

    def __init__(
        self, relays: dict[str, Relay], pid: int, random: Random, every: tuple[float, float]
    ) -> None:
        self.struck: Counter[str] = Counter()
        self._relays = relays
        self._pid = pid
        self._random = random
        self._every = every
        self._next_at = time.monotonic() + every[1]
        self._reload_at = time.monotonic() + 90
        self._slow: dict[str, _Spell] = {}
        self._refusing: dict[str, _Spell] = {}
        self._suspended_until = 0.0

    def blow(self) -> None:
        """Do what is due now."""
        now = time.monotonic()
        self._clear_up(now)
        if now >= self._next_at and not self._suspended_until:
            self._next_at = now + self._random.uniform(*self._every)
            self._strike(now)
        if now >= self._reload_at and not self._suspended_until:
            self._reload_at = now + self._random.uniform(200, 400)
            self._signal(signal.SIGHUP, "configuration read again")

    def end(self) -> None:
        """Let go of everything."""
        self._clear_up(float("inf"))

    def _strike(self, now: float) -> None:
        name = self._random.choice([*self._relays, "imap"])
        relay, chance = self._relays[name], self._random.random()
        if chance < 0.5:
            fault = self._random.choice(_BREAKS)
            relay.strike(fault)
            self.struck[f"{name}: {fault.value}"] += 1
        elif chance < 0.85:
            fault = self._random.choice(_SLOWS)
            relay.strike(fault)
            self._slow[name] = _Spell(now + self._random.uniform(*_SLOW_S), relay)
            self.struck[f"{name}: {fault.value}"] += 1
        elif chance < 0.95:
            relay.refusing = True
            relay.strike(Fault.CUT)
            self._refusing[name] = _Spell(now + self._random.uniform(*_REFUSE_S), relay)
            self.struck[f"{name}: nobody answers"] += 1
        else:
            self._suspended_until = now + self._random.uniform(*_SUSPEND_S)
            self._signal(signal.SIGSTOP, "machine suspended")

    def _signal(self, number: signal.Signals, told: str) -> None:
        os.kill(self._pid, number)
        self.struck[told] += 1

    def _clear_up(self, now: float) -> None:
        if self._suspended_until and now >= self._suspended_until:
            os.kill(self._pid, signal.SIGCONT)
            self._suspended_until = 0.0
        for name in [name for name, spell in self._slow.items() if now >= spell.until]:
            self._slow.pop(name).relay.heal()
        for name in [name for name, spell in self._refusing.items() if now >= spell.until]:
            self._refusing.pop(name).relay.refusing = False
