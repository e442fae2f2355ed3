"""Files that hold weights and no network, as Keras publishes those of its applications."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.compiler.catalogs import current_catalog
from designer.compiler.importing.drawing import drawn
from designer.compiler.importing.file_weights import FileWeights, names_in
from designer.compiler.importing.hdf5 import Hdf5File
from designer.compiler.importing.records import ModelRecord
from designer.compiler.symbolic import symbolic_layers
from designer.errors import WeightsError

if TYPE_CHECKING:
    import numpy as np


def holds_weights_alone(path: Path) -> bool:
    """Whether a file has Keras's weights but no network."""
    try:
        with Hdf5File(path) as file:
            return file.attribute("", "model_config") is None
    except WeightsError:
        return False


def weights_alone(path: Path, record: ModelRecord) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
    """The weights of a file for the model that it belongs to, under full names.

    Raises:
        WeightsError: The file can't be read, or belongs to another model.
    """
    with Hdf5File(path) as file:
        found = drawn(record, current_catalog())
        reader = FileWeights(file, record, found.owners, symbolic_layers(found.graph))
        yield from reader.read_in_order() if names_in(file, "", "layer_names") else reader.read()
        if reader.absent or reader.unlike:
            first = (reader.absent + reader.unlike)[0]
            raise WeightsError(
                f"{path} belongs to another network: {first} doesn't fit.",
                "Choose another file, or fresh weights.",
            )
