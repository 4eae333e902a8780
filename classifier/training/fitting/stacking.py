"""The second stage of the default network: regressions on the answers of networks that never saw the message.

Stacked generalisation (Wolpert 1992): the training messages are answered out of fold, each by a network that was fitted
on the others, and one logistic regression an output learns from all these answers what the output should have been. It
sees what one head alone does not: what the other outputs say, and how the message looks. The constants were chosen by
cross-validation inside the training part.
"""

from collections.abc import Callable

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifier.labels import BINARY_LABELS
from classifier.network.ensemble import Ensemble, second_stage_inputs
from classifier.network.outputs import OUTPUT_WIDTH
from classifier.text.tokenizer import STYLE
from classifier.training.fitting import members
from classifier.training.fitting.fit import Examples

FOLDS = 3

PENALTY = 3.0
"""How strongly the weights of all but an output's own log-odds are pulled toward zero."""

OTHERS_WEIGHT = 0.3
"""The weight of an original or a denial, where a message has one: people send messages."""

_OWN, _OTHER = 10.0, 1 / 8
"""An output's own log-odds are scaled up, so that their weight is hardly pulled, and those of the others down."""

_LABELS = len(BINARY_LABELS)


def out_of_fold(train: Examples, groups: np.ndarray, fitted: Callable[[np.ndarray], Ensemble]) -> np.ndarray:
    """Log-odds of all examples, float32 (n, 38), each from a network that was fitted on other groups.

    `groups` int (n,) holds together what is made of one message. `fitted` fits a network on the rows that it is given.
    """
    answers = np.zeros((len(groups), OUTPUT_WIDTH), np.float32)
    folds = GroupKFold(FOLDS, shuffle=True, random_state=0).split(groups, groups=groups)
    for number, (known, held_out) in enumerate(folds, 1):
        print(f"Fold {number} of {FOLDS}: fitted on {len(known):,}, answers {len(held_out):,}.", flush=True)
        answers[held_out] = members.log_odds(fitted(known), train.take(held_out).inputs).mean(axis=1)
    return answers


def fit(log_odds: np.ndarray, examples: Examples, messages: int) -> tuple[np.ndarray, np.ndarray]:
    """Kernel float32 (inputs, 38) and bias float32 (38,) of the second stage.

    `log_odds` (n, 38) are the out-of-fold answers to the examples. The first `messages` of these are messages, and the
    classes of `related` are learned from them alone, as in `linear_path.fit`. The log-odds of a label without positives
    stay as they are.
    """
    inputs = np.asarray(second_stage_inputs(log_odds, examples.inputs[STYLE]))
    weights = np.where(np.arange(len(inputs)) < messages, 1.0, OTHERS_WEIGHT)
    kernel, bias = np.eye(inputs.shape[1], OUTPUT_WIDTH, dtype=np.float32), np.zeros(OUTPUT_WIDTH, np.float32)
    for i in np.flatnonzero(examples.targets.any(axis=0)).tolist():
        kernel[:, [i]], bias[[i]] = _regress(inputs, examples.targets[:, i], weights, [i])
    classes = list(range(_LABELS, OUTPUT_WIDTH))
    kernel[:, classes], bias[classes] = _regress(
        inputs[:messages], examples.related[:messages], weights[:messages], classes
    )
    return kernel, bias


def _regress(
    inputs: np.ndarray, wanted: np.ndarray, weights: np.ndarray, own: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """The columns `own` of the kernel, (inputs, own), and their biases (own,)."""
    scale = np.ones(inputs.shape[1])
    scale[:OUTPUT_WIDTH] = _OTHER
    scale[own] = _OWN
    model = LogisticRegression(C=1 / PENALTY, max_iter=1000).fit(inputs * scale, wanted, weights)
    return (model.coef_ * scale).T, model.intercept_
