"""The triage queue in Streamlit's own test runner, on made-up answers."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from classifier.labels import LEARNABLE, title
from classifier.operating_points import HALF
from classifier.scoring.job import Done
from classifier.scoring.output import Tally
from classifier.scoring.preview import Preview
from classifier.scoring.scored import Scored
from classifier.scoring.source import Rejected
from classifier.scoring.workbook_writer import Cut
from classifier.ui.batch.stages import LOST, Chosen, Result
from classifier.ui.classify.thresholds import Moved
from classifier.ui.shared.scored_file import STAGE
from tests.app.steps import charts, texts
from tests.small_scored import scored

PAGE = "batch/page.py"
HOSTILE = '<img src=x onerror="document.title=1"> **no water** $x^2$ :red[help] [link](http://evil.example)'
MANY = 120
Open = Callable[[Scored], AppTest]


@pytest.fixture
def open_queue(app: AppTest) -> Open:
    """Opens the page with a scored file, at the threshold 50 % for all labels."""

    def open_with(answers: Scored) -> AppTest:
        app.run()  # only this run makes the pages known
        preview = Preview(("message",), len(answers), Rejected(), None, "message", (), {})
        done = Done(Tally(len(answers)), Rejected(), Cut())
        app.session_state[STAGE] = Result(Chosen(Path("in/in.csv"), preview), "message", answers, done)
        app.session_state["operating_point"] = HALF
        return app.switch_page(PAGE).run()

    return open_with


@pytest.fixture
def mixed(open_queue: Open) -> AppTest:
    """A message of each kind, two of them copies."""
    messages = ["we need water", "Wir brauchen Wasser", "hello", " ", "a fire", "We need  WATER"]
    languages = ["en", None, "fr", "en", "en", "en"]
    return open_queue(scored(messages, languages, water=[0.9, 0.9, 0, 0, 0.2, 0.9], fire=[0, 0, 0.4, 0, 0.7, 0]))


@pytest.fixture
def many(open_queue: Open) -> AppTest:
    """Messages on three pages; the later, the more about water."""
    return open_queue(scored([f"message {i}" for i in range(MANY)], water=[i / MANY for i in range(MANY)]))


def table(app: AppTest) -> pd.DataFrame:
    """The messages on the page."""
    return next(found.value for found in app.dataframe if "Message" in found.value)


def choose(app: AppTest, group: str) -> AppTest:
    """Show a group."""
    groups = app.segmented_control(key="queue_group")
    return groups.set_value(
        next(one for one in ("not_read", "read", "something", "nothing", "blank") if one == group)
    ).run()


def select(app: AppTest, row: int) -> AppTest:
    """Click a row of the table."""
    key = next(found.key for found in app.dataframe if "Message" in found.value)
    app.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


def test_groups_are_counted_with_the_language_not_read_first(mixed):
    shown = mixed.segmented_control(key="queue_group").options
    assert shown == [
        "Language not read: 1",
        "All that were read: 4",
        "Something found: 3",
        "Nothing found: 1",
        "Blank: 1",
    ]


def test_the_most_urgent_stands_first_and_says_why(mixed):
    shown = table(mixed)
    assert shown["Message"].tolist() == ["we need water", "a fire", "hello"]
    assert shown["Why it stands here"][0].startswith("Priority 5.4: Water 90\u00a0%\u00a0×\u00a06")
    assert shown["Labels found"].tolist() == ["Water", "Fire", ""]


def test_copies_stand_once_with_their_number_and_their_first_row(mixed):
    assert table(mixed)[["Copies", "Row"]].values.tolist()[0] == [2, 1]


def test_a_message_in_a_language_not_known_stands_under_language_not_read_only(mixed):
    assert table(choose(mixed, "not_read"))["Message"].tolist() == ["Wir brauchen Wasser"]
    assert "judged none of these" in texts(mixed)
    assert "English test messages of 6 words or more, 23 were taken for another language" in texts(mixed)
    assert table(mixed)["Labels found"].tolist() == [""]
    assert table(choose(mixed, "nothing"))["Message"].tolist() == ["hello"]


def test_messages_not_in_english_are_counted_with_those_in_which_nothing_was_found(mixed):
    assert "Messages with nothing found: 1 of 1 in French and 0 of 3 in English." in texts(mixed)
    assert "in French" not in texts(choose(mixed, "not_read"))


def test_a_file_in_english_says_nothing_about_languages(many):
    assert "in English" not in texts(many)


def test_a_file_in_languages_that_are_not_read_opens_on_them_and_another_choice_stays(open_queue):
    app = open_queue(scored(["Wir brauchen Wasser"], [None]))
    assert table(app)["Message"].tolist() == ["Wir brauchen Wasser"]
    choose(app, "blank")
    app.session_state["operating_point"] = "recall"
    assert app.run().segmented_control(key="queue_group").value == "blank"


def test_a_label_orders_the_messages(mixed):
    mixed.selectbox(key="queue_order").set_value("probability").run()
    shown = table(mixed.selectbox(key="queue_label").set_value("fire").run())
    assert shown["Message"].tolist() == ["a fire", "hello", "we need water"]
    assert shown["Why it stands here"][1] == "Fire 40\u00a0%, not found: the threshold is 50\u00a0%"


def test_labels_that_can_be_learned_are_offered(mixed):
    titles = [title(name) for name in LEARNABLE]
    mixed.selectbox(key="queue_order").set_value("distance").run()
    assert mixed.selectbox(key="queue_label").options == mixed.multiselect(key="queue_labels").options == titles


def test_uncertainty_orders_the_messages(mixed):
    shown = table(mixed.selectbox(key="queue_order").set_value("uncertainty").run())
    assert shown["Message"].tolist() == ["a fire", "hello", "we need water"]
    assert shown["Why it stands here"][0].startswith("0.5 wrong decisions expected. Most doubtful: ")


def test_a_weight_changes_the_order_and_is_put_back(mixed):
    mixed.session_state["queue_weights_open"] = True
    mixed.run()
    mixed.number_input(key="queue_weight_fire").set_value(10.0).run()
    assert table(mixed)["Message"][0] == "a fire"
    mixed.button(key="queue_weights_reset").click().run()
    assert table(mixed)["Message"][0] == "we need water"
    assert mixed.number_input(key="queue_weight_fire").value == 4.0


def test_weights_are_drawn_only_while_they_are_open(mixed):
    assert len(mixed.number_input) == 0


def test_filters_hold_together_and_are_cleared_with_one_click(mixed):
    mixed.multiselect(key="queue_labels").set_value(["water", "fire"]).run()
    mixed.multiselect(key="queue_languages").set_value(["en"]).run()
    assert table(mixed.text_input(key="queue_text").set_value("NEED").run())["Message"].tolist() == ["we need water"]
    mixed.text_input(key="queue_text").set_value("n.*d").run()
    assert "No message fits these filters" in texts(mixed)
    assert len(table(mixed.button(key="queue_clear").click().run())) == 3


def test_a_filter_that_is_not_shown_filters_nothing(mixed):
    mixed.multiselect(key="queue_labels").set_value(["water"]).run()
    assert len(table(choose(mixed, "not_read"))) == 1


@pytest.mark.parametrize("group", ["not_read", "nothing", "blank"])
def test_a_group_without_messages_gets_a_sentence(open_queue, group):
    app = choose(open_queue(scored(["water"], water=[0.9])), group)
    assert len(app.info) == 1


def test_no_message_at_all_gets_a_sentence(open_queue):
    app = open_queue(scored([]))
    assert len(app.info) == 1
    assert not app.exception


def test_fifty_messages_travel_to_the_browser_at_a_time(many):
    many.selectbox(key="queue_order").set_value("probability").run()
    many.selectbox(key="queue_label").set_value("water").run()
    assert table(many)["Row"].tolist() == list(range(MANY, MANY - 50, -1))
    (pages,) = many.get("pagination")
    assert table(pages.set_value(3).run())["Row"].tolist() == list(range(20, 0, -1))


def test_another_choice_starts_at_the_first_page(many):
    (pages,) = many.get("pagination")
    pages.set_value(3).run()
    many.text_input(key="queue_text").set_value("message 1").run()
    assert "**31 messages**" in texts(many)
    assert len(table(many)) == 31


def test_a_result_says_that_a_reload_loses_it(many):
    assert LOST in texts(many)


def test_a_click_opens_the_message_on_classify(mixed):
    mixed.session_state["moved_threshold"] = Moved("fire", 1.0)
    select(mixed, 1)
    assert mixed.text_area(key="message").value == "a fire"
    assert mixed.session_state["answer_of_message"].message == "a fire"
    assert "moved_threshold" not in mixed.session_state


def test_coming_back_finds_the_queue_as_it_was_left(many):
    many.selectbox(key="queue_order").set_value("probability").run()
    many.selectbox(key="queue_label").set_value("water").run()
    many.text_input(key="queue_text").set_value("message").run()
    (pages,) = many.get("pagination")
    before = table(pages.set_value(2).run())
    select(many, 4)
    assert many.text_area(key="message").value == before["Message"][4]
    assert table(many.switch_page(PAGE).run())["Row"].tolist() == before["Row"].tolist()


def test_a_message_is_never_read_as_markdown(open_queue):
    app = open_queue(scored([HOSTILE], water=[0.9]))
    assert table(app)["Message"].tolist() == [HOSTILE]
    assert "evil.example" not in texts(app)


def test_a_very_long_message_is_cut_on_the_page_and_whole_on_classify(open_queue):
    message = "help " * 10_000
    app = open_queue(scored([message], water=[0.9]))
    assert table(app)["Message"][0].endswith("… (50,000 characters)")
    assert len(table(app)["Message"][0]) < 3_000
    assert select(app, 0).text_area(key="message").value == message
    assert len(app.warning) == 1  # Classify says that it is too long


def test_a_blank_message_is_not_offered_to_classify(mixed):
    assert "Open" not in table(choose(mixed, "blank"))


def test_labels_are_counted_and_drawn_when_they_are_opened(mixed):
    assert charts(mixed) == []
    mixed.session_state["queue_labels_found"] = True
    mixed.selectbox(key="queue_order").set_value("probability").run()
    mixed.selectbox(key="queue_label").set_value("water").run()
    counts = next(found.value for found in mixed.dataframe if "Different" in found.value).set_index("Label")
    assert counts.loc["Water", ["Messages", "Different"]].tolist() == [2, 1]
    assert "Water is found in 2 of 4 messages" in charts(mixed)[0]["description"]


def test_coming_back_finds_the_labels_open_as_they_were_left(mixed):
    mixed.session_state["queue_labels_found"] = True
    select(mixed.run(), 1)
    assert len(charts(mixed.switch_page(PAGE).run())) == 1


def test_another_operating_point_judges_anew(mixed):
    mixed.selectbox(key="operating_point").set_value("recall").run()
    assert "Something found: 4" in mixed.segmented_control(key="queue_group").options


def test_another_file_lets_go_of_the_messages_and_the_filters_and_keeps_the_weights(mixed):
    mixed.session_state["queue_weights"] = {"water": 1.0}
    mixed.text_input(key="queue_text").set_value("need").run()
    mixed.button(key="batch_again").click().run()
    assert [key for key in ("queue_triage", "queue_view", "queue_text") if key in mixed.session_state] == []
    assert "queue_weights" in mixed.session_state
