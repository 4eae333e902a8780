"""The real data and the shipped model, each loaded once."""

from pathlib import Path

import pandas as pd
import pytest

from classifier.dataset import public_files
from classifier.inference import Classifier
from classifier.training.data.labelled_messages import LabelledMessages


@pytest.fixture(scope="session")
def frame(real_data: Path) -> pd.DataFrame:
    """The public data set, clean."""
    return public_files.load(real_data)


@pytest.fixture(scope="session")
def classifier(assets: Path) -> Classifier:
    """The shipped classifier."""
    return Classifier.load(assets)


@pytest.fixture(scope="session")
def data(real_data: Path, classifier: Classifier) -> LabelledMessages:
    """The public data set on the split of the shipped classifier."""
    return LabelledMessages.load(real_data, classifier.manifest.split_seed)
