"""A message of more than 50 words: read whole, in parts, and the page says which part raised what."""

from tests.app.steps import NEEDS, charts, flagged, open_tab, submit, table, texts

RESCUE = "Three people are trapped under a collapsed building and need urgent rescue."
LONG = "Dear colleagues, this is the daily report. " * 12 + RESCUE


def test_what_stands_at_the_end_of_a_long_message_is_flagged(app):
    assert "Search and rescue" in flagged(submit(app, LONG))


def test_a_long_message_is_said_to_be_read_in_parts(app):
    parts = len(submit(app, LONG).session_state["answer_of_message"].reading.windows)
    assert parts > 1
    assert f"**{parts} parts**, sentence by sentence" in app.info[0].value


def test_the_part_that_raised_a_label_is_named_and_its_text_shown(app):
    open_tab(submit(app, LONG), "What it read")
    raised = next(element.label for element in app.expander if "Search and rescue" in element.label)
    assert raised.startswith("**Part 13 of 13** raised")
    assert any(element.value.endswith(RESCUE) for element in app.text)


def test_the_text_of_a_part_never_reaches_markdown(app):
    open_tab(submit(app, LONG + " <b>Now</b> $x$ **at once**"), "What it read")
    assert not any(sign in texts(app) for sign in ("<b>", "$x$", "**at once**", RESCUE))


def test_the_parts_have_a_chart_and_a_table(app):
    open_tab(submit(app, LONG), "What it read")
    assert any("each part of the message" in chart["description"] for chart in charts(app))
    app.session_state["parts_twin"] = True
    assert list(table(app.run(), "Text")["Part"]) == list(range(1, 14))


def test_a_short_message_has_no_parts(app):
    shown = submit(app, NEEDS)
    assert "part" not in " ".join(element.value for element in [*shown.info, *open_tab(app, "What it read").subheader])


def test_a_long_message_in_an_unknown_language_is_said_to_be_read_in_parts_that_raise_nothing(app):
    submit(app, "Wir brauchen dringend Wasser und Zelte im Lager, bitte schickt Hilfe. " * 8)
    assert "sentence by sentence" in app.info[0].value
    assert "Which part raised what" not in texts(open_tab(app, "What it read"))
