"""The page *Review* in Streamlit's own test runner, with the real record on SQLite and the real model."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from classifier.reviews.review import ErrorKind, Mark, Method, Reviewer, Source
from classifier.reviews.stack import StackMessage
from classifier.reviews.store import Store, open_store
from classifier.scoring.job import Done
from classifier.scoring.output import Tally
from classifier.scoring.preview import Preview
from classifier.scoring.source import Rejected
from classifier.scoring.workbook_writer import Cut
from classifier.ui.batch.stages import Chosen, Result
from classifier.ui.review.new_stack import LINES
from classifier.ui.review.record import get_store
from classifier.ui.review.session import DESK
from classifier.ui.shared.checking import TO_CHECK
from classifier.ui.shared.scored_file import STAGE
from tests.app.conftest import MAIN
from tests.app.steps import NEEDS, submit, texts
from tests.reviewing import ANN, BEN, review, stack
from tests.small_scored import scored

PAGE = "review/page.py"
HOSTILE = "**bold** $x$ :red[x] <b>x</b> <script>alert(1)</script>"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty record."""
    monkeypatch.setenv("CLASSIFIER_REVIEWS_URL", f"sqlite:///{tmp_path}/reviews.db")
    monkeypatch.delenv("DISASTER_DATA", raising=False)
    return open_store()


@pytest.fixture
def page(app: AppTest, store: Store) -> AppTest:
    """The page, with a reviewer."""
    app.run()  # only this run makes the pages known
    app.switch_page(PAGE).run()
    return named(app, "Ann")


def named(app: AppTest, name: str) -> AppTest:
    """Say who reviews."""
    return app.text_input(key="reviewer_name").set_value(name).run()


def pasted(app: AppTest, *lines: str) -> AppTest:
    """Make a stack of lines."""
    app.text_area(key=LINES).set_value("\n".join(lines))
    return app.button(key="review_make").click().run()


def another_stack(app: AppTest, store: Store, *lines: str) -> AppTest:
    """Go on with a stack that somebody else made."""
    made = stack(lines)
    store.add_stack(made)
    return app.run().selectbox(key="review_stack").set_value(made.id).run()


def number(app: AppTest) -> int:
    """The number of the message on the desk."""
    return int(app.session_state[DESK].item.number)


def answer(app: AppTest, *topics: str, not_sure: tuple[str, ...] = (), related: int | None = None) -> AppTest:
    """Fill in the first judgement and submit it."""
    app.multiselect(key=f"review_first_topics_{number(app)}").set_value(list(topics))
    app.multiselect(key=f"review_first_not_sure_{number(app)}").set_value(list(not_sure))
    if related is not None:
        app.radio(key=f"review_first_related_{number(app)}").set_value(related)
    return app.button(key=f"review_submit_{number(app)}").click().run()


def look_at(app: AppTest, *names: str) -> AppTest:
    """Open the rows of labels on which reviewer and model agree."""
    return app.multiselect(key=f"review_final_more_{number(app)}").set_value(list(names)).run()


def change(app: AppTest, name: str, mark: Mark) -> None:
    """Change the final answer about a label whose row is open."""
    app.segmented_control(key=f"review_final_{name}_{number(app)}").set_value(mark)


def comment(app: AppTest, name: str, said: str) -> None:
    """Comment on a label whose row is open."""
    app.text_input(key=f"review_final_comment_{name}_{number(app)}").set_value(said)


def finish(app: AppTest) -> AppTest:
    """Save and go on."""
    return app.button(key=f"review_save_{number(app)}").click().run()


def open_tab(app: AppTest, name: str) -> AppTest:
    """Open a tab."""
    app.session_state["review_view"] = name
    return app.run()


def plain(app: AppTest) -> list[str]:
    """What is shown as plain text."""
    return [element.value for element in app.text]


def test_the_name_is_remembered_while_other_pages_are_open(page: AppTest) -> None:
    page.switch_page("model_card/page.py").run()
    page.switch_page(PAGE).run()
    assert page.text_input(key="reviewer_name").value == "Ann"


def test_without_a_name_nothing_can_be_judged(app: AppTest, store: Store) -> None:
    app.run()
    app.switch_page(PAGE).run()
    assert "Enter your name" in texts(app)
    assert not app.text_area


def test_pasted_lines_become_a_stack_each_once_and_blank_ones_dropped(page: AppTest, store: Store) -> None:
    pasted(page, NEEDS, "", "  ", NEEDS, HOSTILE)
    (made,) = store.stacks()
    assert (made.messages, made.reviewers_per_message) == (2, 1)
    found = store.next_message(made.id, ANN)
    assert found
    assert (found.sampling.method, found.sampling.inclusion_probability) == (Method.ALL, 1.0)


def test_no_line_gets_a_sentence_and_no_stack(page: AppTest, store: Store) -> None:
    pasted(page, " ")
    assert "Paste at least one message." in plain(page)
    assert store.stacks() == ()


def test_a_message_is_plain_text_and_nothing_of_the_answer_is_shown_before_the_judgement(page: AppTest) -> None:
    pasted(page, HOSTILE)
    assert HOSTILE in plain(page)
    assert HOSTILE not in texts(page)
    assert "The model" not in texts(page)


def test_the_first_judgement_is_kept_with_the_hierarchy_before_the_answer_appears(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), "water", not_sure=("food",))
    (saved,) = store.reviews()
    labels = saved.first.labels
    assert [labels[name] for name in ("water", "aid_related", "food")] == [Mark.MARKED, Mark.MARKED, Mark.NOT_SURE]
    assert (saved.first.related, saved.blind, saved.final, saved.source) == (1, True, None, Source.PASTE)
    assert "Water implies Aid related" in texts(page)
    assert "**You and the model** :blue-badge" in texts(page)
    assert "flagged from" in texts(page)


def test_first_and_final_judgement_are_both_kept(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), related=1)
    change(page, "water", Mark.MARKED)
    page.text_input(key=f"review_final_note_{number(page)}").set_value("Missed the water")
    page.selectbox(key=f"review_final_kind_{number(page)}").set_value(ErrorKind.SLIP)
    finish(page)
    (now,) = store.current()
    assert now.final
    assert (now.first.labels["water"], now.final.labels["water"]) == (Mark.NOT_MARKED, Mark.MARKED)
    assert (now.note, now.error_kind) == ("Missed the water", ErrorKind.SLIP)
    assert len(list(store.reviews())) == 2


def test_a_label_can_be_commented_changed_or_confirmed(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), "water", "fire")
    change(page, "food", Mark.MARKED)
    comment(page, "food", " =HYPERLINK(1) ")
    comment(page, "fire", "smoke is meant")
    finish(page)
    (now,) = store.current()
    assert now.final
    assert [now.final.labels[name] for name in ("water", "food", "fire")] == [Mark.MARKED] * 3
    assert now.first.labels["food"] == Mark.NOT_MARKED
    assert dict(now.comments) == {"food": "=HYPERLINK(1)", "fire": "smoke is meant"}


def test_only_labels_on_which_reviewer_and_model_differ_are_open_until_asked_for(page: AppTest) -> None:
    answer(pasted(page, NEEDS), "water", not_sure=("cold",))
    opened = {one.key for one in page.segmented_control}
    assert {f"review_final_{name}_{number(page)}" for name in ("food", "cold")} <= opened
    assert f"review_final_water_{number(page)}" not in opened
    look_at(page, "water", "related")
    change(page, "water", Mark.NOT_SURE)
    comment(page, "related", "clear enough")
    assert f"review_final_related_{number(page)}" in {one.key for one in page.segmented_control}


def test_a_label_that_is_taken_out_under_one_that_implies_it_gets_a_sentence(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), "water")
    look_at(page, "aid_related")
    change(page, "aid_related", Mark.NOT_MARKED)
    finish(page)
    assert "Water implies Aid related" in "\n".join(one.value for one in page.warning)
    assert [one.final for one in store.current()] == [None]


def test_a_label_that_is_added_in_the_end_fills_in_what_it_implies(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), related=0)
    change(page, "water", Mark.MARKED)
    finish(page)
    (now,) = store.current()
    assert now.final
    assert (now.final.labels["aid_related"], now.final.related) == (Mark.MARKED, 1)


def test_what_a_label_had_filled_in_goes_with_it_and_what_was_chosen_stays(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS, f"{NEEDS} 2"), "water")
    look_at(page, "water")
    change(page, "water", Mark.NOT_MARKED)
    answer(finish(page), "water", "aid_related")
    look_at(page, "water")
    change(page, "water", Mark.NOT_MARKED)
    finish(page)
    found = [one.final.labels["aid_related"] for one in store.current() if one.final]
    assert found == [Mark.NOT_MARKED, Mark.MARKED]


def test_what_was_filled_in_and_then_confirmed_stays(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), "water")
    look_at(page, "water", "aid_related")
    change(page, "water", Mark.NOT_MARKED)
    finish(page)
    (now,) = store.current()
    assert now.final
    assert now.final.labels["aid_related"] == Mark.MARKED


def test_an_undone_review_shows_the_comments_that_were_made(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS, "two"), "water")
    comment(page, "food", "not asked for")
    finish(page)
    page.button(key="review_undo").click().run()
    assert page.text_input(key=f"review_final_comment_food_{number(page)}").value == "not asked for"
    comment(page, "food", "")
    finish(page)
    assert dict(store.current()[0].comments) == {}


def test_what_others_said_stands_beside_the_comparison_and_not_before(page: AppTest, store: Store) -> None:
    store.save(review(NEEDS, ["fire"], by=Reviewer(HOSTILE), not_sure=["cold"]))
    pasted(page, NEEDS)
    assert HOSTILE not in plain(page)
    assert "Fire" not in texts(page)
    answer(page, "water")
    assert HOSTILE in plain(page)
    assert HOSTILE not in texts(page)
    assert ":blue-badge[Fire]" in texts(page)
    assert "Cold" in texts(page)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose a topic"),
        ({"topics": ("water",), "related": 0}, "implies"),
        ({"topics": ("water",), "not_sure": ("water",)}, "Water: both"),
        ({"topics": ("water",), "not_sure": ("aid_related",)}, "Water implies Aid related"),
    ],
)
def test_answers_that_do_not_go_together_get_a_sentence_and_nothing_is_saved(page, store, given, said) -> None:
    answer(
        pasted(page, NEEDS), *given.get("topics", ()), not_sure=given.get("not_sure", ()), related=given.get("related")
    )
    assert said in texts(page)
    assert list(store.reviews()) == []


def test_not_sure_is_an_answer_about_related_too(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), related=3)
    (saved,) = store.reviews()
    assert saved.first.related is None


def test_skipped_messages_come_back_when_asked_for(page: AppTest) -> None:
    pasted(page, "one", "two")
    page.button(key="review_skip").click().run()
    assert "two" in plain(page)
    assert "**0 of 2**, 1 skipped" in texts(page)
    page.button(key="review_skip").click().run()
    page.button(key="review_skipped").click().run()
    assert "one" in plain(page)


def test_undo_brings_a_skipped_message_back(page: AppTest) -> None:
    pasted(page, "one", "two")
    page.button(key="review_skip").click().run()
    page.button(key="review_undo").click().run()
    assert "one" in plain(page)
    assert "skipped" not in texts(page)


def test_undo_opens_the_last_review_and_a_correction_takes_its_place(page: AppTest, store: Store) -> None:
    finish(answer(pasted(page, NEEDS, "two"), "water"))
    page.button(key="review_undo").click().run()
    assert NEEDS in plain(page)
    look_at(page, "water")
    change(page, "water", Mark.NOT_MARKED)
    finish(page)
    (now,) = store.current()
    assert now.final
    assert (now.first.labels["water"], now.final.labels["water"]) == (Mark.MARKED, Mark.NOT_MARKED)
    assert "two" in plain(page)


def test_saved_and_progress_are_shown_after_each_review(page: AppTest) -> None:
    finish(answer(pasted(page, NEEDS, "two"), "water"))
    assert "**1 of 2**" in texts(page)
    assert "Saved" in texts(page)


def test_the_end_of_a_stack_is_said(page: AppTest) -> None:
    finish(answer(pasted(page, NEEDS), "water"))
    assert "Nothing is left for you" in "\n".join(str(one.value) for one in page.success)


def test_progress_says_what_others_have_done(page: AppTest, store: Store) -> None:
    another_stack(page, store, "one", "two")
    (alone,) = store.stacks()
    store.save(review("one", by=BEN, stack=alone.id))
    page.button(key="review_skip").click().run()
    assert "**0 of 2**, 1 skipped, 1 by others" in texts(page)


def test_progress_counts_the_messages_that_have_all_their_reviewers(page: AppTest, store: Store) -> None:
    made = stack(["one", "two"], reviewers=2)
    store.add_stack(made)
    for person in (ANN, BEN):
        store.save(review("one", by=person, stack=made.id))
    page.run().selectbox(key="review_stack").set_value(made.id).run()
    assert "**1 of 2**, 1 with all 2 reviewers" in texts(page)


def test_a_stack_that_was_deleted_is_let_go_of_and_another_one_can_be_made(page: AppTest, store: Store) -> None:
    pasted(page, NEEDS)
    store.delete_all()
    page.run()
    assert "deleted meanwhile" in "\n".join(str(one.value) for one in page.info)
    assert NEEDS not in plain(page)
    assert "Fire" in plain(pasted(page, "Fire"))


def test_a_stack_can_be_put_aside(page: AppTest) -> None:
    pasted(page, NEEDS)
    page.selectbox(key="review_stack").set_value(None).run()
    assert NEEDS not in plain(page)
    assert page.text_area(key=LINES)


def test_a_stack_goes_on_where_its_reviewer_left_it(page: AppTest, store: Store) -> None:
    made = stack(["one", "two"])
    store.add_stack(made)
    store.save(review("one", by=ANN, stack=made.id))
    page.run()
    page.selectbox(key="review_stack").set_value(made.id).run()
    assert "two" in plain(page)


def test_while_the_database_is_away_the_judgement_stays_and_is_saved_later(page, store, tmp_path) -> None:
    pasted(page, NEEDS, "two")
    away = tmp_path / "away"
    away.mkdir()
    for file in tmp_path.glob("reviews.db*"):
        file.rename(away / file.name)
    (tmp_path / "reviews.db").mkdir()  # cannot be opened
    get_store()._engine.dispose()
    answer(page, "water")
    assert "not saved yet" in texts(page)
    assert "Saved" not in [one.value for one in page.markdown]
    assert "You and the model" in texts(page)
    finish(page)
    assert "2 judgements are not saved yet." in texts(page)
    assert not page.success
    assert not page.exception
    (tmp_path / "reviews.db").rmdir()
    for file in away.iterdir():
        file.rename(tmp_path / file.name)
    page.button(key="review_retry").click().run()
    assert [bool(one.final) for one in store.current()] == [True]
    assert "not saved yet" not in texts(page)
    assert "two" in plain(page)


def test_a_kind_of_error_that_cannot_be_saved_waits_like_a_judgement(page: AppTest, store: Store, tmp_path) -> None:
    store.save(review(HOSTILE, by=ANN, marked=["fire"]))
    open_tab(page, "What it adds up to")
    first = store.current()[0]
    page.selectbox(key="review_disagreement").set_value(first.message_sha256).run()
    page.selectbox(key=f"review_kind_of_{first.id}").set_value(ErrorKind.MODEL_WRONG)
    (tmp_path / "reviews.db").rename(tmp_path / "elsewhere")
    page.button(key=f"review_keep_{first.id}").click().run()
    assert "1 judgement is not saved yet." in texts(page)
    (tmp_path / "elsewhere").rename(tmp_path / "reviews.db")
    page.run()
    assert [one.error_kind for one in store.current()] == [ErrorKind.MODEL_WRONG]


def test_a_review_that_was_deleted_meanwhile_keeps_no_other_from_being_saved(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS, "two"), "water")
    store.delete(store.current()[0].id)
    finish(page)
    assert "deleted meanwhile" in texts(page)
    assert "Saved" not in texts(page)
    answer(page, "water")
    assert "Saved" in texts(page)
    assert len(store.current()) == 1


def test_of_two_stacks_with_the_same_name_the_one_on_the_desk_stays_there(page: AppTest, store: Store) -> None:
    for message in ("one", "two"):
        store.add_stack(stack([message]))
    page.run()
    names = page.selectbox(key="review_stack").options
    assert len(set(names)) == 2
    page.selectbox(key="review_stack").set_value(store.stacks()[0].id).run()
    answer(page, "water")
    assert [one.message for one in store.current()] == ["two"]


def test_a_review_that_was_committed_unnoticed_is_saved_once(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), "water")
    desk = page.session_state[DESK]
    desk.waiting.append(desk.review)
    page.run()
    assert len(list(store.reviews())) == 1
    assert desk.waiting == []


def test_a_record_that_cannot_be_opened_gets_a_sentence(app: AppTest, tmp_path, monkeypatch) -> None:
    (tmp_path / "reviews.db").write_bytes(b"this is no database" * 1000)
    monkeypatch.setenv("CLASSIFIER_REVIEWS_URL", f"sqlite:///{tmp_path}/reviews.db")
    app.run()
    app.switch_page(PAGE).run()
    named(app, "Ann")
    assert any("is damaged" in line for line in plain(app))
    assert not app.exception


def test_check_this_answer_takes_the_message_here_and_is_not_blind(app: AppTest, store: Store) -> None:
    submit(app, NEEDS)
    app.button(key="check_answer").click().run()
    app.switch_page(PAGE).run()
    app.session_state[TO_CHECK] = NEEDS
    answer(named(app, "Ann"), "water")
    (saved,) = store.reviews()
    assert (saved.source, saved.sampling.method, saved.blind) == (Source.CLASSIFY, Method.CHOSEN, False)
    finish(app)
    assert [bool(one.final) for one in store.current()] == [True]
    assert "Saved" in texts(app)


def test_a_message_whose_answer_this_session_saw_is_not_blind(app: AppTest, store: Store) -> None:
    submit(app, NEEDS)
    app.switch_page(PAGE).run()
    answer(pasted(named(app, "Ann"), NEEDS), "water")
    assert [one.blind for one in store.reviews()] == [False]


def test_a_message_that_the_reviewer_judged_in_another_stack_is_not_blind_again(page: AppTest, store: Store) -> None:
    finish(answer(pasted(page, NEEDS), "water"))
    another_stack(page, store, f"  {NEEDS.upper()}!")
    answer(page, "water")
    assert [one.blind for one in store.current()] == [True, False]
    assert "Not blind" in texts(page)


def test_an_answer_that_was_shown_is_known_after_a_deletion_and_under_another_name_in_between(page, store) -> None:
    finish(answer(pasted(page, NEEDS), "water"))
    store.delete(store.current()[0].id)
    named(named(page, "Ben"), "ann ")
    answer(pasted(page, NEEDS), "water")
    assert [one.blind for one in store.current()] == [False]


def test_a_judgement_from_a_second_tab_makes_the_open_message_not_blind(page: AppTest, store: Store) -> None:
    """The first tab has the message open while the second one is shown the answer."""
    pasted(page, NEEDS)
    second = AppTest.from_file(str(MAIN), default_timeout=180).run()
    second.switch_page(PAGE).run()
    named(second, "Ann")
    second.selectbox(key="review_stack").set_value(store.stacks()[0].id).run()
    answer(second, "water")
    answer(page, "water")
    assert [one.blind for one in store.current()] == [True, False]


def test_what_another_model_answered_leaves_a_review_blind(page: AppTest, store: Store) -> None:
    store.save(review(NEEDS, by=ANN))
    answer(pasted(page, NEEDS), "water")
    assert [one.blind for one in store.current()] == [True, True]


def test_a_text_like_one_that_this_session_saw_answered_is_not_blind(app: AppTest, store: Store) -> None:
    submit(app, NEEDS)
    app.switch_page(PAGE).run()
    answer(pasted(named(app, "Ann"), f"{NEEDS.lower()} !!"), "water")
    assert [one.blind for one in store.reviews()] == [False]


def test_a_message_opened_from_the_queue_is_not_blind_after_its_file_is_gone(app: AppTest, store: Store) -> None:
    app.run()
    app.session_state[STAGE] = Result(
        Chosen(Path("in/tweets.csv"), Preview(("message",), 2, Rejected(), None, "message", (), {})),
        "message",
        scored([NEEDS, "Fire in the city"], fire=[0.1, 0.9]),
        Done(Tally(2), Rejected(), Cut()),
    )
    app.switch_page("batch/page.py").run()
    app.session_state[STAGE] = None
    app.switch_page(PAGE).run()
    answer(pasted(named(app, "Ann"), NEEDS, "Never seen"), "water")
    answer(finish(app), "fire")
    assert [one.blind for one in store.current()] == [False, True]


def test_undo_after_the_answer_was_shown_leaves_the_first_judgement_as_it_was(page: AppTest, store: Store) -> None:
    finish(answer(pasted(page, NEEDS, "two"), related=0))
    page.button(key="review_undo").click().run()
    assert f"review_first_topics_{number(page)}" not in {one.key for one in page.multiselect}
    change(page, "water", Mark.MARKED)
    finish(page)
    assert [one.first.related for one in store.reviews()] == [0, 0, 0]
    assert [one.first.labels["water"] for one in store.reviews()] == [Mark.NOT_MARKED] * 3
    assert {one.blind for one in store.reviews()} == {True}


def test_figures_stand_beside_the_held_out_ones(page: AppTest, store: Store) -> None:
    finish(answer(pasted(page, NEEDS), "water", "food"))
    open_tab(page, "What it adds up to")
    rows = page.dataframe[0].value.set_index("Label")
    assert rows.loc["Water", "Precision"].startswith("100")
    assert "%" in rows.loc["Water", "Precision, held out"]
    assert "about" in rows.loc["Water", "More for ±5 points"]
    assert "Wilson" in texts(page)


def test_nobody_sees_what_others_said_before_their_own_judgement(page: AppTest, store: Store) -> None:
    store.save(review("Only Ben judged this", by=BEN))
    for tab in ("Review", "What it adds up to", "Files"):
        open_tab(page, tab)
        assert "Only Ben" not in "\n".join(plain(page)) + texts(page)
        assert not page.dataframe


def test_reviewers_who_judged_the_same_message_see_their_agreement(page: AppTest, store: Store) -> None:
    for i in range(4):
        store.save(review(f"m{i}", by=ANN, marked=["water"] * (i % 2)))
        store.save(review(f"m{i}", by=BEN, marked=["water"] * (i == 1)))
    open_tab(page, "What it adds up to")
    rows = next(table.value for table in page.dataframe if "Krippendorff's alpha" in table.value).set_index("Label")
    assert rows.loc["Water", "Messages"] == 4
    assert rows.loc["Fire", "Krippendorff's alpha"] == "–"


def test_first_and_final_figures_of_a_label_stand_beside_the_held_out_ones(page: AppTest, store: Store) -> None:
    answer(pasted(page, NEEDS), "food")
    change(page, "water", Mark.MARKED)
    finish(page)
    open_tab(page, "What it adds up to")
    page.selectbox(key="review_calibrated").set_value("water").run()
    table = next(one.value for one in page.dataframe if "Judgements" in one.value)
    shown = table.set_index("Judgements")["Precision"].str.split().str[0].tolist()
    assert shown[:2] == ["0", "100"]
    assert list(table["Judgements"]) == ["First, blind", "Final", "Held out"]


def test_an_opened_disagreement_shows_the_first_judgement_where_the_final_one_differs(page, store) -> None:
    answer(pasted(page, NEEDS), "fire")
    change(page, "fire", Mark.NOT_MARKED)
    finish(page)
    open_tab(page, "What it adds up to")
    page.selectbox(key="review_disagreement").set_value(store.current()[0].message_sha256).run()
    assert "**At first** :blue-badge[Weather related] :blue-badge[Fire]" in texts(page)


def test_a_disagreement_can_be_opened_and_given_a_kind_of_error(page: AppTest, store: Store) -> None:
    store.save(review(HOSTILE, by=ANN, marked=["fire"]))
    open_tab(page, "What it adds up to")
    opened = page.selectbox(key="review_disagreement")
    opened.set_value(store.current()[0].message_sha256).run()
    assert HOSTILE in plain(page)
    first = store.current()[0]
    page.selectbox(key=f"review_kind_of_{first.id}").set_value(ErrorKind.MODEL_WRONG)
    page.button(key=f"review_keep_{first.id}").click().run()
    assert [one.error_kind for one in store.current()] == [ErrorKind.MODEL_WRONG]


def test_one_review_can_be_deleted(page: AppTest, store: Store) -> None:
    store.save(review("first", by=ANN))
    store.save(review("second", by=ANN))
    open_tab(page, "Files")
    page.selectbox(key="review_delete_one").set_value(store.current()[0].id).run()
    page.button(key="review_delete").click().run()
    assert [one.message for one in store.current()] == ["second"]


def test_all_are_deleted_only_after_the_word_is_typed(page: AppTest, store: Store) -> None:
    store.save(review("first", by=ANN))
    open_tab(page, "Files")
    page.button(key="review_delete_all").click().run()
    assert len(store.current()) == 1
    page.text_input(key="review_delete_sure").set_value("delete").run()
    page.button(key="review_delete_all").click().run()
    assert store.current() == ()


def test_a_file_of_reviews_comes_in_once(page: AppTest, store: Store, tmp_path: Path) -> None:
    from classifier.reviews.files import write_reviews

    write_reviews(tmp_path / "r.jsonl", [review(HOSTILE, by=BEN)])
    for said in ("1 review added", "0 reviews added; 1 were there"):
        open_tab(page, "Files")
        page.file_uploader[0].set_value(("r.jsonl", (tmp_path / "r.jsonl").read_bytes(), "x/y")).run()
        assert any(said in line for line in plain(page))


def test_half_a_character_in_a_file_that_came_in_breaks_no_page(page: AppTest, store: Store) -> None:
    odd, said = "half \ud83d\0", "half ?\0"
    theirs = review(odd, by=Reviewer(odd), note=odd, comments={"water": odd}, flagged=())
    store.save_all([theirs, review(odd, by=ANN)])
    open_tab(page, "What it adds up to")
    page.selectbox(key="review_disagreement").set_value(theirs.message_sha256).run()
    assert {said, f"Water: {said}", f"Note: {said}"} <= set(plain(page))
    assert said in open_tab(page, "Files").selectbox(key="review_delete_one").options
    made = replace(stack([odd]), name=odd, drawn_by=theirs.reviewer)
    store.add_stack(made)
    open_tab(page, "Review").selectbox(key="review_stack").set_value(made.id).run()
    answer(page, "food")
    assert plain(page).count(said) == 2  # the message, and who else judged it
    assert not page.exception


def test_a_file_that_is_none_of_reviews_gets_a_sentence_with_its_name(page: AppTest) -> None:
    open_tab(page, "Files")
    page.file_uploader[0].set_value((f"{HOSTILE}.csv", b"a,b\n1,2\n", "text/csv")).run()
    assert any("has no column" in line and "script>.csv" in line for line in plain(page))


def test_a_stack_of_test_messages_is_drawn_at_random_with_its_chance(page, store, small_dataset, monkeypatch) -> None:
    monkeypatch.setenv("DISASTER_DATA", str(small_dataset))
    page.run()
    page.segmented_control(key="review_new_source").set_value(Source.TEST_MESSAGES.value).run()
    page.number_input(key="review_new_size").set_value(3)
    page.button(key="review_make").click().run()
    found = store.next_message(store.stacks()[0].id, ANN)
    assert found
    assert found.sampling.method == Method.RANDOM
    assert 0 < found.sampling.inclusion_probability < 1
    assert not np.isnan(found.sampling.inclusion_probability)


@pytest.fixture
def from_file(app: AppTest, store: Store) -> AppTest:
    """The page in a session that has scored a file: 60 messages, a few of them about water, and what cannot be read."""
    app.run()
    words = [f"message {i}" for i in range(60)] + ["message 1", " ", "Wir brauchen Wasser"]
    water = [0.9] * 4 + [0.2] * 6 + [0.01] * 53
    answers = scored(words, ["en"] * 62 + [None], water=water)
    preview = Preview(("message",), len(words), Rejected(), None, "message", (), {})
    done = Done(Tally(len(words)), Rejected(), Cut())
    app.session_state[STAGE] = Result(Chosen(Path("in/tweets.csv"), preview), "message", answers, done)
    app.switch_page(PAGE).run()
    named(app, "Ann")
    return app.segmented_control(key="review_new_source").set_value(Source.MANY_MESSAGES.value).run()


def drawn(app: AppTest, store: Store, method: Method, size: int) -> list[StackMessage]:
    """Draw a stack from the file; its messages."""
    app.segmented_control(key="review_new_method").set_value(method.value).run()
    app.number_input(key="review_new_size").set_value(size)
    app.button(key="review_make").click().run()
    found: list[StackMessage] = []
    while one := store.next_message(store.stacks()[0].id, BEN, [before.message for before in found]):
        found.append(one)
    return found


def test_a_random_stack_of_a_scored_file_has_each_text_that_was_read_once(from_file: AppTest, store: Store) -> None:
    found = drawn(from_file, store, Method.RANDOM, 100)
    assert sorted(one.message for one in found) == sorted(f"message {i}" for i in range(60))
    assert {one.sampling.inclusion_probability for one in found} == {1.0}


def test_a_stack_of_uncertain_messages_has_unequal_chances(from_file: AppTest, store: Store) -> None:
    found = drawn(from_file, store, Method.UNCERTAIN, 10)
    assert len(found) == 10
    assert {one.sampling.method for one in found} == {Method.UNCERTAIN}
    assert all(0 < one.sampling.inclusion_probability <= 1 for one in found)


def test_a_stratified_stack_names_its_label_and_takes_the_rare_ones(from_file: AppTest, store: Store) -> None:
    found = drawn(from_file, store, Method.STRATIFIED, 12)
    assert {one.sampling.label for one in found} == {"water"}
    assert {f"message {i}" for i in range(4)} <= {one.message for one in found}


def test_who_drew_the_stack_from_a_visible_queue_is_not_blind_and_others_are(from_file, store) -> None:
    drawn(from_file, store, Method.RANDOM, 5)
    answer(from_file, "water")
    from_file.session_state[STAGE] = None  # as in a later session
    finish(from_file)
    answer(from_file, "water")
    named(from_file, "Cleo")
    from_file.selectbox(key="review_stack").set_value(store.stacks()[0].id).run()
    answer(from_file, "water")
    found = store.current()
    assert [(one.reviewer.name, one.blind) for one in found] == [("Ann", False), ("Ann", False), ("Cleo", True)]
    assert {one.source for one in found} == {Source.MANY_MESSAGES}
