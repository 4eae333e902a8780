"""The layers: imports run one way, streamlit stays in the pages, and light modules stay light."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BELOW = {
    "classifier.model": 3,
    "classifier.artifacts": 3,
    "classifier.tokenizer": 4,
    "classifier.ngrams": 5,
    "classifier.surface": 5,
    "classifier.text": 5,
    "classifier.labels": 6,
    "classifier.errors": 6,
    "classifier": 6,
}
"""What the modules that pages call (2) are made of; imports go toward the same or a higher number only."""
HEAVY = ("tensorflow", "keras", "streamlit")


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {"app": ROOT / "app.py"} if (ROOT / "app.py").is_file() else {}
    for path in sorted((ROOT / "classifier").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(name: str) -> frozenset[str]:
    """Dotted names that a module imports anywhere in its text, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {one if one in modules() else str(node.module) for one in whole}
    return frozenset(found)


def own(name: str) -> set[str]:
    """The project's own modules among a module's imports."""
    return {found for found in imports(name) if found.split(".")[0] == "classifier"}


def layer(name: str) -> int:
    """0 the app, 1 its pages, 2 what pages call, 3 and more what that is made of."""
    if name == "app":
        return 0
    return 1 if name.startswith("classifier.ui") else BELOW.get(name, 2)


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_run_one_way(name: str) -> None:
    if name.startswith("classifier.training"):
        assert not {found for found in own(name) if found.startswith("classifier.ui")}
    else:
        assert not {found for found in own(name) if found.startswith("classifier.training")}
        assert {found for found in own(name) if layer(found) < layer(name)} == set()


@pytest.mark.parametrize("name", sorted(modules()))
def test_only_the_app_and_its_pages_import_streamlit(name: str) -> None:
    if name != "app" and not name.startswith("classifier.ui"):
        assert not {found for found in imports(name) if found.split(".")[0] == "streamlit"}


def test_nothing_that_the_app_reaches_is_training() -> None:
    reached, waiting = set(), [name for name in modules() if name == "app" or name.startswith("classifier.ui")]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += own(name) & set(modules())
    assert not {name for name in reached if name.startswith("classifier.training")}


def test_there_is_no_import_circle() -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for other in own(name) & set(modules()) - {"classifier"}:
                visit(other, (*above, name))
            done.add(name)

    for name in modules():
        visit(name, ())


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_module_is_a_drawer_or_too_long(name: str) -> None:
    assert name.rsplit(".", 1)[-1] not in {"utils", "helpers", "common", "misc"}
    assert len(modules()[name].read_text(encoding="utf-8").splitlines()) <= 200


LIGHT = (
    "classifier",
    "classifier.text",
    "classifier.report",
    "classifier.tokenizer",
    "classifier.labels",
    "classifier.charts",
)


def test_light_modules_import_neither_tensorflow_nor_streamlit() -> None:
    wanted = [name for name in LIGHT if name in modules()]
    code = f"import sys, {', '.join(wanted)}; print(*[n for n in {HEAVY!r} if n in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.split() == []


@pytest.mark.parametrize("name", ["classifier.text", "classifier.report", "classifier.tokenizer"])
def test_text_and_report_alone_import_no_tensorflow(name: str) -> None:
    if name not in modules():
        pytest.skip(f"{name} is not there yet")
    code = f"import sys, {name}; print('tensorflow' in sys.modules, 'keras' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.split() == ["False", "False"]
