"""The README's commands, code and figures are true."""

import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from streamlit.auth_util import validate_auth_credentials

from classifier.api.refusal import Refusal
from classifier.operating_points import OPERATING_POINTS
from classifier.training.fitting.thresholds import PRECISION_GOAL, RECALL_GOAL
from classifier.ui import login
from classifier.ui.login import INSTALL
from tests.benchmarks.first_start import FirstStart
from tests.secrets_file import SecretsFile
from tests.shipped import REPORT

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.strip()
]

PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_two_commands_stand_there_as_people_type_them() -> None:
    assert "pip install --no-compile -r requirements.txt && streamlit run app.py" in COMMANDS
    assert "pip install -r tests/requirements.txt && pytest" in COMMANDS


@pytest.mark.parametrize("command", [command for command in COMMANDS if "python -m classifier" in command])
def test_each_module_named_in_a_command_takes_the_options_given(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, name, *words = shlex.split(command)
    part = words[:1] if name == "classifier.review" else []
    with pytest.raises(SystemExit) as end:
        import_module(name).main([*part, "--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert [word for word in words if word.startswith("--") and word not in shown] == []


def test_the_python_code_runs(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = (block for block in PYTHON if "Classifier.load" in block)
    names: dict[str, object] = {}
    exec(block, names)
    assert 0 <= float(names["water"]) <= 1  # type: ignore[arg-type]


def test_a_file_is_scored_and_read_as_the_readme_says(
    tmp_path: Path, assets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.score.ASSETS", assets)
    monkeypatch.chdir(tmp_path)
    Path("messages.csv").write_text("id,message\n007,we need water and food\n008,\n", encoding="utf-8")
    (command,) = (command for command in COMMANDS if "messages.csv" in command)
    _, _, name, *words = shlex.split(command)
    assert import_module(name).main(words) == 0
    (block,) = (block for block in PYTHON if "answers.csv" in block)
    names: dict[str, Any] = {}
    exec(block, names)
    assert list(names["urgent"]["id"]) == ["007"]
    assert Path("answers.csv.json").is_file()


def test_the_secrets_of_the_readme_ask_for_a_login_and_an_address(secrets: SecretsFile) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    secrets.write(example)
    with pytest.raises(Refusal, match="cookie_secret"):  # everybody can read the one that stands there
        login.rule()
    secrets.write(example.replace('cookie_secret = ""', 'cookie_secret = "0123456789abcdef"'))
    validate_auth_credentials(login.DEFAULT)
    rule = login.rule()
    assert rule is not None
    assert rule.providers == (login.DEFAULT,)
    someone = {"is_logged_in": True, "email_verified": True}
    for address in ("ann@partner.example", "ben@example.org"):
        rule.check({**someone, "email": address})
    with pytest.raises(Refusal):
        rule.check({**someone, "email": "ben@partner.example"})


def test_the_package_of_the_login_is_installed_as_the_sign_in_screen_says() -> None:
    assert INSTALL.removeprefix("pip install ") in next(line for line in COMMANDS if "classifier/ui" in line)


def test_every_file_and_folder_that_it_names_is_there() -> None:
    named = set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README)) | set(
        re.findall(r"<img[^>]*src=\"([^\"]+)\"", README)
    )
    named |= {word for command in COMMANDS for word in command.split() if word.endswith((".txt", ".py"))}
    named |= set(re.findall(r"`((?:assets|tests|classifier)/[^` ]+)`", README)) - {"assets/MODEL_CARD.md"}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_results_table_and_the_model_card_are_those_of_the_metrics(assets: Path) -> None:
    from classifier.training import card

    assert card.main(["--assets", str(assets), "--readme", str(ROOT / "README.md"), "--check"]) == 0


def test_the_limits_in_the_readme_are_those_of_the_code() -> None:
    from classifier.api.schema import MAX_MESSAGES
    from classifier.inference import MAX_CHARACTERS
    from classifier.report.support import FEW_TEST_MESSAGES
    from classifier.text.languages import BY_CODE
    from classifier.text.ngrams import MAX_BYTES
    from classifier.text.reading import MAX_TOKENS, WINDOW

    assert f"messages over {MAX_CHARACTERS:,} characters are refused" in README
    assert f"messages for programs, at most {MAX_MESSAGES:,} in one request" in README
    assert f"below {FEW_TEST_MESSAGES} test messages" in README
    assert f"more than {MAX_TOKENS} words besides stop words is read sentence by sentence" in README
    assert f"overlapping windows of {WINDOW} words" in README
    assert all(language.title in README for language in BY_CODE.values())
    assert f"the first {MAX_BYTES:,} bytes" in README


def test_the_number_of_test_messages_is_the_measured_one() -> None:
    numbers = re.findall(r"([\d,]+) (?:test )?messages", README)
    assert set(numbers) == {f"{REPORT.rows.test:,}", "30"}


@pytest.mark.parametrize("text", [README, *(point.meaning for point in OPERATING_POINTS.values())])
def test_the_goals_of_the_operating_points_are_those_of_training(text: str) -> None:
    assert set(re.findall(r"finds (\d+) %", text)) <= {f"{100 * RECALL_GOAL:.0f}"}
    assert set(re.findall(r"right (\d+) %", text)) <= {f"{100 * PRECISION_GOAL:.0f}"}


def test_the_app_installs_nothing_that_only_training_needs() -> None:
    names = re.findall(r"^[a-z-]+", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(names) & {"scikit-learn", "scipy", "joblib"} == set()


def test_the_packages_of_training_and_tests_build_on_the_apps() -> None:
    tests = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    rooms = ["-r ../classifier/training/requirements.txt", "-r ../classifier/scoring/requirements.txt"]
    assert tests[:3] == ["-r ../requirements.txt", *rooms]


def test_the_figures_of_the_first_start_are_in_the_words_of_the_script_that_measures_them() -> None:
    sentences = README.partition("<!-- first start -->")[2].partition("<!-- /first start -->")[0]
    as_measured = FirstStart(60, 1.8, compiling_seconds=15, import_seconds=3, answer_seconds=5).in_words()
    assert without_numbers(sentences.strip()) == without_numbers(as_measured)


def without_numbers(text: str) -> str:
    """A text in which every number is the same."""
    return re.sub(r"\d+(\.\d+)?", "0", text)
