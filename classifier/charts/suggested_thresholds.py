"""What thresholds that are chosen again on labelled rows would be worth, label by label."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.ink import FAINT
from classifier.charts.style import HIGH, LOW, Chart, finish, height_of, names_down, number_tooltips, tooltips
from classifier.formatting import percent
from classifier.scoring.suggestion import Suggestion

_SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+.2~f')"
_GAIN = "Change of F1, cross-fitted"


def chart(suggestions: Sequence[Suggestion]) -> Chart:
    """The change of F1 of each label with its 95 % interval, in the order given; clear changes are filled and bold."""
    table = pd.DataFrame(_row(one) for one in suggestions)
    base = alt.Chart(table).encode(
        y=names_down("Label", list(table["Label"])),
        tooltip=[
            *tooltips("Label", "Threshold", "Suggested"),
            *number_tooltips({_GAIN: "+.3f", LOW: "+.3f", HIGH: "+.3f"}),
        ],
    )
    x = alt.X(_GAIN, type="quantitative", axis=alt.Axis(labelExpr=_SIGNED, tickCount=5))
    zero = alt.Chart(pd.DataFrame({_GAIN: [0.0]})).mark_rule(color=FAINT, strokeDash=[5, 4]).encode(x=x)
    spans = base.mark_rule(strokeWidth=2).encode(x=alt.X(LOW, type="quantitative", title=_GAIN), x2=HIGH)
    points = (  # only those that there are: a layer without marks would be an image without a name
        base.transform_filter("datum.Clear" if clear else "!datum.Clear")
        .mark_point(filled=clear, size=80 if clear else 60, strokeWidth=1.5, opacity=1)
        .encode(x=x)
        for clear in sorted(set(table["Clear"]))
    )
    weight = alt.expr("datum.Clear ? 'bold' : 'normal'")
    notes = base.mark_text(align="left", dx=8, fontWeight=weight).encode(x="Text position:Q", text="Note:N")
    better = sum(one.is_better for one in suggestions)
    return finish(
        alt.LayerChart(layer=[zero, spans, *points, notes]),
        f"Change of F1 of {len(suggestions)} labels at thresholds chosen again; {better} gain by more than chance.",
        height_of(len(suggestions)),
    )


def _row(one: Suggestion) -> dict[str, object]:
    low, high = one.gain.interval or (None, None)
    return {
        "Label": one.title,
        "Threshold": percent(one.threshold),
        "Suggested": percent(one.suggested),
        _GAIN: one.gain.value,
        LOW: low,
        HIGH: high,
        "Clear": one.differs,
        "Note": f"{percent(one.threshold)} → {percent(one.suggested)}",
        "Text position": max(high or 0.0, 0.0),
    }
