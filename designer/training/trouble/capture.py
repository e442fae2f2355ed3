"""Looks at what each layer and operation gives while a model is called."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

Look = Callable[[str, Any, Any, Any], None]
"""Called with the name in the flat network, the layer or operation, what it was called with (its positional
arguments), and what it gave."""


def operations_of(model: "keras.Model", prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All layers and operations of a model, and of those nested in it, by their names in the flat network."""
    import keras

    for operation in getattr(model, "operations", model.layers):
        name = prefix + operation.name
        if isinstance(operation, keras.Model):
            yield from operations_of(operation, f"{name}.")
        elif not isinstance(operation, keras.layers.InputLayer):
            yield name, operation


@contextmanager
def captured(operations: "list[tuple[str, Any]]", look: Look) -> Iterator[None]:
    """Have calls of these told while the block runs; they compute what they always do."""
    with ExitStack() as stack:
        for name, operation in operations:
            _wrap(stack, name, operation, look)
        yield


def _wrap(stack: ExitStack, name: str, operation: Any, look: Look) -> None:
    inner = operation.call
    has_own = "call" in vars(operation)

    def call(*args: Any, **kwargs: Any) -> Any:
        outputs = inner(*args, **kwargs)
        look(name, operation, args, outputs)
        return outputs

    # Past Keras's own setter, which would track the function.
    object.__setattr__(operation, "call", call)
    if has_own:
        stack.callback(object.__setattr__, operation, "call", inner)
    else:
        stack.callback(object.__delattr__, operation, "call")
