"""Order, exclusions and friendly names of optimisers, losses, metrics and the other helper objects."""

import re

# What a student looks for first; the rest follows in alphabetical order.
FIRST: dict[str, tuple[str, ...]] = {
    kind: tuple(names.split())
    for kind, names in {
        "activations": "relu sigmoid tanh softmax linear gelu elu selu silu leaky_relu softplus",
        "cells": "LSTMCell GRUCell SimpleRNNCell StackedRNNCells",
        "optimizers": "Adam SGD AdamW RMSprop Nadam Adamax Adagrad Adadelta",
        "losses": "SparseCategoricalCrossentropy CategoricalCrossentropy BinaryCrossentropy MeanSquaredError "
        "MeanAbsoluteError Huber",
        "metrics": "SparseCategoricalAccuracy CategoricalAccuracy BinaryAccuracy AUC Precision Recall "
        "F1Score MeanSquaredError MeanAbsoluteError RootMeanSquaredError R2Score",
        "initializers": "GlorotUniform GlorotNormal HeNormal HeUniform Zeros Ones Constant RandomNormal "
        "RandomUniform TruncatedNormal Orthogonal",
        "regularizers": "L2 L1 L1L2",
        "constraints": "MaxNorm NonNeg UnitNorm",
        "schedules": "CosineDecay ExponentialDecay PiecewiseConstantDecay PolynomialDecay",
    }.items()
}

# Base classes, wrappers for other frameworks or for functions, and what can't be used by name alone.
SKIPPED: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "activations": "deserialize get serialize",
        "layers": "Wrapper InputLayer Pipeline FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper",
        "optimizers": "MultiOptimizer OptimizerMap",
        "losses": "",
        "metrics": "MeanMetricWrapper Mean Sum",
        "initializers": "",
        "regularizers": "",
        "constraints": "",
        "schedules": "",
    }.items()
}

# What isn't an ordinary word, longest first.
_NAMES = "PReLU|ReLU|IoU|AdamW|RMSprop|LSTM|STFT|RNN|[1-3]D"
_WORD = re.compile(rf"{_NAMES}|[A-Z][a-z]+|[A-Z]+(?![a-z])|[a-z]+|[A-Z]\d?|\d+")
_TITLES = {
    "AUC": "Area under the curve (AUC)",
    "F1Score": "F1 score",
    "FBetaScore": "F-beta score",
    "L1L2": "L1 and L2",
    "R2Score": "R² score",
}


def title(name: str) -> str:
    """A class name as words.

    Example:
        >>> title("GlobalMaxPooling2D"), title("RMSNormalization")
        ('Global max pooling 2D', 'RMS normalization')
    """
    first, *rest = _WORD.findall(name)
    return _TITLES.get(name) or " ".join([first, *map(_plain, rest)])


def _plain(word: str) -> str:
    return word.lower() if word.istitle() and word[0].isalpha() else word
