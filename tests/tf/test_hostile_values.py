"""Values in model files that no layer has: what can't be read is left out and said, the rest comes."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from designer.compiler.importing.projects import Imported, import_file
from designer.document.files import format_project, parse_project
from designer.errors import ImportModelError

KERAS = "keras.layers"


def layer(class_name: str, *, module: str = KERAS, **config: Any) -> dict[str, Any]:
    return {"class_name": class_name, "module": module, "config": config}


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def wrappers(depth: int) -> dict[str, Any]:
    inner = layer("Dense", units=2)
    for _ in range(depth):
        inner = layer("TimeDistributed", layer=inner)
    return inner


def bidirectional(config: Any) -> dict[str, Any]:
    forward = {"class_name": "LSTM", "module": KERAS, "config": config}
    return layer("Bidirectional", layer=forward, backward_layer=forward)


def imported(folder: Path, layers: Sequence[Any], shape: Any = (None, 4)) -> Imported:
    """A Sequential model of these layers, which its project holds as a file can."""
    first = layer("InputLayer", name="input", batch_shape=shape)
    data = {"class_name": "Sequential", "config": {"name": "net", "layers": [first, *layers]}}
    (folder / "net.json").write_text(json.dumps(data))
    found = import_file(folder / "net.json")
    assert parse_project(format_project(found.project)).graph == found.project.graph
    return found


ODD = {
    "deep wrappers": wrappers(200),
    "deep Bidirectional": bidirectional({"units": 3, "x": nested(700)}),
    "a list in the place of a config": bidirectional([1]),
    "pairs that are none": layer("ZeroPadding2D", padding=[[1, 1], None]),
    "a function of no module": layer(
        "Dense", activation={"class_name": "function", "config": "f", "module": 1}
    ),
    "an object of no module": layer(
        "Dense", kernel_initializer={"class_name": "Zeros", "config": {}, "module": [1]}
    ),
    "half a character": layer("Net", module="mine", **{"x": "\ud800", "\ud800": 1}),
    "a class like the block it is in": {
        "class_name": "Sequential",
        "config": {"name": "inner", "layers": [layer("block:b1", module="mine")]},
    },
    "a class that is a list": {"class_name": ["Dense"], "module": KERAS, "config": {}},
    "layers without a class": {"config": {"layers": [layer("ReLU")]}},
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_value_costs_only_itself(name: str, tmp_path: Path) -> None:
    found = imported(tmp_path, [ODD[name], layer("ReLU", name="last")])
    assert [node.name for node in found.project.graph.nodes][-1] == "last"


@pytest.mark.parametrize("length", [{"a": 1}, "x", 1.5, float("nan"), [1], True])
@pytest.mark.parametrize("place", [0, 1])
def test_a_shape_has_lengths_only(length: Any, place: int, tmp_path: Path) -> None:
    shape = [None, 4]
    shape[place] = length
    found = imported(tmp_path, [layer("ReLU")], shape)
    assert "shape" not in found.project.graph.nodes[0].params
    assert [str(remark) for remark in found.missing] == ["input: Its shape is no list of lengths; set it."]


@pytest.mark.parametrize("class_name", ["Net\ud800", "N" * 1000])
def test_a_class_name_is_short_text(class_name: str, tmp_path: Path) -> None:
    with pytest.raises(ImportModelError, match="is damaged: no class is called") as caught:
        imported(tmp_path, [layer(class_name, module="mine")])
    assert len(str(caught.value)) < 500


def functional(inputs: Sequence[Any]) -> dict[str, Any]:
    first = {**layer("InputLayer", batch_shape=[None, 4]), "name": "in"}
    tensor = {"class_name": "__keras_tensor__", "config": {"keras_history": ["in", 0, 0]}}
    last = {**layer("ReLU"), "name": "out", "inbound_nodes": [{"args": [tensor], "kwargs": {}}]}
    ends = {"input_layers": inputs, "output_layers": [["out", 0, 0]]}
    return {"class_name": "Functional", "config": {"name": "net", "layers": [first, last], **ends}}


def test_an_input_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "net.json").write_text(json.dumps(functional([["out", 0, 0]])))
    with pytest.raises(ImportModelError, match='"out" is named as an input and is no InputLayer'):
        import_file(tmp_path / "net.json")


def test_an_input_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "net.json").write_text(json.dumps(functional([["in", 0, 0], ["in", 0, 0]])))
    project = import_file(tmp_path / "net.json").project
    assert parse_project(format_project(project)).graph == project.graph


def test_what_nobody_thought_of_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise TypeError("no such thing")

    monkeypatch.setattr("designer.compiler.importing.projects.drawn", fail)
    with pytest.raises(ImportModelError, match=re.escape("contradicts itself (no such thing)")):
        imported(tmp_path, [])
