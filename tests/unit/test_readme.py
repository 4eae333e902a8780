"""The README's commands, code and figures are true."""

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.strip()
]


def test_the_two_commands_stand_there_as_people_type_them() -> None:
    assert "pip install -r requirements.txt && streamlit run app.py" in COMMANDS
    assert "pip install -r tests/requirements.txt && pytest" in COMMANDS


@pytest.mark.parametrize("command", [command for command in COMMANDS if "python -m classifier" in command])
def test_each_module_named_in_a_command_takes_the_options_given(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, name, *words = shlex.split(command)
    with pytest.raises(SystemExit) as end:
        import_module(name).main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert [word for word in words if word.startswith("--") and word not in shown] == []


def test_the_python_code_runs(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        names: dict[str, object] = {}
        exec(block, names)
        assert 0 <= float(names["water"]) <= 1  # type: ignore[arg-type]


def test_every_file_and_folder_that_it_names_is_there() -> None:
    named = set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README)) | set(
        re.findall(r"<img[^>]*src=\"([^\"]+)\"", README)
    )
    named |= {word for command in COMMANDS for word in command.split() if word.endswith((".txt", ".py"))}
    named |= set(re.findall(r"`((?:assets|tests|classifier)/[^` ]+)`", README)) - {"assets/MODEL_CARD.md"}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_results_table_and_the_model_card_are_those_of_the_metrics(assets: Path) -> None:
    if not (assets / "metrics.json").is_file():
        pytest.skip("assets/metrics.json is not there yet: python -m classifier.training.evaluate --data DIR")
    from classifier.training import card

    assert card.main(["--assets", str(assets), "--readme", str(ROOT / "README.md"), "--check"]) == 0


def test_limits_are_the_codes() -> None:
    from classifier.inference import MAX_CHARACTERS
    from classifier.labels import FEW_TEST_MESSAGES
    from classifier.text import MAX_TOKENS

    assert f"messages over {MAX_CHARACTERS:,} characters are refused" in README
    assert f"below {FEW_TEST_MESSAGES} test messages" in README
    assert f"the first {MAX_TOKENS} words" in README


def test_it_says_which_pythons_and_packages_are_meant() -> None:
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "streamlit~=1.67" in required
    assert 'tensorflow-cpu~=2.21.0; sys_platform == "linux"' in required
    assert "keras>=3.14" in required
    assert 'requires-python = ">=3.11' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
