"""The page Data and metrics in Streamlit's own test runner, on the shipped figures, as they are or changed."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from itertools import chain
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from classifier.errors import ArtifactError
from classifier.formatting import percent
from classifier.labels import BINARY_LABELS, GROUPS, LABELS, RELATED_CLASSES, title
from classifier.report.figures import DENIALS_IN_TRAINING, MEAN_NOISE, METRICS, NOISES
from classifier.report.performance import at_threshold
from classifier.report.report import Report
from classifier.report.support import SupportLevel
from classifier.ui import resources
from classifier.ui.metrics.address import CHOICES, SECTION
from classifier.ui.metrics.downloads import every_point
from classifier.ui.metrics.overview import accuracy_of_never_flagging
from classifier.ui.shared.csv_export import to_csv
from tests import shipped
from tests.app.conftest import MAIN
from tests.shipped import FEW, REPORT

PAGE = "metrics/page.py"
SECTIONS = ("Overview", "Comparison", "Data set", "Labels", "One label", "Confusions", "Languages", "Robustness")
CHARTS = (1, 2, 5, 2, 3, 1, 3, 1)
"""In each section."""

Content = dict[str, Any]
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def drawn() -> Iterator[Callable[[str], AppTest]]:
    """Sections as they open, each drawn once; for tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "get_report", lambda: REPORT)
        yield cache(draw)


def draw(section: str = "Overview", **choices: Any) -> AppTest:
    """Open the page at a section, with some widgets already set."""
    app = AppTest.from_file(str(MAIN), default_timeout=120).run()  # only this run makes the pages known
    app.switch_page(PAGE)
    app.query_params["section"] = SECTION.word_of(section)
    for key, value in choices.items():
        choice = next((one for one in chain(*CHOICES.values()) if one.key == key), None)
        if choice:
            app.query_params[choice.parameter] = choice.word_of(value)
        else:
            app.session_state[key] = value
    return app.run()


@pytest.fixture
def content() -> Content:
    """The content of the shipped metrics.json, for one test to change."""
    return shipped.content()


@pytest.fixture
def open_section(content: Content, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a section of the page with `content` as it is at that moment; for tests that change or choose."""
    monkeypatch.setattr(resources, "get_report", lambda: shipped.changed(content))
    return draw


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


def opened(app: AppTest, key: str) -> pd.DataFrame:
    """The table in an expander; opens it."""
    app.session_state[key] = True
    return app.run().expander(key=key).dataframe[0].value


def twin(app: AppTest, key: str) -> pd.DataFrame:
    """The table beside the chart of this key."""
    return opened(app, f"{key}_twin")


def holding(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table that has these columns."""
    return next(found.value for found in app.dataframe if set(columns) <= set(found.value.columns))


def label_table(app: AppTest) -> pd.DataFrame:
    """The table of all labels, by title."""
    return holding(app, "Threshold", "ROC AUC").set_index("Label")


def figures(app: AppTest) -> dict[str, str]:
    """The numbers on cards, by their label."""
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_drawn_without_an_error(drawn, section):
    app = drawn(section)
    assert [*app.exception, *app.error] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_chart_has_an_alternative_text(drawn, section):
    assert min(len(chart.get("description", "")) for chart in charts(drawn(section))) > 30


@pytest.mark.parametrize(("section", "count"), zip(SECTIONS, CHARTS, strict=True))
def test_every_chart_has_its_figures_as_a_table_beside_it(drawn, section, count):
    app = drawn(section)
    twins = [expander for expander in app.expander if expander.label.endswith("as a table")]
    lists = section in ("One label", "Confusions")  # what is raised instead is a list, with a table beside it
    assert (len(twins), len(charts(app))) == (count + lists, count)


@pytest.mark.parametrize("section", SECTIONS)
def test_no_closed_table_is_made(drawn, section):
    assert [expander.label for expander in draw_fresh(section).expander if len(expander.dataframe)] == []


def draw_fresh(section: str) -> AppTest:
    """A section that no test has clicked in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "get_report", lambda: REPORT)
        return draw(section)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_offers_the_downloads(drawn, section):
    assert len(drawn(section).get("download_button")) == 2


def test_the_page_says_on_how_many_test_messages_it_was_measured(drawn):
    assert f"{REPORT.rows.test:,} test messages" in prose(drawn("Overview"))


def test_the_overview_shows_the_interval_of_a_headline_figure(drawn):
    low, high = REPORT.overall["macro_f1"].interval
    shown = {metric.label: metric.delta for metric in drawn("Overview").metric}
    assert shown["Macro-F1"] == f"95 %: {low:.3f} to {high:.3f}"


def test_the_article_total_is_no_headline_figure(drawn):
    assert "Article total" not in figures(drawn("Overview"))


@pytest.mark.parametrize(
    ("section", "choices"), [("Overview", {}), ("Comparison", {"metrics_metric": "article_total"})]
)
@pytest.mark.parametrize(
    "words",
    [
        "contains a meaningless 1.0 from Child alone",
        "[Text Classifier with Multiple Outputs and Multiple Losses in Keras](https://",
    ],
)
def test_the_article_total_is_explained_where_it_is_shown(open_section, section, choices, words):
    assert words in prose(open_section(section, **choices))


@pytest.mark.parametrize("table", ["metrics_systems", "metrics_splits"])
def test_the_head_of_a_column_explains_the_article_total(open_section, table):
    app = open_section("Comparison")
    twin(app, table)
    config = json.loads(next(found.proto.columns for found in app.dataframe if "Article total" in found.value.columns))
    assert "meaningless 1.0" in config["Article total"]["help"]


def test_the_overview_says_why_the_interval_of_map_is_lopsided(open_section):
    assert "reaches further up than down" in prose(open_section("Overview", metrics_meanings=True))


def test_the_overview_says_at_which_operating_point_its_figures_are(drawn):
    assert "**balanced** operating point" in prose(drawn("Overview"))


def test_the_overview_gives_the_figures_at_the_same_cut_off_for_all_beside_them(drawn):
    at_half = f"{REPORT.overall['macro_f1'].at_half:.3f}"
    assert f"With the same cut-off (50 %) for all labels they would be {at_half}" in prose(drawn("Overview"))


def test_the_overview_shows_whether_the_probabilities_of_all_labels_come_true(drawn):
    assert described(drawn("Overview"), "Reliability diagram of all labels together")
    answers = sum(one.count for one in REPORT.pooled_reliability)
    assert f"{answers:,} answers" in prose(drawn("Overview"))


def test_the_groups_of_all_labels_together_stand_in_a_table(open_section):
    table = twin(open_section("Overview"), "metrics_pooled_reliability")
    assert table["Model gave"].tolist() == [one.probability for one in REPORT.pooled_reliability]


def test_accuracy_is_no_headline_figure(drawn):
    assert not [label for label in figures(drawn("Overview")) if "accuracy" in label.lower()]


def test_never_flagging_anything_is_right_wherever_no_label_is(content):
    for entry in content["labels"].values():
        entry["support"]["test"] = content["rows"]["test"] // 5
    assert accuracy_of_never_flagging(shipped.changed(content)) == pytest.approx(0.8)


def test_a_label_with_few_test_messages_is_ranked_neither_strong_nor_weak(open_section, content):
    content["labels"][FEW]["points"]["balanced"]["f1"] = 1.0
    assert f"**{title(FEW)}**" not in prose(open_section())


@pytest.mark.parametrize(
    ("interval", "word"), [((0.01, 0.2), "Ahead"), ((-0.2, -0.01), "Behind"), ((-0.1, 0.1), "Level")]
)
def test_the_difference_to_a_baseline_is_said_in_words(open_section, content, interval, word):
    baseline = next(one for one in content["baselines"] if one["difference"])
    baseline["difference"]["mean_average_precision"] = {"value": 0.1, "interval": interval}
    assert f"**{word}**" in prose(open_section("Comparison"))


def set_figures(content: Content, ours: float, theirs: float, metric: str = "related_macro_f1") -> None:
    """Give this model and MiniLM a figure in a metric, and no other system any."""
    content["overall"][metric]["value"] = ours
    for baseline in content["baselines"]:
        baseline["overall"].pop(metric, None)
        baseline["difference"] = None
    minilm = next(one for one in content["baselines"] if one["name"] == "minilm")
    minilm["overall"][metric] = {"value": theirs}


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        (0.726, 0.8, "**Behind** {} by 0.074 (0.726 to 0.800; no interval of the difference, measured once)."),
        (0.85, 0.8, "**Ahead** of {} by 0.050 (0.850 to 0.800; no interval of the difference, measured once)."),
        (0.8001, 0.8, "**Level** with {} (0.800 to 0.800; no interval of the difference, measured once)."),
    ],
)
def test_a_difference_that_was_not_measured_is_said_as_the_figures_are_shown(
    open_section, content, ours, theirs, sentence
):
    set_figures(content, ours, theirs)
    text = prose(open_section("Comparison", metrics_metric="related_macro_f1"))
    assert sentence.format("Fine-tuned MiniLM transformer (22 M parameters)") in text


def test_a_system_without_the_metric_is_named_as_unknown(drawn):
    text = prose(drawn("Comparison"))
    assert "No mAP is known of: The article's notebook, own embedding; The article's notebook, GloVe." in text


def test_where_another_system_is_ahead_is_said_whichever_metric_is_chosen(open_section, content):
    set_figures(content, 0.726, 0.8)
    text = prose(open_section("Comparison"))
    assert "ahead of this model in **Related macro-F1**: Fine-tuned MiniLM transformer (22 M parameters), 0.800" in text


def test_a_model_that_leads_everywhere_is_said_to(open_section, content):
    for metric in METRICS:
        set_figures(content, 30.0, 0.1, metric)
    assert "No other system here is ahead" in prose(open_section("Comparison"))


def test_figures_that_read_the_same_put_no_system_ahead(open_section, content):
    for metric in METRICS:
        set_figures(content, 0.8, 0.8001, metric)
    assert "No other system here is ahead" in prose(open_section("Comparison"))


def test_the_comparison_names_every_system(drawn):
    table = twin(drawn("Comparison"), "metrics_systems")
    assert list(table["System"]) == [system.title for system in REPORT.systems]


def test_other_splits_stand_beside_the_shipped_one(drawn):
    table = twin(drawn("Comparison"), "metrics_splits")
    assert list(table["Split seed"]) == [split.seed for split in REPORT.splits]


def test_a_model_without_other_splits_says_so(open_section, content):
    content["other_splits"] = []
    assert "not been measured on other splits" in prose(open_section("Comparison"))


def test_the_imbalance_table_counts_every_label(drawn):
    table = twin(drawn("Data set"), "metrics_counts").set_index("Label")["Messages"]
    assert table.to_dict() == {label.title: REPORT.labels[label.name].support.total for label in LABELS}


def test_the_log_scale_is_one_switch_away(open_section):
    app = open_section("Data set")
    app.toggle(key="metrics_log_scale").set_value(True).run()
    assert "symlog" in json.dumps(described(app, "messages per label"))


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_leaves_its_own_labels_only(open_section, group):
    table = twin(open_section("Data set", metrics_data_group=group), "metrics_counts")
    assert set(table["Label"]) == {label.title for label in LABELS if label.group == group}


def test_the_classes_of_related_carry_their_names_and_numbers(drawn):
    table = twin(drawn("Data set"), "metrics_related_counts")
    assert list(table["Class of related"]) == [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]


def test_the_genres_are_counted(drawn):
    table = twin(drawn("Data set"), "metrics_genre_counts")
    assert dict(zip(table["Genre"], table["Messages"], strict=True)) == REPORT.dataset.genres


def test_the_message_lengths_are_counted(drawn):
    table = twin(drawn("Data set"), "metrics_lengths")
    assert tuple(table["Messages"]) == REPORT.dataset.lengths.counts


def test_the_cooccurrence_map_shows_counts_at_first(drawn):
    table = twin(drawn("Data set"), "metrics_pairs").set_index("Label")
    assert table.to_numpy().tolist() == [list(row) for row in REPORT.dataset.cooccurrence.counts]


def test_the_cooccurrence_map_can_show_the_share_of_the_row(open_section):
    table = twin(open_section("Data set", metrics_pairs_show="Share of the row"), "metrics_pairs")
    assert table.set_index("Label").loc["Water", "Aid related"] == 1.0


def test_the_table_of_labels_holds_all_of_them(drawn):
    assert list(label_table(drawn("Labels")).index) == [label.title for label in LABELS]


@pytest.mark.parametrize("label", [FEW, "child_alone"])
def test_a_label_without_enough_test_messages_has_no_figures_in_the_table(open_section, content, label):
    content["labels"][label]["points"]["balanced"] |= {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    row = label_table(open_section("Labels")).loc[title(label)]
    assert row[["Precision", "Recall", "F1", "Average precision", "ROC AUC", "ECE"]].isna().all()


@pytest.mark.parametrize(
    ("label", "evidence"), [(FEW, SupportLevel.FEW.value), ("child_alone", SupportLevel.NONE.value)]
)
def test_a_label_that_cannot_be_trusted_is_marked_as_such(drawn, label, evidence):
    assert label_table(drawn("Labels")).loc[title(label), "Evidence"] == evidence


def test_what_is_known_of_labels_with_few_test_messages_is_an_interval_in_words(drawn):
    low, high = REPORT.labels[FEW].points["balanced"].intervals["f1"]
    table = opened(drawn("Labels"), "metrics_few").set_index("Label")
    assert table.loc[title(FEW), "F1"] == f"{low:.2f} to {high:.2f}"


def test_the_operating_point_is_balanced_at_first_and_said(drawn):
    assert "operating point **Balanced**" in prose(drawn("Labels"))


def test_the_balanced_point_says_that_it_costs_macro_f1(drawn):
    assert "in favour of F1 over all decisions (micro-F1) at some cost" in prose(drawn("Labels"))


def test_another_operating_point_brings_its_own_figures(open_section):
    table = label_table(open_section("Labels", metrics_point="recall"))
    assert table.loc["Water", "Recall"] == REPORT.labels["water"].points["recall"].recall


@pytest.mark.parametrize("group", GROUPS)
def test_the_table_of_labels_can_be_filtered_by_group(open_section, group):
    assert set(label_table(open_section("Labels", metrics_labels_group=group))["Group"]) == {group}


def test_f1_stands_against_prevalence_for_all_measurable_labels(drawn):
    assert "F1 against prevalence of 34 labels" in json.dumps(charts(drawn("Labels")))


@pytest.mark.parametrize("words", ["Precision-recall curve of Food", "Reliability diagram of Food"])
def test_the_chosen_label_has_its_own_chart(open_section, words):
    assert described(open_section("One label", metrics_label="food"), words)


def test_the_threshold_explorer_starts_at_the_balanced_threshold(open_section):
    balanced = REPORT.labels["food"].points["balanced"].threshold
    app = open_section("One label", metrics_label="food")
    assert app.select_slider(key="metrics_threshold_food").value == balanced


@pytest.mark.parametrize("label", ["food", FEW])
def test_every_threshold_to_choose_reads_as_thresholds_do_everywhere(open_section, label):
    shown = open_section("One label", metrics_label=label).select_slider(key=f"metrics_threshold_{label}").options
    assert len(set(shown)) == len(shown)
    assert percent(REPORT.labels[label].points["balanced"].threshold) in shown
    assert {"0\u00a0%", "0.4\u00a0%", "36\u00a0%", "100\u00a0%"} <= set(shown)


def test_a_threshold_of_zero_misses_nothing(open_section):
    app = open_section("One label", metrics_label="food")
    app.select_slider(key="metrics_threshold_food").set_value(0.0).run()
    assert figures(app)["Missed per 1,000"] == "0"


def test_a_threshold_of_one_raises_no_false_alarm(open_section):
    app = open_section("One label", metrics_label="food")
    app.select_slider(key="metrics_threshold_food").set_value(1.0).run()
    assert figures(app)["False alarms per 1,000"] == "0"


def test_the_threshold_explorer_gives_recall_along_the_curve(open_section):
    app = open_section("One label", metrics_label="food")
    app.select_slider(key="metrics_threshold_food").set_value(0.7).run()
    expected = at_threshold(REPORT.labels["food"], 0.7, REPORT.rows.test).recall.value
    assert figures(app)["Recall"] == f"{expected:.2f}"


@pytest.mark.parametrize("figure", ["Precision", "Recall", "F1"])
def test_the_threshold_explorer_gives_no_rate_where_test_messages_are_too_few(open_section, figure):
    assert figures(open_section("One label", metrics_label=FEW))[figure] == "too few"


def test_the_operating_points_of_a_label_with_few_test_messages_show_no_score(open_section):
    table = twin(open_section("One label", metrics_label=FEW), "metrics_curve")
    assert table[["Precision", "Recall", "F1"]].isna().all(axis=None)


def test_a_label_without_examples_warns_in_place_of_charts(open_section):
    app = open_section("One label", metrics_label="child_alone")
    assert (len(app.warning), charts(app)) == (1, [])


def test_what_is_raised_instead_is_named(open_section, content):
    content["confusions"]["food"] = {"missed": 9, "instead": [{"label": "water", "count": 5}]}
    app = open_section("One label", metrics_label="food")
    assert f"1. **Water** on 5 of 9 ({percent(5 / 9)})" in prose(app)
    assert twin(app, "metrics_instead")["Raised instead"].tolist() == ["Water"]


def test_the_most_frequent_pairs_are_a_short_list_with_the_others_in_the_table(drawn):
    app = drawn("Confusions")
    listed = [line for line in prose(app).splitlines() if "raised wrongly:" in line]
    pairs = sum(len(raised.instead) for raised in REPORT.confusions.values())
    assert (len(listed), len(twin(app, "metrics_raised"))) == (10, pairs)


def test_the_most_frequent_pair_comes_first(open_section, content):
    content["confusions"]["food"] = {"missed": 900, "instead": [{"label": "water", "count": 450}]}
    app = open_section("Confusions")
    assert f"1. **Food** missed, **Water** raised wrongly: 450 of 900 ({percent(0.5)})" in prose(app)


def test_labels_of_which_none_is_missed_have_no_pairs(open_section, content):
    content["confusions"] = {name: {"missed": 0, "instead": []} for name in BINARY_LABELS}
    assert "Nothing was raised wrongly" in prose(open_section("Confusions"))


def test_a_label_that_is_missed_without_a_substitute_says_so(open_section, content):
    content["confusions"]["food"] = {"missed": 9, "instead": []}
    assert "None." in prose(open_section("One label", metrics_label="food"))


def test_the_confusion_matrix_shows_all_nine_counts(drawn):
    table = twin(drawn("Confusions"), "metrics_confusion")
    assert table["Messages"].tolist() == [count for row in REPORT.related.confusion for count in row]


def test_the_confusion_matrix_names_its_classes_with_their_numbers(drawn):
    chart = described(drawn("Confusions"), "Confusion matrix of related")
    assert [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)] == chart["layer"][0]["encoding"]["y"]["sort"]


def test_a_class_of_related_with_few_test_messages_is_marked(drawn):
    assert holding(drawn("Confusions"), "Class", "Evidence")["Evidence"].iloc[2] == SupportLevel.FEW.value


def test_labels_raised_instead_can_be_filtered_by_group(open_section):
    table = twin(open_section("Confusions", metrics_raised_group="Weather"), "metrics_raised")
    assert set(table["Missed"]) <= {label.title for label in LABELS if label.group == "Weather"}


@pytest.mark.parametrize("language", ["English", "Haitian Creole"])
def test_the_languages_section_says_which_language_figures_are_about(drawn, language):
    assert f"**{language}**" in prose(drawn("Languages"))


def test_the_creole_figures_stand_beside_the_english_ones_of_the_same_messages(drawn):
    creole, table = REPORT.languages.creole, twin(drawn("Languages"), "metrics_creole").set_index("System")["mAP"]
    assert table["This model on Creole originals"] == creole.mean_average_precision.value
    assert table["This model on their English translations"] == creole.english_same_messages.value


def test_a_label_that_few_originals_carry_shows_no_figure(open_section, content):
    content["languages"]["creole"]["labels"][0]["support"] = 20
    table = twin(open_section("Languages"), "metrics_creole_labels").set_index("Label")
    name = title(content["languages"]["creole"]["labels"][0]["name"])
    assert table.loc[name, ["Creole original", "English translation"]].isna().all()


def test_a_data_set_with_too_few_originals_draws_no_creole_chart(open_section, content):
    content["languages"]["creole"]["labels"] = []
    shown = [chart["description"] for chart in charts(open_section("Languages"))]
    assert len(shown) == 1
    assert "taken for another language" in shown[0]


def test_every_genre_has_its_own_figures(drawn):
    assert set(holding(drawn("Languages"), "Genre")["Genre"]) == set(REPORT.genres)


def test_identified_languages_are_counted_and_have_intervals(open_section, content):
    content["languages"]["identification"]["english"] = {"messages": 100, "share": 0.5}
    row = holding(open_section("Languages"), "Identified").iloc[0]
    assert (row["Count"], row["Identified"], row["As"]) == ("50 of 100", 0.5, "English")
    assert row["95 % interval"] == "40\u00a0% to 60\u00a0%"


def test_languages_of_no_messages_have_no_share(open_section, content):
    content["languages"]["identification"]["originals"] = {"messages": 0, "share": 0.0}
    row = holding(open_section("Languages"), "Identified").iloc[1]
    assert row[["Identified", "95 % interval"]].isna().all()


def test_the_languages_section_says_why_a_lead_is_asked_for_and_how_large_it_is(drawn):
    lead = REPORT.languages.identification.lead
    assert f"ahead by more than {lead:g} log units" in prose(drawn("Languages"))


def test_messages_cut_short_stand_without_and_with_the_lead(drawn):
    table, cut = twin(drawn("Languages"), "metrics_cut"), REPORT.languages.identification.cut
    assert table["Without a lead"].tolist() == [one.without_lead for one in cut]
    assert table["With the lead"].tolist() == [one.with_lead for one in cut]


def test_long_messages_read_whole_stand_beside_those_read_to_the_limit(open_section, content):
    whole, cut = {"macro_f1": 0.4, "micro_f1": 0.6}, {"macro_f1": 0.3, "micro_f1": 0.5}
    content["long_messages"].update(test=7, whole=whole, to_the_limit=cut)
    app = open_section("Robustness")
    table = holding(app, "Test messages read")
    assert table[["Macro-F1", "Micro-F1"]].to_numpy().tolist() == [[0.4, 0.6], [0.3, 0.5]]
    assert f"**7** of the {REPORT.rows.test:,} test messages are that long" in prose(app)


def test_a_test_part_without_long_messages_says_so(open_section, content):
    content["long_messages"]["test"] = 0
    app = open_section("Robustness")
    assert "No test message is that long" in prose(app)
    assert not [found for found in app.dataframe if "Test messages read" in found.value.columns]


def test_the_rules_for_long_messages_are_compared_and_the_shipped_one_is_marked(drawn):
    table = holding(drawn("Robustness"), "Rule")
    assert table["Rule"].tolist() == [one.rule for one in REPORT.long_messages.rules]
    assert sum("(shipped)" in rule for rule in table["Rule"]) == 1


def test_known_failures_say_that_denials_were_trained(drawn):
    assert DENIALS_IN_TRAINING in prose(drawn("Robustness"))


def test_the_robustness_section_says_how_much_of_the_map_is_left(drawn):
    kept = REPORT.robustness.noise[MEAN_NOISE].kept.value
    assert f"**This model {percent(kept)}**" in prose(drawn("Robustness"))


def test_the_noisy_figures_of_every_system_that_was_run_stand_beside_each_other(drawn):
    table = twin(drawn("Robustness"), "metrics_noise")
    known = {system.title for system in REPORT.systems if system.noise}
    assert len(known) > 1
    assert set(zip(table["System"], table["Messages with"], strict=True)) == {
        (title, kind) for title in known for kind in ("As written", *NOISES.values(), "Mean of the four")
    }


def test_the_share_that_is_left_can_be_drawn_in_place_of_map(open_section):
    app = open_section("Robustness", metrics_noise_figure="Share of mAP kept")
    assert charts(app)[0]["description"].startswith("Share of mAP kept on noisy test messages")


def test_rewordings_give_the_share_of_messages_beside_the_share_of_decisions(drawn):
    table = holding(drawn("Robustness"), "Decisions changed")
    assert (table["Messages with a changed decision"] >= table["Decisions changed"]).all()
    assert table["Messages"].tolist() == [one.messages for one in REPORT.robustness.invariances]


def test_a_rewording_that_applies_to_no_message_shows_no_share(open_section, content):
    content["robustness"]["invariances"][0].update(messages=0, changed_messages=0, changed_decisions=0)
    table = holding(open_section("Robustness"), "Decisions changed")
    assert table[["Messages with a changed decision", "Decisions changed"]].iloc[0].isna().all()


def test_changes_with_a_direction_give_their_mean_in_points(drawn):
    table = holding(drawn("Robustness"), "Mean change")
    assert table["Mean change"].tolist() == [100 * one.mean_change for one in REPORT.robustness.directions]


def test_clear_moves_are_no_more_than_all_moves(drawn):
    table = holding(drawn("Robustness"), "Mean change")
    assert (table["By 5 points or more"] <= table["Moved that way"]).all()


def test_an_example_of_each_written_change_can_be_opened(drawn):
    table = opened(drawn("Robustness"), "metrics_directions")
    assert {"We have enough drinking water.", "We have no drinking water."} <= {*table["Before"], *table["After"]}


def test_known_failures_begin_with_negation_and_give_their_rate(drawn):
    first = REPORT.robustness.failures[0]
    assert f"wrong on **{percent(first.share)}** of {first.messages} messages" in prose(drawn("Robustness"))
    table = holding(drawn("Robustness"), "Known failure")
    assert table["Message"].iloc[0] == "There is no fire and no flood here, everything is fine"


def test_an_example_is_right_if_it_is_flagged_just_when_it_should_be(open_section, content):
    failure = content["robustness"]["failures"][0]
    failure["examples"] = [{**failure["examples"][0], "flagged": flagged} for flagged in (True, False)]
    table = holding(open_section("Robustness"), "Known failure")
    assert table["Right"].tolist()[:2] == ["no", "yes"]


def test_figures_that_cannot_be_read_are_said_with_the_command_that_fixes_them(monkeypatch):
    def broken() -> Report:
        raise ArtifactError("metrics.json is damaged. To measure the model again run `a command`.")

    monkeypatch.setattr(resources, "get_report", broken)
    app = draw()
    assert ("metrics.json is damaged" in prose(app), len(app.exception)) == (True, 0)


def test_all_labels_can_be_chosen_in_depth(drawn):
    assert drawn("One label").selectbox(key="metrics_label").options == [title(name) for name in BINARY_LABELS]


def test_the_csv_holds_every_label_at_every_operating_point():
    table = pd.read_csv(BytesIO(to_csv(every_point(REPORT))))
    assert set(zip(table["name"], table["point"], strict=True)) == {
        (name, point) for name in BINARY_LABELS for point in REPORT.labels[name].points
    }


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_has_an_address(drawn, section):
    assert drawn(section).segmented_control(key="metrics_section").value == section


def test_choosing_a_section_writes_its_address(open_section):
    app = open_section()
    app.segmented_control(key="metrics_section").set_value("Data set").run()
    assert app.query_params == {"section": "data-set"}


def test_choosing_a_label_writes_its_address(open_section):
    app = open_section("One label")
    app.selectbox(key="metrics_label").set_value("fire").run()
    assert app.query_params == {"section": "one-label", "label": "fire"}


def test_the_address_of_the_labels_names_group_and_operating_point(open_section):
    app = open_section("Labels")
    app.segmented_control(key="metrics_labels_group").set_value("Weather").run()
    app.segmented_control(key="metrics_point").set_value("recall").run()
    assert app.query_params == {"section": "labels", "group": "weather", "point": "recall"}


def test_the_address_leaves_out_choices_of_other_sections(open_section):
    app = open_section("One label", metrics_label="fire")
    app.segmented_control(key="metrics_section").set_value("Confusions").run()
    assert app.query_params == {"section": "confusions"}


def test_a_label_is_kept_while_looking_at_another_section(open_section):
    app = open_section("One label", metrics_label="fire")
    for section in ("Confusions", "One label"):
        app.segmented_control(key="metrics_section").set_value(section).run()
    assert app.selectbox(key="metrics_label").value == "fire"
    assert app.query_params == {"section": "one-label", "label": "fire"}


def test_an_address_may_be_written_in_capitals(open_section):
    app = open_section()
    app.query_params["section"] = "Robustness"
    assert app.run().segmented_control(key="metrics_section").value == "Robustness"


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ({"section": "nonsense"}, "Overview"),
        ({"section": "one-label", "label": "<b>x</b>"}, "One label"),
        ({"section": "labels", "point": "reckless"}, "Labels"),
    ],
)
def test_an_address_that_names_what_does_not_exist_is_said_in_one_sentence(open_section, address, section):
    app = open_section()
    app.query_params.clear()
    app.query_params.update(address)
    app.run()
    assert app.segmented_control(key="metrics_section").value == section
    assert ["does not exist" in warning.value for warning in app.warning] == [True]
    assert address.get("label", "nonsense") not in prose(app)


def test_parameters_of_others_stay_in_the_address(open_section):
    app = open_section()
    app.query_params["from"] = "mail"
    app.run()
    app.segmented_control(key="metrics_section").set_value("Labels").run()
    assert app.query_params == {"from": "mail", "section": "labels"}


def test_a_section_is_kept_while_visiting_the_other_page(open_section):
    app = open_section("One label", metrics_label="fire")
    app.switch_page("model_card/page.py").run()
    app.query_params.clear()
    app.switch_page(PAGE).run()
    assert app.selectbox(key="metrics_label").value == "fire"


def test_the_page_opens_with_the_overview(open_section):
    app = AppTest.from_file(str(MAIN), default_timeout=120).run().switch_page(PAGE).run()
    assert app.segmented_control(key="metrics_section").value == "Overview"


@pytest.mark.parametrize("word", ["ROC AUC", "ECE", "How common", "Threshold", "Evidence", "F1"])
def test_the_heads_of_the_table_of_labels_explain_themselves(drawn, word):
    found = next(one for one in drawn("Labels").dataframe if "ROC AUC" in one.value.columns)
    assert json.loads(found.proto.columns)[word]["help"]
