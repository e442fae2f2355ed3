"""Where NaN or infinity came from: the data, a layer's output, a gradient, or weights that were lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from designer.training.trouble.capture import captured, operations_of
from designer.training.trouble.finding import Finding, names_text

if TYPE_CHECKING:
    import keras

LARGE = 1e4

_LOWER_RATE = (
    "Lower the learning rate ten times, or set clipnorm=1 at the optimizer, then go on from the last good "
    "weights."
)
_DATA = "Remove such samples, or replace the values, for example by the mean of their column."
_PRECISION = "Use the precision bfloat16 or float32, whose numbers reach further, or lower the learning rate."
_UNSAFE = {
    "Log": "Keep what goes into it above 0, for example by adding 1e-7.",
    "Log10": "Keep what goes into it above 0, for example by adding 1e-7.",
    "Log2": "Keep what goes into it above 0, for example by adding 1e-7.",
    "Log1p": "Keep what goes into it above -1.",
    "Sqrt": "Keep what goes into it above 0, for example by adding 1e-7: the gradient at 0 is infinite.",
    "Rsqrt": "Keep what goes into it above 0, for example by adding 1e-7.",
    "Divide": "Keep the divisor away from 0, for example by adding 1e-7.",
    "TrueDivide": "Keep the divisor away from 0, for example by adding 1e-7.",
    "Reciprocal": "Keep what goes into it away from 0, for example by adding 1e-7.",
    "Norm": "Keep what goes into it away from 0: the gradient of a norm at 0 is no number.",
    "Power": "Keep the base above 0, or the exponent whole.",
    "Exp": "Keep what goes into it below 80, for example by normalization or clipping.",
}


@dataclass(frozen=True)
class _Source:
    """Where the first value that isn't finite was found."""

    message: str
    evidence: str
    remedy: str
    layer: str = ""


def diagnose(
    model: "keras.Model",
    batch: tuple[Any, Any],
    restore_last_good: Callable[[], object],
    step: int,
) -> Finding:
    """Say why the loss of a batch became NaN or infinite.

    The model has the last good weights afterwards. Its metrics are spoilt: the run is over.

    Args:
        batch: Samples and labels of the step at which it happened, each as the model takes them.
        restore_last_good: Gives the model the last weights with which all was finite.
        step: When it happened.
    """
    source = _in_data(*batch)
    lost = _weights_not_finite(model)
    largest = _largest_weights(model)
    if source is None and not lost:
        source = _in_step(model, batch)  # of weights that are still finite, but may be huge
    restore_last_good()
    if source is None:
        source = _in_step(model, batch)
        restore_last_good()  # the step moved averages and drew random numbers
    source = source or _in_weights(model, lost, largest)
    message = f"The loss is no number any more at step {step:,}: {source.message}"
    return Finding("nonfinite", message, source.evidence, source.remedy, step, source.layer)


def _in_data(x: Any, y: Any) -> _Source | None:
    import tensorflow as tf

    for what, tensors in (("samples", x), ("labels", y)):
        for number, tensor in enumerate(tf.nest.flatten(tensors), start=1):
            values = np.asarray(tensor)
            bad = ~np.isfinite(values) if values.dtype.kind == "f" else np.zeros(0, bool)
            if bad.any():
                rows = np.flatnonzero(bad.reshape(len(bad), -1).any(axis=1))
                evidence = (
                    f"{len(rows):,} of the {len(values):,} {what} of the batch hold {_kinds(values)}, the "
                    f"first at place {rows[0] + 1}{f' of array {number}' if number > 1 else ''}."
                )
                return _Source(f"the {what} hold {_kinds(values)}.", evidence, _DATA)
    return None


def _in_step(model: "keras.Model", batch: tuple[Any, Any]) -> _Source | None:
    """The first layer, in the order of computing, whose output or else whose gradient isn't finite."""
    import tensorflow as tf

    x, y = batch
    found: list[_Source] = []

    def look(name: str, operation: Any, inputs: Any, outputs: Any) -> None:
        if not found and (bad := _first_bad(outputs)) is not None:
            found.append(_of_output(name, operation, inputs, bad))

    variables = model.trainable_variables
    with tf.GradientTape() as tape:
        with captured(list(operations_of(model)), look):
            predicted = model(x, training=True)
        loss = None if found else model.compute_loss(x=x, y=y, y_pred=predicted, training=True)
    if found or loss is None:
        return found[0] if found else None
    if not np.isfinite(float(loss)):
        return _of_loss(model, predicted)
    gradients = tape.gradient(loss, [variable.value for variable in variables])
    return _of_gradients(model, variables, gradients)


def _first_bad(outputs: Any) -> np.ndarray[Any, Any] | None:
    import tensorflow as tf

    for tensor in tf.nest.flatten(outputs):
        if getattr(tensor, "dtype", None) is not None and tensor.dtype.is_floating:
            if not hasattr(tensor, "numpy"):  # of a loop within a layer
                continue
            values: np.ndarray[Any, Any] = tf.cast(tensor, tf.float32).numpy()
            if not np.isfinite(values).all():
                return values
    return None


def _of_output(name: str, operation: Any, inputs: Any, values: np.ndarray[Any, Any]) -> _Source:
    num_bad = int((~np.isfinite(values)).sum())
    largest = _largest(inputs)
    evidence = f"{num_bad:,} of {values.size:,} values that {name} gives are {_kinds(values)}"
    evidence += f"; what goes into it reaches {largest:.3g}." if largest is not None else "."
    kind = type(operation).__name__
    weights = max((_size(weight) for weight in getattr(operation, "weights", ())), default=0.0)
    remedy = _UNSAFE.get(kind) or _LOWER_RATE
    if getattr(operation, "compute_dtype", "") == "float16":
        remedy = _PRECISION
    elif kind not in _UNSAFE and weights > LARGE:
        evidence = f"{evidence} Its weights reach {weights:.3g}."
    return _Source(f"{name} gives {_kinds(values)}.", evidence, remedy, name)


def _of_loss(model: "keras.Model", predicted: Any) -> _Source:
    import tensorflow as tf

    parts = tf.nest.flatten(predicted)
    sizes = [_largest([part]) or 0.0 for part in parts]
    worst = int(np.argmax(sizes))
    name = model.output_names[worst]
    low = min(float(tf.reduce_min(part)) for part in parts)
    evidence = f"All outputs are finite, from {low:.3g} to {sizes[worst]:.3g} in size, but their loss isn't."
    remedy = (
        _LOWER_RATE
        if sizes[worst] > LARGE
        else "Check that the loss takes such outputs: a logarithm needs values above 0."
    )
    return _Source(f"the loss itself isn't finite, though {name} is.", evidence, remedy, name)


def _of_gradients(model: "keras.Model", variables: Sequence[Any], gradients: Sequence[Any]) -> _Source | None:
    import tensorflow as tf

    pairs = zip(variables, gradients, strict=True)
    dense = [(each, tf.convert_to_tensor(gradient)) for each, gradient in pairs if gradient is not None]
    bad = {id(each): gradient for each, gradient in dense if not np.isfinite(gradient.numpy()).all()}
    layers = [
        (name, operation)
        for name, operation in operations_of(model)
        if any(id(weight) in bad for weight in getattr(operation, "trainable_weights", ()))
    ]
    if not layers:
        return None
    # Gradients flow from the end to the beginning, so the last layer that has such a one met it first.
    name, operation = layers[-1]
    kinds = " and ".join(dict.fromkeys(_kinds(gradient.numpy()) for gradient in bad.values()))
    after = _unsafe_after(model, name)
    evidence = (
        f"All outputs and the loss are finite, but {len(bad)} of {len(dense)} gradients hold {kinds}: those "
        f"of {names_text([each for each, _ in layers])}."
    )
    culprit = after or (name, operation)
    remedy = _UNSAFE.get(type(culprit[1]).__name__) or _LOWER_RATE
    return _Source(f"the gradient of {name} is {kinds}.", evidence, remedy, culprit[0])


def _unsafe_after(model: "keras.Model", name: str) -> tuple[str, Any] | None:
    """The nearest operation behind a layer whose gradient needn't be finite."""
    names = list(operations_of(model))
    at = next(place for place, (each, _) in enumerate(names) if each == name)
    return next((pair for pair in names[at + 1 :] if type(pair[1]).__name__ in _UNSAFE), None)


def _weights_not_finite(model: "keras.Model") -> list[str]:
    return [
        name
        for name, operation in operations_of(model)
        if any(not np.isfinite(_values(weight)).all() for weight in getattr(operation, "weights", ()))
    ]


def _largest_weights(model: "keras.Model") -> tuple[float, str]:
    """The size of the largest weight, and its layer."""
    sizes = (
        (_size(weight), name)
        for name, operation in operations_of(model)
        for weight in getattr(operation, "trainable_weights", ())
    )
    return max(sizes, default=(0.0, ""))


def _in_weights(model: "keras.Model", lost: Sequence[str], largest: tuple[float, str]) -> _Source:
    num_layers = sum(bool(getattr(operation, "weights", ())) for _, operation in operations_of(model))
    size, name = largest
    if not lost and size > LARGE:
        evidence = f"The weights of {name} had grown to {size:.3g}; with the last good ones, all is finite."
        return _Source(f"the updates of {name} ran away.", evidence, _LOWER_RATE, name)
    if not lost:
        evidence = "With the last good weights, outputs, loss and gradients of this batch are finite."
        return _Source("the updates since the last good weights ran away.", evidence, _LOWER_RATE)
    evidence = (
        f"The weights of {len(lost)} of {num_layers} layers were lost, those of {lost[0]} among the first; "
        "with the last good weights, outputs, loss and gradients of this batch are finite."
    )
    return _Source(f"the updates of {lost[0]} ran away.", evidence, _LOWER_RATE, lost[0])


def _values(weight: Any) -> np.ndarray[Any, Any]:
    values = np.asarray(weight.numpy() if hasattr(weight, "numpy") else weight)
    return values.astype(np.float32) if values.dtype.kind not in "biu" else np.zeros(0, np.float32)


def _size(weight: Any) -> float:
    values = _values(weight)
    return float(np.abs(values).max()) if values.size else 0.0


def _largest(tensors: Any) -> float | None:
    import tensorflow as tf

    sizes = [
        float(tf.reduce_max(tf.abs(tf.cast(tensor, tf.float32))))
        for tensor in tf.nest.flatten(tensors)
        if getattr(tensor, "dtype", None) is not None and getattr(tensor.dtype, "is_floating", False)
    ]
    return max(sizes, default=None)


def _kinds(values: np.ndarray[Any, Any]) -> str:
    has_nan, has_infinity = bool(np.isnan(values).any()), bool(np.isinf(values).any())
    return " and ".join(filter(None, ("NaN" if has_nan else "", "infinity" if has_infinity else "")))
