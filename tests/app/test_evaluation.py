"""A file with gold labels as a test of the model, in Streamlit's own test runner."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from classifier.dataset.seen_messages import SeenMessages
from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED, Thresholds
from classifier.scoring.scored import Scored
from classifier.ui import resources
from classifier.ui.batch import judgement
from tests.app.steps import charts, table, texts
from tests.shipped import REPORT

WATER = BINARY_LABELS.index("water")
HOSTILE = '<img src=x onerror="document.title=1"> **no water** $x^2$ [link](http://evil.example)'


def page() -> None:
    """What the page does with a scored file."""
    import streamlit as st

    from classifier.ui.batch.evaluation import draw_evaluation, has_gold

    if has_gold(st.session_state["file"]):
        draw_evaluation(st.session_state["file"], st.session_state["report"], st.session_state["thresholds"])
    else:
        st.text("nothing to judge")


def scored(
    given: list[str], probabilities: list[float], messages: list[str] | None = None, name: str = "water"
) -> Scored:
    """A scored file with gold labels of one label and the model's probabilities of water."""
    texts = pa.array(messages or [f"message {i}" for i in range(len(given))])
    rows, languages = pa.table({"message": texts, name: given}), pa.array(["en"] * len(given))
    scores = np.zeros((len(given), len(BINARY_LABELS)), np.float32)
    scores[:, WATER] = probabilities
    related = np.tile(np.array([0, 1, 0], np.float32), (len(given), 1))
    return Scored(rows, texts, languages, np.zeros(len(given), bool), scores, related)


@pytest.fixture
def opened(assets: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the evaluation of a file, at one of its parts."""
    monkeypatch.setattr(resources, "ASSETS", assets)

    def open_with(file: Scored, part: str = "Scores") -> AppTest:
        app = AppTest.from_function(page, default_timeout=60)
        app.session_state["file"], app.session_state["report"] = file, REPORT
        app.session_state["thresholds"] = Thresholds(BALANCED, dict.fromkeys(BINARY_LABELS, 0.5))
        app.session_state["evaluation_part"] = part
        return app.run()

    return open_with


MANY = scored(["1", "0"] * 60, [0.9, 0.1, 0.2, 0.8] * 30)


def test_the_scores_stand_beside_the_held_out_ones(opened):
    app = opened(MANY)
    assert "120 labelled rows are judged." in texts(app)
    assert "differ from their held-out F1 by more than chance" in texts(app)
    (chart,) = charts(app)
    assert "1 outputs on these rows" in chart["description"]


def test_all_scores_are_in_a_table_that_is_made_when_it_is_opened(opened):
    app = opened(MANY)
    assert not app.dataframe
    app.session_state["evaluation_twin"] = True
    found = table(app.run(), "Recall, held out").set_index("Label")
    assert found.loc["Water", "Rows"] == 60
    assert found.loc["Water", "Recall"] == pytest.approx(0.5)


def test_disagreements_come_a_page_at_a_time_the_likeliest_label_errors_first(opened):
    app = opened(scored(["1", "0"] * 60, [0.01, 0.8] * 60), "Disagreements")
    found = table(app, "Confidence")
    assert "**120 disagreements** about 120 messages" in texts(app)
    assert len(found) == 20
    assert set(found["People"]) == {"yes"}
    assert list(found["Row"])[:2] == [1, 3]


def test_disagreements_can_be_those_that_only_the_model_says(opened):
    app = opened(scored(["1", "0"] * 60, [0.01, 0.8] * 60), "Disagreements")
    app.session_state["disagreements_side"] = "model"
    assert set(table(app.run(), "Confidence")["People"]) == {"no"}
    assert "**60 disagreements**" in texts(app)


def test_several_disagreements_can_be_about_one_message(opened):
    file = scored(["1", "0"], [0.01, 0.01])
    rows = file.rows.append_column("fire", pa.array(["1", "0"]))
    app = opened(replace(file, rows=rows), "Disagreements")
    assert "**2 disagreements** about 1 message" in texts(app)


def test_where_people_and_the_model_agree_it_says_so(opened):
    assert "agree on every label" in texts(opened(scored(["1", "0"], [0.9, 0.1]), "Disagreements"))


def test_thresholds_are_a_suggestion_with_its_worth(opened):
    app = opened(scored(["1", "0"] * 60, [0.3, 0.1] * 60), "Thresholds")
    assert "It is a suggestion; nothing uses it." in texts(app)
    assert "A clear gain for **Water**" in texts(app)
    app.session_state["suggestions_twin"] = True
    found = table(app.run(), "Suggested").set_index("Label")
    assert found.loc["Water", "Suggested"] == pytest.approx(0.2)
    assert app.session_state["thresholds"].values["water"] == 0.5


def test_too_few_rows_get_no_suggestion(opened):
    assert "too few to choose thresholds again" in texts(opened(scored(["1", "0"], [0.9, 0.1]), "Thresholds"))


def test_only_the_part_that_is_open_is_worked_out_and_only_once(opened):
    app = opened(MANY)
    made = app.session_state[judgement.KEPT].made
    assert set(made) == {("judged",), ("scores", BALANCED)}
    scores = made["scores", BALANCED]
    app.session_state["evaluation_part"] = "Thresholds"
    app.run()
    assert set(made) == {("judged",), ("scores", BALANCED), ("suggestions", BALANCED)}
    app.session_state["evaluation_part"] = "Scores"
    app.run()
    assert app.session_state[judgement.KEPT].made["scores", BALANCED] is scores


def test_another_file_takes_the_place_of_the_one_before(opened):
    app = opened(MANY)
    app.session_state["file"] = scored(["1"], [0.9])
    assert "1 labelled row is judged." in texts(app.run())


def test_messages_that_the_model_was_trained_on_are_counted_and_left_out(opened, monkeypatch):
    seen = SeenMessages.of(["We need water!"])
    monkeypatch.setattr(judgement, "get_seen_messages", lambda: seen)
    app = opened(scored(["1", "0"], [0.9, 0.1], ["we need  WATER", "hello"]))
    assert "1 labelled row is judged. Left out: 1 whose message the model was trained or validated on." in texts(app)


def test_a_file_of_seen_messages_alone_is_not_judged(opened, monkeypatch):
    seen = SeenMessages.of(["We need water!"])
    monkeypatch.setattr(judgement, "get_seen_messages", lambda: seen)
    app = opened(scored(["1"], [0.9], ["we need water"]))
    assert "No labelled row is left" in texts(app)
    assert not charts(app)


def test_a_file_without_gold_labels_has_nothing_to_judge(opened):
    assert opened(scored(["a"], [0.9], name="id")).text[0].value == "nothing to judge"


def test_a_bad_label_gets_one_sentence_as_plain_text(opened):
    app = opened(scored(["1", HOSTILE], [0.9, 0.1]))
    assert len(app.error) == 1
    assert app.text[0].value.startswith('Column "water", row 3')
    assert "evil.example" not in texts(app)


def test_a_message_is_never_read_as_markdown(opened):
    app = opened(scored(["1"], [0.1], [HOSTILE]), "Disagreements")
    assert list(table(app, "Message")["Message"]) == [HOSTILE]
    assert "evil.example" not in texts(app)
