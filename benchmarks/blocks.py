"""Networks made of blocks: an edit inside a block at many places; a preset opened by its parameters.

An edit is timed from the command until the whole network is analysed, as the engine thread sees it.
"""

import time

from benchmarks.figures import Figure
from designer.catalog.values import Expr
from designer.document.builder import NetworkBuilder
from designer.document.commands import SetParams
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.document.project import Project

NUM_INSTANCES = 50
NUM_PAIRS = 4
NUM_EDITS = 30
NUM_OPENINGS = 15


def measure() -> list[Figure]:
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    return [_edit(), _opening()]


def many_instances() -> Project:
    """A block of nine layers at fifty places in a row."""
    net = NetworkBuilder("Fifty blocks")
    block = net.block("Residual", _residual, {"filters": 16})
    x = net.input((32, 32, 16))
    for _ in range(NUM_INSTANCES):
        x = net.add(block, x)
    return net.project()


def _residual(net: NetworkBuilder) -> None:
    x = inner = net.port("x")
    for _ in range(NUM_PAIRS):
        inner = net.add("Conv2D", inner, filters=Expr("filters"), kernel_size=3, padding="same")
        inner = net.add("BatchNormalization", inner)
    net.add("Add", inner, x)


def _edit() -> Figure:
    document = Document(many_instances())
    inside = document.inside("b1")
    params = inside.graph.node("n2").params
    _analyse(document)
    times = []
    for number in range(NUM_EDITS):
        started = time.perf_counter()
        inside.push(SetParams("n2", {**params, "dilation_rate": number + 2}))
        layers = _analyse(document)
        times.append(1000 * (time.perf_counter() - started))
        assert layers == NUM_INSTANCES * (2 * NUM_PAIRS + 1) + 1
    what = f"an edit inside a block with {NUM_INSTANCES} instances ({layers} layers), analysed"
    return Figure(what, tuple(times), "ms", 100, "lower")


def _opening() -> Figure:
    """What lies between the preset dialog and an analysed network, but for the painting."""
    times = []
    for _ in range(NUM_OPENINGS):
        started = time.perf_counter()
        assert _analyse(Document(load_preset("wide_resnet", num_convs=40, width=2))) == 155
        times.append(time.perf_counter() - started)
    return Figure(
        "WRN-40-2 from its parameters: built, laid out and analysed", tuple(times), "s", 0.5, "lower"
    )


def _analyse(document: Document) -> int:
    from designer.compiler.analysis import analyse

    return analyse(document.snapshot()).layers
