"""Why a label has its probability: the message shaded word by word, and the map of all labels."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.charts import markup
from classifier.charts.markup import element, joined, mixed
from classifier.charts.why import Word, WordEffects, effect_map, scale_of, shade, shaded
from classifier.inference import Explanation
from classifier.labels import BINARY_LABELS, RELATED
from classifier.operating_points import HALF, thresholds_at
from classifier.report.evidence import Evidence, gather
from classifier.text.reading import ReadWord, TokenStatus
from classifier.text.words import words
from classifier.ui.classify.why import (
    one_label_table,
    outputs_offered,
    settled,
    shaded_words,
    small_effects,
    strongest,
    variants_in_words,
    word_effects,
)
from tests.shipped import REPORT, answer

TEXT = "We need water, no tents!"
WORDS = [Word(3, 7, "need", 52.4), Word(8, 13, "water", 83.0), Word(18, 23, "tent", -4.8)]
CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
READABLE = 4.5
"""WCAG's contrast of text."""


class Shown(HTMLParser):
    """What a browser would show of HTML: its text, and each element with its attributes."""

    def __init__(self, html: str) -> None:
        """Parse it."""
        super().__init__()
        self.text, self.elements, self._style = "", [], False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """Leave the stylesheet."""
        self._style = False

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        self.text += "" if self._style else data

    def of_class(self, name: str) -> list[dict[str, str]]:
        """The attributes of all elements of a class."""
        return [attributes for _, attributes in self.elements if name in attributes.get("class", "").split()]


def luminance(color: str) -> float:
    """WCAG's relative luminance of '#rrggbb'."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def evidence(**probabilities: float) -> Evidence:
    """The evidence beside an answer, at the same threshold for all."""
    made = answer(**probabilities)
    return gather(made.probabilities, made.related, thresholds_at(HALF, {}), REPORT, language_known=True)


def explanation(text: str, **effects: float) -> Explanation:
    """An explanation in which every word of a text has the same effects, and 0.2 on class 1 of `related`."""
    found = tuple(ReadWord(w, text[w.start : w.end], TokenStatus.KEPT, (w.form.rstrip("s"),)) for w in words(text))
    row = [effects.get(name, 0.0) for name in BINARY_LABELS]
    return Explanation(found, np.array([row] * len(found)), np.array([(-0.2, 0.2, 0.0)] * len(found)))


def test_the_whole_message_is_shown_in_its_order_with_a_signed_number_after_each_word_that_is_read():
    message = Shown(shaded(TEXT, WORDS, "Water")).text
    assert message.startswith("We need+52 water+83, no tents−5!")


def test_effects_of_52_and_of_83_points_have_different_shades():
    assert shade(52, scale_of([52, 83])) != shade(83, scale_of([52, 83]))


@given(st.lists(st.floats(-100, 100), min_size=1))
def test_no_effect_is_larger_than_the_strongest_shade(points):
    assert max(map(abs, points)) <= scale_of(points)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_larger_of_two_effects_has_the_stronger_shade(theme):
    found = [contrast(shade(points, 100)[theme], markup.PAGE[theme]) for points in range(1, 101, 9)]
    assert found == sorted(set(found))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("points", [-100, -51, -1, 1, 51, 100])
def test_text_is_readable_on_every_shade(theme, points):
    ink = CONFIG["theme"][("light", "dark")[theme]]["textColor"]
    assert contrast(shade(points, 100)[theme], ink) >= READABLE


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_faint_text_is_readable_on_the_page(theme):
    assert contrast(markup.FAINT[theme], markup.PAGE[theme]) >= READABLE


def test_the_colours_are_those_of_the_theme():
    themes = [CONFIG["theme"][name] for name in ("light", "dark")]
    assert tuple(theme["backgroundColor"] for theme in themes) == markup.PAGE
    assert tuple(theme["chartDivergingColors"][0] for theme in themes) == markup.LOWERS
    assert tuple(theme["chartDivergingColors"][-1] for theme in themes) == markup.RAISES


def test_a_colour_is_mixed_with_the_page_from_the_page_to_the_colour_itself():
    assert (mixed(markup.RAISES, 0), mixed(markup.RAISES, 1)) == (markup.PAGE, markup.RAISES)


def test_what_raises_has_a_solid_line_and_what_lowers_a_dashed_one():
    need, water, tents = Shown(shaded(TEXT, WORDS, "Water")).of_class("why-word")
    assert ("solid" in need["style"], "solid" in water["style"], "dashed" in tents["style"]) == (True, True, True)


def test_the_line_is_thicker_under_the_word_that_adds_more():
    lines = [
        re.search(r"border-bottom:(\d)px", word["style"])
        for word in Shown(shaded(TEXT, WORDS, "Water")).of_class("why-word")
    ]
    need, water, tents = (int(line[1]) for line in lines)
    assert tents < need < water


def test_a_word_without_effect_has_a_zero_and_no_shade():
    shown = Shown(shaded("water", [Word(0, 5, "water", 0.4)], "Water"))
    assert shown.text.startswith("water0")
    assert "background" not in shown.of_class("why-word")[0]["style"]


def test_the_legend_says_how_many_points_the_strongest_shades_stand_for():
    legend = Shown(shaded(TEXT, WORDS, "Water")).text.split("!", 1)[1]
    assert legend.startswith("−84−420+42+84")


def test_the_legend_shows_the_strongest_shades_themselves():
    swatches = Shown(shaded(TEXT, WORDS, "Water")).of_class("why-swatch")
    assert markup.RAISES[0] in swatches[-1]["style"]
    assert markup.LOWERS[0] in swatches[0]["style"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60))
def test_no_message_becomes_an_element_or_an_attribute(text):
    found = [Word(word.start, word.end, text, 10.0) for word in words(text)]
    plain, shown = (Shown(shaded(one, own, "Water")) for one, own in (("", []), (text, found)))
    assert {name for name, _ in shown.elements} <= {*(name for name, _ in plain.elements), "span"}
    assert {key for _, attributes in shown.elements for key in attributes} <= {
        "class",
        "dir",
        "role",
        "tabindex",
        "aria-label",
        "style",
        "title",
    }
    assert shown.text.replace("+10", "").startswith(text.replace("+10", ""))


def test_text_that_goes_into_an_element_or_an_attribute_is_escaped_and_markup_is_not_escaped_again():
    inner = element("b", "<i>")
    assert element("p", inner, "&", title='"x"') == '<p title="&quot;x&quot;"><b>&lt;i&gt;</b>&amp;</p>'


def test_text_that_is_joined_to_markup_is_escaped():
    assert joined("<", element("b", "")) == "&lt;<b></b>"


def test_the_map_has_a_row_for_each_word_and_a_column_for_each_output():
    shown = Shown(effect_map([WordEffects("Water", ("a", "b"), (1.0, -7.0)), WordEffects("Food", ("a", "b"), (0, 2))]))
    assert [name for name, _ in shown.elements].count("td") == 4
    assert "a+10b−7+2" in shown.text


def test_the_map_marks_flagged_labels_without_colour():
    shown = Shown(effect_map([WordEffects("Water", ("a",), (1.0,), flagged=True), WordEffects("Food", ("a",), (0,))]))
    assert shown.text.startswith("WordWater✓Food\u00a0")


def test_the_map_shades_52_and_83_differently():
    shown = Shown(effect_map([WordEffects("Water", ("a", "b"), (52.0, 83.0))]))
    first, second = shown.of_class("why-moves")
    assert first["style"] != second["style"]


def test_of_many_words_the_map_shows_those_with_the_largest_effect_in_their_order():
    effects = [WordEffects("Water", ("a", "b", "c"), (1.0, 0.0, -9.0)), WordEffects("Food", ("a", "b", "c"), (2, 0, 0))]
    assert [one.words for one in strongest(effects, most=2)] == [("a", "c"), ("a", "c")]
    assert [one.points for one in strongest(effects, most=2)] == [(1.0, -9.0), (2, 0)]


def test_flagged_labels_are_offered_first_then_the_others_and_related_last():
    offered = outputs_offered(evidence(water=0.7, aid_related=0.9, food=0.4))
    assert (offered[:3], offered[-1], len(offered)) == (["aid_related", "water", "food"], RELATED, 36)


MOVED = dict.fromkeys(BINARY_LABELS, 1.0) | {"storm": 60.0, "water": 40.0}
"""Points that the strongest word adds, by label."""


def test_the_flagged_label_that_a_word_moves_most_is_explained_at_first():
    assert settled(None, False, evidence(request=0.7, storm=0.6), MOVED) == "storm"


def test_a_label_chosen_for_this_message_stays_even_if_it_is_not_flagged():
    assert settled("storm", True, evidence(water=0.7), MOVED) == "storm"


def test_a_label_chosen_for_another_message_stays_where_it_is_flagged():
    assert settled("water", False, evidence(water=0.7, aid_related=0.9), MOVED) == "water"


def test_a_label_chosen_for_another_message_gives_way_where_it_is_not_flagged():
    assert settled("storm", False, evidence(water=0.7), MOVED) == "water"


def test_where_nothing_is_flagged_the_most_probable_label_is_explained():
    assert settled("storm", False, evidence(food=0.3), MOVED) == "food"


def test_a_word_keeps_its_place_in_the_message_and_says_what_it_was_read_as():
    tents = shaded_words(explanation("two tents", shelter=0.31), "shelter")[1]
    assert (tents.start, tents.end, tents.read_as, round(tents.points)) == (4, 9, "tent", 31)


def test_related_is_explained_by_its_class_1():
    assert shaded_words(explanation("water"), RELATED)[0].points == pytest.approx(20)


def test_the_table_of_one_label_has_the_word_what_was_read_and_the_points():
    (row,) = one_label_table(explanation("tents", shelter=-0.0512), "shelter").to_dict("records")
    assert row == {"Word": "tents", "Read as": "tent", "Points added": -5.1}


def test_the_map_has_all_outputs_with_those_that_are_flagged():
    effects = word_effects(explanation("water"), evidence(water=0.7))
    assert (len(effects), [one.title for one in effects if one.flagged]) == (36, ["Water"])


def test_small_effects_are_said_to_be_small():
    assert "more than 2 points" in small_effects([Word(0, 1, "a", 1.3)])
    assert small_effects(WORDS) == ""


@pytest.mark.parametrize(("count", "said"), [(1, "1 variant of"), (2, "2 variants of")])
def test_variants_are_counted_in_good_grammar(count, said):
    assert variants_in_words(count, 0.01).startswith(said)
