"""Messages in languages that the model does not know: named above the answer, greyed, and nothing flagged."""

import pytest

from classifier.charts import probabilities
from tests.app.steps import NEEDS, chart_rows, flagged, open_tab, submit, table, texts

GERMAN = "Wir brauchen dringend Wasser und Zelte im Lager, bitte schickt Hilfe"
MESSAGES = {
    "German": GERMAN,
    "Portuguese": "Um terremoto destruiu a escola e há pessoas presas sob os escombros, enviem ajuda",
    "Swahili": "Kuna mafuriko kijijini, watu wamekwama juu ya paa na hawana maji safi",
    "Hindi": "हमें पानी और खाना चाहिए, बच्चे बीमार हैं",
}


@pytest.mark.parametrize("language", MESSAGES)
def test_the_notice_names_the_language(app, language):
    assert f"**{language}**" in submit(app, MESSAGES[language]).warning[0].value


def test_the_notice_stands_above_the_answer(app):
    markdown = [
        element.value
        for element in submit(app, GERMAN).main
        if hasattr(element, "value") and isinstance(element.value, str)
    ]
    notice = next(i for i, value in enumerate(markdown) if "**German**" in value)
    assert notice < next(i for i, value in enumerate(markdown) if value.startswith("Nothing is flagged"))


@pytest.mark.parametrize("language", MESSAGES)
def test_nothing_is_flagged_at_any_operating_point(app, language):
    submit(app, NEEDS)
    app.radio(key="operating_point").set_value("recall").run()
    assert flagged(submit(app, MESSAGES[language])) == set()


def test_no_row_of_a_chart_is_judged(app):
    submit(app, GERMAN)
    decided = [set(frame["Decision"]) for frame in chart_rows(app) if "Decision" in frame]
    assert decided == [{probabilities.NOT_JUDGED}] * 2


def test_no_hint_no_count_per_thousand_and_no_operating_point_is_offered(app):
    shown = texts(submit(app, GERMAN))
    assert "1,000 messages" not in shown
    assert "in the data every" not in shown
    assert not app.radio


def test_the_operating_point_is_kept_for_the_next_message(app):
    submit(app, NEEDS)
    app.radio(key="operating_point").set_value("recall").run()
    submit(submit(app, GERMAN), NEEDS)
    assert app.radio(key="operating_point").value == "recall"


def test_the_reasons_are_said_to_show_what_moved_the_numbers_only(app):
    assert "not what the message says" in texts(open_tab(submit(app, GERMAN), "Why"))


def test_the_table_says_why_it_is_grey(app):
    assert "Grey, and nothing flagged" in texts(open_tab(submit(app, GERMAN), "Table"))


def test_a_comparison_with_a_known_language_says_so_and_crosses_nothing(app):
    open_tab(submit(app, NEEDS), "What if")
    app.text_area(key="second_message").set_value(GERMAN)
    app.button(key="compare").click().run()
    assert "The second message seems to be in **German**" in app.warning[-1].value
    assert set(table(app, "Crossing")["Crossing"]) == {""}


def test_a_known_language_gets_no_notice(app):
    assert not submit(app, NEEDS).warning
