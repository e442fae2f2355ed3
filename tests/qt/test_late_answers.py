"""What was asked of a thread comes late: it fits what the document is by then and replaces nothing newer."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.engine import EngineReady
from designer.compiler.weights import WeightsReport
from designer.document.backbone_insert import Ending, backbone_clip
from designer.document.block_commands import AddBlocks
from designer.document.commands import AddNodes, RemoveNodes, RenameNode, Together
from designer.document.document import Document
from designer.document.project import Project, View
from designer.document.settings import WeightsFile
from designer.document.weights_commands import SetWeights
from designer.errors import RequestError
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node
from designer.ui import dialogs
from designer.ui.importing.backbone_dialog import BackboneChoice
from designer.ui.importing.weights_link import WeightsLink
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window

DESK = "designer.ui.importing.weights_desk"
PHOTO = Node("n1", "photo", INPUT, {"shape": (32, 32, 3)})
NET = Project(
    "Net",
    GraphSnapshot((PHOTO, Node("n2", "conv", "Conv2D")), (Edge("n1", 0, "n2", 0),)),
    View({"n1": (0.0, 0.0), "n2": (0.0, 88.0)}),
)
OLD, NEW, OTHER, BOTH = (WeightsFile(path=f"/{name}", sha256=name) for name in ("o", "n", "t", "b"))


@dataclass
class Held:
    """Jobs that a window has asked for and that a test answers."""

    started: list[tuple[str, Callable[[Any], None]]] = field(default_factory=list)

    def start(self, text: str, _job: object, done: Callable[[Any], None], _failed: object) -> None:
        self.started.append((text, done))

    def answer(self, result: object) -> None:
        self.started.pop(0)[1](result)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    mine = Document(Project("Mine", GraphSnapshot((PHOTO,)), View({"n1": (5.0, 5.0)})))
    with front_window(qapp, qtbot, tmp_path, mine) as window:
        yield window


@pytest.fixture
def held(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held()
    monkeypatch.setattr(window.models.work, "start", held.start)
    return held


def trigger(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()


@pytest.fixture
def asked(window: MainWindow, held: Held, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A document whose selected node is to feed a backbone that is being made."""
    net: Any = SimpleNamespace(name="Net")
    choice = BackboneChoice(net, (32, 32, 3), "imagenet", False, Ending("none"))
    monkeypatch.setattr("designer.compiler.backbones.backbones", lambda: [net])
    monkeypatch.setattr(dialogs, "ask_backbone", lambda *_, **__: choice)
    window.canvas.tools.interaction.select(("n1",), (), [])
    trigger(window, "insert_backbone")
    return window.session.document


def made(weights: WeightsFile | None = NEW) -> object:
    return SimpleNamespace(
        clip=backbone_clip(NET, Ending("none"), Catalog.load(), "vertical"), weights=weights
    )


def names_of(document: Document) -> list[str]:
    return sorted(node.name for node in document.graph.nodes.values())


def test_a_layer_added_while_weights_are_joined_keeps_its_id(held: Held, asked: Document) -> None:
    asked.push(SetWeights(OLD))
    held.answer(made())
    asked.push(AddNodes([asked.new_node("ReLU")], {}))
    held.answer(BOTH)
    assert names_of(asked) == ["conv", "photo", "re_lu"]
    assert asked.weights == BOTH


def test_the_source_may_go_while_weights_are_joined(held: Held, asked: Document) -> None:
    asked.push(SetWeights(OLD))
    held.answer(made())
    asked.push(RemoveNodes(["n1"]))
    held.answer(BOTH)
    assert names_of(asked) == ["conv", "photo"]


@pytest.mark.parametrize("is_renamed", [True, False])
def test_weights_are_joined_anew_where_they_no_longer_fit(
    held: Held, asked: Document, is_renamed: bool
) -> None:
    asked.push(SetWeights(OLD))
    held.answer(made())
    asked.push(RenameNode("n1", "conv") if is_renamed else SetWeights(OTHER))
    held.answer(NEW)
    assert len(asked.graph.nodes) == 1
    held.answer(BOTH)
    assert len(asked.graph.nodes) == 2
    assert asked.weights == BOTH


def taken(weights: WeightsFile) -> tuple[Project, WeightsReport]:
    return Project(weights=weights), WeightsReport(("conv/kernel",))


def test_weights_are_read_again_after_an_edit(
    window: MainWindow, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{DESK}.show_report", lambda *_: None)
    monkeypatch.setattr(f"{DESK}.ask_weights_file", lambda *_: Path("/best.keras"))
    document = window.session.document
    trigger(window, "load_weights")
    document.push(RenameNode("n1", "conv"))
    held.answer(taken(OLD))
    assert document.weights is None
    held.answer(taken(NEW))
    assert document.weights
    assert document.weights.path == NEW.path


def test_weights_taken_late_do_not_replace_newer_ones(
    window: MainWindow, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{DESK}.ask_weights_file", lambda *_: Path("/best.keras"))
    trigger(window, "load_weights")
    window.session.document.push(SetWeights(OTHER))
    held.answer(taken(OLD))
    assert window.session.document.weights == OTHER
    assert not held.started


@pytest.fixture
def frozen(window: MainWindow, held: Held, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A document whose frozen backbone is being given weights."""
    net: Any = SimpleNamespace(name="Net")
    monkeypatch.setattr("designer.compiler.backbones.backbones", lambda: [net])
    document = window.session.document
    block = Block("b1", "Net", (), NET.graph, is_nested=True)
    frozen = Node("n9", "net", "block:b1", {"trainable": False})
    document.push(Together((AddBlocks([block]), AddNodes([frozen], {})), "Add"))
    window.models.follow()
    [fetch] = [button for button in window.findChildren(QPushButton) if button.text() == "&Fetch them"]
    fetch.click()
    return document


def test_weights_of_a_backbone_are_made_again_after_an_edit(held: Held, frozen: Document) -> None:
    frozen.push(RenameNode("n9", "other"))
    held.answer(OLD)
    assert frozen.weights is None
    held.answer(NEW)
    assert frozen.weights
    assert frozen.weights.path == NEW.path


def test_weights_of_a_backbone_do_not_replace_newer_ones(held: Held, frozen: Document) -> None:
    frozen.push(SetWeights(OTHER))
    held.answer(OLD)
    assert frozen.weights == OTHER
    assert not held.started


class Stage(QObject):
    """What a link needs of a session."""

    analysis_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(NET)
        self.engine_state = EngineReady({}, (), Catalog.load())


@pytest.mark.parametrize("fails", [True, False])
def test_what_is_known_of_weights_is_about_those_of_the_document(
    fails: bool, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def fit_of(_graph: object, weights: WeightsFile) -> WeightsReport:
        goes_on.wait()
        if fails and weights == OLD:
            raise RequestError("No.")
        return WeightsReport((weights.path,))

    monkeypatch.setattr("designer.compiler.weights.fit_of", fit_of)
    stage: Any = Stage()
    link, known = WeightsLink(stage), set[object]()
    link.changed.connect(lambda: known.add(link.error or link.report))
    stage.document.push(SetWeights(OLD))
    stage.document.push(SetWeights(NEW))
    goes_on.set()
    qtbot.waitUntil(lambda: link.report is not None and link.report.copied == (NEW.path,))
    assert known == {None, link.report}
