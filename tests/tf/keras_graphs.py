"""Networks of `keras.applications` as graphs to lay out."""

from designer.graph.elements import Edge, GraphSnapshot, Node, edge_key


def inception_v3() -> GraphSnapshot:
    """Szegedy et al. 2015, one node for each layer."""
    import keras

    model = keras.applications.InceptionV3(weights=None)
    ids = {layer.name: f"n{number}" for number, layer in enumerate(model.layers, start=1)}
    edges = [
        Edge(ids[tensor._keras_history.operation.name], 0, ids[layer.name], port)
        for layer in model.layers
        for node in layer._inbound_nodes
        for port, tensor in enumerate(node.input_tensors)
    ]
    nodes = tuple(Node(ids[layer.name], layer.name, type(layer).__name__) for layer in model.layers)
    return GraphSnapshot(nodes, tuple(sorted(edges, key=edge_key)))
