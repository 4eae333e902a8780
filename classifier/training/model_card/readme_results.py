"""The README's results, which are also the model card's: a table of this model and the baselines, and notes."""

from classifier.errors import ArtifactError
from classifier.formatting import UNDEFINED, listed, percent, score, with_interval
from classifier.report.figures import (
    ARTICLE_TITLE,
    ARTICLE_URL,
    MEASURED_ONCE,
    METRICS,
    PRINTED,
    SHIPPED,
    Estimate,
    SystemFigures,
    metric_digits,
)
from classifier.report.report import Report
from classifier.training.model_card.markdown import table

BEGIN, END = "<!-- results -->", "<!-- /results -->"
_MARKS = {PRINTED: " [a]", MEASURED_ONCE: " [b]"}
_NOTES = (
    f"[a] printed in the article, [{ARTICLE_TITLE}]({ARTICLE_URL}), at the same cut-off (50 %) for all labels; [b] "
    "measured once on these messages, without intervals. The article total is the sum over the 36 outputs of F1 "
    "averaged over each output's classes; `child_alone` has no positive example and contributes a meaningless 1.00 to "
    "every total."
)


def splice(readme: str, report: Report) -> str:
    """The README with the results between the two markers; ArtifactError if they are not there."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ArtifactError(f"The README has no place for the results: put {BEGIN} and {END} on lines of their own.")
    return f"{before}{BEGIN}\n{results(report)}\n{END}{after}"


def results(report: Report) -> str:
    """The table of systems and the notes under it."""
    notes = (
        f"{report.rows.test:,} test messages, thresholds chosen on validation messages, 95 % intervals in brackets. "
        f"{_NOTES}"
    )
    lines = table(["System", *METRICS.values()], map(_cells, report.systems))
    return "\n\n".join(filter(None, (lines, notes, _lopsided(report), _lead(report), _at_half(report))))


def shown(metric: str, estimate: Estimate | None) -> str:
    """An overall metric with its usual decimals, and its interval if it has one."""
    return with_interval(estimate.value, estimate.interval, metric_digits(metric)) if estimate else UNDEFINED


def _cells(system: SystemFigures) -> list[str]:
    title = f"**{system.title}**" if system.name == SHIPPED else system.title
    return [title + _MARKS.get(system.source, ""), *(shown(metric, system.overall.get(metric)) for metric in METRICS)]


def _lopsided(report: Report) -> str:
    """How far up its interval this model's mAP lies, and why."""
    estimate = report.overall["mean_average_precision"]
    if estimate.value is None or estimate.interval is None:
        return ""
    low, high = estimate.interval
    share = percent((estimate.value - low) / (high - low))
    return (
        "Intervals of mAP are lopsided: a resample repeats some of the few positives of a rare label, which inflates "
        f"its average precision. This model's mAP lies {share} of the way up its interval, not halfway."
    )


def _lead(report: Report) -> str:
    """By how much this model leads the baseline that it is paired with, in words."""
    for system in report.baselines:
        if system.difference:
            leads = {metric: system.difference[metric] for metric in METRICS}
            parts = [f"{title} {_signed(metric, leads[metric])}" for metric, title in METRICS.items()]
            unsure = [METRICS[metric] for metric, lead in leads.items() if not lead.interval or lead.interval[0] <= 0]
            verdict = f"not beyond doubt for {listed(unsure)}" if unsure else "no interval reaches 0"
            return (
                f"This model minus {system.title}, paired bootstrap over the same test messages: {', '.join(parts)}; "
                f"{verdict}."
            )
    return ""


def _signed(metric: str, lead: Estimate) -> str:
    return ("+" if (lead.value or 0) >= 0 else "") + shown(metric, lead)


def _at_half(report: Report) -> str:
    """The same model at the same cut-off for all labels."""
    figures = [
        f"{title} {score(report.overall[metric].at_half, metric_digits(metric))}"
        for metric, title in METRICS.items()
        if report.overall[metric].at_half is not None
    ]
    return f"At the same cut-off (50 %) for all labels instead: {', '.join(figures)}."
