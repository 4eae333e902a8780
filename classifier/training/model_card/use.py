"""The sections of the model card about what the model is, what it is for, and what it learned from."""

from classifier.artifacts import Manifest
from classifier.formatting import percent, score
from classifier.report.figures import ARTICLE_TITLE, ARTICLE_URL, METRICS, GenreFigures, GenreTopic
from classifier.report.report import Report
from classifier.training.model_card.markdown import table

_PART_METRICS = {metric: title for metric, title in METRICS.items() if metric != "article_total"}


def summary(report: Report, manifest: Manifest) -> str:
    """What the model is, in one paragraph."""
    return (
        f"Version {manifest.version}, recipe `{manifest.recipe}`, {manifest.date or 'undated'}; "
        f"{manifest.parameters:,} parameters. A Keras model with several outputs and several losses: one message in, "
        "35 binary probabilities and one three-class output (`related`) out. It reads English and, less well, "
        "untranslated Haitian Creole, French and Spanish (see *Untranslated messages*); in a message in another "
        "language the app flags nothing (see *Languages*). Long messages are read whole (see *Long messages*). All "
        "figures here were measured on the "
        f"{report.rows.test:,} test messages; nothing was fitted, selected, calibrated or thresholded on them. "
        "Intervals are 95 % bootstrap percentile intervals over test messages. *The article* is "
        f"[{ARTICLE_TITLE}]({ARTICLE_URL}), from which this project takes its task and its data."
    )


def uses() -> str:
    """What it is for and what it is not for."""
    return (
        "## Use\n\n"
        "For live demonstrations and manual spot checks of what a multi-output text classifier can and cannot do, for "
        "teaching, and as a baseline.\n\n"
        "Not for deciding who gets help, how fast, or from whom; not for filtering messages that nobody reads "
        "afterwards; not for languages other than those measured here; not for messages about other kinds of events; "
        "not for conclusions about the people who wrote them. If a label is not flagged, that is no evidence that the "
        "need is absent: the recall of each label says how many are missed."
    )


def data(report: Report) -> str:
    """What it was trained on."""
    genres, rows = ", ".join(f"{genre} {count:,}" for genre, count in report.dataset.genres.items()), report.rows
    return (
        "## Training data\n\n"
        "The disaster response messages of Figure Eight (now Appen), as the public course distributes them: "
        f"{report.dataset.rows:,} messages after cleaning ({genres}). {rows.train:,} of them trained the model, "
        f"{rows.validation:,} validated it (early stopping, calibration, thresholds) and {rows.test:,} tested it "
        f"(split seed {report.split_seed}). The labels were given by crowd workers and contain errors. The messages "
        "are not part of this project; figures about them are."
    )


def biases(report: Report) -> str:
    """Where the data is lopsided, measured."""
    haiti = report.biases.haiti_2010
    direct, test = haiti.genres["direct"], haiti.direct_test
    lines = [_genre_cells(genre, figures, haiti.genres[genre]) for genre, figures in report.genres.items()]
    head = ["Genre", "Messages", "Naming the earthquake", "Test messages", *_PART_METRICS.values()]
    return (
        f"## Known biases\n\n{percent(direct.originals_share)} of the {direct.rows:,} messages of genre `direct` were "
        "translated, most of them from the Haitian Creole of text messages sent after the earthquake of January 2010. "
        f"{percent(direct.share)} name it themselves, by this rule: {haiti.rule}. On the {test.matched.rows:,} test "
        f"messages of `direct` that do, micro-F1 is {score(test.matched.micro_f1)}; on the {test.others.rows:,} others "
        f"{score(test.others.micro_f1)}. Expect the model to be better at the needs and the wording of that crisis "
        f"than at those of another; it may read needs into that crisis's place names.\n\n{table(head, lines)}\n\n"
        "mAP and macro-F1 of a genre count only labels with at least "
        f"{report.languages.creole.minimum_support} test messages in it: they compare systems on one genre rather than "
        "genres with each other."
    )


def _genre_cells(genre: str, figures: GenreFigures, topic: GenreTopic) -> list[str]:
    values = [score(getattr(figures, metric)) for metric in _PART_METRICS]
    return [genre, f"{figures.rows:,}", percent(topic.share, 1), f"{figures.test_rows:,}", *values]
