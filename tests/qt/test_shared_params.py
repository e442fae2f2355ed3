"""What several layers have in common: same name and kind, values where they agree, defaults never stored."""

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec
from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.document.document import Document
from designer.document.param_commands import SetManyParams
from designer.document.project import Project
from designer.errors import GraphError
from designer.graph.elements import GraphSnapshot, Node
from designer.ui.inspector.shared_params import shared_specs, shared_values, with_value

CATALOG = Catalog.load()
CONV: Params = {"filters": 8, "kernel_size": (3, 3)}


def layers(*types: str) -> list[LayerSpec]:
    return [layer for layer_type in types if (layer := CATALOG.layer(layer_type))]


def names(*types: str) -> set[str]:
    return {spec.name for spec in shared_specs(layers(*types))}


def values_of(*nodes: Node) -> tuple[Params, frozenset[str]]:
    found = {layer.type: layer for layer in layers(*{node.type for node in nodes})}
    shared = shared_values(nodes, shared_specs(list(found.values())), found)
    return shared.params, shared.mixed


def test_one_type_shares_all_its_parameters() -> None:
    (conv,) = layers("Conv2D")
    assert shared_specs([conv]) == conv.params


def test_types_share_what_has_the_same_name_and_kind() -> None:
    assert {"activation", "use_bias", "kernel_initializer"} <= names("Conv2D", "Dense")
    assert not {"filters", "units"} & names("Conv2D", "Dense")
    assert "padding" not in names("Conv2D", "ZeroPadding2D")  # a word there, numbers here
    assert "kernel_size" not in names("Conv2D", "Conv1D")  # two numbers there, one here


def test_a_default_that_only_some_have_is_never_assumed() -> None:
    strides = next(spec for spec in shared_specs(layers("Conv2D", "MaxPooling2D")) if spec.name == "strides")
    assert strides.required
    assert not strides.nullable


def test_equal_values_are_shown_and_others_are_mixed() -> None:
    params, mixed = values_of(
        Node("n1", "a", "Conv2D", {**CONV, "padding": "same"}),
        Node("n2", "b", "Conv2D", {**CONV, "filters": 16, "kernel_size": [3, 3]}),
    )
    assert params == {"kernel_size": (3, 3)}
    assert mixed == {"filters", "padding"}


@pytest.mark.parametrize("odd", [Expr("filters*2"), KerasObject("HeNormal"), True, None, "8", [[8]]])
def test_odd_values_are_only_mixed(odd: Value) -> None:
    nodes = Node("n1", "a", "Conv2D", CONV), Node("n2", "b", "Conv2D", {**CONV, "filters": odd})
    assert values_of(*nodes)[1] == {"filters"}


def test_a_default_is_not_stored_and_a_new_value_stands_in_keras_order() -> None:
    (conv,) = layers("Conv2D")
    node, found = Node("n1", "a", "Conv2D", {**CONV, "activation": "relu"}), {"Conv2D": conv}
    assert with_value([node], found, "activation", "linear")["n1"].get("activation") == "linear"
    assert with_value([node], found, "activation", None) == {"n1": CONV}
    changed = with_value([node], found, "strides", (2, 2))["n1"]
    assert list(changed) == ["filters", "kernel_size", "strides", "activation"]


def test_many_params_are_one_step_and_typing_merges() -> None:
    nodes = tuple(Node(f"n{number}", f"d{number}", "Dense", {"units": number}) for number in (1, 2))
    document = Document(Project(graph=GraphSnapshot(nodes)))
    before = document.project()
    for units in (6, 64):
        document.push(SetManyParams({node.id: {"units": units} for node in nodes}, "units"))
    assert document.undo_text == "Change units of 2 layers"
    document.undo()
    assert document.project() == before
    assert not document.undo_text


def test_a_node_that_is_gone_refuses_all() -> None:
    document = Document(Project(graph=GraphSnapshot((Node("n1", "d", "Dense", {"units": 1}),))))
    with pytest.raises(GraphError):
        document.push(SetManyParams({"n1": {"units": 2}, "n9": {"units": 2}}, "units"))
    assert document.graph.node("n1").params == {"units": 1}
