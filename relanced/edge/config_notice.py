"""The tables [[notice]] and [[bank.notice]]: patterns of a bank's mails, checked; NoticeRules out."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from relanced.edge import config_values as v
from relanced.edge.config_problems import did_you_mean, wrong
from relanced.edge.config_table import Table
from relanced.edge.repeats import repeat_in_repeat
from relanced.model.profile import MONEY_GROUPS, NoticeKind, NoticeRule

MAX_NOTICES = 30  # of one bank: each has a fifth of a second for each text of a mail
_INFINITE = re.compile(r"\(\?(?:R|0|[+-]?\d|&|P>)")
_GROUP_HINT = "put what changes from mail to mail into groups: (?P<amount>[\\d ,.]+)"
_HINT = "write the inner one with a fixed number, such as {4}, or the outer one with a limit, such as {0,5}"


def _tame(given: str) -> str:
    if found := repeat_in_repeat(given):
        raise wrong(
            "a pattern without a repeat inside a repeat", f"«{found[:60]}» may take for ever; {_HINT}"
        )
    if _INFINITE.search(given):
        raise wrong("a pattern that does not call itself")
    return given


Pattern = Annotated[v.Expression, AfterValidator(_tame)]


class NoticeTable(Table):
    """A pattern of one kind of mail."""

    kind: Annotated[NoticeKind, Field(strict=False)] = NoticeKind.CREDIT
    subject: Pattern | None = None
    body: Pattern | None = None
    several: bool = False
    net: Pattern | None = None
    currency: v.Currency = "EUR"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.subject is None and self.body is None:
            raise wrong("at least one of subject, body")
        if self.body is not None:
            _right_groups(self.body, needs_amount=self.kind.needs_amount)
        if self.several and not (self.body or "").startswith("^"):
            # A payer's words stand in a line of the bank's, seldom at its beginning.
            raise wrong("a body that begins with ^, where several = true", "^ is the beginning of a line")
        if self.net is not None:
            _right_net(self.net, self.kind)
        return self


def notice_rule(table: NoticeTable) -> NoticeRule:
    """The checked pattern as the pure rooms know it."""
    return NoticeRule(**table.model_dump())


def _groups(pattern: str) -> tuple[str, ...]:
    import regex  # noqa: PLC0415 - as in config_values.py

    return tuple(regex.compile(pattern).groupindex)


def _right_groups(body: str, *, needs_amount: bool) -> None:
    groups = _groups(body)
    unknown = next((group for group in groups if group not in MONEY_GROUPS), None)
    if unknown is not None:
        expected = f"groups of these names: {', '.join(MONEY_GROUPS)}"
        raise wrong(expected, f"«{unknown}» is none; {did_you_mean(unknown, MONEY_GROUPS)}".rstrip("; "))
    if needs_amount and "amount" not in groups:
        raise wrong("a body with a group (?P<amount>…)", _GROUP_HINT)


def _right_net(net: str, kind: NoticeKind) -> None:
    if kind is not NoticeKind.PAYOUT:
        raise wrong('net with kind = "payout" alone')
    if _groups(net) != ("amount",):
        raise wrong("a net with one group, (?P<amount>…)", _GROUP_HINT)
