"""Why, on the shipped model: the message shaded for one label, the map of all labels, and their tables."""

import pytest

from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS, title
from tests.app.steps import NEEDS, flagged, open_label, open_tab, submit, table, texts

HURRICANE = "The hurricane tore the roofs off hundreds of houses and cut power lines along the coast"


def explain(app, message: str):
    """Submit a message and open Why."""
    return open_tab(submit(app, message), "Why")


def drawn(app) -> str:
    """All HTML on the page."""
    return "".join(element.proto.body for element in app.get("html"))


def test_reasons_are_not_computed_while_their_tab_is_closed(app):
    submit(app, NEEDS)
    assert "explained" not in app.session_state


def test_reasons_are_computed_once_per_message_whatever_else_is_touched(app, monkeypatch):
    explain(app, NEEDS)
    monkeypatch.setattr(Classifier, "explain", lambda *_: pytest.fail("explained again"))
    app.selectbox(key="why_label").set_value("food").run()
    open_tab(open_tab(app, "Topics"), "Why")
    app.segmented_control(key="why_view").set_value("All labels").run()
    assert not app.exception


def test_the_message_is_shaded_for_the_flagged_label_that_a_word_moves_most(app):
    name = explain(app, NEEDS).selectbox(key="why_label").value
    effects = abs(app.session_state["explained"].explanation.effects).max(axis=0)
    found = [one for one in BINARY_LABELS if title(one) in flagged(app)]
    assert name == max(found, key=lambda one: effects[BINARY_LABELS.index(one)])


def test_a_label_that_nobody_chose_is_not_kept_for_the_next_message(app):
    explain(app, "Please send food")
    name = explain(app, "A strong earthquake has shaken the city").selectbox(key="why_label")
    assert name.value != "food"


def test_flagged_labels_are_offered_first(app):
    offered = explain(app, NEEDS).selectbox(key="why_label").options
    found = flagged(app)
    assert set(offered[: len(found)]) == found


def test_every_output_can_be_explained(app):
    explain(app, NEEDS)
    for name in ("child_alone", "related"):
        app.selectbox(key="why_label").set_value(name).run()
        assert not app.exception
    assert "About a disaster" in texts(app)


def test_the_word_that_raises_the_chosen_label_has_its_points_beside_it(app):
    explain(app, NEEDS)
    app.selectbox(key="why_label").set_value("water").run()
    assert '<span>water</span><span class="why-points">+' in drawn(app)


def test_a_label_that_is_not_flagged_for_the_next_message_gives_way(app):
    explain(app, NEEDS)
    app.selectbox(key="why_label").set_value("water").run()
    explain(app, HURRICANE)
    assert app.selectbox(key="why_label").value != "water"


def test_a_label_that_is_opened_is_explained_under_why_too(app):
    submit(app, NEEDS)
    open_label(app, "shelter")
    assert open_tab(app, "Why").selectbox(key="why_label").value == "shelter"


def test_a_label_that_is_opened_is_explained_even_if_it_is_not_flagged(app):
    explain(app, HURRICANE)
    submit(app, NEEDS)
    open_label(app, "earthquake")
    assert open_tab(app, "Why").selectbox(key="why_label").value == "earthquake"


def test_the_words_have_a_table_that_is_made_when_it_is_opened(app):
    explain(app, NEEDS)
    assert not any("Points added" in found.value.columns for found in app.dataframe)
    app.session_state["why_twin"] = True
    assert "tent" in set(table(app.run(), "Points added")["Read as"])


def test_the_map_is_drawn_when_it_is_chosen_and_then_instead_of_the_message(app):
    explain(app, NEEDS)
    before = drawn(app)
    app.segmented_control(key="why_view").set_value("All labels").run()
    assert ("<td" in before, "<td" in drawn(app), "why-text" in drawn(app).split("</style>", 1)[1]) == (
        False,
        True,
        False,
    )


def test_the_map_has_a_table_with_a_column_for_every_output(app):
    explain(app, NEEDS)
    app.segmented_control(key="why_view").set_value("All labels").run()
    app.session_state["why_twin"] = True
    assert table(app.run(), "Earthquake").shape[1] == 1 + 36


def test_a_message_of_common_words_gets_a_sentence(app):
    shown = explain(app, "we are in the of and")
    assert any(element.value.startswith("There is no word to leave out") for element in shown.text)
