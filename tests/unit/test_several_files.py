"""Several files at once, here and at addresses: what their outputs are called, what is refused, what is resumed."""

import json
import os
import socket
import sys
import zipfile
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from classifier import artifacts, score
from classifier.inference import Classifier
from classifier.scoring import cluster, parts, places
from classifier.scoring.engine import Engine
from classifier.scoring.parts import Order


@pytest.fixture(scope="module")
def classifier(small_assets: Path) -> Classifier:
    """A small classifier that was never trained."""
    return Classifier.load(small_assets)


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch, small_assets: Path, classifier: Classifier) -> None:
    """The command works with the small classifier, loaded once."""
    monkeypatch.setattr(score, "ASSETS", small_assets)
    monkeypatch.setattr(score, "load", lambda: classifier)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, which is also the current one, with parts in `in`."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.tsv", "2010/a.csv"):
        write(tmp_path / "in" / name)
    return tmp_path


def write(path: Path, text: str = "id,message\n007,=we need water\n8,\n") -> None:
    """A small file of messages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(",", "\t") if path.suffix == ".tsv" else text, encoding="utf-8")


def ran(*words: Path | str) -> int:
    """Run the command."""
    return score.main([str(word) for word in words])


def names(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def refusal(capsys: pytest.CaptureFixture[str], *words: Path | str) -> str:
    """The one sentence that a run ends with."""
    assert ran(*words) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    return sentence


def test_a_folder_takes_every_part_in_its_own_format_and_under_its_own_name(folder: Path) -> None:
    assert ran("in/**/*.?sv", "out") == 0
    outputs = ["2010/a.csv", "a.csv", "b.tsv"]
    assert names(folder / "out") == sorted(["_run.json", *outputs, *(f"_sidecars/{name}.json" for name in outputs)])


def test_a_pattern_names_the_format_of_all_outputs_and_how_they_begin(folder: Path) -> None:
    assert ran("in/*.?sv", "out/scored-*.parquet") == 0
    assert [name for name in names(folder / "out") if "_sidecars" not in name] == [
        "_run.json",
        "scored-a.parquet",
        "scored-b.parquet",
    ]
    assert len(pd.read_parquet("out")) == 4  # what else is in the folder counts as no data


def test_each_part_is_what_the_command_makes_of_it_alone(folder: Path) -> None:
    assert ran("in/*.csv", "out") == 0
    assert ran("in/a.csv", "alone.csv") == 0
    assert Path("out/a.csv").read_bytes() == Path("alone.csv").read_bytes()
    beside, alone = (json.loads(Path(name).read_text()) for name in ("out/_sidecars/a.csv.json", "alone.csv.json"))
    assert {name: value for name, value in beside.items() if name not in ("run", "bytes")} == alone


def test_the_record_adds_up_the_parts_and_names_those_that_are_missing(
    folder: Path, capsys: pytest.CaptureFixture[str], small_assets: Path
) -> None:
    write(folder / "in" / "bad.csv", "one,two\n1,2\n")
    write(folder / "in" / "ragged.csv", "id,message\n1,2,3\n4,food\n")
    assert ran("in/*.csv", "out", "--point", "recall") == 1
    problem, rejected = capsys.readouterr().err.splitlines()
    assert problem.startswith("bad.csv was not scored: Which column of bad.csv holds the messages?")
    assert rejected.startswith("Rows left out because they do not fit the columns or cannot be read: 1, in ragged.csv")
    record = json.loads(Path("out/_run.json").read_text())
    assert (record["operating_point"], record["input"]) == ("recall", "in/*.csv")
    assert record["model_sha256"] == artifacts.read_manifest(small_assets).model_sha256
    assert (record["parts"], record["rows"], record["blank"], record["rejected"]) == (3, 3, 1, 1)
    assert list(record["not_scored"]) == ["bad.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["in/*.xyz", "out"], "No file matches in/*.xyz."),
        (["in/*.csv", "out.csv"], "Several files do not go into one, out.csv: name a folder"),
        (["in/*.csv", "out/*.txt"], "does not tell the format"),
        (["in/*.csv", "out/*/a.csv"], "out/*/a.csv must have one star, in the last part of its name"),
        (["in/*.csv", "in"], "The output of a.csv would replace an input"),
        (["in/*.csv", "out", "--gold"], "--gold judges one file on this machine"),
        (["in/*.csv", "-"], "Standard input and output are no files"),
        (["in/?.?sv", "in/a.csv/x"], "cannot be written"),
        (["nowhere://x/*.csv", "out"], "nowhere://x/*.csv cannot be reached: Protocol not known: nowhere."),
        (["in/a.csv", "nowhere://out.csv"], "cannot be reached"),
        (["in/a.csv", "none/out.csv", "--scheduler", "tcp://x:1"], "out.csv cannot be written to "),
        (["in/a.csv", "out.csv", "--scheduler", ""], "begins with tcp:// or tls://, not as '' does."),
        (
            ["in/a.csv", "out.csv", "--scheduler", "http://x:1"],
            "begins with tcp:// or tls://, not as 'http://x:1' does.",
        ),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = names(folder)
    assert said in refusal(capsys, *words)
    assert names(folder) == before


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("in/*.csv", "link"),
        ("in/*.csv", "file://{}/in"),
        ("file://{}/in/*.csv", "in"),
        ("links/*.csv", "in"),
        ("memory://{}/*.csv", "memory://{}"),
        ("simplecache::file://{}/in/*.csv", "in"),
        ("file://{}/in/a.csv", "in/a.csv"),
        ("local://{}/in/a.csv", "file://{}/link/a.csv"),
    ],
)
def test_an_output_replaces_no_input_whatever_address_or_link_leads_to_it(
    folder: Path, capsys: pytest.CaptureFixture[str], given: str, wanted: str
) -> None:
    (folder / "link").symlink_to("in")
    (folder / "links").mkdir()
    (folder / "links" / "a.csv").symlink_to("../in/a.csv")
    fsspec.filesystem("memory").pipe_file(f"{folder}/a.csv", b"message\nwater\n")
    before = names(folder), Path("in/a.csv").read_bytes()
    said = refusal(capsys, given.format(folder), wanted.format(folder))
    assert "The output of a.csv would replace an input" in said or "Input and output are the same file, a.csv" in said
    assert (names(folder), Path("in/a.csv").read_bytes()) == before


def test_one_file_on_a_cluster_does_not_replace_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "link.csv").symlink_to("in/a.csv")
    said = refusal(capsys, "link.csv", "in/a.csv", "--scheduler", "tcp://127.0.0.1:1")
    assert said.startswith("Input and output are the same file")


def test_links_to_files_are_parts_and_a_link_that_leads_nowhere_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "links" / "folder.csv").mkdir(parents=True)
    for name, target in (("a.csv", "../in/a.csv"), ("broken.csv", "gone.csv"), ("linked.csv", "folder.csv")):
        (folder / "links" / name).symlink_to(target)
    said = refusal(capsys, "links/*.csv", "out")
    assert said.startswith("broken.csv was not scored: broken.csv in ")
    assert said.endswith("links cannot be read: No such file or directory.")
    assert names(folder / "out") == ["_run.json", "_sidecars/a.csv.json", "a.csv"]


def test_a_file_whose_name_is_not_utf_8_is_named_and_the_others_are_scored(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in" / os.fsdecode(b"\xff.csv")).write_text("message\nwater\n")
    assert "\\udcff.csv is not UTF-8" in refusal(capsys, "in/*.csv", "out")
    assert names(folder / "out") == ["_run.json", "_sidecars/a.csv.json", "a.csv"]
    assert list(json.loads(Path("out/_run.json").read_text())["not_scored"]) == ["\udcff.csv"]
    assert "is not UTF-8" in refusal(capsys, "in/*.csv", "out", "--scheduler", "tcp://127.0.0.1:1")
    assert "is not UTF-8" in refusal(capsys, os.fsdecode(b"in/\xff.csv"), "out.csv")


def test_a_name_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "in" / "odd.csv", "id,a\x1b]0;b\x07\n1,2\n")
    said = refusal(capsys, "in/odd.csv", "out.csv")
    assert r"a\x1b]0;b\x07" in said
    assert "there\\nis" in refusal(capsys, "in/there\nis no such.csv", "out.csv")
    assert "there\\nis" in refusal(capsys, "in/there\nis none*.csv", "out")


def test_two_parts_do_not_share_an_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "in" / "a.tsv")
    said = refusal(capsys, "in/a.?sv", "out/*.jsonl")
    assert said == "a.csv and a.tsv would both be written to a.jsonl: score them separately."


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    write(folder / "in" / "[a].csv")
    assert ran("in/[a].csv", "out.csv") == 0
    assert (folder / "out.csv.json").is_file()


@pytest.mark.parametrize("protocol", places.REFUSED)
def test_addresses_that_can_do_more_than_name_files_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], protocol: str
) -> None:
    for address in (f"{protocol}://x/*.csv", f"simplecache::{protocol}://x/*.csv", f"{protocol.upper()}::file://x/*"):
        assert f'Addresses with "{protocol}" are not taken' in refusal(capsys, address, "out")


def test_a_name_in_an_archive_does_not_lead_out_of_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile("evil.zip", "w") as archive:
        archive.writestr("in/../../evil.csv", "message\nwater\n")
    said = refusal(capsys, f"zip://in/**/*.csv::file://{folder}/evil.zip", "out/deep")
    assert "leads out of its folder" in said or "No file matches" in said
    assert not list(folder.rglob("evil.csv"))


def test_a_name_that_looks_like_an_address_is_a_file_in_its_own_filesystem(folder: Path) -> None:
    with zipfile.ZipFile("odd.zip", "w") as archive:
        archive.writestr("reference::{{1+1}}.csv", "message\nwater\n")
    assert ran(f"zip://*.csv::file://{folder}/odd.zip", "out") == 0
    assert "reference::{{1+1}}.csv" in names(folder / "out")


def test_credentials_in_an_address_are_neither_noted_nor_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "secret" not in refusal(capsys, "ftp://me:secret@127.0.0.1:1/*.csv", "out")
    assert places.without_credentials("ftp://me:secret@host/x") == "ftp://host/x"


def test_files_at_an_address_come_and_go_as_copies(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "a.csv").write_text("old", encoding="utf-8")
    assert ran(f"simplecache::file://{folder}/in/*.csv", f"simplecache::file://{folder}/out/*.csv") == 0
    assert ran("in/a.csv", "alone.csv") == 0
    assert names(folder / "out") == ["_run.json", "_sidecars/a.csv.json", "a.csv"]
    assert Path("out/a.csv").read_bytes() == Path("alone.csv").read_bytes()


def changed(folder: Path) -> list[str]:
    """The outputs that a resumed run writes again."""
    before = {path: path.stat().st_ino for path in folder.glob("out/*.csv")}
    assert ran("in/*.csv", "out/*.csv", "--resume") == 0
    return [path.name for path in folder.glob("out/*.csv") if before.get(path) != path.stat().st_ino]


def test_resume_skips_what_is_complete_and_counts_it(folder: Path) -> None:
    write(folder / "in" / "c.csv")
    assert ran("in/*.csv", "out/*.csv") == 0
    record = Path("out/_run.json").read_bytes()
    assert changed(folder) == []
    assert Path("out/_run.json").read_bytes() == record


@pytest.mark.parametrize("missing", ["out/c.csv", "out/_sidecars/c.csv.json"])
def test_resume_scores_a_part_that_lacks_its_output_or_its_sidecar(folder: Path, missing: str) -> None:
    write(folder / "in" / "c.csv")
    assert ran("in/*.csv", "out/*.csv") == 0
    Path(missing).unlink()
    assert changed(folder) == ["c.csv"]


def test_resume_scores_a_part_whose_input_or_output_has_changed(folder: Path) -> None:
    write(folder / "in" / "c.csv")
    assert ran("in/*.csv", "out/*.csv") == 0
    write(folder / "in" / "c.csv", "id,message\n1,food\n")
    assert changed(folder) == ["c.csv"]
    Path("out/a.csv").write_text("cut", encoding="utf-8")
    assert changed(folder) == ["a.csv"]


def test_what_another_operating_point_made_is_not_taken_for_complete(folder: Path) -> None:
    assert ran("in/*.csv", "out/*.csv", "--point", "half") == 0
    assert changed(folder) == ["a.csv"]


class Interrupting:
    """A watcher that has something done before the first rows are counted."""

    def __init__(self, do: object = None, stop: bool = False) -> None:
        self._do, self._stop = do, stop

    def begin(self, done: int, total: int | None) -> None:
        if callable(self._do):
            self._do()

    def advance(self, rows: int) -> None: ...

    def stopped(self) -> bool:
        return self._stop


@pytest.fixture
def order(folder: Path) -> Order:
    """The order to score one part."""
    (order,) = parts.orders(parts.plan("in/a.csv", "out.csv"), None, "balanced", False)
    return order


def test_two_runs_of_one_part_at_the_same_time_leave_one_good_output(
    folder: Path, order: Order, classifier: Classifier
) -> None:
    def scored(watcher: Interrupting) -> parts.Outcome:
        return parts.score(order, classifier.manifest, lambda: classifier, Engine(), watcher)

    inner = []
    outer = scored(Interrupting(lambda: inner.append((scored(Interrupting()), Path("out.csv").read_bytes()))))
    ((first, content),) = inner
    assert first == outer
    assert outer.problem == ""
    assert Path("out.csv").read_bytes() == content
    assert names(folder / "_unfinished") == []


def test_a_part_that_nobody_waits_for_leaves_nothing(folder: Path, order: Order, classifier: Classifier) -> None:
    with pytest.raises(parts.Stopped):
        parts.score(order, classifier.manifest, lambda: classifier, Engine(), Interrupting(stop=True))
    assert not Path("out.csv").exists()
    assert names(folder / "_unfinished") == []


def test_two_runs_do_not_write_to_the_same_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with parts.prepared(parts.plan("in/*.csv", "out")):
        assert refusal(capsys, "in/*.csv", "out") == "Another run is writing out: wait until it has ended."


def test_what_a_killed_run_left_unfinished_is_cleared_away(folder: Path) -> None:
    write(folder / "out" / "_unfinished" / "xyz" / "a.csv.part")
    assert ran("in/*.csv", "out") == 0
    assert not Path("out/_unfinished").exists()


def test_without_dask_a_sentence_says_how_to_install_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = refusal(capsys, "in/*.csv", "out", "--scheduler", "tcp://127.0.0.1:1")
    assert said.endswith("not installed: pip install -r classifier/scoring/requirements.txt")


def test_a_scheduler_that_does_not_answer_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert refusal(capsys, "in/*.csv", "out", "--scheduler", address).startswith(
            f"No Dask scheduler answers at {address}: "
        )
    assert not Path("out").exists()
