"""Steps and views that tests of the Classify page share."""

import json

import pandas as pd
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

NEEDS = "We need water and food in the camp, please send tents and a doctor"


def submit(app: AppTest, message: str) -> AppTest:
    """Type a message and press Classify."""
    app.run()
    app.text_area(key="message").set_value(message)
    return app.button(key="classify").click().run()


def texts(app: AppTest) -> str:
    """All Markdown on the page: sentences, captions, headings and alerts."""
    kinds = (app.markdown, app.caption, app.header, app.subheader, app.info, app.warning, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The table on the page that has a column."""
    return next(found.value for found in app.dataframe if column in found.value.reset_index().columns)


def open_tab(app: AppTest, name: str) -> AppTest:
    """Open one of the tabs under the answer."""
    app.session_state["view"] = name
    return app.run()


def open_label(app: AppTest, name: str) -> AppTest:
    """Open a label in its dialog."""
    open_tab(app, "Topics")
    return app.selectbox(key="label_to_open").set_value(name).run()


def move(app: AppTest, name: str, threshold: float) -> AppTest:
    """Move a label's threshold in its dialog."""
    return open_label(app, name).select_slider[0].set_value(threshold).run()


def chips(app: AppTest) -> list[str]:
    """What is on the chips of the labels that were found."""
    keys = [element.key for element in app.pills if (element.key or "").startswith("found_")]
    return [option for key in keys for option in app.pills(key=key).options]


def bars(app: AppTest) -> pd.DataFrame:
    """The rows of the bar chart."""
    return next(rows for rows in chart_rows(app) if "Label" in rows)


def labels(app: AppTest) -> pd.DataFrame:
    """The table of all labels, by title; opens its tab."""
    return table(open_tab(app, "Table"), "Flagged").set_index("Label")


def flagged(app: AppTest) -> set[str]:
    """Titles of the labels that the table marks as flagged."""
    return set(labels(app).query("Flagged != ''").index)


def charts(app: AppTest) -> list[dict]:
    """The specifications of all charts on the page."""
    return [json.loads(element.proto.spec) for element in app.get("vega_lite_chart")]


def chart_rows(app: AppTest) -> list[pd.DataFrame]:
    """The rows that fill the charts on the page."""
    data = [element.proto.data.data for element in app.get("vega_lite_chart")]
    return list(map(convert_arrow_bytes_to_pandas_df, data))
