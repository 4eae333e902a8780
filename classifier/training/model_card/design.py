"""The sections of the model card about how the network is built and what was tried on the way."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from classifier.artifacts import Manifest
from classifier.formatting import percent, score
from classifier.labels import RELATED
from classifier.network.ensemble import TowerConfig
from classifier.report.report import Report
from classifier.text.ngrams import ORDERS
from classifier.training.fitting.members import LABELS
from classifier.training.fitting.recipes import RecipeConfig
from classifier.training.fitting.stacking import FOLDS
from classifier.training.fitting.threshold_study import COUNTED, EXPECTED, SHIPPED
from classifier.training.fitting.thresholds import POOLED_SHARE
from classifier.training.model_card.markdown import table

TRIALS = Path(__file__).parent / "trials.json"


@dataclass(frozen=True)
class Trial:
    """One thing that was tried: mAP and macro-F1 of `related` on the validation part."""

    change: str
    mean_average_precision: float
    related_macro_f1: float
    note: str = ""


def network(manifest: Manifest) -> str:
    """How the default network is built; empty for the article's, which the article describes."""
    config = msgspec.convert(manifest.config, RecipeConfig) if manifest.config else None
    if config is None or config.linear_share is None:
        return ""
    share, towers = config.linear_share, ", ".join(_tower(tower) for tower in config.towers)
    return (
        f"## Network\n\nAn ensemble: every member answers all outputs, and their log-odds are averaged. "
        f"{len(config.towers)} members are towers of convolutions over the words ({towers}). They read words by frozen "
        "vectors, unknown ones by the composed ones, besides style features of the message (its language, its "
        "capitals, digits and signs, its length) and word features (is the word in WordNet, rare, foreign, unknown). "
        f"One more is a linear path: balanced logistic regressions on n-grams of {ORDERS[0]} to {ORDERS[-1]} bytes and "
        f"of one and two words. Its share of the average is {percent(share[LABELS])} for the labels and "
        f"{percent(share[RELATED])} for `related`, whose classes it learns from messages alone: class 2 marks messages "
        "that are not English, and the untranslated originals, mostly of class 1 but not English either, would blur "
        "that. In training every tower has its own 36 losses, with sample weights that grow with rarity (the share of "
        f"the class to the power -{config.fit.rarity}). The members are scaled one by one on the validation part. "
        f"{_second_stage(config)}The "
        "vectors of Creole, French and Spanish words are means of the vectors of their translations, found by IBM "
        "model 1 in the training messages that come with an original. What is saved answers alike with less work: what "
        "it makes of a word is computed once for all places in a batch."
    )


def _second_stage(config: RecipeConfig) -> str:
    """How the mean of the members becomes the answers; empty for a model without a second stage."""
    if config.fold_epochs is None:
        return ""
    return (
        "The mean is not the answer yet: in a second stage (stacked generalisation) each output is a logistic "
        "regression on the log-odds and probabilities of all outputs and on the style features. It is fitted on "
        f"answers to the training messages that come from {FOLDS} other networks, each fitted on the rest of them "
        f"({config.fold_epochs} epochs), so that no answer is one by heart. "
    )


def _tower(tower: TowerConfig) -> str:
    return f"{tower.filters} filters" + (f" and a bidirectional LSTM of {tower.recurrent}" if tower.recurrent else "")


def thresholds(manifest: Manifest) -> str:
    """What the way of choosing thresholds gains, and what it costs."""
    study = manifest.threshold_study
    if not study:
        return ""
    ways = {
        COUNTED: "the threshold with the highest F1 on the messages at hand",
        EXPECTED: "the same with expected hits (sums of probabilities) instead of counted ones",
        SHIPPED: f"that, pulled {percent(POOLED_SHARE)} of the way toward one threshold for all labels (shipped)",
    }
    lines = [
        [title, *(score(study[way][metric], 4) for metric in ("macro_f1", "micro_f1"))] for way, title in ways.items()
    ]
    return (
        "## Thresholds\n\nA threshold that rests on a dozen positives is noise. Three ways to choose the `balanced` "
        "ones, cross-validated inside the validation part:\n\n"
        f"{table(['Each label takes', 'Macro-F1', 'Micro-F1'], lines)}\n\n"
        f"Against plain counting the shipped way {_change(study, 'macro_f1', 'macro-F1')} and "
        f"{_change(study, 'micro_f1', 'micro-F1')}. `balanced` is therefore not the best F1 of each label: it is "
        "chosen for all decisions together."
    )


def trials(report: Report) -> str:
    """What was tried on the way, on the validation part."""
    lines = [
        [trial.change, score(trial.mean_average_precision), score(trial.related_macro_f1), trial.note]
        for trial in msgspec.json.decode(TRIALS.read_bytes(), type=list[Trial])
    ]
    return (
        "## What was tried\n\nOne run each, on the validation messages only. Differences under 0.005 mean little, and "
        f"`related` macro-F1 rests on {report.related.support.validation[2]} messages of class 2.\n\n"
        f"{table(['Change', 'mAP', 'Related macro-F1', 'Note'], lines)}\n\n{_outlook(report)}"
    )


def _change(study: dict[str, dict[str, float]], metric: str, title: str) -> str:
    shipped, counted = study[SHIPPED][metric], study[COUNTED][metric]
    verb = "gains" if shipped >= counted else "loses"
    return f"{verb} {score(abs(shipped - counted), 4)} {title} ({score(shipped, 4)} instead of {score(counted, 4)})"


def _outlook(report: Report) -> str:
    """What is missing for `related`, where a baseline does better, and what to try next."""
    ours = report.overall["related_macro_f1"].value or 0.0
    better = [
        f"{score(figure.value, 2)} ({system.title})"
        for system in report.baselines
        if (figure := system.overall.get("related_macro_f1")) and (figure.value or 0) > ours
    ]
    reached = f"Out of reach so far: a `related` macro-F1 of {' or '.join(better)}. " if better else ""
    return (
        f"{reached}Most of what `related` loses, it loses on class 2, which marks messages that are not English or cut "
        "off, but also plain English sentences, and Creole that this model is meant to read. What to try next: decide "
        "whether untranslated Creole belongs to class 2 and label it consistently; relabel class 2, since no "
        "classifier of style features that was tried recognises it well; and use vectors of word pieces from a "
        "multilingual language model, so that Urdu or Portuguese is read instead of left alone."
    )
