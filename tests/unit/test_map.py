"""`classifier/README.md` is the map of the code: what it names exists, and every room is on it."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2] / "classifier"
MAP = (HOUSE / "README.md").read_text(encoding="utf-8")
NAMED = {name for name in re.findall(r"`([\w/]+(?:\.py|/))`", MAP) if name not in ("app.py", "assets/")}
ROOMS = [
    *(f"{path.relative_to(HOUSE).as_posix()}/" for path in HOUSE.rglob("*") if (path / "__init__.py").is_file()),
    *(path.name for path in HOUSE.glob("*.py") if path.name != "__init__.py"),
]


@pytest.mark.parametrize("name", sorted(NAMED))
def test_what_the_map_names_is_there(name: str) -> None:
    assert (HOUSE / name).exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_line_on_the_map(room: str) -> None:
    assert f"| `{room}` |" in MAP


def test_every_chart_shares_its_name_with_a_part_of_a_page() -> None:
    parts = {path.stem for path in (HOUSE / "ui").rglob("*.py")}
    charts = {path.stem for path in (HOUSE / "charts").glob("*.py")}
    assert charts - parts <= {"__init__", "ink", "markup", "names_of_points", "style", "output_rows", "threshold_mark"}
