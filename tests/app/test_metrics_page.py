"""The page Data and metrics through Streamlit's own test runner, on figures of the small data set."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from classifier.labels import BINARY_LABELS, GROUPS, LABELS, RELATED_CLASSES, title
from classifier.metrics_file import FILE
from classifier.report import Report
from classifier.ui import resources
from tests import small_metrics

APP = Path(__file__).resolve().parents[2] / "app.py"
PAGE = "classifier/ui/metrics.py"
SECTIONS = ("Overview", "Comparison", "Data set", "Labels", "One label", "Confusions", "Languages")
FEW = "offer"
"""The label that keeps too few test messages here."""

Content = dict[str, Any]
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def measured(small_dataset: Path) -> Content:
    """The content of a metrics.json in which every label but two has enough test messages."""
    content = small_metrics.content(small_dataset)
    for name, entry in content["labels"].items():
        if name not in (FEW, "child_alone"):
            entry["support"]["test"] = 40
    creole = content["languages"]["creole"]
    creole["labels"] = [{"name": "water", "support": 20, "average_precision": 0.4, "english": 0.5}]
    creole["mean_average_precision"] = {"value": 0.4, "interval": [0.3, 0.5]}
    creole["english_same_messages"] = {"value": 0.5, "interval": [0.4, 0.6]}
    return content


@pytest.fixture(scope="module")
def drawn(measured: Content) -> Iterator[Callable[[str], AppTest]]:
    """Sections as they open, each drawn once; for tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "get_report", lambda: Report(measured))
        yield cache(draw)


def draw(section: str = "Overview", **choices: Any) -> AppTest:
    """Open the page at a section, with some widgets already set."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.session_state["metrics_section"] = section
    for key, value in choices.items():
        app.session_state[key] = value
    return app.switch_page(PAGE).run()


@pytest.fixture
def content(measured: Content) -> Content:
    """The same, for one test to change."""
    return deepcopy(measured)


@pytest.fixture
def open_section(content: Content, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a section of the page on `content` as it is at that time; for tests that change or choose."""
    monkeypatch.setattr(resources, "get_report", lambda: Report(content))

    return draw


@pytest.fixture(scope="module")
def damaged(measured: Content, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], AppTest]:
    """The page beside a metrics.json with a kind of DAMAGE, each drawn once."""
    folder = tmp_path_factory.mktemp("damaged")

    def draw_with(damage: str) -> AppTest:
        (folder / FILE).unlink(missing_ok=True)
        text = DAMAGE[damage](json.dumps(measured))
        if text is not None:
            (folder / FILE).write_text(text, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(resources, "get_report", lambda: Report.load(folder))
            return draw()

    return cache(draw_with)


def prose(app: AppTest) -> str:
    """All sentences on the page."""
    kinds = (app.markdown, app.caption, app.warning, app.error, app.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def charts(app: AppTest) -> list[dict]:
    """The specifications of all charts on the page."""
    return [json.loads(element.proto.spec) for element in app.get("vega_lite_chart")]


def described(app: AppTest, words: str) -> dict:
    """The chart whose alternative text holds these words."""
    return next(chart for chart in charts(app) if words in chart["description"])


def twin(app: AppTest, key: str) -> pd.DataFrame:
    """The table beside the chart of this key."""
    return app.expander(key=f"{key}_twin").dataframe[0].value


def holding(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table that has these columns."""
    return next(found.value for found in app.dataframe if set(columns) <= set(found.value.columns))


def figures(app: AppTest) -> dict[str, str]:
    """The numbers on cards, by their label."""
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_drawn_without_an_error(drawn, section):
    app = drawn(section)
    assert [*app.exception, *app.error] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_chart_has_an_alternative_text(drawn, section):
    assert all(len(chart.get("description", "")) > 30 for chart in charts(drawn(section)))


@pytest.mark.parametrize("section", SECTIONS)
def test_no_chart_cuts_a_label(drawn, section):
    assert all(chart["config"]["axis"]["labelLimit"] == 0 for chart in charts(drawn(section)))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_chart_has_a_fixed_height(drawn, section):
    assert all(chart["height"] > 100 for chart in charts(drawn(section)))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_chart_has_its_figures_as_a_table_beside_it(drawn, section):
    app = drawn(section)
    twins = [expander for expander in app.expander if expander.label.endswith("as a table")]
    assert len(twins) == len(charts(app))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_offers_the_downloads(drawn, section):
    assert len(drawn(section).get("download_button")) == 2


def test_the_page_says_on_how_many_test_messages_it_was_measured(drawn, content):
    assert f"{content['rows']['test']:,} test messages" in prose(drawn())


def test_the_overview_shows_the_interval_of_a_headline_figure(drawn, content):
    low, high = content["overall"]["macro_f1"]["interval"]
    shown = {metric.label: metric.delta for metric in drawn().metric}
    assert shown["Macro-F1"] == f"95 %: {low:.3f} to {high:.3f}"


def test_the_overview_says_that_child_alone_inflates_the_article_total(drawn):
    assert "meaningless 1.0 from child_alone" in prose(drawn())


def test_the_comparison_says_that_child_alone_inflates_the_article_total(open_section):
    assert "meaningless 1.0 from child_alone" in prose(open_section("Comparison", metrics_metric="article_total"))


def test_the_overview_says_at_which_operating_point_its_figures_are(drawn):
    assert "**balanced** operating point" in prose(drawn())


def test_the_overview_gives_the_figures_at_one_half_beside_them(drawn, content):
    assert f"{content['overall']['macro_f1']['at_half']:.3f}" in prose(drawn())


def test_accuracy_is_no_headline_figure(drawn):
    assert not [label for label in figures(drawn()) if "accuracy" in label.lower()]


def test_a_label_with_few_test_messages_is_ranked_neither_strong_nor_weak(open_section, content):
    content["labels"][FEW]["points"]["balanced"]["f1"] = 1.0
    assert f"**{title(FEW)}**" not in prose(open_section())


@pytest.mark.parametrize(
    ("interval", "word"), [((0.01, 0.2), "Ahead"), ((-0.2, -0.01), "Behind"), ((-0.1, 0.1), "Level")]
)
def test_the_difference_to_a_peer_is_said_in_words(open_section, content, interval, word):
    peer = next(peer for peer in content["baselines"] if peer["difference"])
    peer["difference"]["mean_average_precision"] = {"value": 0.1, "interval": list(interval)}
    assert f"**{word}**" in prose(open_section("Comparison"))


def test_a_metric_without_any_scored_peer_says_so(open_section, content):
    for peer in content["baselines"]:
        peer["difference"] = None
    assert "No other system was scored on the same messages" in prose(open_section("Comparison"))


def test_the_comparison_names_every_system_that_has_the_metric(drawn, content):
    table = twin(drawn("Comparison"), "metrics_systems")
    assert set(table["system"]) == {"This model", *(peer["title"] for peer in content["baselines"])}


def test_other_splits_stand_beside_the_shipped_one(open_section, content):
    content["other_splits"] = [{"seed": seed, "macro_f1": 0.4} for seed in (1, 2)]
    table = twin(open_section("Comparison"), "metrics_splits")
    assert list(table["seed"]) == [content["split_seed"], 1, 2]


def test_a_model_without_other_splits_says_so(open_section, content):
    content["other_splits"] = []
    assert "not been measured on other splits" in prose(open_section("Comparison"))


def test_the_imbalance_table_counts_every_label(drawn, content):
    table = twin(drawn("Data set"), "metrics_counts").set_index("title")["messages"]
    assert table.to_dict() == {label.title: sum(content["labels"][label.name]["support"].values()) for label in LABELS}


def test_the_log_scale_is_one_switch_away(open_section):
    app = open_section("Data set")
    app.toggle(key="metrics_log_scale").set_value(True).run()
    assert "symlog" in json.dumps(described(app, "messages per label"))


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_leaves_its_own_labels_only(open_section, group):
    table = twin(open_section("Data set", metrics_data_group=group), "metrics_counts")
    assert set(table["title"]) == {label.title for label in LABELS if label.group == group}


def test_the_classes_of_related_carry_their_names_and_numbers(drawn):
    table = twin(drawn("Data set"), "metrics_related_counts")
    assert list(zip(table["class"], table["name"], strict=True)) == list(enumerate(RELATED_CLASSES))


def test_the_genres_are_counted(drawn, content):
    table = twin(drawn("Data set"), "metrics_genre_counts")
    assert dict(zip(table["genre"], table["rows"], strict=True)) == content["dataset"]["genres"]


def test_the_message_lengths_are_counted(drawn, content):
    table = twin(drawn("Data set"), "metrics_lengths")
    assert list(table["count"]) == content["dataset"]["lengths"]["counts"]


def test_the_cooccurrence_map_shows_counts_at_first(drawn, content):
    table = twin(drawn("Data set"), "metrics_pairs").set_index("title")
    assert table.to_numpy().tolist() == content["dataset"]["cooccurrence"]["counts"]


def test_the_cooccurrence_map_can_show_the_share_of_the_row(open_section):
    app = open_section("Data set", metrics_pairs_show="Share of the row")
    table = twin(app, "metrics_pairs").set_index("title")
    assert table.loc["Water", "Aid related"] == 1.0


def test_the_table_of_labels_holds_all_of_them(drawn):
    table = holding(drawn("Labels"), "threshold", "roc_auc")
    assert list(table["title"]) == [label.title for label in LABELS]


@pytest.mark.parametrize("label", [FEW, "child_alone"])
def test_a_label_without_enough_test_messages_has_no_figures_in_the_table(open_section, content, label):
    content["labels"][label]["points"]["balanced"] |= {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    table = holding(open_section("Labels"), "threshold", "roc_auc").set_index("title")
    assert table.loc[title(label), ["precision", "recall", "f1", "average_precision", "roc_auc", "ece"]].isna().all()


def test_a_label_with_few_test_messages_is_marked_as_such(drawn):
    table = holding(drawn("Labels"), "threshold", "roc_auc").set_index("title")
    assert table.loc[title(FEW), "evidence"] == "few test messages"


def test_child_alone_is_marked_as_having_no_positive_example(drawn):
    table = holding(drawn("Labels"), "threshold", "roc_auc").set_index("title")
    assert table.loc["Child alone", "evidence"] == "no positive example"


def test_what_is_known_of_labels_with_few_test_messages_is_an_interval_in_words(drawn, content):
    low, high = content["labels"][FEW]["points"]["balanced"]["intervals"]["f1"]
    table = drawn("Labels").expander(key="metrics_untrusted").dataframe[0].value.set_index("title")
    assert table.loc[title(FEW), "f1"] == f"{low:.2f} to {high:.2f}"


def test_the_operating_point_is_balanced_at_first_and_said(drawn):
    assert "operating point **Balanced**" in prose(drawn("Labels"))


def test_another_operating_point_brings_its_own_figures(open_section, content):
    app = open_section("Labels", metrics_point="recall")
    table = holding(app, "threshold", "roc_auc").set_index("title")
    assert table.loc["Water", "recall"] == content["labels"]["water"]["points"]["recall"]["recall"]


@pytest.mark.parametrize("group", GROUPS)
def test_the_table_of_labels_can_be_filtered_by_group(open_section, group):
    table = holding(open_section("Labels", metrics_labels_group=group), "threshold", "roc_auc")
    assert set(table["group"]) == {group}


def test_f1_stands_against_prevalence_for_all_measurable_labels(drawn):
    assert "F1 against prevalence of 34 labels" in json.dumps(charts(drawn("Labels")))


@pytest.mark.parametrize("words", ["Precision-recall curve of Food", "Reliability diagram of Food"])
def test_the_chosen_label_has_its_own_chart(open_section, words):
    assert described(open_section("One label", metrics_label="food"), words)


def test_the_threshold_explorer_starts_at_the_balanced_threshold(open_section, content):
    balanced = content["labels"]["food"]["points"]["balanced"]["threshold"]
    app = open_section("One label", metrics_label="food")
    assert app.slider(key="metrics_threshold_food").value == pytest.approx(balanced, abs=0.0006)


def test_a_threshold_of_zero_misses_nothing(open_section):
    app = open_section("One label", metrics_label="food")
    app.slider(key="metrics_threshold_food").set_value(0.0).run()
    assert figures(app)["Missed of 1,000"] == "0"


def test_a_threshold_of_one_raises_no_false_alarm(open_section):
    app = open_section("One label", metrics_label="food")
    app.slider(key="metrics_threshold_food").set_value(1.0).run()
    assert figures(app)["False alarms of 1,000"] == "0"


def test_the_threshold_explorer_gives_recall_along_the_curve(open_section, content):
    point = content["labels"]["food"]["curve"][len(content["labels"]["food"]["curve"]) // 2]
    app = open_section("One label", metrics_label="food")
    app.slider(key="metrics_threshold_food").set_value(round(point["threshold"], 3)).run()
    expected = Report(content).record("food", round(point["threshold"], 3)).recall
    assert figures(app)["Recall"] == f"{expected:.2f}"


@pytest.mark.parametrize("figure", ["Precision", "Recall", "F1"])
def test_the_threshold_explorer_says_untested_where_test_messages_are_few(open_section, figure):
    assert figures(open_section("One label", metrics_label=FEW))[figure] == "untested"


def test_the_operating_points_of_a_label_with_few_test_messages_show_no_score(open_section):
    table = twin(open_section("One label", metrics_label=FEW), "metrics_curve")
    assert table[["precision", "recall", "f1"]].isna().all(axis=None)


def test_a_label_without_examples_warns_in_place_of_charts(open_section):
    app = open_section("One label", metrics_label="child_alone")
    assert (len(app.warning), charts(app)) == (1, [])


def test_what_is_raised_instead_is_named(open_section, content):
    content["confusions"]["food"] = {"missed": 9, "instead": [{"label": "water", "count": 5}]}
    table = twin(open_section("One label", metrics_label="food"), "metrics_instead")
    assert table.to_numpy().tolist() == [["Water", 5]]


def test_a_label_that_is_missed_without_a_substitute_says_so(open_section, content):
    content["confusions"]["food"] = {"missed": 9, "instead": []}
    assert "None." in prose(open_section("One label", metrics_label="food"))


def test_the_confusion_matrix_shows_all_nine_counts(drawn, content):
    table = twin(drawn("Confusions"), "metrics_confusion")
    assert table["count"].tolist() == [count for row in content["related"]["confusion"] for count in row]


def test_the_confusion_matrix_names_its_classes_with_their_numbers(drawn):
    chart = described(drawn("Confusions"), "Confusion matrix of related")
    assert [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)] == chart["layer"][0]["encoding"]["y"]["sort"]


def test_a_class_of_related_with_few_test_messages_is_marked(open_section, content):
    content["related"]["support"]["test"][2] = 29
    table = holding(open_section("Confusions"), "class", "evidence")
    assert table["evidence"].iloc[2] == "few test messages"


def test_labels_mistaken_for_others_can_be_filtered_by_group(open_section):
    table = twin(open_section("Confusions", metrics_mistaken_group="Weather"), "metrics_mistaken")
    assert set(table["missed"]) <= {label.title for label in LABELS if label.group == "Weather"}


@pytest.mark.parametrize("language", ["English", "Haitian Creole"])
def test_the_languages_section_says_which_language_figures_speak_of(drawn, language):
    assert f"**{language}**" in prose(drawn("Languages"))


def test_the_creole_figures_stand_beside_the_english_ones_of_the_same_messages(drawn):
    table = twin(drawn("Languages"), "metrics_creole").set_index("system")["value"]
    assert (table["This model on Creole originals"], table["This model on their English translations"]) == (0.4, 0.5)


def test_a_label_that_few_originals_carry_shows_no_figure(drawn):
    table = twin(drawn("Languages"), "metrics_creole_labels").set_index("title")
    assert table.loc["Water", ["Creole original", "English translation"]].isna().all()


def test_a_data_set_with_too_few_originals_draws_no_creole_chart(open_section, content):
    content["languages"]["creole"]["labels"] = []
    assert not charts(open_section("Languages"))


def test_every_genre_has_its_own_figures(drawn, content):
    table = holding(drawn("Languages"), "genre")
    assert set(table["genre"]) == set(content["genres"])


DAMAGE: dict[str, Callable[[str], str | None]] = {
    "missing": lambda text: None,
    "empty": lambda text: "",
    "cut off": lambda text: text[: len(text) // 2],
    "a list": lambda text: "[]",
    "another schema": lambda text: json.dumps({**json.loads(text), "schema": 99}),
    "without labels": lambda text: text.replace('"labels": {', '"somewhere": {', 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("said", [FILE, "python -m classifier.training.evaluate"])
def test_a_damaged_file_is_named_with_the_command_that_mends_it(damaged, damage, said):
    assert said in prose(damaged(damage))


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_brings_no_traceback(damaged, damage):
    assert not damaged(damage).exception


@pytest.mark.parametrize(
    ("section", "path"),
    [
        ("Overview", ("overall", "macro_f1")),
        ("Comparison", ("baselines", 0, "overall")),
        ("Data set", ("dataset", "lengths")),
        ("Labels", ("labels", "water", "points")),
        ("One label", ("labels", "water", "curve")),
        ("Confusions", ("related", "confusion")),
        ("Languages", ("languages", "creole", "messages")),
    ],
)
def test_a_figure_that_is_missing_deep_in_the_file_names_the_file(open_section, content, section, path):
    place = content
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    assert FILE in prose(open_section(section))


def test_all_labels_can_be_chosen_in_depth(drawn):
    assert drawn("One label").selectbox(key="metrics_label").options == [title(name) for name in BINARY_LABELS]
