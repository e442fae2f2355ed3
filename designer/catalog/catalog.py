"""The catalogue: every layer, optimiser, loss, metric and helper object of one Keras version."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from designer import paths
from designer.atomic import write_atomically
from designer.catalog.spec import LayerSpec, ObjectSpec, ParamKind
from designer.errors import RequestError

ObjectKind = Literal[
    "layers",
    "cells",
    "optimizers",
    "losses",
    "metrics",
    "initializers",
    "regularizers",
    "constraints",
    "schedules",
]

OBJECTS_OF_PARAM: Mapping[ParamKind, ObjectKind] = {
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "layer": "layers",
    "activation": "layers",
    "cell": "cells",
    "optimizer": "optimizers",
    "learning_rate": "schedules",
}
"""Which objects a parameter takes as a `KerasObject`; an activation may be a layer such as LeakyReLU."""

_AnySpec = TypeVar("_AnySpec", bound=ObjectSpec)


class Catalog(BaseModel):
    """All specs, as read from `catalog.json`.

    Attributes:
        keras_version: The Keras they were generated from.
        activations: Names of activation functions.
        categories: Layer families in palette order.
    """

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    keras_version: str
    categories: tuple[str, ...]
    activations: tuple[str, ...]
    layers: tuple[LayerSpec, ...]
    cells: tuple[ObjectSpec, ...] = ()
    optimizers: tuple[ObjectSpec, ...]
    losses: tuple[ObjectSpec, ...]
    metrics: tuple[ObjectSpec, ...]
    initializers: tuple[ObjectSpec, ...]
    regularizers: tuple[ObjectSpec, ...]
    constraints: tuple[ObjectSpec, ...]
    schedules: tuple[ObjectSpec, ...]

    @cached_property
    def _layers_by_type(self) -> dict[str, LayerSpec]:
        return _by_name(self.layers)

    def layer(self, layer_type: str) -> LayerSpec | None:
        """The spec of a layer type or alias (`MaxPool2D`), or None where this Keras has no such layer."""
        return self._layers_by_type.get(layer_type)

    def objects(self, kind: ObjectKind) -> tuple[ObjectSpec, ...]:
        """All specs of one kind; operations are no layers that another could hold."""
        if kind == "layers":
            return tuple(spec for spec in self.layers if not spec.is_operation)
        found: tuple[ObjectSpec, ...] = getattr(self, kind)
        return found

    def object(self, kind: ObjectKind, object_type: str) -> ObjectSpec | None:
        """The spec of one class or alias (`glorot_uniform`), or None where this Keras has no such class."""
        return self.layer(object_type) if kind == "layers" else _by_name(self.objects(kind)).get(object_type)

    def save(self, path: Path) -> None:
        """Write the catalogue, defaults left out so that the file stays readable."""
        write_atomically(path, f"{self.model_dump_json(indent=1, exclude_defaults=True)}\n".encode())

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read a catalogue; by default the one that ships with the program.

        Raises:
            RequestError: The file is missing or damaged.
        """
        path = path or paths.resources_dir() / "catalog.json"
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise RequestError(
                f"The layer catalogue {path} can't be read: {str(error).splitlines()[0]}.",
                "Install Model Designer again, or run `make catalog` in a checkout.",
            ) from error


def _by_name(specs: tuple[_AnySpec, ...]) -> dict[str, _AnySpec]:
    """Specs by alias and by type; the type wins."""
    aliases = {alias: spec for spec in specs for alias in spec.aliases}
    return aliases | {spec.type: spec for spec in specs}
