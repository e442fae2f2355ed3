"""A project file brings back exactly what was saved, and what is no project is refused in one clear line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.values import KerasObject
from designer.document.files import ProjectWriter, format_project, open_project, parse_project, save_project
from designer.document.migrations import migrate
from designer.document.presets import list_presets, load_preset
from designer.document.project import Project, View
from designer.document.settings import TrainingSettings
from designer.errors import ProjectFileError
from designer.graph.elements import Edge, GraphSnapshot, Node, Output
from tests.core.random_projects import projects

NODES = (Node("n1", "input", "Input", {"shape": (4,)}), Node("n2", "dense", "Dense", {"units": 3}))
PROJECT = Project("Net", GraphSnapshot(NODES, (Edge("n1", 0, "n2", 0),)), View({"n1": (0.0, 0.0)}))


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    """The text of a project file after a change to its JSON."""
    data = json.loads(format_project(PROJECT))
    change(data)
    return json.dumps(data)


def with_param(value: str) -> str:
    return format_project(PROJECT).replace('"units": 3', f'"units": {value}')


@pytest.mark.parametrize("name", [info.name for info in list_presets()])
def test_a_preset_comes_back_as_it_was_saved(name: str, tmp_path: Path) -> None:
    project = load_preset(name)
    assert open_project(project.save(tmp_path / "net.json")) == project


@given(projects)
def test_any_project_comes_back_as_it_was_written(project: Project) -> None:
    text = format_project(project)
    assert parse_project(text) == project
    assert format_project(parse_project(text)) == text


@given(st.lists(projects, max_size=2))
def test_a_writer_that_was_used_before_writes_the_same(versions: list[Project]) -> None:
    writer = ProjectWriter()
    for project in versions:
        assert writer.text(project) == format_project(project)
        assert writer.text(project) == format_project(project)


def test_a_writer_pauses_while_it_writes_and_seldom_where_little_is_new() -> None:
    pauses: list[int] = []
    writer = ProjectWriter(lambda: pauses.append(1))
    project = load_preset("wide_resnet", num_convs=100)
    writer.text(project)
    num_at_first = len(pauses)
    writer.text(project)
    assert num_at_first > 10
    assert len(pauses) - num_at_first < num_at_first / 8


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    node = Node("n1", "dense", "Dense", {"units": "\ud800"})
    project = PROJECT.replace(name="half \ud83d", graph=GraphSnapshot((node,)))
    assert open_project(project.save(tmp_path / "net.json")) == project


def test_an_id_of_thousands_of_digits_can_be_opened() -> None:
    nodes = tuple(Node(node_id, node_id, "Dense") for node_id in ("n2", f"n{'1' * 5000}"))
    project = Project(graph=GraphSnapshot(nodes))
    assert parse_project(format_project(project)).graph.nodes == nodes


def test_a_graph_out_of_order_is_put_in_order() -> None:
    shuffled = GraphSnapshot(tuple(reversed(NODES)), PROJECT.graph.edges)
    assert parse_project(format_project(PROJECT.replace(graph=shuffled))) == PROJECT


def test_a_new_node_adds_lines_and_changes_no_other() -> None:
    project = load_preset("svgg")
    graph, positions = project.graph, dict(project.view.positions)
    last = graph.nodes[-1].id
    grown = project.replace(
        graph=GraphSnapshot(
            (*graph.nodes, Node("n99", "extra", "Dense")), (*graph.edges, Edge(last, 0, "n99", 0))
        ),
        view=View({**positions, "n99": (1.0, 2.0)}),
    )
    old, new = (format_project(item).splitlines() for item in (project, grown))
    assert len(new) == len(old) + 3  # the node, its edge and its position
    assert {line.rstrip(",") for line in old} < {line.rstrip(",") for line in new}


def test_each_node_edge_and_position_has_a_line() -> None:
    lines = format_project(PROJECT).splitlines()
    assert '      {"id": "n2", "name": "dense", "type": "Dense", "params": {"units": 3}}' in lines
    assert '      ["n1", 0, "n2", 0]' in lines
    assert '      "n1": [0.0, 0.0]' in lines


DAMAGED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "damaged: not JSON"),
    "truncated": (format_project(PROJECT)[:-40], "damaged: not JSON"),
    "not JSON": ("layers: 3", "damaged: not JSON"),
    "not text": (format_project(PROJECT).encode() + b"\xff", "damaged: not JSON"),
    "deeply nested": ("[" * 100_000, "damaged: not JSON"),
    "deeply nested value": (with_param("[" * 700 + "]" * 700), "nested too deeply"),
    "huge number": (with_param("1" * 5000), "damaged"),
    "a list": ("[1, 2]", "JSON object was expected"),
    "other JSON": ('{"nodes": []}', '"format" should be "model-designer/1"'),
    "other program": (changed(lambda data: data.update(format="keras/1")), '"format" should be'),
    "newer": (changed(lambda data: data.update(format="model-designer/2")), "Update Model Designer"),
    "absurd version": (changed(lambda data: data.update(format="model-designer/" + "9" * 5000)), "format"),
    "older than known": (changed(lambda data: data.update(format="model-designer/0")), "any more"),
    "unknown field": (changed(lambda data: data["data"].update(sauce="x")), "data.sauce: Extra inputs"),
    "wrong type": (changed(lambda data: data.update(name=3)), "name: Input should be a valid string"),
    "wrong settings": (changed(lambda data: data["training"].update(epochs=0)), "training.epochs"),
    "wrong object": (changed(lambda data: data["training"].update(optimizer={"x": 1})), "not a parameter"),
    "unknown tag": (with_param('{"code": "1"}'), "is not a parameter value"),
    "blocks": (changed(lambda data: data["graph"].update(blocks={"b": 1})), "graph.blocks"),
    "edge to nowhere": (changed(lambda data: data["graph"]["edges"].append(["n1", 0, "n9", 0])), '"n9"'),
    "negative port": (changed(lambda data: data["graph"].update(edges=[["n1", -1, "n2", 0]])), "edges.0.1"),
    "taken port": (changed(lambda data: data["graph"]["edges"].append(["n2", 0, "n2", 0])), "already"),
    "output of nothing": (changed(lambda data: data["graph"].update(outputs=[["n9", 0]])), '"n9"'),
    "input of no Input": (changed(lambda data: data["graph"].update(inputs=["n2"])), "no Input"),
    "equal ids": (changed(lambda data: data["graph"]["nodes"].append(data["graph"]["nodes"][0])), "twice"),
    "position NaN": (changed(lambda data: data["view"]["positions"].update(n1=[float("nan"), 0])), "NaN"),
    "position infinite": (format_project(PROJECT).replace("[0.0, 0.0]", "[1e999, 0.0]"), "1e999"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_no_project_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    content, reason = DAMAGED[name]
    path = tmp_path / "net.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ProjectFileError) as caught:
        open_project(path)
    assert str(caught.value).startswith(f"{path} can't be opened. ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="There is no such file"):
        open_project(tmp_path / "none.json")
    with pytest.raises(ProjectFileError, match="It is a folder"):
        open_project(tmp_path)


@pytest.mark.parametrize("text", ["__import__('os').abort()", "{{7*7}}", "../../etc/passwd", "lambda: 1"])
def test_opening_takes_code_for_text(text: str) -> None:
    node = Node("n1", text, text, {text: KerasObject(text, {"function": text})})
    project = Project(text, GraphSnapshot((node,)))
    assert parse_project(format_project(project)) == project


@pytest.mark.parametrize(
    "project",
    [
        PROJECT.replace(view=View({"n1": (float("nan"), 0.0)})),
        PROJECT.replace(graph=GraphSnapshot((Node("n1", "a", "ReLU", {"max_value": float("inf")}),))),
        PROJECT.replace(training=TrainingSettings(loss_weights=(float("inf"),))),
        PROJECT.replace(training=TrainingSettings(optimizer=KerasObject("SGD", {"clipnorm": float("inf")}))),
        PROJECT.replace(graph=GraphSnapshot((Node("n1", "", "Dense"),))),
        PROJECT.replace(graph=GraphSnapshot((Node("n1", "a", "Dense", {"units": object()}),))),  # type: ignore[dict-item]
    ],
)
def test_what_a_file_cannot_hold_is_refused_and_the_old_file_stays(project: Project, tmp_path: Path) -> None:
    path = PROJECT.save(tmp_path / "net.json")
    with pytest.raises(ProjectFileError, match="can't be saved"):
        save_project(project, path)
    assert open_project(path) == PROJECT


def test_an_older_file_is_migrated_step_by_step() -> None:
    steps = {1: lambda data: data | {"b": data.pop("a")}, 2: lambda data: data | {"c": data.pop("b") + 1}}
    old = {"format": "model-designer/1", "a": 1}
    assert migrate(old, steps, newest=3) == {"format": "model-designer/3", "c": 2}
    with pytest.raises(ProjectFileError, match="model-designer/1 can't be opened any more"):
        migrate({"format": "model-designer/1"}, {2: steps[2]}, newest=3)


def test_the_order_of_inputs_and_outputs_comes_back() -> None:
    nodes = (Node("n1", "a", "Input"), Node("n2", "b", "Input"), Node("n3", "c", "Add"))
    graph = GraphSnapshot(nodes, (), ("n2", "n1"), (Output("n3", 1), Output("n3")))
    assert parse_project(format_project(Project(graph=graph))).graph == graph
