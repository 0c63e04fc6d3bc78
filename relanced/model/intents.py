"""Intents: what a reply wants, and what relanced does about each."""

from enum import StrEnum


class Intent(StrEnum):
    """What a client's mail wants; NOT_SURE holds and asks the owner."""

    DISPUTE = "dispute"
    PROMISE = "promise"
    CLAIMS_PAID = "claims_paid"
    PLAN_REQUEST = "plan_request"
    QUERY = "query"
    REDIRECT = "redirect"
    INSOLVENCY = "insolvency"
    AUTO_REPLY = "auto_reply"
    ACK = "ack"
    UNRELATED = "unrelated"
    NOT_SURE = "not_sure"


class Ask(StrEnum):
    """What a client needs before he pays, where a ready answer can be drafted for the owner."""

    COPY = "copy"  # the invoice once more: never received, lost
    IBAN = "iban"  # where to pay
    PLAN = "plan"  # instalments, or more time


class Effect(StrEnum):
    """What an intent does to the cases that it concerns; every effect can only make us quieter."""

    HOLD = "hold"  # silent until the owner decides
    PROMISE = "promise"  # silent until the promised day and its grace
    AWAIT_MONEY = "await_money"  # silent for the bank's delay, then the owner is asked
    STOP = "stop"  # all cases of the client stop for good
    BREATHE = "breathe"  # a few banking days of silence, then on
    NONE = "none"  # no effect on the case


DEFAULT_EFFECTS: dict[Intent, Effect] = {
    Intent.DISPUTE: Effect.HOLD,
    Intent.PROMISE: Effect.PROMISE,
    Intent.CLAIMS_PAID: Effect.AWAIT_MONEY,
    Intent.PLAN_REQUEST: Effect.HOLD,
    Intent.QUERY: Effect.HOLD,
    Intent.REDIRECT: Effect.HOLD,
    Intent.INSOLVENCY: Effect.STOP,
    Intent.AUTO_REPLY: Effect.NONE,
    Intent.ACK: Effect.BREATHE,
    Intent.UNRELATED: Effect.BREATHE,
    Intent.NOT_SURE: Effect.HOLD,
}
