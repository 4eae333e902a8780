"""The section of the model card about how the model behaves when messages change, and where it fails."""

from classifier.formatting import percent, percent_range, signed_score, with_interval
from classifier.labels import title
from classifier.report.figures import (
    CLEAR_MOVES,
    DENIALS_IN_TRAINING,
    MEAN_NOISE,
    NOISE_MEANINGS,
    NOISES,
    SHIPPED,
    DirectionFigures,
    FailureFigures,
    InvarianceFigures,
    SystemFigures,
)
from classifier.report.report import Report
from classifier.training.model_card.markdown import table

_KINDS = NOISES | {MEAN_NOISE: "Mean"}
_INVARIANCE = ("Change", "Tried on", "Messages", "With a changed decision", "Decisions changed")
_DIRECTION = ("Change", "Direction", "Tried on", "Messages", "Moved that way", "Clearly", "Mean change")


def robustness(report: Report) -> str:
    """Noise, rewordings, directions and known failures."""
    found = report.robustness
    parts = (
        "## Robustness",
        _noise(report),
        "The tests below follow CheckList (Ribeiro et al. 2020), on the test messages and on sentences written for "
        "this project; decisions are those at the `balanced` thresholds.",
        "### What should change nothing",
        table(_INVARIANCE, map(_invariance, found.invariances)),
        "\n".join(f"- {words}: {done}" for words, done in {one.title: one.done for one in found.invariances}.items()),
        "### What should move a label",
        table(_DIRECTION, map(_direction, found.directions)),
        CLEAR_MOVES,
        "### Known failures",
        DENIALS_IN_TRAINING,
        "\n".join(map(_failure, found.failures)),
    )
    return "\n\n".join(parts)


def _noise(report: Report) -> str:
    kinds = "; ".join(f"*{words.lower()}* ({NOISE_MEANINGS[kind]})" for kind, words in NOISES.items())
    systems = [system for system in report.systems if system.noise]
    return (
        f"A quarter of the words of each test message were changed in four ways: {kinds}. mAP, and in the second table "
        "the share of it that is left, with 95 % intervals:\n\n"
        f"{table(['System', 'As written', *_KINDS.values()], map(_mean_average_precisions, systems))}\n\n"
        f"{table(['System', *_KINDS.values()], map(_kept, systems))}"
    )


def _mean_average_precisions(system: SystemFigures) -> list[str]:
    noise = system.noise or {}
    estimates = [system.overall["mean_average_precision"], *(noise[kind].mean_average_precision for kind in _KINDS)]
    return [_name(system), *(with_interval(one.value, one.interval) for one in estimates)]


def _kept(system: SystemFigures) -> list[str]:
    kept = [(system.noise or {})[kind].kept for kind in _KINDS]
    spans = [f" ({percent_range(one.interval)})" if one.interval else "" for one in kept]
    return [_name(system), *(percent(one.value, 1) + span for one, span in zip(kept, spans, strict=True))]


def _name(system: SystemFigures) -> str:
    return f"**{system.title}**" if system.name == SHIPPED else system.title


def _invariance(figures: InvarianceFigures) -> list[str]:
    shares = (percent(figures.message_share, 1), percent(figures.decision_share, 2))
    return [figures.title, figures.source, f"{figures.messages:,}", *shares]


def _direction(figures: DirectionFigures) -> list[str]:
    change = "–" if figures.mean_change is None else signed_score(figures.mean_change)
    return [
        figures.title,
        figures.expectation,
        figures.source,
        f"{figures.messages:,}",
        percent(figures.share, 1),
        percent(figures.clear_share, 1),
        change,
    ]


def _failure(figures: FailureFigures) -> str:
    worst = next((one for one in figures.examples if one.flagged != figures.should_be_flagged), None)
    example = (
        f' "{worst.message}": {title(worst.label)} {percent(worst.probability)}, '
        f"{'flagged' if worst.flagged else 'not flagged'}."
        if worst
        else ""
    )
    return (
        f"- **{figures.title}**: wrong on {percent(figures.share)} of {figures.messages} sentences. "
        f"{figures.expectation}{example}"
    )
