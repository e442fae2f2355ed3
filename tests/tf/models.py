"""Plain Keras models to import, and how to compare them with what is built from the project."""

from typing import Any

import keras
import numpy as np
from keras import layers, ops


def spread(model: keras.Model, seed: int = 0) -> keras.Model:
    """Give every weight a value of its own, so that none can be mistaken for another."""
    random = np.random.default_rng(seed)
    for variable in model.weights:
        variable.assign(random.uniform(0.1, 0.5, variable.shape))
    return model


def samples(model: keras.Model, seed: int = 0) -> list[Any]:
    """Two samples for each input."""
    random = np.random.default_rng(seed)
    return [
        random.integers(0, 3, (2, *tensor.shape[1:]))
        if tensor.dtype == "int32"
        else random.uniform(size=(2, *tensor.shape[1:])).astype(tensor.dtype)
        for tensor in model.inputs
    ]


def difference(one: keras.Model, two: keras.Model) -> float:
    """How far the outputs of two models lie apart, on the same samples."""
    found = samples(one)
    if len(found) == 1:
        [found] = found
    pairs = zip(keras.tree.flatten(one(found)), keras.tree.flatten(two(found)), strict=True)
    return max(float(np.abs(np.asarray(ours) - np.asarray(theirs)).max()) for ours, theirs in pairs)


def sequential() -> keras.Model:
    """A stack with what the catalogue says in several ways: regulariser, strides, activation layers."""
    return keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.Conv2D(4, 3, padding="same", kernel_regularizer="l2", activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ],
        name="stack",
    )


def shared() -> keras.Model:
    """One LSTM called on two inputs, with its states."""
    left, right = keras.Input((5, 3), name="left"), keras.Input((5, 3), name="right")
    lstm = layers.LSTM(4, return_state=True)
    one, state, _ = lstm(left)
    two, _, _ = lstm(right)
    return keras.Model([right, left], [layers.Concatenate()([one, two]), state])


def nested() -> keras.Model:
    """A frozen model in a model, called twice, with a Sequential head."""
    x = keras.Input((6,), name="x")
    y = layers.Dense(6, name="first")(x)
    body = keras.Model(x, layers.Add()([layers.BatchNormalization()(y), x]), name="body")
    body.trainable = False
    head = keras.Sequential([layers.Dense(3), layers.Dense(2)], name="head")
    outside = keras.Input((6,))
    return keras.Model(outside, head(body(body(outside), training=False)))


def attention() -> keras.Model:
    """Masks from an Embedding, attention with named inputs, a wrapper."""
    words = keras.Input((7,), dtype="int32")
    x = layers.Embedding(5, 4, mask_zero=True)(words)
    x = layers.MultiHeadAttention(2, 3)(x, value=x, key=layers.Dense(4)(x))
    return keras.Model(words, layers.Bidirectional(layers.GRU(3))(x))


def states() -> keras.Model:
    """A recurrent layer that starts from the states of another."""
    x = keras.Input((5, 3))
    y, *found = layers.LSTM(4, return_sequences=True, return_state=True)(x)
    z = layers.LSTM(4)(y, initial_state=found)
    w = layers.TimeDistributed(layers.Dense(2))(y)
    return keras.Model(x, [z, layers.RNN([layers.GRUCell(3), layers.LSTMCell(2)])(w)])


def operations() -> keras.Model:
    """Functions of `keras.ops`, with constants."""
    x = keras.Input((4, 6))
    return keras.Model(x, ops.mean(ops.relu(x * 2.0 + 1.0)[:, 1:3], axis=1) / ops.sum(x, 1))


MODELS = {maker.__name__: maker for maker in (sequential, shared, nested, attention, states, operations)}
