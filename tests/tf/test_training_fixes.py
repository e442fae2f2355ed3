"""Fixes between network, data and loss: each rids the project of its problem, and undo restores the file."""

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.values import KerasObject, Params
from designer.compiler.analysis import analyse
from designer.compiler.catalogs import current_catalog
from designer.compiler.results import Problem
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.sources.registry import open_source
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.files import format_project
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.graph.block_specs import with_blocks
from designer.training.checks import training_problems
from designer.training.fixing import fixes_of
from tests.tf.graphs import Shape, chain

CATALOG = Catalog.load()
CLASSES = tuple("0123456789")
DIGITS = DataInfo(
    "digits",
    "Digits",
    FeatureInfo((8, 8, 1), "float32", (0, 16)),
    LabelInfo("classes", (), "int64", CLASSES),
    {},
)
HOUSES = DataInfo("houses", "Houses", FeatureInfo((13,), "float32"), LabelInfo("values"), {})
VARYING = DataInfo(
    "photos", "Photos", FeatureInfo((None, None, 3), "uint8"), LabelInfo("classes", (), "int64", CLASSES), {}
)
LOGITS = KerasObject("SparseCategoricalCrossentropy", {"from_logits": True})
PROBABILITIES = KerasObject("SparseCategoricalCrossentropy")

Layers = list[tuple[str, Params]]
CASES: dict[str, tuple[DataInfo, Shape, Layers, tuple[KerasObject, ...], str, list[str]]] = {
    "too few units": (
        DIGITS,
        (8, 8, 1),
        [("Flatten", {}), ("Dense", {"units": 4}), ("Softmax", {})],
        (),
        "head_units",
        ["Set units of n3 to 10", "Add Dense with 10 units after n4"],
    ),
    "more units than classes": (
        DIGITS,
        (8, 8, 1),
        [("Flatten", {}), ("Dense", {"units": 64})],
        (),
        "head_units",
        ["Set units of n3 to 10", "Add Dense with 10 units after n3"],
    ),
    "too few filters": (
        DIGITS,
        (8, 8, 1),
        [("Conv2D", {"filters": 4, "kernel_size": 3}), ("GlobalAveragePooling2D", {})],
        (),
        "head_units",
        ["Set filters of n2 to 10", "Add Dense with 10 units after n3"],
    ),
    "many values for one": (
        HOUSES,
        (13,),
        [("Dense", {"units": 4})],
        (),
        "head_units",
        ["Set units of n2 to 1", "Add Dense with 1 unit after n2"],
    ),
    "a map": (
        DIGITS,
        (8, 8, 1),
        [("Conv2D", {"filters": 4, "kernel_size": 3})],
        (),
        "head_map",
        [
            "Add GlobalAveragePooling2D and Dense with 10 units after n2",
            "Add Flatten and Dense with 10 units after n2",
        ],
    ),
    "a map of classes": (
        DIGITS,
        (8, 8, 1),
        [("Dense", {"units": 10})],
        (),
        "head_map",
        ["Insert GlobalAveragePooling2D before n2", "Insert Flatten before n2"],
    ),
    "softmax with logits": (
        DIGITS,
        (8, 8, 1),
        [("Flatten", {}), ("Dense", {"units": 10, "activation": "softmax"})],
        (LOGITS,),
        "head_activation",
        ["Set activation of n3 to linear", "Let SparseCategoricalCrossentropy take probabilities"],
    ),
    "Softmax layer with logits": (
        DIGITS,
        (8, 8, 1),
        [("Flatten", {}), ("Dense", {"units": 10}), ("Softmax", {})],
        (LOGITS,),
        "head_activation",
        ["Remove n4", "Let SparseCategoricalCrossentropy take probabilities"],
    ),
    "scores without logits": (
        DIGITS,
        (8, 8, 1),
        [("Flatten", {}), ("Dense", {"units": 10})],
        (PROBABILITIES,),
        "head_activation",
        ["Set activation of n3 to softmax", "Let SparseCategoricalCrossentropy take logits"],
    ),
    "no activation to set": (
        DIGITS,
        (8, 8, 1),
        [("Conv2D", {"filters": 10, "kernel_size": 3}), ("GlobalAveragePooling2D", {})],
        (PROBABILITIES,),
        "head_activation",
        ["Add softmax after n3", "Let SparseCategoricalCrossentropy take logits"],
    ),
    "another shape than the data": (
        DIGITS,
        (7, 9),
        [("Flatten", {}), ("Dense", {"units": 10})],
        (),
        "input_shape",
        ["Set the shape of n1 to 8×8×1"],
    ),
    "images of any size": (
        VARYING,
        (None, None, 3),
        [("GlobalAveragePooling2D", {}), ("Dense", {"units": 10})],
        (),
        "input_shape",
        ["Set the shape of n1 to 128×128×3"],
    ),
}


def found(document: Document, info: DataInfo) -> tuple[Problem, ...]:
    project = document.project()
    analysis = analyse(project.graph)
    assert analysis.errors == ()
    return tuple(training_problems(project, analysis, info))


@pytest.mark.parametrize("name", CASES)
def test_each_fix_mends_its_problem_and_undo_restores_the_file(name: str) -> None:
    info, shape, layers, loss, kind, labels = CASES[name]
    document = Document(Project("Case", chain(shape, *layers), training=TrainingSettings(loss=loss)))
    problem = next(each for each in found(document, info) if each.kind == kind)
    text = format_project(document.project())
    fixes = fixes_of(problem, document, CATALOG, analyse(document.graph.snapshot()), info)
    assert [fix.label for fix in fixes] == labels
    assert problem.node in document.graph.nodes
    for fix in fixes:
        document.push(fix.command)
        assert kind not in [each.kind for each in found(document, info)], fix.label
        document.undo()
        assert format_project(document.project()) == text


def test_an_output_that_is_a_block_is_ended_behind_the_block() -> None:
    net = NetworkBuilder("Ends in a block")

    def body(inside: NetworkBuilder) -> None:
        inside.add("ReLU", inside.port("x"))

    block = net.block("Tail", body)
    x = net.add("Conv2D", net.input((8, 8, 1)), filters=4, kernel_size=3)
    tail = net.add(block, x, repeat=2)
    document = Document(net.project())
    analysis = analyse(document.snapshot())
    problems = training_problems(document.project(), analysis, open_source("digits").info)
    problem = next(problem for problem in problems if problem.kind == "head_map")
    assert problem.node == tail
    fix = fixes_of(problem, document, with_blocks(current_catalog(), document.blocks), analysis)[0]
    document.push(fix.command)
    assert analyse(document.snapshot()).outputs[0].shape == (None, 10)
