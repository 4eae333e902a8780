"""Messages that the model was trained or validated on are recognised by hashes that hold nothing of them."""

from pathlib import Path

import numpy as np
import pytest

from classifier import artifacts
from classifier.dataset.seen_messages import SeenMessages, key
from classifier.errors import ArtifactError
from tests import small_artifacts

MESSAGE = "We need water, please: Dèlma 33 (near the church)!"
SEEN = SeenMessages.of([MESSAGE, "help", "", "?!", "Nou bezwen dlo"])

SAME = (
    MESSAGE,
    MESSAGE.upper(),
    f"  {MESSAGE}\n",
    MESSAGE.replace(" ", "\u00a0\u200b "),
    MESSAGE.replace("è", "e"),
    MESSAGE.replace("è", "e\u0300"),
    "We need water please Dèlma 33 near the church",
    "".join(chr(ord(sign) + 0xFEE0) if "a" <= sign <= "z" else sign for sign in MESSAGE),
    "HELP!!!",
)
OTHER = ("We need water, please: Delma 34 (near the church)!", "we need", "", "  ", "?!", "nou bezwen", "helps")


@pytest.mark.parametrize("message", SAME)
def test_a_message_is_recognised_whatever_its_case_spaces_accents_and_invisible_characters(message: str) -> None:
    assert SEEN.among(SEEN.hash([message])).tolist() == [True]


@pytest.mark.parametrize("message", OTHER)
def test_another_message_is_not_recognised(message: str) -> None:
    assert SEEN.among(SEEN.hash([message])).tolist() == [False]


def test_the_file_holds_eight_bytes_for_each_message_and_a_salt_that_is_new_each_time() -> None:
    again = SeenMessages.of([MESSAGE, "help", "Nou bezwen dlo"])
    assert len(SEEN.to_bytes()) == len(again.to_bytes()) == 16 + 3 * 8
    assert not set(SEEN.hashes) & set(again.hashes)


def test_messages_that_differ_in_trivial_things_have_one_hash() -> None:
    assert len(np.unique(SEEN.hash(["Help us", "help  us.", "HELPUS"]))) == 1


def test_a_lone_surrogate_is_a_message_too() -> None:
    assert SEEN.among(SEEN.hash(["\ud800 water"])).tolist() == [False]


def test_letters_of_every_script_tell_messages_apart() -> None:
    assert key("水が必要") != key("水が不要")


def test_what_training_wrote_is_read_back(small_assets: Path) -> None:
    found = SeenMessages.load(small_assets, artifacts.read_manifest(small_assets))
    assert found.among(found.hash([*small_artifacts.SEEN, "another"])).tolist() == [True, True, False]


def test_a_model_without_the_hashes_is_told_apart_with_the_command_that_writes_them(tmp_path: Path) -> None:
    folder = small_artifacts.write(tmp_path / "assets")
    (folder / artifacts.SEEN).unlink()
    artifacts.write(folder, {})
    with pytest.raises(ArtifactError, match=r"seen_messages\.bin.*missing.*--seen-only"):
        SeenMessages.load(folder, artifacts.read_manifest(folder))


@pytest.mark.parametrize("content", [b"", b"short", b"0" * 16 + b"1234567"])
def test_a_file_that_is_no_list_of_hashes_is_named(tmp_path: Path, content: bytes) -> None:
    folder = small_artifacts.write(tmp_path / "assets")
    artifacts.write(folder, {artifacts.SEEN: content})
    with pytest.raises(ArtifactError, match="not a list of hashes"):
        SeenMessages.load(folder, artifacts.read_manifest(folder))
