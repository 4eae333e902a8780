"""The parts of metrics.json as typed figures: what `evaluate` writes and every page, chart and card reads.

Shares and scores are in 0..1 (the article total in 0..36). None where a figure is not defined. An interval is the low
and the high end of a 95 % bootstrap interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.labels import BINARY_LABELS, BY_NAME, Label
from classifier.report.support import Support, SupportLevel
from classifier.report.wilson import wilson_interval

Interval = tuple[float, float]

METRICS: dict[str, str] = {
    "mean_average_precision": "mAP",
    "macro_f1": "Macro-F1",
    "micro_f1": "Micro-F1",
    "related_macro_f1": "Related macro-F1",
    "article_total": "Article total",
}
"""The overall metrics, in the order in which they are shown, with their titles."""

SCORES: dict[str, str] = {
    "f1": "F1",
    "precision": "Precision",
    "recall": "Recall",
    "average_precision": "Average precision",
    "roc_auc": "ROC AUC",
}
"""Scores of a label that have intervals, with their titles. The first three depend on the operating point."""

NOISES: dict[str, str] = {
    "typing_errors": "Typing errors",
    "vowels_dropped": "Vowels dropped",
    "capitals": "Capitals",
    "run_together": "Words run together",
}
"""The kinds of noise that messages are tried with, with their titles."""

NOISE_MEANINGS: dict[str, str] = {
    "typing_errors": "one letter is swapped with the next, left out, doubled or replaced by the key beside it, in "
    "words of four letters or more",
    "vowels_dropped": "“water” becomes “wtr”, in words of four letters or more",
    "capitals": "“water” becomes “WATER”",
    "run_together": "a word is joined to the next one, “clean water” becomes “cleanwater”",
}
"""What each kind of noise does to a word; it does it to a quarter of the words of each message."""

MEAN_NOISE = "mean"
"""Name of the mean over the kinds of noise."""

CLEARLY = 0.05
CLEAR_MOVES = (
    "Almost any words move a probability a little, as the remark added for comparison shows, so look at the share of "
    f"clear moves, by {100 * CLEARLY:.0f} points or more."
)
"""What a probability has to move by to have moved clearly, and why that is looked at."""

TEST_MESSAGES, WRITTEN_SENTENCES = "test messages", "written sentences"
"""What a behaviour was tested on."""

DENIALS_IN_TRAINING = (
    "Hardly any message of the data set denies anything, so training messages were rewritten into denials (“no flood "
    "took our house”, “we have enough water”), and the model learned from them: negation is not new to it. The "
    "sentences themselves were not used in training, but some share the wording of the denials, and what the denials "
    "gain was measured on them."
)
"""Why sentences that deny something are no blind test."""

ARTICLE_TITLE = "Text Classifier with Multiple Outputs and Multiple Losses in Keras"
ARTICLE_URL = (
    "https://medium.com/@danieldacosta_75030/"
    "text-classifier-with-multiple-outputs-and-multiple-losses-in-keras-4b7a527eb858"
)
"""The article that this project starts from, and whose figures it is compared with."""

SHIPPED = "shipped"
"""Name of this model among the systems that are compared."""

MEASURED, MEASURED_ONCE, PRINTED = "measured on these test messages", "measured once", "printed in the article"
"""Where the figures of a compared system come from."""


def metric_digits(metric: str) -> int:
    """The number of decimals that an overall metric is shown with."""
    return 2 if metric == "article_total" else 3


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; `at_half` is its value at 0.5 for every label, where thresholds matter."""

    value: float | None
    interval: Interval | None = None
    at_half: float | None = None


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1 of a yes-or-no decision, each with its interval (by name)."""

    precision: float | None
    recall: float | None
    f1: float | None
    intervals: dict[str, Interval | None]

    def estimate(self, score: str) -> Estimate:
        """One of the three with its interval."""
        return Estimate(getattr(self, score), self.intervals.get(score))


@dataclass(frozen=True)
class PointFigures(Rates):
    """A label at one operating point: its threshold, rates and counts on the test messages."""

    threshold: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int


@dataclass(frozen=True)
class CurvePoint:
    """A label at one threshold of its precision-recall curve; `flagged` is a share of the test messages."""

    threshold: float
    precision: float | None
    recall: float | None
    flagged: float

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        if self.precision is None or self.recall is None:
            return None if self.recall is None else 0.0
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class ReliabilityBin:
    """Test messages of similar probability: its mean, the share that carried the label, and their number."""

    probability: float
    observed: float
    count: int


@dataclass(frozen=True)
class LabelFigures:
    """All held-out figures of one label; `prevalence` is its share of all messages, `points` by operating point."""

    name: str
    support: Support
    prevalence: float
    average_precision: float | None
    roc_auc: float | None
    brier: float
    ece: float
    intervals: dict[str, Interval | None]
    points: dict[str, PointFigures]
    curve: tuple[CurvePoint, ...]
    reliability: tuple[ReliabilityBin, ...]

    @property
    def label(self) -> Label:
        """The label's title, meaning and group."""
        return BY_NAME[self.name]

    @property
    def level(self) -> SupportLevel:
        """Whether the figures can be trusted."""
        return self.support.level

    def estimate(self, score: str, point: str) -> Estimate:
        """One of SCORES with its interval, at an operating point where it depends on one."""
        if score in ("average_precision", "roc_auc"):
            return Estimate(getattr(self, score), self.intervals.get(score))
        return self.points[point].estimate(score)


@dataclass(frozen=True)
class ClassFigures(Rates):
    """One class of `related` on the test messages."""

    name: str


@dataclass(frozen=True)
class ClassSupport:
    """Messages of each of the three classes of `related`, in each part of the data."""

    train: tuple[int, int, int]
    validation: tuple[int, int, int]
    test: tuple[int, int, int]


@dataclass(frozen=True)
class RelatedFigures:
    """`related`: the confusion matrix (rows: what people labelled) and the figures of each class."""

    support: ClassSupport
    confusion: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]
    macro_f1: float
    ece: float
    classes: tuple[ClassFigures, ClassFigures, ClassFigures]


@dataclass(frozen=True)
class NoiseFigures:
    """mAP on noisy test messages; `kept` is its share of the mAP on the same messages without noise (paired)."""

    mean_average_precision: Estimate
    kept: Estimate


@dataclass(frozen=True)
class SystemFigures:
    """A system in the comparison: `overall` by metric; `difference` is this model minus it (paired bootstrap).

    `noise` is by kind of noise and for their mean, None if it was not measured.
    """

    name: str
    title: str
    source: str
    note: str
    overall: dict[str, Estimate]
    difference: dict[str, Estimate] | None = None
    noise: dict[str, NoiseFigures] | None = None


@dataclass(frozen=True)
class PartFigures:
    """The overall metrics on some of the test messages; mAP and macro-F1 are means over `labels` labels."""

    rows: int
    labels: int
    mean_average_precision: float | None
    macro_f1: float | None
    micro_f1: float
    related_macro_f1: float


@dataclass(frozen=True)
class GenreFigures(PartFigures):
    """One genre: `rows` messages in all, `test_rows` of them measured."""

    test_rows: int


@dataclass(frozen=True)
class OriginalsLabel:
    """Average precision of a label on untranslated originals and on the same messages in English."""

    name: str
    support: int
    average_precision: float
    english: float

    @property
    def title(self) -> str:
        """The label's title."""
        return BY_NAME[self.name].title


@dataclass(frozen=True)
class PointAverages:
    """Macro-F1 and micro-F1 at one operating point."""

    macro_f1: float | None
    micro_f1: float


@dataclass(frozen=True)
class OriginalsFigures:
    """How well untranslated originals are read; mAP is over `labels`, which `minimum_support` or more of them carry."""

    messages: int
    minimum_support: int
    labels: tuple[OriginalsLabel, ...]
    mean_average_precision: Estimate
    english_same_messages: Estimate
    points: dict[str, PointAverages]
    linear_on_originals: Estimate
    linear_on_english: Estimate


@dataclass(frozen=True)
class LanguageShare:
    """Of `messages` messages, the share whose language is identified as it should be."""

    messages: int
    share: float

    @property
    def right(self) -> int:
        """The number of messages whose language is identified as it should be."""
        return round(self.share * self.messages)

    @property
    def interval(self) -> Interval | None:
        """The 95 % Wilson interval of the share, if there are messages."""
        return wilson_interval(self.share, self.messages) if self.messages else None


@dataclass(frozen=True)
class CutMessages:
    """Training messages in English, cut to their first words: the share taken for another language, by lead."""

    words: int
    messages: int
    without_lead: float
    with_lead: float


@dataclass(frozen=True)
class Identification:
    """How well languages are identified, on messages of `minimum_words` words or more.

    `english`: test messages read as English; `originals`: test originals read as Creole, French or Spanish;
    `others`: sentences in `languages` other languages, written for this project, that are left alone. `lead` is what
    another language must be ahead by, in log units; `cut` is what it was chosen on.
    """

    minimum_words: int
    lead: float
    english: LanguageShare
    originals: LanguageShare
    others: LanguageShare
    languages: int
    cut: tuple[CutMessages, ...]


@dataclass(frozen=True)
class Languages:
    """Figures of text that is not English, and of telling it from English."""

    creole: OriginalsFigures
    identification: Identification


@dataclass(frozen=True)
class JoinedMessages:
    """A rule that combines the answers to the windows of long messages, on validation messages joined together."""

    rule: str
    macro_f1: float
    micro_f1: float


@dataclass(frozen=True)
class LongMessages:
    """Messages longer than `limit` words: `test` of them in the test part, read whole and only to the limit.

    `rules` compares ways to combine windows on `joined` messages, each made of `members` validation messages.
    """

    limit: int
    test: int
    whole: PointAverages
    to_the_limit: PointAverages
    joined: int
    members: int
    rules: tuple[JoinedMessages, ...]


@dataclass(frozen=True)
class GenreTopic:
    """How much of a genre is about one event, and how much of it has an untranslated original."""

    rows: int
    matched: int
    share: float
    originals: int
    originals_share: float


@dataclass(frozen=True)
class TopicTest:
    """Test messages of genre direct about one event, and the others."""

    matched: PartFigures
    others: PartFigures


@dataclass(frozen=True)
class TopicBias:
    """How much of the data is about one event, recognised by a rule."""

    rule: str
    genres: dict[str, GenreTopic]
    direct_test: TopicTest


@dataclass(frozen=True)
class Biases:
    """Where the data is lopsided."""

    haiti_2010: TopicBias


@dataclass(frozen=True)
class Lengths:
    """A histogram of message lengths in words: bin i holds `edges[i]` up to but not including `edges[i + 1]`."""

    edges: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Cooccurrence:
    """How many messages carry two outputs at once (`related`: class 1); a square in the order of `labels`."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """Each row's counts as shares of the messages that carry its label."""
        return tuple(tuple(count / max(1, row[i]) for count in row) for i, row in enumerate(self.counts))

    def of(self, names: Sequence[str]) -> "Cooccurrence":
        """The square of these outputs alone, in the same order."""
        kept = [i for i, name in enumerate(self.labels) if name in names]
        counts = tuple(tuple(self.counts[i][j] for j in kept) for i in kept)
        return Cooccurrence(tuple(self.labels[i] for i in kept), counts)


@dataclass(frozen=True)
class DatasetFigures:
    """The data set: messages by genre, by class of `related` and by length."""

    rows: int
    genres: dict[str, int]
    related: tuple[int, int, int]
    lengths: Lengths
    cooccurrence: Cooccurrence


@dataclass(frozen=True)
class RaisedLabel:
    """A label that was wrongly raised, and on how many messages."""

    label: str
    count: int


@dataclass(frozen=True)
class RaisedInstead:
    """Test messages on which a label is missed at `balanced`, and the labels wrongly raised on them."""

    missed: int
    instead: tuple[RaisedLabel, ...]


@dataclass(frozen=True)
class SplitFigures:
    """The same recipe, trained and measured on another split; `recipe_sha256` names the recipe."""

    seed: int
    recipe_sha256: str
    article_total: float
    mean_average_precision: float
    macro_f1: float
    micro_f1: float
    related_macro_f1: float


@dataclass(frozen=True)
class InvarianceFigures:
    """A rewording that should change nothing: on how many messages it changed decisions at `balanced`, and how many."""

    title: str
    done: str
    source: str
    messages: int
    changed_messages: int
    changed_decisions: int

    @property
    def message_share(self) -> float | None:
        """The share of the messages with a changed decision."""
        return self.changed_messages / self.messages if self.messages else None

    @property
    def decision_share(self) -> float | None:
        """The share of all decisions, one for each message and label, that changed."""
        return self.changed_decisions / (self.messages * len(BINARY_LABELS)) if self.messages else None


@dataclass(frozen=True)
class DirectionFigures:
    """A change that should move a label's probability one way: on how many messages it did, and the mean change.

    Anything that is added moves a probability a little, so it also counts those that moved by CLEARLY or more.
    """

    title: str
    expectation: str
    source: str
    messages: int
    moved: int
    moved_clearly: int
    mean_change: float | None
    before: str = ""
    after: str = ""

    @property
    def share(self) -> float | None:
        """The share of the messages on which the probability moved that way."""
        return self.moved / self.messages if self.messages else None

    @property
    def clear_share(self) -> float | None:
        """The share of the messages on which it moved that way by CLEARLY or more."""
        return self.moved_clearly / self.messages if self.messages else None


@dataclass(frozen=True)
class FailureExample:
    """One answer: the probability of a label, and whether it is flagged at `balanced`."""

    message: str
    label: str
    probability: float
    flagged: bool


@dataclass(frozen=True)
class FailureFigures:
    """A known failure: how many of the messages written for it are answered wrongly at `balanced`, with examples."""

    title: str
    expectation: str
    should_be_flagged: bool
    messages: int
    failed: int
    examples: tuple[FailureExample, ...]

    @property
    def share(self) -> float:
        """The share of the messages that are answered wrongly."""
        return self.failed / self.messages


@dataclass(frozen=True)
class RobustnessFigures:
    """How this model behaves when messages change: under noise (by kind), under rewordings, and where it fails."""

    noise: dict[str, NoiseFigures]
    invariances: tuple[InvarianceFigures, ...]
    directions: tuple[DirectionFigures, ...]
    failures: tuple[FailureFigures, ...]
