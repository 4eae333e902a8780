"""The sections of the model card about use, data, bias and provenance, each a piece of Markdown."""

from collections.abc import Mapping
from typing import Any

from classifier.artifacts import CARD, Manifest
from classifier.metrics_rows import METRICS
from classifier.report import Report
from classifier.training.card_results import score
from classifier.training.markdown import count, number, percent, table, with_interval

_ORIGINS = {
    "word_vectors.200d.txt.gz": (
        "Each word was passed alone through the open sentence model all-MiniLM-L6-v2 (Apache License 2.0, by the "
        "sentence-transformers project); its output was mean-pooled, normalised and centred, and its first 200 "
        "principal components kept. The vectors are derived from that model and carry its licence."
    )
}


def summary(report: Report, manifest: Manifest) -> str:
    """What the model is, in one paragraph."""
    raw = manifest.raw
    return (
        f"Version {manifest.version}, recipe `{manifest.recipe}`, {raw.get('date', 'undated')}; "
        f"{count(raw['parameters'])} parameters. A Keras model with several outputs and several losses: one message "
        "in, 35 binary probabilities and one three-class output (`related`) out. It reads English; untranslated "
        "Haitian Creole with the loss stated below. All figures here are of the "
        f"{count(report.raw['rows']['test'])} test messages, which nothing was fitted, selected, calibrated or "
        "thresholded on. Intervals are 95 % bootstrap percentile intervals over test messages."
    )


def uses() -> str:
    """What it is for and what it is not for."""
    return (
        "## Use\n\n"
        "For live demonstrations and manual spot checks of what a multi-output text classifier can and cannot do, for "
        "teaching, and as a baseline.\n\n"
        "Not for deciding who gets help, how fast, or from whom; not for filtering messages that nobody reads "
        "afterwards; not for languages other than those measured here; not for messages about other kinds of events; "
        "not for conclusions about the people who wrote them. A label that is not flagged is no evidence that the need "
        "is absent: the recall of each label says how many are missed."
    )


def data(report: Report) -> str:
    """What it was trained on."""
    raw, genres = report.raw, report.raw["dataset"]["genres"]
    rows = raw["rows"]
    shares = ", ".join(f"{genre} {count(n)}" for genre, n in genres.items())
    return (
        "## Training data\n\n"
        "The disaster response messages of Figure Eight (now Appen), as the public course distributes them: "
        f"{count(raw['dataset']['rows'])} messages after cleaning ({shares}), of which {count(rows['train'])} trained "
        f"the model, {count(rows['validation'])} validated it (early stopping, calibration, thresholds) and "
        f"{count(rows['test'])} tested it (split seed {raw['split_seed']}). The labels were given by crowd workers "
        "and hold errors. The messages are not part of this project; figures about them are."
    )


def creole(report: Report) -> str:
    """How it does on untranslated originals."""
    part = report.raw["languages"]["creole"]
    scores = {
        title: part[key]
        for title, key in (
            ("This model on the originals", "mean_average_precision"),
            ("This model on their English translations", "english_same_messages"),
            ("TF-IDF + logistic regression fitted on originals, on the originals", "linear_on_originals"),
            ("TF-IDF + logistic regression fitted on the translations, on the translations", "linear_on_english"),
        )
    }
    lines = [[title, _scored(entry)] for title, entry in scores.items()]
    each = [
        [row["title"], count(row["support"]), number(row["average_precision"]), number(row["english"])]
        for row in report.creole().to_dict("records")
    ]
    return (
        "## Untranslated messages\n\n"
        f"{count(part['messages'])} test messages also exist in the original: mostly Haitian Creole, some French and "
        f"Spanish. mAP over the {len(part['labels'])} labels with at least {part['minimum_support']} of them:\n\n"
        + table(["System", "mAP"], lines)
        + "\n\n"
        f"At the `balanced` thresholds, which come from English messages, the originals reach micro-F1 "
        f"{number(part['points']['balanced']['micro_f1'])}.\n\n"
        + table(["Label", "Test originals", "Average precision, original", "Average precision, English"], each)
    )


def biases(report: Report) -> str:
    """Where the data is lopsided, measured."""
    haiti = report.raw["biases"]["haiti_2010"]
    direct, parts = haiti["genres"]["direct"], haiti["direct_test"]
    metrics = [metric for metric in METRICS if metric != "article_total"]
    lines = [
        [
            row["genre"],
            count(row["rows"]),
            percent(haiti["genres"][row["genre"]]["share"]),
            count(row["test_rows"]),
            *(number(row[metric]) for metric in metrics),
        ]
        for row in report.genres().to_dict("records")
    ]
    head = ["Genre", "Messages", "Naming the earthquake", "Test messages", *(METRICS[metric] for metric in metrics)]
    return (
        "## Known biases\n\n"
        f"Genre `direct` is mostly one crisis: {percent(direct['originals_share'])} of its {count(direct['rows'])} "
        "messages were translated, most of them from the Haitian Creole of text messages sent after the earthquake of "
        f"January 2010. {percent(direct['share'])} say so themselves, by this rule: {haiti['rule']}. On the "
        f"{count(parts['matched']['rows'])} test messages of `direct` that do, micro-F1 is "
        f"{number(parts['matched']['micro_f1'])}; on the {count(parts['others']['rows'])} others "
        f"{number(parts['others']['micro_f1'])}. Expect it to be better at the needs and the wording of that crisis "
        "than at those of another; it may read needs into that crisis's place names.\n\n" + table(head, lines) + "\n\n"
        "mAP and macro-F1 of a genre count only labels with at least 15 test messages in it: they compare systems on "
        "one genre rather than genres with each other."
    )


def other_splits(report: Report) -> str:
    """The same recipe on other splits."""
    rows = report.other_splits()
    if rows.empty:
        return "## Other splits\n\nNot measured for this version."
    shipped = {"seed": report.raw["split_seed"], **report.overall().set_index("metric")["value"].to_dict()}
    lines = [
        [f"{row['seed']:.0f}", *(score(row, metric, metric) for metric in METRICS)]
        for row in [shipped, *rows.to_dict("records")]
    ]
    return (
        "## Other splits\n\nThe same recipe, trained and measured on other random splits; the first row is this "
        "model.\n\n" + table(["Split seed", *METRICS.values()], lines)
    )


def vectors(manifest: Manifest) -> str:
    """Where the word vectors come from and whose licence they carry."""
    found = manifest.raw.get("vectors") or {}
    if not found:
        return "## Word vectors\n\nNone: the embedding was trained on the messages alone."
    origin = _ORIGINS.get(found["file"], "Their origin and licence are those of the file that was named in training.")
    return (
        f"## Word vectors\n\n`{found['file']}`: {count(found['words'])} words, {found['dimensions']} dimensions, "
        f"SHA-256 `{found['sha256']}`. {origin}"
    )


def reproduction(manifest: Manifest) -> str:
    """The exact command, versions and hashes."""
    raw = manifest.raw
    versions = ", ".join(f"{name} {version}" for name, version in raw["versions"].items())
    hashes = {**{name: digest for name, digest in raw["files"].items() if name != CARD}, **raw["data"]["sha256"]}
    return f"## Reproduction\n\n```\n{raw['command']}\n```\n\n{versions}.\n\n" + table(
        ["File", "SHA-256"], [[f"`{name}`", f"`{digest}`"] for name, digest in hashes.items()]
    )


def _scored(entry: Mapping[str, Any]) -> str:
    low, high = entry["interval"] or (None, None)
    return with_interval({"value": entry["value"], "value_low": low, "value_high": high}, "value")
