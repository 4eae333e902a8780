"""How the messages are spread over classes, genres and lengths."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from classifier.charts.style import Chart, finish, names_down, number_tooltips, tooltips
from classifier.formatting import percent
from classifier.report.figures import Lengths

_HEIGHT = 260


def counts_chart(counts: Mapping[str, int], kind: str) -> Chart:
    """Numbers of messages (name -> number) as bars; `kind` says what the names are, such as genres."""
    total = max(1, sum(counts.values()))
    notes = [f"{count:,} · {percent(count / total)}" for count in counts.values()]
    table = pd.DataFrame({kind: list(counts), "Messages": list(counts.values()), "Note": notes})
    base = alt.Chart(table).encode(
        y=names_down(kind, list(counts)),
        x=alt.X("Messages:Q", axis=alt.Axis(format=",d", tickCount=3)),
        tooltip=tooltips(kind, "Note"),
    )
    parts = ", ".join(f"{name} {note}" for name, note in zip(counts, notes, strict=True))
    return finish(
        base.mark_bar() + base.mark_text(align="left", dx=6).encode(text="Note:N"),
        f"Bar chart of messages by {kind.lower()}: {parts}.",
        _HEIGHT,
    )


def length_rows(lengths: Lengths) -> pd.DataFrame:
    """One row per bin of lengths in words."""
    bins = [f"{low}–{high - 1}" for low, high in zip(lengths.edges[:-2], lengths.edges[1:-1], strict=True)]
    return pd.DataFrame({"Words": [*bins, f"{lengths.edges[-2]}+"], "Messages": lengths.counts})


def lengths_chart(lengths: Lengths) -> Chart:
    """A histogram of message lengths in words."""
    table = length_rows(lengths)
    axis = alt.Axis(labelAngle=-90, labelOverlap=False, labelLimit=0)
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("Words:N", sort=list(table["Words"]), title="Words in the message", axis=axis),
            y=alt.Y("Messages:Q", axis=alt.Axis(format=",d", tickCount=4)),
            tooltip=[*tooltips("Words"), *number_tooltips({"Messages": ",d"})],
        )
    )
    most = table.loc[table["Messages"].idxmax(), "Words"]
    return finish(chart, f"Histogram of message lengths in words; the tallest bar is at {most}.", _HEIGHT)
