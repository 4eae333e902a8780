"""The page Test messages in Streamlit's own test runner: where messages come from, and what is shown of one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from classifier.dataset import public_files
from classifier.dataset.public_files import CATEGORIES, MESSAGES
from classifier.labels import BINARY_LABELS, LEARNABLE, title
from classifier.operating_points import BALANCED, RECALL
from classifier.ui import resources
from classifier.ui.classify.thresholds import Moved
from classifier.ui.test_messages import sources
from tests import small_data
from tests.app.steps import chips, texts

PAGE = "test_messages/page.py"
ALARMED, ALARMS = "direct_report", 11
"""A label of the small data set with several false alarms, and how many."""
HOSTILE = '<img src=x onerror="document.title=1"> **no water** $x^2$ :red[help] [link](http://evil.example)'

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(app: AppTest, small_dataset: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page with DISASTER_DATA, the small data set's folder unless told, and some widgets already set."""

    def open_with(data: Path | str = small_dataset, **choices: str) -> AppTest:
        monkeypatch.setenv("DISASTER_DATA", str(data))
        app.run()  # only this run makes the pages known
        for key, value in choices.items():
            app.session_state[f"test_messages_{key}"] = value
        return app.switch_page(PAGE).run()

    return open_with


@pytest.fixture
def alarms(open_page: Open) -> AppTest:
    """The page at the false alarms of a label that has several."""
    return open_page(label=ALARMED)


def upload(app: AppTest, **files: bytes | str) -> AppTest:
    """Choose files, by name without its ending."""
    given = [
        (f"{name}.csv", text if isinstance(text, bytes) else text.encode(), "text/csv") for name, text in files.items()
    ]
    return app.file_uploader(key=sources.FILES).set_value(given).run()


def public(folder: Path) -> dict[str, bytes]:
    """The two public files of a folder under other names."""
    return {"first": (folder / CATEGORIES).read_bytes(), "second": (folder / MESSAGES).read_bytes()}


def shown(app: AppTest) -> str:
    """The message on the page."""
    return str(app.text[0].value)


def counts(app: AppTest) -> list[int]:
    """The numbers beside the four kinds."""
    captions = app.radio(key="test_messages_kind").proto.captions
    return [int(caption.split(" ")[0].replace(",", "")) for caption in captions]


def held_out(folder: Path) -> tuple[np.ndarray, np.ndarray, public_files.Labelled]:
    """People's labels and the model's flags at balanced for the test part of a folder, bool (n, 35) each."""
    classifier = resources.load_classifier()
    labelled = public_files.held_out(public_files.load(folder), 42)
    flags = classifier.predict(labelled.messages).probabilities >= classifier.thresholds[BALANCED]
    return labelled.targets > 0, flags, labelled


def test_without_data_the_page_says_how_to_get_there_and_takes_files(open_page):
    app = open_page(data="")
    assert "DISASTER_DATA" in texts(app)
    assert app.file_uploader(key=sources.FILES)


@pytest.mark.parametrize("missing", [(), (MESSAGES,), (CATEGORIES,), (MESSAGES, CATEGORIES)])
def test_a_folder_that_lacks_a_file_gets_one_sentence_and_the_chooser(open_page, tmp_path, missing):
    folder = small_data.write(tmp_path / "data", small_data.rows())
    for name in missing:
        (folder / name).unlink()
    app = open_page(data=folder if missing else tmp_path / "nowhere")
    assert [len(app.error), len(app.text), len(app.file_uploader)] == [1, 1, 1]
    assert (missing[0] if missing else "nowhere") in shown(app)


def test_a_folder_that_is_fixed_is_read_without_a_restart(open_page, tmp_path):
    folder = small_data.write(tmp_path / "data", small_data.rows())
    content = (folder / MESSAGES).read_bytes()
    (folder / MESSAGES).unlink()
    app = open_page(data=folder)
    (folder / MESSAGES).write_bytes(content)
    assert [*app.run().error] == []


@pytest.mark.parametrize("label", [ALARMED, "water"])
def test_only_the_test_part_is_counted(open_page, small_dataset, label):
    people, model, _ = held_out(small_dataset)
    given, flagged = (array[:, BINARY_LABELS.index(label)] for array in (people, model))
    found = [(~given & flagged), (given & ~flagged), (given & flagged), (~given & ~flagged)]
    assert counts(open_page(label=label)) == [int(kind.sum()) for kind in found]


def test_other_files_than_those_of_the_figures_are_said_to_be_others(alarms):
    assert "may have seen some of these" in texts(alarms)


def test_all_labels_that_can_be_learned_are_offered(alarms):
    assert alarms.selectbox(key="test_messages_label").options == [title(name) for name in LEARNABLE]


def test_the_message_shown_is_of_the_chosen_kind(alarms, small_dataset):
    people, model, labelled = held_out(small_dataset)
    column = BINARY_LABELS.index(ALARMED)
    row = labelled.messages.index(shown(alarms))
    assert (people[row, column], model[row, column]) == (False, True)


def test_next_and_previous_walk_the_list_and_end_with_it(alarms):
    first = shown(alarms)
    assert alarms.button(key="test_messages_previous").disabled
    seen = [shown(alarms.button(key="test_messages_next").click().run()) for _ in range(ALARMS - 1)]
    assert len({first, *seen}) == ALARMS
    assert f"{ALARMS} of {ALARMS}" in texts(alarms)
    assert alarms.button(key="test_messages_next").disabled
    assert shown(alarms.button(key="test_messages_previous").click().run()) == seen[-2]


def test_a_drawn_message_is_always_another_one(alarms):
    for _ in range(5):
        before = shown(alarms)
        assert shown(alarms.button(key="test_messages_draw").click().run()) != before


def test_another_kind_starts_at_its_most_confident_message(alarms):
    alarms.button(key="test_messages_draw").click().run()
    assert "1 of 37" in texts(alarms.radio(key="test_messages_kind").set_value("not_flagged").run())


def test_another_operating_point_counts_anew(alarms):
    before = counts(alarms)
    alarms.session_state["operating_point"] = RECALL
    after = counts(alarms.run())
    assert after[0] > before[0]
    assert after[1] <= before[1]


def test_a_label_without_such_messages_gets_a_sentence(open_page):
    assert "none for Fire" in texts(open_page(label="fire"))


def test_opening_puts_the_message_into_the_box_on_classify_and_classifies_it(alarms):
    message = shown(alarms)
    alarms.button(key="test_messages_open").click().run()
    assert alarms.text_area(key="message").value == message
    assert alarms.session_state["answer_of_message"].message == message


def test_an_opened_message_takes_the_place_of_an_example(app, open_page, small_dataset):
    app.query_params["example"] = "off-topic"
    alarms = open_page(label=ALARMED)
    message = shown(alarms)
    alarms.button(key="test_messages_open").click().run()
    assert alarms.session_state["answer_of_message"].message == message
    assert alarms.session_state["example"] is None


def test_opening_puts_a_moved_threshold_back(alarms):
    alarms.session_state["moved_threshold"] = Moved(ALARMED, 1.0)
    alarms.button(key="test_messages_open").click().run()
    assert any(title(ALARMED) in chip for chip in chips(alarms))


def test_the_place_in_the_list_is_kept_while_looking_at_the_answer(alarms):
    message = shown(alarms.button(key="test_messages_next").click().run())
    alarms.button(key="test_messages_open").click().run()
    assert shown(alarms.switch_page(PAGE).run()) == message


def test_the_operating_point_of_classify_holds_here_too(alarms):
    alarms.session_state["operating_point"] = RECALL
    before = counts(alarms.run())
    alarms.button(key="test_messages_open").click().run()
    assert alarms.session_state["operating_point"] == RECALL
    assert counts(alarms.switch_page(PAGE).run()) == before


def test_the_two_public_files_are_told_apart_by_their_columns_and_cut_to_the_test_part(open_page, small_dataset):
    app = upload(open_page(data=""), **public(small_dataset))
    assert sum(counts(app)) == len(held_out(small_dataset)[2])


@pytest.mark.parametrize("one", ["first", "second"])
def test_one_public_file_alone_is_asked_for_the_other(open_page, small_dataset, one):
    app = upload(open_page(data=""), **{one: public(small_dataset)[one]})
    assert "together with" in shown(app)


def test_a_labelled_file_is_used_whole_with_the_labels_that_it_has(open_page):
    app = upload(open_page(data=""), mine="message,food,fire\nwe are hungry,1,0\nhello there,0,0\nflames,0,1\n")
    assert app.selectbox(key="test_messages_label").options == ["Food", "Fire"]
    assert sum(counts(app)) == 3
    assert "All 3 messages of your file" in texts(app)


def test_a_chosen_file_goes_before_the_folder_and_is_forgotten_with_one_click(alarms):
    alarms.session_state["other"] = True
    upload(alarms.run(), mine="message,water\nno water here,1\n")
    assert sum(counts(alarms)) == 1
    alarms.button(key="test_messages_forget").click().run()
    assert sources.CHOSEN not in alarms.session_state
    assert sum(counts(alarms)) > 1


def test_a_file_that_cannot_be_used_gets_one_sentence_as_plain_text(open_page):
    app = upload(open_page(data=""), mine="message,water\nhello,**yes** $x$\n")
    assert len(app.error) == 1
    assert "'**yes** $x$' is not 0 or 1" in shown(app)
    assert "**yes**" not in texts(app)


def test_more_messages_than_the_server_would_score_are_refused(open_page, monkeypatch):
    monkeypatch.setattr(sources, "MAX_MESSAGES", 2)
    app = upload(open_page(data=""), mine="message,water\na,1\nb,1\nc,0\n")
    assert "3 messages; the limit is 2" in shown(app)


def test_three_files_are_too_many(open_page, small_dataset):
    app = upload(open_page(data=""), **public(small_dataset), third="message,water\nhello,1\n")
    assert "one labelled file by itself" in shown(app)


def test_a_message_is_never_read_as_markdown(open_page):
    quoted = HOSTILE.replace('"', '""')
    app = upload(open_page(data=""), mine=f'message,water\n"{quoted}",1\n')
    for kind in ("found", "miss"):
        app.radio(key="test_messages_kind").set_value(kind).run()
        if app.text:
            break
    assert shown(app) == HOSTILE
    assert "evil.example" not in texts(app)


@pytest.mark.parametrize(("message", "why"), [("x" * 5_001, "the limit is 5,000"), ("!!! ???", "no words to read")])
def test_a_message_that_classify_would_refuse_is_not_offered_there(open_page, message, why):
    app = upload(open_page(data="", kind="not_flagged"), mine=f"message,child_alone,offer\n{message},0,0\n")
    assert why in texts(app)
    assert app.button(key="test_messages_open").disabled


def test_a_message_in_a_language_that_the_model_does_not_know_is_announced_as_such(open_page):
    german = "Wir brauchen dringend Wasser und Zelte im Lager und bitte schickt Hilfe"
    app = upload(open_page(data="", kind="not_flagged"), mine=f"message,offer\n{german},0\n")
    assert "a language that it does not know" in texts(app)
