"""Delivery: how handing a letter to a mail server went. Each answer asks for another next move."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the letter."""

    answer: str  # as the server worded it


@dataclass(frozen=True, slots=True)
class Deferred:
    """Certainly not taken. Try again later, after looking at the mailbox again."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not taken, and trying again will not help. The owner must look."""

    why: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It may have been taken. Never sent again without a proof or a person."""

    why: str


Delivery = Accepted | Deferred | Refused | InDoubt
