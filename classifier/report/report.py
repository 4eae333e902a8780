"""metrics.json as one typed object: every held-out figure, read and checked."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from classifier import artifacts
from classifier.artifacts import DataFingerprint, Manifest
from classifier.labels import BINARY_LABELS
from classifier.report.figures import (
    MEAN_NOISE,
    MEASURED,
    METRICS,
    NOISES,
    SHIPPED,
    Biases,
    DatasetFigures,
    Estimate,
    GenreFigures,
    LabelFigures,
    Languages,
    LongMessages,
    RaisedInstead,
    RelatedFigures,
    ReliabilityBin,
    RobustnessFigures,
    SplitFigures,
    SystemFigures,
)
from classifier.report.support import Support

SCHEMA = 4


@dataclass(frozen=True)
class Report:
    """Everything in metrics.json; `rows` counts the messages in each part of the data.

    `pooled_reliability` takes the decisions on all labels that have positives together.
    """

    schema: int
    version: str
    model_sha256: str
    split_seed: int
    data: DataFingerprint
    rows: Support
    labels: dict[str, LabelFigures]
    related: RelatedFigures
    overall: dict[str, Estimate]
    pooled_reliability: tuple[ReliabilityBin, ...]
    baselines: tuple[SystemFigures, ...]
    languages: Languages
    genres: dict[str, GenreFigures]
    biases: Biases
    robustness: RobustnessFigures
    long_messages: LongMessages
    dataset: DatasetFigures
    confusions: dict[str, RaisedInstead]
    other_splits: tuple[SplitFigures, ...]

    @classmethod
    def load(cls, directory: Path | str, manifest: Manifest) -> "Report":
        """Read and check the directory's metrics.json, measured on the model of this manifest.

        Raises ArtifactError: what is wrong, in which file, and the command that fixes it.
        """
        path = Path(directory) / artifacts.METRICS
        try:
            report = msgspec.json.decode(artifacts.read(directory, artifacts.METRICS, manifest), type=cls)
        except msgspec.MsgspecError as error:
            raise artifacts.broken(path, f"cannot be used ({error})") from error
        for problem in report.problems(manifest):
            raise artifacts.broken(path, problem)
        return report

    @property
    def systems(self) -> tuple[SystemFigures, ...]:
        """This model and all systems that it is compared with."""
        shipped = SystemFigures(SHIPPED, "This model", MEASURED, "", self.overall, noise=self.robustness.noise)
        return (shipped, *self.baselines)

    @property
    def splits(self) -> tuple[SplitFigures, ...]:
        """The shipped split and all others that the recipe was measured on."""
        values = {metric: self.overall[metric].value or 0.0 for metric in METRICS}
        return (SplitFigures(seed=self.split_seed, recipe_sha256="", **values), *self.other_splits)

    def problems(self, manifest: Manifest) -> list[str]:
        """What makes the figures unfit for this version of the app and the model of this manifest."""
        found = {
            f"is not of schema {SCHEMA}": self.schema != SCHEMA,
            "does not list the labels of this version in their order": tuple(self.labels) != BINARY_LABELS
            or any(figures.name != name for name, figures in self.labels.items())
            or set(self.confusions) != set(BINARY_LABELS),
            "lacks an overall metric": not {*METRICS, "ece"} <= self.overall.keys(),
            "lacks a kind of noise": not {*NOISES, MEAN_NOISE} <= self.robustness.noise.keys(),
            "was measured on a different model from the one beside it": self.model_sha256 != manifest.model_sha256,
        }
        return [problem for problem, wrong in found.items() if wrong]
