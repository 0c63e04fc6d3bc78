"""One client on one day in; whether a letter beside the ladder may go to him, and the bare letter, out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Account, Case, Hold, HoldKind
from relanced.casework.planning.persons import address_for
from relanced.casework.planning.reminders import line_of
from relanced.casework.promises.steps import purpose_of
from relanced.model.actions import Action, DraftReminder, Purpose, Reminder, SendReminder
from relanced.model.intents import Intent
from relanced.model.ladder import Step
from relanced.model.mark import task_kind_of
from relanced.model.names import is_writable_address
from relanced.model.rules import Mode, Rules

# A client who is silenced by anything else hears nothing: neither thanks nor a new table of parts.
_HARMLESS = frozenset({HoldKind.BREATHING, HoldKind.PROMISE, HoldKind.MONEY_CLAIMED, HoldKind.PLAN})


# What a client wrote or contested before he paid is no reason to leave a formal notice with him. Whom to
# write to, and whether it was this notice that was posted, must be clear all the same.
_PAID_FOR = frozenset({HoldKind.DISPUTE, HoldKind.QUESTION})


@dataclass(frozen=True, slots=True)
class Desk:
    """One client on one day."""

    account: Account
    rules: Rules
    calendar: Calendar  # of the client's place
    on: date

    def writes(self, step: Step, about: Iterable[Case] = ()) -> bool:
        """Whether a letter may go to him today: nothing is in doubt with him, or with what it is about.

        `about`: the open cases that must be untroubled, beside the client as a whole.
        """
        return (
            self.calendar.is_open(self.on)
            and is_writable_address(address_for(self.account, step))
            and all(self._is_harmless(hold, step) for hold in self.account.holds if hold.is_active(self.on))
            and all(is_untroubled(case, self.on) for case in about)
            and not any(case.in_flight is not None for case in self.account.cases)
            and not self._has_heard(step)
        )

    def allows(self, step: Step, case: Case) -> bool:
        """Whether nothing that silences a closed case forbids this letter about it."""
        return all(self._is_harmless(hold, step) for hold in case.silenced_by(self.on))

    def _is_harmless(self, hold: Hold, step: Step) -> bool:
        if hold.kind in _HARMLESS:
            return True
        is_told = hold.intent not in {None, Intent.REDIRECT} or hold.kind is HoldKind.DISPUTE
        return purpose_of(step.name) is Purpose.WITHDRAWAL and hold.kind in _PAID_FOR and is_told

    def _has_heard(self, step: Step) -> bool:
        """Whether a mail of ours went to him today; a notice posted today is no reason not to take it back."""
        mailed = any(
            self.calendar.day_of(done.at) == self.on and task_kind_of(done.message_id) is None
            for case in self.account.cases
            for done in case.steps
        )
        is_withdrawal = purpose_of(step.name) is Purpose.WITHDRAWAL
        return mailed or (not is_withdrawal and self.account.last_reminder_on == self.on)

    def letter(self, purpose: Purpose, step: Step, cases: Iterable[Case]) -> Reminder:
        """The bare letter about these cases."""
        zone = self.rules.calendar.timezone
        lines = (line_of(case, step, self.on, zone) for case in cases)
        client = self.account.client
        return Reminder(
            client=client,
            to=address_for(self.account, step),
            step=step,
            lines=tuple(sorted(lines, key=lambda line: (line.due_on, line.number))),
            on=self.on,
            purpose=purpose,
            tone=client.tone or self.rules.ladder_of(client).tone,
        )

    def put(self, letter: Reminder, why: str) -> Action:
        """The letter as an action: a draft where the mode, or its kind, wants one."""
        if self.rules.mode is Mode.DRAFT or letter.step.approve:
            reason = (
                "mode «draft»" if self.rules.mode is Mode.DRAFT else "such a letter is always yours to send"
            )
            return DraftReminder(reminder=letter, why=f"{why} ({reason})")
        return SendReminder(reminder=letter, why=why)


def is_untroubled(case: Case, on: date) -> bool:
    """Whether nothing but what the payment has answered is left standing on it."""
    return all(hold.kind in _HARMLESS for hold in case.silenced_by(on))
