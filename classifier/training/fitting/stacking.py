"""The second stage of the default network: regressions on the answers of networks that never saw the message.

Stacked generalisation (Wolpert 1992): the training messages are answered out of fold, each by a network that was fitted
on the others, and one logistic regression an output learns from all these answers what the output should have been. It
sees what one head alone does not: what the other outputs say, and how the message looks.
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

PENALTY = 30.0
"""How strongly the weights of all but an output's own log-odds are pulled toward zero."""

_OWN = 10.0
"""An output's own log-odds are scaled up by this, so that their weight is pulled a hundred times less."""

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
    kernel, bias = np.eye(inputs.shape[1], OUTPUT_WIDTH, dtype=np.float32), np.zeros(OUTPUT_WIDTH, np.float32)
    for i in np.flatnonzero(examples.targets.any(axis=0)).tolist():
        _regress(inputs, examples.targets[:, i], [i], kernel, bias)
    _regress(inputs[:messages], examples.related[:messages], list(range(_LABELS, OUTPUT_WIDTH)), kernel, bias)
    return kernel, bias


def _regress(inputs: np.ndarray, wanted: np.ndarray, own: list[int], kernel: np.ndarray, bias: np.ndarray) -> None:
    """Fit the columns `own` of kernel and bias in place: from their own log-odds, all probabilities and the style."""
    read = [*own, *range(OUTPUT_WIDTH, inputs.shape[1])]
    scale = np.repeat([_OWN, 1.0], [len(own), len(read) - len(own)])
    model = LogisticRegression(C=1 / PENALTY, max_iter=1000).fit(inputs[:, read] * scale, wanted)
    kernel[np.ix_(read, own)] = (model.coef_ * scale).T
    bias[own] = model.intercept_
