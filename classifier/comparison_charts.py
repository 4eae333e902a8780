"""Charts that compare: systems, splits, languages, and what is mistaken for what (no Streamlit)."""

import altair as alt
import pandas as pd

from classifier.chart_style import FIFTHS, ON_CELL, SHARES, Chart, finish, headed, named, rows, tips
from classifier.data_charts import map_height
from classifier.labels import RELATED_CLASSES
from classifier.report import FEW

SHIPPED = "shipped"
"""Name of the row that is this model, as in `Report.baselines()`."""


def systems(table: pd.DataFrame, words: str) -> Chart:
    """Systems by one metric (its title in `words`), best first, with 95 % intervals where they were measured.

    `table` has name, system (title), value, low, high (NaN where unknown) and source; the source is
    the shape, this model is filled and bold, the others are hollow. Names stand above the marks, so
    that a phone has room for both.
    """
    table = table.sort_values("value", ascending=False)
    figure = ".2f" if table["value"].max() > 1 else ".3f"
    table = table.assign(
        note=[format(value, figure) for value in table["value"]], place=table["high"].fillna(table["value"])
    )
    base = alt.Chart(table).encode(
        y=alt.Y("system:N", sort=list(table["system"]), axis=None, scale=alt.Scale(paddingOuter=0.3)),
        tooltip=tips(
            ("system:N", "System"),
            ("value:Q", words, figure),
            ("low:Q", "95 %: from", figure),
            ("high:Q", "to", figure),
            ("source:N", "Source"),
        ),
    )
    x = alt.X("value:Q", title=words, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    guides = base.mark_rule(opacity=0.2, strokeDash=[1, 3]).encode(x=alt.value(0), x2=alt.value("width"))
    spans = base.mark_rule(strokeWidth=2.5, opacity=0.45).encode(x=alt.X("low:Q", title=words), x2="high:Q")
    shaped = base.encode(x=x, shape=alt.Shape("source:N", title=None, legend=alt.Legend(orient="top", columns=1)))
    ours = shaped.transform_filter(alt.datum.name == SHIPPED).mark_point(filled=True, size=170, opacity=1)
    peers = shaped.transform_filter(alt.datum.name != SHIPPED).mark_point(size=80, strokeWidth=2, opacity=1)
    weight = alt.expr(f"datum.name === '{SHIPPED}' ? 'bold' : 'normal'")
    notes = base.mark_text(align="left", dx=10, fontWeight=weight).encode(x="place:Q", text="note:N")
    names = base.mark_text(align="left", dy=-18, fontWeight=weight).encode(x=alt.value(0), text="system:N")
    best = table.iloc[0]
    return finish(
        guides + spans + peers + ours + notes + names,
        f"{words} of {len(table)} systems, best first: {best['system']} leads with {best['note']}.",
        50 * len(table) + 130,
    )


def splits(table: pd.DataFrame) -> Chart:
    """Metrics on several splits; `table` has seed, title (of the metric) and value (shares of 1)."""
    table = table.assign(split=[f"seed {seed}" for seed in table["seed"]])
    legend = alt.Legend(orient="top", columns=4)
    chart = (
        alt.Chart(table)
        .mark_point(size=120, strokeWidth=2, opacity=1)
        .encode(
            y=named("title", list(dict.fromkeys(table["title"]))),
            x=alt.X("value:Q", title="Score", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=6)),
            shape=alt.Shape("split:N", title=None, legend=legend),
            color=alt.Color("split:N", title=None, legend=legend),
            tooltip=tips(("title:N", "Metric"), ("split:N", "Split"), ("value:Q", "Score", ".3f")),
        )
    )
    values = table.groupby("title")["value"]
    return finish(
        chart,
        f"Scores on {table['seed'].nunique()} splits of the data; no metric moves by more than "
        f"{(values.max() - values.min()).max():.3f}.",
        250,
    )


def pairs(table: pd.DataFrame, first: str, second: str) -> Chart:
    """Two scores of each label joined by a line, in the order of the table.

    `table` has title, evidence and the columns `first` and `second` (shares of 1), whose names are what
    people read. Labels with few messages are hollow.
    """
    long = table.melt(["title", "evidence"], [first, second], "side", "value")
    base = alt.Chart(table).encode(y=named("title", list(table["title"])))
    x = alt.X("value:Q", title="Average precision", scale=SHARES, axis=FIFTHS)
    lines = base.mark_rule(opacity=0.45, strokeWidth=2).encode(
        x=alt.X(f"{first}:Q", title="Average precision", axis=FIFTHS), x2=second
    )
    legend = alt.Legend(orient="top", columns=1)
    ends = alt.Chart(long).encode(
        y=named("title", list(table["title"])),
        x=x,
        shape=alt.Shape("side:N", sort=[first, second], title=None, legend=legend),
        color=alt.Color("side:N", sort=[first, second], title=None, legend=legend),
        tooltip=tips(("title:N", "Label"), ("side:N", "Text"), ("evidence:N", "Evidence")),
    )
    solid = ends.transform_filter(alt.datum.evidence != FEW).mark_point(size=80, filled=True, opacity=1)
    hollow = ends.transform_filter(alt.datum.evidence == FEW).mark_point(size=70, filled=False, opacity=1)
    return finish(
        lines + solid + hollow,
        f"Average precision of {len(table)} labels, {first} against {second}; "
        f"{int((table[first] > table[second]).sum())} are better on the former.",
        rows(len(table)) + 60,
    )


def confusion(cells: pd.DataFrame) -> Chart:
    """The 3x3 confusion of `related` as a heat map of row shares; `cells` is `Report.confusion()`."""
    order = [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]
    numbered = dict(zip(RELATED_CLASSES, order, strict=True))
    words = [f"{row['count']:,}\n{_percent(row['share'])}" for row in cells.to_dict("records")]
    table = cells.assign(
        row=cells["true"].map(numbered), column=cells["predicted"].map(numbered), words=words, shade=cells["share"]
    )
    base = alt.Chart(table).encode(
        y=named("row", order, "What people said"),
        x=headed("column", order, "What the model said", 0),
        tooltip=tips(
            ("row:N", "People said"),
            ("column:N", "Model said"),
            ("count:Q", "Test messages", ",d"),
            ("share:Q", "Share of the row", ".1%"),
        ),
    )
    squares = base.mark_rect().encode(color=alt.Color("shade:Q", scale=alt.Scale(domain=[0, 1]), legend=None))
    text = base.mark_text(fontSize=16, lineHeight=20, lineBreak="\n", dy=-8, color=ON_CELL).encode(text="words:N")
    right = table[table["true"] == table["predicted"]]
    parts = ", ".join(f"{row['row']} {_percent(row['share'])}" for row in right.to_dict("records"))
    return finish(squares + text, f"Confusion matrix of related, a row for what people said. Recognised: {parts}.", 320)


def _percent(share: float) -> str:
    return "< 1%" if 0 < share < 0.005 else f"{share:.0%}"


def instead(table: pd.DataFrame, missed: int, name: str) -> Chart:
    """Which labels were flagged wrongly where one label was missed; `table` has columns title and count."""
    table = table.assign(note=[f"{count:,} · {_percent(count / max(1, missed))}" for count in table["count"]])
    base = alt.Chart(table).encode(
        y=named("title", list(table["title"])),
        x=alt.X("count:Q", title="Missed messages", axis=alt.Axis(format="d", tickMinStep=1)),
        tooltip=tips(("title:N", "Raised instead"), ("note:N", "Missed messages")),
    )
    return finish(
        base.mark_bar() + base.mark_text(align="left", dx=6).encode(text="note:N"),
        f"Bar chart of the labels raised wrongly on the {missed:,} test messages where {name} was missed.",
        rows(len(table)),
    )


def mistaken(table: pd.DataFrame, order: list[str]) -> Chart:
    """Missed labels against labels raised instead, as a heat map.

    `table` has missed and raised (titles), count and share (of the missed messages); `order` are the
    titles in the order of the rows and, as far as they occur, of the columns.
    """
    table = table.assign(shade=table["share"])
    chart = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            y=named("missed", [name for name in order if name in set(table["missed"])], "Missed"),
            x=headed("raised", order, "Raised instead"),
            color=alt.Color(
                "shade:Q",
                title="Share of the missed messages",
                scale=alt.Scale(type="sqrt", domainMin=0),
                legend=alt.Legend(orient="top", format="%", gradientLength=180),
            ),
            tooltip=tips(
                ("missed:N", "Missed"),
                ("raised:N", "Raised instead"),
                ("count:Q", "Test messages", ",d"),
                ("share:Q", "Share of the missed", ".0%"),
            ),
        )
    )
    top = table.loc[table["count"].idxmax()]
    return finish(
        chart,
        f"Heat map of missed labels against labels raised instead; most often {top['raised']} is "
        f"raised where {top['missed']} is missed, {top['count']:,} messages.",
        map_height(table["missed"].nunique()),
    )
