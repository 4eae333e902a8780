"""The app in Streamlit's own test runner."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier.ui import resources

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture
def app(assets: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app, not yet run; `assets` makes sure that there is a model."""
    monkeypatch.setattr(resources, "ASSETS", assets)
    return AppTest.from_file(str(APP), default_timeout=180)
