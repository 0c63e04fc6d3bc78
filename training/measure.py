"""The texts in this folder in, how well each layer and all together judge them out: part of `make model`.

Each text is judged by a model that never saw it: five-fold, and once more across authors. Some words
of the rules were found in the old texts, none in the new ones. See docs/intents.md.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relanced.daemon.worker import lexicon
from relanced.intake.reply.intent.combine import inputs, probabilities
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.model import INTENTS, Model
from relanced.intake.reply.intent.understand import Listened, judge
from relanced.intake.reply.intent.weigh import QUIET, Verdict, weigh
from relanced.model.intents import Intent
from training.softmax import learn_weights
from training.texts import Labelled, listen_to, read_texts
from training.train import part_of, train_on

FOLDS = 5
_COLUMNS = (
    "macro-F1",
    "accuracy",
    "dispute recall",
    "first or beside",
    "dispute in vain",
    "stop recall",
    "false stops",
)
_BINS = (0.0, 0.34, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
Scores = dict[Intent, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """One text, and what was made of it."""

    one: Labelled
    verdict: Verdict


def main() -> None:
    """Print all figures."""
    texts = read_texts()
    words = lexicon()
    listened = [listen_to(one, words) for one in texts]
    _say(f"| {' | '.join(('what judges', 'texts', *_COLUMNS))} |")
    _say("|---" * (2 + len(_COLUMNS)) + "|")
    _rows("rules alone", _judged(texts, [weigh(each.heard, each.signs) for each in listened]))
    folds = [part_of(index, FOLDS) for index in range(len(texts))]
    models = _models_of_others(texts, folds)
    scores = _unseen_scores(texts, models, folds)
    _rows("model alone, five-fold", _judged(texts, _model_alone(texts, scores, folds)))
    everything = _judged(texts, _together(texts, listened, words, models, folds))
    _rows("together, five-fold", everything)
    _rows("the same without automatic answers", [each for each in everything if not _is_machine(each)])
    authors = [_generation(one) for one in texts]
    models = _models_of_others(texts, authors)
    across = _unseen_scores(texts, models, authors)
    _rows("model alone, other authors", _judged(texts, _model_alone(texts, across, authors)))
    _rows("together, other authors", _judged(texts, _together(texts, listened, words, models, authors)))
    new = [each for each in everything if each.one.is_new]
    _say("")
    _by_language(new)
    _say("")
    _calibration(new)
    _say("")
    _by_intent(new)


def _generation(one: Labelled) -> int:
    """Whose texts it stands among: the first authors', the second's, or the later ones'."""
    return 2 if one.is_new else int(one.author.endswith("2"))


def _models_of_others(texts: Sequence[Labelled], groups: Sequence[int]) -> dict[int, Model]:
    """By group the first layer, learned from all groups but this one."""
    names = sorted(set(groups))
    parts = [[index for index, group in enumerate(groups) if group != name] for name in names]
    return dict(zip(names, train_on(texts, parts), strict=True))


def _unseen_scores(
    texts: Sequence[Labelled], models: Mapping[int, Model], groups: Sequence[int]
) -> list[Scores]:
    """The first layer's scores of each text."""
    return [
        models[group].scores(models[group].vector(one.text)) for one, group in zip(texts, groups, strict=True)
    ]


def _together(
    texts: Sequence[Labelled],
    listened: Sequence[Listened],
    words: Lexicon,
    models: Mapping[int, Model],
    groups: Sequence[int],
) -> list[Verdict]:
    scores = _unseen_scores(texts, models, groups)
    given = [inputs(said.points, its, said.signs) for said, its in zip(listened, scores, strict=True)]
    weights = _weights_of_others(texts, given, groups)
    whole = {group: replace(model, combination=weights[group]) for group, model in models.items()}
    return [
        judge(one.text, said, whole[group], words, one.written_on)
        for one, said, group in zip(texts, listened, groups, strict=True)
    ]


def _model_alone(texts: Sequence[Labelled], scores: Sequence[Scores], groups: Sequence[int]) -> list[Verdict]:
    given = [(*(its[intent] for intent in INTENTS), 1.0) for its in scores]
    chances = _unseen_chances(texts, given, groups)
    best = [max(each, key=lambda intent: (each[intent], intent)) for each in chances]
    return [Verdict(intent, (), each[intent], ()) for intent, each in zip(best, chances, strict=True)]


def _unseen_chances(
    texts: Sequence[Labelled], given: Sequence[Sequence[float]], groups: Sequence[int]
) -> list[Scores]:
    """The second layer's probabilities of each text, learned from all groups but its own."""
    weights = _weights_of_others(texts, given, groups)
    return [probabilities(each, weights[group]) for each, group in zip(given, groups, strict=True)]


def _weights_of_others(
    texts: Sequence[Labelled], given: Sequence[Sequence[float]], groups: Sequence[int]
) -> dict[int, tuple[tuple[float, ...], ...]]:
    """By group the second layer, learned from all groups but this one."""
    weights = {}
    for name in sorted(set(groups)):
        mine = [index for index, group in enumerate(groups) if group != name]
        worth = [texts[i].worth for i in mine]
        weights[name] = learn_weights([given[i] for i in mine], [texts[i].intent for i in mine], worth)
    return weights


def _judged(texts: Sequence[Labelled], verdicts: Sequence[Verdict]) -> list[Judged]:
    return [Judged(one, verdict) for one, verdict in zip(texts, verdicts, strict=True)]


def _is_machine(each: Judged) -> bool:
    return each.one.intent is Intent.AUTO_REPLY


def stops(verdict: Verdict) -> bool:
    """Whether the next step is held back."""
    return bool({verdict.intent, *verdict.also} - QUIET)


def _rows(name: str, judged: Sequence[Judged]) -> None:
    """A line of figures for the texts that rules were written with sight of, and one for the others."""
    for new in (False, True):
        _row(f"{name}: {'new' if new else 'old'} texts", [each for each in judged if each.one.is_new is new])


def _row(name: str, judged: Sequence[Judged]) -> None:
    figures = (
        macro_f1(judged),
        _share(judged, lambda each: each.verdict.intent is each.one.intent),
        *_dispute_figures(judged),
        _share([each for each in judged if each.one.stops], lambda each: stops(each.verdict)),
        _share([each for each in judged if not each.one.stops], lambda each: stops(each.verdict)),
    )
    _say(f"| {name} | {len(judged)} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")


def _dispute_figures(judged: Sequence[Judged]) -> tuple[float, float, float]:
    """Of all disputes those that came first, and first or beside; of the other texts those held for one."""
    disputes = [each for each in judged if each.one.intent is Intent.DISPUTE]
    others = [each for each in judged if Intent.DISPUTE not in {each.one.intent, *each.one.also}]
    return (
        _share(disputes, lambda each: each.verdict.intent is Intent.DISPUTE),
        _share(disputes, _says_dispute),
        _share(others, _says_dispute),
    )


def _says_dispute(each: Judged) -> bool:
    return Intent.DISPUTE in {each.verdict.intent, *each.verdict.also}


def _by_language(judged: Sequence[Judged]) -> None:
    _say(f"| {' | '.join(('language', 'texts', *_COLUMNS))} |")
    _say("|---" * (2 + len(_COLUMNS)) + "|")
    for lang in sorted({each.one.lang for each in judged}):
        _row(lang, [each for each in judged if each.one.lang == lang])


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean of the F1 of all intents that occur."""
    found = [_f1(judged, intent) for intent in INTENTS if any(each.one.intent is intent for each in judged)]
    return sum(found) / len(found)


def _f1(judged: Sequence[Judged], intent: Intent) -> float:
    wanted = sum(each.one.intent is intent for each in judged)
    said = sum(each.verdict.intent is intent for each in judged)
    both = sum(each.one.intent is intent is each.verdict.intent for each in judged)
    return 2 * both / (wanted + said) if wanted + said else 0.0


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return sum(map(holds, judged)) / len(judged) if judged else 0.0


def _calibration(judged: Sequence[Judged]) -> None:
    _say("| probability | texts | mean probability | right |")
    _say("|---|---|---|---|")
    for low, high in pairwise(_BINS):
        mine = [each for each in judged if low <= each.verdict.confidence < high]
        if mine:
            mean = sum(each.verdict.confidence for each in mine) / len(mine)
            right = _share(mine, lambda each: each.verdict.intent is each.one.intent)
            _say(f"| {low:.2f}-{min(high, 1):.2f} | {len(mine)} | {mean:.2f} | {right:.2f} |")


def _by_intent(judged: Sequence[Judged]) -> None:
    _say("| intent | texts | F1 | most often taken for |")
    _say("|---|---|---|---|")
    for intent in INTENTS:
        mine = [each for each in judged if each.one.intent is intent]
        others = [each.verdict.intent for each in mine if each.verdict.intent is not intent]
        often = sorted(set(others), key=lambda other: (-others.count(other), other))[:2]
        told = ", ".join(f"{other} ({others.count(other)})" for other in often)
        _say(f"| {intent} | {len(mine)} | {_f1(judged, intent):.3f} | {told} |")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
