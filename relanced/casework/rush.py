"""Mails as they come in, one after the other, in; which of them are far too many at once, out. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from relanced.model.names import Fingerprint

MAX_MAILS = 20  # of one sender within
WITHIN = timedelta(hours=2)
MAX_BOUNCES = 10  # on one day, to all clients together


@dataclass(slots=True)
class Rush:
    """What came in lately; no more of it than the counting needs."""

    _lately: dict[str, dict[Fingerprint, datetime]] = field(default_factory=dict)  # by sender, in order
    _hurried: dict[Fingerprint, datetime] = field(default_factory=dict)  # since when it had been too many
    _bounced: dict[date, dict[Fingerprint, datetime]] = field(default_factory=dict)  # the last two days

    def since(self, sender: str, mail: Fingerprint, at: datetime) -> datetime | None:
        """Since when this sender's mails are too many; None: they are not. A mail counts once."""
        lately = self._lately.setdefault(sender, {})
        is_new = mail not in lately and all(at >= each for each in lately.values())
        if is_new:
            lately[mail] = at
            kept = [(each, came) for each, came in lately.items() if came > at - WITHIN]
            self._lately[sender] = dict(kept[-MAX_MAILS - 1 :])
            if len(kept) > MAX_MAILS:
                self._hurried[mail] = kept[-MAX_MAILS - 1][1]
        return self._hurried.get(mail)

    def bounces(self, on: date, mail: Fingerprint, at: datetime) -> tuple[Fingerprint, ...]:
        """All bounces of a day, where they are too many; else none."""
        self._bounced = {day: each for day, each in self._bounced.items() if day >= on - timedelta(days=1)}
        bounced = self._bounced.setdefault(on, {})
        bounced.setdefault(mail, at)
        return tuple(bounced) if len(bounced) > MAX_BOUNCES else ()

    def eleventh(self, on: date) -> datetime:
        """When the bounces of a day became too many."""
        return sorted(self._bounced[on].values())[MAX_BOUNCES]
