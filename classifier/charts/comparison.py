"""This model beside other systems, and the same recipe on other splits."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.ink import STANDS_BACK
from classifier.charts.style import HIGH, LOW, Chart, finish, names_down, number_tooltips, tooltips
from classifier.formatting import score
from classifier.report.figures import METRICS, SHIPPED, Estimate, SplitFigures, SystemFigures, metric_digits


def systems_chart(systems: Sequence[SystemFigures], metric: str) -> Chart:
    """Systems by one metric, best first, with 95 % intervals where they were measured."""
    known = [(system, system.overall[metric]) for system in systems if metric in system.overall]
    return estimates_chart(known, METRICS[metric], metric_digits(metric))


def estimates_chart(known: Sequence[tuple[SystemFigures, Estimate]], title: str, digits: int) -> Chart:
    """Systems by an estimate, called `title`, best first.

    The shape shows the source; this model is filled and bold, the others are hollow. Names are above the marks, so
    that a phone has room for both.
    """
    ordered = sorted(known, key=lambda pair: -(pair[1].value or 0.0))
    table = pd.DataFrame(_system_row(system, estimate, title, digits) for system, estimate in ordered)
    form = f".{digits}f"
    base = alt.Chart(table).encode(
        y=alt.Y("System:N", sort=list(table["System"]), axis=None, scale=alt.Scale(paddingOuter=0.3)),
        tooltip=[*tooltips("System"), *number_tooltips({title: form, LOW: form, HIGH: form}), *tooltips("Source")],
    )
    x = alt.X(title, type="quantitative", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    guides = base.mark_rule(opacity=0.2, strokeDash=[1, 3]).encode(x=alt.value(0), x2=alt.value("width"))
    spans = base.mark_rule(strokeWidth=2.5, opacity=STANDS_BACK).encode(
        x=alt.X(LOW, type="quantitative", title=title), x2=HIGH
    )
    shaped = base.encode(x=x, shape=alt.Shape("Source:N", title=None, legend=alt.Legend(orient="top", columns=1)))
    ours = shaped.transform_filter("datum['This model']").mark_point(filled=True, size=170, opacity=1)
    others = shaped.transform_filter("!datum['This model']").mark_point(size=80, strokeWidth=2, opacity=1)
    weight = alt.expr("datum['This model'] ? 'bold' : 'normal'")
    notes = base.mark_text(align="left", dx=10, fontWeight=weight).encode(x="Text position:Q", text="Value:N")
    names = base.mark_text(align="left", dy=-19, fontWeight=weight).encode(x=alt.value(0), text="System:N")
    best = table.iloc[0]
    return finish(
        guides + spans + others + ours + notes + names,
        f"{title} of {len(table)} systems, best first: {best['System']} leads with {best['Value']}.",
        54 * len(table) + 130,
    )


def _system_row(system: SystemFigures, estimate: Estimate, title: str, digits: int) -> dict[str, object]:
    low, high = estimate.interval or (None, None)
    return {
        "System": system.title,
        title: estimate.value,
        LOW: low,
        HIGH: high,
        "Source": system.source,
        "Value": score(estimate.value, digits),
        "Text position": high if high is not None else estimate.value,
        "This model": system.name == SHIPPED,
    }


def splits_chart(splits: Sequence[SplitFigures]) -> Chart:
    """The metrics that are shares, on several splits."""
    metrics = [metric for metric in METRICS if metric != "article_total"]
    table = pd.DataFrame(
        {"Metric": METRICS[metric], "Split": f"seed {split.seed}", "Score": getattr(split, metric)}
        for metric in metrics
        for split in splits
    )
    legend = alt.Legend(orient="top", columns=2)
    chart = (
        alt.Chart(table)
        .mark_point(size=120, strokeWidth=2, opacity=1)
        .encode(
            y=names_down("Metric", [METRICS[metric] for metric in metrics]),
            x=alt.X("Score:Q", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=6)),
            shape=alt.Shape("Split:N", title=None, legend=legend),
            color=alt.Color("Split:N", title=None, legend=legend),
            tooltip=[*tooltips("Metric", "Split"), *number_tooltips({"Score": ".3f"})],
        )
    )
    scores = table.groupby("Metric")["Score"]
    widest = float((scores.max() - scores.min()).max())
    return finish(
        chart,
        f"Scores on {len(splits)} splits of the data; no metric moves by more than {score(widest)}.",
        30 * len(metrics) + 160,
    )
