"""Template sources and the ladders in, each letter's languages, tones, origin and steps out."""

from dataclasses import dataclass

from relanced.edge.config_ladder import USUAL_STEPS
from relanced.edge.config_ladder import steps_of as steps_written
from relanced.edge.settings import Settings
from relanced.edge.templates import Sources
from relanced.letters.check import letters_in, tones_of
from relanced.letters.samples import SAMPLE_FIRM
from relanced.model.client import ClientKind
from relanced.model.ladder import Channel, Ladder, Step
from relanced.model.tone import Tone


@dataclass(frozen=True, slots=True)
class Listed:
    """One template, as `list` shows it."""

    name: str
    languages: tuple[str, ...]
    tones: tuple[Tone, ...]  # in which it has a form of its own, in at least one language
    html: bool  # the owner wrote the HTML himself; else it is made from the text
    own: bool  # at least one of its files is the owner's
    steps: tuple[str, ...]  # the steps of the ladder that use it


def listed(sources: Sources, steps: tuple[Step, ...]) -> tuple[Listed, ...]:
    """Every template by its name, with who uses it."""
    by_name: dict[str, list[str]] = {}
    for language, name in letters_in(sources.sources):
        by_name.setdefault(name, []).append(language)
    return tuple(
        Listed(
            name=name,
            languages=tuple(languages),
            tones=tuple(
                tone
                for tone in Tone
                if any(tone in tones_of(sources.sources, language, name) for language in languages)
            ),
            html=any(f"{language}/{name}.html.j2" in sources.sources for language in languages),
            own=any(path.rpartition("/")[2].split(".")[0] == name for path in sources.owned),
            steps=tuple(step.name for step in steps if step.template == name),
        )
        for name, languages in by_name.items()
    )


def steps_of(settings: Settings | None) -> tuple[Step, ...]:
    """The steps of all ladders of the configuration."""
    if settings is None:
        return ()
    ladders = (settings.rules.ladder, *settings.rules.ladders)
    return tuple(dict.fromkeys(step for ladder in ladders for step in ladder.steps))


def step_for(settings: Settings | None, template: str, kind: ClientKind) -> tuple[Step, Ladder] | None:
    """The step that writes this letter to such a client, and its ladder; None: no step writes it.

    His own ladder goes before the others, and a step that is for his kind before one that is not. Where
    no ladder of the configuration uses the template, the usual one counts.
    """
    rules = settings.rules if settings is not None else None
    ladders = (*rules.ladders, rules.ladder) if rules is not None else ()
    theirs = sorted(ladders, key=lambda ladder: kind not in ladder.kinds and ladder.name != "")
    for group in (theirs, [Ladder(steps_written(USUAL_STEPS, SAMPLE_FIRM.sender))]):
        found = [(step, ladder) for ladder in group for step in ladder.steps if _writes(step, template)]
        if found:
            return next((each for each in found if _is_for(each[0], kind)), found[0])
    return None


def _writes(step: Step, template: str) -> bool:
    return step.template == template and step.channel in {Channel.MAIL, Channel.LETTER}


def _is_for(step: Step, kind: ClientKind) -> bool:
    return not step.fits.kinds or kind in step.fits.kinds
