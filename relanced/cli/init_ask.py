"""Questions in, answers that were looked at out: from options, from a person at a terminal, or from proposals."""

from collections.abc import Callable
from dataclasses import dataclass

import click

from relanced.cli.common import WRONG, App
from relanced.cli.words import Text
from relanced.intake.message import clean

LONGEST = 300  # letters of an answer
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f", " "))  # as they are pasted from French texts
Check = Callable[[str], str]  # an answer in, what is wrong with it out; "": nothing


def anything(_answer: str) -> str:
    """Every answer is right."""
    return ""


def unfit(answer: str) -> str:
    """What keeps an answer out of any file: signs that nobody types, or too many of them."""
    if clean(answer) != answer or not answer.isprintable():
        return "it holds signs that cannot be seen; type it anew"
    return "it is too long" if len(answer) > LONGEST else ""


def _typed(answer: str) -> str:
    return answer.translate(_SPACES).strip(" \t")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asked. Unattended: nobody; options and proposals are the answers."""

    app: App
    unattended: bool

    def ask(
        self, question: str, option: str, *, given: str | None, proposed: str = "", check: Check = anything
    ) -> str:
        """An answer that passes the check: the option's, else a person's, else what is proposed.

        Ends the command (exit 2) where nobody can be asked and no answer is right.
        """
        if given is not None or self.unattended:
            answer = _typed(proposed if given is None else given)
            if why := unfit(answer) or (check(answer) if answer or not proposed else ""):
                self.app.fail(f"{option}: {why}." if answer else f"{question}: give {option}.", code=WRONG)
            return answer
        while True:
            answer = _typed(str(click.prompt(question, default=proposed, show_default=bool(proposed))))
            why = unfit(answer) or check(answer)
            if not why:
                return answer
            self.app.warn(f"  {clean(answer)[:60]}: {why}." if answer else f"  {why}.")

    def choose(
        self, question: str, option: str, *, given: str | None, words: tuple[str, ...], proposed: str
    ) -> str:
        """One of these words."""

        def check(answer: str) -> str:
            return "" if answer in words else f"one of {', '.join(words)}"

        return self.ask(
            f"{question} ({', '.join(words)})", option, given=given, proposed=proposed, check=check
        )

    def confirm(self, question: str, *, default: bool) -> bool:
        """Yes or no; unattended: the default."""
        return default if self.unattended else bool(click.confirm(question, default=default))

    def secret(self, question: str) -> str:
        """A word that is not shown while it is typed; "" where nobody can be asked."""
        if self.unattended:
            return ""
        return str(click.prompt(question, hide_input=True, default="", show_default=False))

    def say(self, text: str = "", style: str = "") -> None:
        """A line or several."""
        self.app.console.print(Text(text, style=style))

    def command(self, words: str) -> None:
        """A command to be copied: on one line, however narrow the window."""
        self.app.console.print(Text(f"  {words}"), soft_wrap=True)

    def explain(self, text: str) -> None:
        """What a person should know before he answers; unattended: nothing."""
        if not self.unattended:
            self.say(text, "dim")

    def chapter(self, title: str) -> None:
        """The beginning of a part that has only questions."""
        if not self.unattended:
            self.head(title)

    def head(self, title: str) -> None:
        """The beginning of a part."""
        self.say(f"\n{title}", "bold")
