"""A model file becomes the same project as the model itself, weights and all."""

import json
from dataclasses import replace
from pathlib import Path

import keras
import pytest
from keras import layers

import designer
from designer.compiler.importing.projects import import_file
from tests.tf.models import MODELS, difference, sequential, spread


@pytest.mark.parametrize("kind", ["keras", "h5"])
@pytest.mark.parametrize("name", MODELS)
def test_a_file_holds_what_the_model_was(
    name: str, kind: str, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    model = spread(MODELS[name]())
    model.save(tmp_path / f"net.{kind}")
    imported = import_file(tmp_path / f"net.{kind}")
    recwarn.clear()
    assert [str(remark) for remark in imported.remarks] == []
    assert imported.project.graph == designer.from_model(model).graph
    assert difference(model, designer.build_model(imported.project)) < 1e-6


@pytest.mark.parametrize("name", MODELS)
def test_json_holds_the_network_alone(name: str, tmp_path: Path) -> None:
    model = MODELS[name]()
    path = tmp_path / "net.json"
    path.write_text(model.to_json())
    project = designer.import_model(path)
    assert project.graph == designer.from_model(model).graph
    assert project.weights is None


def test_the_kind_of_a_file_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    sequential().save(tmp_path / "net.h5")
    path = (tmp_path / "net.h5").rename(tmp_path / "net.keras")
    assert len(designer.import_model(path).graph.nodes) == 6


def test_a_model_of_keras_2_is_read(tmp_path: Path) -> None:
    glorot = {"class_name": "GlorotUniform", "config": {"seed": None, "dtype": "float32"}}
    dense = {"name": "dense", "trainable": True, "dtype": "float32", "units": 4, "kernel_initializer": glorot}
    image = {"batch_input_shape": [None, 3], "dtype": "float32", "sparse": False, "name": "image"}
    layer_list = [
        {"class_name": "InputLayer", "config": image, "name": "image", "inbound_nodes": []},
        {"class_name": "Dense", "config": dense, "name": "dense", "inbound_nodes": [[["image", 0, 0, {}]]]},
        {
            "class_name": "Add",
            "config": {"name": "add", "trainable": True},
            "name": "add",
            "inbound_nodes": [[["dense", 0, 0, {}], ["dense", 0, 0, {}]]],
        },
    ]
    ends = {"input_layers": [["image", 0, 0]], "output_layers": [["add", 0, 0]]}
    config = {"class_name": "Functional", "config": {"name": "old", "layers": layer_list, **ends}}
    path = tmp_path / "old.json"
    path.write_text(json.dumps(config))
    project = designer.import_model(path)
    assert [(node.type, dict(node.params)) for node in project.graph.nodes] == [
        ("Input", {"shape": (3,)}),
        ("Dense", {"units": 4}),
        ("Add", {}),
    ]
    assert designer.build_model(project).count_params() == 16


def test_a_sequential_list_of_keras_1_gets_an_input(tmp_path: Path) -> None:
    first = {"name": "dense_1", "batch_input_shape": [None, 3], "units": 2, "activation": "relu"}
    path = tmp_path / "old.json"
    path.write_text(
        json.dumps({"class_name": "Sequential", "config": [{"class_name": "Dense", "config": first}]})
    )
    assert designer.build_model(designer.import_model(path)).input_shape == (None, 3)


def test_what_cannot_be_made_is_marked_and_keeps_its_weights(tmp_path: Path) -> None:
    x = keras.Input((4,))
    y = layers.Dense(3, name="before")(x)
    y = layers.Lambda(lambda value: value * 2, name="code")(y)
    model = spread(keras.Model(x, layers.Dense(2, name="after")(y)))
    model.save(tmp_path / "net.keras")
    imported = import_file(tmp_path / "net.keras")
    assert [remark.where for remark in imported.missing] == ["code"]
    nodes = list(imported.project.graph.nodes)
    nodes[2] = replace(nodes[2], type="Identity")
    graph = replace(imported.project.graph, nodes=tuple(nodes))
    built = designer.build_model(imported.project.replace(graph=graph))
    for name in ("before", "after"):
        assert (built.get_layer(name).kernel.numpy() == model.get_layer(name).kernel.numpy()).all()


def test_an_activation_that_keras_does_not_have_is_told_by_the_analysis(tmp_path: Path) -> None:
    data = json.loads(sequential().to_json())
    data["config"]["layers"][1]["config"]["activation"] = {
        "module": "mine",
        "class_name": "function",
        "config": "wobble",
        "registered_name": "mine>wobble",
    }
    path = tmp_path / "net.json"
    path.write_text(json.dumps(data))
    analysis = designer.analyse(designer.import_model(path))
    assert [problem.node for problem in analysis.problems if problem.severity == "error"] == ["n2"]


def test_a_file_that_was_imported_can_be_trained_on(tmp_path: Path) -> None:
    model = spread(keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(10)]))
    model.save(tmp_path / "net.keras")
    project = designer.import_model(tmp_path / "net.keras")
    run = designer.train(project, data="digits", epochs=1, run_dir=tmp_path / "runs", steps_per_epoch=2)
    frozen = designer.open_project(run.folder / "project.json")
    assert (designer.build_model(frozen).get_weights()[0] == model.get_weights()[0]).all()


def test_calls_of_a_nested_model_may_be_counted_from_one(tmp_path: Path) -> None:
    x, outside = keras.Input((3,)), keras.Input((3,))
    body = keras.Model(x, layers.Dense(3)(x), name="body")
    model = keras.Model(outside, [body(body(outside)), body(outside)])
    data = json.loads(model.to_json())
    assert data["config"]["output_layers"] == [["body", 2, 0], ["body", 3, 0]]
    (tmp_path / "net.json").write_text(json.dumps(data))
    assert designer.import_model(tmp_path / "net.json").graph == designer.from_model(model).graph
