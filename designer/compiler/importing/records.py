"""What is read of a Keras model before it is drawn: its layers, how they are called, and with what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_LAYERS = 20_000
MOST_CALLS = 100_000
DEEPEST = 32
SOME_OPERATION = "keras.src.ops."
"""The module of an operation where a file doesn't tell which."""


@dataclass(frozen=True, slots=True)
class TensorRef:
    """A tensor within a model: an output of one call of one of its layers, all counted from 0."""

    layer: int
    call: int
    output: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of one call; `TensorRef`s stand in them for tensors."""

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class LayerRecord:
    """A layer or an operation.

    Args:
        name: As in the model, unique there.
        class_name: As Keras writes it.
        module: Where the class is, as Keras writes it; None in files that don't say.
        registered_name: Of a class that isn't Keras's own, such as `my_package>MyLayer`.
        config: The arguments of its constructor, in Keras's serialised form.
        calls: Each makes a node.
        inner: What is in it, where it is a model.
        layer: The layer itself, where there is one in memory.
        saved_as: The class that files count it as, where that is another; empty where they don't have it.
        stored: The names and shapes that its weights get, where these are others.
    """

    name: str
    class_name: str
    module: str | None = None
    registered_name: str | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    inner: "ModelRecord | None" = None
    layer: Any = None
    saved_as: str | None = None
    stored: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def is_operation(self) -> bool:
        """Whether it is a function of `keras.ops` and no layer."""
        return (self.module or "").startswith(SOME_OPERATION)

    @property
    def is_input(self) -> bool:
        """Whether data enters the model here."""
        return self.class_name == "InputLayer" and self.is_from_keras

    @property
    def is_from_keras(self) -> bool:
        """Whether it says that its class is Keras's own; files of older versions say nothing."""
        module = self.module or ""
        is_custom = ">" in (self.registered_name or "") or (self.module is None and self.registered_name)
        return not is_custom and (not module or module == "keras" or module.startswith("keras."))


@dataclass(slots=True)
class ModelRecord:
    """A functional or Sequential model; inputs and outputs in order."""

    name: str
    class_name: str
    layers: list[LayerRecord] = field(default_factory=list)
    inputs: list[TensorRef] = field(default_factory=list)
    outputs: list[TensorRef] = field(default_factory=list)

    def call(self, ref: TensorRef) -> tuple[LayerRecord, Call]:
        """The call that gives a tensor."""
        record = self.layers[ref.layer]
        return record, record.calls[ref.call]


def tensors_in(value: Any) -> Iterator[TensorRef]:
    """All tensors in an argument, in the order in which Keras flattens it."""
    if isinstance(value, TensorRef):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item)
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from tensors_in(value[key])


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a model that couldn't be taken over as it was.

    Args:
        where: The layer's name as it is drawn; empty for the whole model.
        is_missing: The network can't be built until it is replaced.
    """

    where: str
    message: str
    is_missing: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message
