"""How many units of each ReLU are dead: seen on a fixed batch of samples, without touching the run."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from designer.training.trouble.capture import captured, operations_of
from designer.training.trouble.dead import LayerProbe

if TYPE_CHECKING:
    import keras

MAX_SAMPLES = 32

_log = logging.getLogger("designer")
_RELU_CLASSES = frozenset({"ReLU", "Relu", "Relu6", "ThresholdedReLU"})
_RELU_FUNCTIONS = frozenset({"relu", "relu6"})


class Probe:
    """Calls a model as for inference: no dropout, no moving average, no metric, no random number.

    It is called eagerly, which costs less than tracing it for so few calls would; only where a recurrent
    layer would make Python go through the steps of a sequence, it is traced at the first call. Where neither
    is possible, all calls give nothing.

    Args:
        sample_batch: Gives a batch of samples and labels, always the same; only the first 32 are taken.
    """

    def __init__(self, model: "keras.Model", sample_batch: Callable[[], tuple[Any, Any]]) -> None:
        self._model = model
        self._sample_batch = sample_batch
        operations = list(operations_of(model))
        self._relus = [(name, each) for name, each in operations if is_relu(each)]
        self._is_traced = any(is_recurrent(each) for _, each in operations)
        self._samples: Any = None
        self._function: Any = None
        self._names: list[str] = []
        self._has_failed = not self._relus
        self.num_samples = 0

    def measure(self) -> dict[str, LayerProbe]:
        """What each ReLU gives now, by its layer's name in the flat network."""
        if self._has_failed:
            return {}
        try:
            if self._function is None:
                self._prepare()
            measured = self._function(*self._samples)
        except Exception:  # noqa: BLE001 - a probe that fails must not end the run that it looks at
            _log.debug("The activations can't be probed", exc_info=True)
            self._has_failed = True
            return {}
        finally:
            self._model._clear_losses()
        rows = zip(self._names, *(part.numpy().tolist() for part in measured), strict=True)
        return {name: LayerProbe(*columns) for name, *columns in rows}

    def _prepare(self) -> None:
        import tensorflow as tf

        x, _ = self._sample_batch()
        samples = [part[:MAX_SAMPLES] for part in tf.nest.flatten(x)]
        self.num_samples = int(samples[0].shape[0])
        self._samples = samples
        self._function = tf.function(self._measured, autograph=False) if self._is_traced else self._measured

    def _measured(self, *samples: Any) -> tuple[Any, Any, Any]:
        import tensorflow as tf

        graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
        alive: dict[str, Any] = {}
        finite: dict[str, Any] = {}

        def look(name: str, _operation: Any, _inputs: Any, outputs: Any) -> None:
            # What a loop inside a layer computes can't be handed out of it.
            if (graph and outputs.graph is not graph) or outputs.shape[-1] is None:
                return
            own = tf.reduce_any(outputs > 0, axis=list(range(outputs.shape.rank - 1)))
            is_finite = tf.reduce_all(tf.math.is_finite(outputs))
            alive[name] = own if name not in alive else tf.logical_or(alive[name], own)
            finite[name] = is_finite if name not in finite else tf.logical_and(finite[name], is_finite)

        with captured(self._relus, look):
            self._model(samples[0] if len(samples) == 1 else list(samples), training=False)
        self._names = list(alive)
        if not alive:
            empty = tf.zeros(0, tf.int32)
            return empty, empty, tf.zeros(0, tf.bool)
        dead = [tf.reduce_sum(tf.cast(~own, tf.int32)) for own in alive.values()]
        return (
            tf.constant([int(own.shape[0]) for own in alive.values()]),
            tf.stack(dead),
            tf.stack(list(finite.values())),
        )


def is_relu(operation: Any) -> bool:
    """Whether a layer or an operation gives 0 wherever its argument is negative."""
    if type(operation).__name__ in _RELU_CLASSES:
        return not getattr(operation, "negative_slope", 0.0)
    if is_recurrent(operation):  # it uses its activation within
        return False
    activation = getattr(operation, "activation", None)
    return getattr(activation, "__name__", type(activation).__name__) in {*_RELU_FUNCTIONS, *_RELU_CLASSES}


def is_recurrent(operation: Any) -> bool:
    """Whether a layer goes through a sequence step by step."""
    return hasattr(operation, "cell") or hasattr(operation, "forward_layer")
