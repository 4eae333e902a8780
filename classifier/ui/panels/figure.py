"""A chart with its table twin, and what a section says when its figures are not there."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd
import streamlit as st

from classifier.chart_style import Chart
from classifier.errors import ArtifactError
from classifier.ui.panels.columns import COLUMNS
from classifier.ui.resources import ASSETS, show_artifact_error

Config = Mapping[str, Any]
Arguments = ParamSpec("Arguments")


def table(
    rows: pd.DataFrame,
    key: str,
    what: str,
    columns: Sequence[str],
    *,
    height: int | None = None,
    config: Config | None = None,
) -> None:
    """A sortable table of some columns; a figure that would mean nothing is a dash."""
    st.dataframe(
        rows[list(columns)],
        column_config={**COLUMNS, **(config or {})},
        hide_index=True,
        key=key,
        placeholder="–",
        alt=what,
        height=height or "auto",
    )


def figure(
    chart: Chart,
    key: str,
    what: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    *,
    width: int = 0,
    config: Config | None = None,
) -> None:
    """A chart, and the same figures as a table one click away; below `width` pixels the chart scrolls sideways.

    The chart brings its alternative text along, as its description.
    """
    if width:
        with st.grid(1, min_column_width=width, wrap=False, key=f"{key}_scroll"):
            st.altair_chart(chart, width="stretch", key=key)
    else:
        st.altair_chart(chart, width="stretch", key=key)
    with st.expander(f"{what}, as a table", icon=":material/table:", key=f"{key}_twin"):
        table(rows, f"{key}_table", what, columns, config=config)


def panel(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Make a panel a fragment, so that its widgets rerun nothing else; a figure it cannot find is said plainly."""

    @st.fragment
    @wraps(draw)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            logging.getLogger(__name__).exception("metrics.json cannot be drawn")
            show_artifact_error(_incomplete(error))

    return guarded


def _incomplete(error: Exception) -> ArtifactError:
    directory = ASSETS.as_posix()
    command = f"python -m classifier.training.evaluate --data DIR --assets {directory}"
    return ArtifactError(
        f"{directory}/metrics.json lacks what this section shows ({type(error).__name__}: {error}). "
        f"Measure the model again: `{command}`."
    )
