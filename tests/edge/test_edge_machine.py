"""Which process of which machine: a killed one is known to have ended, a foreign one never is."""

import os
import subprocess
import sys

from relanced.edge.machine import has_ended, seat_of, this_process


def test_this_process_has_not_ended() -> None:
    assert this_process()
    assert not has_ended(this_process())


def test_a_killed_process_has_ended_even_before_anybody_reaps_it() -> None:
    said = "from relanced.edge.machine import this_process; print(this_process(), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", said], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not has_ended(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and a zombie still
        assert has_ended(name)
    assert has_ended(name)


def test_a_number_used_again_by_another_process_is_told_from_the_first() -> None:
    where, _, started = this_process().rpartition(".")
    assert has_ended(f"{where}.{int(started) - 1}")


def test_a_process_of_another_machine_is_never_known_to_have_ended() -> None:
    boot, pids, _, started = this_process().split(".")
    assert not has_ended(f"{boot[::-1]}.{pids}.999999999.{started}")
    assert not has_ended(f"{boot}.{int(pids) + 1}.999999999.{started}")
    for broken in ("", ".", "....", f"{boot}.{pids}.x.1", f"{boot}.{pids}.{10**30}.1", "é.1.2.3"):
        assert not has_ended(broken)


def test_a_seat_is_one_of_machine_and_store() -> None:
    assert seat_of("sqlite:////a") == seat_of("sqlite:////a") != seat_of("sqlite:////b")
