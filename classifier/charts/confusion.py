"""The confusion matrix of `related`."""

import altair as alt
import pandas as pd

from classifier.charts.style import (
    ON_CELL,
    SHADE,
    Chart,
    finish,
    names_across,
    names_down,
    number_tooltips,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.formatting import percent
from classifier.labels import RELATED_CLASSES
from classifier.report.figures import RelatedFigures

_PEOPLE, _MODEL, _SHARE = "People labelled", "Model predicted", "Share of the row"


def rows(related: RelatedFigures) -> pd.DataFrame:
    """One row per cell."""
    names = [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]
    return pd.DataFrame(
        {_PEOPLE: names[i], _MODEL: names[j], "Messages": count, _SHARE: count / max(1, sum(row))}
        for i, row in enumerate(related.confusion)
        for j, count in enumerate(row)
    )


def chart(related: RelatedFigures) -> Chart:
    """A heat map of the shares of each row, with the counts."""
    table = rows(related)
    words = [f"{count:,}\n{percent(share)}" for count, share in zip(table["Messages"], table[_SHARE], strict=True)]
    order = list(dict.fromkeys(table[_PEOPLE]))
    base = alt.Chart(with_percents(table, _SHARE).assign(Text=words, **{SHADE: table[_SHARE]})).encode(
        y=names_down(_PEOPLE, order, "What people labelled"),
        x=names_across(_MODEL, order, "What the model predicted", 0),
        tooltip=[*tooltips(_PEOPLE, _MODEL), *number_tooltips({"Messages": ",d"}), *percent_tooltips(_SHARE)],
    )
    color = alt.Color(SHADE, type="quantitative", scale=alt.Scale(domain=[0, 1]), legend=None)
    squares = base.mark_rect().encode(color=color)
    text = base.mark_text(fontSize=16, lineHeight=20, lineBreak="\n", dy=-8, color=ON_CELL).encode(text="Text:N")
    right = table[table[_PEOPLE] == table[_MODEL]]
    parts = ", ".join(f"{name} {percent(share)}" for name, share in zip(right[_PEOPLE], right[_SHARE], strict=True))
    description = f"Confusion matrix of related, a row for what people labelled. Recognised: {parts}."
    return finish(squares + text, description, 320)
