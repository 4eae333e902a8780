"""The app in Streamlit's own test runner."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier.ui import resources

MAIN = Path(__file__).resolve().parents[2] / "classifier" / "ui" / "main.py"


@pytest.fixture
def app(assets: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app, not yet run, on the shipped artefacts."""
    monkeypatch.setattr(resources, "ASSETS", assets)
    return AppTest.from_file(str(MAIN), default_timeout=180)
