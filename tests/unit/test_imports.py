"""The rooms: imports run one way, Streamlit stays in the pages, and light rooms stay light."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    {"labels", "errors", "console"},
    {"network", "text", "dataset", "artifacts", "operating_points", "formatting"},
    {"inference", "report"},
    {"scoring", "reviews", "charts"},
    {"ui", "score", "review", "api"},
    {"app"},
)
"""From the bottom up; imports go down or stay on the same floor. Training may import all but the pages."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {"app": ROOT / "app.py"}
    for path in sorted((ROOT / "classifier").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(name: str) -> frozenset[str]:
    """Dotted names that a module imports anywhere, functions included."""
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
    """The project's own modules among a module's imports, except the package itself, which holds the version."""
    return {found for found in imports(name) if found in modules()} - {"classifier"}


def room(name: str) -> str:
    """The room of a module: the folder or file directly inside `classifier/`."""
    return name.removeprefix("classifier.").split(".")[0]


def floor(name: str) -> int:
    """How high a module's room lies."""
    return next(i for i, rooms in enumerate(ROOMS) if room(name) in rooms)


INSIDE = [name for name in modules() if name != "classifier" and room(name) != "training"]


@pytest.mark.parametrize("name", INSIDE)
def test_imports_run_one_way(name: str) -> None:
    assert {found for found in own(name) if room(found) == "training" or floor(found) > floor(name)} == set()


@pytest.mark.parametrize("name", [name for name in modules() if room(name) == "training"])
def test_training_imports_nothing_of_the_pages(name: str) -> None:
    assert {found for found in own(name) if room(found) in ("ui", "app")} == set()


@pytest.mark.parametrize("name", [name for name in modules() if room(name) not in ("ui", "app")])
def test_only_the_server_and_its_pages_import_streamlit(name: str) -> None:
    assert not {found for found in imports(name) if found.split(".")[0] == "streamlit"}


PAGES = [path.name for path in (ROOT / "classifier" / "ui").iterdir() if (path / "page.py").is_file()]


@pytest.mark.parametrize("page", [*PAGES, "shared"])
def test_no_page_reaches_into_another_and_nothing_shared_into_a_page(page: str) -> None:
    others = tuple(f"classifier.ui.{other}." for other in PAGES if other != page)
    parts = [name for name in modules() if name.startswith(f"classifier.ui.{page}.")]
    assert {found for name in parts for found in own(name) if found.startswith(others)} == set()


def test_there_is_no_import_cycle() -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for other in own(name):
                visit(other, (*above, name))
            done.add(name)

    for name in modules():
        visit(name, ())


@pytest.mark.parametrize("name", modules())
def test_no_module_is_a_junk_drawer(name: str) -> None:
    assert name.rsplit(".", 1)[-1] not in {"utils", "helpers", "common", "misc"}


@pytest.mark.parametrize(
    "light", ["text", "dataset", "report", "charts", "scoring", "score", "api", "reviews", "review"]
)
def test_light_rooms_import_neither_tensorflow_nor_streamlit(light: str) -> None:
    wanted = [name for name in modules() if room(name) == light and not name.endswith(".env")]  # Alembic runs that one
    code = f"import sys, {', '.join(wanted)}; print(*{{'tensorflow', 'keras', 'streamlit'}} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.split() == []


def test_the_command_imports_dask_and_fsspec_only_when_it_is_asked_for_a_cluster_or_an_address() -> None:
    wanted = ", ".join(name for name in modules() if room(name) in ("scoring", "score"))
    code = f"import sys, {wanted}; print(*{{'dask', 'distributed', 'fsspec'}} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.split() == []


def test_pages_import_tensorflow_only_when_they_need_the_model() -> None:
    code = "import sys, classifier.ui.classify.why, classifier.ui.warm_up; print('tensorflow' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.split() == ["False"]
