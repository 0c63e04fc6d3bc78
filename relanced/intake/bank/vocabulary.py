"""The words of a bank's profile in, the labels and phrases that its mails are read by out. Pure.

`GENERAL` is what every bank's mails are read by; a profile adds its own words to it. Labels and
words are plain text: letter case, accents and the width of spaces do not matter. A profile's words
say what kind a line is of as surely as the general ones do; its labels win over general ones.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from relanced.intake.bank.composed import composed_role
from relanced.intake.bank.figures import is_money
from relanced.intake.bank.labels import FIGURES, OPEN_LABELS, ROLE_OF, Role
from relanced.intake.bank.line_words import NOT_A_CREDIT_LINE
from relanced.intake.bank.phrases import CREDIT, LEAVES, NOT_YET, RETURNED
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.profile import BankProfile

_MONEY = FIGURES - {Role.CURRENCY} | {Role.BALANCE, Role.DEBIT}
_DAYS = frozenset({Role.DAY, Role.VALUE_DAY})
_CURRENCY_BEHIND = lazy(r"\s(?:in |en )?(?:€|£|\$|eur|euro|chf|gbp|usd)$")  # «Haben €»
WORD_KINDS = ("credit", "debit", "reversal", "other")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels by role, and the patterns by kind of news; all are matched against folded text."""

    labels: Mapping[str, Role]
    in_line: re.Pattern[str]  # a label in a line, with its colon; group 1 is the label
    credit: re.Pattern[str]  # money came in
    leaves: re.Pattern[str]  # money leaves
    returned: re.Pattern[str]  # money that had come in went back, or was given back
    not_yet: re.Pattern[str]  # pending, announced, refused
    no_credit: re.Pattern[str]  # words in a line of a list that make it no credit

    def role_of(self, label: str) -> Role | None:
        """What a label announces that is known as a whole; None for every other text."""
        plain = _folded(label)
        if plain in self.labels:
            return self.labels[plain]
        plain = _CURRENCY_BEHIND.sub("", re.sub(r"\s?\([^)]{0,24}\)$", "", plain))
        if plain in self.labels:
            return self.labels[plain]
        opened = (role for start, role in OPEN_LABELS if plain.startswith(start) and len(plain) < 80)
        return next(opened, None)

    def likely_role(self, label: str) -> Role | None:
        """What a label announces, by what is known or by its single words; None where it is no label."""
        return self.role_of(label) or composed_role(_CURRENCY_BEHIND.sub("", _folded(label)))

    def role_beside(self, label: str, value: str) -> Role | None:
        """What a label announces, where its value is one of that sort: no name is an amount."""
        if role := self.role_of(label):
            return role
        role = composed_role(_CURRENCY_BEHIND.sub("", _folded(label)))
        if role in _MONEY:
            return role if re.search(r"\d", value) else None
        if role in _DAYS:
            return role if re.search(r"\d", value) else None
        return None if is_money(value) else role

    def with_profile(self, profile: BankProfile | None) -> "Vocabulary":
        """This and the words of a profile; built once for the same words. Roles and kinds it does not know raise."""
        if profile is None or not (profile.labels or profile.words):
            return self
        labels = tuple((role, tuple(profile.labels[role])) for role in sorted(profile.labels))
        words = tuple((kind, tuple(profile.words[kind])) for kind in sorted(profile.words))
        return _grown(labels, words)


Words = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=256)
def _grown(labels: Words, words: Words) -> Vocabulary:
    """The general vocabulary with more labels by role and more words by kind."""
    known = dict(ROLE_OF)
    for role, more in labels:
        known.update({_folded(label): Role(role) for label in more if label.strip()})
    said = dict(words)
    if unknown := said.keys() - set(WORD_KINDS):
        raise ValueError(f"no kind of news: {', '.join(sorted(unknown))}")
    against = (*said.get("debit", ()), *said.get("reversal", ()), *said.get("other", ()))
    return Vocabulary(
        labels=known,
        in_line=_in_line(known),
        credit=_with(CREDIT, said.get("credit", ())),
        leaves=_with(LEAVES, said.get("debit", ())),
        returned=_with(RETURNED, said.get("reversal", ())),
        not_yet=_with(NOT_YET, said.get("other", ())),
        no_credit=_with(NOT_A_CREDIT_LINE, against),
    )


def _folded(words: str) -> str:
    return " ".join(fold(words).replace("’", "'").replace("_", " ").split()).strip(" :.*=>·•-←→↑↓↖↗")


def _in_line(labels: Iterable[str]) -> re.Pattern[str]:
    known = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return lazy(rf"(?:^|(?<=[\s|;,.(/–-]))({known})(?: ?n°)?(?: ?\([a-z€£$]{{1,6}}\))?\s?[:=]\s?(?!//)")


def _with(pattern: re.Pattern[str], words: Iterable[str]) -> re.Pattern[str]:
    """A pattern, or any of these words at the start of a word."""
    more = [r"\s{1,4}".join(map(re.escape, fold(each).split())) for each in words if each.strip()]
    return lazy(rf"{pattern.pattern}|(?<!\w)(?:{'|'.join(more)})") if more else pattern


GENERAL = _grown((), ())
