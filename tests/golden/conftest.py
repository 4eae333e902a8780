"""The real data and the shipped model, each loaded once."""

from pathlib import Path

import pandas as pd
import pytest

from classifier.training import dataset


@pytest.fixture(scope="session")
def frame(real_data: Path) -> pd.DataFrame:
    """The public data set, clean."""
    return dataset.load(real_data)


@pytest.fixture(scope="session")
def classifier(assets: Path):  # type: ignore[no-untyped-def]  # TensorFlow is imported when it is needed
    """The shipped classifier."""
    from classifier.inference import Classifier

    return Classifier.load(assets)
