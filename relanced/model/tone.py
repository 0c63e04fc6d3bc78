"""Tone: how a letter speaks, beside what it says."""

from enum import StrEnum


class Tone(StrEnum):
    """How a letter speaks. A template without a form of its own for a tone speaks neutrally."""

    WARM = "warm"  # to clients of long standing, or whom the owner knows
    NEUTRAL = "neutral"
    FIRM = "firm"
