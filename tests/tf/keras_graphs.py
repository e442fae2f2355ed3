"""Networks of `keras.applications` as graphs, by a plain walk over the records that Keras keeps."""

from collections.abc import Mapping
from typing import Any

from designer import paths
from designer.catalog.catalog import Catalog
from designer.catalog.values import Value
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, edge_key

CATALOG = Catalog.load(paths.resources_dir() / "catalog.json")


def application(name: str) -> GraphSnapshot:
    """A model of `keras.applications`, one node for each layer."""
    import keras

    model = getattr(keras.applications, name)(weights=None)
    ids = {layer.name: f"n{number}" for number, layer in enumerate(model.layers, start=1)}
    edges = [
        Edge(ids[tensor._keras_history.operation.name], 0, ids[layer.name], port)
        for layer in model.layers
        for node in layer._inbound_nodes
        for port, tensor in enumerate(node.input_tensors)
    ]
    nodes = tuple(_node(ids[layer.name], layer) for layer in model.layers)
    return GraphSnapshot(nodes, tuple(sorted(edges, key=edge_key)))


def inception_v3() -> GraphSnapshot:
    """Szegedy et al. 2015, one node for each layer."""
    return application("InceptionV3")


def _node(node_id: str, layer: Any) -> Node:
    layer_type = type(layer).__name__
    if layer_type == "InputLayer":
        return Node(node_id, layer.name, INPUT, {"shape": tuple(layer.batch_shape[1:])})
    return Node(node_id, layer.name, layer_type, _params(layer_type, layer.get_config()))


def _params(layer_type: str, config: Mapping[str, Any]) -> dict[str, Value]:
    """What differs from Keras's defaults, but for objects such as initialisers."""
    spec = CATALOG.layer(layer_type)
    found: dict[str, Value] = {}
    for param in spec.params if spec else ():
        value = _in_tuples(config.get(param.name))
        if isinstance(value, bool | int | float | str | tuple) and (param.required or value != param.default):
            found[param.name] = value
    return {name: value for name, value in found.items() if name not in ("name", "dtype", "trainable")}


def _in_tuples(value: Any) -> Any:
    return tuple(map(_in_tuples, value)) if isinstance(value, list | tuple) else value
